"""A mention finder of one's own: the names of a watch list.

In: the document as read so far, and the context (lexicon, language).  Out: mentions of the people and
organisations that `watchlist.csv` beside this file names (columns: name, kind).  They enter the same
linking as all other mentions, and their `rule` says that they come from here.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from kg.extractors import Context
from kg.model import Document, Mention, Part, Provenance, Span

NAME, VERSION, CONFIDENCE = "watchlist", "1", 0.9


@cache
def _names() -> dict[str, str]:
    with Path(__file__).with_name("watchlist.csv").open(encoding="utf-8", newline="") as rows:
        return {row["name"]: row["kind"] for row in csv.DictReader(rows)}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_names(), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b")


def find_mentions(document: Document, context: Context) -> tuple[Mention, ...]:
    """Return a mention for every name of the list, in the order of the text.

    kg checks that each span slices to its text, drops what overlaps mentions found before, and
    replaces shorter ones that a new mention covers.
    """
    found: list[Mention] = []
    for sentence in document.sentences:  # sentences of marked parts (teasers, captions) are not among them
        part: Part = sentence.span.part
        text = document.article.title if part == "title" else document.article.text
        for match in _pattern().finditer(text, sentence.span.start, sentence.span.end):
            span = Span(match.start(), match.end(), part)
            provenance = Provenance(NAME, VERSION, f"{NAME}:{match.group()}", CONFIDENCE)
            found.append(Mention(span, match.group(), _names()[match.group()], (), provenance))
    return tuple(found)
