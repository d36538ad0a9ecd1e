"""Documents → RDF: pure, as sorted lines of N-Triples per named graph.

`article.py` writes what one article says, `events.py` its events and quotations, `ties.py` the plain
layer that many articles add up to, `reference.py` what the ontology says of the things they name,
`about.py` provenance and the dataset's description.  `terms.py` is the only place that writes a term.
docs/graph.md describes the result for those who query it.  Nothing here reads or writes a file, looks
at a clock, or makes a blank node.
"""

from kg.graph.about import (
    ArticleOrigin,
    Run,
    correction_iri,
    correction_lines,
    dataset_graph,
    origin_lines,
    run_lines,
)
from kg.graph.article import article_graph, content_hash
from kg.graph.reference import reference_graph
from kg.graph.terms import EncodedGraph, NamedGraph
from kg.graph.ties import (
    Name,
    Report,
    Tie,
    Total,
    edge_iri,
    edge_lines,
    evidence_line,
    name_lines,
    names_in,
    tie_line,
    ties_in,
    total_lines,
    uses_in,
)

__all__ = [
    "ArticleOrigin", "EncodedGraph", "Name", "NamedGraph", "Report", "Run", "Tie", "Total", "article_graph",
    "content_hash", "correction_iri", "correction_lines", "dataset_graph", "edge_iri", "edge_lines",
    "evidence_line", "name_lines", "names_in", "origin_lines", "reference_graph", "run_lines", "tie_line",
    "ties_in", "total_lines", "uses_in",
]  # fmt: skip
