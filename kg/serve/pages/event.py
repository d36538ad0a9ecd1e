"""The dossier of an event: parties, date, status, all reports side by side, where they differ, its names.

In: a view and the ref of an event.  Out: the page.  An event that was joined to a better told one has the
dossier of both, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from kg.serve.pages.answer import Page
from kg.serve.pages.evidence import Evidence, article_only, event_cards, evidence_of, mentions_of
from kg.serve.pages.shown import html
from kg.serve.pages.view import PAGE, Thing, View, words_of
from kg.vocab import GRAPH_BASE, KG, SCHEMA, SEM, SKOS, TIME, graph_iri

_ROLES = (("agent", "Who acts"), ("target", "Towards whom"), ("mediator", "Between them"))
_CLAIMING = 40  # articles shown beside one value
_ACROSS = graph_iri("corroboration")


@dataclass(frozen=True, slots=True)
class Name:
    """Another name of the event, and why it is the same."""

    thing: Thing
    link: str
    score: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that some articles give."""

    value: str
    articles: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What one article says of the event: the place, and what only this article gives."""

    evidence: Evidence
    values: tuple[tuple[str, str], ...]


def event_page(view: View, ref: str) -> Page:
    """Return the dossier of an event."""
    name = view.iri(ref)
    case = next((q.subject.value for q in view.quads(None, SCHEMA.about, name, _ACROSS)), "")
    leading = view.value(case, KG.leadingEvent) if case else name
    names = view.values(case, SCHEMA.about) if case else [name]
    page = view.asked.number("page")
    reports, total = _reports(view, names, page)
    return html(
        "event.html", view, me=view.thing(name), leading=view.thing(leading), is_leading=leading == name,
        parties=_parties(view, names), facts=_facts(view, name), case=view.thing(case) if case else None,
        across=_across(view, case), reports=reports, reports_total=total, page=page, size=PAGE,
        names=[n for other in names if other != leading and (n := _joined(view, case, other))],
        differences=_differences(view, case), linked=_linked(view, names),
        topics=[view.thing(t) for t in dict.fromkeys(t for n in names for t in view.values(n, KG.topic))],
    )  # fmt: skip


def _parties(view: View, names: list[str]) -> list[tuple[str, list[Thing]]]:
    found = []
    for role, words in _ROLES:
        parties = dict.fromkeys(p for n in names for p in view.values(n, KG[role]))
        if parties:
            found.append((words, [view.thing(p) for p in parties]))
    return found


def _facts(view: View, name: str) -> dict[str, Any]:
    """What may differ from report to report has several values."""
    return {
        "type": [view.thing(t) for t in view.values(name, SEM.eventType)],
        "mode": [view.thing(t) for t in view.values(name, KG.mode)],
        "place": [view.thing(t) for t in view.values(name, SEM.hasPlace)],
        "day": view.values(name, SEM.hasTimeStamp),
        "between": list(
            zip(
                view.values(name, SEM.hasEarliestBeginTimeStamp),
                view.values(name, SEM.hasLatestEndTimeStamp),
                strict=False,
            )
        ),
        "precision": view.values(name, KG.datePrecision),
        "source": view.values(name, KG.dateSource),
        "status": view.values(name, KG.status),
        "duration": view.values(name, TIME.hasXSDDuration),
        "definition": [
            o.value
            for t in view.values(name, SEM.eventType)
            for o in view.objects(t, SKOS.definition)
            if getattr(o, "language", None) in ("en", None)
        ][:1],
    }  # fmt: skip


def _across(view: View, case: str) -> dict[str, Any]:
    if not case:
        return {}
    first = view.value(case, KG.firstReport)
    return {
        "articles": view.value(case, KG.articles), "sources": view.value(case, KG.independentSources),
        "first": view.thing(first) if first else None, "reported": view.value(case, KG.firstReported),
        "languages": view.values(case, SCHEMA.inLanguage),
    }  # fmt: skip


def _reports(view: View, names: list[str], page: int) -> tuple[list[Report], int]:
    """The reports of one page, the earliest first: what is told first is what others repeat."""
    places = {
        (row.day, row.ref, name)
        for name in names
        for row in view.listing.concerning(view.ref(name), "report", limit=2_000)
    }
    ordered = sorted(places, key=lambda p: (p[0] or "9999", p[1], p[2]))
    shown = ordered[(page - 1) * PAGE : page * PAGE]
    return [r for _, article, name in shown if (r := _report(view, article, name))], len(ordered)


def _report(view: View, article: str, name: str) -> Report | None:
    graph = GRAPH_BASE + article
    found = mentions_of(view, name, graph, 3)
    evidence = evidence_of(view, found[0]) if found else None
    if evidence is None:
        return None
    said = ((SEM.hasTimeStamp, "date"), (TIME.hasXSDDuration, "duration"), (SEM.hasPlace, "place"))
    values = tuple(
        (words, view.name(value) if view.ref(value) else value)
        for predicate, words in said
        for value in view.values(name, predicate, graph)
    )
    return Report(evidence, values)


def _joined(view: View, case: str, other: str) -> Name | None:
    for link in view.values(case, KG.joins):
        if other in view.values(link, KG.event):
            reasons = tuple(view.values(link, KG.reason))
            return Name(view.thing(other), view.thing(link).href, view.value(link, KG.score), reasons)
    return None


def _differences(view: View, case: str) -> list[tuple[str, list[Claim]]]:
    found = []
    for difference in view.values(case, KG.differsIn) if case else ():
        claims = [
            Claim(
                view.name(value) if view.ref(value) else value,
                tuple(
                    article_only(view, view.ref(a)) for a in view.values(claim, SCHEMA.isPartOf)[:_CLAIMING]
                ),
            )
            for claim in view.values(difference, KG.claims)
            if (value := view.value(claim, KG.claimed))
        ]
        found.append((words_of(view.value(difference, KG.property)), claims))
    return found


def _linked(view: View, names: list[str]) -> list[Any]:
    """Other events of the same articles' main parties on the days around: what happened beside it."""
    mine = {view.ref(n) for n in names}
    parties = [view.ref(p) for n in names for p in islice(view.values(n, SEM.hasActor), 3)]
    day = view.value(names[0], SEM.hasTimeStamp)
    if len(set(parties)) < 2 or not day:
        return []
    first, *others = dict.fromkeys(parties)
    together = {row.ref for row in view.listing.concerning(others[0], "event", limit=400)}
    rows = [r for r in view.listing.concerning(first, "event", limit=400) if r.ref in together - mine]
    return event_cards(view, [r.ref for r in rows[:5]])
