"""The rows of the tables, read from a store.

In: an open store, and the graphs that count (None: all).  Out: column names and rows in a fixed order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.store import full_name
from kg.vocab import DEFAULT_BASE, KG

if TYPE_CHECKING:
    from kg.store import Store

Row = tuple[Any, ...]
Table = tuple[tuple[str, ...], list[Row]]
Graphs = Iterable[str] | None

EVENT_COLUMNS = (
    "event", "label", "date", "date_end", "date_precision", "date_source", "type", "mode", "status", "agents",
    "agent_names", "agent_countries", "targets", "target_names", "target_countries", "mediators", "place",
    "topics", "duration", "main", "articles", "independent_sources", "leading_event", "confidence",
    "sentence", "url",
)  # fmt: skip
TIE_COLUMNS = (
    "subject", "subject_name", "relation", "object", "object_name", "sign", "count", "articles",
    "independent_sources", "first_date", "last_date",
)  # fmt: skip
QUOTATION_COLUMNS = (
    "quotation", "speaker", "speaker_name", "addressee", "directness", "stance", "text", "lang", "topics",
    "confidence", "article", "headline", "date", "publisher", "url", "start", "end",
)  # fmt: skip

# What one article says stands in one graph; the same event in another graph is another report of it.
_EVENTS = """
SELECT ?g ?e ?label ?day ?from ?to ?precision ?datesource ?type ?mode ?status ?place ?duration ?main ?article
       ?outlet ?url ?confidence ?sentence WHERE {
  GRAPH ?g {
    ?e a kg:Event ; rdfs:label ?label ; sem:eventType ?type ; kg:status ?status ;
       prov:wasDerivedFrom ?article ; gaf:denotedBy ?m .
    ?m kg:confidence ?confidence ; kg:sentence/oa:exact ?sentence .
    OPTIONAL { ?e kg:mode ?mode } OPTIONAL { ?e sem:hasTimeStamp ?day }
    OPTIONAL { ?e sem:hasEarliestBeginTimeStamp ?from ; sem:hasLatestEndTimeStamp ?to }
    OPTIONAL { ?e kg:datePrecision ?precision ; kg:dateSource ?datesource }
    OPTIONAL { ?e sem:hasPlace ?place }
    OPTIONAL { ?e time:hasXSDDuration ?duration } OPTIONAL { ?e kg:main ?main }
    OPTIONAL { ?article schema:publisher ?outlet } OPTIONAL { ?article schema:url ?url }
  }
}"""
_CASES = """
SELECT DISTINCT ?e ?leading WHERE {
  { SELECT DISTINCT ?case WHERE { ?case kg:joins ?link } }
  ?case kg:leadingEvent ?leading ; schema:about ?e .
}"""
_PARTS = """
SELECT ?g ?e ?role ?x WHERE {
  GRAPH ?g { ?e a kg:Event ; ?role ?x } VALUES ?role { kg:agent kg:target kg:mediator kg:topic }
}"""
_TIES = """
SELECT ?s ?p ?o ?sign ?count ?articles ?sources ?first ?last WHERE {
  ?edge a kg:RelationEdge ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:sign ?sign ;
        kg:count ?count ; kg:articles ?articles ; kg:independentSources ?sources .
  OPTIONAL { ?edge kg:firstDate ?first ; kg:lastDate ?last }
}"""
_QUOTATIONS = """
SELECT ?g ?q ?speaker ?addressee ?directness ?stance ?text ?confidence ?article ?headline ?date ?outlet ?url
       ?start ?end WHERE {
  GRAPH ?g {
    ?q a kg:Quotation ; schema:text ?text ; kg:directness ?directness ; schema:isPartOf ?article ;
       gaf:denotedBy ?m .
    ?m kg:confidence ?confidence ; oa:hasTarget/oa:hasSelector ?selector .
    ?selector oa:start ?start ; oa:end ?end .
    ?article schema:headline ?headline .
    OPTIONAL { ?q schema:spokenByCharacter ?speaker } OPTIONAL { ?q kg:addressee ?addressee }
    OPTIONAL { ?q kg:stance ?stance } OPTIONAL { ?article schema:datePublished ?date }
    OPTIONAL { ?article schema:publisher ?outlet } OPTIONAL { ?article schema:url ?url }
  }
}"""
_QUOTED_TOPICS = "SELECT ?g ?q ?topic WHERE { GRAPH ?g { ?q a kg:Quotation ; kg:topic ?topic } }"
_LABELS = """
SELECT DISTINCT ?x ?label WHERE {
  GRAPH ?g { ?x rdfs:label ?label } FILTER (STRENDS(STR(?g), "/reference") || STRENDS(STR(?g), "/derived"))
}"""
_COUNTRIES = "SELECT DISTINCT ?x ?country WHERE { ?x kg:actsFor ?country }"


class _Reader:
    """Answers of one store, IRIs shortened to refs."""

    def __init__(self, store: Store, graphs: Graphs) -> None:
        self.store = store
        self.base = store.ledger.get("base", DEFAULT_BASE)
        self.graphs = None if graphs is None else {full_name(g) for g in graphs}
        self.labels = {self.ref(r["x"].value): r["label"].value for r in self._rows(_LABELS)}

    def rows(self, query: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of the graphs that count."""
        for row in self._rows(query):
            if self.graphs is None or "g" not in row or row["g"].value in self.graphs:
                yield row

    def _rows(self, query: str) -> Iterator[dict[str, Any]]:
        result = self.store.query(query)
        for row in result.rows:
            yield {k: v for k, v in zip(result.variables, row, strict=True) if v is not None}

    def ref(self, iri: str) -> str:
        """Return a ref for an IRI of this store."""
        return iri.removeprefix(self.base)

    def key(self, row: dict[str, Any], name: str) -> str | None:
        """Return the key of a thing (`CONSULT`, `call`, `UKR`), or None."""
        return self.ref(row[name].value).partition("/")[2] if name in row else None

    def names(self, refs: Iterable[str]) -> str:
        """Return the English names of refs."""
        return "; ".join(self.labels.get(ref, ref.partition("/")[2]) for ref in refs)


def _text(row: dict[str, Any], name: str) -> str | None:
    return row[name].value if name in row else None


def event_rows(store: Store, graphs: Graphs = None) -> Table:
    """Return one row per event; where reports differ, all values stand, the earliest article's first.

    `leading_event` is the same for all names of one event; `independent_sources` counts copies of one text,
    and texts of one agency, once.
    """
    reader = _Reader(store, graphs)
    reports: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in reader.rows(_EVENTS):
        reports[reader.ref(row["e"].value)].append(row)
    parts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in reader.rows(_PARTS):
        parts[reader.ref(row["e"].value), row["role"].value.removeprefix(KG.base)].add(
            reader.ref(row["x"].value)
        )
    countries: dict[str, set[str]] = defaultdict(set)
    for row in reader.rows(_COUNTRIES):
        countries[reader.ref(row["x"].value)].add(reader.ref(row["country"].value).partition("/")[2])
    leading = {reader.ref(r["e"].value): reader.ref(r["leading"].value) for r in reader.rows(_CASES)}
    tellers = store.ledger.across.told_by()
    rows = [
        _event_row(reader, ref, found, parts, countries, leading.get(ref, ref), tellers)
        for ref, found in reports.items()
    ]
    return EVENT_COLUMNS, sorted(rows, key=lambda r: (r[2] or "9999", r[0]))


def _event_row(
    reader: _Reader, ref: str, found: list[dict[str, Any]], parts: dict[tuple[str, str], set[str]],
    countries: dict[str, set[str]], leading: str, tellers: dict[str, str],
) -> Row:  # fmt: skip
    found = sorted(found, key=lambda r: (r["article"].value, r["sentence"].value))
    first, articles = found[0], {reader.ref(r["article"].value) for r in found}
    agents, targets, mediators, topics = (
        sorted(parts[ref, role]) for role in ("agent", "target", "mediator", "topic")
    )

    def all_of(name: str) -> str | None:
        return "; ".join(dict.fromkeys(r[name].value for r in found if name in r)) or None

    def acting(refs: list[str]) -> str:
        return "; ".join(
            sorted({c for r in refs for c in countries.get(r, {r[8:]} if r.startswith("country/") else ())})
        )

    return (
        ref, first["label"].value, _text(first, "day") or _text(first, "from"), _text(first, "to"),
        _text(first, "precision"), all_of("datesource"), reader.key(first, "type"), reader.key(first, "mode"),
        all_of("status"), "; ".join(agents), reader.names(agents), acting(agents), "; ".join(targets),
        reader.names(targets), acting(targets), "; ".join(mediators), reader.key(first, "place"),
        "; ".join(t.partition("/")[2] for t in topics), all_of("duration"), any("main" in r for r in found),
        len(articles), len({tellers.get(a.partition("/")[2], a) for a in articles}), leading,
        max(float(r["confidence"].value) for r in found), first["sentence"].value, _text(first, "url"),
    )  # fmt: skip


def tie_rows(store: Store, graphs: Graphs = None) -> Table:
    """Return one row per tie of the plain layer, which adds up all articles."""
    reader = _Reader(store, None)
    rows = []
    for row in reader.rows(_TIES):
        subject, target = reader.ref(row["s"].value), reader.ref(row["o"].value)
        numbers = tuple(int(row[name].value) for name in ("sign", "count", "articles", "sources"))
        relation = row["p"].value.removeprefix(KG.base)
        dates = (_text(row, "first"), _text(row, "last"))
        rows.append(
            (subject, reader.names([subject]), relation, target, reader.names([target]), *numbers, *dates)
        )
    return TIE_COLUMNS, sorted(rows, key=lambda r: (r[0], r[2], r[3]))


def quotation_rows(store: Store, graphs: Graphs = None) -> Table:
    """Return one row per quotation."""
    reader = _Reader(store, graphs)
    topics: dict[str, set[str]] = defaultdict(set)
    for row in reader.rows(_QUOTED_TOPICS):
        topics[row["q"].value].add(reader.ref(row["topic"].value).partition("/")[2])
    rows = []
    for row in reader.rows(_QUOTATIONS):
        speaker = reader.ref(row["speaker"].value) if "speaker" in row else None
        rows.append((
            reader.ref(row["q"].value), speaker, reader.names([speaker]) if speaker else None,
            reader.ref(row["addressee"].value) if "addressee" in row else None, row["directness"].value,
            _text(row, "stance"), row["text"].value, row["text"].language,
            "; ".join(sorted(topics[row["q"].value])),
            float(row["confidence"].value), reader.ref(row["article"].value), row["headline"].value,
            _text(row, "date"), reader.names([reader.ref(row["outlet"].value)]) if "outlet" in row else None,
            _text(row, "url"), int(row["start"].value), int(row["end"].value),
        ))  # fmt: skip
    return QUOTATION_COLUMNS, sorted(rows, key=lambda r: (r[12] or "9999", r[10], r[15], r[0]))
