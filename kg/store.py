"""A store: the folder NAME.kg with the ledger and, derived from it, an RDF store on disk.  *I/O*

```
NAME.kg/ledger.sqlite   every article, its text and state (the source of truth)
NAME.kg/store/          Oxigraph; `kg rebuild` makes it again
NAME.kg/lock            held by the one writer, shared by readers
```

Opening compares a sample of the two: a damaged manifest would otherwise open as an empty store without an
error.  After a build that was cut off, and in `Store.check`, all names of graphs are compared.
Queries see the union of all graphs.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kg.answers import Result
from kg.checking import ARTICLES, Comparison
from kg.engine import ENGINE, open_engine
from kg.errors import QueryError, StoreError
from kg.graph import EncodedGraph
from kg.ledger import Entry, Ledger
from kg.locking import Lock
from kg.sparql import Dataset, check_query, explain_error
from kg.vocab import DEFAULT_BASE, GRAPH_BASE, graph_iri
from kg.vocab import prefixes as all_prefixes

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

__all__ = ["ARTICLES", "ENGINE", "PROVENANCE", "Dataset", "Result", "Store", "full_name"]
LEDGER, LOCK = "ledger.sqlite", "lock"
REBUILDING = "rebuilding"  # a note in the ledger while the RDF store is made anew
EDITED = "edited"  # a note that SPARQL updates may have changed graphs; `kg rebuild` restores them
PROVENANCE = graph_iri("provenance")
LOADED_AT_ONCE = 50_000  # statements; bounds memory
CHANGED_AT_ONCE = 50_000
BULK_FROM = 20_000  # statements; below, one transaction is faster than new files on disk


class Store:
    """An open store.  Use `with Store.open(path) as store:`."""

    def __init__(
        self, path: Path, ledger: Ledger, engine: ox.Store, lock: Lock | None, *, write: bool
    ) -> None:
        self.path, self.ledger, self.engine, self.writable = path, ledger, engine, write
        self._lock = lock

    @classmethod
    def open(cls, path: str | Path, *, write: bool = False) -> Store:
        """Open a store; with `write`, create it where there is none, and mend what a crash left behind.

        Raises StoreError when it is missing, not a store, in use, damaged or of another version.
        """
        folder = Path(path)
        _refuse_strangers(folder, create=write)
        if write:
            _make_folder(folder)
        lock = Lock(folder / LOCK, exclusive=write)
        try:
            fresh = not (folder / LEDGER).exists()
            ledger = Ledger.create(folder / LEDGER) if fresh else Ledger(folder / LEDGER, write=write)
            engine = open_engine(folder, write=write, create=fresh)
            store = cls(folder, ledger, engine, lock, write=write)
            store._compare()
        except BaseException:
            lock.release()
            raise
        return store

    def close(self) -> None:
        """Give the store back; later calls are not allowed."""
        if self.writable:
            self.engine.flush()
        del self.engine  # the engine closes when the last reference goes
        self.ledger.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # asking --------------------------------------------------------------------

    def query(
        self, text: str, *, values: Mapping[str, Any] | None = None,
        prefixes: Mapping[str, str] | None = None, graphs: Sequence[Any] | None = None,
        dataset: Dataset | None = None, base_iri: str | None = None,
    ) -> Result:  # fmt: skip
        """Answer a SPARQL query over the union of all graphs, or of some; all prefixes of kg are declared.

        A query that says FROM sees the graphs it names; `graphs` (terms) and `dataset` go before it.
        `values` puts terms in place of variables, `prefixes` declares more, relative IRIs are resolved
        against `base_iri`.  Raises QueryError with line, column and a hint.
        """
        import pyoxigraph as ox

        said = check_query(text)
        known = all_prefixes(self.ledger.get("base", DEFAULT_BASE)) | dict(prefixes or {})
        options: dict[str, Any] = {"use_default_graph_as_union": "FROM" not in said}
        if dataset is not None:
            options = dataset.options()
        elif graphs is not None:
            options = {"default_graph": list(graphs)}
        substitutions = {ox.Variable(name): term for name, term in (values or {}).items()}
        try:
            answer = self._open_engine().query(
                text, prefixes=known, base_iri=base_iri, substitutions=substitutions, **options
            )
        except SyntaxError as error:
            raise QueryError(explain_error(text, str(error), known)) from error
        except (ValueError, RuntimeError, OSError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from error
        if isinstance(answer, ox.QuerySolutions):
            return Result("select", answer, tuple(v.value for v in answer.variables))
        if isinstance(answer, ox.QueryBoolean):
            return Result("ask", answer, boolean=bool(answer))
        return Result("graph", answer)

    def graph(self) -> rdflib.Dataset:
        """Return an rdflib Dataset over this store: the union of all graphs, and each by its name.

        It reads as it is used and copies nothing; changing it raises StoreError.
        """
        from kg.rdflib_view import dataset

        known = all_prefixes(self.ledger.get("base", DEFAULT_BASE))
        return dataset(self._open_engine, self.query, known)

    def _open_engine(self) -> ox.Store:
        """Return the engine.  Raises StoreError when the store was closed."""
        try:
            return self.engine
        except AttributeError:
            raise StoreError(f"{self.path}: is closed. Use it inside `with kg.open(…)`.") from None

    def quads(self, graph: str | None = None) -> Iterator[ox.Quad]:
        """Yield all quads, or those of one graph (its IRI, or its short name such as `derived`)."""
        import pyoxigraph as ox

        name = ox.NamedNode(full_name(graph)) if graph else None
        return iter(self.engine.quads_for_pattern(None, None, None, name))

    def size(self, graph: str) -> int:
        """Return how many statements a graph holds: counted by the engine, which reads no term for that."""
        text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{full_name(graph)}> {{ ?s ?p ?o }} }}"
        return int(next(self.query(text).rows)[0].value)

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of all graphs, sorted."""
        return tuple(sorted(g.value for g in self.engine.named_graphs()))

    def dump(self, *, graph: str | None = None, provenance: bool = False) -> Iterator[str]:
        """Yield lines of N-Quads, graph by graph in order, sorted within each; without provenance by default.

        The whole is the same bytes for the same articles, whatever the order they came in.
        """
        names = (full_name(graph),) if graph else self.graphs()
        for name in names:
            if name != PROVENANCE or provenance or graph:
                yield from sorted(f"{quad} ." for quad in self.quads(name))

    def articles(self) -> Iterator[Entry]:
        """Yield all articles with their text and state, in the order of their hashes."""
        return self.ledger.entries()

    # writing -------------------------------------------------------------------

    def write(self, graphs: Sequence[EncodedGraph], *, known: Iterable[str] = ()) -> None:
        """Write graphs; those `known` to be there already (IRIs) are replaced in one transaction each."""
        old = set(known)
        fresh = [g for g in graphs if g.iri not in old]
        self._load(b"".join(g.data for g in fresh), sum(g.size for g in fresh))
        for graph in graphs:
            if graph.iri in old:
                body = " .\n".join(graph.lines)
                self._update(
                    f"CLEAR SILENT GRAPH <{graph.iri}> ; INSERT DATA {{ GRAPH <{graph.iri}> {{ {body} }} }}"
                )

    def _load(self, data: bytes, size: int) -> None:
        import pyoxigraph as ox

        if size:
            with _disk(self.path):
                load = self.engine.bulk_load if size >= BULK_FROM else self.engine.load
                load(input=data, format=ox.RdfFormat.N_QUADS)

    def replace(self, graph: str, lines: Iterable[str]) -> None:
        """Put statements, however many, in the place of a graph (its IRI)."""
        self.remove([graph])
        todo = iter(lines)
        while part := [f"{line} <{graph}> .\n" for line in islice(todo, LOADED_AT_ONCE)]:
            self._load("".join(part).encode(), len(part))

    def change(self, graph: str, *, remove: Iterable[str], add: Iterable[str]) -> int:
        """Remove and add statements (lines without the full stop) of one graph, in one transaction.

        Returns by how much the graph grew.  Very many go in several transactions, flushed in between:
        Oxigraph's flush never returns once its log has outgrown a few hundred megabytes.
        """
        new = set(add)
        name = full_name(graph)
        gone = sorted(self._there(set(remove) - new, name))
        come = sorted(new - self._there(new, name))
        todo = [*(("DELETE", line) for line in gone), *(("INSERT", line) for line in come)]
        for start in range(0, len(todo), CHANGED_AT_ONCE):
            part = todo[start : start + CHANGED_AT_ONCE]
            texts = [
                f"{verb} DATA {{ GRAPH <{name}> {{ {' . '.join(lines)} }} }}"
                for verb in ("DELETE", "INSERT")
                if (lines := [line for how, line in part if how == verb])
            ]
            self._update(" ; ".join(texts))
            if len(todo) > CHANGED_AT_ONCE:
                self.flush()
        return len(come) - len(gone)

    def _there(self, lines: Iterable[str], graph: str) -> set[str]:
        """Return which of some statements a graph holds, each looked up: a subject may have very many."""
        import pyoxigraph as ox

        rows = list(lines)
        text = "".join(f"{line} <{graph}> .\n" for line in rows)
        quads = ox.parse(text, format=ox.RdfFormat.N_QUADS)
        return {line for line, quad in zip(rows, quads, strict=True) if quad in self.engine}

    def about(self, subject: str, graph: str, predicates: Iterable[str] | None = None) -> list[str]:
        """Return the statements about a subject (IRI) in one graph: all, or those with some predicates."""
        import pyoxigraph as ox

        me, where = ox.NamedNode(subject), ox.NamedNode(full_name(graph))
        return [
            str(quad.triple)
            for name in ([None] if predicates is None else map(ox.NamedNode, sorted(predicates)))
            for quad in self.engine.quads_for_pattern(me, name, None, where)
        ]

    def remove(self, graphs: Iterable[str]) -> None:
        """Remove whole graphs (IRIs)."""
        import pyoxigraph as ox

        with _disk(self.path):
            for name in graphs:
                self.engine.remove_graph(ox.NamedNode(name))

    def flush(self) -> None:
        """Bring everything written so far to the disk."""
        with _disk(self.path):
            self.engine.flush()

    def _update(self, text: str) -> None:
        with _disk(self.path):
            self.engine.update(text)

    # checking ------------------------------------------------------------------

    def mend(self) -> None:
        """Remove article graphs that the ledger does not know: a crash left them behind."""
        found = {g for g in self.graphs() if g.startswith(ARTICLES)}
        self._drop(found - {ARTICLES + h for h in self.ledger.hashes()})

    def check(self) -> None:
        """Compare every article graph with the ledger, which reads the whole store.

        Raises StoreError when they differ.
        """
        Comparison(self.path, self.ledger, self.engine).whole()

    def _drop(self, extra: set[str]) -> None:
        if extra:
            with self.ledger.transaction():
                self.ledger.set("derived", "stale")
            self.remove(sorted(extra))

    def _compare(self) -> None:
        """Compare the store with the ledger: a sample after a build that ended well, else all names."""
        if self.ledger.get(REBUILDING):
            raise StoreError(f"{self.path}: a rebuild was cut off. Run it again: kg rebuild {self.path}")
        comparison = Comparison(self.path, self.ledger, self.engine)
        if self.ledger.get("derived", "fresh") == "fresh":
            if not self.ledger.get(EDITED):
                comparison.some()
            return
        extra = comparison.names()
        if not self.writable:
            raise comparison.cut_off()
        self._drop(extra)

    def has(self, graph: str) -> bool:
        """Say whether there is a graph of that name (IRI or short name)."""
        import pyoxigraph as ox

        return bool(self.engine.contains_named_graph(ox.NamedNode(full_name(graph))))


def full_name(graph: str) -> str:
    """Return the IRI of a graph from its IRI or short name (`derived`, `article/…`)."""
    return graph if graph.startswith((GRAPH_BASE, "http:", "https:", "urn:")) else graph_iri(graph)


def _refuse_strangers(folder: Path, *, create: bool) -> None:
    """Only an own folder, an empty one or none at all is touched."""
    if not folder.exists():
        if not create:
            raise StoreError(f"{folder}: no such store. Make one with: kg build ARTICLES -o {folder}")
        return
    if not folder.is_dir():
        raise StoreError(
            f"{folder}: a file, not a store. A store is a folder; name another, such as {folder.stem}.kg."
        )
    if (folder / LEDGER).is_file():
        return
    from kg.corrections import NAME as CORRECTIONS  # may be there first: then all is read with it

    inside = sorted(p.name for p in folder.iterdir() if p.name not in (LOCK, CORRECTIONS))
    if ENGINE in inside:
        raise StoreError(
            f"{folder}: {LEDGER} is missing, and only it holds the articles. "
            f"Restore it from a backup, or build into a new folder."
        )
    if inside or not create:
        what = f"a folder with other things ({inside[0]} …)" if inside else "an empty folder"
        raise StoreError(f"{folder}: {what}, not a store. Name a folder that kg build made, or a new one.")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{folder}: cannot be made ({error.strerror}). Check the path and its permissions."
        ) from error


class _disk:
    """Turns an error of the disk into a StoreError that names the store."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(value, (OSError, RuntimeError)):
            free = shutil.disk_usage(self.path).free // 1_000_000
            raise StoreError(
                f"{self.path}: cannot be written ({value}; {free:,} MB free). "
                f"What was read before is kept; run the build again."
            ) from value
