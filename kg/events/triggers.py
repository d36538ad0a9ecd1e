"""The words of a sentence that tell of an event: frame patterns, put together and chosen.

In: a parsed sentence.  Out: triggers that do not overlap, each with its frame and word positions.
Which parties take part is not decided here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.extractors import Context
from kg.ontology import Frame, FrameWord, Match
from kg.syntax import Parsed

_WORTH = {"phrase": 2, "verb": 1, "noun": 0}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A frame found in a sentence; `positions` are its words, `head` the one that bears the meaning."""

    frame: Frame
    how: str
    positions: tuple[int, ...]
    clause: int

    @property
    def head(self) -> int:
        """Position of the first word."""
        return self.positions[0]


def find_triggers(parsed: Parsed, context: Context) -> tuple[Trigger, ...]:
    """Return the triggers of a sentence, in the order of the text."""
    vetoed = _vetoed(parsed)
    named = {i for p in parsed.parties for i in range(p.first, p.last)}
    options = [t for t in _options(parsed, context) if t.frame.ref not in vetoed and not named.issuperset(t.positions)]
    options.sort(key=lambda t: (-t.frame.priority, -len(t.positions), -_WORTH[t.how], t.positions, t.frame.ref))
    taken: set[int] = set()
    chosen: list[Trigger] = []
    for option in options:
        if not taken.intersection(option.positions):
            taken.update(option.positions)
            chosen.append(option)
    return tuple(sorted(chosen, key=lambda t: t.positions))


def _vetoed(parsed: Parsed) -> set[str]:
    """Frames whose `kg:unless` words all stand in the sentence."""
    found: dict[int, set[int]] = defaultdict(set)
    vetoed = set()
    for match in parsed.matches:
        if match.kind == "unless":
            word: FrameWord = match.value
            found[word.pattern].add(word.index)
            if len(found[word.pattern]) == word.total:
                vetoed.add(word.frame.ref)
    return vetoed


def _options(parsed: Parsed, context: Context) -> list[Trigger]:
    whole: list[Trigger] = []
    parts: dict[int, dict[int, list[Match]]] = defaultdict(lambda: defaultdict(list))
    for match in parsed.matches:
        if match.kind != "frame":
            continue
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
        chosen = [first]
        for index in range(1, word.total):
            near = [
                m
                for m in found[index]
                if parsed.clause_of[m.first] == clause
                and m.first not in range(first.first, first.last)
                and not _governs(m, word.frame, parsed, context)
            ]
            if not near:
                break
            chosen.append(min(near, key=lambda m: (abs(m.first - first.first), m.first)))
        else:
            positions = tuple(sorted({i for m in chosen for i in range(m.first, m.last)}))
            triggers.append(Trigger(word.frame, word.how, positions, clause))
    return triggers


def _governs(match: Match, frame: Frame, parsed: Parsed, context: Context) -> bool:
    """*rief an der Grenze* holds a preposition, *rief Merz an* the particle of a verb, which ends its clause."""
    words, language = parsed.sentence.words, context.language
    if not language.nouns_capitalised or match.last - match.first > 1 or match.last >= len(words):
        return False
    word, after = words[match.first].lower(), words[match.last]
    if word in frame.marks or word not in context.free_prepositions:
        return False
    return language.is_("determiner", after) or after[0].isupper() or after[0].isdigit()
