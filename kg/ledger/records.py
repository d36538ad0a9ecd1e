"""One article version as a record, and as a row of the table `articles`; rows put together by key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from kg.model import Article, Skipped, Span

COLUMNS = (
    "hash", "id", "source", "title", "text", "lang", "date", "url", "publisher", "authors", "skipped",
    "state", "reason", "reader", "run", "read_as", "quads", "digest", "notes",
)  # fmt: skip


_PART = re.compile(r"[:#]\d+\Z")


def place_of(source: str) -> str:
    """Where an article comes from, without its line or number: they move when a file grows or shrinks."""
    return _PART.sub("", source)


@dataclass(frozen=True, slots=True)
class Entry:
    """One article version: the article, how it went, and what its graph should hold.

    `read_as` is the language it was read in, `digest` the hash of its graph's statements, `notes` the
    reader's warnings.
    """

    hash: str
    article: Article
    state: str
    reader: str
    run: str
    reason: str | None = None
    read_as: str = "und"
    quads: int = 0
    digest: str = ""
    notes: tuple[str, ...] = ()


def to_row(entry: Entry) -> tuple[object, ...]:
    """Return the values of a row, in the order of COLUMNS."""
    a = entry.article
    skipped = [[s.span.start, s.span.end, s.span.part, s.why] for s in a.skipped]
    day = a.date.isoformat() if a.date else None
    return (
        entry.hash, a.id, a.source, a.title, a.text, a.lang, day, a.url, a.publisher,
        json.dumps(a.authors, ensure_ascii=False), json.dumps(skipped), entry.state, entry.reason,
        entry.reader, entry.run, entry.read_as, entry.quads, entry.digest,
        json.dumps(entry.notes, ensure_ascii=False),
    )  # fmt: skip


def to_entry(values: Sequence) -> Entry:  # type: ignore[type-arg]
    """Return the record of a row."""
    row = dict(zip(COLUMNS, values, strict=True))
    article = Article(
        id=row["id"],
        source=row["source"],
        title=row["title"],
        text=row["text"],
        lang=row["lang"],
        date=date.fromisoformat(row["date"]) if row["date"] else None,
        url=row["url"],
        publisher=row["publisher"],
        authors=tuple(json.loads(row["authors"])),
        skipped=tuple(Skipped(Span(a, b, part), why) for a, b, part, why in json.loads(row["skipped"])),
    )
    plain = {
        name: row[name] for name in ("hash", "state", "reader", "run", "reason", "read_as", "quads", "digest")
    }
    return Entry(article=article, notes=tuple(json.loads(row["notes"])), **plain)


def groups(rows: Iterable[Sequence[Any]], size: int) -> Iterator[tuple[tuple[Any, ...], list[Sequence[Any]]]]:
    """Yield (key, rows) of rows that follow each other and begin with the same `size` values."""
    for key, group in groupby(rows, key=lambda row: tuple(row[:size])):
        yield key, list(group)
