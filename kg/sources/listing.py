"""Which files the sources of a call list in full: an article that they no longer show is gone.  *I/O*

A folder lists its files, a file of JSON lines, JSON or a table its articles.  A feed lists only what is new,
standard input nothing; a glob counts as the files and folders that it matches.  Whatever could also be a
disk that is not there, or a file that was not read in full, proves nothing.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kg.errors import SourceError
from kg.sources.find import STDIN, kind_of
from kg.sources.opening import kind_of_content, opened
from kg.sources.records import shown_path

_PART = re.compile(r"[:#]\d+\Z")  # the line or the number of an article within a file
_JSON_FEED = b"jsonfeed.org/version"
_HEAD = 1 << 14


class Listing:
    """Real paths of the folders and files that were named, and of files that were read in part only.

    Those in `named` must show something; what a glob found need not.
    """

    def __init__(self, folders: Iterable[str], files: Iterable[str], named: Iterable[str] = ()) -> None:
        self.folders, self.files, self.named = set(folders), set(files), frozenset(named)
        self._partial: set[str] = set()
        self._feeds: dict[str, bool] = {}

    @classmethod
    def of(cls, sources: Sequence[str]) -> Listing:
        """Look at the sources of a call.  Raises SourceError when one is not there or lists nothing."""
        folders: list[str] = []
        files: list[str] = []
        for source in sources:
            for path in _expanded(source):
                if os.path.isdir(path):  # noqa: PTH112
                    folders.append(_real_folder(path, os.getcwd()))  # noqa: PTH109
                elif path == source or kind_of(path):
                    files.append(_real(path))
        named = (_real_folder(s, os.getcwd()) if os.path.isdir(s) else _real(s) for s in sources)  # noqa: PTH109, PTH112
        return cls(folders, files, named)

    def leave_out(self, path: str) -> None:
        """Forget a folder or file that a glob found and that shows nothing."""
        self.folders.discard(path)
        self.files.discard(path)

    def file_of(self, source: str) -> str:
        """Return the real path of the file that an article's source names."""
        return source if "://" in source else _real(_PART.sub("", source))

    def note_failure(self, source: str) -> None:
        """Note that a file, or an article in it, could not be read."""
        for _ in range(3):  # line and column; a number
            self._partial.add(_real(source))
            source = _PART.sub("", source)

    def is_partial(self, file: str) -> bool:
        """Say whether something in a file could not be read."""
        return file in self._partial

    def covers(self, file: str) -> bool:
        """Say whether a file lies where the sources look, and lists its articles in full."""
        kind = kind_of(file)
        if kind == "feed":
            return False
        named = file in self.files
        if not named and (kind is None or self._root(file) is None):
            return False
        if kind in (None, "json") and file not in self._feeds:
            self._feeds[file] = _is_feed(file)  # the name does not say so
        return not self._feeds.get(file, False)

    def is_gone(self, file: str) -> bool:
        """Say whether a file was deleted from a folder that was named.

        It was not when an empty folder is all that is left of its path: a disk may be missing there.
        """
        root = self._root(file)
        if root is None or os.path.lexists(file):
            return False
        folder = os.path.dirname(file)  # noqa: PTH120
        while folder != root and not os.path.lexists(folder):
            folder = os.path.dirname(folder)  # noqa: PTH120
        try:
            return folder == root or bool(os.listdir(folder))  # noqa: PTH208
        except OSError:
            return False

    def _root(self, file: str) -> str | None:
        """Return the folder among those named in which a file lies."""
        folder = os.path.dirname(file)  # noqa: PTH120
        while folder not in self.folders:
            above = os.path.dirname(folder)  # noqa: PTH120
            if above == folder:
                return None
            folder = above
        return folder


def _expanded(source: str) -> list[str]:
    if source == STDIN:
        raise SourceError(
            "-: standard input lists nothing, so nothing can be pruned by it. Name folders or files."
        )
    if os.path.exists(source):  # noqa: PTH110
        return [source]
    found = sorted(glob.glob(source, recursive=True)) if glob.has_magic(source) else []  # noqa: PTH207
    if not found:
        raise SourceError(
            f"{shown_path(source)}: there is no such file or folder, so nothing is read or pruned. Is a disk "
            f"missing?  For a file that was deleted, name its folder."
        )
    return found


def _real(path: str) -> str:
    """Return an absolute path without links to folders; one that is gone has one, too."""
    folder, name = os.path.split(os.path.normpath(shown_path(path)))
    return os.path.join(_real_folder(folder, os.getcwd()), name)  # noqa: PTH109, PTH118


@lru_cache(maxsize=10_000)
def _real_folder(folder: str, _here: str) -> str:
    return os.path.realpath(folder)


def _is_feed(file: str) -> bool:
    """Look into a file whose name does not say whether it is a feed."""
    try:
        with opened(file) as handle:
            if _JSON_FEED in handle.peek(_HEAD)[:_HEAD]:  # type: ignore[attr-defined]
                return True
            return kind_of(file) is None and kind_of_content(handle)[0] == "feed"
    except (OSError, EOFError, SourceError):
        return False
