"""Ties and evidence as they come out of a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.analysis import Network, project, read_network
from kg.analysis.explain import explain_thing, find_thing
from kg.errors import QueryError
from kg.store import Store

CALL = ("person/donald-trump", "person/volodymyr-zelenskyy")


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[Store]:
    with Store.open(example_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def network(store: Store) -> Network:
    return read_network(store, topics_as_nodes=True)


def test_the_call_is_one_tie_with_sentences_of_several_outlets(network: Network) -> None:
    """The call of 4 July is told in four languages and is one event between the two presidents."""
    tie = next(t for t in network.between(*CALL) if t.relation == "consulted")
    assert {e.publisher for e in tie.evidence} >= {"Nordwind Nachrichten", "The Harbour Post"}
    assert "2025-07-04" in tie.dates
    assert tie.sources >= 3


def test_every_tie_has_evidence_whose_words_are_marked(network: Network) -> None:
    """Each statement shows a sentence, and the marked words lie inside it."""
    assert network.ties
    for tie in network.ties:
        assert tie.evidence
        for e in tie.evidence:
            assert 0 <= e.start < e.end <= len(e.sentence)
            assert e.title and e.rule and 0 < e.confidence <= 1


def test_nodes_say_who_they_are(network: Network) -> None:
    """A person has a label, names in other languages, a Wikidata id, and what is known of the office."""
    node = network.nodes["person/volodymyr-zelenskyy"]
    assert node.label == "Volodymyr Zelenskyy"
    assert node.wikidata == "Q3874799"
    assert any("Selenskyj" in alias for alias in node.aliases)
    assert "Ukraine" in node.about


def test_filters_only_take_away(store: Store, network: Network) -> None:
    """Period, topic and type each leave a part of the ties, and all evidence fits."""
    july = read_network(store, since="2025-07-10", until="2025-07-14")
    assert {e.date for e in july.evidence()} <= {f"2025-07-{d}" for d in range(10, 15)} | {"2025-07", "2025"}
    topic = read_network(store, topic="air-defence")
    assert all("topic/air-defence" in e.topics for e in topic.evidence())
    calls = read_network(store, types=["CONSULT"])
    assert {e.type for e in calls.evidence()} == {"CONSULT"}
    for part in (july, topic, calls):
        assert 0 < len(part.ties) < len(network.ties)


def test_unknown_filters_are_errors(store: Store) -> None:
    """A topic or type that does not exist is named with the nearest one."""
    with pytest.raises(QueryError, match="Did you mean air-defence"):
        read_network(store, topic="air-defense")
    with pytest.raises(QueryError, match="Did you mean CONSULT"):
        read_network(store, types=["CONSULTS"])


def test_projection_has_no_topics(network: Network) -> None:
    """The graph of parties holds people, countries and organisations."""
    graph = project(network)
    assert {data["kind"] for _, data in graph.nodes(data=True)} == {"person", "country", "organisation"}
    assert graph.has_edge(*CALL)


@pytest.mark.parametrize("thing", ["Selenskyj", "зеленський", "person/volodymyr-zelenskyy",
                                   "https://w3id.org/newskg/id/person/volodymyr-zelenskyy"])  # fmt: skip
def test_things_are_found_by_any_name(store: Store, thing: str) -> None:
    """A name in any language, a key and an IRI lead to the same person."""
    assert find_thing(store, thing) == ("person/volodymyr-zelenskyy", "Volodymyr Zelenskyy")


def test_every_kind_of_thing_is_explained(store: Store, network: Network) -> None:
    """People, countries, topics, events and quotations all lead to sentences."""
    events = {e.event for e in network.evidence()}
    quotation = min(e for e in events if e.startswith("quotation/"))
    for ref in (*CALL, "country/UKR", "topic/air-defence", min(events), quotation):
        found = explain_thing(store, ref)
        assert found.statements, ref
        for statement in found.statements:
            assert statement.sentence[statement.start : statement.end].strip()
