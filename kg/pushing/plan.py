"""What a push has to do: graphs to send, to leave, to remove.  Reads the store; sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from kg.errors import PushError
from kg.store import ARTICLES, Store, full_name

LINES_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph of the store: its name, number of statements, and a hash of them."""

    iri: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Graphs to send, graphs that the target has already, names of graphs to remove there."""

    sent: tuple[Graph, ...]
    kept: tuple[Graph, ...]
    removed: tuple[str, ...]

    @property
    def steps(self) -> int:
        """How many graphs are sent or removed."""
        return len(self.sent) + len(self.removed)


def make_plan(
    store: Store, known: Mapping[str, str], *, only: Sequence[str] = (),
    count: Callable[[Sequence[str]], Mapping[str, int]] | None = None,
) -> Plan:  # fmt: skip
    """Compare the store with what is `known` to be at the target: name of graph → hash of its statements.

    With `only` (IRIs or short names) nothing but these graphs is looked at.  `count` asks the target how
    many statements graphs hold: one that somebody else emptied is sent again.  Raises PushError.
    """
    graphs = [_graph(store, iri) for iri in _names(store, only)]
    same = [graph for graph in graphs if known.get(graph.iri) == graph.digest]
    found = count([graph.iri for graph in same]) if count and same else None
    kept = tuple(graph for graph in same if found is None or found.get(graph.iri, 0) == graph.size)
    sent = tuple(graph for graph in graphs if graph not in set(kept))
    removed = () if only else tuple(sorted(set(known) - {graph.iri for graph in graphs}))
    return Plan(sent, kept, removed)


def _names(store: Store, only: Sequence[str]) -> tuple[str, ...]:
    there = store.graphs()
    if not only:
        return there
    wanted = sorted({full_name(name) for name in only})
    if missing := [name for name in wanted if name not in there]:
        raise PushError(f"{store.path}: there is no graph {missing[0]}. See kg push --dry-run.")
    return tuple(wanted)


def _graph(store: Store, iri: str) -> Graph:
    """Say how large a graph is, and its hash: of articles the ledger knows both."""
    name = iri.removeprefix(ARTICLES)
    digest = store.ledger.digest(name) if name != iri else ""
    return Graph(iri, store.ledger.quads(name), digest) if digest else _read(store, iri)


def _read(store: Store, iri: str) -> Graph:
    """Hash a graph in the engine's order, which follows from its statements alone."""
    digest, size, quads = sha256(), 0, store.quads(iri)
    while part := [f"{quad.triple}\n" for quad in islice(quads, LINES_AT_ONCE)]:
        size += len(part)
        digest.update("".join(part).encode())
    return Graph(iri, size, digest.hexdigest())
