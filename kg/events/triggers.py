"""The words of a sentence that tell of an event: frame patterns, put together and chosen.

In: a parsed sentence.  Out: triggers that do not overlap, each with its frame and word positions.
Which parties take part is not decided here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extractors import Context
from kg.ontology import Frame, FrameWord, Language, Match
from kg.syntax import Parsed, Party
from kg.vocab import KG

_WORTH = {"phrase": 2, "verb": 1, "noun": 0}
_AHEAD, _BACK = 10, 4  # words to the next part of a pattern, after and before its first, in fixed word order
_NEAR = 6  # parts of a pattern this close to each other surely belong together
_SCENE = 5  # words from a noun to the preposition of its occasion: after a brief closed-door meeting
WISH = "REQUEST"  # what is wished for, not done
BLAME = "ACCUSE"  # what somebody is blamed for, as somebody says
_GOVERNED = 6  # words from a demand, promise or refusal to what is demanded
_WIDE = 10  # so many words more cost a pattern one of its words


@dataclass(frozen=True, slots=True)
class Trigger:
    """A frame found in a sentence; `positions` are its words, `head` the one that bears the meaning.

    `contents` are the triggers of what it demands, promises, refuses or threatens: no events of their own.
    """

    frame: Frame
    how: str
    positions: tuple[int, ...]
    clause: int
    contents: tuple[Trigger, ...] = ()

    @property
    def head(self) -> int:
        """Position of the first word."""
        return self.positions[0]


@lru_cache(maxsize=16)
def participles(language: Language) -> re.Pattern[str]:
    """Return the shapes of participles of the passive; in English also those of the past tense."""
    return shapes_of(language.words["passiveParticiple"])


def shapes_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern for words such as `ge*t`."""
    return re.compile("|".join(re.escape(s).replace(r"\*", r"\w*") for s in sorted(patterns)) or r"(?!)")


def find_triggers(parsed: Parsed, context: Context) -> tuple[Trigger, ...]:
    """Return the triggers of a sentence, in the order of the text."""
    vetoed = _vetoed(parsed)
    named = {i for p in parsed.parties for i in range(p.first, p.last)}
    options = [
        t
        for t in _options(parsed, context)
        if t.frame.ref not in vetoed and not named.issuperset(t.positions)
    ]
    options = [t for t in options if not _is_other_kind(t, parsed, context)]
    options.sort(key=lambda t: (-t.frame.priority, -_fullness(t), -_WORTH[t.how], t.positions, t.frame.ref))
    taken: set[int] = set()
    chosen: list[Trigger] = []
    for option in options:
        if not taken.intersection(option.positions):
            taken.update(option.positions)
            chosen.append(option)
    chosen.sort(key=lambda t: t.positions)
    contents = {id(of): tuple(t for t in chosen if _is_content(t, of, parsed, context)) for of in chosen}
    inner = {id(t) for rows in contents.values() for t in rows}
    kept = (t for t in chosen if id(t) not in inner)
    return tuple(replace(t, contents=contents[id(t)]) if contents[id(t)] else t for t in kept)


def scene_opener(parsed: Parsed, trigger: Trigger, context: Context) -> int | None:
    """The preposition of an occasion: *after a brief call*, *at the start of talks*; None without one."""
    words, language = parsed.sentence.words, context.language
    closers = context.free_prepositions - language.words["ofPreposition"]
    first = trigger.positions[0]
    for i in range(first - 1, max(-1, first - 1 - _SCENE), -1):
        if language.is_("scenePreposition", words[i]):
            return i
        if not words[i][0].isalnum() and words[i] not in "-'’":
            return None
        if i in parsed.verbs or words[i].lower() in closers:
            return None
    return None


def _is_content(trigger: Trigger, of: Trigger, parsed: Parsed, context: Context) -> bool:
    """What is demanded, refused or promised is no event beside that (*agreed to lift the ban*)."""
    if of.how == "noun" or of.head >= trigger.head:
        return False
    if trigger.frame.valency == "reciprocal" and scene_opener(parsed, trigger, context) is not None:
        return False  # asked Sharif, during a meeting, to …
    words, language = parsed.sentence.words, context.language
    governed = trigger.how == "noun" or language.is_("toPreposition", words[trigger.head - 1])
    if governed and trigger.clause == of.clause and trigger.frame.type == WISH:
        return True  # met the demands, ignored calls, gave in to demands
    if _is_reproach(trigger, of, parsed, context):
        return True
    if KG.status not in context.lexicon.blocks.get(f"type/{of.frame.type}", {}):
        return False
    if of.clause != trigger.clause:
        clause = next(c for c in parsed.clauses if c.number == trigger.clause)
        said = language.is_("complementiser", clause.opener or "")
        return said and 0 <= (clause.antecedent or 0) - of.positions[-1] <= _GOVERNED
    infinitive = trigger.how != "noun" and words[trigger.head].endswith(
        tuple(language.words["infinitiveEnding"])
    )
    if infinitive and trigger.head - 1 in of.positions:
        return True  # rechaza ceder, promete bloquear
    marks = words[trigger.head - 1 : trigger.head + 1]  # a pattern may hold the marker: to meet
    if trigger.how == "noun" or any(language.is_("toPreposition", w) for w in marks):
        return True
    # agreed to lay down their weapons and join forces
    end = of.positions[-1]
    reach = words[end + 1 : min(trigger.head, end + 1 + _GOVERNED)]
    if language.nouns_capitalised or not any(language.is_("infinitiveMarker", w) for w in reach):
        return False
    return not participles(language).fullmatch(words[trigger.head].lower())


def _is_reproach(trigger: Trigger, of: Trigger, parsed: Parsed, context: Context) -> bool:
    """*accused Moscow of rejecting the truce*, *of trying to kill him*: what somebody is accused of."""
    language, words = context.language, parsed.sentence.words
    endings = tuple(language.words["infinitiveEnding"])
    if of.frame.type != BLAME or trigger.how == "noun" or not language.stacks_nouns:
        return False
    reach = words[max(of.positions[-1] + 1, trigger.head - _GOVERNED) : trigger.head]
    of_or_for = any(language.is_("ofPreposition", w) or language.is_("toPreposition", w) for w in reach)
    tried = language.is_("toPreposition", words[trigger.head - 1]) and any(w.endswith(endings) for w in reach)
    done = tried or words[trigger.head].endswith(endings)
    return trigger.clause == of.clause and done and of_or_for


def _fullness(trigger: Trigger) -> float:
    """More words tell more, but words that stand far apart may not belong together."""
    positions = trigger.positions
    return len(positions) - max(0, positions[-1] - positions[0] - _NEAR) / _WIDE


def _is_other_kind(trigger: Trigger, parsed: Parsed, context: Context) -> bool:
    """Say whether a word is noun here and not verb, or the reverse (*the attacks on*, *it attacks*)."""
    if len(trigger.positions) > 1 or trigger.how == "phrase":
        return False
    i, words, language = trigger.head, parsed.sentence.words, context.language
    before = words[i - 1] if i else ""
    if language.nouns_capitalised:  # den demonstrierenden Massen: an attribute, no predicate
        after = words[i + 1] if i + 1 < len(words) else ""
        return (
            trigger.how == "verb"
            and language.is_("determiner", before)
            and after[:1].isupper()
            and words[i].islower()
        )
    if trigger.how == "noun":
        return False
    if before == "-" and parsed.sentence.ends[i - 1] == parsed.sentence.starts[i]:
        return True  # its long-threatened invasion, the US-led coalition
    attributes = {
        p.last
        for p in parsed.parties
        if p.attribute in ("adjective", "compound", "possessive") and not _is_postposed(p, parsed, context)
    }
    governed = before.lower() in context.free_prepositions - language.words["toPreposition"]
    governed = governed or language.is_("determiner", before)
    if governed and words[i].endswith(tuple(language.words["infinitiveEnding"])):
        return language.is_("indefiniteArticle", before)  # envisage de déployer, but un déployer
    return governed or i in attributes


def _is_postposed(party: Party, parsed: Parsed, context: Context) -> bool:
    """*Un misil ruso mató …*: the adjective belongs to the noun before it, and a verb follows."""
    language = context.language
    if party.attribute != "adjective" or language.stacks_nouns or language.marks_case or not party.first:
        return False
    before = parsed.sentence.words[party.first - 1]
    return before.islower() and before.isalpha() and not language.is_("stopWord", before)


def _vetoed(parsed: Parsed) -> set[str]:
    """Frames whose `kg:unless` words all stand in the sentence."""
    found: dict[int, set[int]] = defaultdict(set)
    vetoed = set()
    for match in parsed.matches.of("unless"):
        word: FrameWord = match.value
        found[word.pattern].add(word.index)
        if len(found[word.pattern]) == word.total:
            vetoed.add(word.frame.ref)
    return vetoed


def _options(parsed: Parsed, context: Context) -> list[Trigger]:
    whole: list[Trigger] = []
    parts: dict[int, dict[int, list[Match]]] = defaultdict(lambda: defaultdict(list))
    for match in parsed.matches.of("frame"):
        word = match.value
        if word.total == 1:
            positions = tuple(range(match.first, match.last))
            whole.append(Trigger(word.frame, word.how, positions, parsed.clause_of[match.first]))
        else:
            parts[word.pattern][word.index].append(match)
    for found in parts.values():
        whole += _joined(found, parsed, context)
    return whole


def _joined(found: dict[int, list[Match]], parsed: Parsed, context: Context) -> list[Trigger]:
    """Put the parts of `führ* … Gespräch*` together where they stand in one clause."""
    word = next(iter(found.values()))[0].value
    if len(found) < word.total:
        return []
    triggers = []
    for first in found[0]:
        clause = parsed.clause_of[first.first]
        clauses = set(parsed.clause_of[first.first : first.last])
        chosen = [first]
        for index in range(1, word.total):
            near = [
                m
                for m in found[index]
                if (parsed.clause_of[m.first] in clauses or _opens(m, parsed))
                and m.first not in range(first.first, first.last)
                and _may_follow(m, first, word.frame, parsed, context)
            ]
            if not near:
                break
            nearest = min(near, key=lambda m: (abs(m.first - first.first), m.first))
            chosen.append(nearest)
            clauses.add(parsed.clause_of[nearest.first])
        else:
            positions = tuple(sorted({i for m in chosen for i in range(m.first, m.last)}))
            triggers.append(Trigger(word.frame, word.how, positions, clause))
    return triggers


def _opens(match: Match, parsed: Parsed) -> bool:
    """*said … that … must*: a pattern may name the word that opens the clause of its next part."""
    clause = next(c for c in parsed.clauses if c.number == parsed.clause_of[match.first])
    return clause.opener is not None and clause.positions[0] == match.first


def _may_follow(match: Match, first: Match, frame: Frame, parsed: Parsed, context: Context) -> bool:
    """A separated particle ends the clause of its verb: *rief Merz an*, but not *rief an der Grenze*."""
    words, language = parsed.sentence.words, context.language
    if not language.nouns_capitalised:
        return -_BACK <= match.first - first.last <= _AHEAD
    word = words[match.first].lower()
    particle = word in context.free_prepositions or language.is_("determiner", word)
    inner = match.value.index < match.value.total - 1  # wies … auf … hin: the last part closes the clause
    partner = frame.valency == "reciprocal" and language.is_("withPreposition", word)
    if match.last - match.first > 1 or inner or partner or word in frame.marks or not particle:
        return True
    after = words[match.last] if match.last < len(words) else ""
    return match.first > first.first and (not after[:1].isalnum() or language.is_("conjunction", after))
