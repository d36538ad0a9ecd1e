"""The sample queries: each asks a question in plain words and has an answer on the example graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.exports.samples import question, sample_queries
from kg.store import Store

QUERIES = sample_queries()
#: Columns that join names in an order that SPARQL leaves open.
JOINED = {"reported_by", "languages"}


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[Store]:
    with Store.open(example_store) as opened:
        yield opened


def _rows(store: Store, text: str) -> list[tuple[str, ...]]:
    result = store.query(text)
    joined = [name in JOINED for name in result.variables]
    return sorted(
        tuple(_plain("" if term is None else term.value, j) for term, j in zip(row, joined, strict=True))
        for row in result.rows
    )


def _plain(text: str, joined: bool) -> str:
    return " ".join(sorted(re.split(r"[ ,]+", text))) if joined else text


def test_there_are_at_least_twelve() -> None:
    """The issue asks for twelve sample queries."""
    assert len(QUERIES) >= 12


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_each_asks_a_question(name: str) -> None:
    """A sample begins with a comment that is a question, and declares every prefix it uses."""
    text = QUERIES[name]
    assert question(text).endswith("?")
    declared = set(re.findall(r"^PREFIX (\w+):", text, re.MULTILINE))
    body = re.sub(r"^(PREFIX|#).*$|\"[^\"]*\"", "", text, flags=re.MULTILINE)
    assert set(re.findall(r"(?<![?\w])([a-z]+):\w", body)) == declared


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_each_has_an_answer_without_doubles(name: str, store: Store) -> None:
    """The answer is not empty, and no row stands in it twice although several graphs say the same."""
    rows = _rows(store, QUERIES[name])
    assert rows
    assert len(rows) == len(set(rows))


def test_air_defence_is_answered(store: Store) -> None:
    """Ten lines tell who spoke with whom about air defence in July 2025, and who reports it."""
    text = QUERIES["spoke-about-air-defence"]
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "PREFIX"))]
    assert len(lines) <= 10
    names = {row[1:3] for row in _rows(store, text)}
    assert ("Donald Trump", "Volodymyr Zelenskyy") in names


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_gives_the_same_answers(store: Store) -> None:
    """The samples are standard SPARQL: another engine with the union as default graph agrees."""
    rdflib = pytest.importorskip("rdflib")
    other = rdflib.Dataset(default_union=True)
    other.parse(data="\n".join(store.dump()), format="nquads")
    for name, text in QUERIES.items():
        result = other.query(text)
        joined = [str(v) in JOINED for v in result.vars]
        rows = sorted(
            tuple(_plain("" if t is None else str(t), j) for t, j in zip(row, joined, strict=True))
            for row in result
        )
        assert rows == _rows(store, text), name
