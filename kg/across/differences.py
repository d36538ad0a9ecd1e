"""Where the reports of one event differ: every value that not all give, with the articles that give it.

In: mentions of one event and who tells them.  Out: differences; nothing is decided, nothing left out.  That
something was planned and then happened is a development and no difference; that it happened and is
denied is one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.across.identity import MUTUAL
from kg.across.records import EventMention

_REAL = ("happened", "ongoing")


@dataclass(frozen=True, slots=True)
class Claim:
    """A value and the articles (hashes) that give it."""

    value: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A property (duration, status, date, place, began) with the values that reports give, side by side."""

    property: str
    claims: tuple[Claim, ...]


def differences(mentions: Sequence[EventMention]) -> tuple[Difference, ...]:
    """Return where the mentions of one event do not agree."""
    told = {
        "duration": _by_value((m.duration, m) for m in mentions),
        "status": _statuses(mentions),
        "date": _days(mentions),
        "place": _by_value((m.place, m) for m in mentions),
        "began": _began(mentions),
    }
    return tuple(
        Difference(name, tuple(Claim(v, tuple(sorted(found[v]))) for v in sorted(found)))
        for name, found in told.items()
        if len(found) > 1
    )


def _by_value(pairs: Iterable[tuple[str, EventMention]]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for value, mention in pairs:
        if value:
            found[value].add(mention.article)
    return found


def _statuses(mentions: Sequence[EventMention]) -> Mapping[str, set[str]]:
    found = _by_value((m.status, m) for m in mentions)
    real = {status: found[status] for status in _REAL if status in found}
    return {**real, "denied": found["denied"]} if "denied" in found and real else {}


def _days(mentions: Sequence[EventMention]) -> Mapping[str, set[str]]:
    """Days said in the texts; the day of publication is no claim."""
    return _by_value((m.date, m) for m in mentions if m.dated == "text" and len(m.date) == 10)


def _began(mentions: Sequence[EventMention]) -> Mapping[str, set[str]]:
    """Who acted, where one report has as agent whom another has as target."""
    if not mentions or mentions[0].type in MUTUAL:
        return {}
    agents = {ref for m in mentions for ref in m.agents}
    both = agents & {ref for m in mentions for ref in m.targets}
    return _by_value((ref, m) for m in mentions for ref in m.agents if ref in both)
