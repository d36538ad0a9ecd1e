"""Ties and dated sentences of a store, and the networkx graphs made of them.

In: an open store and filters.  Out: a `Network` of nodes, ties and evidence (plain records), and from
it graphs: `project` gives one weighted edge per pair, `multigraph` one edge per tie.  Edges exist only
here: in the store, events are nodes with roles.  Nothing is computed on the graph in this file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.vocab import DEFAULT_BASE, KG

if TYPE_CHECKING:
    import networkx as nx

    from kg.store import Store

#: Relations to topics and outlets: they describe a person and are no tie between two parties.
DESCRIBING = frozenset({"discussed", "spokeAbout", "quotedBy"})
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


def read_network(
    store: Store,
    *,
    since: str | None = None,
    until: str | None = None,
    topic: str | None = None,
    types: Iterable[str] = (),
    topics_as_nodes: bool = False,
) -> Network:
    """Read ties with their evidence.

    `since` and `until` (ISO, inclusive) keep dated evidence only; `topic` is a topic's key; `types` are
    event types.  With `topics_as_nodes` also who discusses or speaks about which topic.
    """
    wanted = frozenset(types)
    reports = _evidence(store)
    ties = []
    for row in select_rows(store, _TIES):
        relation = row["relation"].removeprefix(KG.base)
        if relation == "quotedBy" or (relation in DESCRIBING and not topics_as_nodes):
            continue
        keep = [
            e
            for ref in row["evidence"].split(" ")
            for e in reports.get(to_ref(store, ref), ())
            if _fits(e, since, until, topic, wanted)
        ]
        if keep:
            outlets = {e.publisher or e.article for e in keep}
            subject, target = to_ref(store, row["s"]), to_ref(store, row["o"])
            ties.append(Tie(subject, relation, target, int(row["sign"]), tuple(keep), len(outlets)))
    ties.sort(key=lambda t: (t.subject, t.relation, t.object))
    used = {ref for t in ties for ref in (t.subject, t.object)}
    nodes = {ref: node for ref, node in sorted(_nodes(store).items()) if ref in used}
    return Network(nodes, tuple(ties), _concept_labels(store))


def _fits(
    e: Evidence, since: str | None, until: str | None, topic: str | None, types: frozenset[str]
) -> bool:
    if types and e.type not in types:
        return False
    if topic and f"topic/{topic}" not in e.topics:
        return False
    if since and (e.date is None or e.date < since[: len(e.date)]):
        return False
    return not (until and (e.date is None or e.date > until[: len(e.date)]))


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


# reading ---------------------------------------------------------------------------


def select_rows(store: Store, query: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a SELECT as texts; unbound variables are left out."""
    result = store.query(query)
    for row in result.rows:
        yield {name: term.value for name, term in zip(result.variables, row, strict=True) if term is not None}


def to_ref(store: Store, iri: str) -> str:
    """Return the reference (`person/…`) of an instance IRI."""
    return iri.removeprefix(store.ledger.get("base", DEFAULT_BASE))


_TIES = """
SELECT ?s ?relation ?o ?sign (GROUP_CONCAT(STR(?e); separator=" ") AS ?evidence) WHERE {
  ?edge a kg:RelationEdge ; rdf:subject ?s ; rdf:predicate ?relation ; rdf:object ?o ; kg:sign ?sign ; kg:evidence ?e .
} GROUP BY ?edge ?s ?relation ?o ?sign
"""
# What an article says stands in one graph: an event's status and date there, not those of another report.
_REPORTS = """
SELECT ?e ?type ?mode ?day ?from ?status ?sentence ?s0 ?words ?start ?end ?article ?title ?published ?publisher ?url ?rule
       ?confidence WHERE {
  GRAPH ?g {
    ?e gaf:denotedBy ?m . ?m kg:rule ?rule ; kg:confidence ?confidence ; oa:hasTarget ?target .
    ?target oa:hasSource ?article ; oa:hasSelector ?selector .
    ?selector oa:start ?start ; oa:end ?end ; oa:exact ?words .
    ?article schema:headline ?title .
    { ?e a kg:Event } UNION { ?e a kg:Quotation }
    OPTIONAL { ?m kg:sentence ?frame . ?frame oa:exact ?sentence ; oa:start ?s0 }
    OPTIONAL { ?m kg:status ?status }
    OPTIONAL { ?e sem:eventType ?type } OPTIONAL { ?e kg:mode ?mode }
    OPTIONAL { ?e sem:hasTimeStamp ?day } OPTIONAL { ?e sem:hasEarliestBeginTimeStamp ?from }
    OPTIONAL { ?article schema:datePublished ?published } OPTIONAL { ?article schema:publisher ?publisher }
    OPTIONAL { ?article schema:url ?url }
  }
}
"""
_TOPICS = "SELECT DISTINCT ?e ?topic WHERE { ?e kg:topic ?topic }"
_NODES = """
SELECT ?ref ?label ?same WHERE {
  { ?ref a schema:Person } UNION { ?ref a schema:Country } UNION { ?ref a org:Organization } UNION { ?ref a skos:Concept }
  ?ref rdfs:label ?label . OPTIONAL { ?ref owl:sameAs ?same }
}
"""
_ALIASES = "SELECT DISTINCT ?ref ?name WHERE { ?ref skos:altLabel ?name }"
_OFFICES = """
SELECT ?ref ?office ?place WHERE {
  { ?ref kg:holdsOffice/rdfs:label ?office } UNION { ?ref kg:actsFor/rdfs:label ?place FILTER NOT EXISTS { ?ref a schema:Country } }
}
"""


def _evidence(store: Store) -> dict[str, list[Evidence]]:
    topics: dict[str, list[str]] = defaultdict(list)
    for row in select_rows(store, _TOPICS):
        topics[to_ref(store, row["e"])].append(to_ref(store, row["topic"]))
    names = {ref: node.label for ref, node in _labels(store, "outlet/").items()}
    found: dict[str, list[Evidence]] = defaultdict(list)
    for row in select_rows(store, _REPORTS):
        report = _report(store, row, names)
        found[report.event].append(replace(report, topics=tuple(sorted(topics[report.event]))))
    for reports in found.values():
        reports.sort(key=lambda e: (e.date or e.published or "", e.article, e.start))
    return found


def _report(store: Store, row: Mapping[str, str], names: Mapping[str, str]) -> Evidence:
    sentence = row.get("sentence", row["words"])
    begin = int(row.get("s0", row["start"]))
    start, end = int(row["start"]) - begin, int(row["end"]) - begin
    published = row.get("published")
    quoted = "type" not in row
    return Evidence(
        event=to_ref(store, row["e"]),
        type="QUOTATION" if quoted else to_ref(store, row["type"]).removeprefix("type/"),
        mode=to_ref(store, row["mode"]).removeprefix("mode/") if row.get("mode") else None,
        date=published if quoted else row.get("day") or _month(row.get("from")),
        status=row.get("status") or "happened",
        sentence=sentence,
        start=max(0, min(start, len(sentence))),
        end=max(0, min(end, len(sentence))),
        article=to_ref(store, row["article"]),
        title=row["title"],
        publisher=names.get(to_ref(store, row["publisher"])) if row.get("publisher") else None,
        url=row.get("url"),
        published=published,
        rule=row["rule"],
        confidence=float(row["confidence"]),
    )


def _concept_labels(store: Store) -> dict[str, str]:
    query = """SELECT ?ref ?label WHERE {
      { ?ref a skos:Concept } UNION { ?ref a kg:EventType } ?ref rdfs:label ?label }"""
    found = {to_ref(store, row["ref"]): row["label"] for row in select_rows(store, query)}
    return {ref: label for ref, label in found.items() if ref.startswith(("topic/", "type/"))}


def _month(first_day: str | None) -> str | None:
    return first_day[:7] if first_day else None


def _labels(store: Store, prefix: str) -> dict[str, Node]:
    rows = select_rows(
        store, "SELECT ?ref ?label WHERE { ?ref a schema:NewsMediaOrganization ; rdfs:label ?label }"
    )
    found = {to_ref(store, row["ref"]): row["label"] for row in rows}
    return {ref: Node(ref, label, "outlet") for ref, label in found.items() if ref.startswith(prefix)}


def _nodes(store: Store) -> dict[str, Node]:
    about: dict[str, set[str]] = defaultdict(set)
    places: dict[str, set[str]] = defaultdict(set)
    for row in select_rows(store, _OFFICES):
        (about if row.get("office") else places)[to_ref(store, row["ref"])].add(
            row.get("office") or row["place"]
        )
    names: dict[str, set[str]] = defaultdict(set)
    for row in select_rows(store, _ALIASES):
        names[to_ref(store, row["ref"])].add(row["name"])
    found: dict[str, Node] = {}
    for row in sorted(select_rows(store, _NODES), key=lambda r: (r["ref"], r["label"])):
        ref = to_ref(store, row["ref"])
        kind = ref.partition("/")[0]
        if kind in KINDS and ref not in found:
            known = row.get("same", "")
            qid = known.rsplit("/", 1)[-1] if "wikidata.org" in known else None
            who = "; ".join(filter(None, (", ".join(sorted(about[ref])), ", ".join(sorted(places[ref])))))
            found[ref] = Node(ref, row["label"], kind, tuple(sorted(names[ref])), qid, who)
    return found
