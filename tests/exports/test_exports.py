"""Exports load elsewhere, hold the same statements, and are whole or not there."""

from __future__ import annotations

import csv
import errno
import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from loaders import has_rapper, need
from tiny import TinyReader, article

from kg.build import build_articles
from kg.errors import ExportError
from kg.exports import SUFFIXES, Form, export, is_network
from kg.exports.rdf import DATASETS, FLAT
from kg.exports.reifying import reified
from kg.exports.tables import harmless
from kg.ontology import Lexicon
from kg.store import Store

ENGINE = {
    ".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG, ".jsonld": ox.RdfFormat.JSON_LD,
    ".nt": ox.RdfFormat.N_TRIPLES, ".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML,
}  # fmt: skip
RDFLIB = {
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "json-ld",
    ".nt": "nt",
    ".ttl": "turtle",
    ".rdf": "xml",
}
RAPPER = {".nq": "nquads", ".trig": "trig", ".nt": "ntriples", ".ttl": "turtle", ".rdf": "rdfxml"}
TEXTS = (
    "Alder called Birch on 2025-07-04.",
    "Alder called Birch on 2025-07-04. Cedar attacked Birch.\nDoyle: \"=1+1 <&> ]]> \\ \t 'x' \x0b \x85 😀\"",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> Any:
    """A store whose articles report one event twice and hold awkward characters."""
    path = tmp_path_factory.mktemp("exports") / "desk.kg"
    made = [
        article(t, str(i), publisher=f"Outlet <{i}>", title=f"Ti\tt\r\nle {i}") for i, t in enumerate(TEXTS)
    ]
    build_articles(made, path, reader=TinyReader(lexicon))  # type: ignore[arg-type]
    with Store.open(path) as opened:
        yield opened


@pytest.mark.parametrize("suffix", [*DATASETS, *FLAT])
def test_every_format_loads_with_the_same_statements(store: Store, tmp_path: Path, suffix: str) -> None:
    """Oxigraph and rdflib find what was written; formats without graphs hold each statement once."""
    file = tmp_path / f"x{suffix}"
    count = export(store, file)
    expected = set(store.dump())
    engine = ox.Store()
    engine.load(path=str(file), format=ENGINE[suffix])
    if suffix in DATASETS:
        assert {f"{quad} ." for quad in engine} == expected
        other: Any = rdflib.Dataset()
        found = len(list(other.parse(str(file), format=RDFLIB[suffix]).quads()))
    else:
        assert {str(quad.triple) for quad in engine} == {
            str(q.triple) for name in store.graphs() if "provenance" not in name for q in store.quads(name)
        }
        found = len(rdflib.Graph().parse(str(file), format=RDFLIB[suffix]))
    assert count == len(engine) == found


@pytest.mark.parametrize("suffix", list(RAPPER))
def test_raptor_loads_the_same_statements(store: Store, tmp_path: Path, suffix: str) -> None:
    """A third parser, without a warning."""
    need(has_rapper(), "raptor2-utils")
    file = tmp_path / f"x{suffix}"
    count = export(store, file)
    done = subprocess.run(
        ["rapper", "-i", RAPPER[suffix], "-o", "nquads", str(file)], capture_output=True, check=True
    )
    assert b"arning" not in done.stderr and b"rror" not in done.stderr
    assert len(done.stdout.splitlines()) == count


def test_flat_formats_hold_a_statement_of_two_graphs_once(store: Store, tmp_path: Path) -> None:
    """Both articles say that the call is an event; the union says it once."""
    assert export(store, tmp_path / "x.nt") < export(store, tmp_path / "x.nq")


@pytest.mark.parametrize("suffix", [".nq", ".nt"])
def test_lines_are_in_order(
    store: Store, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when they do not fit into memory at once."""
    export(store, tmp_path / f"a{suffix}")
    monkeypatch.setattr("kg.exports.sorting.AT_ONCE", 10_000)
    export(store, tmp_path / f"b{suffix}")
    lines = (tmp_path / f"a{suffix}").read_bytes().split(b"\n")[:-1]
    assert lines == sorted(set(lines))
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", [".trig", ".jsonld", ".ttl", ".rdf"])
def test_a_graph_larger_than_memory_gives_the_same_bytes(
    store: Store, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sorted in one piece or in a hundred, and nothing is left beside the file."""
    export(store, tmp_path / f"a{suffix}")
    monkeypatch.setattr("kg.exports.sorting.AT_ONCE", 2_000)
    monkeypatch.setattr("kg.exports.sorting.FAN_IN", 3)
    export(store, tmp_path / f"b{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("suffix", [*DATASETS, *FLAT, ".csv"])
def test_a_packed_file_holds_the_same(store: Store, tmp_path: Path, suffix: str) -> None:
    """Without name or time in it: the same bytes under another name."""
    for name in ("a", "other"):
        export(store, tmp_path / f"{name}{suffix}.gz")
    export(store, tmp_path / f"a{suffix}")
    packed = (tmp_path / f"a{suffix}.gz").read_bytes()
    assert gzip.decompress(packed) == (tmp_path / f"a{suffix}").read_bytes()
    assert packed == (tmp_path / f"other{suffix}.gz").read_bytes()


@pytest.mark.parametrize("name", ["x.gexf.gz", "x.parquet.gz", "x.gz"])
def test_what_cannot_be_packed_is_refused(store: Store, tmp_path: Path, name: str) -> None:
    """Before anything is written."""
    with pytest.raises(ExportError, match="x"):
        export(store, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_provenance_is_there_when_asked_for(store: Store, tmp_path: Path) -> None:
    """The whole store is what it is without it, and the graph that holds times."""
    without = export(store, tmp_path / "a.nq")
    alone = export(store, tmp_path / "b.nq", graph="provenance")
    assert export(store, tmp_path / "c.nq", provenance=True) == without + alone
    assert b"graph/provenance" not in (tmp_path / "a.nq").read_bytes()
    with pytest.raises(ExportError, match="--graph provenance"):
        export(store, tmp_path / "x.nq", provenance=True, since="2025")


def test_flat_json_ld_names_no_graph(store: Store, tmp_path: Path) -> None:
    """It holds what N-Triples hold."""
    flat = export(store, tmp_path / "a.jsonld", form=Form(flat=True))
    assert flat == export(store, tmp_path / "a.nt")
    assert b"@graph" not in (tmp_path / "a.jsonld").read_bytes()


@pytest.mark.parametrize(
    ("name", "form", "more", "said"),
    [
        ("x.nq", Form(flat=True), {}, r"without graphs is \.nt"),
        ("x.trig", Form(flat=True), {}, r"without graphs is \.ttl"),
        ("x.jsonld", Form(rdf12=True), {}, r"has no RDF 1\.2 yet.*\.nq"),
        ("x.rdf", Form(rdf12=True), {}, r"has no RDF 1\.2 yet"),
        ("x.nq", Form(rdf12=True), {"since": "2025"}, "Leave out --rdf12"),
    ],
)
def test_forms_that_make_no_sense_say_what_to_do(
    store: Store, tmp_path: Path, name: str, form: Form, more: dict[str, str], said: str
) -> None:
    """And nothing is written."""
    with pytest.raises(ExportError, match=said):
        export(store, tmp_path / name, form=form, **more)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_rdf_12_keeps_the_lines_in_order(store: Store, tmp_path: Path) -> None:
    """A triple term stands where its parts stood, so the file is as sorted as without."""
    before = export(store, tmp_path / "a.nq")
    after = export(store, tmp_path / "b.nq", form=Form(rdf12=True))
    lines = (tmp_path / "b.nq").read_bytes().split(b"\n")[:-1]
    terms = [line for line in lines if b"#reifies> <<( " in line]
    assert lines == sorted(set(lines))
    assert before - after == 2 * len(terms) > 0


def test_parts_that_belong_to_no_whole_stay() -> None:
    """Only object, predicate and subject of one thing, one behind the other, become a triple term."""
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

    def line(me: str, part: str, value: str) -> bytes:
        return f"<{me}> <{rdf}{part}> <{value}> .".encode()

    a, b = ([line(me, part, part[0]) for part in ("object", "predicate", "subject")] for me in "ab")
    label = b'<b> <x> "y" .'
    term = b"<b> <%s> <<( <s> <p> <o> )>> ." % f"{rdf}reifies".encode()
    assert list(reified([*a[:2], *b, label])) == [*a[:2], term, label]
    assert list(reified([a[0], a[2], b[0], label, a[1]])) == [a[0], a[2], b[0], label, a[1]]


@pytest.mark.parametrize("suffix", [s for s in SUFFIXES if s not in (".graphml", ".gexf", ".json")])
def test_the_same_store_gives_the_same_bytes(store: Store, tmp_path: Path, suffix: str) -> None:
    """No time, no chance."""
    if suffix == ".parquet":
        pytest.importorskip("pyarrow")
    for name in "ab":
        export(store, tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


def test_one_graph_can_be_exported(store: Store, tmp_path: Path) -> None:
    """By its short name; provenance is there when asked for."""
    assert export(store, tmp_path / "x.nt", graph="derived") == sum(1 for _ in store.quads("derived"))
    assert export(store, tmp_path / "x.nt", graph="provenance")
    with pytest.raises(ExportError, match="Known: corroboration, dataset, derived"):
        export(store, tmp_path / "x.nt", graph="deriven")


def test_articles_can_be_chosen_by_time_and_topic(store: Store, tmp_path: Path) -> None:
    """Later than all, and about nothing there is."""
    everything = export(store, tmp_path / "x.csv")
    assert export(store, tmp_path / "x.csv", since="2025-07", topic="diplomacy") == everything
    assert export(store, tmp_path / "x.csv", since="2025-08-01") == 0
    with pytest.raises(ExportError, match="Did you mean diplomacy"):
        export(store, tmp_path / "x.csv", topic="diplomcy")
    with pytest.raises(ExportError, match="not a date"):
        export(store, tmp_path / "x.csv", since="2025-02-30")


def test_an_event_of_two_articles_is_one_row(store: Store, tmp_path: Path) -> None:
    """With both counted."""
    export(store, tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    (call,) = [row for row in rows if row["mode"] == "call"]
    assert (call["articles"], call["independent_sources"]) == ("2", "2")
    assert (call["agents"], call["leading_event"]) == ("person/alder; person/birch", call["event"])
    assert (call["type"], call["date"], call["duration"], call["agent_names"]) == (
        "CONSULT",
        "2025-07-04",
        "PT1H30M",
        "Alder; Birch",
    )


def test_ties_and_quotations_are_tables_too(store: Store, tmp_path: Path) -> None:
    """The plain layer, and who said what."""
    assert export(store, tmp_path / "t.csv", what="ties")
    assert export(store, tmp_path / "q.csv", what="quotations") == 1
    with pytest.raises(ExportError, match="Known: events, ties, quotations"):
        export(store, tmp_path / "x.csv", what="people")


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("\t@x", "'\t@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        (" -2", "' -2"),
        ("x=1", "x=1"),
        (3, 3),
        (None, None),
    ],
)
def test_no_cell_is_a_formula(text: object, safe: object) -> None:
    """A quotation that begins with = stays a quotation."""
    assert harmless(text) == safe


def test_parquet_holds_the_same_rows(store: Store, tmp_path: Path) -> None:
    """Numbers are numbers there."""
    parquet = pytest.importorskip("pyarrow.parquet")
    count = export(store, tmp_path / "x.parquet")
    table = parquet.read_table(tmp_path / "x.parquet").to_pylist()
    assert len(table) == count
    assert table[0]["articles"] == 2
    assert table[0]["main"] is True


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".json"])
def test_graph_files_keep_nodes_and_edges(store: Store, tmp_path: Path, suffix: str) -> None:
    """What networkx reads again is what was written, in any order of insertion."""
    one, two = nx.MultiDiGraph(), nx.MultiDiGraph()
    one.add_node("person/a", label="A <&> \x0b", kind="person")
    one.add_node("person/b", label="B", kind="person")
    two.add_nodes_from(reversed(list(one.nodes(data=True))))
    for graph in (one, two):
        graph.add_edge("person/a", "person/b", key="consulted", weight=2, sign=0)
        graph.add_edge("person/a", "person/b", key="accused", weight=1, sign=-1)
    for name, graph in (("a", one), ("b", two)):
        assert export(store, tmp_path / f"{name}{suffix}", network=graph) == 2
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()
    readers = {".graphml": nx.read_graphml, ".gexf": nx.read_gexf}
    again = (
        readers[suffix](tmp_path / f"a{suffix}")
        if suffix in readers
        else nx.node_link_graph(json.loads((tmp_path / "a.json").read_text()), edges="edges")
    )
    assert (again.number_of_nodes(), again.number_of_edges()) == (2, 2)
    assert is_network(f"a{suffix}")


def test_an_unknown_suffix_names_those_that_are_known(store: Store, tmp_path: Path) -> None:
    """And nothing is written."""
    with pytest.raises(ExportError, match=r"\.docx.*Known: .*\.ttl"):
        export(store, tmp_path / "x.docx")
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_the_old_file(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old export stays, no draft is left, and one line says why."""
    file = tmp_path / "x.nq"
    file.write_text("old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ExportError, match=r"x\.nq: cannot be written \(No space left"):
        export(store, file)
    assert [p.name for p in tmp_path.iterdir()] == ["x.nq"]
    assert file.read_text() == "old"


def test_a_missing_folder_is_told(store: Store, tmp_path: Path) -> None:
    """It is not made behind the user's back."""
    with pytest.raises(ExportError, match="cannot be written"):
        export(store, tmp_path / "no" / "x.ttl")
