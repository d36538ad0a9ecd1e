"""How many articles sources hold, as far as that is known without reading them: for progress bars.  *I/O*

A file of plain text or HTML is one article, a file of JSON lines has one per line.  Whatever else is there
(feeds, tables, compressed files, standard input) is only known once it is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.sources.find import Found, find_files

LARGEST = 4_000_000_000  # bytes of JSON lines looked through, which takes seconds
_ONE = ("plain", "html")
_AT_ONCE = 1 << 20


def count_articles(sources: Sequence[str]) -> int | None:
    """Return the number of articles, or None where it would take too long to tell; never raises."""
    total, size = 0, 0
    try:
        for item in find_files(sources):
            if not isinstance(item, Found):
                continue
            if item.path.lower().endswith(".gz") or item.kind not in (*_ONE, "jsonl"):
                return None
            if item.kind in _ONE:
                total += 1
                continue
            size += Path(item.path).stat().st_size
            if size > LARGEST:
                return None
            total += _lines(item.path)
    except OSError:
        return None
    return total


def _lines(path: str) -> int:
    found, last = 0, b"\n"
    with Path(path).open("rb") as file:
        while part := file.read(_AT_ONCE):
            found += part.count(b"\n")
            last = part[-1:]
    return found + (last != b"\n")
