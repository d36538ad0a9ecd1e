"""kg validate: what it prints and how it ends."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.store import Store
from kg.vocab import DEFAULT_BASE, RDFS, graph_iri

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def broken(example_store: Path, tmp_path: Path) -> Path:
    """A store in which Donald Trump has no name."""
    path = Path(shutil.copytree(example_store, tmp_path / "broken.kg"))
    person, graph = f"{DEFAULT_BASE}person/donald-trump", graph_iri("reference")
    with Store.open(path, write=True) as store:
        store.engine.update(f"DELETE WHERE {{ GRAPH <{graph}> {{ <{person}> <{RDFS.label}> ?name }} }}")
    return path


def test_a_store_that_conforms(run: Run, example_store: Path) -> None:
    """The summary says what was looked at, and the exit code is 0."""
    code, out, _ = run("validate", example_store, "--sample", 2)
    assert code == 0
    assert "24 articles" in out
    assert "2 of 24 article graphs" in out
    assert "0 violations" in out


def test_violations_end_with_one(run: Run, broken: Path) -> None:
    """Every violation names the article, the node and what to do; the exit code is 1."""
    code, out, _ = run("validate", broken, "--no-shapes")
    assert code == 1
    assert "names: person:donald-trump  Give it an rdfs:label" in out
    assert "shapes     not run" in out
    assert "graph/article/" in out


def test_what_is_not_shown_is_counted(run: Run, broken: Path) -> None:
    """With --most the rest is counted, not dropped."""
    _, whole, _ = run("validate", broken, "--no-shapes")
    _, out, _ = run("validate", broken, "--no-shapes", "--most", 1)
    assert out.count("names:") == 1
    assert f"… and {whole.count('names:') - 1} more" in out


def test_violations_as_json(run: Run, broken: Path) -> None:
    """JSON lines: one per violation, then the sums."""
    code, out, _ = run("validate", broken, "--no-shapes", "--format", "json")
    *rows, sums = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert sums["violations"] == len(rows) > 0
    assert not sums["conforms"]
    assert rows[0]["subject"] == f"<{DEFAULT_BASE}person/donald-trump>"


def test_a_report_in_turtle(run: Run, example_store: Path) -> None:
    """Turtle goes to stdout, the summary to stderr."""
    code, out, err = run("validate", example_store, "--no-shapes", "--format", "ttl")
    assert code == 0
    assert "sh:conforms true" in out
    assert "0 violations" in err


def test_without_pyshacl_it_says_what_to_install(
    run: Run, example_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the extra the command ends with 2 and names it; --no-shapes works."""
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    code, _, err = run("validate", example_store)
    assert code == 2
    assert "newskg[shacl]" in err
    assert run("validate", example_store, "--no-shapes")[0] == 0
