"""What the service can do (SPARQL 1.1 Service Description) and what the store holds (VoID), as RDF.

In: an open store and the address of the endpoint.  Out: triples without blank nodes; names of what has none
elsewhere are fragments of the two documents.  The figures are those that SPARQL counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kg.serve.answers import pick, write_rdf
from kg.serve.channel import Channel
from kg.serve.negotiate import TRIPLES
from kg.store import Store
from kg.vocab import (
    DCTERMS,
    DEFAULT_BASE,
    FORMATS,
    GRAPH_BASE,
    OWL,
    RDF,
    SD,
    VOCABULARIES,
    VOID,
    WD,
    XSD,
    graph_iri,
    slug,
)  # fmt: skip

if TYPE_CHECKING:
    import pyoxigraph as ox

GRAPHS = ("reference", "derived", "corroboration", "provenance", "dataset")
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
    "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip
_INPUTS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG")
_LICENSE = "https://www.apache.org/licenses/LICENSE-2.0"


def answer_service(store: Store, job: Mapping[str, Any], channel: Channel) -> None:
    """Describe the service.  Job: base (the endpoint), writable, accept, form."""
    _answer(service(store, job["base"], writable=job["writable"]), job, channel)


def answer_void(store: Store, job: Mapping[str, Any], channel: Channel) -> None:
    """Describe the store.  Job: base (the endpoint), place (this document), accept, form."""
    _answer(void(store, job["base"], job["place"], job["generation"]), job, channel)


def _answer(triples: Iterator[Any], job: Mapping[str, Any], channel: Channel) -> None:
    choice = pick(job, TRIPLES)
    channel.begin(status=200, content_type=choice.content_type)
    write_rdf(triples, channel, choice, {"sd": SD.base, "formats": FORMATS.base} | VOCABULARIES)


def service(store: Store, endpoint: str, *, writable: bool) -> Iterator[ox.Triple]:
    """Yield the service description of an endpoint."""
    me, dataset, union = endpoint, f"{endpoint}#dataset", f"{endpoint}#union"
    yield _link(me, RDF.type, SD.Service)
    yield _link(me, SD.endpoint, endpoint)
    yield _link(me, SD.supportedLanguage, SD.SPARQL11Query)
    if writable:
        yield _link(me, SD.supportedLanguage, SD.SPARQL11Update)
        for name in _INPUTS:
            yield _link(me, SD.inputFormat, FORMATS[name])
    yield _link(me, SD.feature, SD.UnionDefaultGraph)
    for name in _RESULTS:
        yield _link(me, SD.resultFormat, FORMATS[name])
    yield _link(me, SD.defaultDataset, dataset)
    yield _link(dataset, RDF.type, SD.Dataset)
    yield _link(dataset, SD.defaultGraph, union)
    yield _link(union, RDF.type, SD.Graph)
    for name in filter(store.has, GRAPHS):
        here = f"{endpoint}#{name}"
        yield _link(dataset, SD.namedGraph, here)
        yield _link(here, RDF.type, SD.NamedGraph)
        yield _link(here, SD.name, graph_iri(name))


def void(store: Store, endpoint: str, place: str, generation: int) -> Iterator[ox.Triple]:
    """Yield the VoID description of a state of a store; `place` is the document's own address."""
    from kg import __version__

    me = f"{place}#store"
    base = store.ledger.get("base", DEFAULT_BASE)
    yield _link(me, RDF.type, VOID.Dataset)
    yield _text(me, DCTERMS.title, store.path.stem)
    yield _text(me, OWL.versionInfo, f"generation {generation}, kg {__version__}")
    yield _link(me, DCTERMS.license, _LICENSE)
    yield _link(me, VOID.sparqlEndpoint, endpoint)
    yield _link(me, VOID.dataDump, endpoint.rsplit("/", 1)[0] + "/graph-store?format=nq")
    yield _text(me, VOID.uriSpace, base)
    yield _text(me, VOID.uriSpace, GRAPH_BASE)
    for namespace in sorted(set(VOCABULARIES.values()) - {WD}):
        yield _link(me, VOID.vocabulary, namespace)
    yield from _figures(store, me)
    yield from _partitions(store, me, place)
    yield from _wikidata(store, me, place, base)


def _figures(store: Store, me: str) -> Iterator[ox.Triple]:
    for term, count in (
        (VOID.triples, "COUNT(*)"), (VOID.distinctSubjects, "COUNT(DISTINCT ?s)"),
        (VOID.properties, "COUNT(DISTINCT ?p)"), (VOID.distinctObjects, "COUNT(DISTINCT ?o)"),
    ):  # fmt: skip
        yield _number(me, term, _count(store, f"SELECT ({count} AS ?n) {{ ?s ?p ?o }}"))
    yield _number(me, VOID.entities, _count(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c }"))
    yield _number(me, VOID.classes, _count(store, "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"))
    yield _number(me, VOID.documents, len(store.ledger.hashes()))


def _partitions(store: Store, me: str, place: str) -> Iterator[ox.Triple]:
    for kind, link, term, count, query in (
        ("class", VOID.classPartition, VOID["class"], VOID.entities,
         "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c"),
        ("property", VOID.propertyPartition, VOID.property, VOID.triples,
         "SELECT ?c (COUNT(*) AS ?n) { ?s ?c ?o } GROUP BY ?c"),
    ):  # fmt: skip
        for what, size in sorted((row[0].value, int(row[1].value)) for row in store.query(query).rows):
            here = f"{place}#{kind}-{slug(_short(what))}"
            yield _link(me, link, here)
            yield _link(here, term, what)
            yield _number(here, count, size)


def _wikidata(store: Store, me: str, place: str, base: str) -> Iterator[ox.Triple]:
    links = _count(
        store, f'SELECT (COUNT(*) AS ?n) {{ ?s owl:sameAs ?o FILTER(STRSTARTS(STR(?o), "{WD}")) }}'
    )
    here, there = f"{place}#wikidata", f"{place}#wikidata-itself"
    yield _link(me, VOID.subset, here)
    yield _link(here, RDF.type, VOID.Linkset)
    yield _link(here, VOID.linkPredicate, OWL.sameAs)
    yield _link(here, VOID.target, me)
    yield _link(here, VOID.target, there)
    yield _number(here, VOID.triples, links)
    yield _link(there, RDF.type, VOID.Dataset)
    yield _text(there, VOID.uriSpace, WD)


def _short(term: str) -> str:
    """Return a term as prefix and name, or its IRI."""
    spaces = [(p, n) for p, n in VOCABULARIES.items() if term.startswith(n)]
    return f"{spaces[0][0]}-{term.removeprefix(spaces[0][1])}" if spaces else term


def _count(store: Store, query: str) -> int:
    return int(next(store.query(query).rows)[0].value)


def _link(subject: str, predicate: str, object_: str) -> ox.Triple:
    import pyoxigraph as ox

    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(object_))


def _text(subject: str, predicate: str, text: str, datatype: str = XSD.string) -> ox.Triple:
    import pyoxigraph as ox

    literal = ox.Literal(text, datatype=ox.NamedNode(datatype))
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), literal)


def _number(subject: str, predicate: str, number: int) -> ox.Triple:
    return _text(subject, predicate, str(number), XSD.integer)
