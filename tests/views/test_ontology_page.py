"""The page of the vocabulary and its RDF files: complete, safe, and as committed."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, Namespace

from kg.cli import main
from kg.ontology.schema import Mapping, Schema, Term, Topic, load_schema
from kg.views.ontology_page import ontology_page, style_hash
from kg.views.ontology_turtle import ontology_json_ld, ontology_turtle, prefixes_json, prefixes_turtle
from kg.vocab import KG, prefixes

DOCS = Path(__file__).parents[2] / "docs" / "ontology"
SH = Namespace("http://www.w3.org/ns/shacl#")
VOID = {"meta", "br", "link", "img", "hr"}


class Page(HTMLParser):
    """Collects ids, links and tags, and minds that tags are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.text = ""
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def schema() -> Schema:
    """The schema that ships with kg."""
    return load_schema()


@pytest.fixture(scope="module")
def page(schema: Schema) -> Page:
    """The page of the schema."""
    return Page(ontology_page(schema))


def test_every_term_has_an_anchor_of_its_name(page: Page) -> None:
    """The fragment of a term's IRI leads to the term; no anchor stands twice."""
    assert set(KG) <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)


def test_every_link_inside_the_page_leads_somewhere(page: Page) -> None:
    """Anchors that are linked to are there; other links are http, https or the file in Turtle."""
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert inside <= set(page.ids)
    others = {link for link in page.links if not link.startswith("#")}
    assert {link for link in others if not link.startswith(("http://", "https://"))} == {"newskg.ttl"}


def test_the_page_says_what_the_schema_says(page: Page, schema: Schema) -> None:
    """Label, definition and example of every term can be read, and the reason of every mapping."""
    for topic in schema.topics:
        for term in topic.terms:
            assert term.definition in page.text
            assert all(example in page.text for example in term.examples)
    assert all(mapping.why in page.text for mapping in schema.mappings if mapping.term.startswith(KG.base))
    assert all(iri in page.text for iri in prefixes().values())


def test_the_page_needs_no_script_and_no_network(page: Page, schema: Schema) -> None:
    """There is no script, nothing is loaded, and the policy allows the one style alone."""
    assert not page.tags & {"script", "img", "iframe", "link", "object", "form"}
    text = ontology_page(schema)
    assert style_hash().strip("'") in text
    assert "default-src" in text
    assert "url(" not in text
    assert "prefers-color-scheme: dark" in text


def test_what_a_schema_says_is_escaped() -> None:
    """Markup in a label, an example or a reason is shown as text."""
    evil = '<script>alert("1")</script>'
    term = Term(KG.agent, "property", evil, evil, (evil,), values=(evil,))
    mapping = Mapping(
        KG.agent, "http://www.w3.org/2004/02/skos/core#closeMatch", f"https://x.example/{evil}", evil
    )
    hostile = Schema(
        evil, evil, evil, "https://x.example/", (Topic("t", evil, (term,)),), (mapping,), {}, {}, ()
    )
    page = Page(ontology_page(hostile))
    assert "script" not in page.tags
    assert page.text.count(evil) >= 6


def test_turtle_is_the_schema(schema: Schema) -> None:
    """The Turtle file holds every statement of every file, and no other."""
    text = ontology_turtle(schema)
    said = {
        (str(q.subject), str(q.predicate), str(q.object))
        for q in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)
    }
    assert said == set(schema.statements)
    assert "generated" in text.splitlines()[0].lower()
    subjects = re.findall(r"^(\w+:[\w-]+) ", text, re.M)
    assert subjects == sorted(
        subjects, key=lambda name: {**schema.prefixes}[name.partition(":")[0]] + name.partition(":")[2]
    )


def test_json_ld_is_the_schema(schema: Schema) -> None:
    """JSON-LD says the same, with nothing to fetch."""
    quads = ox.parse(ontology_json_ld(schema).encode(), format=ox.RdfFormat.JSON_LD)
    assert {(str(q.subject), str(q.predicate), str(q.object)) for q in quads} == set(schema.statements)


def test_prefixes_are_declared_for_shacl_and_json() -> None:
    """Both files hold all prefixes of data."""
    graph = Graph().parse(data=prefixes_turtle(), format="turtle")
    declared = {
        str(graph.value(me, SH.prefix)): str(graph.value(me, SH.namespace))
        for me in graph.objects(None, SH.declare)
    }
    assert declared == prefixes() == json.loads(prefixes_json())["@context"]
    assert prefixes("https://news.example/id/")["person"] in prefixes_json("https://news.example/id/")


@pytest.mark.parametrize("name", ["index.html", "newskg.ttl", "prefixes.ttl", "prefixes.json"])
def test_committed_files_are_up_to_date(name: str, tmp_path: Path) -> None:
    """Writing the files again changes nothing; else run kg lexicon page -o docs/ontology."""
    with pytest.raises(SystemExit):
        main(["lexicon", "page", "-o", str(tmp_path / "new")])
    assert (DOCS / name).read_bytes() == (tmp_path / "new" / name).read_bytes()


def test_only_generated_files_stand_there() -> None:
    """docs/ontology holds what the command writes and nothing else."""
    names = {path.name for path in DOCS.iterdir()}
    assert names == {"index.html", "newskg.ttl", "prefixes.ttl", "prefixes.json"}
