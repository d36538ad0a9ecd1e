"""The second step of identity: events that are one although type, mode, parties and date are not all equal.

The first step is the hash that names an event.  Here an event may have a party more, a country instead of
its president, a day more or less, or a narrower mode.  In: profiles of two events.  Out: a score and the
reasons.  Nothing is merged: every event keeps its name, and a link says which better told event it belongs
to.  A link looks at neighbours only, so that adding an article touches nothing far away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kg.across.records import EventMention

SAME = 0.62  # score from which two events are one; tuned on benchmarks/stories
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_DATED = ("text", "context", "publication", "")  # how surely a report knows the day
#: Whether two modes may be said of one event: one is the other's broader one, or the lexicon relates them.
Near = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Profile:
    """An event as all its mentions together show it.

    `published` is the day of the first article, `headlines` are articles that tell it in the headline,
    `planned` says that none tells it as something that happened.
    """

    event: str
    type: str
    mode: str
    date: str
    dated: str
    published: str
    agents: frozenset[str]
    targets: frozenset[str]
    places: frozenset[str]
    durations: frozenset[str]
    topics: frozenset[str]
    acts_for: Mapping[str, str]
    articles: frozenset[str]
    headlines: frozenset[str]
    stories: frozenset[str]
    planned: bool

    @property
    def parties(self) -> frozenset[str]:
        """Everyone in it, whatever their role."""
        return self.agents | self.targets

    @property
    def day(self) -> str:
        """The date, or the day of the first report where none is given."""
        return self.date or self.published

    @property
    def rank(self) -> tuple[int, bool, int, int, str]:
        """How well it is told: by how many articles, with a date of its own, with how many named parties."""
        return (len(self.articles), self.dated == "text", _named(self.parties), len(self.parties), self.event)


@dataclass(frozen=True, slots=True)
class EventLink:
    """`event` is told better by `leading`; `score` from 0 to 1, with reasons."""

    event: str
    leading: str
    score: float
    reasons: tuple[str, ...]


def profile(
    mentions: Collection[EventMention], published: Mapping[str, str], stories: Mapping[str, str]
) -> Profile:
    """Put the mentions of one event together; `published` and `stories` are by article."""
    first = min(mentions)
    days = sorted(published[m.article] for m in mentions if published.get(m.article))
    return Profile(
        first.event, first.type, first.mode, first.date,
        min((m.dated for m in mentions), key=_DATED.index),
        days[0] if days else "",
        frozenset(first.agents), frozenset(first.targets),
        frozenset(m.place for m in mentions if m.place),
        frozenset(m.duration for m in mentions if m.duration),
        frozenset(t for m in mentions for t in m.topics),
        dict(sorted(pair for m in mentions for pair in m.acts_for)),
        frozenset(m.article for m in mentions),
        frozenset(m.article for m in mentions if m.start < 0),
        frozenset(stories[m.article] for m in mentions if m.article in stories),
        all(m.status in ("planned", "hypothetical") for m in mentions),
    )  # fmt: skip


def block_keys(mention: EventMention) -> list[int]:
    """Return the keys under which an event is found: its type with each party, and with whom it acts for."""
    return sorted(meeting_keys(mention))


def meeting_keys(mention: EventMention) -> dict[int, tuple[int, ...]]:
    """Return, for each key of an event, the keys of those that may be the same one.

    They have a party in common, or a country that is a party of one and acted for in the other: that two
    presidents act for one country says nothing.
    """
    party, acted_for = f"{mention.type} {{}}".format, f"{mention.type} for {{}}".format
    found = {_key(party(ref)): (_key(party(ref)), _key(acted_for(ref))) for ref in mention.parties}
    return found | {_key(acted_for(ref)): (_key(party(ref)),) for _, ref in mention.acts_for}


@lru_cache(maxsize=8_192)
def _key(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def window(day: str) -> tuple[str, str]:
    """Return the first and last day on which another report may put an event of this day (month, year)."""
    if len(day) < 10:
        return day, day
    middle = date.fromisoformat(day)
    return (middle - timedelta(days=1)).isoformat(), (middle + timedelta(days=1)).isoformat()


def compare(a: Profile, b: Profile, near: Near) -> EventLink | None:
    """Link the worse told of two events to the better told one, or return None."""
    link = weigh(a, b, near)
    return link if link and link.score >= SAME else None


def weigh(a: Profile, b: Profile, near: Near) -> EventLink | None:
    """Return the link that two events would have, however low its score; None where they cannot be one."""
    if a.type != b.type or a.event == b.event or not (a.parties and b.parties):
        return None
    parts = [_dates(a, b), _parties(a, b), _modes(a, b, near), *_rest(a, b)]
    if any(part is None for part in parts):
        return None
    told = [part for part in parts if part is not None and part[0]]
    score = round(min(1.0, sum(part[0] for part in told)), 3)
    low, high = sorted((a, b), key=lambda p: p.rank)
    return EventLink(low.event, high.event, score, tuple(part[1] for part in told))


def best(links: Iterable[EventLink], event: str) -> EventLink | None:
    """Return the link of an event to the one it most likely is, if any."""
    own = [link for link in links if link.event == event]
    return max(own, key=lambda link: (link.score, link.leading), default=None)


Part = tuple[float, str]


def _dates(a: Profile, b: Profile) -> Part | None:
    if a.planned != b.planned and not (a if a.planned else b).date:
        return None  # what is planned for no day in particular is not what happened on the day of the report
    if a.day == b.day and a.day:
        return 0.2, "same day" if a.date and b.date else "day of the report"
    if min(len(a.day), len(b.day)) < 10 or b.day not in window(a.day):
        return None
    if a.dated == b.dated == "text" and not a.stories & b.stories:
        return None  # both say a day, and another
    if not _named(a.parties & b.parties) and not a.places & b.places:
        return None  # attacks of one country on another go on day after day
    return 0.1, "a day apart"


def _parties(a: Profile, b: Profile) -> Part | None:
    acts_for = {**a.acts_for, **b.acts_for}
    small, large = sorted((a.parties, b.parties), key=lambda p: (len(p), sorted(p)))
    shared = small & large
    free = set(large - shared)
    stands = set()
    for ref in sorted(small - shared):
        other = next((o for o in sorted(free) if acts_for.get(o) == ref or acts_for.get(ref) == o), None)
        if other is not None:
            stands.add(ref)
            free.discard(other)
    fit = (len(shared) + 0.7 * len(stands)) / len(small)
    if fit < 0.6:
        return None
    score, why = 0.45 * fit, []
    if shared:
        why.append(f"{len(shared)} of {len(large)} parties the same")
        score += min(0.2, 0.1 * _named(shared)) + (0.05 if len(shared) > 1 else 0)
    if stands:
        why.append("a country for those who act for it")
    if len(small) == 1 and len(large) > 1:
        score -= 0.05 if _named(shared) else 0.2
        why.append("only one party told")
    if a.type not in MUTUAL and _turned(a, b):
        if a.day != b.day or len(shared) < 2:
            return None
        score -= 0.1
        why.append("roles the other way round")
    return score, "; ".join(why)


def _turned(a: Profile, b: Profile) -> bool:
    same = len(a.agents & b.agents) + len(a.targets & b.targets)
    return len(a.agents & b.targets) + len(a.targets & b.agents) > same


def _modes(a: Profile, b: Profile, near: Near) -> Part:
    if a.mode == b.mode:
        return 0.2, "same mode" if a.mode else "same type"
    if not (a.mode and b.mode):
        return 0.1, "a broader mode"
    if near(a.mode, b.mode):
        return 0.1, "a broader or related mode"
    return -0.4, "another mode"


def _rest(a: Profile, b: Profile) -> Iterable[Part]:
    if a.places and b.places:
        yield (0.1, "same place") if a.places & b.places else (-0.1, "another place")
    if a.durations & b.durations:
        yield 0.1, "same duration"
    if a.topics & b.topics:
        yield 0.05, "a topic in common"
    if a.stories & b.stories:
        yield 0.2, "told in copies of one text"
    if both := (a.articles & b.articles) - a.headlines - b.headlines:  # a headline says again what follows
        share = len(both) / min(len(a.articles), len(b.articles))
        yield round(-0.5 * share, 3), "one article tells of both"


def _named(refs: Iterable[str]) -> int:
    """Count people and organisations: countries and unnamed groups are parties of too many events."""
    return sum(ref.startswith(("person/", "organisation/")) for ref in refs)
