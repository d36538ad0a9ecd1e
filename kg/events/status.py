"""Did it happen?  Status of an event from negation, denial, plans, possibility, tense and date.

In: a parsed sentence, the trigger, the event's date.  Out: happened, ongoing, planned, denied or
hypothetical.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from kg.events.roles import is_passive
from kg.events.triggers import Trigger
from kg.extractors import Context
from kg.model import Status, When
from kg.ontology import CueWord, Language, Match
from kg.syntax import Parsed

_NEAR = 6  # words between a negation and a nominal trigger
_STILL = 3  # words between *still* and what goes on
_ATTRIBUTE = 3  # words from an attribute to its noun
_BEARING = ("PlanCue", "ModalCue", "OngoingCue")
_TELLING = (*_BEARING, "NegationCue", "DenialCue")
_BEFORE_VERB, _BEHIND_VERB = 4, 2  # words between a negation and its verb, where word order is fixed


def read_status(
    parsed: Parsed, trigger: Trigger, when: When | None, published: date | None, context: Context
) -> Status:
    """Return the status of the event that `trigger` tells of."""
    if trigger.frame.status is not None:
        return trigger.frame.status  # type: ignore[return-value]
    cues = _cues(parsed, trigger, context)
    if "NegationCue" in cues and _negates(parsed, trigger, context):
        return "denied"
    if "DenialCue" in cues:
        return "denied"
    if _is_future(when, published) or is_future_tense(parsed, trigger, context):
        return "planned"
    if "ModalCue" in cues:
        return "hypothetical"
    if "PlanCue" in cues:
        return "planned"
    return "ongoing" if "OngoingCue" in cues else "happened"


def _stands_apart(parsed: Parsed, match: Match, trigger: Trigger) -> bool:
    """*äußerte Vorbehalte und sagte, nicht alle würden zustimmen*: behind a comma; *der geplante Gipfel
    wurde abgesagt*: an attribute (`kg:noun`) says nothing about the verb."""
    last = trigger.positions[-1]
    if match.value.how == "noun":
        return trigger.how != "noun" or not 0 <= trigger.head - match.last < _ATTRIBUTE
    if match.kind == "OngoingCue":
        return max(trigger.head - match.last, match.first - last - 1) > _STILL
    return match.first > last and "," in parsed.sentence.words[last : match.first]


def _is_later_modal(parsed: Parsed, match: Match, trigger: Trigger, context: Context) -> bool:
    """*praised them for doing what allies should do*: where word order is fixed, a modal stands first."""
    language = context.language
    later = trigger.how != "noun" and match.first > trigger.positions[-1]
    return (
        later
        and not language.nouns_capitalised
        and language.is_("conditional", parsed.sentence.words[match.first])
    )


def _cues(parsed: Parsed, trigger: Trigger, context: Context) -> set[str]:
    """Cue classes that bear on the trigger: in its clause, or in the clause it depends on."""
    own = set(trigger.positions)
    found: set[str] = set()
    seen: dict[int, set[int]] = {}
    clause = next(c for c in parsed.clauses if c.number == trigger.clause)
    for match in parsed.matches.of(*_TELLING):
        word: CueWord = match.value
        if bool(own.intersection(range(match.first, match.last))) != _is_tense(match):
            continue  # odwiedzi: a verb that is itself a plan
        parts = seen.setdefault(word.pattern, set())
        parts.add(word.index)
        if len(parts) < word.total:
            continue
        here = parsed.clause_of[match.first] == trigger.clause
        if match.kind == "DenialCue" and here and _is_joined(parsed, match, trigger, context):
            continue
        if match.kind == "PlanCue" and trigger.how != "noun" and match.first > trigger.positions[-1]:
            continue  # Kyiv accused Russia and demanded sanctions
        if match.kind in _BEARING and _stands_apart(parsed, match, trigger):
            continue
        if _is_later_modal(parsed, match, trigger, context):
            continue
        governs = (
            match.kind in ("PlanCue", "DenialCue")
            and clause.opener is not None
            and not context.language.is_("scenePreposition", clause.opener)  # agreed to …, after a call
            and match.first < trigger.head
        )
        if here or governs:
            found.add(match.kind)
    return found


def _is_joined(parsed: Parsed, match: Match, trigger: Trigger, context: Context) -> bool:
    """*Iran denied the strike and threatened Israel*: what is done besides is not denied."""
    between = parsed.sentence.words[match.last : trigger.head]
    return trigger.how != "noun" and any(context.language.is_("conjunction", w) for w in between)


def _is_tense(cue: Match) -> bool:
    """Say whether a cue of plans is a verb in the future, which bears on itself alone (*odwiedzi*)."""
    return cue.kind == "PlanCue" and bool(cue.value.how == "verb")


def _negates(parsed: Parsed, trigger: Trigger, context: Context) -> bool:
    words = parsed.sentence.words
    for match in parsed.has("NegationCue", trigger.clause):
        if trigger.how != "noun" and not context.language.nouns_capitalised:
            if _is_beside(match.first, match.last, trigger):
                return True
            continue
        nearest = min(trigger.positions, key=lambda i: abs(match.first - i))
        distance = abs(match.first - nearest)
        if "," in words[min(match.last, nearest) : max(match.first, nearest)]:
            continue  # kritisierte die Pläne, ohne Namen zu nennen
        if trigger.how != "noun" or (match.last <= trigger.head and distance <= 2) or distance <= _NEAR // 2:
            return True
        if any(0 <= plan.first - match.last <= 1 for plan in parsed.has("PlanCue", trigger.clause)):
            return True  # ein Treffen ist nicht geplant
    return False


def _is_beside(first: int, last: int, trigger: Trigger) -> bool:
    """*n’a pas rencontré*, *did not meet*, but not *a rencontré Poutine sans signer*: most languages put
    the negation right before the verb, or right behind it."""
    return 0 <= trigger.head - last <= _BEFORE_VERB or 0 <= first - trigger.positions[-1] - 1 < _BEHIND_VERB


def _is_future(when: When | None, published: date | None) -> bool:
    return (
        when is not None and published is not None and when.value > published.isoformat()[: len(when.value)]
    )


def is_background(parsed: Parsed, trigger: Trigger, context: Context) -> bool:
    """Say whether the words put the event before what is reported (*hatte … zugesagt*, *damals*)."""
    inside = [w for w, c in zip(parsed.sentence.words, parsed.clause_of, strict=True) if c == trigger.clause]
    pluperfect = context.language.words["pluperfectAuxiliary"]
    earlier = any(w.lower() in pluperfect for w in inside)
    return earlier or bool(parsed.has("BackgroundCue", trigger.clause))


def is_future_tense(parsed: Parsed, trigger: Trigger, context: Context) -> bool:
    """`wird … besuchen`, `will meet`: an auxiliary of the future and a trigger that is no participle."""
    if trigger.how == "noun":
        return False
    language, words = context.language, parsed.sentence.words
    ends = {trigger.head, trigger.positions[-1]}  # is going to | meet, is going | to meet
    phrases = language.words["futureAuxiliary"]
    if any(_is_going_to(words, end, parts) for parts in _phrases(language) for end in ends):
        return True
    endings = tuple(language.words["futureEnding"])
    if endings and any(words[i].lower().endswith(endings) for i in trigger.positions):
        return True  # entregará, chiederà, livrera
    verb = trigger.positions[-1]  # a pattern may hold the auxiliary: will meet
    rows = enumerate(zip(words, parsed.clause_of, strict=True))
    if not any(c == trigger.clause and i != verb and word.lower() in phrases for i, (word, c) in rows):
        return False
    if is_passive(parsed, trigger, context):
        return False
    return not language.nouns_capitalised or words[verb].endswith("n")


@lru_cache(maxsize=16)
def _phrases(language: Language) -> tuple[tuple[str, ...], ...]:
    """Auxiliaries of the future that are several words."""
    parts = (tuple(phrase.split()) for phrase in sorted(language.words["futureAuxiliary"]))
    return tuple(words for words in parts if len(words) > 1)


def _is_going_to(words: Sequence[str], end: int, parts: tuple[str, ...]) -> bool:
    """Say whether an auxiliary of several words (*is going to*) ends right before the trigger."""
    return tuple(word.lower() for word in words[max(0, end - len(parts)) : end]) == parts
