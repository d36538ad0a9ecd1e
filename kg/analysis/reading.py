"""Ties, with the sentences behind them, out of a store.

In: an open store and filters.  Out: a `Network`.  What one article says of an event is read from that
article's graph, so reports that differ stay apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg.analysis.projection import DESCRIBING, KINDS, Evidence, Network, Node, Tie
from kg.errors import QueryError
from kg.vocab import DEFAULT_BASE, KG

if TYPE_CHECKING:
    from kg.store import Store


_REAL = ("happened", "ongoing")  # what is only planned or denied is no tie; beside a real report it is shown


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
    event types.  With `topics_as_nodes` also who discusses or speaks about which topic.  Raises
    QueryError for a topic or type that does not exist.
    """
    labels = _concept_labels(store)
    wanted = frozenset(types)
    _check_known("topic", [topic] if topic else [], labels)
    _check_known("type", wanted, labels)
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
        if any(e.status in _REAL for e in keep):
            subject, target = to_ref(store, row["s"]), to_ref(store, row["o"])
            ties.append(Tie(subject, relation, target, int(row["sign"]), tuple(keep)))
    ties.sort(key=lambda t: (t.subject, t.relation, t.object))
    used = {ref for t in ties for ref in (t.subject, t.object)}
    nodes = {ref: node for ref, node in sorted(_nodes(store).items()) if ref in used}
    return Network(nodes, tuple(ties), labels)


def _check_known(kind: str, keys: Iterable[str], labels: Mapping[str, str]) -> None:
    known = [ref.partition("/")[2] for ref in labels if ref.startswith(f"{kind}/")]
    for key in keys:
        if key not in (*known, "QUOTATION"):
            near = get_close_matches(key, known, n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(sorted(known))}."
            raise QueryError(f"there is no {'event type' if kind == 'type' else kind} {key!r}. {hint}")


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


def select_rows(store: Store, query: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a SELECT as texts; unbound variables are left out."""
    result = store.query(query)
    for row in result.rows:
        yield {name: term.value for name, term in zip(result.variables, row, strict=True) if term is not None}


def to_ref(store: Store, iri: str) -> str:
    """Return the reference (`person/…`) of an instance IRI."""
    return unquote(iri.removeprefix(store.ledger.get("base", DEFAULT_BASE)))


_TIES = """
SELECT ?s ?relation ?o ?sign (GROUP_CONCAT(STR(?e); separator=" ") AS ?evidence) WHERE {
  ?edge a kg:RelationEdge ; rdf:subject ?s ; rdf:predicate ?relation ; rdf:object ?o ; kg:sign ?sign ;
        kg:evidence ?e .
} GROUP BY ?edge ?s ?relation ?o ?sign
"""
# What an article says stands in one graph: an event's status and date there, not those of another report.
_REPORTS = """
SELECT ?e ?type ?mode ?day ?from ?status ?sentence ?s0 ?words ?start ?end ?article ?title ?published
       ?publisher ?url ?rule ?confidence WHERE {
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
# The events that links join: every name with the one that is told best.
_CASES = """
SELECT DISTINCT ?e ?leading WHERE {
  { SELECT DISTINCT ?case WHERE { ?case kg:joins ?link } }
  ?case kg:leadingEvent ?leading ; schema:about ?e .
}
"""
_TOPICS = "SELECT DISTINCT ?e ?topic WHERE { ?e kg:topic ?topic }"
_NODES = """
SELECT ?ref ?label ?same WHERE {
  { ?ref a schema:Person } UNION { ?ref a schema:Country } UNION { ?ref a org:Organization }
  UNION { ?ref a skos:Concept }
  ?ref rdfs:label ?label . OPTIONAL { ?ref owl:sameAs ?same }
}
"""
_ALIASES = "SELECT DISTINCT ?ref ?name WHERE { ?ref skos:altLabel ?name }"
_OFFICES = """
SELECT ?ref ?office ?place WHERE {
  { ?ref kg:holdsOffice/rdfs:label ?office }
  UNION { ?ref kg:actsFor/rdfs:label ?place FILTER NOT EXISTS { ?ref a schema:Country } }
}
"""


def _evidence(store: Store) -> dict[str, list[Evidence]]:
    topics: dict[str, list[str]] = defaultdict(list)
    for row in select_rows(store, _TOPICS):
        topics[to_ref(store, row["e"])].append(to_ref(store, row["topic"]))
    names = {ref: node.label for ref, node in _labels(store, "outlet/").items()}
    cases = {to_ref(store, row["e"]): to_ref(store, row["leading"]) for row in select_rows(store, _CASES)}
    tellers = store.ledger.across.told_by()
    found: dict[str, list[Evidence]] = defaultdict(list)
    for row in select_rows(store, _REPORTS):
        report = _report(store, row, names)
        told = replace(
            report,
            topics=tuple(sorted(topics[report.event])),
            case=cases.get(report.event, ""),
            told_by=tellers.get(report.article.partition("/")[2], ""),
        )
        found[report.event].append(told)
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
            who = ", ".join((*sorted(about[ref]), *sorted(places[ref])))
            who = who[:1].upper() + who[1:]
            found[ref] = Node(ref, row["label"], kind, tuple(sorted(names[ref])), qid, who)
    return found
