"""What one article says, as records for exports into other models.

In: an open store, and the graph of an article.  Out: the article with its mentions, events, quotations and
offices, as refs and texts; and, from the graphs that name things once, what a thing is and is called.  One
article is in memory at a time.  It knows nothing of the models that are written.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kg.vocab import DEFAULT_BASE, GAF, KG, OA, ORG, OWL, PROV, RDF, RDFS, SCHEMA, SEM, SKOS, WD, graph_iri

if TYPE_CHECKING:
    from kg.store import Store

NAMED = ("person/", "country/", "organisation/", "group/")  # what takes part in events
ROLES = ("agent", "target", "mediator")
_REMEMBERED = 20_000  # things
Facts = dict[str, list[Any]]  # of one subject: predicate → terms of pyoxigraph, in order


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that mean something: its ref, the words."""

    ref: str
    words: str


@dataclass(frozen=True, slots=True)
class EventReport:
    """One event as one article reports it; dates are ISO texts, `parties` refs by role."""

    ref: str
    label: str
    type: str
    mode: str
    status: str
    date: str
    first: str
    last: str
    place: str
    parties: dict[str, tuple[str, ...]]
    topics: tuple[str, ...]
    main: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class QuotationReport:
    """One quotation; `speaker` and `addressee` are refs or empty."""

    ref: str
    text: str
    speaker: str
    addressee: str
    stance: str
    directness: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeReport:
    """An office as an article, or with dates the ontology, gives it; all but the texts are refs."""

    ref: str
    person: str
    office: str
    place: str
    label: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """One article and what it says."""

    ref: str
    title: str
    date: str
    url: str
    lang: str
    publisher: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    mentions: tuple[Mention, ...]
    events: tuple[EventReport, ...]
    quotations: tuple[QuotationReport, ...]
    offices: tuple[OfficeReport, ...]


class Reports:
    """Reads articles and names of one store."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine
        self.base = store.ledger.get("base", DEFAULT_BASE)
        self.thing = lru_cache(_REMEMBERED)(self._thing)
        self.tenures = lru_cache(_REMEMBERED)(self._tenures)

    def article(self, graph: str) -> ArticleReport:
        """Return what the graph of an article says."""
        import pyoxigraph as ox

        said: dict[str, Facts] = defaultdict(lambda: defaultdict(list))
        for quad in self._engine.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            said[quad.subject.value][quad.predicate.value].append(quad.object)  # type: ignore[union-attr]
        return _Article(said, self.base).report()

    def _thing(self, ref: str) -> Facts:
        """Return what is known of a thing once for all articles: its names, types, country …"""
        import pyoxigraph as ox

        facts: Facts = {}
        for graph in ("reference", "derived"):
            me, where = ox.NamedNode(self.base + ref), ox.NamedNode(graph_iri(graph))
            for quad in self._engine.quads_for_pattern(me, None, None, where):
                facts.setdefault(quad.predicate.value, []).append(quad.object)
        return {predicate: sorted(terms, key=str) for predicate, terms in facts.items()}

    def label(self, ref: str) -> str:
        """Return the English name of a thing."""
        found = self.thing(ref).get(RDFS.label)
        return str(found[0].value) if found else ref.partition("/")[2]

    def names(self, ref: str) -> list[str]:
        """Return all names of a thing, in all languages."""
        facts = self.thing(ref)
        found = (t.value for p in (RDFS.label, SKOS.prefLabel, SKOS.altLabel) for t in facts.get(p, ()))
        return sorted(set(found))

    def text(self, ref: str, predicate: str) -> str:
        """Return one value of a thing as text, or nothing."""
        found = self.thing(ref).get(predicate)
        return str(found[0].value) if found else ""

    def country(self, ref: str) -> str:
        """Return the three letters of the country that a thing is, acts for or lies in, or nothing."""
        kind, _, key = ref.partition("/")
        if kind == "country":
            return key
        for predicate in (SCHEMA.nationality, KG.actsFor, SCHEMA.location):
            if found := self.text(ref, predicate).removeprefix(f"{self.base}country/"):
                return found
        return ""

    def wikidata(self, ref: str) -> str:
        """Return the Wikidata id of a thing, or nothing."""
        same = (t.value for t in self.thing(ref).get(OWL.sameAs, ()))
        return next((iri.removeprefix(WD) for iri in same if iri.startswith(WD)), "")

    def _tenures(self, person: str) -> tuple[OfficeReport, ...]:
        """Return the dated tenures of a person, as the ontology has them."""
        import pyoxigraph as ox

        where = ox.NamedNode(graph_iri("reference"))
        found = self._engine.quads_for_pattern(
            None, ox.NamedNode(ORG.member), ox.NamedNode(self.base + person), where
        )
        refs = sorted(quad.subject.value.removeprefix(self.base) for quad in found)  # type: ignore[union-attr]
        return tuple(office for ref in refs for office in _offices(ref, self.thing(ref), self.base))


class _Article:
    """The statements of one article's graph, by subject."""

    def __init__(self, said: dict[str, Facts], base: str) -> None:
        self._said, self._base = said, base

    def report(self) -> ArticleReport:
        ((me, facts),) = self._of(SCHEMA.NewsArticle)
        return ArticleReport(
            self._ref(me), _one(facts, SCHEMA.headline), _one(facts, SCHEMA.datePublished),
            _one(facts, SCHEMA.url), _one(facts, SCHEMA.inLanguage),
            self._ref(_one(facts, SCHEMA.publisher)), tuple(_all(facts, SCHEMA.author)),
            self._refs(facts, SCHEMA.about), tuple(self._mentions()),
            tuple(self._event(iri, f) for iri, f in self._of(KG.Event)),
            tuple(self._quotation(iri, f) for iri, f in self._of(KG.Quotation)),
            tuple(o for iri, f in self._of(KG.Tenure) for o in _offices(self._ref(iri), f, self._base)),
        )  # fmt: skip

    def _of(self, kind: str) -> list[tuple[str, Facts]]:
        """Return the subjects of a class, in order."""
        rows = [(iri, facts) for iri, facts in self._said.items() if kind in _all(facts, RDF.type)]
        return sorted(rows, key=lambda row: row[0])

    def _ref(self, iri: str) -> str:
        return iri.removeprefix(self._base)

    def _refs(self, facts: Facts, predicate: str) -> tuple[str, ...]:
        return tuple(self._ref(iri) for iri in _all(facts, predicate))

    def _mentions(self) -> list[Mention]:
        found = set()
        for iri, facts in self._of(KG.Mention):
            for body in self._refs(facts, OA.hasBody):
                if body.startswith(NAMED):
                    found |= {Mention(body, words) for words in self._words(iri)}
        return sorted(found, key=lambda m: (m.ref, m.words))

    def _words(self, mention: str) -> list[str]:
        targets = _all(self._said[mention], OA.hasTarget)
        selectors = [s for t in targets for s in _all(self._said.get(t, {}), OA.hasSelector)]
        return [words for s in selectors for words in _all(self._said.get(s, {}), OA.exact)]

    def _event(self, iri: str, facts: Facts) -> EventReport:
        mentions = [self._said[m] for m in _all(facts, GAF.denotedBy)]
        sentences = sorted(
            words for m in mentions for s in _all(m, KG.sentence) for words in _all(self._said[s], OA.exact)
        )
        first, last = (_one(facts, p) for p in (SEM.hasEarliestBeginTimeStamp, SEM.hasLatestEndTimeStamp))
        return EventReport(
            self._ref(iri), _one(facts, RDFS.label), self._key(facts, SEM.eventType),
            self._key(facts, KG.mode), _one(facts, KG.status), _one(facts, SEM.hasTimeStamp), first, last,
            self._ref(_one(facts, SEM.hasPlace)), {role: self._refs(facts, KG[role]) for role in ROLES},
            self._refs(facts, KG.topic), bool(_all(facts, KG.main)), sentences[0] if sentences else "",
        )  # fmt: skip

    def _key(self, facts: Facts, predicate: str) -> str:
        return self._ref(_one(facts, predicate)).partition("/")[2]

    def _quotation(self, iri: str, facts: Facts) -> QuotationReport:
        return QuotationReport(
            self._ref(iri), _one(facts, SCHEMA.text), self._ref(_one(facts, SCHEMA.spokenByCharacter)),
            self._ref(_one(facts, KG.addressee)), _one(facts, KG.stance), _one(facts, KG.directness),
            self._refs(facts, KG.topic),
        )  # fmt: skip


def _offices(ref: str, facts: Facts, base: str) -> list[OfficeReport]:
    """Return one record per office: some tenures are of two at once."""
    person, place = (_one(facts, p).removeprefix(base) for p in (ORG.member, ORG.organization))
    label = _one(facts, RDFS.label) if PROV.wasDerivedFrom in facts else ""
    start, end = _one(facts, KG.start), _one(facts, KG.end)
    roles = _all(facts, ORG.role)
    return [OfficeReport(ref, person, iri.removeprefix(base), place, label, start, end) for iri in roles]


def _all(facts: Facts, predicate: str) -> list[str]:
    return sorted(str(term.value) for term in facts.get(predicate, ()))


def _one(facts: Facts, predicate: str) -> str:
    """Return the first of the values, or nothing: where an article says two, the order decides."""
    return next(iter(_all(facts, predicate)), "")
