"""A text with everything that was found in it, as pieces that do not overlap.

In: a text and marks, which may overlap in any way.  Out: paragraphs of pieces; each piece knows all marks
over it, links to the shortest of them, and shows a pin where a mark begins whose words all link elsewhere.
Pure.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_BREAK = re.compile(r"\n\s*\n")
MOST_OVER = 60  # over the same characters; those that begin last
MOST_MARKS = 6_000  # in one part of one article; no honest article has so many


@dataclass(frozen=True, slots=True)
class Mark:
    """Words from `start` to `end` that mean something; without `href` only their background shows."""

    start: int
    end: int
    kind: str
    href: str = ""
    title: str = ""


@dataclass(slots=True)
class Piece:
    """A run of characters under the same marks; `pins` are marks that begin here and have no link."""

    text: str
    start: int
    kinds: tuple[str, ...] = ()
    href: str = ""
    title: str = ""
    pins: list[Mark] = field(default_factory=list)
    is_anchor: bool = False


def paragraphs(
    text: str, marks: Iterable[Mark], *, start: int = 0, end: int | None = None
) -> list[list[Piece]]:
    """Return the pieces of a text (or of a part of it), paragraph by paragraph."""
    last = len(text) if end is None else min(end, len(text))
    kept = [m for m in sorted(marks, key=_order) if m.start < m.end and m.start < last and m.end > start]
    kept = kept[:MOST_MARKS]
    blocks = list(_blocks(text, start, last))
    cuts = {start, last, *(place for block in blocks for place in block)}
    cuts.update(p for m in kept for p in (m.start, m.end) if start < p < last)
    pieces = _pieces(text, sorted(cuts), kept)
    return _by_block(pieces, blocks)


def _order(mark: Mark) -> tuple[int, int, str, str]:
    return mark.start, -mark.end, mark.kind, mark.href


def _blocks(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    at = start
    for gap in _BREAK.finditer(text, start, end):
        if gap.start() > at:
            yield at, gap.start()
        at = gap.end()
    if at < end:
        yield at, end


def _pieces(text: str, cuts: Sequence[int], marks: Sequence[Mark]) -> list[Piece]:
    pieces: list[Piece] = []
    active: list[Mark] = []
    coming = 0
    linked: set[Mark] = set()
    first_piece: dict[Mark, Piece] = {}
    for at, after in itertools.pairwise(cuts):
        active = [m for m in active if m.end > at]
        while coming < len(marks) and marks[coming].start <= at:
            if marks[coming].end > at:
                active.append(marks[coming])
            coming += 1
        active = active[-MOST_OVER:]
        links = [m for m in active if m.href and text[at:after].strip()]
        best = min(links, key=lambda m: (m.end - m.start, m.kind, m.href), default=None)
        piece = Piece(
            text[at:after], at, tuple(dict.fromkeys(m.kind for m in active)),
            best.href if best else "", best.title if best else "",
        )  # fmt: skip
        piece.is_anchor = any(m.start == at for m in active)
        if best:
            linked.add(best)
        for mark in links:
            first_piece.setdefault(mark, piece)
        pieces.append(piece)
    for mark, piece in first_piece.items():
        if mark not in linked:
            piece.pins.append(mark)
    return pieces


def _by_block(pieces: Sequence[Piece], blocks: Sequence[tuple[int, int]]) -> list[list[Piece]]:
    found: list[list[Piece]] = [[] for _ in blocks]
    number = 0
    for piece in pieces:
        while number < len(blocks) and piece.start >= blocks[number][1]:
            number += 1
        if number < len(blocks) and piece.start >= blocks[number][0]:
            found[number].append(piece)
    return found
