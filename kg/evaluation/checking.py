"""Gold beside its article: what gold claims must stand in the text, and its ids must be legal."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kg.evaluation.matching import fold, names
from kg.evaluation.readings import OrganisationRead, PersonRead, Reading
from kg.ontology import Lexicon

STATUSES = frozenset({"happened", "ongoing", "planned", "denied", "hypothetical"})
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?\Z")


@dataclass(frozen=True, slots=True)
class Legal:
    """Ids that gold may use: event types, top topics, countries by ISO code."""

    types: Collection[str]
    topics: Collection[str]
    countries: Collection[str]

    @classmethod
    def of(cls, lexicon: Lexicon) -> Legal:
        """Return the ids of a lexicon."""
        tops = {ref.removeprefix("topic/") for ref, topic in lexicon.topics.items() if topic.top == ref}
        codes = {ref.removeprefix("country/") for ref, e in lexicon.entities.items() if e.kind == "country"}
        return cls(lexicon.types, tops, codes)


def check_gold(gold: Reading, text: str, legal: Legal) -> list[str]:
    """Return what is wrong with the gold of one article; `text` is its headline and body."""
    flat = " ".join(text.split())
    return [
        f"{gold.id}: {fault}"
        for fault in (*_names(gold, flat), *_ids(gold, legal), *_words(gold, flat, legal))
    ]


def _named(gold: Reading) -> tuple[PersonRead | OrganisationRead, ...]:
    return (*gold.persons, *gold.organisations)


def _names(gold: Reading, flat: str) -> Iterator[str]:
    for entity in _named(gold):
        if not entity.forms:
            yield f"{entity.name!r} has no forms: list every form that stands in the text"
        for form in entity.forms:
            if " ".join(form.split()) not in flat:
                yield f"{form!r} of {entity.name!r} does not stand in the text"
    for what, found in (("country", gold.countries), ("topic", gold.topics)):
        for key in sorted({one for one in found if found.count(one) > 1}):
            yield f"{what} {key} is named twice"


def _ids(gold: Reading, legal: Legal) -> Iterator[str]:
    people = [p.country for p in gold.persons if p.country]
    for code in dict.fromkeys((*gold.countries, *people)):
        if code not in legal.countries:
            yield f"no country has the code {code!r}"
    for topic in gold.topics:
        if topic not in legal.topics:
            yield f"{topic!r} is no top topic"
    for event in gold.events:
        if event.type not in legal.types:
            yield f"{event.type!r} is no event type"
        if event.status not in STATUSES:
            yield f"status {event.status!r} is none of {', '.join(sorted(STATUSES))}"
        if event.date is not None and not _DATE.match(event.date):
            yield f"{event.date!r} is no date: write 2025-07-04, 2025-07 or 2025"


def _words(gold: Reading, flat: str, legal: Legal) -> Iterator[str]:
    known = {name for entity in _named(gold) for name in names(entity)}
    known |= {fold(code) for code in legal.countries}
    for event in gold.events:
        for party in (*event.agents, *event.targets):
            if fold(party) not in known:
                yield f"{party!r}, party of {event.type}, is no person, organisation or country of this gold"
        for part in re.split(r"\s*(?:\.\.\.|…)\s*", event.trigger):
            if " ".join(part.split()) not in flat:
                yield f"trigger {part!r} does not stand in the text"
    for statement in gold.statements:
        if " ".join(statement.begins.split()) not in flat:
            yield f"statement {statement.begins!r} does not stand in the text"
        if statement.kind not in ("direct", "indirect"):
            yield f"statement {statement.begins!r} is {statement.kind!r}; kinds are direct and indirect"
