"""Any number of lines in order, each once, with little memory.  *I/O*

In: bytes in which every line ends with a newline, in pieces of any size; a folder with room for them.  Out:
the lines in the order of their bytes, without the newline.  What is too much for memory waits in files
without a name, which vanish with the process; of those, `FAN_IN` at a time are merged, so that few are open.
It does not look into the lines.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO

AT_ONCE = 16_000_000  # bytes sorted in memory; with the lines as objects they take about four times that
FAN_IN = 32  # files merged at a time
_WRITTEN_AT_ONCE = 2_000  # lines


class LineSorter:
    """Takes lines by `write`, as a file would, and gives them back in order.  Use it with `with`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pieces: list[bytes] = []
        self._size = 0
        self._levels: list[list[IO[bytes]]] = []  # a file of a level holds FAN_IN files of the level below

    def __enter__(self) -> LineSorter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files():
            file.close()

    def write(self, data: bytes) -> int:
        """Add lines, or pieces of lines."""
        self._pieces.append(bytes(data))
        self._size += len(data)
        if self._size >= AT_ONCE:
            text = b"".join(self._pieces)
            cut = text.rfind(b"\n") + 1
            self._pieces, self._size = [text[cut:]], len(text) - cut
            self._keep(_in_order(text[:cut]), 0)
        return len(data)

    def flush(self) -> None:
        """Do nothing: writers of files call it."""

    def lines(self) -> Iterator[bytes]:
        """Yield all lines in order, each once; nothing can be added afterwards."""
        last = _in_order(b"".join(self._pieces))
        self._pieces = []
        files = self._files()
        return _each_once(heapq.merge(*map(_read, files), last)) if files else iter(last)

    def _keep(self, lines: Iterable[bytes], level: int) -> None:
        """Put lines that are in order into a file; full levels move up one."""
        file = TemporaryFile(dir=self._folder)  # noqa: SIM115 - __exit__ closes it
        if level == len(self._levels):
            self._levels.append([])
        self._levels[level].append(file)
        write_lines(file, lines)
        if len(self._levels[level]) == FAN_IN:
            files, self._levels[level] = self._levels[level], []
            self._keep(_each_once(heapq.merge(*map(_read, files))), level + 1)
            for old in files:
                old.close()

    def _files(self) -> list[IO[bytes]]:
        return [file for level in self._levels for file in level]


def write_lines(file: IO[bytes], lines: Iterable[bytes]) -> int:
    """Write lines, a newline behind each; return how many."""
    todo, count = iter(lines), 0
    while part := list(islice(todo, _WRITTEN_AT_ONCE)):
        file.write(b"\n".join(part) + b"\n")
        count += len(part)
    return count


def _in_order(text: bytes) -> list[bytes]:
    lines = text.split(b"\n")
    lines.pop()  # behind the last newline
    return sorted(set(lines))


def _read(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    return (line[:-1] for line in file)


def _each_once(lines: Iterable[bytes]) -> Iterator[bytes]:
    last = None
    for line in lines:
        if line != last:
            yield line
            last = line
