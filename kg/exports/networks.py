"""Graph files for Gephi, Cytoscape, yEd and the like, of a networkx graph.

In: a graph whose attributes are texts and numbers.  Out: GraphML, GEXF or node-link JSON.  Nodes and
edges are written in order, and no time of day stands in the file.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.exports.atomic import new_file

if TYPE_CHECKING:
    import networkx as nx

_TODAY = re.compile(r' lastmodifieddate="[^"]*"')
NETWORKS = (".graphml", ".gexf", ".json")


def write_network(graph: nx.Graph[str], path: Path) -> int:
    """Write a graph in the format of the suffix; return the number of edges."""
    import networkx as nx

    ordered = _ordered(graph)
    with new_file(path) as draft:
        if path.suffix.lower() == ".json":
            data = nx.node_link_data(ordered, edges="edges")
            draft.write_text(
                json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
            )
        elif path.suffix.lower() == ".graphml":
            draft.write_text("\n".join(nx.generate_graphml(ordered)) + "\n", encoding="utf-8")
        else:
            text = "\n".join(nx.generate_gexf(ordered))
            draft.write_text(_TODAY.sub("", text, count=1) + "\n", encoding="utf-8")
    return int(ordered.number_of_edges())


def _ordered(graph: nx.Graph[str]) -> Any:
    """Return the same graph with sorted nodes and edges, and with texts that XML may hold."""
    new = graph.__class__()
    new.add_nodes_from((node, _plain(data)) for node, data in sorted(graph.nodes(data=True)))
    if graph.is_multigraph():
        rows = sorted(graph.edges(keys=True, data=True), key=lambda e: e[:3])
        new.add_edges_from((a, b, key, _plain(data)) for a, b, key, data in rows)
    else:
        pairs = (
            (a, b, d) if graph.is_directed() else (min(a, b), max(a, b), d)
            for a, b, d in graph.edges(data=True)
        )
        new.add_edges_from((a, b, _plain(data)) for a, b, data in sorted(pairs, key=lambda e: e[:2]))
    return new


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    from kg.graph.terms import clean

    return {key: clean(value) if isinstance(value, str) else value for key, value in sorted(data.items())}
