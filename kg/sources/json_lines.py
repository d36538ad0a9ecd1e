"""JSON lines (.jsonl, .ndjson) and JSON documents (.json): one object per article.

JSON lines are streamed, a line at a time, so a file may be of any size; a broken line is reported with
its column and the others are read.  A JSON document is one object, a list of objects, or an object
whose field `articles` is such a list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from json.scanner import make_scanner
from typing import Any, BinaryIO, cast

from kg.errors import SourceError
from kg.model import Article
from kg.sources.decode import decode
from kg.sources.fields import mend_surrogates, to_article
from kg.sources.records import MAX_ARTICLE, MAX_FILE, Item, Place, Unreadable, read_all, size_text

_scan = make_scanner(cast(Any, json.JSONDecoder()))  # json.loads without its checks of type and white space
_LISTS = ("articles", "items")


def read_json_lines(place: Place, handle: BinaryIO, *, first: bytes = b"") -> Iterator[Item]:
    """Yield the article of every line; `first` is a line that was read before, to recognise the format."""
    number = 0
    for raw in _lines(handle, first):
        number += 1
        if isinstance(raw, SourceError):
            yield Unreadable.at(f"{place.source}:{number}", str(raw))
            continue
        if number == 1 and raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"[":
            yield from _document(place, raw + read_all(handle, MAX_FILE))
            return
        if raw.isspace() or not raw:
            continue
        yield _line(place, number, raw)


def read_json(place: Place, handle: BinaryIO) -> Iterator[Item]:
    """Yield the articles of a JSON document; JSON lines in a file named .json are recognised."""
    return _document(place, read_all(handle, MAX_FILE))


def _lines(handle: BinaryIO, first: bytes) -> Iterator[bytes | SourceError]:
    """Yield lines: UTF-16 is re-coded, lines that end in a lone CR are split, endless ones refused."""
    raw = first or handle.readline(MAX_ARTICLE + 1)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text, _ = decode(raw + read_all(handle, MAX_FILE))
        yield from text.encode(errors="surrogatepass").splitlines()
        return
    while raw:
        if len(raw) > MAX_ARTICLE:
            while raw and not raw.endswith(b"\n"):
                raw = handle.readline(1_000_000)
            yield SourceError(f"line longer than {size_text(MAX_ARTICLE)}: skipped. Split the article")
        elif raw.find(b"\r", 0, -2) >= 0:
            yield from raw.splitlines()
        else:
            yield raw
        raw = handle.readline(MAX_ARTICLE + 1)


def _line(place: Place, number: int, raw: bytes) -> Item:
    source = f"{place.source}:{number}"
    warning = None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        try:
            text, warning = decode(raw)
        except SourceError as error:
            return Unreadable.at(source, str(error))
    try:
        record, end = _scan(text, 0)
    except (StopIteration, ValueError, RecursionError):
        end = 0
    if not end or not text[end:].isspace():
        record = _loads(text, source)
        if isinstance(record, Unreadable):
            return record
    escapes = b"\\u" in raw and (b"\\ud" in raw or b"\\uD" in raw)
    return _warned(_article(record, f"{place.id}#{number}", source, escapes), warning)


def _loads(text: str, source: str, *, line: bool = True) -> Any:
    """Parse with the standard function, whose messages carry line and column."""
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        where = f"{source}:{error.colno}" if line else f"{source}:{error.lineno}:{error.colno}"
        hint = (
            "the other lines are read. Mend this line or delete it" if line else "mend the file at this place"
        )
        return Unreadable.at(where, f"not valid JSON ({error.msg}); {hint}")
    except RecursionError:
        return Unreadable.at(source, "JSON nested too deeply. Keep the article's fields at the top level")
    except ValueError as error:  # an integer of thousands of digits
        return Unreadable.at(source, f"not valid JSON ({error})")


def _article(record: Any, default_id: str, source: str, escapes: bool) -> Item:
    if type(record) is not dict:
        kind = {list: "a list", str: "text", type(None): "null"}.get(type(record), "a number or truth value")
        return Unreadable.at(source, f"holds {kind}, not an object with the fields id, title, text …")
    if not escapes:
        return to_article(record, default_id, source)
    mended, changed = mend_surrogates(record)
    item = to_article(mended, default_id, source)
    if changed and isinstance(item, Article):
        return replace(item, warnings=(*item.warnings, "half surrogate pairs (\\ud800 …) replaced by U+FFFD"))
    return item


def _document(place: Place, data: bytes) -> Iterator[Item]:
    text, warning = decode(data)
    if not text.strip():
        raise SourceError("empty file: nothing to read")
    document = _loads(text, place.source, line=False)
    if isinstance(document, Unreadable):
        lines = text.lstrip().split("\n")
        if _is_object(lines[0]) and len(lines) > 1:  # JSON lines under a wrong name
            yield from (_line(place, n, line.encode()) for n, line in enumerate(lines, 1) if line.strip())
            return
        yield document
        return
    escapes = "\\ud" in text or "\\uD" in text
    lists = [document[k] for k in _LISTS if k in document] if isinstance(document, dict) else []
    records = next((entry for entry in lists if isinstance(entry, list)), document)
    if not isinstance(records, list):
        yield _warned(_article(records, place.id, place.source, escapes), warning)
        return
    if not records:
        yield Unreadable.at(place.source, "an empty list: no articles in it")
    for number, record in enumerate(records, 1):
        item = _article(record, f"{place.id}#{number}", f"{place.source}#{number}", escapes)
        yield _warned(item, warning)


def _warned(item: Item, warning: str | None) -> Item:
    if warning and isinstance(item, Article):
        return replace(item, warnings=(*item.warnings, warning))
    return item


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
