"""One block of a Turtle file as stretches of text, so that words can be put in without rewriting it.

In: the text of a file and where a block begins.  Out: its predicates and objects with their offsets.  The
files of the lexicon are plain Turtle: what they do not use (brackets, nested nodes) is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import OntologyError

_TOKEN = re.compile(
    r"(?P<comment>#[^\n]*)"
    r'|(?P<text>"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*")(?:@(?P<lang>[A-Za-z-]+)|\^\^[^\s;,]+)?'
    r"|(?P<iri><[^>\n]*>)"
    r"|(?P<mark>[;,]|\.(?=\s|\Z))"
    r"|(?P<word>[^\s;,\"<>#\[\]()]+?(?=[\s;,]|\.(?:\s|\Z)|\Z))"
)


@dataclass(frozen=True, slots=True)
class Written:
    """An object as it is written: where it ends, and its language (empty for what is no text)."""

    end: int
    lang: str


@dataclass(frozen=True, slots=True)
class WrittenBlock:
    """A block: where it begins and ends (behind its full stop), and its predicates with their objects."""

    start: int
    end: int
    objects: tuple[tuple[str, tuple[Written, ...]], ...]

    @property
    def last(self) -> int:
        """Return where the last object ends."""
        return self.objects[-1][1][-1].end

    def place_for(self, predicate: str, lang: str) -> int | None:
        """Return the end of the last object of a predicate, of a language where there is one in it."""
        written = [one for name, objects in self.objects if name == predicate for one in objects]
        same = [one for one in written if one.lang == lang]
        return (same or written)[-1].end if written else None


def read_block(text: str, start: int) -> WrittenBlock:
    """Read the block that begins at an offset.  Raises OntologyError when it is no plain block."""
    predicates: list[tuple[str, list[Written]]] = []
    here, seen_subject, expects = start, False, "predicate"
    while match := _TOKEN.search(text, here):
        if text[here : match.start()].strip():
            break
        here = match.end()
        if match["comment"]:
            continue
        if not seen_subject:
            seen_subject = True
        elif match["mark"] == ".":
            if not predicates or not predicates[-1][1]:
                break
            return WrittenBlock(start, here, tuple((name, tuple(found)) for name, found in predicates))
        elif match["mark"]:
            expects = "predicate" if match["mark"] == ";" else "object"
        elif expects == "predicate":
            predicates.append((match[0], []))
            expects = "object"
        else:
            predicates[-1][1].append(Written(match.end(), match["lang"] or ""))
    line = text.count("\n", 0, here) + 1
    raise OntologyError(f"line {line}: not a plain block of predicates and objects; add the word by hand")
