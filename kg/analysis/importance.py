"""Who matters: PageRank, betweenness, and how much is reported.

In: a Network.  Out: ranked nodes with all three figures, the largest first, ties broken by ref.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.analysis.projection import DESCRIBING, Network, Node, project

if TYPE_CHECKING:
    import networkx as nx

Measure = Literal["pagerank", "betweenness", "events", "reports", "sources"]
DAMPING = 0.85  # Brin and Page 1998
EXACT_UP_TO = 1_500  # nodes; beyond, betweenness is estimated from a fixed sample (Brandes and Pich 2007)
SAMPLE = 300


@dataclass(frozen=True, slots=True)
class Rank:
    """A node with its figures: `pagerank` and `betweenness` between 0 and 1, the others count.

    `events` are those it has a part in (and quotations that make a tie), `reports` the articles that tell of
    its ties, `sources` the independent ones among them.
    """

    node: Node
    pagerank: float
    betweenness: float
    events: int
    reports: int
    sources: int


def rank(network: Network, by: Measure = "pagerank", *, seed: int = 0) -> tuple[Rank, ...]:
    """Rank people, countries and organisations.

    PageRank runs on the weighted projection (Brin and Page 1998), betweenness on the unweighted one
    (Freeman 1977, algorithm of Brandes 2001), sampled with `seed` above 1,500 nodes.
    """
    import networkx as nx

    graph = project(network)
    if graph.number_of_nodes() == 0:
        return ()
    pagerank = _pagerank(graph)
    size = graph.number_of_nodes()
    sample = None if size <= EXACT_UP_TO else SAMPLE
    between = nx.betweenness_centrality(graph, k=sample, seed=seed)
    told = _told(network)
    rows = [
        Rank(
            network.nodes[ref],
            round(pagerank[ref], 6),
            round(between[ref], 6),
            *told.get(ref, (0, 0, 0)),
        )
        for ref in graph
    ]
    return tuple(sorted(rows, key=lambda r: (-getattr(r, by), r.node.ref)))


def _told(network: Network) -> dict[str, tuple[int, int, int]]:
    """Events, articles and independent sources of each node's ties with other parties."""
    found: dict[str, tuple[set[str], set[str], set[str]]] = {}
    for tie in network.ties:
        if tie.relation in DESCRIBING or tie.subject == tie.object:
            continue
        for ref in (tie.subject, tie.object):
            events, articles, sources = found.setdefault(ref, (set(), set(), set()))
            for e in tie.evidence:
                events.add(e.happening)
                articles.add(e.article)
                sources.add(e.source)
    return {ref: (len(a), len(b), len(c)) for ref, (a, b, c) in found.items()}


def _pagerank(graph: nx.Graph[str], tolerance: float = 1e-10) -> dict[str, float]:
    """Power iteration in plain Python: networkx asks for scipy, and a news graph is small."""
    nodes = sorted(graph)
    strength = {n: sum(d["weight"] for _, _, d in graph.edges(n, data=True)) for n in nodes}
    score = dict.fromkeys(nodes, 1 / len(nodes))
    for _ in range(200):
        loose = sum(score[n] for n in nodes if not strength[n])
        base = (1 - DAMPING + DAMPING * loose) / len(nodes)
        new = {
            n: base
            + DAMPING
            * sum(
                score[m] * d["weight"] / strength[m]
                for _, m, d in sorted(graph.edges(n, data=True), key=lambda e: e[1])
            )
            for n in nodes
        }
        if sum(abs(new[n] - score[n]) for n in nodes) < tolerance:
            return new
        score = new
    return score
