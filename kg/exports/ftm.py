"""FollowTheMoney entities, one JSON object per line, as Aleph, OpenAleph and nomenklatura load them.  *I/O*

In: an open store.  Out: people, organisations, states, articles with their mentions, events, quotations,
offices and relations, in FollowTheMoney's schemata; docs/exports.md has the table.  Ids are made from our
refs, so that a later export updates what an earlier one brought.  What several articles say of one entity is
put together on disk, in the order of the ids.  It does not hold the articles' texts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kg.exports.atomic import new_bytes
from kg.exports.codes import countries
from kg.exports.filters import Selection
from kg.exports.reports import NAMED, ArticleReport, EventReport, OfficeReport, QuotationReport, Reports
from kg.exports.sorting import LineSorter, write_lines
from kg.vocab import KG, ORG, RDF, graph_iri

if TYPE_CHECKING:
    from kg.store import Store

SUFFIXES = (".json", ".jsonl", ".ndjson")
#: Organisations of these kinds are organs of states or made by states.
_PUBLIC = frozenset({
    "agency", "central-bank", "court", "eu-institution", "government", "igo", "intelligence", "military",
    "ministry", "parliament", "regional-administration", "security-force", "un-agency", "un-mission",
    "un-organ",
})  # fmt: skip
_COMPANIES = frozenset({"bank", "company"})
_TOPICS = {"party": "pol.party", "union": "pol.union", "igo": "gov.igo", "un-agency": "gov.igo"}
#: FollowTheMoney writes languages with three letters.
_LANGUAGES = {
    "ar": "ara", "be": "bel", "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng",
    "es": "spa", "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb", "hr": "hrv", "hu": "hun",
    "it": "ita", "ja": "jpn", "lt": "lit", "lv": "lav", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por",
    "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sr": "srp", "sv": "swe", "tr": "tur", "uk": "ukr",
    "zh": "zho",
}  # fmt: skip
_TEXTS = ("description", "summary")
_ID = re.compile(r"[0-9a-zA-Z][0-9a-zA-Z.-]*[0-9a-zA-Z]\Z", re.ASCII)
_LONGEST = 100  # characters of an id
Properties = dict[str, Iterable[str]]


def write_ftm(store: Store, path: Path, selection: Selection) -> int:
    """Write the selected articles and what they speak of; return the number of entities."""
    graphs = selection.article_graphs(store)
    with new_bytes(path) as file, LineSorter(path.parent) as sorter:
        for key, schema, properties in _Writer(store).entities(graphs, whole=not selection.chosen):
            kept = {name: found for name, values in properties.items() if (found := _clean(name, values))}
            text = json.dumps([key, schema, kept], ensure_ascii=False, sort_keys=True)
            sorter.write(text.encode() + b"\n")
        return write_lines(file, _merged(sorter.lines()))


def _clean(name: str, values: Iterable[str]) -> list[str]:
    """Return the values there are, each once; all but running text on one line."""
    tidy = str.strip if name in _TEXTS else lambda value: " ".join(value.split())
    return sorted({text for value in values if (text := tidy(value))})


def _merged(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Put together what stands in neighbouring lines about one entity."""
    for key, group in groupby(map(json.loads, lines), key=lambda part: part[0]):
        parts = list(group)
        together: dict[str, set[str]] = {}
        for _, _, properties in parts:
            for name, values in properties.items():
                together.setdefault(name, set()).update(values)
        whole = {name: sorted(values) for name, values in sorted(together.items())}
        yield json.dumps({"id": key, "schema": parts[0][1], "properties": whole}, ensure_ascii=False).encode()


def entity_id(ref: str) -> str:
    """Return the id of a ref: readable where FollowTheMoney allows its letters, else a hash."""
    plain = f"kg-{ref.replace('/', '-')}"
    return plain if len(plain) <= _LONGEST and _ID.match(plain) else _hash(ref)


def _hash(*parts: str) -> str:
    return f"kg-{parts[0].partition('/')[0]}-{hashlib.sha1('|'.join(parts).encode()).hexdigest()}"


class _Writer:
    """Turns records into entities: (id, schema, properties)."""

    def __init__(self, store: Store) -> None:
        self._store, self._reports = store, Reports(store)
        self._told: set[str] = set()  # refs of things that were written

    def entities(self, graphs: Iterable[str], *, whole: bool) -> Iterator[tuple[str, str, Properties]]:
        """Yield parts of entities; relations, which add up all articles, only of the whole."""
        for graph in graphs:
            article = self._reports.article(graph)
            yield self._article(article)
            yield from self._mentions(article)
            for event in article.events:
                yield from self._event(article, event)
            for quotation in article.quotations:
                yield from self._quotation(article, quotation)
            for office in article.offices:
                yield from self._occupancy(office, article)
        if whole:
            yield from self._relations()

    def _article(self, article: ArticleReport) -> tuple[str, str, Properties]:
        return entity_id(article.ref), "Article", {
            "title": [article.title], "fileName": [article.ref.partition("/")[2]],
            "publishedAt": [article.date], "author": article.authors,
            "publisher": [self._reports.label(article.publisher)] if article.publisher else [],
            "sourceUrl": [article.url], "language": [_LANGUAGES.get(article.lang[:2], "")],
            "keywords": map(self._reports.label, article.topics),
        }  # fmt: skip

    def _mentions(self, article: ArticleReport) -> Iterator[tuple[str, str, Properties]]:
        for mention in article.mentions:
            yield from self.thing(mention.ref)
            yield _hash("mention", article.ref, mention.ref, mention.words), "Mention", {
                "document": [entity_id(article.ref)], "resolved": [entity_id(mention.ref)],
                "name": [mention.words], "detectedSchema": [self._schema(mention.ref)],
                "contextCountry": self._countries(mention.ref),
            }  # fmt: skip

    def _event(self, article: ArticleReport, event: EventReport) -> Iterator[tuple[str, str, Properties]]:
        parties = [ref for refs in event.parties.values() for ref in refs]
        for ref in parties:
            yield from self.thing(ref)
        roles = (
            f"{role}: {', '.join(map(self._reports.label, refs))}"
            for role, refs in event.parties.items() if refs
        )  # fmt: skip
        yield entity_id(event.ref), "Event", {
            "name": [event.label], "date": [event.date], "startDate": [event.first], "endDate": [event.last],
            "location": [self._reports.label(event.place)] if event.place else [],
            "country": self._countries(event.place), "involved": map(entity_id, parties),
            "summary": [event.sentence], "description": ["; ".join(roles)],
            "keywords": [event.type, event.mode, event.status, *map(self._reports.label, event.topics)],
            "important": ["true"] if event.main else [], "recordId": [event.ref.partition("/")[2]],
            "proof": [entity_id(article.ref)], "sourceUrl": [article.url],
            "publisher": [self._reports.label(article.publisher)] if article.publisher else [],
        }  # fmt: skip

    def _quotation(
        self, article: ArticleReport, quotation: QuotationReport
    ) -> Iterator[tuple[str, str, Properties]]:
        for ref in filter(None, (quotation.speaker, quotation.addressee)):
            yield from self.thing(ref)
        label = self._reports.label
        to = f" (to {label(quotation.addressee)})" if quotation.addressee else ""
        speaker = label(quotation.speaker) if quotation.speaker else "unnamed speaker"
        yield entity_id(quotation.ref), "Note", {
            "name": [f"{speaker}: {quotation.stance or 'says'}{to}"], "description": [quotation.text],
            "entity": [entity_id(quotation.speaker or article.ref)],
            "keywords": [quotation.directness, quotation.stance, *map(label, quotation.topics)],
            "proof": [entity_id(article.ref)], "sourceUrl": [article.url],
        }  # fmt: skip

    def thing(self, ref: str) -> Iterator[tuple[str, str, Properties]]:
        """Yield somebody or something that takes part, the first time it is asked for."""
        if ref in self._told or not ref.startswith((*NAMED, "outlet/")):
            return
        self._told.add(ref)
        reports, schema = self._reports, self._schema(ref)
        name = reports.label(ref)
        others = [n for n in reports.names(ref) if n != name]
        short = [n for n in others if schema == "Person" and " " not in n]  # a surname is no name to match by
        properties: dict[str, Iterable[str]] = {
            "name": [name], "alias": set(others) - set(short), "weakAlias": short,
            "wikidataId": [reports.wikidata(ref)],
            "nationality" if schema == "Person" else "country": self._countries(ref),
        }  # fmt: skip
        kind = reports.text(ref, ORG.classification)
        if schema == "Person":
            properties["topics"] = ["role.pol"] if self._is_politician(ref) else []
        else:
            properties["classification"] = [kind, reports.text(ref, KG.sector)]
            properties["topics"] = [_TOPICS.get(kind, "")]
        yield entity_id(ref), schema, properties
        for tenure in reports.tenures(ref) if schema == "Person" else ():
            yield from self._occupancy(tenure)

    def _is_politician(self, ref: str) -> bool:
        types = {t.value for t in self._reports.thing(ref).get(RDF.type, ())}
        return KG.Leader in types or self._reports.text(ref, KG.personKind) == "politician"

    def _schema(self, ref: str) -> str:
        """Return the schema; a state is what acts and is dealt with, so it is a body and no territory."""
        kind = ref.partition("/")[0]
        if kind == "organisation":
            sort = self._reports.text(ref, ORG.classification)
            return "PublicBody" if sort in _PUBLIC else "Company" if sort in _COMPANIES else "Organization"
        return {"person": "Person", "country": "PublicBody", "outlet": "Organization"}.get(
            kind, "LegalEntity"
        )

    def _countries(self, ref: str) -> list[str]:
        known = countries().get(self._reports.country(ref)) if ref else None
        return [known.iso2.lower()] if known else []

    def _occupancy(
        self, office: OfficeReport, article: ArticleReport | None = None
    ) -> Iterator[tuple[str, str, Properties]]:
        """Yield the post and who holds it: with dates from the ontology, or as an article says it."""
        label = self._reports.label
        yield from self.thing(office.person)
        yield from self.thing(office.place)
        post = _hash("position", office.office, office.place)
        where = f" ({label(office.place)})" if office.place else ""
        yield post, "Position", {
            "name": [f"{label(office.office)}{where}"], "country": self._countries(office.place),
            "organization": [entity_id(office.place)] if self._is_organization(office.place) else [],
        }  # fmt: skip
        said = _hash("occupancy", office.person, post, office.label) if article else None
        yield said or _hash("occupancy", office.ref, post), "Occupancy", {
            "holder": [entity_id(office.person)], "post": [post], "startDate": [office.start],
            "endDate": [office.end], "status": ["ended"] if office.end else [], "summary": [office.label],
            "date": [article.date] if article else [],
            "proof": [entity_id(article.ref)] if article else [],
        }  # fmt: skip

    def _is_organization(self, ref: str) -> bool:
        return bool(ref) and self._schema(ref) not in ("Person", "LegalEntity")

    def _relations(self) -> Iterator[tuple[str, str, Properties]]:
        """Yield the ties of the plain layer between people, organisations and countries."""
        import pyoxigraph as ox

        edges = self._store.engine.quads_for_pattern(
            None, ox.NamedNode(RDF.type), ox.NamedNode(KG.RelationEdge), ox.NamedNode(graph_iri("derived"))
        )
        for quad in edges:
            ref = quad.subject.value.removeprefix(self._reports.base)  # type: ignore[union-attr]
            text = self._edge(ref)
            a, b = text[RDF.subject], text[RDF.object]
            if a.startswith(NAMED) and b.startswith((*NAMED, "outlet/")):
                yield from self.thing(a)
                yield from self.thing(b)
                yield entity_id(ref), "UnknownLink", {
                    "subject": [entity_id(a)], "object": [entity_id(b)],
                    "role": [_words(text[RDF.predicate])],
                    "startDate": [text[KG.firstDate]], "endDate": [text[KG.lastDate]],
                    "summary": [f"{text[KG['count']]} events or quotations, sign {text[KG.sign]}"],
                    "recordId": [ref.partition("/")[2]],
                }  # fmt: skip

    def _edge(self, ref: str) -> dict[str, str]:
        """Return the single values of a relation: without its evidence, of which there may be very much."""
        import pyoxigraph as ox

        me, where = ox.NamedNode(self._reports.base + ref), ox.NamedNode(graph_iri("derived"))
        wanted = (RDF.subject, RDF.predicate, RDF.object, KG.sign, KG["count"], KG.firstDate, KG.lastDate)
        found = dict.fromkeys(wanted, "")
        for predicate in wanted:
            for quad in self._store.engine.quads_for_pattern(me, ox.NamedNode(predicate), None, where):
                found[predicate] = quad.object.value.removeprefix(self._reports.base)  # type: ignore[union-attr]
        return found


def _words(relation: str) -> str:
    """Return `agreed with` for `agreedWith`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", relation.removeprefix(KG.base)).lower()
