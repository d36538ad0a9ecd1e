"""SHACL: what `ontology/shapes/graph.ttl` says of a part of a store.  Needs the extra `shacl`.  *I/O*

In: statements as N-Triples write them.  Out: violations.  A part is small (an article graph, some edges):
pySHACL works on rdflib graphs, which take a hundred times the memory of the file.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from kg.graph.terms import literal, node, typed
from kg.ontology import ontology_folder
from kg.proofreading.shapes import results, shapes
from kg.validating.records import Violation


def check_shapes(graph: str, lines: Iterable[str], headline: str = "") -> Iterator[Violation]:
    """Yield what the shapes find in some statements of one named graph."""
    from rdflib import Graph

    # A day that does not exist is a violation to report; rdflib need not warn of it too.
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    data = Graph().parse(data="".join(f"{line} .\n" for line in lines), format="nt")
    for found in results(data, shapes(ontology_folder(), "graph")):
        yield Violation(
            "shapes", graph, _term(found.node), found.message, _term(found.value), _path(found.path),
            headline, found.grave,
        )  # fmt: skip


def _term(term: Any) -> str:
    """Write a term of rdflib as N-Triples do; nothing is empty."""
    from rdflib import BNode, Literal

    if term is None:
        return ""
    if isinstance(term, BNode):
        return f"_:{term}"
    if not isinstance(term, Literal):
        return node(str(term))
    if term.datatype is not None and not term.language:
        return typed(str(term), str(term.datatype))
    return literal(str(term), term.language)


def _path(path: Any) -> str:
    from rdflib import URIRef

    return str(path) if isinstance(path, URIRef) else ""
