"""A thing, a graph or the terms as RDF: Turtle, N-Triples, N-Quads, TriG, JSON-LD, RDF/XML.

In: quads of the store.  Out: a Page in the form that was asked for.  A thing brings its statements from all
graphs, the names of what it points to, the places a mention stands at, and where each graph comes from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.serve.pages.answer import Page
from kg.store import PROVENANCE
from kg.vocab import DCTERMS, GAF, GRAPH_BASE, OA, RDFS, SCHEMA, SKOS, prefixes

if TYPE_CHECKING:
    from kg.serve.pages.view import View

#: form → media type, and the name of the format in pyoxigraph.
FORMS = {
    "ttl": ("text/turtle; charset=utf-8", "TURTLE"),
    "nt": ("application/n-triples", "N_TRIPLES"),
    "nq": ("application/n-quads", "N_QUADS"),
    "trig": ("application/trig; charset=utf-8", "TRIG"),
    "jsonld": ("application/ld+json", "JSON_LD"),
    "json": ("application/ld+json", "JSON_LD"),
    "rdf": ("application/rdf+xml; charset=utf-8", "RDF_XML"),
    "xml": ("application/rdf+xml; charset=utf-8", "RDF_XML"),
}
_WITH_GRAPHS = ("nq", "trig")
MOST_MENTIONS = 5_000  # of one thing; the file says where the rest is
MOST_STATEMENTS = 100_000  # of one graph in one answer
_NAMES = (RDFS.label, SKOS.prefLabel, SCHEMA.headline)


def thing_statements(view: View, name: str) -> Page:
    """Return what the store says of a thing, in the form asked for."""
    return written(view, chain(_about(view, name), _names(view, name), _sources(view, name)))


def written(view: View, quads: Iterable[Any], status: int = 200) -> Page:
    """Return quads in the form asked for; the same quads give the same bytes."""
    form = view.asked.form if view.asked.form in FORMS else "ttl"
    media, format = FORMS[form]
    rows = set(quads) if form in _WITH_GRAPHS else {q.triple if isinstance(q, ox.Quad) else q for q in quads}
    body = ox.serialize(
        sorted(rows, key=str), format=getattr(ox.RdfFormat, format), prefixes=_prefixes(view.base)
    )
    if format == "JSON_LD":
        body = _with_context(body or b"[]", _prefixes(view.base))
    return Page(status, media, body or b"")


def _with_context(body: bytes, known: dict[str, str]) -> bytes:
    """Shorten properties and classes of expanded JSON-LD, and put the prefixes into its context."""

    def short(name: str) -> str:
        for prefix, start in known.items():
            if name.startswith(start) and name != start and "/" not in name[len(start) :]:
                return f"{prefix}:{name[len(start) :]}"
        return name

    nodes = [
        {key if key[0] == "@" else short(key): [short(v) for v in value] if key == "@type" else value
         for key, value in node.items()}
        for node in json.loads(body)
    ]  # fmt: skip
    made = {"@context": known, "@graph": nodes}
    return json.dumps(made, ensure_ascii=False, indent=1).encode("utf-8", "replace")


@cache
def _prefixes(base: str) -> dict[str, str]:
    return prefixes(base)


def _about(view: View, name: str) -> Iterator[Any]:
    """The statements with the thing as subject, and those of its places in articles."""
    mentions = 0
    for quad in view.quads(name):
        if quad.predicate.value == GAF.denotedBy:
            mentions += 1
            if mentions > MOST_MENTIONS:
                continue
        yield quad
        if quad.predicate.value in (OA.hasTarget, OA.hasSelector) and isinstance(quad.object, ox.NamedNode):
            yield from _about(view, quad.object.value)
    if mentions > MOST_MENTIONS:
        words = f"{mentions:,} mentions, {MOST_MENTIONS:,} of them listed here; the SPARQL endpoint has all."
        where = ox.NamedNode(f"{GRAPH_BASE}dataset")
        yield ox.Quad(ox.NamedNode(name), ox.NamedNode(RDFS.comment), ox.Literal(words, language="en"), where)


def _names(view: View, name: str) -> Iterator[Any]:
    """One label of each thing that is pointed to."""
    seen: set[str] = set()
    for quad in islice(view.quads(name), MOST_MENTIONS):
        value = getattr(quad.object, "value", "")
        if (
            not isinstance(quad.object, ox.NamedNode)
            or value in seen
            or quad.predicate.value == GAF.denotedBy
        ):
            continue
        seen.add(value)
        for predicate in _NAMES:
            found = sorted(
                islice(view.quads(value, predicate), 40), key=lambda q: (q.object.language != "en", str(q))
            )
            yield from found[:1]


def _sources(view: View, name: str) -> Iterator[Any]:
    """Which graphs say so, and what provenance says of these."""
    subject, source = ox.NamedNode(name), ox.NamedNode(DCTERMS.source)
    graphs = sorted({q.graph_name.value for q in islice(view.quads(name), 50_000)})
    for graph in graphs[:MOST_MENTIONS]:
        yield ox.Quad(subject, source, ox.NamedNode(graph), ox.NamedNode(PROVENANCE))
        if graph != PROVENANCE:
            yield from islice(view.quads(graph, graph=PROVENANCE), 20)
