"""Programs that people use with SPARQL endpoints."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from serving import TOKEN, Served

PEOPLE = "SELECT ?p ?l WHERE { ?p a schema:Person ; rdfs:label ?l } ORDER BY ?l ?p"


def _expected(served: Served) -> list[str]:
    return [row["l"]["value"] for row in served.query(PEOPLE).json["results"]["bindings"]]


def test_curl(served: Served) -> None:
    """The command in the help page works as printed."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not here")
    done = subprocess.run(
        ["curl", "-sSfH", "Accept: text/csv", "--data-urlencode", f"query={PEOPLE}", f"{served.url}/sparql"],
        capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout == served.query(PEOPLE, accept="text/csv").body


def test_sparqlwrapper(served: Served) -> None:
    """SPARQLWrapper reads rows, and graphs."""
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(f"{served.url}/sparql", returnFormat=wrapper.JSON)
    client.setQuery(PEOPLE)
    rows = client.queryAndConvert()["results"]["bindings"]
    assert [row["l"]["value"] for row in rows] == _expected(served)
    client.setQuery("CONSTRUCT { ?p rdfs:label ?l } WHERE { ?p a schema:Person ; rdfs:label ?l }")
    client.setReturnFormat(wrapper.TURTLE)
    assert len(Graph().parse(data=client.query().convert(), format="turtle")) > 10


def test_the_store_of_rdflib(served: Served) -> None:
    """rdflib asks the endpoint as if it were a graph."""
    graph = Graph(SPARQLStore(f"{served.url}/sparql"))
    person = URIRef("https://w3id.org/newskg/id/person/donald-trump")
    assert (person, None, None) in graph
    label = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
    assert "Donald Trump" in {str(name) for name in graph.objects(person, label)}
    found = graph.query("SELECT ?l { ?p a <https://schema.org/Person> ; rdfs:label ?l } ORDER BY ?l ?p")
    assert [str(row[0]) for row in found] == _expected(served)


def test_rdflib_writes(writable: Served) -> None:
    """With the token, rdflib adds and removes."""
    store = SPARQLUpdateStore(
        f"{writable.url}/sparql", f"{writable.url}/sparql", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    triple = URIRef("urn:s"), URIRef("urn:p"), URIRef("urn:rdflib")
    graph = Graph(store, identifier=URIRef("urn:g"))
    graph.add(triple)
    assert triple in graph
    graph.remove(triple)
    assert triple not in graph


def test_pandas(served: Served) -> None:
    """A data frame from the address of a query, as CSV."""
    pandas = pytest.importorskip("pandas")
    from urllib.parse import quote

    frame = pandas.read_csv(f"{served.url}/sparql?format=csv&query={quote(PEOPLE)}")
    assert list(frame.columns) == ["p", "l"]
    assert list(frame["l"]) == _expected(served)


@pytest.mark.parametrize(
    ("form", "parsed"), [("ttl", "turtle"), ("rdf", "xml"), ("nt", "nt"), ("jsonld", "json-ld")]
)
def test_every_format_of_a_graph_holds_the_same(form: str, parsed: str, served: Served) -> None:
    """One graph in four formats has the same statements."""
    path = "/graph-store?graph=https://w3id.org/newskg/graph/derived&format="
    wanted = set(Graph().parse(data=served.ask(f"{path}nt").body.decode(), format="nt"))
    assert set(Graph().parse(data=served.ask(path + form).body.decode(), format=parsed)) == wanted


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_every_format_of_rows_holds_the_same(form: str, served: Served) -> None:
    """rdflib reads the same rows from all four."""
    from rdflib.query import Result

    reply = served.ask("/sparql?format=" + form + "&query=" + PEOPLE.replace(" ", "%20"))
    if form == "tsv":
        assert len(reply.body.splitlines()) == len(_expected(served)) + 1
        return
    found = Result.parse(io.BytesIO(reply.body), format=form)
    assert [str(row[1]) for row in found] == _expected(served)


def test_yes_and_no(served: Served) -> None:
    """ASK as JSON and XML."""
    assert json.loads(served.query("ASK {}").body)["boolean"] is True
    xml = served.query("ASK { <urn:none> ?p ?o }", accept="application/sparql-results+xml").body
    assert b"<boolean>false</boolean>" in xml


def test_kg_pushes_into_kg(
    example_store: Path, writable: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`kg push` loads a store into a server of another one, graph by graph."""
    from kg.cli import main
    from kg.store import Store

    store = shutil.copytree(example_store, tmp_path / "store.kg")
    monkeypatch.setenv("KG_PUSH_TOKEN", TOKEN)
    with pytest.raises(SystemExit) as stopped:
        main(["push", str(store), writable.url, "--quiet"])
    assert stopped.value.code == 0
    text = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    counted = {
        r["g"]["value"]: int(r["n"]["value"]) for r in writable.query(text).json["results"]["bindings"]
    }
    with Store.open(store) as opened:
        sizes = {graph: opened.size(graph) for graph in opened.graphs()}
    assert {graph: counted.get(graph) for graph in sizes} == sizes
