"""Ties and dated sentences, and the networkx graphs made of them.

In: a `Network` of nodes, ties and evidence (plain records; `reading.py` gets one from a store).  Out:
graphs: `project` gives one weighted edge per pair, `multigraph` one edge per tie.  Edges exist only
here: in the store, events are nodes with roles.  Nothing is computed on the graph in this file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

#: Relations to topics and outlets: they describe a person and are no tie between two parties.
DESCRIBING = frozenset({"discussed", "spokeAbout", "quotedBy"})
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
KINDS = ("person", "country", "organisation", "topic")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One report of a tie: a sentence, where in it the words stand (code points), and its article.

    `event` is the ref of the event or quotation, `type` an event type or `QUOTATION`, `mode` a key or
    None, `date` ISO text of the event (of the article for a quotation) or None.  `case` is the leading event
    of those that are one under several names; `told_by` is whose words the article has: the agency or outlet.
    """

    event: str
    type: str
    mode: str | None
    date: str | None
    status: str
    sentence: str
    start: int
    end: int
    article: str
    title: str
    publisher: str | None
    url: str | None
    published: str | None
    rule: str
    confidence: float
    topics: tuple[str, ...] = ()
    case: str = ""
    told_by: str = ""

    @property
    def happening(self) -> str:
        """What counts once, however many report it under whichever name: the case, or the event itself."""
        return self.case or self.event

    @property
    def source(self) -> str:
        """Whose words it is: copies of one text, and texts of one agency, have one source."""
        return self.told_by or self.publisher or self.article


@dataclass(frozen=True, slots=True)
class Node:
    """A person, country, organisation or topic; `about` says who it is (office and country)."""

    ref: str
    label: str
    kind: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """One relation between two nodes: `relation` is its name in `kg:`, `sign` 1, -1 or 0."""

    subject: str
    relation: str
    object: str
    sign: int
    evidence: tuple[Evidence, ...]

    @property
    def count(self) -> int:
        """Number of different events and quotations; an event of several names counts once."""
        return len({e.happening for e in self.evidence})

    @property
    def reports(self) -> int:
        """Number of articles that tell of it, copies included."""
        return len({e.article for e in self.evidence})

    @property
    def sources(self) -> int:
        """Number of independent sources."""
        return len({e.source for e in self.evidence})

    @property
    def words(self) -> str:
        """The relation in words: `agreedWith` is "agreed with"."""
        return _CAPITAL.sub(" ", self.relation).lower()

    @property
    def dates(self) -> tuple[str, ...]:
        """The dates of all evidence, sorted."""
        return tuple(sorted({e.date for e in self.evidence if e.date}))


@dataclass(frozen=True)
class Network:
    """Nodes by ref and ties, in a fixed order; `labels` names topics and event types by ref."""

    nodes: Mapping[str, Node]
    ties: tuple[Tie, ...]
    labels: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _pairs(self) -> dict[tuple[str, str], list[Tie]]:
        pairs: dict[tuple[str, str], list[Tie]] = defaultdict(list)
        for tie in self.ties:
            pairs[min(tie.subject, tie.object), max(tie.subject, tie.object)].append(tie)
        return pairs

    def between(self, a: str, b: str) -> tuple[Tie, ...]:
        """Return the ties between two refs in either direction, the best supported first."""
        found = self._pairs.get((min(a, b), max(a, b)), [])
        return tuple(sorted(found, key=lambda t: (-t.count, t.subject, t.relation)))

    def evidence(self) -> tuple[Evidence, ...]:
        """Return all evidence, each report once."""
        return tuple(dict.fromkeys(e for tie in self.ties for e in tie.evidence))


def project(network: Network) -> nx.Graph[str]:
    """Return an undirected graph: one edge per pair of parties that have a tie.

    Edge attributes: `weight` (different events and quotations), of these `positive`, `negative` and
    `neutral` (never netted), `reports` (articles), `sources` (independent ones), `relations` (names),
    `first`, `last` (dates or empty).  Node attributes:
    `label`, `kind`.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    for ref, node in network.nodes.items():
        if node.kind != "topic":
            graph.add_node(ref, label=node.label, kind=node.kind)
    pairs: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in network.ties:
        if tie.relation not in DESCRIBING and tie.subject != tie.object:
            pairs[min(tie.subject, tie.object), max(tie.subject, tie.object)].append(tie)
    for (a, b), ties in pairs.items():
        graph.add_edge(a, b, **_together(ties))
    return graph


def _together(ties: Sequence[Tie]) -> dict[str, Any]:
    """Attributes of an edge; an event that two take part in stands in both directions and counts once."""
    by_sign = {sign: {e.happening for t in ties if t.sign == sign for e in t.evidence} for sign in (1, -1, 0)}
    dates = sorted({day for t in ties for day in t.dates})
    return {
        "weight": sum(map(len, by_sign.values())),
        "positive": len(by_sign[1]),
        "negative": len(by_sign[-1]),
        "neutral": len(by_sign[0]),
        "reports": len({e.article for t in ties for e in t.evidence}),
        "sources": len({e.source for t in ties for e in t.evidence}),
        "relations": " ".join(sorted({t.relation for t in ties})),
        "first": dates[0] if dates else "",
        "last": dates[-1] if dates else "",
    }


def multigraph(network: Network) -> nx.MultiDiGraph[str]:
    """Return a directed multigraph: one edge per tie, for Gephi, Cytoscape and the like.

    Edge key and attribute `relation`; `weight` (different events and quotations), `reports` (articles),
    `sources` (independent ones), `sign`, `first`, `last`.  Node
    attributes: `label`, `kind`, `wikidata` (or empty), `about`.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for ref, node in network.nodes.items():
        graph.add_node(ref, label=node.label, kind=node.kind, wikidata=node.wikidata or "", about=node.about)
    for tie in network.ties:
        first, last = (tie.dates[0], tie.dates[-1]) if tie.dates else ("", "")
        graph.add_edge(
            tie.subject, tie.object, key=tie.relation, relation=tie.relation, weight=tie.count, sign=tie.sign,
            reports=tie.reports, sources=tie.sources, first=first, last=last,
        )  # fmt: skip
    return graph
