"""One walk over a parsed page: its paragraphs in order, each with the elements around it.

Nothing is decided here: a paragraph carries every cue around it that says it may not be the report,
and `page_body.py` chooses.  There is no recursion, so nesting costs no stack.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.sources.markup import BLOCKS, BOLD, DROPPED, HEADINGS, why_not_report

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

LONG = 60  # characters of a paragraph that counts as running text
_MAX_BLOCKS = 50_000
_BREAK = "\x00"  # stands for <br>: a parsed page holds no NUL

_SLUGGED = HEADINGS | {"h1", "p", "li", "span"}  # their ids are made of their words, or numbers
Cue = tuple[str, str]  # why, and the names that say so


@dataclass(slots=True)
class Block:
    """A paragraph: its words, tag, and the elements around it (numbers and cues, outermost first)."""

    text: str
    tag: str
    path: tuple[int, ...]
    cues: tuple[Cue, ...]
    linked: int  # characters that are links
    before: int = 0  # characters before the first link
    after: int = 0  # characters behind the last link
    bold: int = 0  # characters in bold
    why: str | None = None  # decided later

    def weight(self) -> int:
        """Return how much running text this is; nothing for headlines, short lines and lists of links."""
        if len(self.text) < LONG or self.linked > len(self.text) // 2 or self.tag in HEADINGS:
            return 0
        return len(self.text)


@dataclass(slots=True)
class _Count:
    """Characters of the paragraph so far: in links, before the first, behind the last, and in bold."""

    linked: int = 0
    before: int = 0
    after: int = 0
    bold: int = 0


@dataclass(slots=True)
class Walk:
    """Where the walk stands, and what it has collected."""

    blocks: list[Block] = field(default_factory=list)
    markers: dict[int, str] = field(default_factory=dict)  # element → itemprop, article, main or body
    _pieces: list[str] = field(default_factory=list)
    _count: _Count = field(default_factory=lambda: _Count())
    _number: int = 0
    _path: list[int] = field(default_factory=list)
    _tags: list[str] = field(default_factory=list)
    _cues: list[tuple[Cue, ...]] = field(default_factory=lambda: [()])
    _links: int = 0  # how many <a> are open
    _bolds: int = 0  # how many <b> and <strong>

    def text(self, text: str) -> None:
        """Add words to the paragraph."""
        if not self._pieces and text.isspace():
            return
        self._pieces.append(text)
        count = self._count
        size = 0 if text.isspace() else len(text)
        if self._links:
            count.linked += size
            count.after = 0
        else:
            count.after += size
            if not count.linked:
                count.before += size
        if self._bolds:
            count.bold += size

    def enter(self, node: LexborNode, tag: str) -> None:
        """Go into an element."""
        if tag in BLOCKS:
            if self._pieces:
                self._flush()
        elif tag == "a":
            target = node.attributes.get("href")
            if not target or (target[0] == "#" and self._tags[-1] in HEADINGS):
                tag = "anchor"  # no link, or one to the heading's own place
            else:
                self._links += 1
        elif tag in BOLD:
            self._bolds += 1
        self._number += 1
        self._path.append(self._number)
        self._tags.append(tag)
        cue = self._look(node, tag)
        self._cues.append((*self._cues[-1], cue) if cue else self._cues[-1])

    def leave(self) -> None:
        """Go out of the innermost element."""
        tag = self._tags[-1]
        if tag in BLOCKS:
            if self._pieces:
                self._flush()
        elif tag == "a":
            self._links -= 1
        elif tag in BOLD:
            self._bolds -= 1
        self._path.pop()
        self._tags.pop()
        self._cues.pop()

    def _flush(self) -> None:
        lines = "".join(self._pieces).split(_BREAK)
        self._pieces.clear()
        text = "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
        if text and len(self.blocks) < _MAX_BLOCKS:
            tag = next((t for t in reversed(self._tags) if t in BLOCKS), "body")
            count = self._count
            places = (count.linked, count.before, count.after, count.bold)
            self.blocks.append(Block(text, tag, tuple(self._path), self._cues[-1], *places))
        self._count = _Count()

    def _look(self, node: LexborNode, tag: str) -> Cue | None:
        """Note what an element is, and return what its names say against it."""
        attributes = node.attributes
        if tag in ("article", "main", "body"):
            self.markers[self._number] = tag
            if tag == "article" and tag in self._tags[:-1]:
                return "teaser", "article in an article"
        if not attributes:
            why = why_not_report(tag, "", "")
            return (why, tag) if why else None
        if "articleBody" in (attributes.get("itemprop") or ""):
            self.markers[self._number] = "itemprop"
            return None
        if "hidden" in attributes or (attributes.get("aria-hidden") == "true" and tag in BLOCKS):
            return "boilerplate", "hidden"
        classes = attributes.get("class") or ""
        ident = "" if tag in _SLUGGED else attributes.get("id") or ""
        why = why_not_report(tag, f"{classes} {ident}".strip(), attributes.get("role") or "")
        return (why, f"{tag} {classes or ident}") if why else None


def walk_page(root: LexborNode) -> Walk:
    """Visit every node once, in the order of the page."""
    walk = Walk()
    walk.enter(root, root.tag or "body")
    node = root.child
    depth = 1
    while node is not None:
        child = None
        if node.is_text_node:
            walk.text(node.text_content or "")
        elif node.is_element_node:
            tag = node.tag or ""
            if tag == "br":
                walk.text(_BREAK)
            elif tag not in DROPPED and (child := node.child) is not None:
                walk.enter(node, tag)
                depth += 1
        if child is not None:
            node = child
            continue
        while node is not None and node.next is None and depth > 1:
            walk.leave()
            depth -= 1
            node = node.parent
        node = node.next if node is not None else None
    walk.leave()
    return walk
