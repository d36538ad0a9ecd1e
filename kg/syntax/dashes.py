"""Speech that stands between dashes instead of quotation marks.

In: a document and its parsed sentences.  Out: the passages that are spoken, without the dashes.
*– Nie ustąpimy – powiedział Tusk. – Czas ucieka.*, *— Мы готовы, — сказал он.*, *—No —dijo Sánchez—. Nunca.*
A dash opens speech where a paragraph or a sentence begins; the next one closes it where a verb of saying
stands right behind; a dash before that is part of what is said.  Who says it is found in `kg/quotes`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.model import Document, Span
from kg.syntax.records import Parsed
from kg.text import Quoted

_DASH = re.compile("[–—-]")
_STOPS = frozenset(".,;:!?")
_LINE = re.compile(r"[^\n]+")
_ENDS = frozenset(".!?…:”»\"'–—")
_NEAR = 40  # characters from a dash to the verb of saying
_LONGEST = 2000  # characters of one speech


def dash_passages(document: Document, parsed: Sequence[Parsed]) -> list[Quoted]:
    """Return what is spoken between dashes in the text, in its order."""
    text = document.article.text
    if "–" not in text and "—" not in text:
        return []
    cues = sorted(
        p.sentence.starts[m.first]
        for p in parsed
        if p.sentence.span.part == "text"
        for m in p.matches.of("ReportingCue")
        if m.value.how == "verb"
    )
    if not cues:
        return []
    found = (q for line in _LINE.finditer(text) for q in _speeches(text, *line.span(), cues))
    return [q for q in found if not any(s.span.overlaps(q.outer) for s in document.skipped)]


def _speeches(text: str, first: int, last: int, cues: Sequence[int]) -> Iterator[Quoted]:
    """The speeches of one paragraph: opened, closed by the words of the narrator, taken up again."""
    opened: re.Match[str] | None = None
    told = broken = False  # the narrator has spoken; he broke off a sentence
    for dash in _DASH.finditer(text, first, last):
        if not _stands_free(text, dash.start(), first, last):
            continue
        end = dash.start()
        while end > first and text[end - 1].isspace():
            end -= 1
        opens = end == first or text[end - 1] in _ENDS
        narrates = _narrates(text, dash.end(), last, cues)
        if narrates and opened is not None:
            yield from _passage(text, opened, dash.start())
            opened, told, broken = None, True, True
        elif not narrates and (opens or broken) and (opened is None or not told):
            opened, broken = dash, False
    if opened is not None and told:
        yield from _passage(text, opened, last)


def _stands_free(text: str, i: int, first: int, last: int) -> bool:
    """A dash beside a blank or mark, or a hyphen between blanks: not *Trump-Putin*, not *2024–2026*."""
    opens = i == first or text[i - 1].isspace()
    after = text[i + 1] if i + 1 < last else " "
    if text[i] == "-":
        return opens and after.isspace()
    return opens or after.isspace() or after in _STOPS


def _narrates(text: str, start: int, last: int, cues: Sequence[int]) -> bool:
    """Say whether the words behind a dash are the narrator's: a verb of saying is among the first."""
    begins = start
    while begins < last and text[begins].isspace():
        begins += 1
    i = bisect_left(cues, begins)
    if i == len(cues) or cues[i] - begins > _NEAR or cues[i] >= last:
        return False
    between = text[begins : cues[i]]
    return text[begins].islower() and not any(mark in between for mark in ",.!?;:–—")


def _passage(text: str, dash: re.Match[str], end: int) -> Iterator[Quoted]:
    said = text[dash.end() : end]
    first = dash.end() + len(said) - len(said.lstrip(" \t.,;:"))
    last = dash.end() + len(said.rstrip(" \t,;–—"))
    if first < last and last - first <= _LONGEST:
        yield Quoted(Span(dash.start(), last), Span(first, last))
