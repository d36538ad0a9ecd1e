"""Events that were nearly taken for one: pairs below the score, the likest first, none that is joined."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.across.identity import SAME
from kg.analysis.nearly import BELOW, nearly_one
from kg.analysis.review import review
from kg.ontology import Lexicon
from kg.store import Store


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[Store]:
    with Store.open(example_store) as opened:
        yield opened


def test_pairs_are_just_below_the_score_and_not_joined(store: Store, lexicon: Lexicon) -> None:
    """A negotiation of two countries, and a meeting of their prime ministers on that day."""
    seen: list[int] = []
    found = nearly_one(store.ledger, lexicon, progress=lambda: seen.append(1))
    assert found
    assert len(seen) == len(list(store.ledger.across.events()))
    scores = [link.score for link in found]
    assert scores == sorted(scores, reverse=True)
    assert all(SAME - BELOW <= score < SAME for score in scores)
    across = store.ledger.across
    assert all(across.leading(link.event) != across.leading(link.leading) for link in found)
    assert nearly_one(store.ledger, lexicon, most=1) == found[:1]


def test_accepting_one_would_join_it(store: Store, lexicon: Lexicon) -> None:
    """The suggestion carries the line; what is answered either way is not asked again."""
    first = review(store, lexicon, kinds=["apart"])[0]
    assert first.answer is not None and first.answer.kind == "same"
    assert first not in review(store, lexicon, [first.answer], kinds=["apart"])
