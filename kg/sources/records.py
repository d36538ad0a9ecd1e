"""What every reader of a source shares: the record of a failure, the place being read, and the limits.

A message is one line: it names the file (with line, column or byte offset) and says what to try.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from kg.errors import SourceError
from kg.model import Article

MAX_ARTICLE = 20_000_000  # bytes of one text or HTML file, one line of JSON lines, one field of a table
MAX_FILE = 500_000_000  # bytes of a .json file or a feed, which must be held in memory as a whole
MAX_RATIO = 100  # a gzip file may unfold to this multiple of its size …
FREE_BYTES = 1_000_000  # … once it has unfolded to more than this
MAX_DEPTH = 100  # nesting of XML elements

_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input, or a part of it, that could not be read; `message` is one line for the user."""

    source: str
    message: str

    @classmethod
    def at(cls, source: str, problem: str) -> Unreadable:
        """Make the record from a place (`file`, `file:line`, `file:line:column`) and what is wrong there."""
        source = shown_path(source)
        return cls(source, one_line(f"{source}: {problem}"))


Item = Article | Unreadable


@dataclass(frozen=True, slots=True)
class Place:
    """The file being read: its path as the user sees it, and the id an article gets that has none."""

    source: str
    id: str
    name: str = ""  # the file's name, which may begin with a date


class ReadsSource(Protocol):
    """A reader: an open file in, articles and failures out, in the order of the file."""

    def __call__(self, place: Place, handle: BinaryIO) -> Iterator[Item]:
        """Read the file."""
        ...


def shown_path(path: str) -> str:
    """Return a path as text that can be written anywhere: bytes that are no UTF-8 become U+FFFD."""
    return path.encode(errors="surrogateescape").decode(errors="replace") if not path.isascii() else path


def one_line(text: str) -> str:
    """Return the text without line breaks and control characters, cut to a length that fits a message."""
    flat = "".join(ch if ch.isprintable() else " " for ch in text[: 2 * _SHOWN]).strip()
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + "…"


def size_text(size: int) -> str:
    """Write a number of bytes for people: `30 MB`."""
    return f"{size / 1e6:.0f} MB" if size >= 1e6 else f"{size:,} bytes"


def read_all(handle: BinaryIO, limit: int = MAX_ARTICLE) -> bytes:
    """Read a whole file, or raise SourceError when it is larger than the limit."""
    data = handle.read(limit + 1)
    if len(data) > limit:
        raise SourceError(
            f"larger than the limit of {size_text(limit)}. "
            "Split it into single articles, or write JSON lines (.jsonl), one article per line"
        )
    return data
