"""The words that stand behind a statement: a sentence with its words marked, and where to read it.

In: mentions, events and quotations of a store.  Out: records for templates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from kg.serve.found import EventRow
from kg.serve.pages.view import Text, Thing, View, place
from kg.vocab import GAF, GRAPH_BASE, KG, OA, SCHEMA

_SPAN = re.compile(r"/mention/[0-9a-f]+-(t?)(\d+)-(\d+)-")
_AROUND = 110  # characters before and after a name
_LOOKED_AT = 12  # mentions among which the first is shown


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in three parts, of which the middle one is marked."""

    before: str
    marked: str
    after: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place in an article that says so."""

    words: Words | None
    href: str
    article: Thing
    outlet: Thing | None
    day: str
    status: str = ""
    confidence: str = ""
    rule: str = ""
    told_by: Thing | None = None


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event as lists show it."""

    thing: Thing
    row: EventRow
    type: Thing
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class QuoteCard:
    """A quotation as lists show it."""

    thing: Thing
    text: Text
    speaker: Thing | None
    addressee: Thing | None
    directness: str
    stance: str
    evidence: Evidence | None


def evidence_of(view: View, mention: str) -> Evidence | None:
    """Return what a mention of an event, quotation or entity shows; None where the article is unknown."""
    article = view.article_of(mention)
    if not article:
        return None
    words = view.quoted(mention)
    sentence = view.value(mention, KG.sentence)
    shown = (
        _in_sentence(view.selected(sentence), words)
        if sentence
        else _in_context(view, mention, article, words)
    )
    lang = view.value(article, SCHEMA.inLanguage)
    outlet = view.value(article, SCHEMA.publisher)
    thing = view.thing(article)
    return Evidence(
        words=Words(shown.before, shown.marked, shown.after, shown.lang or lang),
        href=place(thing.href, words),
        article=thing,
        outlet=view.thing(outlet) if outlet else None,
        day=view.value(article, SCHEMA.datePublished),
        status=view.value(mention, KG.status),
        confidence=view.value(mention, KG.confidence),
        rule=view.value(mention, KG.rule),
        told_by=_told_by(view, article),
    )


def _in_sentence(sentence: Text, words: Text) -> Words:
    start, end = words.start - sentence.start, words.end - sentence.start
    if sentence.part != words.part or not 0 <= start < end <= len(sentence.text):
        return Words("", sentence.text, "", sentence.lang)
    text = sentence.text
    return Words(text[:start], text[start:end], text[end:], sentence.lang)


def _in_context(view: View, mention: str, article: str, words: Text) -> Words:
    """The words around a name: from the text where it is kept, else what the graph has of it."""
    text = "" if words.part else view.text_of(article)
    if text[words.start : words.end] == words.text and words.text:
        before, after = (
            text[max(0, words.start - _AROUND) : words.start],
            text[words.end : words.end + _AROUND],
        )
        first = "… " if words.start > _AROUND else ""
        last = " …" if words.end + _AROUND < len(text) else ""
        return Words(
            first + (before.split(None, 1)[-1] if first and " " in before else before), words.text,
            (after.rsplit(None, 1)[0] if last and " " in after else after) + last, words.lang,
        )  # fmt: skip
    selector = view.selector(mention)
    before, after = (view.value(selector, p) if selector else "" for p in (OA.prefix, OA.suffix))
    return Words(before, words.text, after, words.lang)


def _told_by(view: View, article: str) -> Thing | None:
    """Whose words a copied article is: the agency, or the outlet that was first."""
    story = view.value(article, KG.story)
    teller = view.value(story, KG.toldBy) if story else ""
    return view.thing(teller) if teller else None


def mentions_of(view: View, thing: str, graph: str | None = None, most: int = _LOOKED_AT) -> list[str]:
    """Return mentions of a thing, in a fixed order."""
    found = {q.object.value for q in islice(view.quads(thing, GAF.denotedBy, None, graph), most)}
    return sorted(found)


def first_evidence(view: View, thing: str, graph: str | None = None) -> Evidence | None:
    """Return one place that speaks of a thing."""
    found = mentions_of(view, thing, graph)
    return evidence_of(view, found[0]) if found else None


def event_card(view: View, row: EventRow) -> EventCard:
    """Return an event with one sentence that tells of it."""
    name = view.iri(row.ref)
    return EventCard(view.thing(name), row, view.of(row.type), first_evidence(view, name))


def event_cards(view: View, refs: list[str]) -> list[EventCard]:
    """Return the events of a list; names that lead no case are not shown."""
    rows = [row for ref in refs if (row := view.listing.event(ref)) is not None]
    return [event_card(view, row) for row in rows]


def quote_card(view: View, ref: str) -> QuoteCard:
    """Return a quotation with speaker and place."""
    name = view.iri(ref)
    text = next((q.object for q in view.quads(name, SCHEMA.text)), None)
    speaker, addressee = (view.value(name, p) for p in (SCHEMA.spokenByCharacter, KG.addressee))
    return QuoteCard(
        thing=view.thing(name),
        text=Text(text.value, text.language or "") if text is not None else Text(""),
        speaker=view.thing(speaker) if speaker else None,
        addressee=view.thing(addressee) if addressee else None,
        directness=view.value(name, KG.directness),
        stance=view.value(name, KG.stance),
        evidence=first_evidence(view, name),
    )


def article_evidence(view: View, article_ref: str, thing: str) -> Evidence | None:
    """Return the first place in one article that names a thing (a person, a topic …)."""
    graph = GRAPH_BASE + article_ref
    found = mentions_of(view, thing, graph) or sorted(
        q.subject.value for q in islice(view.quads(None, OA.hasBody, thing, graph), _LOOKED_AT)
    )
    placed = sorted((_start(view, m), m) for m in found)
    return evidence_of(view, placed[0][1]) if placed else article_only(view, article_ref)


def article_only(view: View, article_ref: str) -> Evidence:
    """Return an article without words of it."""
    name = view.iri(article_ref)
    outlet = view.value(name, SCHEMA.publisher)
    thing = view.thing(name)
    return Evidence(
        None, thing.href, thing, view.thing(outlet) if outlet else None,
        view.value(name, SCHEMA.datePublished), told_by=_told_by(view, name),
    )  # fmt: skip


def _span(mention: str) -> tuple[str, int, int] | None:
    """Return part, start and end of a mention: they stand in its IRI, which saves four look-ups."""
    found = _SPAN.search(mention)
    return (found[1], int(found[2]), int(found[3])) if found else None


def _start(view: View, mention: str) -> tuple[bool, int]:
    words = view.quoted(mention)
    return words.part == "title", words.start  # the text says more than the headline


def quotations_naming(view: View, thing: str, articles: list[str], most: int) -> list[str]:
    """Return quotations of some articles in whose words a thing is named; at most so many."""
    found: list[str] = []
    for article in articles:
        graph = GRAPH_BASE + article
        names = [place for m in mentions_of(view, thing, graph, 60) if (place := _span(m))]
        for row in view.listing.concerning(article, "quotation", limit=60) if names else ():
            for mention in mentions_of(view, view.iri(row.ref), graph, 3):
                said = _span(mention)
                if said and any(said[0] == n[0] and said[1] <= n[1] and n[2] <= said[2] for n in names):
                    found.append(row.ref)
                    break
        if len(found) >= most:
            break
    return found[:most]
