"""The call of 4 July 2025 in the example articles: four languages, one event, and where reports differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.store import Store


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[Store]:
    with Store.open(example_store) as opened:
        yield opened


def _ask(store: Store, what: str, statements: str) -> list[tuple[str, ...]]:
    graph = f"GRAPH <https://w3id.org/newskg/graph/corroboration> {{ ?case {statements} }}"
    event = (
        "?event kg:mode <https://w3id.org/newskg/id/mode/call> ; "
        'sem:hasTimeStamp "2025-07-04"^^<http://www.w3.org/2001/XMLSchema#date> .'
    )
    answer = store.query(f"SELECT DISTINCT {what} WHERE {{ {graph} {event} }}")
    return sorted(tuple(term.value for term in row) for row in answer.rows)


def test_four_reports_are_one_event(store: Store) -> None:
    """German, English, French and Ukrainian outlets tell it, none after another."""
    counts = "kg:leadingEvent ?event ; kg:articles ?reports ; kg:independentSources ?sources"
    assert [row[1:] for row in _ask(store, "?case ?reports ?sources", counts)] == [("4", "4")]
    languages = "kg:leadingEvent ?event ; schema:inLanguage ?language"
    assert _ask(store, "?language", languages) == [("de",), ("en",), ("fr",), ("uk",)]


def test_the_first_report_is_named(store: Store) -> None:
    """All four are of one day; the graph still says which counts as the first."""
    first = "kg:leadingEvent ?event ; kg:firstReported ?day ; kg:firstReport ?article"
    ((day, article),) = _ask(store, "?day ?article", first)
    assert day == "2025-07-04"
    assert "/article/" in article


def test_both_durations_stand_side_by_side(store: Store) -> None:
    """Three outlets heard of 40 minutes, the French one of 45."""
    claims = (
        'kg:leadingEvent ?event ; kg:differsIn ?difference . ?difference kg:property "duration" ; '
        "kg:claims ?claim . ?claim kg:claimed ?value ; schema:isPartOf ?article"
    )
    told: dict[str, int] = defaultdict(int)
    for value, _ in _ask(store, "?value ?article", claims):
        told[value] += 1
    assert told == {"PT40M": 3, "PT45M": 1}
