"""Twenty questions people have, with answers checked by hand against the example articles.

`NN-name.rq` is the question, `NN-name.csv` its rows as the graph gives them, with a column `shown_by`: the
words of the articles that show the row, parted by ` | `.  Where the graph is wrong, it begins with
`wrong:` and says why; a comment `# Not found:` names what the articles say and the graph does not.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
import rdflib.plugins.sparql
from answered import ask_store, in_order

from kg.store import Store

HERE = Path(__file__).parent
QUESTIONS = sorted(path.stem for path in HERE.glob("*.rq"))
MOST_WRONG = 9  # of all rows: a better reader brings this down, nothing may bring it up
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def _question(name: str) -> str:
    return (HERE / f"{name}.rq").read_text(encoding="utf-8")


def _expected(name: str) -> tuple[list[str], list[list[str]]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head[-1] == "shown_by"
    return head, rows


def _answer(name: str) -> list[tuple[str, ...]]:
    head, rows = _expected(name)
    return in_order(head[:-1], [row[:-1] for row in rows])


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[Store]:
    with Store.open(example_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def exported(store: Store) -> rdflib.Dataset:
    """The N-Quads of the store in rdflib's own memory, with nothing of kg around it."""
    found = rdflib.Dataset(default_union=True)
    found.parse(data="\n".join(store.dump()), format="nquads")
    return found


def _in_rdflib(graph: rdflib.Dataset, text: str) -> list[tuple[str, ...]]:
    result = graph.query(text)
    return in_order([str(name) for name in result.vars or ()], result)


def test_there_are_twenty() -> None:
    """Each with an answer that is not empty."""
    assert len(QUESTIONS) == 20
    assert all(_answer(name) for name in QUESTIONS)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_the_expected_one(name: str, store: Store) -> None:
    """As `kg query` answers, with the columns in the order of the file."""
    head, _ = _expected(name)
    assert list(store.query(_question(name)).variables) == head[:-1]
    assert ask_store(store, _question(name)) == _answer(name)


@pytest.mark.parametrize("name", QUESTIONS)
def test_rdflib_alone_gives_the_same_answer(name: str, exported: rdflib.Dataset) -> None:
    """The questions are standard SPARQL: another engine over the exported file agrees."""
    assert _in_rdflib(exported, _question(name)) == _answer(name)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_graph_of_a_store_gives_the_same_answer(name: str, store: Store) -> None:
    """`kg.open(path).graph()` is asked like any rdflib Dataset."""
    assert _in_rdflib(store.graph(), _question(name)) == _answer(name)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_articles_show_every_row(name: str, store: Store) -> None:
    """The words given as proof stand in an article; a row without words is called wrong."""
    texts = [f"{e.article.title}\n{e.article.text}" for e in store.articles()]
    everything = " ".join("\n".join(texts).split())
    for *_, shown_by in _expected(name)[1]:
        reason, *quotes = shown_by.split(" | ")
        if not reason.startswith("wrong: "):
            quotes.insert(0, reason)
        assert quotes
        assert not [words for words in quotes if " ".join(words.split()) not in everything]


def test_few_rows_are_wrong() -> None:
    """What is known to be wrong is said, and does not become more."""
    rows = [row for name in QUESTIONS for row in _expected(name)[1]]
    assert sum(row[-1].startswith("wrong: ") for row in rows) <= MOST_WRONG < len(rows) / 9


@pytest.mark.parametrize("name", QUESTIONS)
def test_it_begins_with_the_question(name: str) -> None:
    """A comment says in plain words what is asked, and every prefix is declared in the file."""
    assert _question(name).splitlines()[0].startswith("# ")
    assert _question(name).splitlines()[0].endswith("?")
    rdflib.plugins.sparql.prepareQuery(_question(name))  # knows no prefix but those in the text
