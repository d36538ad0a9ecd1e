"""From ties and evidence to what a map shows."""

from __future__ import annotations

from kg.analysis import Evidence, Network, Node, Tie
from kg.views.from_network import to_map
from kg.views.map import draw_map


def _evidence(event: str, **more: object) -> Evidence:
    values: dict[str, object] = {
        "event": event, "type": "CONSULT", "mode": "call", "date": "2025-07-04", "status": "happened",
        "sentence": "Alder called Birch.", "start": 6, "end": 12, "article": "article/1", "title": "News",
        "publisher": "Post", "url": "https://example.org/1", "published": "2025-07-05", "rule": "frame/x",
        "confidence": 0.9, "topics": ("topic/diplomacy",),
    }  # fmt: skip
    return Evidence(**{**values, **more})  # type: ignore[arg-type]


CALL = _evidence("event/1")
NODES = {
    "person/alder": Node("person/alder", "Alder", "person", ("Erle",), "Q1", "President, Ukraine"),
    "person/birch": Node("person/birch", "Birch", "person"),
    "topic/diplomacy": Node("topic/diplomacy", "diplomacy", "topic"),
}
TIES = (
    Tie("person/alder", "consulted", "person/birch", 0, (CALL,)),
    Tie("person/birch", "consulted", "person/alder", 0, (CALL,)),
    Tie("person/alder", "discussed", "topic/diplomacy", 0, (CALL,)),
    Tie("person/alder", "accused", "person/birch", -1, (_evidence("event/2", type="ACCUSE", date=None),)),
)
LABELS = {"topic/diplomacy": "diplomacy", "type/CONSULT": "consult", "type/ACCUSE": "accuse"}
NETWORK = Network(NODES, TIES, LABELS)


def test_mutual_relation_is_one_edge_without_arrow() -> None:
    """A call, stored in both directions, is drawn once and without an arrow."""
    edges = {e.relation: e for e in to_map(NETWORK, title="x").edges}
    assert len(edges) == 3
    assert not edges["consulted"].directed
    assert edges["accused"].directed


def test_edge_carries_everything_the_panel_shows() -> None:
    """Sign, count, dates, topic and type by name, and the sentence with its article."""
    edge = next(e for e in to_map(NETWORK, title="x").edges if e.relation == "consulted")
    assert (edge.sign, edge.count, edge.first_date, edge.last_date) == (0, 1, "2025-07-04", "2025-07-04")
    assert (edge.topics, edge.event_type) == (("diplomacy",), "consult")
    (shown,) = edge.evidence
    assert shown.sentence[shown.start : shown.end] == "called"
    assert (shown.title, shown.publisher, shown.url) == ("News", "Post", "https://example.org/1")


def test_node_says_who_this_is() -> None:
    """Aliases for the search, office and country, and a link to Wikidata."""
    node = next(n for n in to_map(NETWORK, title="x").nodes if n.label == "Alder")
    assert (node.aliases, node.about) == (("Erle",), "President, Ukraine")
    assert node.wikidata == "https://www.wikidata.org/wiki/Q1"


def test_most_keeps_the_best_connected() -> None:
    """Of a star with a tail, the hub stays; names without a tie left are not drawn."""
    refs = [f"person/{n}" for n in "abcdefgh"]
    nodes = {ref: Node(ref, ref[-1], "person") for ref in refs}
    ties = tuple(
        Tie("person/a", "accused", ref, -1, (_evidence(f"event/{ref}", type="ACCUSE"),)) for ref in refs[1:]
    )
    shown = to_map(Network(nodes, ties), title="x", most=3)
    assert "a" in {n.label for n in shown.nodes}
    assert len(shown.nodes) <= 3


def test_empty_network_is_an_empty_page() -> None:
    """A store without ties still gives a page, which says that there is nothing to show."""
    page = draw_map(to_map(Network({}, ()), title="Nothing"))
    assert "Nothing" in page
