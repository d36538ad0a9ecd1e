"""Documents become statements: names of things, spans, plain literals, the plain layer."""

from __future__ import annotations

import string
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import TinyReader, article

from kg.across import digest
from kg.graph import Report, Tie, article_graph, content_hash, edge_lines, name_lines, reference_graph
from kg.graph.terms import clean, day, decimal, duration, literal, typed, url_node
from kg.graph.ties import Name
from kg.model import Skipped, Span
from kg.ontology import Lexicon
from kg.vocab import DEFAULT_BASE, KG, OA, XSD

TEXT = 'Alder called Birch on 2025-07-04. Alder: "We are grateful."'


def _quads(lines: tuple[str, ...]) -> list[ox.Quad]:
    return list(ox.parse(" .\n".join([*lines, ""]), format=ox.RdfFormat.N_TRIPLES))


def _objects(quads: list[ox.Quad], predicate: str, subject: str = "") -> list[str]:
    return sorted(
        q.object.value
        for q in quads
        if q.predicate.value == predicate and q.subject.value.startswith(subject)
    )


@pytest.fixture
def quads(lexicon: Lexicon) -> list[ox.Quad]:
    return _quads(article_graph(TinyReader(lexicon).read(article(TEXT)), lexicon).lines)


def test_the_same_article_gives_the_same_lines(lexicon: Lexicon) -> None:
    """Reading an article twice gives the same bytes, sorted, each line once."""
    one, two = (article_graph(TinyReader(lexicon).read(article(TEXT)), lexicon) for _ in range(2))
    assert one == two
    assert list(one.lines) == sorted(set(one.lines))


def test_a_graph_is_named_by_content(lexicon: Lexicon) -> None:
    """Where an article was found changes nothing; what it says does."""
    assert content_hash(article(TEXT)) == content_hash(article(TEXT, "elsewhere"))
    assert content_hash(article(TEXT)) != content_hash(article(TEXT + " "))
    assert content_hash(article(TEXT)) != content_hash(article(TEXT, publisher="Gazette"))


def test_there_are_no_blank_nodes(quads: list[ox.Quad]) -> None:
    """Everything has a name."""
    assert not any(isinstance(t, ox.BlankNode) for q in quads for t in (q.subject, q.object))


def test_every_selector_quotes_its_characters(quads: list[ox.Quad]) -> None:
    """`oa:exact` is what stands between `oa:start` and `oa:end`."""
    rows = {s: {} for s in {q.subject.value for q in quads if "/selector/" in q.subject.value}}
    for quad in quads:
        if quad.subject.value in rows:
            rows[quad.subject.value][quad.predicate.value] = quad.object.value
    assert rows
    for row in rows.values():
        source = article(TEXT).title if row.get(KG.part) == "title" else TEXT
        assert source[int(row[OA.start]) : int(row[OA.end])] == row[OA.exact]


def test_an_event_says_who_when_and_how_long(quads: list[ox.Quad]) -> None:
    """Parties, day, duration and status stand on the event."""
    subject = next(q.subject.value for q in quads if q.object.value == KG.Event)
    assert _objects(quads, KG.agent, subject) == [
        DEFAULT_BASE + "person/alder",
        DEFAULT_BASE + "person/birch",
    ]
    assert _objects(quads, "http://semanticweb.cs.vu.nl/2009/11/sem/hasTimeStamp", subject) == ["2025-07-04"]
    assert _objects(quads, "http://www.w3.org/2006/time#hasXSDDuration", subject) == ["PT1H30M"]
    assert _objects(quads, KG.status, subject) == ["happened"]
    assert "Alder, Birch: " in _objects(quads, "http://www.w3.org/2000/01/rdf-schema#label", subject)[0]


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [("2024-02", "2024-02-01", "2024-02-29"), ("2025", "2025-01-01", "2025-12-31")],
)
def test_a_month_or_year_becomes_bounds(lexicon: Lexicon, value: str, first: str, last: str) -> None:
    """No day is invented: the earliest and the latest stand there."""
    lines = article_graph(TinyReader(lexicon).read(article(f"Alder called Birch on {value}.")), lexicon).lines
    found = _quads(lines)
    sem = "http://semanticweb.cs.vu.nl/2009/11/sem/"
    assert _objects(found, sem + "hasEarliestBeginTimeStamp") == [first]
    assert _objects(found, sem + "hasLatestEndTimeStamp") == [last]
    assert not _objects(found, sem + "hasTimeStamp")


def test_skipped_passages_are_named(lexicon: Lexicon) -> None:
    """What is not the report is marked as such, without its words."""
    document = replace(TinyReader(lexicon).read(article(TEXT)), skipped=(Skipped(Span(3, 9), "teaser"),))
    found = _quads(article_graph(document, lexicon).lines)
    assert _objects(found, KG.skippedBecause) == ["teaser"]


def test_terms_used_are_in_the_vocabulary(quads: list[ox.Quad]) -> None:
    """No property of kg: is made up on the way."""
    assert all(
        q.predicate.value.removeprefix(KG.base) in KG for q in quads if q.predicate.value.startswith(KG.base)
    )


def test_calls_tie_both_ways_and_attacks_one_way(lexicon: Lexicon) -> None:
    """A consultation is mutual, an attack is not."""
    found = digest(
        TinyReader(lexicon).read(article("Alder called Birch on 2025-07-04. Cedar attacked Birch.")), lexicon
    )
    pairs = {(t.subject, t.relation, t.object) for t in found.ties}
    assert {
        ("person/alder", "consulted", "person/birch"),
        ("person/birch", "consulted", "person/alder"),
    } <= pairs
    assert ("person/cedar", "attacked", "person/birch") in pairs
    assert ("person/birch", "attacked", "person/cedar") not in pairs


def test_denied_events_make_no_tie(lexicon: Lexicon) -> None:
    """What did not happen stays with its event."""
    found = digest(TinyReader(lexicon).read(article("Cedar denies calling Birch on 2025-07-04.")), lexicon)
    assert not [t for t in found.ties if t.relation == "consulted"]


def test_an_edge_counts_events() -> None:
    """Two reports of one event are one event."""
    tie = Tie("person/a", "consulted", "person/b")
    reports = [
        Report("event/1", "2025-07-04", 0, "x"),
        Report("event/1", "2025-07-04", 0, "y"),
    ]
    found = {
        q.predicate.value: q.object.value
        for q in _quads(edge_lines(tie, [*reports, Report("event/2", "2025-07", 0, "y")]))
    }
    assert found[KG["count"]] == "2"
    assert (found[KG.firstDate], found[KG.lastDate]) == ("2025-07", "2025-07-04")


def test_an_unlisted_name_is_what_most_articles_say() -> None:
    """The order of articles does not decide."""
    rows = [Name("person/x", "Xi Ao"), Name("person/x", "Xi A."), Name("person/x", "Xi Ao")]
    assert name_lines(rows) == name_lines(rows[::-1])
    assert any('"Xi Ao"@en' in line for line in name_lines(rows))


def test_reference_gives_one_label_in_english(lexicon: Lexicon) -> None:
    """`rdfs:label` is one; other languages are `skos:prefLabel`."""
    lines = reference_graph(["country/UKR", "topic/air-defence"], lexicon).lines
    assert sum("country/UKR> <http://www.w3.org/2000/01/rdf-schema#label>" in line for line in lines) == 1
    assert any("prefLabel" in line and "@de" in line for line in lines)


def test_reference_leaves_patterns_out(lexicon: Lexicon) -> None:
    """`ukrainisch*` is grammar, not a name."""
    lines = reference_graph(["country/UKR"], lexicon).lines
    assert not any("altLabel" in line and ("*" in line or "|" in line) for line in lines)


@pytest.mark.parametrize(
    ("url", "legal"),
    [
        ("https://gazette.example/a?b=c&d=%C3%A4#x", True),
        ("http://gazette.example:8080/", True),
        ("javascript:alert(1)", False),
        ("https://gazette.example/новини", True),
        ("https://gazette.example/a b", False),
        ("https://gazette.example/%zz", False),
        ("https://gazette.example/<x>", False),
        ("ftp://gazette.example/", False),
        ("", False),
    ],
)
def test_only_legal_web_addresses_become_nodes(url: str, legal: bool) -> None:
    """Everything else would break a file, or a reader."""
    assert (url_node(url) is not None) == legal


@given(st.text(max_size=60), st.sampled_from([None, "de", "en", "pt-BR", "und", "not a tag"]))
def test_any_text_is_written_and_read_again(text: str, lang: str | None) -> None:
    """Write-then-read keeps every text, and gives the same bytes again."""
    line = f"<x:s> <x:p> {literal(text, lang)}"
    (quad,) = _quads((line,))
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == clean(text)
    assert len(clean(text)) == len(text)
    assert str(quad.triple) == line


@given(st.text(alphabet=string.printable + "äß€[]%", max_size=30))
def test_every_address_that_passes_is_an_iri(tail: str) -> None:
    """The engine takes every address that we take."""
    term = url_node("https://gazette.example/" + tail)
    if term is not None:
        assert _quads((f"<x:s> <x:p> {term}",))


@pytest.mark.parametrize(
    "value", ["PT40M", "PT90M", "P1W", "P7D", "PT24H", "P12M", "P1Y2M3DT4H5M6S", "PT0S", "PT61S"]
)
def test_numbers_dates_and_durations_are_canonical(value: str) -> None:
    """The engine gives back the bytes that were written."""
    store = ox.Store()
    terms = [
        duration(value),
        decimal(0.9),
        decimal(1.0),
        decimal(0.1234),
        day("2025-07"),
        day("2025"),
        typed("x", XSD.string),
    ]
    lines = {f"<x:s> <x:p> {term}" for term in terms[:-1]}
    store.load(" .\n".join([*lines, ""]), format=ox.RdfFormat.N_TRIPLES)
    assert {str(quad.triple) for quad in store} == lines
