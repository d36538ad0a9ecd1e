"""Why is this in the graph?  The words behind a thing, with rule, confidence and article.

In: an open store and what a person typed (a name, a key, an IRI).  Out: records; printing is the
command line's.  Raises QueryError, with near matches, for something the store does not hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.analysis.reading import select_rows, to_ref
from kg.errors import QueryError
from kg.vocab import DEFAULT_BASE, KINDS, iri

if TYPE_CHECKING:
    from kg.ledger import Entry
    from kg.store import Store

HEADLINE = 10_000  # a headline's offsets count down from here, so that it stands before the text
_ORDER = ("person", "country", "organisation", "topic", "event", "quotation")


@dataclass(frozen=True, slots=True)
class Statement:
    """One place in an article that speaks of the thing: `start` to `end` are its words in `sentence`.

    `at` is where the words begin in the article's text, or before 0 in its headline; `runners_up` are the
    other entities that the words could mean, with their scores.
    """

    what: str
    at: int
    sentence: str
    start: int
    end: int
    title: str
    publisher: str | None
    published: str | None
    rule: str
    confidence: float
    reason: str
    runners_up: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A thing with its facts (name, value) and statements; `more` are left out."""

    ref: str
    label: str
    facts: tuple[tuple[str, str], ...]
    statements: tuple[Statement, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stretch of an article that is not the report."""

    title: str
    why: str
    start: int
    end: int
    text: str


def explain_thing(store: Store, thing: str, *, most: int = 20) -> Explanation:
    """Explain what `thing` names: at most `most` statements, in the order of articles and text."""
    ref, label = find_thing(store, thing)
    node = f"<{_iri(store, ref)}>"
    rows = sorted(_statements(store, ref, node), key=lambda s: (s.published or "", s.title, s.at, s.what))
    return Explanation(ref, label, tuple(_facts(store, node)), tuple(rows[:most]), max(0, len(rows) - most))


def explain_cleaning(store: Store, article: str) -> tuple[LeftOut, ...]:
    """Return what was left out of the article with this id, hash or part of its title."""
    wanted = article.casefold()
    found = [
        entry
        for entry in store.articles()
        if article in (entry.hash, entry.article.id, entry.article.url)
        or (wanted and wanted in entry.article.title.casefold())
    ]
    if not found:
        raise QueryError(
            f"no article {article!r} in {store.path}. Give its id, its hash or a part of its title."
        )
    return tuple(gap for entry in found for gap in _left_out(store, entry))


def _left_out(store: Store, entry: Entry) -> Iterator[LeftOut]:
    query = f"""SELECT ?why ?start ?end ?part WHERE {{
      ?gap a kg:Skipped ; schema:isPartOf <{_iri(store, f"article/{entry.hash}")}> ; kg:skippedBecause ?why ;
           oa:start ?start ; oa:end ?end . OPTIONAL {{ ?gap kg:part ?part }} }} ORDER BY ?start ?end"""
    for row in select_rows(store, query):
        start, end = int(row["start"]), int(row["end"])
        text = entry.article.title if row.get("part") == "title" else entry.article.text
        yield LeftOut(entry.article.title, row["why"], start, end, text[start:end])


# finding -----------------------------------------------------------------------------


def _iri(store: Store, ref: str) -> str:
    return iri(ref, store.ledger.get("base", DEFAULT_BASE))


def find_thing(store: Store, thing: str) -> tuple[str, str]:
    """Return (ref, label) of what a name, key or IRI means in this store."""
    ref = to_ref(store, thing.strip().strip("<>"))
    kind = ref.partition("/")[0]
    if kind in KINDS and "/" in ref:
        label = _label(store, ref)
        if label or _is_there(store, ref):
            return ref, label or ref
    return _by_name(store, thing)


def _label(store: Store, ref: str) -> str:
    query = f"SELECT ?l WHERE {{ <{_iri(store, ref)}> rdfs:label|schema:text|schema:headline ?l }}"
    return min((row["l"] for row in select_rows(store, query)), default="")


def _is_there(store: Store, ref: str) -> bool:
    return bool(store.query(f"ASK {{ <{_iri(store, ref)}> ?p ?o }}").boolean)


_NAMES = "SELECT DISTINCT ?ref ?name WHERE { ?ref rdfs:label|skos:altLabel|skos:prefLabel ?name }"
_WORDS = "SELECT DISTINCT ?ref ?name WHERE { ?ref gaf:denotedBy/oa:hasTarget/oa:hasSelector/oa:exact ?name }"
_COUNTS = "SELECT ?ref (COUNT(DISTINCT ?m) AS ?n) WHERE { ?ref gaf:denotedBy ?m } GROUP BY ?ref"


def _by_name(store: Store, thing: str) -> tuple[str, str]:
    """The best-supported thing of that name; a name as articles write it counts too."""
    wanted = _fold(thing)
    names: dict[str, set[str]] = {}
    written: dict[str, str] = {}
    for row in (*select_rows(store, _NAMES), *select_rows(store, _WORDS)):
        ref = to_ref(store, row["ref"])
        if ref.partition("/")[0] in _ORDER:
            folded = _fold(row["name"])
            names.setdefault(folded, set()).add(ref)
            written.setdefault(folded, row["name"])
    if wanted not in names:
        near = get_close_matches(wanted, [n for n in names if len(n) < 60], n=3, cutoff=0.7)
        hint = f" Did you mean {' or '.join(written[n] for n in near)}?" if near else " Try another spelling."
        raise QueryError(f"nothing in {store.path} is called {thing!r}.{hint}")
    counts = {to_ref(store, row["ref"]): int(row["n"]) for row in select_rows(store, _COUNTS)}
    ref = min(names[wanted], key=lambda r: (-counts.get(r, 0), _ORDER.index(r.partition("/")[0]), r))
    return ref, _label(store, ref) or ref


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


# statements ----------------------------------------------------------------------------


def _facts(store: Store, node: str) -> Iterator[tuple[str, str]]:
    """What the graph says of the thing as a whole."""
    query = f"""SELECT DISTINCT ?name ?value WHERE {{
      {{ {node} kg:holdsOffice/rdfs:label ?value BIND ("office" AS ?name) }}
      UNION {{ {node} kg:actsFor/rdfs:label ?value BIND ("acts for" AS ?name) }}
      UNION {{ {node} owl:sameAs ?value BIND ("Wikidata" AS ?name) }}
      UNION {{ {node} kg:status ?value BIND ("status" AS ?name) }}
      UNION {{ {node} sem:hasTimeStamp ?value BIND ("date" AS ?name) }}
      UNION {{ {node} kg:dateSource ?value BIND ("date from" AS ?name) }}
      UNION {{ {node} time:hasXSDDuration ?value BIND ("duration" AS ?name) }}
      UNION {{ {node} kg:agent/rdfs:label ?value BIND ("agent" AS ?name) }}
      UNION {{ {node} kg:target/rdfs:label ?value BIND ("target" AS ?name) }}
      UNION {{ {node} schema:spokenByCharacter/rdfs:label ?value BIND ("speaker" AS ?name) }}
      UNION {{ {node} kg:stance ?value BIND ("stance" AS ?name) }}
      UNION {{ {node} kg:topic/rdfs:label ?value BIND ("topic" AS ?name) }}
    }}"""
    yield from sorted((row["name"], row["value"]) for row in select_rows(store, query))


# Not behind a number or a single letter: "am 4. Juli", "J. D. Vance", "U.S. President".
_SENTENCE_END = re.compile(
    r"\n|(?<=[^\W\d_]{2}[.!?…])\s|(?<=[\"”“»’)%][.!?…])\s|(?<=[.!?…][\"”“»’)])\s|(?<=[!?…])\s"
)
_AROUND = 400  # characters shown at most on either side of the words
_SAYS = {"event": "event", "quotation": "quotation", "topic": "words of the topic"}


def _statements(store: Store, ref: str, node: str) -> Iterator[Statement]:
    yield from _mentions(store, node, _SAYS.get(ref.partition("/")[0], "named"))
    if ref.startswith(("event/", "quotation/")):
        return
    query = f"""SELECT DISTINCT ?e ?label WHERE {{
      {{ ?e sem:hasActor {node} ; rdfs:label ?label }}
      UNION {{ ?e schema:spokenByCharacter {node} ; schema:text ?label }} }}"""
    for row in select_rows(store, query):
        kind = "event" if to_ref(store, row["e"]).startswith("event/") else "says"
        yield from _mentions(store, f"<{row['e']}>", f"{kind}: {row['label'][:120]}")


def _mentions(store: Store, node: str, what: str) -> Iterator[Statement]:
    query = f"""SELECT ?article ?title ?outlet ?published ?start ?end ?part ?exact ?s0 ?sentence ?rule ?sure
      ?score ?reason ?m WHERE {{
      GRAPH ?g {{ ?m oa:hasBody {node} ; oa:hasTarget ?t . ?t oa:hasSource ?article ; oa:hasSelector ?s .
        ?s oa:start ?start ; oa:end ?end ; oa:exact ?exact . ?article schema:headline ?title .
        OPTIONAL {{ ?s kg:part ?part }} OPTIONAL {{ ?m kg:rule ?rule }} OPTIONAL {{ ?m kg:confidence ?sure }}
        OPTIONAL {{ ?m kg:score ?score }} OPTIONAL {{ ?m kg:reason ?reason }}
        OPTIONAL {{ ?m kg:sentence ?f . ?f oa:exact ?sentence ; oa:start ?s0 }}
        OPTIONAL {{ ?article schema:datePublished ?published }}
        OPTIONAL {{ ?article schema:publisher ?outlet }} }} }}"""
    outlets = {
        row["ref"]: row["l"]
        for row in select_rows(
            store, "SELECT ?ref ?l WHERE { ?ref a schema:NewsMediaOrganization ; rdfs:label ?l }"
        )
    }
    others: dict[str, list[str]] = defaultdict(list)
    runners_up = f"SELECT DISTINCT ?m ?other WHERE {{ ?m oa:hasBody {node} ; kg:runnerUp ?other }}"
    for row in select_rows(store, runners_up):
        others[row["m"]].append(row["other"])
    for row in select_rows(store, query):
        sentence, start, end = _sentence(store, row)
        yield Statement(
            what=what,
            at=int(row["start"]) - (HEADLINE if row.get("part") == "title" else 0),
            sentence=sentence,
            start=start,
            end=end,
            title=row["title"],
            publisher=outlets.get(row.get("outlet", "")),
            published=row.get("published"),
            rule=row.get("rule", ""),
            confidence=min(1.0, float(row.get("sure") or row.get("score") or 0)),
            reason=row.get("reason", ""),
            runners_up=tuple(sorted(others[row["m"]], key=lambda o: (-float(o.rsplit(" ", 1)[1]), o))),
        )


def _sentence(store: Store, row: Mapping[str, str]) -> tuple[str, int, int]:
    """The sentence around the words: as stored, else cut from the text at full stops."""
    start, end = int(row["start"]), int(row["end"])
    if "sentence" in row:
        begin = int(row["s0"])
        return row["sentence"], max(0, start - begin), min(len(row["sentence"]), end - begin)
    entry = store.ledger.entry(to_ref(store, row["article"]).partition("/")[2])
    if entry is None:
        return row["exact"], 0, len(row["exact"])
    if row.get("part") == "title":
        return entry.article.title, start, end
    text = entry.article.text
    breaks = [m.end() for m in _SENTENCE_END.finditer(text, max(0, start - _AROUND), start)]
    first = breaks[-1] if breaks else max(0, start - _AROUND)
    after = _SENTENCE_END.search(text, end, end + _AROUND)
    last = after.start() if after else min(len(text), end + _AROUND)
    return text[first:last], start - first, end - first
