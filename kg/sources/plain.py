"""Text and Markdown files: a title line, an optional header, a blank line, the body.

The body is the rest of the file as it stands (only line ends become `\\n`).  The header is front
matter between `---` lines, or `Key: value` lines directly after or before the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from kg.errors import SourceError
from kg.sources.decode import decode
from kg.sources.fields import date_of_name, to_article
from kg.sources.records import Item, Place, Unreadable, read_all

_KEYS = {
    "id": "id", "title": "title", "date": "date", "published": "date", "url": "url", "link": "url",
    "publisher": "publisher", "lang": "lang", "language": "lang", "author": "authors", "authors": "authors",
}  # fmt: skip
_PAIR = re.compile(r"([A-Za-z][A-Za-z_-]{0,30})[ \t]*:(?:[ \t]+(.*)|[ \t]*)$")
_MAX_TITLE = 300  # characters; a longer first line is a paragraph
_MAX_HEADER = 40  # lines


def read_plain(place: Place, handle: BinaryIO) -> Iterator[Item]:
    """Yield the one article of a .txt or .md file."""
    text, warning = decode(read_all(handle))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise SourceError("empty file: nothing to read")
    yield plain_article(text, place, (warning,) if warning else ())


def plain_article(text: str, place: Place, warnings: tuple[str, ...] = ()) -> Item:
    """Split a text into title, header and body."""
    fields, here = _front_matter(text)
    if not fields:
        fields, here = _header(text, _skip_blank(text, here))
    if "title" not in fields:
        title, after = _title_line(text, _skip_blank(text, here))
        if title:
            fields["title"], here = title, after
            more, here = _header(text, here)
            if not more:
                more, here = _header_below(text, here)
            fields = {**more, **fields}
    body = text[_skip_blank(text, here) :]
    if not body.strip():
        body = text[_skip_blank(text, 0) :]
        fields.pop("title", None)
    item = to_article({**fields, "text": body}, place.id, place.source)
    if isinstance(item, Unreadable):
        return item
    day = item.date or (date_of_name(place.name) if "date" not in fields else None)
    return replace(item, date=day, warnings=(*warnings, *item.warnings))


def _skip_blank(text: str, here: int) -> int:
    """Return where the first line begins that is not blank."""
    found = re.compile(r"(?:[^\S\n]*\n)*").match(text, here)
    return found.end() if found else here


def _line_at(text: str, here: int) -> tuple[str, int]:
    end = text.find("\n", here)
    return (text[here:], len(text)) if end < 0 else (text[here:end], end + 1)


def _title_line(text: str, here: int) -> tuple[str, int]:
    """Return the title and where the next line begins; an empty title when the first line is a paragraph."""
    line, after = _line_at(text, here)
    if len(line.strip()) > _MAX_TITLE or not text[after:].strip():
        return "", here
    title = re.sub(r"^#{1,6}\s+|\s#+$", "", line.strip()).strip()
    underline, further = _line_at(text, after)
    if re.fullmatch(r"(=+|-+)\s*", underline) and len(underline) > 2:
        after = further
    return title, after


def _header(text: str, here: int) -> tuple[dict[str, Any], int]:
    """Read `Key: value` lines up to the last known key of the block; unknown keys between are passed over."""
    fields: dict[str, Any] = {}
    end = here
    for _ in range(_MAX_HEADER):
        line, after = _line_at(text, here)
        pair = _PAIR.match(line.strip())
        if not pair:
            break
        here = after
        if key := _KEYS.get(pair[1].lower()):
            fields.setdefault(key, _value(pair[2]))
            end = after
    return fields, end


def _header_below(text: str, here: int) -> tuple[dict[str, Any], int]:
    """Read a header that a blank line parts from the title: a paragraph of pairs, two known keys or more.

    One pair alone (`Update: …`) may be a sentence of the article.
    """
    start = _skip_blank(text, here)
    fields, end = _header(text, start)
    follows, _ = _line_at(text, end)
    return (fields, end) if len(fields) > 1 and not follows.strip() else ({}, here)


def _front_matter(text: str) -> tuple[dict[str, Any], int]:
    """Read the block between two `---` lines at the top; only plain `key: value` lines are understood."""
    start = _skip_blank(text, 0)
    line, here = _line_at(text, start)
    if line.strip() != "---":
        return {}, 0
    fields: dict[str, Any] = {}
    for _ in range(_MAX_HEADER * 5):
        if here >= len(text):
            break
        line, here = _line_at(text, here)
        if line.strip() in ("---", "..."):
            return fields, here
        pair = _PAIR.match(line)
        key = _KEYS.get(pair[1].lower()) if pair else None
        if pair and key and _value(pair[2]):
            fields.setdefault(key, _value(pair[2]))
    return {}, 0


def _value(written: str | None) -> Any:
    """Return a header value without its quotation marks; `[A, B]` is a list."""
    value = (written or "").strip()
    if value.startswith("[") and value.endswith("]"):
        return [part for part in (_bare(p) for p in value[1:-1].split(",")) if part]
    return _bare(value)


def _bare(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
