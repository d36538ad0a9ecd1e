"""Sentences → events with parties, date, duration, place, status and evidence.

In: a linked document.  Out: events, each once per article: reports of the same event in several
sentences are joined, the most complete wins, the rest adds what it lacks.  Topics are added later.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kg.events.cast import Cast
from kg.events.contents import cast_with_contents
from kg.events.dates import find_dates, find_durations, look_ahead
from kg.events.drafts import Draft, inherit_parties, join_drafts
from kg.events.dropped import with_dropped_subjects
from kg.events.identity import event_ref
from kg.events.status import is_background, is_future_tense, read_status
from kg.events.triggers import Trigger, find_triggers
from kg.events.types import is_verbal, is_violent
from kg.events.weigh import find_main, keep_strong
from kg.extractors import VERSION, Context
from kg.model import Document, Event, Participant, Provenance, Role, Span, When
from kg.syntax import Parsed, Party, dash_passages
from kg.text import quoted_passages

_LEAD, _RECENT = 3, 3  # sentences of the lead; days before publication that are still its news
_TOLD = 4  # sentences looked back for the day told of
_BESIDE = 2  # words from a trigger to a date that is surely its own
_FEW_WORDS = 4  # a shorter quotation is part of the report's own sentence
#: Bodies that fight with words and wares: an "attack" of one on another is none.
_PEACEFUL = frozenset({"company", "bank", "media", "sport"})
BASE = {"phrase": 0.75, "verb": 0.7, "noun": 0.6}


def extract_events(document: Document, context: Context, parsed: Sequence[Parsed]) -> tuple[Event, ...]:
    """Return the events of an article in the order of the text."""
    spoken = _spoken(document, context, parsed)
    drafts = [
        d
        for sentence in parsed
        for d in _drafts(document, sentence, parsed, context)
        if not _is_spoken(d, spoken)
    ]
    acts_for = {
        e.ref: f"country/{e.country}"
        for e in document.entities
        if e.kind in ("person", "organisation") and e.country
    }
    drafts = with_dropped_subjects(drafts, parsed, context)
    joined = join_drafts(inherit_parties(drafts, context), acts_for)
    lead = _lead_date(document, [*joined, *drafts], parsed, context)
    listed = keep_strong(joined, len(document.article.text), context)
    mains = find_main(listed)
    return tuple(_event(document, d, id(d) in mains, lead, context) for d in listed)


def _spoken(document: Document, context: Context, parsed: Sequence[Parsed]) -> list[Span]:
    """Passages of several words between quotation marks or dashes: somebody's words, not the report."""
    article = document.article
    found = [
        *quoted_passages(article.title, "title", context.language),
        *quoted_passages(article.text, "text", context.language),
        *dash_passages(document, parsed),
    ]
    return [q.inner for q in found if len(article.slice(q.inner).split()) > _FEW_WORDS]


def _is_spoken(draft: Draft, spoken: Sequence[Span]) -> bool:
    """Say whether any word of the trigger stands inside somebody's words."""
    words = [draft.parsed.span(i, i + 1) for i in draft.trigger.positions]
    return any(passage.covers(word) for passage in spoken for word in words)


def _drafts(document: Document, parsed: Parsed, all_: Sequence[Parsed], context: Context) -> list[Draft]:
    triggers = find_triggers(parsed, context)
    if not triggers:
        return []
    dates = find_dates(
        document.article,
        parsed.sentence,
        context.language,
        lambda: _day_before(document, parsed, all_, context),
    )
    mutual = any(trigger.frame.valency == "reciprocal" for trigger in triggers)
    durations = list(find_durations(parsed.sentence, context.language)) if mutual else []
    drafts = []
    for trigger in triggers:
        found = _with_states(cast_with_contents(parsed, trigger, context), trigger, context)
        ahead = _ahead(dates, trigger, document.article.date)
        if _is_business(found, trigger, context):
            continue
        when = _nearest_date(ahead, parsed, trigger, triggers, context)
        duration = durations[0][0] if durations and trigger.frame.valency == "reciprocal" else None
        status = read_status(parsed, trigger, when, document.article.date, context)
        if when is not None and status != "ongoing" and _begins(when, parsed, trigger, context):
            when = None
        if when is not None and status == "planned":
            told = trigger.frame.status == "planned" and trigger.how == "verb"  # se retrouveront mardi
            sure = told or is_future_tense(parsed, trigger, context)
            when = look_ahead(when, document.article, context.language, sure=sure)
        drafts.append(Draft(trigger, parsed, found, when, duration, status, BASE[trigger.how] + found.sure))
    return drafts


def _with_states(found: Cast, trigger: Trigger, context: Context) -> Cast:
    """*Die Polizei nahm vier Verdächtige fest*: an organ of the state is that state, also where only the
    rest of the article says of which; but those who strike and march are no state."""
    if trigger.how != "noun" and trigger.frame.valency != "self":
        found.agents[:] = [_as_state(p, context) for p in found.agents]
        found.targets[:] = [_as_state(p, context) for p in found.targets]
    return found


def _is_business(found: Cast, trigger: Trigger, context: Context) -> bool:
    """*BMW greift Tesla an*: firms and clubs attack each other on markets and fields only."""
    if not is_violent(trigger.frame.type, context) or not found.agents or not found.targets:
        return False
    entities = (context.lexicon.entities.get(p.ref) for p in (*found.agents, *found.targets))
    return all(e is not None and e.classification in _PEACEFUL for e in entities)


def _as_state(party: Party, context: Context) -> Party:
    group, country = context.lexicon.group(party.ref) if party.kind == "group" else (None, None)
    if group is None or country is None or not group.for_state:
        return party
    return replace(party, ref=f"country/{country}", kind="country", rule="group")


def _ahead(dates: Sequence[When], trigger: Trigger, published: date | None) -> Sequence[When]:
    """*anunció este jueves un paro para el 19 de febrero*: what planning words tell of is to come."""
    if trigger.frame.status != "planned" or published is None or len(dates) < 2:
        return dates
    today = published.isoformat()
    return [w for w in dates if w.value > today[: len(w.value)]] or dates


def _begins(when: When, parsed: Parsed, trigger: Trigger, context: Context) -> bool:
    """*telefonieren erstmals seit 2022* says since when they had not; not so *seit 2022 verhandeln sie*."""
    first = bisect_left(parsed.sentence.starts, when.span.start if when.span else 0)
    return first > trigger.head and _is_since(when, parsed, context)


def _is_since(when: When, parsed: Parsed, context: Context) -> bool:
    words = parsed.sentence.words
    first = bisect_left(parsed.sentence.starts, when.span.start if when.span else 0)
    return any(context.language.is_("sinceWord", w) for w in words[max(0, first - 1) : first + 1])


def _nearest_date(
    dates: Sequence[When], parsed: Parsed, trigger: Trigger, triggers: Sequence[Trigger], context: Context
) -> When | None:
    """The date of the trigger's clause, else the only date of the sentence.

    *Nach der Vertrauensfrage am 1. Juli löste er das Parlament auf*: a date right behind another
    trigger belongs to that one.
    """
    if not dates:
        return None
    places = {start: i for i, start in enumerate(parsed.sentence.starts)}
    at = {w: places.get(w.span.start, 0) if w.span else 0 for w in dates}
    others = {t.positions[-1] for t in triggers if t is not trigger}
    free = [w for w in dates if not others.intersection(range(at[w] - _BESIDE, at[w]))]
    own = [w for w in free if parsed.clause_of[at[w]] == trigger.clause]
    alone = [w for w in free if not _is_since(w, parsed, context)] if len(dates) == 1 else []
    near = own or alone
    return min(near, key=lambda w: (abs(at[w] - trigger.head), w.value), default=None)


def _day_before(document: Document, parsed: Parsed, all_: Sequence[Parsed], context: Context) -> date | None:
    """The day told of last before a sentence, from which *two days earlier* counts."""
    for earlier in reversed([p for p in all_ if p.index < parsed.index][-_TOLD:]):
        for when in reversed(find_dates(document.article, earlier.sentence, context.language)):
            if when.precision == "day":
                return date.fromisoformat(when.value)
    return None


def _lead_date(
    document: Document, drafts: Sequence[Draft], parsed: Sequence[Parsed], context: Context
) -> When | None:
    """The day the article is about: said in headline or lead and just past, else the day of publication."""
    published = document.article.date
    if published is None:
        return None
    # the headline last: "Dziś exposé" is of today, the report below of yesterday
    opening = sorted(parsed[: _LEAD + 1], key=lambda p: p.sentence.span.part == "title")
    for sentence in opening:
        inside = [d for d in drafts if d.parsed is sentence]
        said = [d.when for d in inside if d.when and d.status in ("happened", "denied")]
        if sentence.index < _LEAD and not any(d.status == "planned" for d in inside):
            said += find_dates(document.article, sentence.sentence, context.language)
        for when in said:
            if when.precision == "day" and 0 <= _days_before(published, when) <= _RECENT:
                return when
    return When(published.isoformat(), "day", "publication")


def _days_before(published: date, when: When) -> int:
    return (published - date.fromisoformat(when.value)).days


def _event(document: Document, draft: Draft, main: bool, lead: When | None, context: Context) -> Event:
    frame, parsed = draft.trigger.frame, draft.parsed
    when = draft.when
    real = draft.status in ("happened", "ongoing") and not is_background(parsed, draft.trigger, context)
    if when is None and real and (main or is_verbal(frame.type, context) or parsed.index <= _LEAD):
        when = lead
    participants = tuple(
        Participant(role, p.ref, p.span)
        for role, rows in _roles(draft.cast)
        for p in rows
    )  # fmt: skip
    sentence, trigger = parsed.sentence.span, _trigger_span(draft)
    return Event(
        ref=event_ref(document.article, frame.type, frame.mode, participants, when, sentence, trigger),
        type=frame.type,
        mode=frame.mode,
        status=draft.status,
        participants=participants,
        when=when,
        duration=draft.duration,
        place=draft.cast.places[0].ref if draft.cast.places else None,
        topics=(),
        trigger=trigger,
        sentence=sentence,
        main=main,
        provenance=Provenance("events", VERSION, frame.ref, round(min(0.95, draft.confidence), 3)),
    )


def _roles(found: Cast) -> tuple[tuple[Role, list[Party]], ...]:
    return (("agent", found.agents), ("target", found.targets), ("mediator", found.mediators))


def _trigger_span(draft: Draft) -> Span:
    positions = draft.trigger.positions
    return draft.parsed.span(positions[0], positions[-1] + 1)
