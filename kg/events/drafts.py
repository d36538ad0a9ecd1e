"""Events as single sentences tell them, and the joining of those that are one event.

In: drafts in the order of the text.  Out: fewer drafts, each with what all its sentences know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.events.cast import Cast
from kg.events.triggers import Trigger
from kg.events.types import is_verbal
from kg.extractors import Context
from kg.model import Status, When
from kg.syntax import Parsed

LEAD = 3  # sentences


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as one sentence tells it, before reports of the same event are joined."""

    trigger: Trigger
    parsed: Parsed
    cast: Cast
    when: When | None
    duration: str | None
    status: Status
    confidence: float
    reports: int = 1

    @property
    def parties(self) -> set[str]:
        """All participants, whatever their role."""
        return {p.ref for p in (*self.cast.agents, *self.cast.targets, *self.cast.mediators)}

    @property
    def is_named(self) -> bool:
        """Whether at least one party has a name; what unnamed people do alone is never the main news."""
        return any(not ref.startswith("group/") for ref in self.parties)


def is_enough(draft: Draft) -> bool:
    """Say whether the parties a frame needs are there.

    What unnamed people do is news in headline and lead; below, only named parties count.
    """
    frame, agents, targets = draft.trigger.frame, draft.cast.agents, draft.cast.targets
    if draft.parsed.index > LEAD:
        agents, targets = ([p for p in rows if p.kind != "group"] for rows in (agents, targets))
    has = {"agent": bool(agents), "target": bool(targets)}
    opening = 1 if draft.trigger.how == "noun" else LEAD
    if frame.valency == "self" and not frame.requires and draft.parsed.index <= opening:
        return True  # protests, riots, strikes: news whoever takes part
    if not agents and all(p.kind == "group" for p in targets):
        return False
    if frame.valency == "reciprocal" and "target" in frame.requires:
        if len(agents) == 1 and draft.cast.mutual:
            return agents[0].kind == "organisation" and agents[0].mark is None
        return len(agents) + len(targets) > 1
    if draft.trigger.how == "noun" and frame.valency == "directed" and frame.requires:
        return all(has.values())  # a noun with one party is background (*nach dem Angriff auf Kiew*)
    if draft.cast.suffered and any(p.attribute != "adjective" for p in draft.cast.targets):
        return True
    if frame.requires == {"target"} and _is_by_body(draft):
        return True
    return any(has.values()) and all(has[need] for need in frame.requires)


def _is_by_body(draft: Draft) -> bool:
    """*Das Gericht verurteilte den Angeklagten*: whom a court or state arrests may be nobody known."""
    kinds = {"country", "organisation"} | ({"group"} if draft.parsed.index <= LEAD else set())
    by = [p for p in draft.cast.agents if p.kind in kinds]
    return draft.trigger.how != "noun" and any(p.mark is None and p.attribute is None for p in by)


def inherit_parties(drafts: Sequence[Draft], context: Context) -> list[Draft]:
    """*Seit 2022 verhandelten beide Seiten erneut*: who talk without being named are those who talked before.

    A bare noun (*die Gespräche*) does so only with a date of its own; without one it tells of the same talks.
    """
    last: Draft | None = None
    done = []
    for draft in drafts:
        if draft.trigger.frame.valency == "reciprocal":
            bare = not draft.parties and (draft.trigger.how != "noun" or draft.when is not None)
            if bare and last is not None and _goes_on(last, draft, context):
                cast = replace(draft.cast, agents=list(last.cast.agents), sure=draft.cast.sure - 0.1)
                draft = replace(draft, cast=cast)
            elif len(draft.cast.agents) > 1:
                last = draft
        done.append(draft)
    return done


def _goes_on(a: Draft, b: Draft, context: Context) -> bool:
    kind = b.trigger.frame.type
    if b.trigger.how != "noun":
        return kind == a.trigger.frame.type or is_verbal(kind, context)
    other_day = a.when is None or b.when is None or not _dates_meet(a.when, b.when)
    return kind == a.trigger.frame.type and other_day


def join_drafts(drafts: Sequence[Draft], acts_for: Mapping[str, str]) -> list[Draft]:
    """Join drafts of one type whose parties and dates do not contradict each other."""
    kept: list[Draft] = []
    for draft in drafts:
        host = next((i for i in range(len(kept) - 1, -1, -1) if _same(kept[i], draft, acts_for)), None)
        if host is not None:
            kept[host] = _merged(kept[host], draft)
        elif is_enough(draft):
            kept.append(draft)
    told = {d.trigger.frame.type for d in kept if d.parties}
    return [d for d in kept if d.parties or d.trigger.frame.type not in told]


def _same(a: Draft, b: Draft, acts_for: Mapping[str, str]) -> bool:
    fa, fb = a.trigger.frame, b.trigger.frame
    if fa.type != fb.type or (a.status == "denied") != (b.status == "denied"):
        return False
    if _is_one_deed(a, b):
        return True
    if fa.mode != fb.mode and fa.mode and fb.mode and not _modes_meet(a, b):
        return False
    if a.when and b.when and not _dates_meet(a.when, b.when):
        return False
    if not b.parties:
        return fa.valency in ("reciprocal", "self") and b.trigger.how == "noun"
    if not a.parties:
        # Proteste in Athen. … Die ADEDY protestierte; marcharon para protestar contra el Gobierno
        return b.is_named or a.parsed is b.parsed
    if "reciprocal" in (fa.valency, fb.valency):
        return b.parties <= a.parties or a.parties <= b.parties or _stand_for(a.parties, b.parties, acts_for)
    agents_a, agents_b = {p.ref for p in a.cast.agents}, {p.ref for p in b.cast.agents}
    targets_a, targets_b = {p.ref for p in a.cast.targets}, {p.ref for p in b.cast.targets}
    return _fits(agents_a, agents_b) and _fits(targets_a, targets_b) and bool(a.parties & b.parties)


def _stand_for(people: set[str], countries: set[str], acts_for: Mapping[str, str]) -> bool:
    """*Merz und Macron* … *das Telefonat zwischen Berlin und Paris*: the countries stand for the people."""
    return len(countries) > 1 and {acts_for.get(ref, ref) for ref in people} == countries


def _modes_meet(a: Draft, b: Draft) -> bool:
    """A bare noun of the same kind (*das Treffen*, *die Gespräche*) goes on about the same event."""
    return a.trigger.frame.valency == "reciprocal" and b.trigger.how == "noun" and a.parties == b.parties


def _is_one_deed(a: Draft, b: Draft) -> bool:
    """*killed a reporter and wounded two others*: two verbs of one clause and mode, done by the same."""
    fa, fb = a.trigger.frame, b.trigger.frame
    near = a.parsed is b.parsed and a.trigger.clause == b.trigger.clause
    doers = [{p.ref for p in d.cast.agents} for d in (a, b)]
    verbs = a.trigger.how == b.trigger.how == "verb" and fa.valency == fb.valency == "directed"
    return near and verbs and fa.mode == fb.mode and doers[0] == doers[1]


def _fits(a: set[str], b: set[str]) -> bool:
    return not a or not b or a <= b or b <= a


def _dates_meet(a: When, b: When) -> bool:
    return a.value.startswith(b.value) or b.value.startswith(a.value)


def _merged(host: Draft, more: Draft) -> Draft:
    """Add to an event what a later sentence knows better."""
    agents = more.cast.agents if len(more.cast.agents) > len(host.cast.agents) else host.cast.agents
    targets = more.cast.targets if len(more.cast.targets) > len(host.cast.targets) else host.cast.targets
    if _is_one_deed(host, more):
        known = {p.ref for p in host.cast.targets}
        targets = [*host.cast.targets, *(p for p in more.cast.targets if p.ref not in known)]
    roles = Cast(
        agents, targets, host.cast.mediators or more.cast.mediators, host.cast.places or more.cast.places
    )
    when = host.when
    if more.when and (when is None or len(more.when.value) > len(when.value)):
        when = more.when
    in_title = host.parsed.sentence.span.part == "title" and more.parsed.sentence.span.part == "text"
    vague = host.trigger.frame.mode is None and more.trigger.frame.mode is not None
    base = more if ((in_title and more.parties) or vague) and is_enough(more) else host
    return replace(
        base,
        cast=roles,
        when=when,
        duration=host.duration or more.duration,
        status=_joint_status(host, more),
        confidence=min(0.95, max(host.confidence, more.confidence) + 0.05),
        reports=host.reports + 1 + (host.parsed.sentence.span.part == "title"),
    )


def _joint_status(a: Draft, b: Draft) -> Status:
    """A verb knows better than a noun whether it happened; of two verbs one that says so."""
    if (a.trigger.how == "noun") != (b.trigger.how == "noun"):
        return b.status if a.trigger.how == "noun" else a.status
    return "happened" if "happened" in (a.status, b.status) else a.status
