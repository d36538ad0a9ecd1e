"""Which events an article is about, and which are too weak to be listed.

In: the joined drafts of an article.  Out: those worth keeping, and the one or two that are the news.
An editor lists few events: those the report states itself rather than what somebody in it says, those
whose parties are clear, those told more than once.  `FEATURES` is the table of that judgement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.events.drafts import Draft
from kg.extractors import Context

MAX_MAIN = 2
MOST, EVERY = 8, 1000  # events of a report; characters beyond the usual length that allow one more
USUAL_LENGTH = 6000
ALWAYS = 3  # the strongest ones stay, however weak
WEAK, FLOOR = 0.35, 0.2  # weaker ones go; below the floor even the strongest
BASE = {"phrase": 0.7, "verb": 0.6, "noun": 0.5}


def keep_strong(drafts: Sequence[Draft], length: int, context: Context) -> list[Draft]:
    """Return the drafts an editor would list, in their order; `length` is that of the text."""
    most = MOST + max(0, length - USUAL_LENGTH) // EVERY
    worth = {id(d): strength(d, context) for d in drafts}
    ranked = sorted(
        drafts, key=lambda d: (not d.is_named, -worth[id(d)], d.parsed.index, d.trigger.positions)
    )
    kept = {
        id(d) for i, d in enumerate(ranked) if i < most and worth[id(d)] >= (FLOOR if i < ALWAYS else WEAK)
    }
    return [d for d in drafts if id(d) in kept]


def strength(draft: Draft, context: Context) -> float:
    """Return how surely the draft is an event of the report, its parties right."""
    said = sum(weight for feature, weight in FEATURES if feature(draft, context))
    return BASE[draft.trigger.how] + said


def _is_subordinate(draft: Draft, context: Context) -> bool:
    """*Er sagte, dass Merz Macron traf*: told by somebody in the report."""
    opener = _opener(draft)
    if draft.trigger.how == "noun" and context.language.is_("scenePreposition", opener or ""):
        return False  # after a meeting with Merz
    return opener is not None and not context.language.is_("relativePronoun", opener)


def _is_relative(draft: Draft, context: Context) -> bool:
    return context.language.is_("relativePronoun", _opener(draft) or "")


def _opener(draft: Draft) -> str | None:
    return next(c.opener for c in draft.parsed.clauses if c.number == draft.trigger.clause)


def _lacks_agent(draft: Draft, context: Context) -> bool:
    return not draft.cast.agents and draft.trigger.frame.valency != "self"


def _has_agent_inside_word(draft: Draft, context: Context) -> bool:
    """*G8-Gipfel*, *EU-Staaten*: the name says what kind, not who."""
    return [p.attribute for p in draft.cast.agents] == ["compound"]


def _has_owner_as_target(draft: Draft, context: Context) -> bool:
    """*verteidigte die Souveränität Venezuelas*: the target is not the party itself."""
    return draft.trigger.how != "noun" and [p.attribute for p in draft.cast.targets] == ["genitive"]


def _is_unreal(draft: Draft, context: Context) -> bool:
    return draft.status in ("hypothetical", "denied")


def _talks_alone(draft: Draft, context: Context) -> bool:
    """*nach Gesprächen mit Merz*: a noun that takes two, with one; *der Gipfel der Nato* has many in one."""
    mutual = draft.trigger.frame.valency == "reciprocal" and draft.trigger.how == "noun"
    parties = [*draft.cast.agents, *draft.cast.targets]
    alone = mutual and len(parties) < 2 and all(p.kind != "organisation" for p in parties)
    return alone and not all(p.mark is None and p.attribute is None for p in parties)


def _is_told_again(draft: Draft, context: Context) -> bool:
    return draft.reports > 1


def _has_both_sides(draft: Draft, context: Context) -> bool:
    return bool(draft.cast.agents and draft.cast.targets) or len(draft.cast.agents) > 1


Feature = Callable[[Draft, Context], bool]
FEATURES: tuple[tuple[Feature, float], ...] = (
    (_is_subordinate, -0.3),
    (_is_relative, -0.2),
    (_lacks_agent, -0.15),
    (_has_agent_inside_word, -0.25),
    (_has_owner_as_target, -0.1),
    (_is_unreal, -0.1),
    (_talks_alone, -0.35),
    (_is_told_again, 0.2),
    (_has_both_sides, 0.05),
)


def find_main(drafts: Sequence[Draft]) -> set[int]:
    """The one or two events the article is about: told in the headline or lead, and told again."""

    def weight(draft: Draft) -> float:
        lead = max(0.0, 1.0 - draft.parsed.index / 4)
        return draft.reports + 2 * lead + draft.confidence - (draft.status in ("hypothetical", "denied"))

    named = [d for d in drafts if d.is_named]
    ranked = sorted(named, key=lambda d: (-weight(d), d.parsed.index, d.trigger.positions))
    return {id(d) for d in ranked[:MAX_MAIN] if d.parsed.index <= 4 or d.reports > 2}
