"""A whole store: what kg wrote conforms, and what somebody changed in it is found."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, Namespace

from kg.checking import ARTICLES
from kg.store import LEDGER, Store
from kg.validating import Tally, Violation, report_lines, validate
from kg.vocab import DEFAULT_BASE, KG, OA, RDFS, graph_iri

SH = Namespace("http://www.w3.org/ns/shacl#")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def store(example_store: Path, tmp_path: Path) -> Path:
    """A copy of the example store that a test may break."""
    return Path(shutil.copytree(example_store, tmp_path / "broken.kg"))


def found(path: Path, *, shapes: bool = False, sample: int = 0) -> list[Violation]:
    """Validate a store."""
    with Store.open(path) as opened:
        return list(validate(opened, Tally(shapes=shapes), sample=sample))


def first_article(path: Path) -> str:
    """Return the hash of the first article."""
    with Store.open(path) as opened:
        return opened.ledger.hashes()[0]


def update(path: Path, text: str) -> None:
    """Change a store behind the back of its ledger."""
    with Store.open(path, write=True) as opened:
        opened.engine.update(text)


def test_the_example_store_conforms(example_store: Path) -> None:
    """Nothing is wrong with what kg wrote, all shapes included, and the tally says how much was looked at."""
    tally = Tally()
    with Store.open(example_store) as opened:
        assert [v for v in validate(opened, tally, sample=0) if v.grave] == []
        assert tally.statements == sum(1 for _ in opened.quads())
        assert tally.spans == sum(
            1 for _ in opened.engine.quads_for_pattern(None, ox.NamedNode(OA.start), None)
        )
        assert tally.articles == tally.shaped == opened.ledger.done()
    assert tally.nodes == tally.nodes_there > 400


def test_a_sample_bounds_what_the_shapes_are_run_over(example_store: Path) -> None:
    """With a sample the shapes see that many article graphs; spans are looked at in all."""
    tally = Tally()
    with Store.open(example_store) as opened:
        assert [v for v in validate(opened, tally, sample=3) if v.grave] == []
        assert tally.articles == opened.ledger.done() > tally.shaped == 3
    assert 0 < tally.nodes < tally.nodes_there


def test_a_changed_statement_is_found(store: Path) -> None:
    """An article graph that is not the one kg wrote is told from the ledger's hash, even at the same size."""
    graph = ARTICLES + first_article(store)
    update(
        store,
        f"WITH <{graph}> DELETE {{ ?m <{KG.rule}> ?r }} INSERT {{ ?m <{KG.rule}> 'mine' }}"
        f" WHERE {{ SELECT ?m ?r {{ GRAPH <{graph}> {{ ?m <{KG.rule}> ?r }} }} ORDER BY ?m LIMIT 1 }}",
    )
    assert [(v.check, v.graph) for v in found(store)] == [("ledger", graph)]


def test_a_dropped_speaker_is_found(store: Path) -> None:
    """Whatever statement is taken out of an article graph, the ledger knows that it was there."""
    with Store.open(store) as opened:
        speaker = ox.NamedNode("https://schema.org/spokenByCharacter")
        quad = next(iter(opened.engine.quads_for_pattern(None, speaker, None)))
    update(store, f"DELETE DATA {{ GRAPH {quad.graph_name} {{ {quad.triple} }} }}")
    said = [v for v in found(store) if v.graph == quad.graph_name.value]
    assert any("statements, the ledger says" in v.message for v in said)


def test_a_changed_text_is_found(store: Path) -> None:
    """When the ledger's text is another one, the spans say so."""
    key = first_article(store)
    with sqlite3.connect(store / LEDGER) as db:
        db.execute("UPDATE articles SET text = 'x' || text WHERE hash = ?", (key,))
    said = {
        v.message.partition(" ")[0] for v in found(store) if v.check == "spans" and v.graph == ARTICLES + key
    }
    assert said == {"Let", "The"}  # the words of spans, and the hash of the text


def test_a_name_that_is_gone_is_found(store: Path) -> None:
    """A person without a label cannot be read."""
    person, graph = f"{DEFAULT_BASE}person/donald-trump", graph_iri("reference")
    update(store, f"DELETE WHERE {{ GRAPH <{graph}> {{ <{person}> <{RDFS.label}> ?name }} }}")
    said = [v for v in found(store) if v.check == "names"]
    assert said
    assert {v.subject for v in said} == {f"<{person}>"}


def test_an_edge_without_evidence_is_found_in_the_store(store: Path) -> None:
    """The shapes are run over the graphs across articles too."""
    graph = graph_iri("derived")
    update(
        store,
        f"DELETE WHERE {{ GRAPH <{graph}> {{ ?e <{KG.evidence}> ?x }} }}",
    )
    with Store.open(store) as opened:
        edges = sum(1 for _ in opened.engine.quads_for_pattern(None, None, ox.NamedNode(KG.RelationEdge)))
    said = [v for v in found(store, shapes=True) if v.message.startswith("Add kg:evidence")]
    assert len(said) == edges


def test_the_report_is_a_shacl_report(store: Path) -> None:
    """As Turtle, violations are a sh:ValidationReport that rdflib reads, without blank nodes."""
    person, graph = f"{DEFAULT_BASE}person/donald-trump", graph_iri("reference")
    update(store, f"DELETE WHERE {{ GRAPH <{graph}> {{ <{person}> <{RDFS.label}> ?name }} }}")
    violations = found(store)
    report = Graph().parse(data="".join(report_lines(violations)), format="turtle")
    assert [bool(o) for o in report.objects(None, SH.conforms)] == [False]
    assert len(list(report.objects(None, SH.result))) == len(violations)
    assert len(list(report.objects(None, SH.resultMessage))) == len(violations)
    assert str(next(report.objects(None, SH.focusNode))) == person


def test_every_result_has_one_focus_node() -> None:
    """Where a violation is about no node that has a name, its graph, or the dataset, is in focus."""
    violations = [
        Violation("ledger", "", "", "all of it"),
        Violation("ledger", graph_iri("derived"), "", "a graph"),
        Violation("terms", graph_iri("derived"), "_:b0", 'a "blank" node\n', "_:b1"),
        Violation("shapes", "", "<https://x.example/a>", "a node", grave=False),
    ]
    report = Graph().parse(data="".join(report_lines(violations)), format="turtle")
    focus = {str(report.value(result, SH.focusNode)) for result in report.objects(None, SH.result)}
    assert focus == {graph_iri("dataset"), graph_iri("derived"), "https://x.example/a"}
    assert len(list(report.subjects(SH.resultSeverity, SH.Warning))) == 1


def test_an_empty_report_conforms() -> None:
    """Without violations the report says that the store conforms."""
    report = Graph().parse(data="".join(report_lines(())), format="turtle")
    assert [bool(o) for o in report.objects(None, SH.conforms)] == [True]
