"""The store: opening, refusing, querying, and what a damaged one says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tiny import TinyReader, article

from kg.build import build_articles, rebuild
from kg.errors import QueryError, StoreError
from kg.graph import NamedGraph
from kg.ledger import Ledger
from kg.locking import Lock
from kg.ontology import Lexicon
from kg.sparql import check_query
from kg.store import ARTICLES, Store

TEXTS = ("Alder called Birch on 2025-07-04.", 'Cedar attacked Birch. Cedar: "We are grateful."')


@pytest.fixture
def path(tmp_path: Path, lexicon: Lexicon) -> Path:
    """A store of two articles."""
    where = tmp_path / "desk.kg"
    build_articles([article(t, str(i)) for i, t in enumerate(TEXTS)], where, reader=TinyReader(lexicon))  # type: ignore[arg-type]
    return where


def test_a_query_sees_all_graphs_and_knows_the_prefixes(path: Path) -> None:
    """Event from one graph, label from another, no PREFIX needed."""
    with Store.open(path) as store:
        found = store.query(
            "SELECT DISTINCT ?l WHERE { ?e a kg:Event ; kg:agent ?a . ?a rdfs:label ?l } ORDER BY ?l"
        )
        assert found.variables == ("l",)
        assert [row[0].value for row in found.rows] == ["Alder", "Birch", "Cedar"]


def test_every_form_of_query_is_answered(path: Path) -> None:
    """SELECT, ASK, CONSTRUCT and DESCRIBE."""
    with Store.open(path) as store:
        assert store.query("ASK { ?e a kg:Event }").boolean is True
        assert list(store.query("CONSTRUCT { ?e a kg:Event } WHERE { ?e a kg:Event }").triples)
        assert list(store.query("DESCRIBE person:alder").triples)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (
            "SELECT * WHERE { ?s kgg:agent ?o }",
            r"line 1, column \d+: prefix kgg: is not declared. Did you mean kg:",
        ),
        ("SELECT *\nWHERE { ?s ?p }", "line 2, column"),
        ("SELEC * WHERE { ?s ?p ?o }", "Did you mean SELECT"),
        ("SELECT ?s (COUNT(?o) AS ?n) WHERE { ?s ?p ?o }", "GROUP BY"),
        ("SELECT * WHERE { ?s ?p ?o", "line 1"),
        ("", "line 1"),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE is off"),
        ("SELECT * WHERE { sErViCe#x\n<http://127.0.0.1/> { ?s ?p ?o } }", "is off"),
        ("LOAD <http://127.0.0.1/>", "LOAD is off"),
        ("DELETE WHERE { ?s ?p ?o }", "would change the store"),
        ("SELECT * " + "{" * 2_500 + "}" * 2_500, "nested more than"),
        ("SELECT * { FILTER(" + "(" * 5_000 + "1" + ")" * 5_000 + ") }", "nested more than"),
        ("SELECT * { " + "{} UNION " * 10_000 + "{} }", "UNION"),
        ("SELECT * { " + "".join(f"BIND(1 AS ?v{i}) " for i in range(3_000)) + "}", "BIND"),
        ("SELECT * { " + "?a ?b ?c . " * 3_000 + "}", "times"),
        ("SELECT * { FILTER(" + "!" * 5_000 + "true) }", "operators"),
        ("SELECT * { ?s " + "/".join(["kg:agent"] * 3_000) + " ?o }", "operators"),
        ("#" * 300_000, "characters"),
    ],
)
def test_a_bad_query_gets_one_line_that_helps(path: Path, query: str, says: str) -> None:
    """Where it is wrong and what to try; nothing reaches the network or ends the process."""
    with Store.open(path) as store, pytest.raises(QueryError, match=says) as caught:
        store.query(query)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s rdfs:label "SERVICE and LOAD {{{{ DROP" }',
        "SELECT * { ?service ?load ?o } # SERVICE <x>",
        "SELECT * { ?s <http://example.org/SERVICE> ?o }",
    ],
)
def test_words_in_texts_names_and_comments_are_no_keywords(query: str) -> None:
    """Only what the engine would obey is refused."""
    check_query(query)


def test_queries_at_the_limit_do_not_end_the_process(path: Path) -> None:
    """What the guard lets through, the engine survives."""
    code = (
        "import sys; from kg.store import Store; s = Store.open(sys.argv[1]); "
        "list(s.query('SELECT * ' + '{' * 60 + '}' * 60).rows); "
        "list(s.query('SELECT * { ' + '{} UNION ' * 199 + '{} }').rows); "
        "list(s.query('SELECT * { ' + ''.join(f'BIND(1 AS ?v{i}) ' for i in range(200)) + '}').rows); "
        "list(s.query('SELECT * { FILTER(' + '!' * 399 + 'true) }').rows)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], timeout=60, check=False).returncode == 0


def test_a_store_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    """Reading makes nothing."""
    with pytest.raises(StoreError, match="kg build"):
        Store.open(tmp_path / "no.kg")
    assert not list(tmp_path.iterdir())


def test_a_file_is_not_touched(tmp_path: Path) -> None:
    """A file that happens to have the name stays as it is."""
    (tmp_path / "x.kg").write_text("mine")
    with pytest.raises(StoreError, match="a file, not a store"):
        Store.open(tmp_path / "x.kg", write=True)
    assert (tmp_path / "x.kg").read_text() == "mine"


def test_a_folder_with_other_things_is_not_touched(tmp_path: Path) -> None:
    """A folder of photos does not become a store."""
    (tmp_path / "photo.jpg").write_text("mine")
    with pytest.raises(StoreError, match=r"photo\.jpg"):
        Store.open(tmp_path, write=True)
    assert [p.name for p in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_missing_ledger_is_told(path: Path) -> None:
    """Without the ledger nothing can be rebuilt, and nothing is overwritten."""
    for file in path.glob("ledger*"):
        file.unlink()
    with pytest.raises(StoreError, match=r"ledger\.sqlite is missing"):
        Store.open(path, write=True)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_a_cut_manifest_never_opens_as_an_empty_store(path: Path, lexicon: Lexicon, share: float) -> None:
    """The engine would open it without an error; the ledger knows better, and rebuild mends it."""
    with Store.open(path) as store:
        before = list(store.dump())
    (manifest,) = (path / "store").glob("MANIFEST-*")
    data = manifest.read_bytes()
    manifest.write_bytes(data[: int(len(data) * share)])
    try:
        with Store.open(path) as store:
            assert list(store.dump()) == before
    except StoreError as error:
        assert "kg rebuild" in str(error)
    rebuild(path, reader=TinyReader(lexicon))  # type: ignore[arg-type]
    with Store.open(path) as store:
        assert list(store.dump()) == before


def test_a_missing_engine_folder_is_told(path: Path) -> None:
    """A half-copied store names the command that mends it."""
    (path / "store").rename(path.parent / "elsewhere")
    with pytest.raises(StoreError, match="kg rebuild"):
        Store.open(path)


def test_a_second_writer_is_refused_with_its_own_exit_code(path: Path) -> None:
    """EX_TEMPFAIL, and the number of the process that holds the store."""
    code = (
        "import sys, kg.store; s = kg.store.Store.open(sys.argv[1], write=True); "
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline()
        for write in (True, False):
            with pytest.raises(StoreError, match=str(other.pid) if not write else "in use") as caught:
                Lock(path / "lock", exclusive=write, patience=0.1)
            assert getattr(caught.value, "exit_code", 1) == 75
        assert other.stdin is not None
        other.stdin.close()
    Store.open(path, write=True).close()


def test_two_readers_share_a_store(path: Path) -> None:
    """Reading does not exclude reading."""
    with Store.open(path) as one, Store.open(path) as two:
        assert one.graphs() == two.graphs()


def test_a_folder_without_write_permission_can_be_read(path: Path) -> None:
    """A store on a read-only medium answers."""
    files = [path, *path.rglob("*")]
    for p in files:
        p.chmod(0o555 if p.is_dir() else 0o444)
    try:
        with Store.open(path) as store:
            assert store.query("ASK { ?e a kg:Event }").boolean
    finally:
        for p in files:
            p.chmod(0o755 if p.is_dir() else 0o644)


def test_a_crash_between_graph_and_ledger_is_mended(path: Path, lexicon: Lexicon) -> None:
    """A graph that the ledger does not know is removed by the next build; until then readers are told."""
    with Store.open(path, write=True) as store:
        before = list(store.dump())
        store.write([NamedGraph(ARTICLES + "feed" * 6, ("<x:s> <x:p> <x:o>",)).encode()])
        with store.ledger.transaction():
            store.ledger.set("derived", "stale")
    with pytest.raises(StoreError, match="cut off"):
        Store.open(path)
    build_articles([article(t, str(i)) for i, t in enumerate(TEXTS)], path, reader=TinyReader(lexicon))  # type: ignore[arg-type]
    with Store.open(path) as store:
        assert list(store.dump()) == before


def test_a_rebuild_that_was_cut_off_is_told(path: Path, lexicon: Lexicon) -> None:
    """Nobody reads half a rebuild; the next one ends it."""
    ledger = Ledger(path / "ledger.sqlite", write=True)
    with ledger.transaction():
        ledger.set("rebuilding", "yes")
    ledger.close()
    with pytest.raises(StoreError, match="kg rebuild"):
        Store.open(path, write=True)
    rebuild(path, reader=TinyReader(lexicon))  # type: ignore[arg-type]
    Store.open(path).close()


def test_dump_is_sorted_and_leaves_times_out(path: Path) -> None:
    """Provenance holds times, so it comes only when asked for."""
    with Store.open(path) as store:
        lines = list(store.dump())
        assert not any("graph/provenance" in line or "dateTime" in line for line in lines)
        assert any("startedAtTime" in line for line in store.dump(graph="provenance"))


def test_articles_come_back_with_their_text(path: Path) -> None:
    """The ledger holds what was read."""
    with Store.open(path) as store:
        assert sorted(entry.article.text for entry in store.articles()) == sorted(TEXTS)


def test_a_graph_lost_after_a_good_build_is_told(path: Path) -> None:
    """Of a small store every graph is looked up at opening, whether it may be written or not."""
    with Store.open(path, write=True) as store:
        store.check()
        store.remove([ARTICLES + store.ledger.hashes()[0]])
    for write in (False, True):
        with pytest.raises(StoreError, match=r"missing .*kg rebuild"):
            Store.open(path, write=write)


def test_the_whole_check_counts_every_graph(path: Path) -> None:
    """A statement too many in any graph is found."""
    with Store.open(path, write=True) as store:
        graph = ARTICLES + store.ledger.hashes()[0]
        store.change(graph, remove=(), add=["<x:s> <x:p> <x:o>"])
        with pytest.raises(StoreError, match="not what the ledger says"):
            store.check()


def test_a_sample_is_spread_over_all_articles(path: Path) -> None:
    """First and last are in it."""
    with Store.open(path) as store:
        assert store.ledger.sample(4) == store.ledger.hashes()


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX x: <#> SELECT * { ?s x:p ?o }",
        "BASE <http://example.org/a?b#c> SELECT * { <s> <http://example.org/p?q=(1)#r> <urn:uuid:1-2> }",
        "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
        "SELECT * { ?s schema:a\\#b 'SERVICE' } # SERVICE <urn:x> {",
    ],
)
def test_a_harmless_query_is_not_taken_for_another(text: str) -> None:
    """Signs in IRIs, texts, comments and escaped names are no syntax."""
    check_query(text)
