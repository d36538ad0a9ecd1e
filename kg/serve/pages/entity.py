"""The page of somebody or something: a person, country, body, group, topic, office, outlet, type of event.

In: a view and the ref.  Out: the page: who this is, names in all languages, offices with dates, ties, events,
quotations, topics and articles, each with its evidence.  `?show=events` and its like page through one list.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.serve.finding import MUTUAL
from kg.serve.found import TieRow
from kg.serve.pages.answer import Page
from kg.serve.pages.evidence import (
    article_evidence,
    event_cards,
    first_evidence,
    quotations_naming,
    quote_card,
)
from kg.serve.pages.shown import html, not_found
from kg.serve.pages.view import PAGE, Thing, View, words_of
from kg.vocab import KG, ORG, OWL, RDFS, SCHEMA, SKOS, WD, graph_iri

KINDS = ("person", "country", "organisation", "group", "topic", "office", "outlet", "type", "mode")
#: Relations of the plain layer that have their own part of the page, not the table of ties.
DESCRIBING = ("discussed", "spokeAbout", "quotedBy")
_FACTS = (
    (SCHEMA.nationality, "Country"), (KG.actsFor, "Acts for"), (KG.holdsOffice, "Offices in the news"),
    (ORG.classification, "Kind"), (SCHEMA.location, "Place"), (SKOS.notation, "Code"), (KG.sector, "Sector"),
    (SKOS.broader, "Broader"), (SKOS.definition, "Definition"), (KG.quadClass, "Class"),
    (KG.personKind, "Kind"),
    (SKOS.exactMatch, "Same as"),
)  # fmt: skip
_BRIEF = {"ties": 10, "events": 6, "quotations": 4, "articles": 6, "topics": 12}
_TENURES, _SAID_TENURES, _NARROWER, _NAMES = 120, 300, 60, 400
_REFERENCE = graph_iri("reference")


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who held which office where, and when; `said` counts the articles that say so, 0 is the ontology."""

    person: Thing | None
    office: Thing | None
    place: Thing | None
    label: str
    start: str = ""
    end: str = ""
    said: int = 0
    href: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as the table shows it, seen from the thing of the page."""

    other: Thing
    words: str
    arrow: str
    sign: int
    count: int
    articles: int
    sources: int
    first: str
    last: str
    href: str


def entity_page(view: View, ref: str) -> Page:
    """Return the page of an entity, or one of its lists."""
    name = view.iri(ref)
    show = view.asked.text("show")
    lists = {"events": _events, "quotations": _quotations, "articles": _articles, "ties": _all_ties}
    head = _head(view, name)
    if show:
        if show not in lists:
            return not_found(view)
        page = view.asked.number("page")
        return html(
            "entity_list.html", view, show=show, page=page, size=PAGE, **head, **lists[show](view, ref, page)
        )
    return html("entity.html", view, **head, **_sections(view, ref))


def _head(view: View, name: str) -> dict[str, Any]:
    thing = view.thing(name)
    facts = [(words, found) for predicate, words in _FACTS if (found := _shown(view, name, predicate))]
    same = [iri for iri in view.values(name, OWL.sameAs) if iri.startswith(WD)]
    return {
        "me": thing, "facts": facts, "names": _names(view, name),
        "wikidata": [(w.rsplit("/", 1)[-1], w.replace("http:", "https:").replace("/entity/", "/wiki/"))
                     for w in same],
        "weight": view.listing.weight(view.ref(name)),
    }  # fmt: skip


def _shown(view: View, name: str, predicate: str) -> list[Any]:
    """The objects of a property: things, or literals as they are."""
    return [
        view.thing(o.value) if isinstance(o, ox.NamedNode) else o
        for o in view.objects(name, predicate, most=40)
        if predicate != SKOS.definition or o.language in ("en", None)
    ]


def _names(view: View, name: str) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Names by language; True marks the preferred ones."""
    found: dict[str, dict[str, bool]] = {}
    for predicate in (SKOS.altLabel, RDFS.label, SKOS.prefLabel):
        for quad in islice(view.quads(name, predicate), _NAMES):
            words = quad.object
            found.setdefault(words.language or "", {})[words.value] = predicate != SKOS.altLabel
    return [
        (lang, sorted(texts.items(), key=lambda row: (not row[1], row[0])))
        for lang, texts in sorted(found.items())
    ]


def _sections(view: View, ref: str) -> dict[str, Any]:
    name, kind = view.iri(ref), ref.partition("/")[0]
    dated, said = tenures(view, name, kind)
    articles = view.listing.concerning(ref, "article", limit=30)
    return {
        "dated": dated, "said": said,
        "current": [t for t in dated if not t.end][:3] if kind == "person" else [],
        "narrower": [view.thing(q.subject.value)
                     for q in islice(view.quads(None, SKOS.broader, name), _NARROWER)],
        "ties": ties(view, ref, limit=_BRIEF["ties"], leave_out=DESCRIBING),
        "ties_total": view.listing.count_ties(ref, leave_out=DESCRIBING),
        "talked": _talked(view, ref),
        "naming": [quote_card(view, q) for q in quotations_naming(view, name, [a.ref for a in articles], 3)]
        if kind not in ("topic", "outlet", "type", "mode") else [],
        "evidence": first_evidence(view, name) if kind == "group" else None,
        **_brief(view, ref),
    }  # fmt: skip


def _brief(view: View, ref: str) -> dict[str, Any]:
    """The beginning of each list, and how long it is."""
    return {
        **_events(view, ref, 1, _BRIEF["events"]),
        **_quotations(view, ref, 1, _BRIEF["quotations"]),
        **_articles(view, ref, 1, _BRIEF["articles"]),
    }


def _events(view: View, ref: str, page: int, size: int = PAGE) -> dict[str, Any]:
    rows = view.listing.concerning(ref, "event", limit=size, skip=(page - 1) * size)
    return {
        "events": event_cards(view, [row.ref for row in rows]),
        "events_total": view.listing.count(ref, "event"),
    }


def _quotations(view: View, ref: str, page: int, size: int = PAGE) -> dict[str, Any]:
    rows = view.listing.concerning(ref, "quotation", limit=size, skip=(page - 1) * size)
    return {
        "quotations": [quote_card(view, row.ref) for row in rows],
        "quotations_total": view.listing.count(ref, "quotation"),
    }


def _articles(view: View, ref: str, page: int, size: int = PAGE) -> dict[str, Any]:
    rows = view.listing.concerning(ref, "article", limit=size, skip=(page - 1) * size)
    name = view.iri(ref)
    return {
        "articles": [article_evidence(view, row.ref, name) for row in rows],
        "articles_total": view.listing.count(ref, "article"),
    }


def _all_ties(view: View, ref: str, page: int) -> dict[str, Any]:
    return {
        "ties": ties(view, ref, limit=PAGE, skip=(page - 1) * PAGE),
        "ties_total": view.listing.count_ties(ref),
    }


def ties(view: View, ref: str, *, limit: int, skip: int = 0, leave_out: tuple[str, ...] = ()) -> list[Tie]:
    """Return the relations of a thing, the most reported first."""
    rows = view.listing.ties(ref, limit=limit, skip=skip, leave_out=leave_out)
    return [
        Tie(
            view.of(row.object if row.subject == ref else row.subject),
            words_of(row.relation), _arrow(row, ref),
            row.sign, row.count, row.articles, row.sources, row.first, row.last, f"/id/{row.edge}",
        )
        for row in rows
    ]  # fmt: skip


def _arrow(row: TieRow, ref: str) -> str:
    return "↔" if row.relation in MUTUAL else "→" if row.subject == ref else "←"


def _talked(view: View, ref: str) -> list[tuple[Thing, int]]:
    """Topics that somebody speaks about, people who speak about a topic, outlets that quote."""
    found: dict[str, int] = {}
    for row in view.listing.ties(ref, limit=80):
        if row.relation in DESCRIBING:
            other = row.object if row.subject == ref else row.subject
            found[other] = found.get(other, 0) + row.count
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))[: _BRIEF["topics"]]
    return [(view.of(other), number) for other, number in ranked]


def tenures(view: View, name: str, kind: str) -> tuple[list[Tenure], list[Tenure]]:
    """Return dated tenures of the ontology, and what articles say, added up."""
    role = {"person": ORG.member, "office": ORG.role, "country": ORG.organization,
            "organisation": ORG.organization}.get(kind)  # fmt: skip
    if role is None:
        return [], []
    known = [q.subject.value for q in islice(view.quads(None, role, name, _REFERENCE), _TENURES)]
    dated = sorted(
        (_tenure(view, t) for t in known), key=lambda t: (not t.end, t.start, t.label), reverse=True
    )
    said: dict[tuple[str, str, str], list[str]] = {}
    for quad in islice(view.quads(None, role, name), _TENURES + _SAID_TENURES):
        if quad.graph_name.value != _REFERENCE:
            tenure = quad.subject.value
            key = (
                view.value(tenure, RDFS.label),
                view.value(tenure, ORG.member),
                view.value(tenure, ORG.organization),
            )
            said.setdefault(key, []).append(tenure)
    ranked = sorted(said.items(), key=lambda item: (-len(item[1]), item[0]))[:12]
    return dated, [_tenure(view, min(found), said=len(found)) for _, found in ranked]


def _tenure(view: View, tenure: str, said: int = 0) -> Tenure:
    person, office, where = (view.value(tenure, p) for p in (ORG.member, ORG.role, ORG.organization))
    return Tenure(
        view.thing(person) if person else None, view.thing(office) if office else None,
        view.thing(where) if where else None, view.value(tenure, RDFS.label),
        view.value(tenure, KG.start), view.value(tenure, KG.end), said, f"/id/{view.ref(tenure)}",
    )  # fmt: skip
