"""A Network as the records that the map draws.

In: nodes, ties and evidence of `kg.analysis`.  Out: MapData with the best connected names and all
relations between them.  Knows neither the store nor HTML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

from kg.analysis.projection import DESCRIBING
from kg.graph.ties import MUTUAL, RELATIONS
from kg.views.map import MapData, MapEdge, MapEvidence, MapNode, NodeKind, Sign
from kg.vocab import WD

if TYPE_CHECKING:
    from kg.analysis.projection import Evidence, Network, Node, Tie

MIN_TOPICS = 6
_TYPES = {relation: kind for kind, (relation, _) in RELATIONS.items()}
#: Relations that no event type of their own implies.
_QUOTED = {"spokeAbout": "QUOTATION", "discussed": "CONSULT"}


def to_map(network: Network, *, title: str, most: int = 300) -> MapData:
    """Return what a map of the network shows: at most `most` names, the best connected first.

    Topics beyond one per five other names are left out: everybody talks about everything, and their
    ties would hide those between people.  The filters of the page still know all topics.
    """
    ties = _merged(network.ties)
    shown = _best(network, ties, most)
    edges = tuple(
        _edge(tie, network)
        for tie in ties
        if tie.subject in shown and tie.object in shown and tie.subject != tie.object
    )
    tied = {ref for edge in edges for ref in (edge.source, edge.target)}
    strength = _strength(ties)
    nodes = tuple(_node(network.nodes[ref], strength[ref]) for ref in sorted(tied))
    return MapData(title, nodes, edges)


def _best(network: Network, ties: Sequence[Tie], most: int) -> set[str]:
    """The refs of the best connected parties, and of the topics that most of them have to do with."""
    close = _strength(tie for tie in ties if tie.relation not in DESCRIBING)
    strength = _strength(ties)
    ranked = sorted(network.nodes, key=lambda ref: (-close[ref], -strength[ref], ref))
    topics = [ref for ref in ranked if network.nodes[ref].kind == "topic"]
    parties = [ref for ref in ranked if network.nodes[ref].kind != "topic"]
    room = max(MIN_TOPICS, min(len(parties), most) // 5)
    chosen = topics[: min(room, most // 3)]
    return {*chosen, *parties[: most - len(chosen)]}


def _strength(ties: Iterable[Tie]) -> Counter[str]:
    """Events and quotations per name."""
    found: Counter[str] = Counter()
    for tie in ties:
        found[tie.subject] += tie.count
        found[tie.object] += tie.count
    return found


def _is_mutual(relation: str) -> bool:
    return _TYPES.get(relation) in MUTUAL


def _merged(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    """Leave out the second direction of what two do together."""
    there = {(tie.subject, tie.relation, tie.object) for tie in ties}
    return tuple(
        tie
        for tie in ties
        if not (
            _is_mutual(tie.relation)
            and tie.subject > tie.object
            and (tie.object, tie.relation, tie.subject) in there
        )
    )


def _node(node: Node, strength: int) -> MapNode:
    address = WD.replace("http:", "https:").replace("/entity/", "/wiki/")
    return MapNode(
        id=node.ref,
        label=node.label,
        kind=cast(NodeKind, node.kind),
        aliases=tuple(alias for alias in node.aliases if alias != node.label),
        weight=float(strength),
        wikidata=f"{address}{node.wikidata}" if node.wikidata else None,
        about=node.about,
    )


def _edge(tie: Tie, network: Network) -> MapEdge:
    dates = tie.dates
    topics = sorted({topic for e in tie.evidence for topic in e.topics})
    kind = _QUOTED.get(tie.relation) or _TYPES.get(tie.relation, "QUOTATION")
    return MapEdge(
        id=f"{tie.subject} {tie.relation} {tie.object}",
        source=tie.subject,
        target=tie.object,
        relation=tie.words,
        event_type=network.labels.get(f"type/{kind}", kind.lower()),
        sign=cast(Sign, tie.sign),
        count=tie.count,
        first_date=dates[0] if dates else None,
        last_date=dates[-1] if dates else None,
        topics=tuple(network.labels.get(ref, ref.partition("/")[2]) for ref in topics),
        evidence=tuple(_evidence(e) for e in tie.evidence),
        directed=not _is_mutual(tie.relation),
    )


def _evidence(e: Evidence) -> MapEvidence:
    return MapEvidence(
        date=e.date,
        sentence=e.sentence,
        start=e.start,
        end=e.end,
        title=e.title,
        publisher=e.publisher,
        url=e.url,
        status=e.status,
        rule=e.rule,
        confidence=e.confidence,
        event=e.happening,
        source=e.source,
    )
