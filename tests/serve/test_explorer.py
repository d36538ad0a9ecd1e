"""The explorer behind the server: what IRIs lead to, in which format, and answers that browsers show."""

from __future__ import annotations

import random
from urllib.parse import quote

import pytest
from rdflib import Graph, URIRef
from serving import Served

from kg.store import Store
from kg.vocab import DEFAULT_BASE

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
PERSON = "/id/person/donald-trump"
ME = URIRef("https://w3id.org/newskg/id/person/donald-trump")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (BROWSER, "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml;q=0.9, text/html;q=0.5", "application/rdf+xml"),
    ],
)
def test_a_thing_in_every_format(accept: str, media_type: str, served: Served) -> None:
    """The header decides; the answer says that it did."""
    reply = served.ask(PERSON, headers={"Accept": accept})
    assert (reply.status, reply.media_type) == (200, media_type)
    assert "Accept" in reply.headers["vary"]


@pytest.mark.parametrize(
    ("suffix", "form"), [("ttl", "turtle"), ("jsonld", "json-ld"), ("nt", "nt"), ("rdf", "xml")]
)
def test_a_suffix_decides_too(suffix: str, form: str, served: Served) -> None:
    """What comes back speaks of the thing."""
    reply = served.ask(f"{PERSON}.{suffix}")
    assert reply.status == 200
    assert (ME, None, None) in Graph().parse(data=reply.body.decode(), format=form)


def test_rdflib_follows_an_iri(served: Served) -> None:
    """`Graph().parse(address)` is all it takes."""
    assert (ME, None, None) in Graph().parse(f"{served.url}{PERSON}")


def test_what_is_not_here_is_not_repeated(served: Served) -> None:
    """404, without the words that were asked."""
    for path in (
        "/id/person/nobody-at-all",
        "/nobody-at-all",
        "/id/person/<script>",
        "/assets/nobody-at-all",
    ):
        reply = served.ask(quote(path))
        assert reply.status == 404
        assert b"nobody-at-all" not in reply.body
        assert b"<script>" not in reply.body.replace(b"<script src", b"")


def test_no_path_leads_out(served: Served) -> None:
    """Neither dots nor their encodings reach a file."""
    for path in (
        "/assets/../app.py",
        "/assets/..%2fapp.py",
        "/assets/%2e%2e/app.py",
        "/..%5c..%5cetc%5cpasswd",
    ):
        assert served.ask(path).status == 404


def test_every_iri_of_the_store_is_found(served: Served) -> None:
    """Things drawn at random answer in HTML with a label, and in Turtle with a statement."""
    with Store.open(served.store) as store:
        subjects = sorted(
            {q.subject.value for q in store.quads() if q.subject.value.startswith(DEFAULT_BASE)}
        )
    for name in random.Random(5).sample(subjects, 150):
        path = "/id/" + name.removeprefix(DEFAULT_BASE)
        page = served.ask(path, headers={"Accept": BROWSER})
        assert page.status == 200, path
        assert b"<h1" in page.body
        found = Graph().parse(data=served.ask(f"{path}.ttl").body.decode(), format="turtle")
        assert (URIRef(name), None, None) in found, path


def test_a_browser_sees_the_answer(served: Served) -> None:
    """Without a script, the form of the query page leads to a table with links to things and files."""
    query = "SELECT ?p ?l { ?p a schema:Person ; rdfs:label ?l } ORDER BY ?l LIMIT 3"
    reply = served.ask(f"/sparql?query={quote(query)}", headers={"Accept": BROWSER})
    assert (reply.status, reply.media_type) == (200, "text/html")
    assert reply.body.count(b"<tr>") == 4
    assert b'href="/id/person/' in reply.body
    assert b"format=csv" in reply.body


def test_a_long_answer_is_cut_on_the_page_and_says_so(served: Served) -> None:
    """The page shows the first rows, and where all of them are."""
    reply = served.ask(f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}", headers={"Accept": BROWSER})
    assert b"The first 500 of more rows." in reply.body


def test_an_answer_is_only_shown(served: Served) -> None:
    """Markup in an answer, or in the query that is shown again, stays text."""
    query = 'SELECT ("<script>alert(1)</script>" AS ?x) {}'
    reply = served.ask(f"/sparql?query={quote(query)}", headers={"Accept": BROWSER})
    assert reply.status == 200
    assert b"<script>alert" not in reply.body
    assert b"&lt;script&gt;alert(1)" in reply.body


def test_the_endpoint_in_a_browser_is_the_editor(served: Served) -> None:
    """Without a query a browser is sent to it; a program gets the description."""
    reply = served.ask("/sparql", headers={"Accept": BROWSER})
    assert (reply.status, reply.headers["location"]) == (303, "/query")
    assert served.ask("/sparql", headers={"Accept": "*/*"}).media_type == "text/turtle"


def test_the_vocabulary(served: Served) -> None:
    """Its page has an anchor for every term, its statements speak of them, and prefixes are at hand."""
    page = served.ask("/ns", headers={"Accept": BROWSER})
    assert b'id="agent"' in page.body
    assert "style-src 'sha256-" in page.headers["content-security-policy"]
    found = Graph().parse(data=served.ask("/ns.ttl").body.decode(), format="turtle")
    assert (URIRef("https://w3id.org/newskg/ns#agent"), None, None) in found
    assert served.ask("/prefixes.json").json
    assert "@context" in served.ask("/context.jsonld").json


def test_a_page_has_a_tag(served: Served) -> None:
    """A browser that has the page of this state is told so."""
    tag = served.ask(PERSON).headers["etag"]
    assert served.ask(PERSON, headers={"If-None-Match": tag}).status == 304


def test_files_of_pages_are_those_in_the_table(served: Served) -> None:
    """Style and scripts come with their types."""
    assert served.ask("/assets/explorer.css").media_type == "text/css"
    assert served.ask("/assets/yasgui/yasgui.min.js").media_type == "text/javascript"
