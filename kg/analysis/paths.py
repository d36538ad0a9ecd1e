"""How are A and B connected?  Paths whose every step is a dated sentence.

In: a Network and two nodes.  Out: up to three short paths, the best supported first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from kg.analysis.projection import Network, Node, Tie, project

MAX_STEPS = 4
_TRIED = 60  # simple paths looked at; more would only be longer


@dataclass(frozen=True, slots=True)
class Path:
    """Nodes from A to B, and for each step the ties between the two, the best supported first."""

    nodes: tuple[Node, ...]
    steps: tuple[tuple[Tie, ...], ...]
    cost: float


def find_paths(network: Network, a: str, b: str, *, most: int = 3) -> tuple[Path, ...]:
    """Return up to `most` paths between two refs, none when they are not connected.

    Steps cost less the more reports support them; passing through a node costs more the more ties it
    has, so that a country everybody deals with explains nothing.  Shortest simple paths after Yen
    (1971) as networkx implements them.
    """
    import networkx as nx

    graph = project(network)
    if a not in graph or b not in graph or not nx.has_path(graph, a, b):
        return ()
    for x, y, data in graph.edges(data=True):
        data["cost"] = 1.0 / data["weight"] ** 0.5 + 0.5 * (_hub(graph, x, a, b) + _hub(graph, y, a, b))
    found = [
        _path(network, graph, nodes) for nodes in _short(nx.shortest_simple_paths(graph, a, b, weight="cost"))
    ]
    return tuple(sorted(found, key=lambda p: (p.cost, [n.ref for n in p.nodes]))[:most])


def _short(paths: Iterator[list[str]]) -> Iterator[list[str]]:
    return (nodes for nodes in islice(paths, _TRIED) if len(nodes) <= MAX_STEPS + 1)


def _hub(graph, node: str, a: str, b: str) -> float:  # type: ignore[no-untyped-def]
    return 0.0 if node in (a, b) else graph.degree(node) / 20


def _path(network: Network, graph, nodes: list[str]) -> Path:  # type: ignore[no-untyped-def]
    steps = tuple(network.between(x, y) for x, y in pairwise(nodes))
    cost = sum(graph[x][y]["cost"] for x, y in pairwise(nodes))
    return Path(tuple(network.nodes[n] for n in nodes), steps, round(cost, 4))
