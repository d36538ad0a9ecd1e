"""Everything that yields articles: one file per kind of source.

In: what the user names (folder, glob, file, `-`).  Out: an Article for each article and an Unreadable
for each input that could not be read; reading goes on after a failure.  Nothing is fetched from the
network and nothing is extracted here.  Importing this package loads no parser.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from typing import cast

from kg.errors import SourceError
from kg.model import Article
from kg.sources.find import SUFFIXES, Found, find_files
from kg.sources.opening import kind_of_content, opened
from kg.sources.records import Item, Place, ReadsSource, Unreadable, shown_path

__all__ = ["SUFFIXES", "Unreadable", "read_articles"]

_READERS = {
    "csv": ("kg.sources.tables", "read_table"),
    "feed": ("kg.sources.feeds", "read_feed"),
    "html": ("kg.sources.html", "read_html"),
    "json": ("kg.sources.json_lines", "read_json"),
    "jsonl": ("kg.sources.json_lines", "read_json_lines"),
    "plain": ("kg.sources.plain", "read_plain"),
    "tsv": ("kg.sources.tables", "read_tabs"),
}
_REMEMBERED = 200_000  # ids kept to warn of a second use; beyond that, memory counts more


def read_articles(sources: Sequence[str]) -> Iterator[Article | Unreadable]:
    """Yield the articles of all sources, one at a time, and a record for each failure."""
    ids: set[int] = set()
    for found in find_files(sources):
        if isinstance(found, Unreadable):
            yield found
            continue
        for item in _read(found):
            yield _checked(item, ids)


def _read(found: Found) -> Iterator[Item]:
    """Read one file; whatever goes wrong with it becomes a record."""
    source = "stdin" if found.path == "-" else found.path
    nothing = True
    try:
        for item in _items(found, source):
            nothing = False
            yield item
        if nothing:
            yield Unreadable.at(source, "empty file: nothing to read")
    except SourceError as error:
        yield Unreadable.at(source, str(error))
    except (EOFError, gzip.BadGzipFile, zlib.error):
        yield Unreadable.at(source, "damaged or cut short gzip file. Fetch or pack it again")
    except OSError as error:
        reason = "permission denied" if isinstance(error, PermissionError) else error.strerror or str(error)
        yield Unreadable.at(source, f"cannot be read ({reason}). Check the file and its mode")
    except MemoryError:
        yield Unreadable.at(source, "too large for the memory of this machine. Split it")


def _items(found: Found, source: str) -> Iterator[Item]:
    ident = shown_path(found.id)
    place = Place(shown_path(source), ident, ident.rsplit("/", 1)[-1])
    with opened(found.path) as handle:
        if found.kind:
            yield from _reader(found.kind)(place, handle)
        else:
            kind, recognised = kind_of_content(handle)
            yield from _reader(kind)(place, recognised)


def _reader(kind: str) -> ReadsSource:
    module, name = _READERS[kind]
    return cast(ReadsSource, getattr(import_module(module), name))


def _checked(item: Item, ids: set[int]) -> Item:
    """Warn when an id was used before: the articles stay two, told apart by their source."""
    if isinstance(item, Unreadable):
        return item
    key = hash(item.id)
    if key not in ids:
        if len(ids) < _REMEMBERED:
            ids.add(key)
        return item
    warning = f"id {item.id[:80]} was used before in this run: the two are told apart by their source"
    return replace(item, warnings=(*item.warnings, warning))
