"""Subject and object of a verb that tells of an event.

In: a parsed sentence, a trigger that is a verb or phrase, the parties that belong to it.  Out: the cast,
with agents and targets added (*Kyiv accused Moscow*; turned round in the passive: *Moscow was accused*).
Nouns are `nouns.py`'s, prepositions `roles.py`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.events.cast import Cast, groups_of, is_attribute
from kg.events.triggers import Trigger
from kg.events.types import is_violent
from kg.extractors import Context
from kg.syntax import Parsed, Party


def around_verb(
    found: Cast, parsed: Parsed, parties: Sequence[Party], trigger: Trigger, passive: bool, context: Context
) -> None:
    groups = groups_of(
        [p for p in parties if p.mark is None and not _hangs_on_party(p, parties, parsed, context)]
    )
    subject, target = _subject_and_object(groups, parsed, trigger, context)
    frame = trigger.frame
    if passive:
        patients = subject or target or _inside_subject(parties, trigger, context)
        found.add("target" if frame.valency in ("directed", "self") else "agent", patients)
        if subject and target and target[0].oblique and context.language.marks_case:
            found.add("agent", target)  # Мерц был избран бундестагом: the doer in a case of its own
        return
    if frame.valency == "inverse":
        found.add("target", subject)
        found.add("agent", target)
        return
    alone = subject and not target and not found.targets and frame.requires == {"target"}
    if alone and not _opens_clause(subject[0], parsed):
        subject, target = [], subject  # ein Gericht hat Sarkozy verurteilt
    if frame.valency == "self" and not subject and context.language.marks_case:
        subject = [p for p in target if not p.oblique]  # министром стал Боровской
    found.add("agent", subject)
    if frame.valency == "reciprocal":
        words = parsed.sentence.words
        found.mutual = any(
            context.language.is_("reflexivePronoun", words[i])
            for i, c in enumerate(parsed.clause_of)
            if c == trigger.clause
        )
        # führten ein Gespräch über russische Angriffe: the phrase holds its own object
        bound = trigger.how == "phrase"
        found.add(
            "agent", [p for p in target if not (bound and is_attribute(p)) and p.attribute != "genitive"]
        )
    elif frame.valency == "directed":
        found.add("target", target)


def _hangs_on_party(party: Party, parties: Sequence[Party], parsed: Parsed, context: Context) -> bool:
    """*The Albanians of Serbia demanded*: the first of them acts; not *Macron hat die Festnahme Maduros*."""
    if party.attribute != "genitive":
        return False
    small = context.language.words["ofPreposition"] | context.language.words["determiner"]
    words = parsed.sentence.words
    return any(
        p is not party
        and p.attribute is None
        and p.last <= party.first <= p.last + 3
        and all(word.lower() in small for word in words[p.last : party.first])
        for p in parties
    )


def _inside_subject(parties: Sequence[Party], trigger: Trigger, context: Context) -> list[Party]:
    """*A camp for Congolese refugees was attacked*: whose camp it is stands for it, where deeds hurt."""
    if not context.language.stacks_nouns or not is_violent(trigger.frame.type, context):
        return []
    by = context.language.words["byPreposition"]
    return [p for p in parties if p.last <= trigger.head and p.mark not in by][:1]


def _opens_clause(party: Party, parsed: Parsed) -> bool:
    words, i = parsed.sentence.words, party.phrase
    before = [j for j in range(i) if parsed.clause_of[j] == party.clause and words[j][0].isalnum()]
    return len(before) < 2


def _subject_and_object(
    groups: list[list[Party]], parsed: Parsed, trigger: Trigger, context: Context
) -> tuple[list[Party], list[Party]]:
    """One party on each side of the verb, or the first and second on the same side.

    A party in the genitive is seldom a subject where another is there, an object only behind it.
    """
    head = trigger.head
    members = next((g for g in groups if _are_members(g[0], parsed, context)), None)
    if members is not None:
        rest = [g for g in groups if g is not members]
        return members, rest[-1] if rest else []
    whole = [g for g in groups if g[0].attribute != "genitive"]
    if whole and len(whole) < len(groups):
        subject, target = _subject_and_object(whole, parsed, trigger, context)
        owners = [g for g in groups if g not in whole]
        if not subject and target and owners[0][0].first < head:
            return owners[0], target  # the army of Israel shelled Lebanon
        behind = [g for g in owners if subject and g[0].first > subject[-1].last]
        behind.sort(key=lambda g: g[0].first < head)  # lehnt … die Unabhängigkeit des Kosovos ab
        return subject, target or (behind[0] if behind else [])
    return _by_side(groups, parsed, trigger, context)


def _are_members(party: Party, parsed: Parsed, context: Context) -> bool:
    """*zatrzymali agenci Centralnego Biura*, *задержали сотрудники ФСБ*: a noun in the form of the subject,
    for those who act for a body."""
    nouns = context.language.words["memberNoun"]
    before = parsed.sentence.words[max(0, party.phrase - 2) : party.phrase]
    return nouns != frozenset() and party.mark is None and any(w.lower() in nouns for w in before)


def _by_side(
    groups: list[list[Party]], parsed: Parsed, trigger: Trigger, context: Context
) -> tuple[list[Party], list[Party]]:
    """Subject and object by the side of the verb on which they stand, as word order and case say."""
    before = [g for g in groups if g[0].first < trigger.head]
    after = [g for g in groups if g[0].first > trigger.head]
    if context.language.stacks_nouns:
        before = _without_objects(before, parsed, trigger)
    objects = [g for g in groups if g[0].oblique]
    if objects and len(groups) > 1:
        subject = next((g for g in groups if g not in objects), [])
        return subject, objects[0]
    if before and after:
        if context.language.nouns_capitalised and len(before) > 1:
            return before[0], before[1]
        return before[-1], after[0]
    if len(before) > 1:  # German closes a clause with its verb, others have the subject right before it
        return (before[0], before[1]) if context.language.nouns_capitalised else (before[-1], [])
    if len(after) > 1:
        return (after[0], after[1]) if _inverts(parsed, trigger, context) else ([], after[0])
    if before:
        alone = before[0]
        is_object = alone[0].oblique or _stands_behind_subject(alone[0], parsed, trigger, context)
        return ([], alone) if is_object else (alone, [])
    if after:
        inverted = _inverts(parsed, trigger, context) or _is_subject_form(after[0][0], parsed, context)
        inverted = inverted and not after[0][0].oblique
        return (after[0], []) if inverted else ([], after[0])
    return [], []


def _without_objects(before: list[list[Party]], parsed: Parsed, trigger: Trigger) -> list[list[Party]]:
    """*A crew killed a reporter and then opened fire*: the object of an earlier verb is no subject."""
    acts = {
        m.first
        for m in parsed.matches.of("frame")
        if m.value.how == "verb" and not m.value.index and m.first not in trigger.positions
    }
    while len(before) > 1 and acts.intersection(range(before[-2][0].last, before[-1][0].first)):
        before = before[:-1]
    return before


def _is_subject_form(party: Party, parsed: Parsed, context: Context) -> bool:
    """*Заявление осудил Макрон*: a name in the form of the subject is one also behind its verb."""
    words, word = context.language.words, parsed.sentence.words[party.last - 1]
    listed = party.rule.startswith("alias") and word.endswith(tuple(words["subjectEnding"]))
    return listed or (party.kind == "person" and word.endswith(tuple(words["personSubjectEnding"])))


def _inverts(parsed: Parsed, trigger: Trigger, context: Context) -> bool:
    """German puts the subject behind the verb when anything else opens the clause."""
    if not context.language.nouns_capitalised:
        return False
    clause = next(c for c in parsed.clauses if c.number == trigger.clause)
    return clause.opener is None and not _has_unnamed_subject(parsed, trigger, context)


def _stands_behind_subject(party: Party, parsed: Parsed, trigger: Trigger, context: Context) -> bool:
    """*Mehrere Staaten haben Israel unterstützt*: an unknown noun before the finite verb is the subject."""
    if not context.language.nouns_capitalised:
        return False
    clause = next(c for c in parsed.clauses if c.number == trigger.clause)
    finite = next((i for i in clause.positions if i in parsed.verbs), trigger.head)
    return (
        clause.opener is None
        and finite < party.first < trigger.head
        and _has_unnamed_subject(parsed, replace(trigger, positions=(finite,)), context)
    )


def _has_unnamed_subject(parsed: Parsed, trigger: Trigger, context: Context) -> bool:
    """*Die Polizei nahm Duterte fest*: a noun without a preposition stands before the verb."""
    words = parsed.sentence.words
    before = [i for i, c in enumerate(parsed.clause_of) if c == trigger.clause and i < trigger.head]
    if any(words[i].lower() in context.free_prepositions for i in before):
        return False
    named = {i for p in parsed.parties for i in range(p.phrase, p.last)}
    return any(words[i][0].isupper() and i > before[0] and i not in named for i in before)
