"""Roles around a noun that tells of an event: adjective, compound, possessive, genitive, light verb.

In: a parsed sentence, a nominal trigger and the parties in reach.  Out: they are put into the cast.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kg.events.cast import Cast, groups_of, is_free
from kg.events.triggers import Trigger
from kg.extractors import Context
from kg.ontology import Language
from kg.syntax import Parsed, Party

_ADJACENT = 6  # words from a noun to the genitive that belongs to it (tir de missile balistique de la Russie)


def around_noun(
    found: Cast, parsed: Parsed, parties: Sequence[Party], trigger: Trigger, context: Context
) -> None:
    """Put adjectives, compounds, possessives and genitives into the roles that the noun gives them."""
    frame, last = trigger.frame, trigger.positions[-1]
    own = frame.noun_object or ("target" if frame.valency == "directed" else "agent")
    doer = "target" if frame.valency == "inverse" else "agent"
    for group in groups_of([p for p in parties if p.attribute in ("adjective", "compound", "possessive")]):
        gap = trigger.head - group[-1].last
        between = parsed.sentence.words[group[-1].last : trigger.head]
        if 0 <= gap <= 3 and not any(w in ",;:" or context.language.is_("determiner", w) for w in between):
            named = parsed.sentence.words[group[0].first].isupper()  # US-Angriff, but Ukraine-Hilfe
            compound = group[0].attribute == "compound" and frame.valency == "directed" and not named
            found.add(own if compound else doer, group)
        elif group[0].attribute == "adjective" and follows_its_noun(group[0], last, context.language):
            found.add(doer, group)
    alone = not found.agents or (frame.valency == "reciprocal" and len(found.agents) == 1)
    if alone and _has_possessive(parsed, trigger, context):
        found.add(doer, _subject_before(parties, trigger))
    if own == "target" and found.targets:
        own = doer  # die Blockade Israels gegen Gaza: with the target named, the genitive is the doer
    for group in groups_of(
        [p for p in parties if p.first > trigger.head and _is_genitive(p, parsed, trigger, context)]
    ):
        nearer = any(
            m.value.how == "noun" and last < m.first and m.last <= group[0].first
            for m in parsed.matches.of("frame")
        )  # der Einsatz in Venezuela und die Festnahme Maduros
        if group[0].first - last <= _ADJACENT and not nearer:
            found.add(own, group)


def follows_its_noun(adjective: Party, last: int, language: Language) -> bool:
    """*des frappes russes*, *gli attacchi aerei israeliani*: where `of` makes the genitive, not an ending."""
    return (
        0 <= adjective.first - last - 1 <= 1
        and bool(language.words["ofPreposition"])
        and not language.nouns_capitalised
    )


def _has_possessive(parsed: Parsed, trigger: Trigger, context: Context) -> bool:
    """*bei seinem jüngsten Besuch*: what is his is done by the subject."""
    words = parsed.sentence.words[max(0, trigger.head - 2) : trigger.head]
    return any(context.language.is_("possessive", word) for word in words)


def _subject_before(parties: Sequence[Party], trigger: Trigger) -> list[Party]:
    free = [p for p in parties if is_free(p) and p.first < trigger.head and not p.oblique]
    return [p for p in free if p.group == free[0].group]


def _is_genitive(party: Party, parsed: Parsed, trigger: Trigger, context: Context) -> bool:
    """Marked as such, or a name right behind its noun that bears an ending (*die Festnahme Maduros*)."""
    if party.attribute == "genitive":
        return True
    word = parsed.sentence.words[party.last - 1]
    return (
        context.language.nouns_capitalised
        and party.attribute is None
        and party.phrase == trigger.positions[-1] + 1
        and context.language.has_name_ending(word)
    )


def subject_of_light_verb(
    found: Cast, parsed: Parsed, parties: Sequence[Party], trigger: Trigger, context: Context
) -> None:
    """*Russland startete einen Angriff auf Kiew*: the subject of the clause does what the noun says.

    This takes a verb that says little itself: *Macron condemned the attack on Kyiv*, *spoke after the talks*.
    """
    kinds = (None, "adjective", "possessive")
    free = [
        p
        for p in parties
        if p.mark is None and p.attribute in kinds and p.first < trigger.head and not p.oblique
    ]
    groups = [g for g in groups_of(free) if not {p.ref for p in g} & {p.ref for p in found.targets}]
    if not groups or _is_judged(groups[0][0], parsed, trigger):
        return
    if has_light_verb(parsed, trigger, context):
        found.add("agent", groups[0])
        found.sure -= 0.15


@lru_cache(maxsize=16)
def _light_verbs(language: Language) -> re.Pattern[str]:
    shapes = sorted(language.words["lightVerb"])
    return re.compile("|".join(re.escape(s).replace(r"\*", r"\w*") for s in shapes) or r"(?!)")


def has_light_verb(parsed: Parsed, trigger: Trigger, context: Context) -> bool:
    """Say whether the clause has a verb that says little itself (*launched, made, held*)."""
    words = (w for w, c in zip(parsed.sentence.words, parsed.clause_of, strict=True) if c == trigger.clause)
    return any(_light_verbs(context.language).fullmatch(word) for word in words)


def _is_judged(subject: Party, parsed: Parsed, trigger: Trigger) -> bool:
    """Say whether a verb between subject and noun tells of another event."""
    return any(
        m.value.how == "verb" and not m.value.index
        and m.value.frame.type != trigger.frame.type and parsed.clause_of[m.first] == trigger.clause
        for m in parsed.matches.of("frame")
        if subject.last <= m.first and m.last <= trigger.head
    )  # fmt: skip
