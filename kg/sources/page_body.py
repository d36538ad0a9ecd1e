"""The body of a news page: its paragraphs, and what among them is not the report.

In: a parsed page.  Out: text with Skipped spans.  One walk over the tree collects paragraphs with the
elements they stand in; then the element is chosen that holds nearly all long paragraphs.  Teasers,
captions and the like stay in the text, marked; what stands outside that element is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Skipped, Span
from kg.sources.markup import BLOCKS, DROPPED, HEADINGS, NEVER, why_not_report

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MIN_BODY = 200  # characters; less is hardly a report
_LONG = 60  # characters of a paragraph that counts as running text
_MOST = 0.92  # share of the long paragraphs that the chosen element must hold
_FORGIVEN = 0.4  # share of the running text from which on a cue is not believed
_MAX_BLOCKS = 50_000
_STRAY = 40
_SCATTERED = 6  # paragraphs with parents of their own
_LOOSE = frozenset(("p", "div", "section", "article", "main", "body", "header"))
_ENDS = tuple('.!?…:;"”“»’)')


@dataclass(slots=True)
class Block:
    """A paragraph: its words, tag, the elements around it (outermost first), why it is no report."""

    text: str
    tag: str
    path: tuple[int, ...]
    why: str | None
    cue: str | None  # the names that say why
    linked: int  # characters that are links

    def weight(self) -> int:
        """Return how much running text this is; nothing for headlines, lists of links, marked parts."""
        if len(self.text) < _LONG or self.linked > len(self.text) // 2 or self.tag in HEADINGS:
            return 0
        return len(self.text)


@dataclass(slots=True)
class Body:
    """Paragraphs of a page joined by blank lines, and the spans that are not the report."""

    text: str
    skipped: tuple[Skipped, ...]
    report: int  # characters that are not skipped


@dataclass(slots=True)
class _Walk:
    """Where the walk over the tree stands."""

    blocks: list[Block] = field(default_factory=list)
    markers: dict[int, str] = field(default_factory=dict)  # element → article, main or body
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    path: list[int] = field(default_factory=list)

    def flush(self, tag: str, why: str | None, cue: str | None) -> None:
        if not self.pieces:
            return
        lines = ("".join(self.pieces)).split("\x00")  # NUL stands for <br>: it cannot be in a page
        self.pieces.clear()
        text = "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
        if text and len(self.blocks) < _MAX_BLOCKS:
            self.blocks.append(Block(text, tag, tuple(self.path), why, cue, self.linked))
        self.linked = 0


def read_body(root: LexborNode, description: str = "") -> Body:
    """Return the body of a page; `description` is the page's own summary, which may stand above it."""
    walk = _walk(root)
    blocks = walk.blocks
    if not blocks:
        return Body("", (), 0)
    _forgive(blocks)
    first, last, chosen = _container(blocks, walk.markers)
    inside = [block for block in blocks[first:last] if chosen in block.path]
    _mark(inside)
    above = blocks[_headline(blocks, first) : first]
    _restore_lead([*above, *inside], description)
    lead = [b for b in above if b.why is None and _is_lead(b, description)]
    return _joined([*lead, *(b for b in inside if b.tag != "h1")])


def _walk(root: LexborNode) -> _Walk:
    """Visit every node once, without recursion, and collect the paragraphs."""
    walk = _Walk()
    stack: list[tuple[str, str | None, str | None, bool]] = []
    why: str | None = None
    cue: str | None = None
    link = False
    node: LexborNode | None = root
    number = 0
    while node is not None:
        child = None
        if node.is_text_node:
            text = node.text_content or ""
            walk.pieces.append(text)
            if link:
                walk.linked += len(text)
        elif node.is_element_node:
            tag = node.tag or ""
            if tag == "br":
                walk.pieces.append("\x00")
            elif tag not in DROPPED:
                child = node.child
                if child is not None:
                    number += 1
                    if tag in BLOCKS:
                        walk.flush(_enclosing(stack), why, cue)
                    stack.append((tag, why, cue, link))
                    why, cue = _enter(walk, node, tag, number, why, cue)
                    link = link or tag == "a"
                    walk.path.append(number)
        if child is not None:
            node = child
            continue
        while node is not None and node.next is None and stack:
            tag, before, cue_before, link_before = stack.pop()
            if tag in BLOCKS:
                walk.flush(tag if tag != "div" else _enclosing([*stack, (tag, None, None, False)]), why, cue)
            why, cue, link = before, cue_before, link_before
            walk.path.pop()
            node = node.parent
        if not stack:
            break
        node = node.next if node is not None else None
    walk.flush("body", why, cue)
    return walk


def _enclosing(stack: Sequence[tuple[str, str | None, str | None, bool]]) -> str:
    """Return the nearest element around that says what a paragraph is."""
    return next((tag for tag, *_ in reversed(stack) if tag in BLOCKS), "body")


def _enter(
    walk: _Walk, node: LexborNode, tag: str, number: int, why: str | None, cue: str | None
) -> tuple[str | None, str | None]:
    """Note what an element is, and whether its names say that it is not the report."""
    attributes = node.attributes
    if tag in ("article", "main", "body"):
        walk.markers[number] = tag
    if "articleBody" in (attributes.get("itemprop") or ""):
        walk.markers[number] = "itemprop"
        return why, cue
    if why is not None:
        return why, cue
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
    if "hidden" in attributes or (attributes.get("aria-hidden") == "true" and tag in BLOCKS):
        return "boilerplate", "hidden"
    found = why_not_report(tag, names, attributes.get("role") or "")
    return (found, f"{tag} {names}") if found else (None, None)


def _forgive(blocks: Sequence[Block]) -> None:
    """Drop cues of elements that hold most of the running text: a live ticker's page is all ticker."""
    held: dict[str, int] = {}
    total = 0
    for block in blocks:
        if block.why in NEVER:
            continue
        total += block.weight()
        if block.cue is not None:
            held[block.cue] = held.get(block.cue, 0) + block.weight()
    for block in blocks:
        if block.cue is not None and block.why not in NEVER and held[block.cue] > _FORGIVEN * total:
            block.why = block.cue = None


def _container(blocks: Sequence[Block], markers: dict[int, str]) -> tuple[int, int, int]:
    """Choose the innermost element that holds nearly all running text; return its blocks and its number."""
    held: dict[int, int] = {}
    for block in blocks:
        weight = block.weight() if block.why is None else 0
        for number in block.path:
            held[number] = held.get(number, 0) + weight
    chosen = blocks[0].path[0] if blocks[0].path else 0
    total = held.get(chosen, 0)
    for kind, share in (("itemprop", 0.4), ("article", 0.3), ("main", 0.3)):
        best = max(
            (n for n, k in markers.items() if k == kind), key=lambda n: (held.get(n, 0), n), default=None
        )
        if best is not None and held.get(best, 0) >= max(1, share * total):
            chosen = best
            break
    chosen = _without_neighbours(blocks, _innermost(blocks, held, chosen))
    places = [i for i, block in enumerate(blocks) if chosen in block.path]
    return (places[0], places[-1] + 1, chosen) if places else (0, len(blocks), chosen)


def _innermost(blocks: Sequence[Block], held: dict[int, int], chosen: int) -> int:
    """Go down while one child holds nearly everything."""
    need = _MOST * held.get(chosen, 0)
    if not need:
        return chosen
    deepest = max((b for b in blocks if chosen in b.path and b.weight()), key=Block.weight, default=None)
    if deepest is None:
        return chosen
    inner = [n for n in deepest.path[:-1] if held.get(n, 0) >= need]
    return inner[-1] if inner and inner[-1] >= chosen else chosen


def _without_neighbours(blocks: Sequence[Block], chosen: int) -> int:
    """Choose the parent of most paragraphs when the others are scattered: teasers of other articles."""
    held: dict[int, int] = {}
    for block in blocks:
        if block.why is None and chosen in block.path and len(block.path) > 1 and (weight := block.weight()):
            parent = block.path[-2 if block.tag == "p" else -1]
            held[parent] = held.get(parent, 0) + weight
    best = max(held, key=lambda n: held[n], default=None)
    if best is None or best < chosen:
        return chosen
    others = [weight for parent, weight in held.items() if parent != best]
    scattered = len(others) >= _SCATTERED and max(others) < 0.15 * held[best] and sum(others) < held[best]
    return best if scattered else chosen


def _mark(blocks: Sequence[Block]) -> None:
    """Mark lists of links, stray words, and headings with nothing but marked parts below them."""
    for block in blocks:
        if block.why is None and block.linked >= 0.8 * len(block.text):
            block.why = "teaser"
        elif block.why is None and _is_stray(block):
            block.why = "boilerplate"
    below = True
    for block in reversed(blocks):
        if block.tag in HEADINGS and block.why is None and below:
            block.why = "teaser"
        if block.why in (None, "teaser", "newsletter"):
            below = block.why is not None


def _is_stray(block: Block) -> bool:
    """Say whether a line is a label of the page: short, no heading, no item of a list, no full stop."""
    return len(block.text) < _STRAY and block.tag in _LOOSE and not block.text.endswith(_ENDS)


def _headline(blocks: Sequence[Block], first: int) -> int:
    """Return the place behind the last main heading above the body."""
    places = [i for i in range(first) if blocks[i].tag == "h1"]
    return places[-1] + 1 if places else first


def _restore_lead(blocks: Sequence[Block], description: str) -> None:
    """Take back the mark of the first paragraph: many pages call a report's own lead its teaser."""
    for block in blocks:
        if block.why in (None, "teaser") and not block.linked and block.weight():
            block.why = None
            return
        if block.weight() and description and block.text[:60] in description:
            block.why = None


def _is_lead(block: Block, description: str) -> bool:
    """Say whether a paragraph between headline and body belongs to the report."""
    if description and len(block.text) > 30 and block.text[:60] in description:
        return True
    return bool(block.weight()) and block.text.endswith(_ENDS)


def _joined(blocks: Sequence[Block]) -> Body:
    parts: list[str] = []
    skipped: list[Skipped] = []
    here = report = 0
    for block in _unique(blocks):
        parts.append(block.text)
        end = here + len(block.text)
        if block.why:
            why = "boilerplate" if block.why in NEVER else block.why
            skipped.append(Skipped(Span(here, end), why))
        else:
            report += len(block.text)
        here = end + 2
    return Body("\n\n".join(parts), tuple(skipped), report)


def _unique(blocks: Sequence[Block]) -> Iterator[Block]:
    """Leave out long paragraphs that stand on the page twice (for phones and for screens)."""
    seen: set[str] = set()
    for block in blocks:
        if len(block.text) >= _LONG:
            if block.text in seen:
                continue
            seen.add(block.text)
        yield block
