"""Document → the JSON object that `kg extract` prints (version 1, DESIGN section 4, docs/facts.schema.json).

In: a Document.  Out: a dict of plain values in a fixed order.  It decides nothing and leaves nothing out.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from kg.model import Document, Entity, Event, Link, Mention, Quotation, Span

VERSION = 1


def to_facts(document: Document) -> dict[str, Any]:
    """Return the facts of one article, ready for `json.dumps`."""
    article = document.article
    mentions = _mentions(document.links)
    groups: dict[str, list[Entity]] = defaultdict(list)
    for entity in document.entities:
        groups[entity.kind].append(entity)
    return {
        "kg": VERSION,
        "id": article.id,
        "source": article.source,
        "lang": document.lang,
        "date": article.date.isoformat() if article.date else None,
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "publisher": article.publisher,
        "skipped": [{**_span(s.span), "why": s.why} for s in document.skipped],
        "persons": [_person(e, mentions[e.ref]) for e in groups["person"]],
        "countries": [_country(e, mentions[e.ref]) for e in groups["country"]],
        "organisations": [_organisation(e, mentions[e.ref]) for e in groups["organisation"]],
        "groups": [_group(e, mentions[e.ref]) for e in groups["group"]],
        "topics": [
            {
                "ref": t.ref,
                "id": t.ref.removeprefix("topic/"),
                "score": t.score,
                "narrower": list(t.narrower),
                "mentions": [{**_span(s), "text": article.slice(s)} for s in t.spans],
            }
            for t in document.topics
        ],
        "offices": [
            {
                "person": o.person,
                "office": o.office,
                "country": o.country,
                "organisation": o.organisation,
                **_span(o.span),
                "rule": o.provenance.rule,
            }
            for o in document.offices
        ],
        "events": [_event(document, e) for e in document.events],
        "quotations": [_quotation(q) for q in document.quotations],
        "warnings": list(document.warnings),
    }  # fmt: skip


def _span(span: Span) -> dict[str, Any]:
    found: dict[str, Any] = {"start": span.start, "end": span.end}
    return {**found, "part": "title"} if span.part == "title" else found


def _mentions(links: tuple[Link, ...]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for link in links:
        found[link.entity].append(_mention(link.mention, link.score))
    return found


def _mention(mention: Mention, score: float) -> dict[str, Any]:
    confidence = round(min(mention.provenance.confidence, max(score, 0.05)), 3)
    return {
        **_span(mention.span),
        "text": mention.text,
        "confidence": confidence,
        "rule": mention.provenance.rule,
    }


def _person(entity: Entity, mentions: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "ref": entity.ref,
        "name": entity.name,
        "canonical": entity.canonical,
        "wikidata": entity.wikidata,
        "kind": entity.person_kind,
        "country": entity.country,
        "office": entity.office,
        "known": entity.known,
        "mentions": mentions,
    }


def _country(entity: Entity, mentions: list[dict[str, Any]]) -> dict[str, Any]:
    return {"ref": entity.ref, "iso3": entity.country, "wikidata": entity.wikidata, "mentions": mentions}


def _organisation(entity: Entity, mentions: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "ref": entity.ref,
        "name": entity.name,
        "canonical": entity.canonical,
        "wikidata": entity.wikidata,
        "country": entity.country,
        "known": entity.known,
        "mentions": mentions,
    }


def _group(entity: Entity, mentions: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "ref": entity.ref,
        "name": entity.name,
        "canonical": entity.canonical,
        "sector": entity.sector,
        "country": entity.country,
        "mentions": mentions,
    }


def _event(document: Document, event: Event) -> dict[str, Any]:
    when = event.when
    return {
        "ref": event.ref,
        "type": event.type,
        "mode": event.mode,
        "status": event.status,
        "date": when.value if when else None,
        "date_precision": when.precision if when else None,
        "date_source": when.source if when else None,
        "duration": event.duration,
        "place": event.place,
        "agents": list(event.refs("agent")),
        "targets": list(event.refs("target")),
        "mediators": list(event.refs("mediator")),
        "topics": list(event.topics),
        "trigger": {**_span(event.trigger), "text": document.article.slice(event.trigger)},
        "sentence": _span(event.sentence),
        "main": event.main,
        "confidence": event.provenance.confidence,
        "rule": event.provenance.rule,
    }


def _quotation(quotation: Quotation) -> dict[str, Any]:
    def optional(span: Span | None) -> dict[str, Any] | None:
        return _span(span) if span is not None else None

    return {
        "ref": quotation.ref,
        "kind": quotation.kind,
        "speaker": quotation.speaker,
        "speaker_span": optional(quotation.speaker_span),
        "addressee": quotation.addressee,
        "addressee_span": optional(quotation.addressee_span),
        "cue": optional(quotation.cue),
        "frame": optional(quotation.frame),
        "text": quotation.text,
        **_span(quotation.span),
        "stance": quotation.stance,
        "topics": list(quotation.topics),
        "confidence": quotation.provenance.confidence,
        "rule": quotation.provenance.rule,
    }
