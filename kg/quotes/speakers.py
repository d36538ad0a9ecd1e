"""Reporting cues of a sentence, and who speaks by the grammar around one.

In: a parsed sentence.  Out: cues put together from their parts, and the party that speaks.  Content
is found elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extractors import Context
from kg.model import Span
from kg.ontology import Cue, Match
from kg.syntax import Parsed, Party

_REACH = 14  # words between a verb and the subject before it


@dataclass(frozen=True, slots=True)
class ReportingCue:
    """A reporting cue in a sentence: its words, and how they work (verb, noun, before, after)."""

    cue: Cue
    how: str
    positions: tuple[int, ...]

    @property
    def head(self) -> int:
        """Position of the first word."""
        return self.positions[0]


def find_cues(parsed: Parsed, context: Context) -> tuple[ReportingCue, ...]:
    """Return the reporting cues of a sentence without overlaps, in the order of the text."""
    options: list[ReportingCue] = []
    parts: dict[int, dict[int, list[Match]]] = defaultdict(lambda: defaultdict(list))
    for match in parsed.matches:
        if match.kind != "cue" or match.value.cue.kind != "ReportingCue":
            continue
        if match.value.total == 1:
            options.append(ReportingCue(match.value.cue, match.value.how, tuple(range(match.first, match.last))))
        else:
            parts[match.value.pattern][match.value.index].append(match)
    for found in parts.values():
        options += _joined(found, parsed)
    options.sort(key=lambda c: (-len(c.positions), c.positions, c.cue.ref, c.how))
    taken: set[int] = set()
    kept = []
    for option in options:
        if not taken.intersection(option.positions) and _stands(option, parsed, context):
            taken.update(option.positions)
            kept.append(option)
    return tuple(sorted(kept, key=lambda c: c.positions))


def _joined(found: dict[int, list[Match]], parsed: Parsed) -> list[ReportingCue]:
    word = next(iter(found.values()))[0].value
    if len(found) < word.total:
        return []
    joined = []
    for first in found[0]:
        clause = parsed.clause_of[first.first]
        rest = [
            [m for m in found[i] if parsed.clause_of[m.first] == clause and not first.first <= m.first < first.last]
            for i in range(1, word.total)
        ]
        if all(rest):
            words = [first, *(choices[0] for choices in rest)]
            joined.append(ReportingCue(word.cue, word.how, tuple(sorted({i for m in words for i in range(m.first, m.last)}))))
    return joined


def _stands(cue: ReportingCue, parsed: Parsed, context: Context) -> bool:
    """A cue that is also a very frequent word (*so*) counts only between content and speaker."""
    words = parsed.sentence.words
    if cue.how == "verb" and len(cue.positions) == 1 and context.language.is_("stopWord", words[cue.head]):
        before = words[cue.head - 1] if cue.head else ""
        near = any(0 <= p.first - cue.head <= 6 for p in parsed.parties)
        return near and before in ",\"“”»«–'"
    return True


def find_speaker(parsed: Parsed, cue: ReportingCue, outside: Span | None, context: Context) -> Party | None:
    """Return the party that speaks; parties inside `outside` (the words reported) are not asked."""
    parties = [p for p in parsed.parties if outside is None or not outside.overlaps(p.span)]
    parties = [p for p in parties if p.attribute not in ("adjective", "compound") or p.kind == "country"]
    if cue.how == "before":
        return _first(p for p in parties if 0 <= p.first - cue.positions[-1] <= 9)
    if cue.how == "after":
        return _first(p for p in reversed(parties) if 0 <= cue.head - p.last <= 2)
    by = [p for p in parties if p.mark and context.language.is_("byPreposition", p.mark) and p.attribute is None]
    if by and _is_passive(parsed, cue, context):
        return by[0]
    return _subject(parsed, cue, parties, context)


def _first(parties) -> Party | None:  # type: ignore[no-untyped-def]
    return next(iter(parties), None)


def _is_passive(parsed: Parsed, cue: ReportingCue, context: Context) -> bool:
    clause = parsed.clause_of[cue.head]
    inside = [i for i, c in enumerate(parsed.clause_of) if c == clause]
    return any(context.language.is_("passiveAuxiliary", parsed.sentence.words[i]) for i in inside)


def _subject(parsed: Parsed, cue: ReportingCue, parties: Sequence[Party], context: Context) -> Party | None:
    words = parsed.sentence.words
    free = [p for p in parties if p.mark is None and p.attribute in (None, "genitive", "possessive", "adjective")]
    after = [p for p in free if p.first > cue.head and not _crosses(words, cue.positions[0] + 1, p.first)]
    before = [p for p in free if p.last <= cue.head and cue.head - p.last <= _REACH]
    inverted = cue.head == 0 or words[cue.head - 1] in ",\"“”»«'–!?"
    clause = parsed.clause_of[cue.head]
    if inverted and after:
        return after[0]
    same = [p for p in before if p.clause == clause]
    if same:
        whole = [p for p in same if p.attribute is None and not p.oblique]
        return (whole or same)[0] if context.language.nouns_capitalised else (whole or same)[-1]
    if after and after[0].first - cue.head <= 8:
        return after[0]
    return before[-1] if before and not inverted else None


def _crosses(words: Sequence[str], first: int, last: int) -> bool:
    return any(w in ",;:\"„“”«»" for w in words[first:last])
