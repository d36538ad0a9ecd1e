"""The sample queries: each asks in plain words, has an answer, and does not multiply what it finds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from answered import ask_store, in_order

from kg.build import build_articles
from kg.exports.samples import question, sample_queries
from kg.model import Article
from kg.pipeline import Reader
from kg.store import Store
from tests.reports import PARAGRAPHS

QUERIES = sample_queries()
MOST_REPORTS = 5  # articles of the examples that tell one and the same


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[Store]:
    with Store.open(example_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> Iterator[Store]:
    """Two outlets print one text; the second one credits the agency."""
    text = "\n".join(PARAGRAPHS)
    articles = [
        Article(id=str(n), source="test", title=f"Ferry treaty {n}", text=text + credit, lang="en",
                date=date(2025, 7, 4 + n), publisher=outlet)
        for n, (outlet, credit) in enumerate((("Harbour Post", ""), ("Coast News", "\n(Reuters)")))
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("copies") / "copies.kg"
    build_articles(articles, folder, reader=reader)
    with Store.open(folder) as opened:
        yield opened


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
    rows = ask_store(store, QUERIES[name])
    assert rows
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_none_multiplies_its_solutions(name: str, store: Store) -> None:
    """What n articles say is found n times at most, not n times for each of its statements.

    The union of the graphs holds a statement as often as articles make it: five statements about an event
    that twenty articles tell would be three million solutions, before DISTINCT leaves one.
    """
    body = re.search(r"WHERE\s*(\{.*\})", QUERIES[name], re.DOTALL)
    head = "".join(re.findall(r"^PREFIX.*\n", QUERIES[name], re.MULTILINE))
    assert body
    solutions = Counter(store.query(f"{head}SELECT * WHERE {body[1]}").rows)
    assert all(count <= MOST_REPORTS for count in solutions.values())


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_what_may_be_missing_comes_last(name: str) -> None:
    """After OPTIONAL or BIND stands no pattern: the engine would go through all labels for each solution."""
    lines = [line.strip() for line in QUERIES[name].splitlines() if line.startswith("  ")]
    first = next((n for n, line in enumerate(lines) if line.startswith(("OPTIONAL", "BIND"))), len(lines))
    assert all(line.startswith(("OPTIONAL", "BIND", "FILTER")) for line in lines[first:])


def test_copies_are_one_story(copies: Store) -> None:
    """A story names the agency that any copy credits, who was first, and all outlets."""
    (row,) = ask_store(copies, QUERIES["stories"])
    assert row[0].casefold() == "reuters"
    assert row[1:] == ("2", "2025-07-04", "Ferry treaty 0", "Harbour Post", "Coast Harbour News Post")


def test_air_defence_is_answered(store: Store) -> None:
    """Ten lines tell who spoke with whom about air defence in July 2025, and who reports it."""
    text = QUERIES["spoke-about-air-defence"]
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "PREFIX"))]
    assert len(lines) <= 10
    names = {row[1:3] for row in ask_store(store, text)}
    assert ("Donald Trump", "Volodymyr Zelenskyy") in names


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_gives_the_same_answers(store: Store) -> None:
    """The samples are standard SPARQL: another engine with the union as default graph agrees."""
    rdflib = pytest.importorskip("rdflib")
    other = rdflib.Dataset(default_union=True)
    other.parse(data="\n".join(store.dump()), format="nquads")
    for name, text in QUERIES.items():
        result = other.query(text)
        rows = in_order([str(v) for v in result.vars], result)
        assert rows == ask_store(store, text), name
