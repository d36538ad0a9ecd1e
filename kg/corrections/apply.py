"""Corrections → a corrected Document: links, entities, parties, speakers, types.  Pure.

In the order same, reject (people, organisations), retype, speaker, reject (events, quotations), so that a
correction of an event names it as the graph shows it once its parties are right.  What a correction changed
carries its reason; the Document lists the keys of those that changed anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kg.corrections.records import Correction
from kg.events.identity import event_ref
from kg.model import Document, Entity, Event, Link, Provenance, Quotation
from kg.ontology import Lexicon

_THINGS = ("person/", "organisation/")
#: Kind, and whether it is about people and organisations or about what they do and say.
_ORDER = (("same", True), ("reject", True), ("retype", False), ("speaker", False), ("reject", False))


def correct(document: Document, corrections: Sequence[Correction], lexicon: Lexicon) -> Document:
    """Return the document with the corrections applied that are about it."""
    applied = {c.key for c in corrections if c.kind == "alias" and _uses_alias(document, c)}
    for kind, things in _ORDER:
        for correction in corrections:
            if correction.kind != kind or correction.refs[0].startswith(_THINGS) != things:
                continue
            if correction.more and kind == "reject" and correction.more != document.article.id:
                continue
            before = document
            document = _STEPS[kind](document, correction, lexicon)
            if document is not before:
                applied.add(correction.key)
    return replace(document, corrections=tuple(sorted(applied))) if applied else document


def _uses_alias(document: Document, correction: Correction) -> bool:
    return any(
        link.entity == correction.refs[0] and link.mention.text == correction.value for link in document.links
    )


def _same(document: Document, correction: Correction, lexicon: Lexicon) -> Document:
    """Put the first ref in the place of the others."""
    kept, others = correction.refs[0], set(correction.refs[1:])
    gone = {e.ref: e for e in document.entities if e.ref in others}
    if not gone:
        return document
    known = document.entity(kept) or _listed(kept, lexicon, next(iter(gone.values())))
    entities = [known if e.ref in gone else e for e in document.entities]
    moved = _moved(document, lambda ref: kept if ref in others else ref, correction)
    return replace(moved, entities=tuple({e.ref: e for e in entities}.values()))


def _listed(ref: str, lexicon: Lexicon, like: Entity) -> Entity:
    """An entity as the lexicon has it; of an unlisted one, what the article says of the other name."""
    listed = lexicon.entities.get(ref)
    if listed is None:
        return replace(like, ref=ref)
    return replace(
        like, ref=ref, canonical=listed.canonical, wikidata=listed.wikidata,
        country=listed.country or like.country, known=True,
    )  # fmt: skip


def _moved(document: Document, move: Callable[[str], str], correction: Correction) -> Document:
    """Rewrite every ref; `move` returns an empty text for what is dropped."""
    links = (_moved_link(link, move, correction) for link in document.links)
    offices = (replace(o, person=move(o.person)) for o in document.offices)
    events = (_moved_event(document, event, move) for event in document.events)
    return replace(
        document,
        links=tuple(link for link in links if link.entity),
        offices=tuple(o for o in offices if o.person),
        events=_distinct(e for e in events if e is not None),
        quotations=tuple(
            replace(
                q,
                speaker=(move(q.speaker) or None) if q.speaker else None,
                addressee=(move(q.addressee) or None) if q.addressee else None,
            )
            for q in document.quotations
        ),
    )


def _moved_link(link: Link, move: Callable[[str], str], correction: Correction) -> Link:
    target = move(link.entity)
    if target == link.entity:
        return link
    return replace(link, entity=target, reasons=(*link.reasons, correction.reason))


def _moved_event(document: Document, event: Event, move: Callable[[str], str]) -> Event | None:
    """An event with other parties has another name; one that loses its last party is gone."""
    if all(move(p.entity) == p.entity for p in event.participants):
        return event
    parties = {(p.role, ref): replace(p, entity=ref) for p in event.participants if (ref := move(p.entity))}
    if not parties:
        return None
    return _renamed(document, replace(event, participants=tuple(parties.values())))


def _renamed(document: Document, event: Event) -> Event:
    ref = event_ref(
        document.article, event.type, event.mode, event.participants, event.when, event.sentence,
        event.trigger,
    )  # fmt: skip
    return replace(event, ref=ref)


def _distinct(events: Iterable[Event]) -> tuple[Event, ...]:
    """Join events that corrections made equal: the first stays, the main one if there is one."""
    found: dict[str, Event] = {}
    for event in events:
        old = found.get(event.ref)
        found[event.ref] = replace(old, main=old.main or event.main) if old else event
    return tuple(found.values())


def _retype(document: Document, correction: Correction, lexicon: Lexicon) -> Document:
    ref = correction.refs[0]
    if not any(e.ref == ref for e in document.events):
        return document
    kind, mode = correction.value, correction.more or None
    changed = (
        _renamed(document, replace(e, type=kind, mode=mode, provenance=_by(correction, e)))
        if e.ref == ref
        else e
        for e in document.events
    )
    return replace(document, events=_distinct(changed))


def _by(correction: Correction, record: Event | Quotation) -> Provenance:
    """The provenance of a corrected record: the correction is its rule, and it is sure."""
    return replace(record.provenance, rule=f"correction/{correction.key}", confidence=1.0)


def _speaker(document: Document, correction: Correction, lexicon: Lexicon) -> Document:
    ref, who = correction.refs[0], correction.value
    old = next((q for q in document.quotations if q.ref == ref), None)
    if old is None or old.speaker == who:
        return document
    new = replace(old, speaker=who, speaker_span=None, provenance=_by(correction, old))
    entities = document.entities
    if document.entity(who) is None:
        entities = (*entities, _speaking(who, lexicon))
    return replace(
        document, entities=entities, quotations=tuple(new if q is old else q for q in document.quotations)
    )


def _speaking(ref: str, lexicon: Lexicon) -> Entity:
    """A speaker whom the article does not name."""
    kind, _, key = ref.partition("/")
    name = key.replace("-", " ").title()
    return _listed(ref, lexicon, Entity(ref, kind, name, name))  # type: ignore[arg-type]


def _reject(document: Document, correction: Correction, lexicon: Lexicon) -> Document:
    ref = correction.refs[0]
    kind = ref.partition("/")[0]
    if kind == "event":
        kept = tuple(e for e in document.events if e.ref != ref)
        return document if len(kept) == len(document.events) else replace(document, events=kept)
    if kind == "quotation":
        said = tuple(q for q in document.quotations if q.ref != ref)
        return document if len(said) == len(document.quotations) else replace(document, quotations=said)
    if document.entity(ref) is None:
        return document
    moved = _moved(document, lambda r: "" if r == ref else r, correction)
    return replace(moved, entities=tuple(e for e in document.entities if e.ref != ref))


_STEPS: dict[str, Callable[[Document, Correction, Lexicon], Document]] = {
    "same": _same, "reject": _reject, "retype": _retype, "speaker": _speaker,
}  # fmt: skip
