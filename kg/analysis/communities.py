"""Groups that have more to do with each other than with the rest.

In: a Network.  Out: communities named after their strongest members.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analysis.projection import Network, Node, project

if TYPE_CHECKING:
    import networkx as nx

NAMED_AFTER = 3


@dataclass(frozen=True, slots=True)
class Community:
    """A community: its name, its members (the strongest first), and its ties inside and to outside."""

    name: str
    members: tuple[Node, ...]
    inside: int
    outside: int


def find_communities(network: Network, *, seed: int = 0) -> tuple[Community, ...]:
    """Return the communities of two members or more, the largest first.

    Louvain on the weighted projection (Blondel et al. 2008) with a fixed seed.
    """
    import networkx as nx

    graph = project(network)
    if graph.number_of_edges() == 0:
        return ()
    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(graph.nodes(data=True)))
    ordered.add_edges_from(sorted((min(a, b), max(a, b), d) for a, b, d in graph.edges(data=True)))
    groups = nx.community.louvain_communities(ordered, weight="weight", seed=seed)
    found = [_community(network, ordered, group) for group in groups if len(group) > 1]
    return tuple(sorted(found, key=lambda c: (-len(c.members), c.name)))


def _community(network: Network, graph: nx.Graph[str], group: set[str]) -> Community:
    strength = {n: graph.degree(n, weight="weight") for n in group}
    members = tuple(network.nodes[n] for n in sorted(group, key=lambda n: (-strength[n], n)))
    inside = sum(d["weight"] for a, b, d in graph.edges(group, data=True) if a in group and b in group)
    outside = sum(d["weight"] for a, b, d in graph.edges(group, data=True) if (a in group) != (b in group))
    return Community(", ".join(m.label for m in members[:NAMED_AFTER]), members, int(inside), int(outside))
