"""Speech that a dash opens at the beginning of a paragraph: *—Fue útil —dijo Putin—. Seguiremos.*

In: the parsed sentences of a text.  Out: the spoken passages, without what is put in between them.  A
dash sets the frame off where a reporting verb stands right behind it; the next dash takes speech up again.
A paragraph without such a frame is a point of a list, or a question: no passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kg.model import Sentence, Span
from kg.ontology import Match
from kg.syntax.records import Parsed
from kg.text import Quoted

_DASHES = frozenset("–—-")
_NEAR = 3  # words from the dash to the verb that reports (—se preguntó ayer)
_CLOSING = frozenset(".,;:!?…")


def dash_passages(parsed: Sequence[Parsed]) -> Iterator[Quoted]:
    """Yield the passages of dash speech, in the order of the text."""
    text = (p for p in parsed if p.sentence.span.part == "text")
    for _, rows in groupby(text, key=lambda p: p.sentence.paragraph):
        paragraph = list(rows)
        if paragraph[0].sentence.words[0] in _DASHES:
            yield from _passages(paragraph)


def _passages(paragraph: Sequence[Parsed]) -> Iterator[Quoted]:
    says = {p.sentence.starts[m.first] for p in paragraph for m in p.matches if _is_cue(m)}
    tokens = [row for p in paragraph for row in _tokens(p.sentence)]
    start: int | None = 1
    framed = False
    for i in range(1, len(tokens)):
        if tokens[i][0] not in _DASHES or _joins_words(tokens[i - 1 : i + 2]):
            continue
        if start is None:
            start = i + 1
        elif any(begin in says for _, begin, _ in tokens[i + 1 : i + 1 + _NEAR]):
            yield from _passage(tokens[start:i])
            start, framed = None, True
    if framed and start is not None:
        yield from _passage(tokens[start:])


def _joins_words(tokens: Sequence[tuple[str, int, int]]) -> bool:
    """*Franco-German*: the dash touches words on both sides."""
    if len(tokens) < 3 or not (tokens[0][0].isalnum() and tokens[2][0].isalnum()):
        return False
    return tokens[0][2] == tokens[1][1] and tokens[1][2] == tokens[2][1]


def _is_cue(match: Match) -> bool:
    return match.kind == "cue" and match.value.cue.kind == "ReportingCue" and match.value.how == "verb"


def _tokens(sentence: Sentence) -> Iterator[tuple[str, int, int]]:
    return zip(sentence.words, sentence.starts, sentence.ends, strict=True)


def _passage(tokens: Sequence[tuple[str, int, int]]) -> Iterator[Quoted]:
    """The words between two dashes, without the mark that closes the frame before or a comma at the end."""
    rows = list(tokens)
    while rows and rows[0][0] in _CLOSING:
        rows.pop(0)
    while rows and rows[-1][0] in ",;:":
        rows.pop()
    if rows:
        inner = Span(rows[0][1], rows[-1][2])
        yield Quoted(Span(max(0, inner.start - 1), inner.end + 1), inner)
