"""Every measure on small networks made by hand, where the right answer is known."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from kg.analysis import Evidence, Network, Node, Tie, find_communities, find_paths, multigraph, project, rank
from kg.analysis import timeline as count


def _evidence(event: str, day: str | None = "2025-07-04", kind: str = "CONSULT") -> Evidence:
    return Evidence(
        event=f"event/{event}", type=kind, mode=None, date=day, status="happened", sentence=f"It is {event}.",
        start=0, end=2, article="article/1", title="News", publisher="Post", url=None, published=day,
        rule="frame/x", confidence=0.8,
    )  # fmt: skip


def _tie(a: str, b: str, *evidence: Evidence, relation: str = "consulted", sign: int = 0) -> Tie:
    told = evidence or (_evidence(f"{a}-{b}"),)
    return Tie(f"person/{a}", relation, f"person/{b}", sign, told)


def _network(*ties: Tie) -> Network:
    refs = sorted({ref for t in ties for ref in (t.subject, t.object)})
    return Network({ref: Node(ref, ref.partition("/")[2], "person") for ref in refs}, ties)


STAR = _network(_tie("hub", "a"), _tie("hub", "b"), _tie("hub", "c"))
TWO_GROUPS = _network(
    _tie("a", "b"), _tie("b", "c"), _tie("a", "c"), _tie("c", "d"), _tie("d", "e"), _tie("e", "f"),
    _tie("d", "f"),
)  # fmt: skip


def test_hub_ranks_first_by_every_measure() -> None:
    """Who deals with all others is first, and stands between each pair of them."""
    for measure in ("pagerank", "betweenness", "events"):
        first = rank(STAR, measure)[0]
        assert first.node.label == "hub"
        assert (first.betweenness, first.events) == (1.0, 3)


def test_an_event_of_several_names_counts_once_and_copies_are_one_source() -> None:
    """Three reports of one call: two print the words of one agency, and one has another day."""
    call = replace(_evidence("1"), case="event/1", told_by="organisation/dpa")
    copy = replace(call, article="article/2", publisher="Gazette")
    late = replace(
        _evidence("2", day="2025-07-05"), case="event/1", article="article/3", told_by="outlet/gazette"
    )
    network = _network(_tie("a", "b", late, call, copy))
    (tie,) = network.ties
    assert (tie.count, tie.reports, tie.sources) == (1, 3, 2)
    assert [(r.events, r.reports, r.sources) for r in rank(network)] == [(1, 3, 2), (1, 3, 2)]
    edge = project(network)["person/a"]["person/b"]
    assert (edge["weight"], edge["neutral"], edge["reports"], edge["sources"]) == (1, 1, 3, 2)
    assert [(p.label, p.total) for p in count(network.evidence())] == [("2025-07-04", 1)]


def test_pagerank_sums_to_one_and_agrees_with_the_formula() -> None:
    """In a star of four, the hub's PageRank solves r = 0.15/4 + 0.85 · 3 · leaf (Brin and Page 1998)."""
    rows = rank(STAR)
    assert sum(r.pagerank for r in rows) == pytest.approx(1, abs=1e-5)
    hub = (0.0375 + 0.85 * 3 * 0.0375) / (1 - 0.85**2)
    assert rows[0].pagerank == pytest.approx(hub, abs=1e-5)


def test_rank_breaks_ties_by_ref() -> None:
    """Equals keep a fixed order, whatever the order they came in."""
    assert [r.node.label for r in rank(STAR)][1:] == ["a", "b", "c"]
    again = _network(*reversed(STAR.ties))
    assert rank(again) == rank(STAR)


def test_communities_split_at_the_bridge() -> None:
    """Two triangles joined by one tie are two communities, each named after its strongest members."""
    found = find_communities(TWO_GROUPS)
    assert [{m.label for m in c.members} for c in found] == [{"a", "b", "c"}, {"d", "e", "f"}]
    assert [(c.inside, c.outside) for c in found] == [(3, 1), (3, 1)]
    assert found[0].name == "c, a, b"


def test_nothing_in_nothing_out() -> None:
    """An empty network has no ranks, communities, paths or periods."""
    empty = Network({}, ())
    assert (rank(empty), find_communities(empty), find_paths(empty, "person/a", "person/b")) == ((), (), ())
    assert count([]) == ()


def test_path_carries_the_ties_of_each_step() -> None:
    """A path from a to f passes the bridge, and every step has the ties with their sentences."""
    found = find_paths(TWO_GROUPS, "person/a", "person/f")
    assert [n.label for n in found[0].nodes] == ["a", "c", "d", "f"]
    assert [step[0].evidence[0].sentence for step in found[0].steps] == [
        "It is a-c.",
        "It is c-d.",
        "It is d-f.",
    ]


def test_path_prefers_what_is_better_reported() -> None:
    """Of two ways of equal length the one with more reports is named first."""
    often = [_evidence(str(n)) for n in range(9)]
    network = _network(_tie("a", "x"), _tie("x", "b"), _tie("a", "y", *often), _tie("y", "b", *often))
    assert [n.label for n in find_paths(network, "person/a", "person/b")[0].nodes] == ["a", "y", "b"]


def test_no_path_between_strangers() -> None:
    """Where nothing connects the two, or one is not there, there is no path."""
    network = _network(_tie("a", "b"), _tie("c", "d"))
    assert find_paths(network, "person/a", "person/d") == ()
    assert find_paths(network, "person/a", "person/nobody") == ()


def test_signs_are_kept_apart() -> None:
    """Support and accusation between two are both counted, never netted to nothing."""
    network = _network(
        _tie("a", "b", _evidence("1"), relation="supported", sign=1),
        _tie("b", "a", _evidence("2"), _evidence("3", "2025-07-09"), relation="accused", sign=-1),
    )
    edge = project(network)["person/a"]["person/b"]
    assert (edge["weight"], edge["positive"], edge["negative"], edge["neutral"]) == (3, 1, 2, 0)
    assert (edge["relations"], edge["first"], edge["last"]) == (
        "accused supported",
        "2025-07-04",
        "2025-07-09",
    )


def test_mutual_relation_counts_once() -> None:
    """One call is one report, though it is stored in both directions."""
    call = _evidence("call")
    graph = project(_network(_tie("a", "b", call), _tie("b", "a", call)))
    assert graph["person/a"]["person/b"]["weight"] == 1


def test_topics_are_no_parties() -> None:
    """Who speaks about a topic has no tie with it in the projection; the multigraph keeps it."""
    tie = Tie("person/a", "discussed", "topic/x", 0, (_evidence("1"),))
    network = Network(
        {"person/a": Node("person/a", "a", "person"), "topic/x": Node("topic/x", "x", "topic")}, (tie,)
    )
    assert list(project(network).edges) == []
    assert multigraph(network).number_of_edges() == 1


def test_timeline_counts_events_not_reports() -> None:
    """Two reports of one event are one event; periods without events are left out."""
    evidence = [_evidence("1"), _evidence("1"), _evidence("2", "2025-07-06", "ACCUSE"), _evidence("3", None)]
    assert [(p.label, p.total) for p in count(evidence)] == [("2025-07-04", 1), ("2025-07-06", 1)]
    assert [(p.label, p.counts) for p in count(evidence, "week")] == [
        ("2025-W27", (("ACCUSE", 1), ("CONSULT", 1)))
    ]
    assert [(p.label, p.total) for p in count(evidence, "month")] == [("2025-07", 2)]


def test_timeline_leaves_out_what_is_less_precise() -> None:
    """An event known by month stands in the months, not on a day."""
    evidence = [_evidence("1", "2025-07")]
    assert count(evidence, "day") == ()
    assert count(evidence, "year")[0].label == "2025"


def test_tie_speaks_in_words() -> None:
    """Names of relations are printed as words."""
    assert _tie("a", "b", relation="mobilizedAgainst").words == "mobilized against"


def test_large_networks_are_sampled_the_same_way_twice() -> None:
    """Above 1,500 names betweenness is estimated, and still the same on every run."""
    ring = _network(*(_tie(f"{n:04}", f"{(n + 1) % 1501:04}") for n in range(1501)))
    first = rank(ring, "betweenness")
    assert first == rank(ring, "betweenness")
    assert not math.isnan(first[0].betweenness)
