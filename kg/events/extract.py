"""Sentences → events with parties, date, duration, place, status and evidence.

In: a linked document.  Out: events, each once per article: reports of the same event in several
sentences are joined, the most complete wins, the rest adds what it lacks.  Topics are added later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kg.events.dates import find_dates, find_durations, next_weekday
from kg.events.roles import Cast, cast
from kg.events.status import is_background, is_future_tense, read_status
from kg.events.triggers import Trigger, find_triggers
from kg.extractors import VERSION, Context
from kg.model import Document, Event, Participant, Provenance, Role, Span, Status, When
from kg.syntax import Parsed, Party
from kg.text import quoted_passages
from kg.vocab import KG

MAX_MAIN = 2
_LEAD, _RECENT = 3, 3  # sentences of the lead; days before publication that are still its news
_FEW_WORDS = 4  # a shorter quotation is part of the report's own sentence
BASE = {"phrase": 0.75, "verb": 0.7, "noun": 0.6}


@dataclass(frozen=True, slots=True)
class _Draft:
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


def extract_events(document: Document, context: Context, parsed: Sequence[Parsed]) -> tuple[Event, ...]:
    """Return the events of an article in the order of the text."""
    spoken = _spoken(document, context)
    drafts = [
        d for sentence in parsed for d in _drafts(document, sentence, context) if not _is_spoken(d, spoken)
    ]
    acts_for = {e.ref: f"country/{e.country}" for e in document.entities if e.kind != "country" and e.country}
    joined = _join(drafts, acts_for)
    mains = _main(joined)
    lead = _lead_date(document, joined)
    return tuple(_event(document, d, id(d) in mains, lead, context) for d in joined)


def _spoken(document: Document, context: Context) -> list[Span]:
    """Passages of several words between quotation marks: somebody's words, not the report."""
    article = document.article
    found = [
        *quoted_passages(article.title, "title", context.language),
        *quoted_passages(article.text, "text", context.language),
    ]
    return [q.inner for q in found if len(article.slice(q.inner).split()) > _FEW_WORDS]


def _is_spoken(draft: _Draft, spoken: Sequence[Span]) -> bool:
    """Say whether any word of the trigger stands inside somebody's words."""
    words = [draft.parsed.span(i, i + 1) for i in draft.trigger.positions]
    return any(passage.covers(word) for passage in spoken for word in words)


def _drafts(document: Document, parsed: Parsed, context: Context) -> list[_Draft]:
    triggers = find_triggers(parsed, context)
    if not triggers:
        return []
    dates = find_dates(document.article, parsed.sentence, context.language)
    durations = list(find_durations(parsed.sentence, context.language))
    drafts = []
    for trigger in triggers:
        found = cast(parsed, trigger, context)
        when = _nearest_date(dates, parsed, trigger)
        duration = durations[0][0] if durations and trigger.frame.valency == "reciprocal" else None
        status = read_status(parsed, trigger, when, document.article.date, context)
        if when is not None and status == "planned" and is_future_tense(parsed, trigger, context):
            when = next_weekday(when, document.article, context.language)
        drafts.append(_Draft(trigger, parsed, found, when, duration, status, BASE[trigger.how] + found.sure))
    return drafts


def _nearest_date(dates: Sequence[When], parsed: Parsed, trigger: Trigger) -> When | None:
    """The date of the trigger's clause, else the only date of the sentence."""
    if not dates:
        return None
    places = {start: i for i, start in enumerate(parsed.sentence.starts)}
    at = {w: places.get(w.span.start, 0) if w.span else 0 for w in dates}
    own = [w for w in dates if parsed.clause_of[at[w]] == trigger.clause]
    near = own or (list(dates) if len(dates) == 1 else [])
    return min(near, key=lambda w: (abs(at[w] - trigger.head), w.value), default=None)


def _is_enough(draft: _Draft) -> bool:
    """Say whether the parties a frame needs are there."""
    frame = draft.trigger.frame
    has = {"agent": bool(draft.cast.agents), "target": bool(draft.cast.targets)}
    if frame.valency == "reciprocal" and "target" in frame.requires:
        return len(draft.cast.agents) + len(draft.cast.targets) > 1
    if draft.trigger.how == "noun" and frame.valency == "directed" and frame.requires:
        return all(has.values())  # a noun with one party is background (*nach dem Angriff auf Kiew*)
    return any(has.values()) and all(has[need] for need in frame.requires)


def _join(drafts: Sequence[_Draft], acts_for: Mapping[str, str]) -> list[_Draft]:
    """Join drafts of one type whose parties and dates do not contradict each other."""
    kept: list[_Draft] = []
    for draft in drafts:
        host = next((i for i in range(len(kept) - 1, -1, -1) if _same(kept[i], draft, acts_for)), None)
        if host is not None:
            kept[host] = _merged(kept[host], draft)
        elif _is_enough(draft):
            kept.append(draft)
    return kept


def _same(a: _Draft, b: _Draft, acts_for: Mapping[str, str]) -> bool:
    fa, fb = a.trigger.frame, b.trigger.frame
    if fa.type != fb.type or (a.status == "denied") != (b.status == "denied"):
        return False
    if fa.mode != fb.mode and fa.mode and fb.mode and not _modes_meet(a, b):
        return False
    if a.when and b.when and not _dates_meet(a.when, b.when):
        return False
    if not b.parties:
        return fa.valency == "reciprocal" and b.trigger.how == "noun"
    if "reciprocal" in (fa.valency, fb.valency):
        return b.parties <= a.parties or a.parties <= b.parties or _stand_for(a.parties, b.parties, acts_for)
    agents_a, agents_b = {p.ref for p in a.cast.agents}, {p.ref for p in b.cast.agents}
    targets_a, targets_b = {p.ref for p in a.cast.targets}, {p.ref for p in b.cast.targets}
    return _fits(agents_a, agents_b) and _fits(targets_a, targets_b) and bool(a.parties & b.parties)


def _stand_for(people: set[str], countries: set[str], acts_for: Mapping[str, str]) -> bool:
    """*Merz und Macron* … *das Telefonat zwischen Berlin und Paris*: the countries stand for the people."""
    return len(countries) > 1 and {acts_for.get(ref, ref) for ref in people} == countries


def _modes_meet(a: _Draft, b: _Draft) -> bool:
    """A bare noun of the same kind (*das Treffen*, *die Gespräche*) goes on about the same event."""
    return a.trigger.frame.valency == "reciprocal" and b.trigger.how == "noun" and a.parties == b.parties


def _fits(a: set[str], b: set[str]) -> bool:
    return not a or not b or a <= b or b <= a


def _dates_meet(a: When, b: When) -> bool:
    return a.value.startswith(b.value) or b.value.startswith(a.value)


def _merged(host: _Draft, more: _Draft) -> _Draft:
    """Add to an event what a later sentence knows better."""
    agents = more.cast.agents if len(more.cast.agents) > len(host.cast.agents) else host.cast.agents
    targets = more.cast.targets if len(more.cast.targets) > len(host.cast.targets) else host.cast.targets
    roles = Cast(
        agents, targets, host.cast.mediators or more.cast.mediators, host.cast.places or more.cast.places
    )
    when = host.when
    if more.when and (when is None or len(more.when.value) > len(when.value)):
        when = more.when
    in_title = host.parsed.sentence.span.part == "title" and more.parsed.sentence.span.part == "text"
    vague = host.trigger.frame.mode is None and more.trigger.frame.mode is not None
    base = more if ((in_title and more.parties) or vague) and _is_enough(more) else host
    return replace(
        base,
        cast=roles,
        when=when,
        duration=host.duration or more.duration,
        status="happened" if "happened" in (host.status, more.status) else host.status,
        confidence=min(0.95, max(host.confidence, more.confidence) + 0.05),
        reports=host.reports + 1 + (host.parsed.sentence.span.part == "title"),
    )


def _main(drafts: Sequence[_Draft]) -> set[int]:
    """The one or two events the article is about: told in the headline or lead, and told again."""

    def weight(draft: _Draft) -> float:
        lead = max(0.0, 1.0 - draft.parsed.index / 4)
        return draft.reports + 2 * lead + draft.confidence - (draft.status in ("hypothetical", "denied"))

    ranked = sorted(drafts, key=lambda d: (-weight(d), d.parsed.index, d.trigger.positions))
    return {id(d) for d in ranked[:MAX_MAIN] if d.parsed.index <= 4 or d.reports > 2}


def _lead_date(document: Document, drafts: Sequence[_Draft]) -> When | None:
    """The day the article is about: said in headline or lead and just past, else the day of publication."""
    published = document.article.date
    if published is None:
        return None
    for draft in drafts:
        when = draft.when
        told = draft.parsed.index <= _LEAD and draft.status == "happened"
        if told and when and when.precision == "day" and 0 <= _days_before(published, when) <= _RECENT:
            return when
    return When(published.isoformat(), "day", "publication")


def _days_before(published: date, when: When) -> int:
    return (published - date.fromisoformat(when.value)).days


def _is_verbal(kind: str, context: Context) -> bool:
    """Say whether a type is something said (praise, demand, threat): news reports it when it is said."""
    classes = context.lexicon.blocks.get(f"type/{kind}", {}).get(KG.quadClass, ())
    return any(text.lower().startswith("verbal") for text, _ in classes)


def _event(document: Document, draft: _Draft, main: bool, lead: When | None, context: Context) -> Event:
    frame, parsed = draft.trigger.frame, draft.parsed
    when = draft.when
    real = draft.status in ("happened", "ongoing") and not is_background(parsed, draft.trigger, context)
    if when is None and real and (main or _is_verbal(frame.type, context)):
        when = lead
    participants = tuple(
        Participant(role, p.ref, p.span)
        for role, rows in _roles(draft.cast)
        for p in rows
    )  # fmt: skip
    return Event(
        ref=f"event/{_identity(document, draft, when, participants)}",
        type=frame.type,
        mode=frame.mode,
        status=draft.status,
        participants=participants,
        when=when,
        duration=draft.duration,
        place=draft.cast.places[0].ref if draft.cast.places else None,
        topics=(),
        trigger=_trigger_span(draft),
        sentence=parsed.sentence.span,
        main=main,
        provenance=Provenance("events", VERSION, frame.ref, round(min(0.95, draft.confidence), 3)),
    )


def _roles(found: Cast) -> tuple[tuple[Role, list[Party]], ...]:
    return (("agent", found.agents), ("target", found.targets), ("mediator", found.mediators))


def _trigger_span(draft: _Draft) -> Span:
    positions = draft.trigger.positions
    return draft.parsed.span(positions[0], positions[-1] + 1)


def _identity(
    document: Document, draft: _Draft, when: When | None, participants: tuple[Participant, ...]
) -> str:
    """Hash what makes an event itself: type, mode, parties, date; without a date also the article.

    An article is its words: under another name (a path, a line of a file) its events stay the same.
    """
    parties = sorted({(p.role, p.entity) for p in participants})
    frame = draft.trigger.frame
    words = f"{document.article.title}\n{document.article.text}"
    here = f"{words}|{draft.parsed.sentence.span}|{draft.trigger.positions}"
    where = when.value if when else here
    text = "|".join([frame.type, frame.mode or "", *(f"{r}={e}" for r, e in parties), where])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
