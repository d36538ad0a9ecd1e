"""`kg export`: options that belong together, and what it says."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("x.nq.gz", (), "statements"),
        ("x.trig", ("--rdf12",), "statements"),
        ("x.jsonld", ("--flat",), "statements"),
        ("x.nq", ("--provenance",), "statements"),
        ("x.csv.gz", ("--what", "ties"), "ties"),
        ("x.gexf", (), "ties"),
        ("x.jsonl", ("--as", "ftm"), "entities"),
        ("x.txt", ("--as", "polecat"), "reports of events"),
        ("x.csv", ("--as", "polecat", "--raw"), "reports of events"),
    ],
)
def test_export_says_how_much_of_what_it_wrote(
    run: Run, example_store: Path, tmp_path: Path, name: str, options: tuple[str, ...], said: str
) -> None:
    """The file's name, a number and its unit, as a message."""
    code, out, told = run("export", example_store, tmp_path / name, *options)
    assert (code, out) == (0, "")
    assert told.startswith(f"{tmp_path / name}: ") and told.strip().endswith(said)
    assert (tmp_path / name).stat().st_size > 100


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("x.csv", ("--flat",), "--flat is for RDF"),
        ("x.gexf", ("--rdf12",), "--rdf12 is for RDF"),
        ("x.json", ("--as", "ftm", "--provenance"), "--provenance is for RDF"),
        ("x.nq", ("--flat",), "without graphs is .nt"),
        ("x.rdf", ("--rdf12",), "no RDF 1.2 yet"),
        ("x.ttl", ("--as", "polecat"), "polecat is written to files that end in .txt"),
        ("x.json", ("--as", "ftm", "--graph", "derived"), "--since and --topic"),
        ("x.nq", ("--provenance", "--since", "2025"), "--graph provenance"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    run: Run, example_store: Path, tmp_path: Path, name: str, options: tuple[str, ...], said: str
) -> None:
    """With what to do instead, and no file."""
    code, _, told = run("export", example_store, tmp_path / name, *options)
    assert code != 0 and said in told
    assert not list(tmp_path.iterdir())


def test_a_model_can_be_chosen_from_and_packed(run: Run, example_store: Path, tmp_path: Path) -> None:
    """Filters hold for models too."""
    file = tmp_path / "x.jsonl.gz"
    assert run("export", example_store, file, "--as", "ftm", "--topic", "air-defence")[0] == 0
    rows = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    assert rows and all(
        "air defence" in row["properties"]["keywords"] for row in rows if row["schema"] == "Article"
    )
