"""Ties and dated sentences, and the networkx graphs made of them.

In: a `Network` of nodes, ties and evidence (plain records; `reading.py` gets one from a store).  Out:
graphs: `project` gives one weighted edge per pair, `multigraph` one edge per tie.  Edges exist only
here: in the store, events are nodes with roles.  Nothing is computed on the graph in this file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

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
    None, `date` ISO text of the event (of the article for a quotation) or None.
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
    sources: int

    @property
    def count(self) -> int:
        """Number of different events and quotations."""
        return len({e.event for e in self.evidence})

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

    Edge attributes: `weight` (reports), `positive`, `negative`, `neutral` (reports by sign, never netted),
    `relations` (names), `first`, `last` (dates or empty).  Node attributes: `label`, `kind`.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    for ref, node in network.nodes.items():
        if node.kind != "topic":
            graph.add_node(ref, label=node.label, kind=node.kind)
    for tie in network.ties:
        if tie.relation in DESCRIBING or tie.subject == tie.object:
            continue
        _add(graph, tie)
    return graph


def _add(graph: nx.Graph[str], tie: Tie) -> None:
    if not graph.has_edge(tie.subject, tie.object):
        blank = {
            "weight": 0,
            "positive": 0,
            "negative": 0,
            "neutral": 0,
            "relations": "",
            "first": "",
            "last": "",
        }
        graph.add_edge(tie.subject, tie.object, **blank)
    data = graph[tie.subject][tie.object]
    data["weight"] += tie.count
    data[{1: "positive", -1: "negative"}.get(tie.sign, "neutral")] += tie.count
    data["relations"] = " ".join(sorted({*data["relations"].split(), tie.relation}))
    dates = sorted([*filter(None, (data["first"], data["last"])), *tie.dates])
    if dates:
        data["first"], data["last"] = dates[0], dates[-1]


def multigraph(network: Network) -> nx.MultiDiGraph[str]:
    """Return a directed multigraph: one edge per tie, for Gephi, Cytoscape and the like.

    Edge key and attribute `relation`; `weight` (reports), `sign`, `sources`, `first`, `last`.  Node
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
            sources=tie.sources, first=first, last=last,
        )  # fmt: skip
    return graph
