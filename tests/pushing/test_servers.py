"""kg push to two real servers, which then answer as `kg query` does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from answered import Row, ask_store, in_order
from sparql_servers import VIRTUOSO_PASSWORD, Running, oxigraph, virtuoso

from kg.cli import main
from kg.exports.samples import sample_queries
from kg.pushing import Notes, Target, make_plan, push
from kg.pushing.auth import Credentials
from kg.pushing.http import Client
from kg.store import Store

COMPETENCY = Path(__file__).parents[1] / "competency"
QUERIES = sample_queries() | {p.stem: p.read_text(encoding="utf-8") for p in COMPETENCY.glob("*.rq")}
_MINUTES = re.compile(r"PT(\d+)M")


@pytest.fixture(scope="module")
def filled_oxigraph(example_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        _push(example_store, server, tmp_path_factory.mktemp("notes") / "notes.jsonl")
        yield server


@pytest.fixture(scope="module")
def filled_virtuoso(example_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("KG_PUSH_PASSWORD", VIRTUOSO_PASSWORD)
            _push(example_store, server, tmp_path_factory.mktemp("notes") / "notes.jsonl", "--user", "dba")
        yield server


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[Store]:
    with Store.open(example_store) as opened:
        yield opened


def _push(path: Path, server: Running, notes: Path, *more: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["push", str(path), server.url, "--notes", str(notes), *more])
    assert stopped.value.code == 0


def _answer(server: Running, text: str) -> list[Row]:
    return in_order(*server.ask(text))


def _counts(server: Running) -> dict[str, int]:
    rows = server.ask("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")[1]
    return {str(graph): int(str(n)) for graph, n in rows if str(graph).startswith("https://w3id.org/newskg/")}


def _seconds(cell: str) -> str:
    """A duration as Virtuoso keeps it: the number of its seconds, 2400 or 2400.0 for PT40M."""
    found = _MINUTES.fullmatch(cell)
    return str(int(found[1]) * 60) if found else cell.removesuffix(".0")


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_oxigraph_answers_as_kg_does(name: str, filled_oxigraph: Running, store: Store) -> None:
    """Sample queries and competency questions, character by character."""
    assert _answer(filled_oxigraph, QUERIES[name]) == ask_store(store, QUERIES[name])


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_virtuoso_answers_as_kg_does(name: str, filled_virtuoso: Running, store: Store) -> None:
    """Sample queries and competency questions; durations, and nothing else, are compared as seconds."""
    found, expected = _answer(filled_virtuoso, QUERIES[name]), ask_store(store, QUERIES[name])
    if any(_MINUTES.fullmatch(cell) for row in expected for cell in row):
        assert name in ("contradictions", "07-outlets-that-contradict")
        found, expected = (sorted(tuple(map(_seconds, row)) for row in rows) for rows in (found, expected))
    assert found == expected


@pytest.mark.parametrize("name", ["filled_oxigraph", "filled_virtuoso"])
def test_each_graph_has_arrived_whole(name: str, store: Store, request: pytest.FixtureRequest) -> None:
    """Counted by the test, not by the program."""
    expected = {graph: store.size(graph) for graph in store.graphs()}
    assert _counts(request.getfixturevalue(name)) == expected


def test_updates_bring_the_same_graphs(
    filled_oxigraph: Running, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SPARQL Update replaces what the Graph Store Protocol brought, statement by statement."""
    _push(store.path, filled_oxigraph, tmp_path / "notes.jsonl", "--by", "update")
    assert _counts(filled_oxigraph) == {graph: store.size(graph) for graph in store.graphs()}
    text = "SELECT ?s ?p ?o WHERE { GRAPH <https://w3id.org/newskg/graph/derived> { ?s ?p ?o } }"
    assert _answer(filled_oxigraph, text) == ask_store(store, text)


def test_virtuoso_takes_updates_without_durations(
    filled_virtuoso: Running, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its INSERT DATA cannot make an xsd:duration, so kg puts graphs there; others it takes either way."""
    monkeypatch.setenv("KG_PUSH_PASSWORD", VIRTUOSO_PASSWORD)
    more = ("--user", "dba", "--by", "update", "--graph", "reference", "--graph", "derived")
    _push(store.path, filled_virtuoso, tmp_path / "notes.jsonl", *more)
    counts = _counts(filled_virtuoso)
    assert {counts[g] == store.size(g) for g in store.graphs() if g.endswith(("reference", "derived"))} == {
        True
    }


@pytest.mark.parametrize("name", ["filled_oxigraph", "filled_virtuoso"])
def test_the_parts_of_a_large_graph_add_up(
    name: str, store: Store, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """PUT of the first part, POST of the others, none of which replaces another."""
    server: Running = request.getfixturevalue(name)
    target = Target(server.url, Client(Credentials("dba", VIRTUOSO_PASSWORD)))
    with Notes(tmp_path / "notes.jsonl", server.url) as notes:
        plan = make_plan(store, {}, only=("derived",))
        report = push(store, plan, target, notes, way="gsp", at_once=500)
    assert report.verified and report.statements == store.size("derived") > 3 * 500
    text = "SELECT ?s ?p ?o WHERE { GRAPH <https://w3id.org/newskg/graph/derived> { ?s ?p ?o } }"
    assert _answer(server, text) == ask_store(store, text)


def test_without_a_password_virtuoso_takes_nothing(
    filled_virtuoso: Running, store: Store, tmp_path: Path, run: Callable[..., tuple[int, str, str]]
) -> None:
    """One line says who must ask, and how."""
    code, _, said = run("push", store.path, filled_virtuoso.url, "--notes", tmp_path / "notes.jsonl")
    assert code == 1 and "401" in said and "--user NAME" in said
