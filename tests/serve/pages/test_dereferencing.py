"""Every IRI of a store answers: a page for people, statements for machines."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from kg.serve.pages import Page
from kg.store import Store
from kg.vocab import DEFAULT_BASE, GRAPH_BASE

Get = Callable[..., Page]
SAMPLE, SEED = 1_000, 5
FORMATS = {
    "ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD, "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "rdf": ox.RdfFormat.RDF_XML,
}  # fmt: skip


@pytest.fixture(scope="session")
def iris(store: Store) -> list[str]:
    """All IRIs below the base that stand anywhere in the store; of many, a random sample."""
    found = {
        term.value
        for quad in store.quads()
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(DEFAULT_BASE)
    }
    return random.Random(SEED).sample(sorted(found), min(SAMPLE, len(found)))


def test_every_iri_has_a_page(get: Get, iris: list[str]) -> None:
    """In HTML, with a heading that people can read."""
    for iri in iris:
        page = get("/id/" + iri.removeprefix(DEFAULT_BASE))
        assert page.status == 200, iri
        assert b"<h1" in page.body


@pytest.mark.parametrize("form", ["ttl", "jsonld"])
def test_every_iri_has_statements(get: Get, iris: list[str], form: str) -> None:
    """In Turtle and JSON-LD there is at least one statement about the thing itself."""
    for iri in iris:
        page = get(f"/id/{iri.removeprefix(DEFAULT_BASE)}.{form}")
        assert page.status == 200, iri
        subjects = {q.subject.value for q in ox.parse(page.body, format=FORMATS[form])}
        assert iri in subjects


@pytest.mark.parametrize("form", FORMATS)
def test_all_forms_parse_and_repeat(get: Get, form: str) -> None:
    """Each form is legal, and the same bytes when asked again."""
    url = f"/id/person/volodymyr-zelenskyy.{form}"
    pages = [get(url, form=form) if form == "rdf" else get(url) for _ in range(2)]
    if form == "rdf":
        pages = [get("/id/person/volodymyr-zelenskyy", form="rdf") for _ in range(2)]
    assert pages[0].body == pages[1].body
    assert len(list(ox.parse(pages[0].body, format=FORMATS[form]))) > 20


def test_turtle_is_for_people_too(get: Get) -> None:
    """Turtle uses the prefixes of kg, and brings names of what it points to."""
    text = get("/id/event/367ae125a178a10c.ttl").body.decode()
    assert "kg:agent person:donald-trump" in text
    assert 'rdfs:label "Donald Trump"@en' in text


def test_statements_say_where_they_come_from(get: Get) -> None:
    """The graphs that speak of a thing are its sources, with the build that made them."""
    text = get("/id/quotation/467bd31edff92e9f.ttl").body.decode()
    assert "dcterms:source" in text and f"{GRAPH_BASE}article/050eff0848eb0417f71850af" in text
    assert "prov:" in text


def test_a_mention_brings_its_place(get: Get, store: Store) -> None:
    """The selector with the characters comes with the mention."""
    rows = store.query(
        "SELECT ?m { ?m a kg:Mention ; oa:hasTarget/oa:hasSelector ?s } ORDER BY ?m LIMIT 1"
    ).rows
    mention = next(iter(rows))[0].value
    text = get(f"/id/{mention.removeprefix(DEFAULT_BASE)}.ttl").body.decode()
    assert "oa:start" in text and "oa:exact" in text


def test_json_ld_has_its_context(get: Get) -> None:
    """JSON-LD comes with a context, so that nothing has to be fetched."""
    data = json.loads(get("/id/person/volodymyr-zelenskyy.jsonld").body)
    assert "@context" in data


def test_a_graph_is_its_statements(get: Get, store: Store) -> None:
    """The Turtle of a named graph has as many statements as the graph."""
    name = store.graphs()[0]
    body = get(f"/graph/{name.removeprefix(GRAPH_BASE)}.ttl").body
    assert len(list(ox.parse(body, format=ox.RdfFormat.TURTLE))) == store.size(name)


def test_terms_have_statements(get: Get) -> None:
    """The vocabulary answers in Turtle and JSON-LD."""
    for form in ("ttl", "jsonld"):
        assert len(list(ox.parse(get(f"/ns.{form}").body, format=FORMATS[form]))) > 500
