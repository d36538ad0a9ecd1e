"""CSV and TSV files with a header row: one article per row.

The header names the fields (id, title, text or html, date, url, publisher, lang …).  Rows are streamed;
a row with too few or too many cells is reported with its line, the others are read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from kg.errors import SourceError
from kg.sources.decode import decode
from kg.sources.fields import NAMES, to_article
from kg.sources.records import MAX_ARTICLE, MAX_FILE, Item, Place, Unreadable, read_all

_SAMPLE = 1 << 16
_KNOWN = {name.lower(): name for names in NAMES.values() for name in names}


def read_table(place: Place, handle: BinaryIO) -> Iterator[Item]:
    """Yield the articles of a file whose cells are separated by commas, semicolons or tabs."""
    return _read(place, handle, "")


def read_tabs(place: Place, handle: BinaryIO) -> Iterator[Item]:
    """Yield the articles of a file whose cells are separated by tabs."""
    return _read(place, handle, "\t")


def _read(place: Place, handle: BinaryIO, separator: str) -> Iterator[Item]:
    lines = _text(handle)
    first = lines.readline(MAX_ARTICLE)
    if not first.strip():
        raise SourceError("empty file: nothing to read")
    lines.seek(0)
    csv.field_size_limit(MAX_ARTICLE)
    rows = csv.reader(lines, delimiter=separator or _separator(first))
    header = [_field(name) for name in next(rows)]
    if not any(name in header for name in NAMES["text"] + NAMES["html"]):
        found = ", ".join(name for name in header if name)[:120]
        raise SourceError(
            f"no column text or html in the first line (columns found: {found}). Add a header row"
        )
    yield from _rows(place, rows, header)


def _rows(place: Place, rows: Iterator[list[str]], header: list[str]) -> Iterator[Item]:
    number = 0
    while True:
        start = getattr(rows, "line_num", 0) + 1
        source = f"{place.source}:{start}"
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Unreadable.at(source, f"not a valid row ({error}). Mend or delete it")
            continue
        except UnicodeDecodeError as error:
            raise SourceError(
                f"not UTF-8 behind line {start} ({error.reason}). Save it again as UTF-8"
            ) from error
        if not any(cells):
            continue
        number += 1
        if len(cells) > len(header) or len(cells) < len(header) - header.count(""):
            yield Unreadable.at(
                source, f"{len(cells)} cells where the header has {len(header)}. Check quotation marks"
            )
            continue
        record = {name: cell for name, cell in zip(header, cells, strict=False) if name and cell != ""}
        yield to_article(record, f"{place.id}#{number}", source)


def _text(handle: BinaryIO) -> io.TextIOBase:
    """Return the file as text: UTF-8 is streamed; anything else is small enough to be read at once."""
    head = handle.read(_SAMPLE)
    if _is_utf8(head) and handle.seekable():
        handle.seek(0)
        return io.TextIOWrapper(handle, "utf-8-sig", newline="")
    text, _ = decode(head + read_all(handle, MAX_FILE))
    return io.StringIO(text, newline="")


def _is_utf8(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:  # a letter may be cut in two at the end of the sample
        return len(head) == _SAMPLE and error.start > len(head) - 4
    return True


def _separator(line: str) -> str:
    return max(",;\t", key=line.count)


def _field(name: str) -> str:
    """Return our spelling of a column's name; unknown columns keep theirs."""
    bare = name.strip().lstrip("\ufeff")
    return _KNOWN.get(bare.lower(), bare)
