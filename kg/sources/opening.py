"""Opens a file or standard input, unfolds gzip within limits, and recognises the kind by content.

Out: a buffered binary stream.  A gzip file that unfolds to more than a hundred times its size is
refused while it is read; it never lies unfolded in memory.
"""

from __future__ import annotations

import gzip
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from typing import TYPE_CHECKING, BinaryIO, cast

from kg.errors import SourceError
from kg.sources.records import FREE_BYTES, MAX_RATIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_GZIP = b"\x1f\x8b"
_PEEK = 1 << 16
_BUFFER = 1 << 18
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|channel)[\s>]", re.I)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|article|meta|main|div|p|h1|title|section)[\s>/]", re.I)
_COLUMN = re.compile(r'(?:^|[,;\t])"?(?:text|html)"?(?:[,;\t]|$)', re.I)


class _Counted(io.RawIOBase):
    """Passes bytes on and counts them."""

    def __init__(self, inner: BinaryIO) -> None:
        self.inner = cast(BufferedReader, inner)
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self.inner.read1(len(view))
        view[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Unfolded(io.RawIOBase):
    """What a gzip stream holds, as long as it stays within the ratio."""

    def __init__(self, packed: BinaryIO) -> None:
        self.packed = _Counted(packed)
        self.inner = gzip.GzipFile(fileobj=io.BufferedReader(self.packed))
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self.inner.read(len(view))
        view[: len(data)] = data
        self.count += len(data)
        if self.count > FREE_BYTES and self.count > MAX_RATIO * self.packed.count:
            raise SourceError(f"unfolds to more than {MAX_RATIO} times its size: refused. Unpack it yourself")
        return len(data)


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """Open a file, or standard input for `-`, and unfold gzip whatever the file is called."""
    if path == "-":
        if sys.stdin is None:
            raise SourceError("standard input is closed. Pipe something into it, or name a file")
        yield _unfolded(cast(BinaryIO, io.BufferedReader(_Counted(sys.stdin.buffer), _BUFFER)))
        return
    with open(path, "rb", _BUFFER) as handle:  # noqa: PTH123 - a Path would change the text the user gave
        yield _unfolded(handle)


def _unfolded(handle: BinaryIO) -> BinaryIO:
    if cast(BufferedReader, handle).peek(2)[:2] != _GZIP:
        return handle
    return cast(BinaryIO, io.BufferedReader(_Unfolded(handle), _BUFFER))


def kind_of_content(handle: BinaryIO) -> tuple[str, BinaryIO]:
    """Recognise JSON, a feed, HTML, a table or plain text by how a stream begins."""
    head = handle.read(_PEEK)
    rest = cast(BinaryIO, io.BufferedReader(_Joined(head, handle), _PEEK))
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = head.decode("utf-16", "replace").lstrip().encode(errors="replace")
    if start[:1] in (b"{", b"["):
        return ("json" if start[:1] == b"[" or _is_document(start) else "jsonl"), rest
    if start[:1] == b"<":
        return (
            "feed"
            if _FEED.search(start[:4000]) and not re.search(rb"<html[\s>]", start[:4000], re.I)
            else "html"
        ), rest
    if _MARKUP.search(start[:400]):
        return "html", rest
    line = start.split(b"\n", 1)[0][:2000].decode(errors="replace").strip()
    if re.search(r"[,;\t]", line) and _COLUMN.search(line) and len(line) < 300:
        return "tsv" if "\t" in line else "csv", rest
    return "plain", rest


def _is_document(start: bytes) -> bool:
    """Say whether an object goes on after its first line: then it is one document and not JSON lines."""
    line, newline, _ = start.partition(b"\n")
    return bool(newline) and not line.rstrip().endswith(b"}")


class _Joined(io.RawIOBase):
    """Bytes already read, then the rest of a stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self.head = head
        self.rest = cast(BufferedReader, rest)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self.head[: len(view)] if self.head else self.rest.read1(len(view))
        self.head = self.head[len(data) :] if self.head else b""
        view[: len(data)] = data
        return len(data)
