"""RDF files: N-Quads, TriG and JSON-LD with graphs; N-Triples, Turtle and RDF/XML as one flat union.

In: an open store, and which of its graphs.  Out: one file.  N-Quads and N-Triples are in canonical form,
in the order of their bytes, each statement once; the others are written from these lines, graph by graph, so
that they too are the same bytes for the same store.  Lines are sorted on disk: a store of any size, and a
graph of any size, is written with little memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kg.errors import ExportError
from kg.exports.atomic import format_of, new_bytes
from kg.exports.filters import Selection
from kg.exports.reifying import reified
from kg.exports.sorting import LineSorter, write_lines
from kg.vocab import DEFAULT_BASE, prefixes

if TYPE_CHECKING:
    from kg.store import Store

DATASETS, FLAT = (".nq", ".trig", ".jsonld"), (".nt", ".ttl", ".rdf")
RDF12 = (".nq", ".trig", ".nt", ".ttl")  # formats that have triple terms, and readers for them
_UNION = {".nq": ".nt", ".trig": ".ttl"}  # what the same statements without graphs are called
_READ_AT_ONCE = 1_000  # lines


@dataclass(frozen=True, slots=True)
class Form:
    """How the statements are written: without graphs, or with triple terms of RDF 1.2."""

    flat: bool = False
    rdf12: bool = False

    def check(self, path: Path, selection: Selection) -> None:
        """Raise ExportError for a format that cannot be written so."""
        suffix = format_of(path)
        if self.flat and suffix in _UNION:
            raise ExportError(
                f"{path}: {suffix} without graphs is {_UNION[suffix]}. Name the file so; it is always flat."
            )
        if self.rdf12 and suffix not in RDF12:
            raise ExportError(f"{path}: {suffix} has no RDF 1.2 yet. With --rdf12 write {' '.join(RDF12)}.")
        if self.rdf12 and (selection.since or selection.topic):
            raise ExportError(
                f"{path}: RDF 1.2 is for relations, which add up all articles and are left out when "
                f"articles are chosen. Leave out --rdf12, or --since and --topic."
            )


def write_rdf(store: Store, path: Path, selection: Selection, form: Form | None = None) -> int:
    """Write the selected graphs in the format of the suffix; return the number of statements."""
    form = form or Form()
    form.check(path, selection)
    suffix, names = format_of(path), selection.graphs(store)
    flat = form.flat or suffix in FLAT
    with ExitStack() as stack:
        file = stack.enter_context(new_bytes(path))
        if flat or suffix == ".nq":
            lines = _in_order(store, names, path.parent, stack, flat=flat)
        else:  # one after the other, so that each graph is one block
            lines = (line for name in names for line in _of_graph(store, name, path.parent))
        if form.rdf12:
            lines = reified(lines)
        if suffix in (".nq", ".nt"):
            return write_lines(file, lines)
        return _serialise(file, lines, suffix, flat=flat, base=store.ledger.get("base", DEFAULT_BASE))


def _of_graph(store: Store, name: str, folder: Path) -> Iterator[bytes]:
    with ExitStack() as stack:
        yield from _in_order(store, (name,), folder, stack, flat=False)


def _in_order(
    store: Store, names: tuple[str, ...], folder: Path, stack: ExitStack, *, flat: bool
) -> Iterator[bytes]:
    """Return the statements of some graphs as lines, in order, each once."""
    import pyoxigraph as ox

    sorter = stack.enter_context(LineSorter(folder))
    for name in names:
        graph = ox.NamedNode(name)
        out: Any = sorter if flat else _InGraph(sorter, graph)
        store.engine.dump(out, format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
    return sorter.lines()


class _InGraph:
    """A file that puts the name of a graph behind each N-Triple written to it.

    The engine writes one graph at a time only without its name.  A full stop and a newline stand nowhere but
    at the end of a statement: inside a literal the newline is escaped.
    """

    def __init__(self, file: LineSorter, graph: Any) -> None:
        self._file, self._end, self._rest = file, f" {graph} .\n".encode(), b""

    def write(self, data: bytes) -> int:
        text = self._rest + bytes(data)
        cut = text.rfind(b"\n") + 1
        self._rest = text[cut:]
        self._file.write(text[:cut].replace(b" .\n", self._end))
        return len(data)

    def flush(self) -> None:
        """Do nothing: the engine calls it at the end."""


class _Stream:
    """Lines as a readable byte stream, for a parser that reads as it goes."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._rest = b""
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._rest) < size:
            part = list(islice(self._lines, _READ_AT_ONCE))
            if not part:
                break
            self.count += len(part)
            self._rest += b"\n".join(part) + b"\n"
        size = len(self._rest) if size < 0 else size
        out, self._rest = self._rest[:size], self._rest[size:]
        return out


def _serialise(file: IO[bytes], lines: Iterator[bytes], suffix: str, *, flat: bool, base: str) -> int:
    import pyoxigraph as ox

    formats = {
        ".ttl": ox.RdfFormat.TURTLE, ".trig": ox.RdfFormat.TRIG, ".jsonld": ox.RdfFormat.JSON_LD,
        ".rdf": ox.RdfFormat.RDF_XML,
    }  # fmt: skip
    stream: Any = _Stream(lines)
    parsed = ox.parse(stream, format=ox.RdfFormat.N_TRIPLES if flat else ox.RdfFormat.N_QUADS)
    items = (quad.triple for quad in parsed) if suffix in FLAT else parsed
    ox.serialize(items, file, format=formats[suffix], prefixes=prefixes(base))
    return int(stream.count)
