"""Which of the things found is which of the things in gold.

People and organisations are the same when they share a form of their name (people also when the last
word of a name agrees), events when their type and at least half of their parties agree, statements when
the speaker and the first three words agree.  Names are compared without case, accents and punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from kg.evaluation.readings import EventRead, OrganisationRead, PersonRead, StatementRead

Gold = TypeVar("Gold")
Found = TypeVar("Found")
#: A party of an event: its name, and the country or body it acts for; both folded.
Party = tuple[str, str]

_HALF = 0.5
_SHORTEST = 4  # letters of a last word that may stand for a person
_FIRST = 3  # words in which two beginnings must agree


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Return the words of a text in lower case, without accents and punctuation."""
    text = unicodedata.normalize("NFKD", text).lower()
    text = "".join(c for c in text if not unicodedata.combining(c)).replace("ß", "ss")
    return " ".join(re.findall(r"\w+", text))


def names(entity: PersonRead | OrganisationRead) -> frozenset[str]:
    """Return every form of a name, folded."""
    return frozenset(fold(form) for form in (*entity.forms, entity.name, entity.canonical)) - {""}


def _last_words(person: PersonRead) -> set[str]:
    return {name.split()[-1] for name in names(person) if len(name.split()[-1]) >= _SHORTEST}


def pair_up(
    gold: Sequence[Gold], found: Sequence[Found], likeness: Callable[[Gold, Found], float]
) -> list[tuple[int, int]]:
    """Pair what is alike one to one, the most alike first; return pairs of positions."""
    scored = [(likeness(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)]
    pairs: list[tuple[int, int]] = []
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    for score, i, j in sorted(scored, reverse=True):
        if score > 0 and i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            pairs.append((i, j))
    return pairs


def same_person(gold: PersonRead, found: PersonRead) -> float:
    """Score two people: 2 for a shared form, 1 for the last word of a name."""
    if names(gold) & names(found):
        return 2.0
    return 1.0 if _last_words(gold) & _last_words(found) else 0.0


def same_organisation(gold: OrganisationRead, found: OrganisationRead) -> float:
    """Score two organisations: 1 for a shared form."""
    return 1.0 if names(gold) & names(found) else 0.0


def same_office(gold: str, found: str | None) -> bool:
    """Say whether two names of an office share a word (*deputy minister*, *minister of health*)."""
    a, b = fold(gold), fold(found or "")
    return a == b or bool(set(a.split()) & set(b.split()))


def same_statement(gold: StatementRead, found: StatementRead) -> float:
    """Score two statements: 1 when the speaker and the first three words agree."""
    if not same_words(gold, found):
        return 0.0
    a, b = fold(gold.speaker).split(), fold(found.speaker).split()
    if not a or not b:
        return 0.0
    return 1.0 if a == b or (a[-1] == b[-1] and len(a[-1]) >= _SHORTEST - 1) else 0.0


def same_words(gold: StatementRead, found: StatementRead) -> bool:
    """Say whether two statements begin with the same three words, whoever speaks."""
    return fold(gold.begins).split()[:_FIRST] == fold(found.begins).split()[:_FIRST]


def parties(event: EventRead, persons: Sequence[PersonRead]) -> list[Party]:
    """Return the parties of an event; a person comes with the country they act for."""
    seen: list[Party] = []
    for who in (*event.agents, *event.targets):
        key = fold(who)
        person = next((p for p in persons if key in names(p)), None)
        if person is None:
            seen.append((key, key))
        else:
            seen.append((fold(person.canonical or person.name) or key, fold(person.country or "") or key))
    return seen


def agreement(gold: Sequence[Party], found: Sequence[Party]) -> float:
    """Return the share of parties that agree; a person agrees with their country at half a point."""
    if not gold and not found:
        return 1.0
    points, left = 0.0, list(found)
    for party in gold:
        if not left:
            break
        best = max(left, key=lambda other: _overlap(party, other))
        if worth := _overlap(party, best):
            left.remove(best)
            points += worth
    return points / max(len(gold), len(found))


def _overlap(a: Party, b: Party) -> float:
    last_a, last_b = a[0].split()[-1:], b[0].split()[-1:]
    if a[0] == b[0] or (last_a and last_a == last_b and len(last_a[0]) >= _SHORTEST):
        return 1.0
    return _HALF if a[1] and a[1] == b[1] else 0.0


def event_likeness(
    gold_persons: Sequence[PersonRead], found_persons: Sequence[PersonRead]
) -> Callable[[EventRead, EventRead], float]:
    """Return a function that scores two events of an article: 0, or the share of parties that agree."""

    def likeness(gold: EventRead, found: EventRead) -> float:
        if gold.type != found.type:
            return 0.0
        share = agreement(parties(gold, gold_persons), parties(found, found_persons))
        return share if share >= _HALF else 0.0

    return likeness
