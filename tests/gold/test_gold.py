"""The project's own gold: it is sound, and kg reads its articles at least as well as the pinned floors say.

`articles.jsonl` holds articles written for this project, `gold.jsonl` what a careful reader takes from
them, `floors.toml` the least figures.  `kg eval --floors … --pin` raises floors after an improvement.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.evaluation import (
    Legal,
    Reading,
    below,
    check_gold,
    read_floors,
    read_gold,
    score_article,
    tabulate,
    to_reading,
)  # fmt: skip
from kg.evaluation.report import difference_rows
from kg.facts import to_facts
from kg.model import Article
from kg.ontology import Lexicon
from kg.pipeline import Reader
from kg.sources import read_articles

FOLDER = Path(__file__).parent
ARTICLES = FOLDER / "articles.jsonl"
GOLD = read_gold(FOLDER / "gold.jsonl")


def articles() -> dict[str, Article]:
    """Read the articles as kg does."""
    items = list(read_articles([str(ARTICLES)]))
    assert all(isinstance(item, Article) for item in items), items
    return {item.id: item for item in items if isinstance(item, Article)}


def test_every_article_has_gold_and_all_gold_an_article() -> None:
    """The two files speak of the same articles, each once, in the same order."""
    rows = [json.loads(line)["id"] for line in ARTICLES.read_text("utf-8").splitlines()]
    assert rows == list(GOLD)


def test_articles_say_language_and_date(lexicon: Lexicon) -> None:
    """Relative dates need a day of publication, and figures by language a language that kg reads."""
    for article in articles().values():
        assert article.date is not None, article.id
        assert article.lang in lexicon.languages, article.id
        assert article.title and article.text, article.id


@pytest.mark.parametrize("gold", GOLD.values(), ids=list(GOLD))
def test_gold_says_what_stands_in_the_text(gold: Reading, lexicon: Lexicon) -> None:
    """Forms, triggers and beginnings occur; types, topics and countries exist; parties are named."""
    article = articles()[gold.id]
    assert check_gold(gold, f"{article.title}\n{article.text}", Legal.of(lexicon)) == []


def test_floors_hold(reader: Reader) -> None:
    """No figure is below its floor; what differs from gold is printed when one is."""
    read = articles()
    scores = [
        score_article(one, to_reading(to_facts(reader.read(read[ident])))) for ident, one in GOLD.items()
    ]
    missed = below(read_floors(FOLDER / "floors.toml"), tabulate(scores))
    assert not missed, "\n".join([*missed, *("  ".join(row) for row in difference_rows(scores))])
