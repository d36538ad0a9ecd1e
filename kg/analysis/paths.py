"""How are A and B connected?  Paths whose every step is a dated sentence.

In: a Network and two nodes.  Out: up to three short paths, the best supported first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from kg.analysis.projection import Network, Node, Tie, project

if TYPE_CHECKING:
    import networkx as nx

MAX_STEPS = 4
UNDATED = 0.5  # what a step without a date costs more
_TRIED = 60  # simple paths looked at; more would only be longer


@dataclass(frozen=True, slots=True)
class Path:
    """Nodes from A to B, and for each step the ties between the two, the best supported first."""

    nodes: tuple[Node, ...]
    steps: tuple[tuple[Tie, ...], ...]
    cost: float


def find_paths(network: Network, a: str, b: str, *, most: int = 3) -> tuple[Path, ...]:
    """Return up to `most` paths between two refs, none when they are not connected.

    Steps cost less the more reports support them and the surer these are, and more without a date.
    Passing through a node costs more the more ties it has: a country everybody deals with explains
    nothing.  Shortest simple paths after Yen (1971) as networkx implements them.
    """
    import networkx as nx

    graph = project(network)
    if a not in graph or b not in graph or not nx.has_path(graph, a, b):
        return ()
    for x, y, data in graph.edges(data=True):
        between = 0.5 * (_hub(graph, x, a, b) + _hub(graph, y, a, b))
        data["cost"] = _doubt(network.between(x, y)) / data["weight"] ** 0.5 + between
    found = [
        _path(network, graph, nodes) for nodes in _short(nx.shortest_simple_paths(graph, a, b, weight="cost"))
    ]
    return tuple(sorted(found, key=lambda p: (p.cost, [n.ref for n in p.nodes]))[:most])


def _short(paths: Iterator[list[str]]) -> Iterator[list[str]]:
    return (nodes for nodes in islice(paths, _TRIED) if len(nodes) <= MAX_STEPS + 1)


def _doubt(ties: Sequence[Tie]) -> float:
    """1 for a sure and dated report, more for others."""
    return min(1 / max(e.confidence, 0.1) + (0.0 if e.date else UNDATED) for t in ties for e in t.evidence)


def _hub(graph: nx.Graph[str], node: str, a: str, b: str) -> float:
    return 0.0 if node in (a, b) else float(graph.degree(node)) / 20


def _path(network: Network, graph: nx.Graph[str], nodes: list[str]) -> Path:
    steps = tuple(network.between(x, y) for x, y in pairwise(nodes))
    cost = sum(graph[x][y]["cost"] for x, y in pairwise(nodes))
    return Path(tuple(network.nodes[n] for n in nodes), steps, round(cost, 4))
