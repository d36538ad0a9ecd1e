"""RDF files: N-Quads, TriG and JSON-LD with graphs; N-Triples, Turtle and RDF/XML as one flat union.

Lines are sorted on disk, so a store of any size is written with little memory.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from kg.exports.atomic import new_file
from kg.exports.filters import Selection
from kg.vocab import DEFAULT_BASE, prefixes

if TYPE_CHECKING:
    from kg.store import Store

DATASETS, FLAT = (".nq", ".trig", ".jsonld"), (".nt", ".ttl", ".rdf")
SORTED_AT_ONCE = 200_000  # lines kept in memory


def write_rdf(store: Store, path: Path, selection: Selection) -> int:
    """Write the selected graphs in the format of the suffix; return the number of statements."""
    suffix = path.suffix.lower()
    names = selection.graphs(store)
    quads = (quad for name in names for quad in store.quads(name))
    with ExitStack() as stack:
        draft = stack.enter_context(new_file(path))
        if suffix == ".nq":
            return _write_lines(draft, sorted_lines((f"{q} .\n" for q in quads), stack, path.parent))
        if suffix == ".nt":
            return _write_lines(draft, sorted_lines((f"{q.triple} .\n" for q in quads), stack, path.parent))
        if suffix in FLAT:
            lines: Iterator[str] = sorted_lines((f"{q.triple} .\n" for q in quads), stack, path.parent)
        else:  # graph by graph, so that each graph is one block
            lines = (line for name in names for line in sorted(f"{q} .\n" for q in store.quads(name)))
        return _serialise(draft, lines, suffix, store.ledger.get("base", DEFAULT_BASE))


def sorted_lines(lines: Iterable[str], stack: ExitStack, folder: Path) -> Iterator[str]:
    """Yield lines in order, each once; what does not fit into memory waits in temporary files."""
    todo = iter(lines)
    parts: list[Iterable[str]] = []
    while part := sorted(islice(todo, SORTED_AT_ONCE)):
        if len(part) < SORTED_AT_ONCE:
            parts.append(part)
            break
        spill = TemporaryFile("w+", encoding="utf-8", newline="\n", dir=folder)  # noqa: SIM115 - the stack closes it
        handle: IO[str] = stack.enter_context(spill)
        handle.writelines(part)
        handle.seek(0)
        parts.append(handle)
    last = None
    for line in heapq.merge(*parts):
        if line != last:
            yield line
        last = line


def _write_lines(draft: Path, lines: Iterable[str]) -> int:
    count = 0
    with draft.open("w", encoding="utf-8", newline="\n") as handle:
        for line in lines:
            handle.write(line)
            count += 1
    return count


class _Stream:
    """Lines as a readable byte stream, for a parser that reads as it goes."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._rest = b""
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._rest) < size:
            part = list(islice(self._lines, 1_000))
            if not part:
                break
            self.count += len(part)
            self._rest += "".join(part).encode()
        size = len(self._rest) if size < 0 else size
        out, self._rest = self._rest[:size], self._rest[size:]
        return out


def _serialise(draft: Path, lines: Iterable[str], suffix: str, base: str) -> int:
    import pyoxigraph as ox

    formats = {
        ".ttl": ox.RdfFormat.TURTLE, ".trig": ox.RdfFormat.TRIG, ".jsonld": ox.RdfFormat.JSON_LD,
        ".rdf": ox.RdfFormat.RDF_XML,
    }  # fmt: skip
    stream: Any = _Stream(lines)
    flat = suffix in FLAT
    parsed = ox.parse(stream, format=ox.RdfFormat.N_TRIPLES if flat else ox.RdfFormat.N_QUADS)
    items = (quad.triple for quad in parsed) if flat else parsed
    with draft.open("wb") as handle:
        ox.serialize(items, handle, format=formats[suffix], prefixes=prefixes(base))
    return int(stream.count)
