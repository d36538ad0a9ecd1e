"""Every export of the examples loads in independent programs, with the same statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from loaders import (
    BEGIN,
    END,
    FORMATS,
    OXIGRAPH,
    RDFLIB,
    READERS,
    RIOT,
    has_jena,
    has_rapper,
    need,
    rdflib_dataset,
    read_quads,
    riot,
)

from kg.exports import Form, export
from kg.store import Store

ROOT = Path(__file__).parents[2]
NEEDED = {"rapper": (has_rapper, "raptor2-utils"), "Jena RIOT": (has_jena, "libapache-jena-java, a Java")}
CASES = [(suffix, name) for name, (formats, _) in READERS.items() for suffix in formats]


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[Store]:
    """The store of the examples."""
    with Store.open(example_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def files(store: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, int]]:
    """The examples in every format, with the number of statements that the export tells."""
    folder = tmp_path_factory.mktemp("loading")
    made = {suffix: folder / f"desk{suffix}" for suffix in FORMATS}
    return {suffix: (file, export(store, file)) for suffix, file in made.items()}


@pytest.mark.parametrize(("suffix", "name"), CASES)
def test_a_program_finds_the_statements_that_were_written(
    files: dict[str, tuple[Path, int]], suffix: str, name: str
) -> None:
    """All of them, with no warning."""
    if name in NEEDED:
        is_there, packages = NEEDED[name]
        need(is_there(), packages)
    file, written = files[suffix]
    assert READERS[name][1](file) == written


def test_all_formats_hold_what_the_store_holds(store: Store, files: dict[str, tuple[Path, int]]) -> None:
    """The formats with graphs all quads, the others their triples."""
    quads = {line.removesuffix(" .") for line in store.dump()}
    triples = {
        str(quad.triple) for quad in ox.parse("".join(f"{q} .\n" for q in quads), format=OXIGRAPH[".nq"])
    }
    for suffix in FORMATS:
        expected = quads if suffix in (".nq", ".trig", ".jsonld") else triples
        assert read_quads(files[suffix][0]) == expected, suffix


@pytest.mark.parametrize("suffix", [".jsonld", ".rdf"])
def test_a_round_trip_through_rdflib_is_isomorphic(
    files: dict[str, tuple[Path, int]], tmp_path: Path, suffix: str
) -> None:
    """Read and written again by rdflib, the graph is the same: without blank nodes, the same statements."""
    again = tmp_path / f"again{suffix}"
    data = rdflib_dataset(files[suffix][0])
    graph: Any = data if suffix == ".jsonld" else data.default_graph
    graph.serialize(str(again), format=RDFLIB[suffix], encoding="utf-8")
    assert read_quads(again) == read_quads(files[suffix][0])


@pytest.mark.parametrize("suffix", [".jsonld", ".rdf"])
def test_a_round_trip_through_jena_is_isomorphic(
    files: dict[str, tuple[Path, int]], tmp_path: Path, suffix: str
) -> None:
    """Read by Jena and written as N-Quads, the statements are the same."""
    need(has_jena(), "libapache-jena-java, a Java")
    again = tmp_path / "again.nq"
    again.write_text(riot("--output=nquads", f"--syntax={RIOT[suffix]}", str(files[suffix][0])).stdout)
    assert read_quads(again) == read_quads(files[suffix][0])


def test_bulk_loaders_read_the_packed_file(store: Store, tmp_path: Path) -> None:
    """Jena takes .nq.gz as it is."""
    need(has_jena(), "libapache-jena-java, a Java")
    written = export(store, tmp_path / "desk.nq.gz")
    told = riot("--count", str(tmp_path / "desk.nq.gz"))
    assert f"Quads = {written:,}" in told.stdout + told.stderr


@pytest.mark.parametrize("suffix", [".nq", ".trig", ".nt", ".ttl"])
def test_rdf_12_says_the_same_of_relations(store: Store, tmp_path: Path, suffix: str) -> None:
    """A triple term stands for three statements, and what it names is a relation of the plain layer."""
    plain, terms = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    export(store, plain)
    written = export(store, terms, form=Form(rdf12=True))
    before, after = read_quads(plain), read_quads(terms)
    gone, new = before - after, after - before
    assert len(after) == written and 3 * len(new) == len(gone) > 0
    for quad in ox.parse("".join(f"{q} .\n" for q in new), format=OXIGRAPH[".nq"]):
        triple, end = quad.object, str(quad)[str(quad).index(")>>") + 3 :]
        assert isinstance(triple, ox.Triple)
        assert f"{triple.subject} {triple.predicate} {triple.object}{end}".rstrip() in after


def test_the_table_of_the_docs_tells_which_program_reads_what() -> None:
    """A number for each pair that is tested here, the same in a row; a dash for the others."""
    text = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    rows = text.partition(BEGIN)[2].partition(END)[0].strip().splitlines()
    assert re.findall(r"[^|]+", rows[0])[2:] == [f" {name} " for name in READERS]
    assert len(rows) == 2 + len(FORMATS)
    for suffix, row in zip(FORMATS, rows[2:], strict=True):
        name, written, *cells = (cell.strip() for cell in row.strip("|").split("|"))
        assert name == f"`{suffix}`" and re.fullmatch(r"[\d,]+", written)
        expected = [written if suffix in formats else "–" for formats, _ in READERS.values()]
        assert cells == expected
