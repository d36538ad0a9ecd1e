"""A store as an rdflib Dataset: it reads like one of rdflib's own, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib import RDF, RDFS
from rdflib.compare import isomorphic
from rdflib.extras.external_graph_libs import rdflib_to_networkx_multidigraph
from rdflib.plugins.sparql import prepareQuery

from kg.errors import QueryError, StoreError
from kg.store import Store
from kg.vocab import DEFAULT_BASE, KG, SCHEMA, graph_iri, prefixes

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
WHO = rdflib.URIRef(f"{DEFAULT_BASE}person/volodymyr-zelenskyy")
EVENT = rdflib.URIRef(KG.Event)
DERIVED = rdflib.URIRef(graph_iri("derived"))
PROVENANCE = rdflib.URIRef(graph_iri("provenance"))


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[Store]:
    with Store.open(example_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def view(store: Store) -> rdflib.Dataset:
    return store.graph()


@pytest.fixture(scope="module")
def copy(store: Store) -> rdflib.Dataset:
    """The same statements in rdflib's own memory; those of provenance hold times that rdflib rewrites."""
    found = rdflib.Dataset(default_union=True)
    found.parse(data="\n".join(store.dump()), format="nquads")
    return found


def test_it_holds_the_quads_of_the_store(view: rdflib.Dataset, copy: rdflib.Dataset) -> None:
    """Statements, graphs and characters are those of a dataset that has read the N-Quads."""
    assert {q for q in view.quads() if q[3] != PROVENANCE} == set(copy.quads())
    graphs = {g.identifier for g in view.graphs()} - {rdflib.graph.DATASET_DEFAULT_GRAPH_ID, PROVENANCE}
    assert graphs == {g.identifier for g in copy.graphs()} - {rdflib.graph.DATASET_DEFAULT_GRAPH_ID}


def test_the_default_graph_is_the_union(view: rdflib.Dataset, copy: rdflib.Dataset) -> None:
    """A statement that several graphs make is found once, and counted once, with all its graphs."""
    triples = list(view.triples((None, RDF.type, EVENT)))
    assert len(triples) == len(set(triples)) == len(set(copy.subjects(RDF.type, EVENT)))
    assert len(view) == len(set(view.triples((None, None, None)))) < len(list(view.quads()))
    told = {s: len(list(copy.contexts((s, RDF.type, EVENT)))) for s in copy.subjects(RDF.type, EVENT)}
    event = max(told, key=lambda s: told[s])
    ((_, graphs),) = view.store.triples((event, RDF.type, EVENT))
    assert 1 < len(list(graphs)) == told[event] - 1  # rdflib's own also lists the default graph


def test_a_graph_is_found_by_its_name(view: rdflib.Dataset, copy: rdflib.Dataset) -> None:
    """`graph(iri)` shows one graph; one that is not there is empty."""
    derived = view.graph(DERIVED)
    assert isomorphic(derived, copy.graph(DERIVED))
    assert len(derived) == len(copy.graph(DERIVED)) == len(list(derived))
    assert not list(view.graph("https://example.org/none"))


def test_the_ways_of_rdflib_work(view: rdflib.Dataset) -> None:
    """value, objects, `in`, slices, and a pattern that cannot match."""
    assert str(view.value(WHO, RDFS.label)) == "Volodymyr Zelenskyy"
    assert rdflib.URIRef(SCHEMA.Person) in set(view.objects(WHO, RDF.type))
    assert (WHO, RDFS.label, rdflib.Literal("Volodymyr Zelenskyy", lang="en")) in view
    assert (WHO, RDFS.label, rdflib.Literal("Nobody")) not in view
    assert list(view[WHO : RDFS.label])
    assert not list(view.triples((rdflib.Literal("a text is no subject"), None, None)))


def test_all_prefixes_are_bound(view: rdflib.Dataset) -> None:
    """Those of kg, so that queries need no PREFIX and Turtle is short."""
    bound = {name: str(iri) for name, iri in view.namespaces()}
    assert prefixes().items() <= bound.items()
    assert "person:volodymyr-zelenskyy" in view.graph(DERIVED).serialize(format="turtle")


def test_queries_go_to_the_engine(view: rdflib.Dataset) -> None:
    """All forms of query; over the union, or over one graph."""
    (row,) = view.query(
        "SELECT ?l ?none WHERE { person:volodymyr-zelenskyy rdfs:label ?l OPTIONAL { ?l a ?none } }"
    )
    assert (str(row.l), row.none) == ("Volodymyr Zelenskyy", None)
    assert view.query("ASK { ?e a kg:Event }").askAnswer
    made = view.query("CONSTRUCT { ?e a kg:Event } WHERE { ?e a kg:Event }").graph
    assert made is not None and len(made) == len(set(view.subjects(RDF.type, EVENT)))
    assert not view.graph(DERIVED).query("ASK { ?e a kg:Event }").askAnswer
    assert view.graph(DERIVED).query("ASK { ?e a kg:RelationEdge }").askAnswer


def test_what_rdflib_prepares_it_answers(view: rdflib.Dataset) -> None:
    """Prepared queries, and variables that have values already."""
    text = "SELECT ?l WHERE { ?p rdfs:label ?l }"
    prepared = prepareQuery(text, initNs={"rdfs": RDFS})
    for query in (text, prepared):
        assert [str(row.l) for row in view.query(query, initBindings={"p": WHO})] == ["Volodymyr Zelenskyy"]


def test_a_query_cannot_reach_the_network(view: rdflib.Dataset) -> None:
    """Neither in the engine nor by way of rdflib."""
    text = "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    for values in ({}, {"s": WHO}):
        with pytest.raises(QueryError, match="SERVICE is off"):
            list(view.query(text, initBindings=values))


@pytest.mark.parametrize("form", ["turtle", "nt", "xml"])
def test_what_it_writes_reads_back(view: rdflib.Dataset, form: str) -> None:
    """rdflib's serialisers take a graph of it."""
    derived = view.graph(DERIVED)
    again = rdflib.Graph().parse(data=derived.serialize(format=form), format=form)
    assert isomorphic(derived, again)


@pytest.mark.parametrize("form", ["nquads", "trig"])
def test_the_whole_dataset_is_written(view: rdflib.Dataset, copy: rdflib.Dataset, form: str) -> None:
    """With all its graphs."""
    again, expected = rdflib.Dataset(), rdflib.Dataset()  # both ways: TriG of rdflib turns 1 into 1.0
    again.parse(data=view.serialize(format=form), format=form)
    expected.parse(data=copy.serialize(format=form), format=form)
    assert {q for q in again.quads() if q[3] != PROVENANCE} == set(expected.quads())


CHANGES: dict[str, Callable[[rdflib.Dataset], Any]] = {
    "add": lambda ds: ds.add((WHO, RDFS.label, WHO)),
    "add to a graph": lambda ds: ds.graph(DERIVED).add((WHO, RDFS.label, WHO)),
    "addN": lambda ds: ds.addN([(WHO, RDFS.label, WHO, ds.graph(DERIVED))]),
    "remove": lambda ds: ds.remove((WHO, None, None)),
    "remove a graph": lambda ds: ds.remove_graph(DERIVED),
    "set": lambda ds: ds.graph(DERIVED).set((WHO, RDFS.label, WHO)),
    "parse": lambda ds: ds.parse(data="<a:a> <a:b> <a:c> .", format="turtle"),
    "update": lambda ds: ds.update("DELETE WHERE { ?s ?p ?o }"),
    "destroy": lambda ds: ds.store.destroy(""),
}


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_it_cannot_be_changed(view: rdflib.Dataset, store: Store, name: str) -> None:
    """Every way of writing says why not, and what to do instead."""
    before = store.size("derived")
    with pytest.raises(StoreError, match="Copy what you need"):
        CHANGES[name](view)
    assert store.size("derived") == before


def test_it_goes_to_networkx_and_shacl(view: rdflib.Dataset) -> None:
    """What others build on rdflib takes it like any graph."""
    network = rdflib_to_networkx_multidigraph(view.graph(DERIVED))
    assert network.number_of_edges() == len(view.graph(DERIVED))
    pyshacl = pytest.importorskip("pyshacl")
    shape = """
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix schema: <https://schema.org/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <urn:s> a sh:NodeShape ; sh:targetClass schema:Person ;
          sh:property [ sh:path rdfs:label ; sh:minCount %d ; sh:maxCount 1 ] ."""
    for least, fine in ((1, True), (2, False)):
        shapes = rdflib.Graph().parse(data=shape % least, format="turtle")
        assert pyshacl.validate(view, shacl_graph=shapes)[0] is fine


def test_it_keeps_the_store_open_as_long_as_it_is_needed(example_store: Path) -> None:
    """`kg.open(path).graph()` needs no variable for the store; closed, it says so."""
    graph = Store.open(example_store).graph()
    assert graph.query("ASK { ?e a kg:Event }").askAnswer
    graph.close()
    with pytest.raises(StoreError, match="closed"):
        len(graph)
    with Store.open(example_store) as store:
        later = store.graph()
    with pytest.raises(StoreError, match="is closed"):
        list(later.triples((WHO, None, None)))
