"""Stores: who tells an event, how many independently, in which order ever the articles come."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from reports import OTHER, PARAGRAPHS
from tiny import TinyReader, article

from kg.build import build_articles
from kg.model import Article
from kg.ontology import Lexicon
from kg.store import Store

COPY = "\n".join(PARAGRAPHS)
CALL = "Alder called Birch on 2025-07-04."


def _articles() -> list[Article]:
    """Two copies of one text, an own report and one of another agency, about one call; and other news."""
    return [
        article(f"{CALL}\n{COPY}", "1", publisher="Gazette"),
        article(f"{CALL}\n{COPY}\n(dpa)", "2", publisher="Herald"),
        article(CALL, "3", publisher="Courier", lang="fr"),
        article(f"{CALL}\n{OTHER}\n(AFP)", "4", publisher="Tribune"),
        article(f"{CALL} The harbour was quiet.", "5", publisher="Courier", date=date(2025, 7, 4)),
        article("Cedar attacked Birch on 2025-07-05.", "6", publisher="Gazette"),
        article(f"Doyle called Birch on 2025-07-06.\n{OTHER}", "7", publisher="Mirror"),
    ]


def _build(path: Path, lexicon: Lexicon, items: Sequence[Article]) -> None:
    build_articles(items, path, reader=TinyReader(lexicon))  # type: ignore[arg-type]


def _rows(store: Path, query: str) -> list[tuple[str, ...]]:
    with Store.open(store) as opened:
        return sorted(tuple(str(term.value) for term in row) for row in opened.query(query).rows)


@pytest.fixture
def store(tmp_path: Path, lexicon: Lexicon) -> Path:
    _build(tmp_path / "s.kg", lexicon, _articles())
    return tmp_path / "s.kg"


def test_copies_and_outlets_count_once(store: Path) -> None:
    """Five reports of the call: one agency text in two papers, another agency, and one paper twice."""
    query = """SELECT DISTINCT ?n ?sources ?day WHERE { ?c a kg:Corroboration ; kg:articles ?n ;
               kg:independentSources ?sources ; kg:firstReported ?day ;
               kg:leadingEvent/kg:agent person:alder }"""
    assert _rows(store, query) == [("5", "3", "2025-07-04")]


def test_a_story_is_its_agency(store: Path) -> None:
    """The copy that credits dpa tells whose words the other one prints."""
    query = """SELECT ?n ?sources ?who WHERE { ?s a kg:Story ; kg:articles ?n ;
               kg:independentSources ?sources ; kg:toldBy ?who }"""
    rows = [(n, sources, who.rsplit("/", 1)[1]) for n, sources, who in _rows(store, query)]
    assert ("2", "1", "dpa") in rows


def test_relations_say_who_tells_them(store: Path) -> None:
    """The edge between two people has articles and independent sources too."""
    query = """SELECT ?n ?sources WHERE { ?e a kg:RelationEdge ; rdf:subject person:alder ;
               rdf:predicate kg:consulted ; kg:articles ?n ; kg:independentSources ?sources }"""
    assert _rows(store, query) == [("5", "3")]


def _dump(path: Path) -> list[str]:
    with Store.open(path) as store:
        return list(store.dump())


@pytest.mark.parametrize("seed", range(6))
def test_one_by_one_in_any_order_is_the_same_as_at_once(
    store: Path, tmp_path: Path, lexicon: Lexicon, seed: int
) -> None:
    """Stories, links and counts depend on what the store holds, not on how it came there."""
    items = _articles()
    random.Random(seed).shuffle(items)
    for start, end in pairwise((0, 1, 3, 4, len(items))):
        _build(tmp_path / "t.kg", lexicon, items[start:end])
    assert _dump(tmp_path / "t.kg") == _dump(store)


def test_a_changed_article_takes_its_story_along(store: Path, tmp_path: Path, lexicon: Lexicon) -> None:
    """The copy that credited the agency becomes another text: what is left is what a new store holds."""
    items = _articles()
    items[1] = replace(items[1], text=f"Cedar attacked Doyle on 2025-07-02. {OTHER}")
    _build(store, lexicon, items)
    _build(tmp_path / "new.kg", lexicon, items)
    assert _dump(store) == _dump(tmp_path / "new.kg")


def test_an_earlier_report_renames_its_story(tmp_path: Path, lexicon: Lexicon) -> None:
    """Two copies are a story named by the first; a third, found later and older, names it anew."""
    items = [article(COPY, n, date=date(2025, 7, day)) for n, day in (("1", 5), ("2", 4), ("3", 3))]
    for item in items:
        _build(tmp_path / "t.kg", lexicon, [item])
    _build(tmp_path / "new.kg", lexicon, items)
    assert _dump(tmp_path / "t.kg") == _dump(tmp_path / "new.kg")
