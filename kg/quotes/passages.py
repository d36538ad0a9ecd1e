"""Passages between quotation marks, and the sentences they touch.

In: a document and its parsed sentences.  Out: the passages of headline and text outside what is not the
report, and, for any span, its sentences.  Who says a passage is found elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kg.extractors import Context
from kg.model import Document, Part, Span
from kg.syntax import Parsed, dash_passages
from kg.text import Quoted, quoted_passages


class Inside:
    """Finds the sentences that a span touches, without looking at all of them."""

    def __init__(self, parsed: Sequence[Parsed]) -> None:
        self.rows: dict[Part, list[Parsed]] = {"title": [], "text": []}
        for sentence in parsed:
            self.rows[sentence.sentence.span.part].append(sentence)
        self.starts = {part: [p.sentence.span.start for p in rows] for part, rows in self.rows.items()}

    def of(self, span: Span) -> list[Parsed]:
        """Return the sentences that share a character with `span`, in order."""
        starts = self.starts[span.part]
        first = max(0, bisect_right(starts, span.start) - 1)
        rows = self.rows[span.part][first : bisect_left(starts, span.end)]
        return [p for p in rows if p.sentence.span.overlaps(span)]


def passages(document: Document, context: Context, parsed: Sequence[Parsed]) -> list[Quoted]:
    """The passages between quotation marks or dashes, outside what is not the report."""
    article, language = document.article, context.language
    others = tuple(sorted({pair for lang in context.lexicon.languages.values() for pair in lang.quote_pairs}))
    found = [
        *quoted_passages(article.title, "title", language, others),
        *quoted_passages(article.text, "text", language, others),
    ]
    found = [q for q in found if not any(s.span.overlaps(q.outer) for s in document.skipped)]
    spoken = [
        dash
        for dash in dash_passages(document, parsed)
        if not any(dash.outer.overlaps(q.outer) and not dash.outer.covers(q.outer) for q in found)
    ]
    if not spoken:
        return found
    return sorted([*spoken, *found], key=lambda q: (q.outer.part != "title", q.outer.start, -q.outer.end))
