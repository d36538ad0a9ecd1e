"""Sources as the user names them → files to read: folders, globs, files, `-`.

Folders are walked in sorted order, hidden files are passed over and links to folders are not followed;
a file that is reached twice is read once.
"""

from __future__ import annotations

import difflib
import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.sources.records import Unreadable

#: Suffix → kind of file; each may be followed by `.gz`.
SUFFIXES = {
    ".txt": "plain", ".text": "plain", ".md": "plain", ".markdown": "plain",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json",
    ".csv": "csv", ".tsv": "tsv",
    ".rss": "feed", ".atom": "feed", ".xml": "feed", ".rdf": "feed",
}  # fmt: skip
STDIN = "-"
_READ = ".txt .md .html .htm .jsonl .ndjson .json .csv .tsv .rss .atom .xml (also .gz)"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: its path, the id of an article in it that has none, its kind (None: look inside)."""

    path: str
    id: str
    kind: str | None


def kind_of(name: str) -> str | None:
    """Return the kind of file that a name's suffix tells, or None."""
    low = name.lower().removesuffix(".gz")
    return SUFFIXES.get(os.path.splitext(low)[1])  # noqa: PTH122 - called for every file of a folder


def find_files(sources: Sequence[str]) -> Iterator[Found | Unreadable]:
    """Yield the files that the sources name, in the order given, each once."""
    seen: set[str] = set()
    for source in sources:
        if source == STDIN:
            if STDIN not in seen:
                seen.add(STDIN)
                yield Found(STDIN, "stdin", None)
            continue
        for item in _expand(source):
            if isinstance(item, Found):
                key = os.path.realpath(item.path)
                if key in seen:
                    continue
                seen.add(key)
            yield item


def _expand(source: str) -> Iterator[Found | Unreadable]:
    if not source or "\x00" in source:
        yield Unreadable.at(source or '""', "not a path. Name a folder, a glob, a file or -")
        return
    try:
        mode = os.stat(source).st_mode  # noqa: PTH116 - a Path would change the text the user gave
    except OSError as error:
        yield from _missing(source, error)
        return
    if stat.S_ISDIR(mode):
        yield from _folder(source)
    else:
        yield _file(source, Path(source).name, mode, kind_of(source))


def _file(path: str, ident: str, mode: int, kind: str | None) -> Found | Unreadable:
    if not stat.S_ISREG(mode):
        what = "a pipe" if stat.S_ISFIFO(mode) else "a socket" if stat.S_ISSOCK(mode) else "a device"
        return Unreadable.at(path, f"{what}, not a file. Use - and redirect it: kg extract - < {path}")
    return Found(path, ident, kind)


def _missing(source: str, error: OSError) -> Iterator[Found | Unreadable]:
    """Read the source as a glob, or say why there is nothing."""
    if isinstance(error, FileNotFoundError | NotADirectoryError) and glob.has_magic(source):
        yield from _glob(source)
    elif source.lower().startswith(("http://", "https://")):
        yield Unreadable.at(source, "a web address. kg reads files: save the page first")
    elif isinstance(error, FileNotFoundError | NotADirectoryError):
        yield Unreadable.at(source, f"there is no such file or folder.{_near(source)}")
    else:
        yield Unreadable.at(source, _reason(error))


def _glob(pattern: str) -> Iterator[Found | Unreadable]:
    matched = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - patterns may be absolute
    nothing = True
    for path in matched:
        for item in _expand(path):
            if isinstance(item, Unreadable) or item.kind:
                nothing = False
                yield item
    if nothing:
        what = f"matches nothing that kg reads: {_READ}" if matched else "matches no file. Check the pattern"
        yield Unreadable.at(pattern, what)


def _folder(root: str) -> Iterator[Found | Unreadable]:
    """Walk a folder; say so when nothing in it can be read."""
    failures: list[OSError] = []
    nothing = True
    for folder, names, files in os.walk(root, onerror=failures.append):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for error in failures:
            yield Unreadable.at(str(error.filename), _reason(error))
        failures.clear()
        for name in sorted(files):
            kind = kind_of(name)
            if kind is None or name.startswith("."):
                continue
            nothing = False
            path = os.path.join(folder, name)  # noqa: PTH118 - keeps ./ and the user's own spelling
            yield _entry(path, os.path.relpath(path, root).replace(os.sep, "/"), kind)
    for error in failures:
        nothing = False
        yield Unreadable.at(str(error.filename), _reason(error))
    if nothing:
        yield Unreadable.at(root, f"no articles in this folder. kg reads {_READ}")


def _entry(path: str, ident: str, kind: str) -> Found | Unreadable:
    try:
        return _file(path, ident, os.stat(path).st_mode, kind)  # noqa: PTH116
    except OSError as error:
        return Unreadable.at(path, _reason(error))


def _near(source: str) -> str:
    """Return " Did you mean …?" with the name nearest to the first part of the path that is missing."""
    path = Path(source)
    for part in reversed([path, *path.parents]):
        if os.path.lexists(part):
            continue
        try:
            names = os.listdir(part.parent)  # noqa: PTH208 - names only
        except OSError:
            return ""
        close = difflib.get_close_matches(part.name, names, n=1, cutoff=0.7)
        return f" Did you mean {part.parent / close[0]}?" if close else ""
    return " It is a link to something that is not there."


def _reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "may not be read (permission denied). Check its owner and mode"
    return (error.strerror or type(error).__name__).lower()
