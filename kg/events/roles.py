"""Who takes part in an event, and in which role, from the grammar around its trigger.

In: a parsed sentence and a trigger.  Out: parties per role.  Verbs take subject and object (turned
round in the passive), nouns take adjective, genitive and possessive; prepositions mark roles as the
frame says.  Pronouns arrive as parties already.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from kg.events.cast import Cast, is_attribute, is_free
from kg.events.nouns import around_noun, follows_its_noun, has_light_verb, subject_of_light_verb
from kg.events.scenes import add_hosts
from kg.events.triggers import Trigger, participles, shapes_of
from kg.events.types import is_hostile, is_violent
from kg.events.verbs import around_verb
from kg.extractors import Context
from kg.ontology import Language
from kg.syntax import Parsed, Party

_BY_PHRASE = 7  # words from the preposition of a passive's doer to a name that belongs to it
APOSTROPHES = ("'", "’")
_AUXILIARY = 4  # words from the auxiliary to the participle, where word order is fixed


def cast(parsed: Parsed, trigger: Trigger, context: Context) -> Cast:
    """Assign roles to the parties around a trigger."""
    found = Cast()
    parties = _within_reach(parsed, trigger, context)
    if trigger.how == "phrase" and context.language.marks_case:
        hanging = {p.group for p in parties if _hangs_on(p, trigger)}
        parties = [_free(p) if p.group in hanging else p for p in parties]
    passive = trigger.how != "noun" and is_passive(parsed, trigger, context)
    found.suffered = passive and is_hostile(trigger.frame.type, context)
    _by_preposition(found, parsed, parties, trigger, context, passive)
    if trigger.how == "noun":
        around_noun(found, parsed, parties, trigger, context)
        mutual = trigger.frame.valency == "reciprocal"
        bound = mutual or trigger.frame.valency == "self" or bool(found.targets)
        if (bound and not found.agents) or (mutual and _is_half(found, parsed, trigger, context)):
            subject_of_light_verb(found, parsed, parties, trigger, context)
    else:
        around_verb(found, parsed, parties, trigger, passive, context)
    if trigger.frame.valency == "reciprocal" and len(found.agents) < 2:
        add_hosts(found, parsed, trigger, context)
    if _strikes_its_place(found, trigger, context):
        found.add("target", found.places)
    for rows in (found.agents, found.targets):
        rows.sort(key=lambda p: p.first)
    return found


def _hangs_on(party: Party, trigger: Trigger) -> bool:
    """*надіслав листа Трампу*: behind the noun of a light verb, an object of both."""
    return party.attribute == "genitive" and party.phrase - 1 in trigger.positions


def _is_half(found: Cast, parsed: Parsed, trigger: Trigger, context: Context) -> bool:
    """*Rice führte Gespräche mit dem Iran*: the noun names one side, its light verb the other."""
    one = len(found.agents) == 1 and context.language.is_("withPreposition", found.agents[0].mark or "")
    return one and has_light_verb(parsed, trigger, context)


def _strikes_its_place(found: Cast, trigger: Trigger, context: Context) -> bool:
    """*des frappes russes en Ukraine*: where one attacks is whom one attacks."""
    violent = is_violent(trigger.frame.type, context) and trigger.frame.valency == "directed"
    return violent and not found.targets and bool(found.agents)


def _within_reach(parsed: Parsed, trigger: Trigger, context: Context) -> list[Party]:
    """The parties of the trigger's clause; a relative clause adds the party it is about."""
    clause = next(c for c in parsed.clauses if c.number == trigger.clause)
    inside = [
        p for p in parsed.parties if p.clause == trigger.clause and not _in_brackets(p, parsed, trigger)
    ]
    if clause.antecedent is not None:
        before = [p for p in parsed.parties if p.last - 1 <= clause.antecedent and p.attribute is None]
        near = [p for p in before if clause.antecedent - p.last < 2]
        if near and _is_subject_gap(inside, trigger):
            group = [p for p in parsed.parties if p.group == near[-1].group]
            inside = [_free(p) for p in group] + inside
    return _own_conjunct(inside, parsed, trigger, context)


def _own_conjunct(parties: list[Party], parsed: Parsed, trigger: Trigger, context: Context) -> list[Party]:
    """*Merkel lobte Wien und kritisierte Rom*: each verb has its own object, the subject is shared."""
    cuts = _cuts(parsed, trigger, context)
    start = max((i for i in cuts if i < trigger.head), default=-1)
    end = min((i for i in cuts if i > trigger.head), default=len(parsed.clause_of))
    own = [p for p in parties if start < p.first < end]
    if start < 0 or any(is_free(p) and p.first < trigger.head for p in own):
        return own
    adjective = "adjective" if context.language.stacks_nouns else None  # an Israeli tank crew
    before = [p for p in parties if p.first < start and p.mark is None and p.attribute in (None, adjective)]
    if context.language.stacks_nouns:  # a bomb killed a soldier and wounded two: the object does not act
        verb = min((i for i in parsed.verbs if parsed.clause_of[i] == trigger.clause), default=start)
        before = [p for p in before if p.first < verb]
    if not before:
        return own
    return [p for p in before if p.group == before[0].group] + own


def _cuts(parsed: Parsed, trigger: Trigger, context: Context) -> list[int]:
    """Positions of conjunctions in the trigger's clause behind which another verb follows."""
    words, language = parsed.sentence.words, context.language
    joining = language.words["conjunction"]
    inside = [
        i for i, c in enumerate(parsed.clause_of[:-1]) if c == trigger.clause and words[i].lower() in joining
    ]
    if not inside:
        return []
    verbs = {m.first for m in parsed.matches.verbal() if not m.value.index}
    named = {i for p in parsed.parties for i in range(p.phrase, p.last)}

    def opens(i: int) -> bool:
        """Say whether a verb stands at `i`, or behind one small word (*and then attacked*)."""
        if i in named or language.is_("determiner", words[i]) or words[i][0].isupper():
            return False
        return i in verbs or (i + 1 in verbs and i + 1 not in named)

    return [i for i in inside if opens(i + 1)]


def _in_brackets(party: Party, parsed: Parsed, trigger: Trigger) -> bool:
    """*Renate Schmidt (SPD) sagte*: what stands in brackets takes no part in what happens outside them."""
    words = parsed.sentence.words
    opened = next((i for i in range(party.first - 1, -1, -1) if words[i] in "()"), None)
    return opened is not None and words[opened] == "(" and not opened < trigger.head < party.first


def _free(party: Party) -> Party:
    return replace(party, mark=None, attribute=None)


def _is_subject_gap(inside: Sequence[Party], trigger: Trigger) -> bool:
    return not [p for p in inside if is_free(p) and p.first < trigger.head]


@lru_cache(maxsize=16)
def _active_participles(language: Language) -> re.Pattern[str]:
    return shapes_of(language.words["activeParticiple"])


@lru_cache(maxsize=16)
def _bare_participles(language: Language) -> re.Pattern[str]:
    return shapes_of(language.words["barePassive"])


def is_passive(parsed: Parsed, trigger: Trigger, context: Context) -> bool:
    """Say whether the clause is passive: an auxiliary of the passive and a participle as trigger."""
    language, words = context.language, parsed.sentence.words
    lower = {i: words[i].lower() for i in trigger.positions}
    if any(_bare_participles(language).fullmatch(word) for word in lower.values()):
        return True  # Мэр Киева задержан
    shapes = [i for i, word in lower.items() if participles(language).fullmatch(word)]
    shapes = [i for i in shapes if not _active_participles(language).fullmatch(lower[i])]
    if not shapes:
        return False
    first = 0 if language.nouns_capitalised else max(0, shapes[-1] - _AUXILIARY)
    last = len(words) if language.nouns_capitalised else shapes[-1]
    auxiliaries, clauses = language.words["passiveAuxiliary"], parsed.clause_of
    return any(
        words[i].lower() in auxiliaries
        and clauses[i] == trigger.clause
        and i not in shapes
        and not _is_reflexive(words, i, language)
        for i in range(first, last)
    )


def _is_reflexive(words: Sequence[str], auxiliary: int, language: Language) -> bool:
    """*s'est entretenu*, *s'en est pris à*, *si è incontrato*: the perfect of a verb with a reflexive pronoun
    is active."""
    before = words[max(0, auxiliary - 3) : auxiliary]
    elided = len(before) > 2 and before[1] in APOSTROPHES  # s ’ en est
    before = [w for w in before[0 if elided else -2 :] if w[0].isalnum()]
    pronouns = before[:1] if elided else before[-1:]
    return not language.nouns_capitalised and any(language.is_("reflexivePronoun", w) for w in pronouns)


# prepositions ----------------------------------------------------------------------


def _by_preposition(
    found: Cast, parsed: Parsed, parties: Sequence[Party], trigger: Trigger, context: Context, passive: bool
) -> None:
    language, frame = context.language, trigger.frame
    for party in parties:
        if passive and _is_in_by_phrase(party, parsed, trigger, language):
            found.add("agent", [party])
        if party.mark is None or (is_attribute(party) and not _inside_marked_phrase(party, trigger)):
            continue
        behind = party.attribute == "adjective" and trigger.how == "noun"
        if behind and follows_its_noun(party, trigger.positions[-1], language):
            continue  # in raid israeliani su Gaza: the preposition is that of the noun
        role = frame.marks.get(party.mark) or _default_role(party, trigger, language)
        if role == "agent" and _is_by_of_object(party, trigger, language, passive):
            role = "target" if frame.valency == "directed" else None
        if role is None and party.attribute == "genitive":
            continue
        if (
            role == "agent"
            and language.is_("byPreposition", party.mark)
            and _is_of_other_verb(party, parsed, trigger, language)
        ):
            continue
        if role is not None and _belongs(party, parsed, trigger):
            found.add(role, [party])
        elif language.is_("inPreposition", party.mark) and party.kind == "country":
            found.add("place", [party])


def _is_by_of_object(party: Party, trigger: Trigger, language: Language, passive: bool) -> bool:
    """*Berlin rejected calls by Minsk*, *urged restraint by Iran*: the doer of what the object of an active
    verb names is the one it is about."""
    by = language.is_("byPreposition", party.mark or "") and not language.is_(
        "ofPreposition", party.mark or ""
    )
    return by and not passive and trigger.how != "noun" and party.first > trigger.head


def _is_in_by_phrase(party: Party, parsed: Parsed, trigger: Trigger, language: Language) -> bool:
    """*von US-Soldaten abgeholt*, *dagli agenti della questura di Roma*: who belongs to the doer of a passive
    stands for it."""
    if party.attribute is None:
        return language.is_("byPreposition", party.mark or "") and not _is_of_other_verb(
            party, parsed, trigger, language
        )
    words = parsed.sentence.words
    for i in range(party.phrase - 1, max(-1, party.phrase - _BY_PHRASE), -1):
        if (
            (not words[i][0].isalnum() and words[i] not in "-'’")
            or i in parsed.verbs
            or i in trigger.positions
        ):
            return False
        if language.is_("byPreposition", words[i]):
            return language.nouns_capitalised is False or any(j in parsed.verbs for j in range(i))
    return False


def _is_of_other_verb(party: Party, parsed: Parsed, trigger: Trigger, language: Language) -> bool:
    """*was found guilty of accepting money from a firm owned by Geraghty*: the participle right before it."""
    words = parsed.sentence.words
    by = next((i for i in range(party.first - 1, 0, -1) if words[i].lower() == party.mark), 0)
    if not language.stacks_nouns or by - 1 <= trigger.positions[-1]:
        return False
    return bool(participles(language).fullmatch(words[by - 1].lower()))


def _inside_marked_phrase(party: Party, trigger: Trigger) -> bool:
    """*Anschlag auf die US-Botschaft*: the attribute stands for the marked noun, if not the trigger."""
    return party.mark in trigger.frame.marks and (trigger.how != "noun" or party.first > trigger.head)


def _default_role(party: Party, trigger: Trigger, language: Language) -> str | None:
    mark, frame = party.mark or "", trigger.frame
    if frame.valency == "reciprocal" and _is_any(language, mark, "withPreposition", "betweenPreposition"):
        return "agent"
    by = language.is_("byPreposition", mark) and not language.is_("ofPreposition", mark)
    if trigger.how == "noun" and by:
        return "agent"
    if frame.valency == "directed" and language.is_("againstPreposition", mark):
        return "target"
    return None


def _is_any(language: Language, word: str, *categories: str) -> bool:
    return any(language.is_(category, word) for category in categories)


def _belongs(party: Party, parsed: Parsed, trigger: Trigger) -> bool:
    """A prepositional party of a noun stands behind it, with no other noun that takes it between; of a verb
    anywhere in the clause."""
    if trigger.how == "noun" and any(
        m.value.how == "noun" and party.mark in m.value.frame.marks
        for m in parsed.matches.of("frame")
        if trigger.positions[-1] < m.first and m.last <= party.first
    ):
        return False
    return trigger.how != "noun" or party.first > trigger.head or abs(party.first - trigger.head) < 8


# verbs -----------------------------------------------------------------------------
