"""Reporting cues of a sentence, and who speaks by the grammar around one.

In: a parsed sentence.  Out: cues put together from their parts, and the speaker: a party, or the noun
phrase that stands in its place (*ein Sprecher der Polizei*).  Content is found elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.extractors import Context
from kg.model import Span
from kg.ontology import Cue, Match
from kg.syntax import Parsed, Party

_REACH = 14  # words between a verb and the subject before it
_PHRASE = 12  # words of a noun phrase
_ADJECTIVES = 3  # lower-case words between a determiner and its noun
_BETWEEN = 3  # adverbs between a verb and the subject behind it
_BEFORE_VERB = frozenset(",\"“”»«'’–—-!?")
_MARKS = frozenset(',;:"„“”«»‹›()[]–—.!?…')


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


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: words `first` to `last` (exclusive), and the entity where it is known."""

    ref: str | None
    first: int
    last: int


# cues ------------------------------------------------------------------------------


def find_cues(parsed: Parsed, context: Context) -> tuple[ReportingCue, ...]:
    """Return the reporting cues of a sentence without overlaps, in the order of the text."""
    options: list[ReportingCue] = []
    parts: dict[int, dict[int, list[Match]]] = defaultdict(lambda: defaultdict(list))
    for match in parsed.matches:
        if match.kind != "cue" or match.value.cue.kind != "ReportingCue":
            continue
        if match.value.total == 1:
            options.append(
                ReportingCue(match.value.cue, match.value.how, tuple(range(match.first, match.last)))
            )
        else:
            parts[match.value.pattern][match.value.index].append(match)
    for found in parts.values():
        options += _joined(found, parsed, context)
    options.sort(key=lambda c: (-len(c.positions), c.positions, c.cue.ref, c.how))
    taken: set[int] = set()
    kept = []
    for option in options:
        if not taken.intersection(option.positions) and _stands(option, parsed, context):
            taken.update(option.positions)
            kept.append(option)
    return tuple(sorted(kept, key=lambda c: c.positions))


def _joined(found: dict[int, list[Match]], parsed: Parsed, context: Context) -> list[ReportingCue]:
    word = next(iter(found.values()))[0].value
    if len(found) < word.total:
        return []
    joined = []
    for first in found[0]:
        clause = parsed.clause_of[first.first]
        rest = [
            [
                m
                for m in found[i]
                if parsed.clause_of[m.first] == clause
                and not first.first <= m.first < first.last
                and _may_follow(m, first, parsed, context)
            ]
            for i in range(1, word.total)
        ]
        if all(rest):
            words = [first, *(choices[0] for choices in rest)]
            positions = tuple(sorted({i for m in words for i in range(m.first, m.last)}))
            joined.append(ReportingCue(word.cue, word.how, positions))
    return joined


def _may_follow(match: Match, first: Match, parsed: Parsed, context: Context) -> bool:
    """A separated particle comes after its verb and closes the clause: *sagte Hilfe zu*, not *zu gehen*."""
    words, language = parsed.sentence.words, context.language
    word = words[match.first]
    particle = word.islower() and (len(word) <= 3 or language.is_("toPreposition", word))
    if not language.nouns_capitalised or match.last - match.first > 1 or not particle:
        return True
    after = words[match.last] if match.last < len(words) else ""
    closes = (
        not after[:1].isalnum() or language.is_("conjunction", after) or language.is_("subordinator", after)
    )
    return match.first > first.first and closes


def _stands(cue: ReportingCue, parsed: Parsed, context: Context) -> bool:
    """A cue that is also a very frequent word (*so*) counts only between content and speaker."""
    words = parsed.sentence.words
    if cue.how == "verb" and len(cue.positions) == 1 and context.language.is_("stopWord", words[cue.head]):
        before = words[cue.head - 1] if cue.head else ""
        follows = words[cue.head + 1] if cue.head + 1 < len(words) else ""
        noun = follows[:1].isupper() or context.language.is_("determiner", follows)
        return before in ",\"“”»«–'" and noun
    return True


# speakers --------------------------------------------------------------------------


def find_speaker(parsed: Parsed, cue: ReportingCue, outside: Span | None, context: Context) -> Speaker | None:
    """Return who speaks; what stands inside `outside` (the words reported) is not asked."""
    parties = [p for p in parsed.parties if outside is None or not outside.overlaps(p.span)]
    phrase = _phrase_speaker(parsed, cue, outside, context)
    party = _party(parsed, cue, [p for p in parties if _may_speak(p, phrase)], context)
    if party is None or _is_named_behind(parsed, phrase, party):
        return _with_apposition(parsed, phrase, parties) if phrase else None
    if phrase is not None and phrase.first <= party.first < phrase.last:
        return _of_phrase(parsed, party, phrase, parties)
    first, last = _widened(parsed, party, context)
    return Speaker(party.ref, first, last)


def _may_speak(party: Party, phrase: Speaker | None) -> bool:
    """An adjective stands for its country only inside the phrase that speaks (*die russische Delegation*)."""
    if party.attribute not in ("adjective", "compound") and party.rule != "adjective":
        return True
    return party.kind == "country" and phrase is not None and phrase.first <= party.first < phrase.last


def _of_phrase(parsed: Parsed, party: Party, phrase: Speaker, parties: Sequence[Party]) -> Speaker:
    """The phrase names the party (*der Kanzler Friedrich Merz*), or someone of it (*ein Anwalt von Merz*)."""
    head = next(
        (i for i in range(phrase.first, phrase.last) if parsed.sentence.words[i][0].isupper()), party.first
    )
    marked = party.attribute == "genitive" or party.mark is not None
    another = head < party.phrase and party.kind == "person" and marked
    return _with_apposition(
        parsed, Speaker(None if another else party.ref, phrase.first, phrase.last), parties
    )


def _is_named_behind(parsed: Parsed, phrase: Speaker | None, party: Party) -> bool:
    """*der Vorsitzende des Verbandes, Elmar Gesse*: the name behind the phrase speaks, not the body."""
    words = parsed.sentence.words
    return (
        phrase is not None
        and party.first == phrase.last + 1
        and words[phrase.last] == ","
        and party.kind == "person"
    )


def _with_apposition(parsed: Parsed, phrase: Speaker, parties: Sequence[Party]) -> Speaker:
    """Add the name that stands behind a comma (*Ein Sprecher der Polizei, Lars Beringer,*)."""
    words = parsed.sentence.words
    if phrase.last + 1 < len(words) and words[phrase.last] == ",":
        for party in parties:
            if party.first == phrase.last + 1 and party.kind == "person":
                return Speaker(party.ref, phrase.first, party.last)
    return phrase


def _party(parsed: Parsed, cue: ReportingCue, parties: Sequence[Party], context: Context) -> Party | None:
    if cue.how == "before":
        return _first(p for p in parties if 0 <= p.first - cue.positions[-1] <= 9)
    if cue.how == "after":
        return _first(p for p in reversed(parties) if 0 <= cue.head - p.last <= 2)
    by = [
        p for p in parties if p.mark and context.language.is_("byPreposition", p.mark) and p.attribute is None
    ]
    if by and _is_passive(parsed, {parsed.clause_of[cue.head], by[0].clause}, context):
        return by[0]
    return _subject(parsed, cue, parties, context)


def _first(parties: Iterable[Party]) -> Party | None:
    return next(iter(parties), None)


def _is_passive(parsed: Parsed, clauses: set[int], context: Context) -> bool:
    inside = [i for i, c in enumerate(parsed.clause_of) if c in clauses]
    return any(context.language.is_("passiveAuxiliary", parsed.sentence.words[i]) for i in inside)


def is_inverted(parsed: Parsed, cue: ReportingCue) -> bool:
    """Say whether the verb follows what is said (*„…“, sagte X*)."""
    return cue.head == 0 or parsed.sentence.words[cue.head - 1] in _BEFORE_VERB


def _may_invert(parsed: Parsed, cue: ReportingCue, last: int, context: Context) -> bool:
    """Languages with a fixed order invert only where the sentence then ends or breaks (*“…,” said X.*)."""
    words = parsed.sentence.words
    if context.language.nouns_capitalised or last >= len(words):
        return True
    return words[last] in _MARKS or context.language.is_("inPreposition", words[last])


def _subject(parsed: Parsed, cue: ReportingCue, parties: Sequence[Party], context: Context) -> Party | None:
    words = parsed.sentence.words
    free = [
        p for p in parties if p.mark is None and p.attribute in (None, "genitive", "possessive", "adjective")
    ]
    after = [p for p in free if p.first > cue.head and not _crosses(words, cue.positions[0] + 1, p.first)]
    before = [p for p in free if p.last <= cue.head and cue.head - p.last <= _REACH]
    inverted = is_inverted(parsed, cue)
    clause = parsed.clause_of[cue.head]
    if inverted and after and _may_invert(parsed, cue, after[0].last, context):
        return after[0]
    same = [p for p in before if p.clause == clause]
    if same:
        whole = [p for p in same if p.attribute is None and not p.oblique]
        return (whole or same)[0] if context.language.nouns_capitalised else (whole or same)[-1]
    if after and after[0].first - cue.head <= 8:
        return after[0]
    return before[-1] if before and not inverted else None


def _crosses(words: Sequence[str], first: int, last: int) -> bool:
    return any(w in ',;:"„“”«»' for w in words[first:last])


def _widened(parsed: Parsed, party: Party, context: Context) -> tuple[int, int]:
    """The whole noun phrase of a party: article, titles and office in front, a party in brackets behind."""
    words, first, last = parsed.sentence.words, party.phrase, party.last
    while first > 0 and words[first - 1] not in _MARKS:
        word = words[first - 1]
        capital = word[0].isupper() and first - 1 > 0
        if not (capital or word == "-" or context.language.is_("determiner", word)):
            break
        first -= 1
        if context.language.is_("determiner", word):
            break
    while first < party.first and words[first] == "-":
        first += 1
    if last + 2 < len(words) and words[last] == "(" and words[last + 2] == ")":
        last += 3
    return first, last


# noun phrases ------------------------------------------------------------------------


def _phrase_speaker(
    parsed: Parsed, cue: ReportingCue, outside: Span | None, context: Context
) -> Speaker | None:
    """The noun phrase where grammar puts the speaker; its entity, if any, is found by the caller."""
    spans = [s for s in _phrase_options(parsed, cue, context) if s is not None]
    for first, last in spans:
        if outside is None or not outside.overlaps(parsed.span(first, last)):
            return Speaker(None, first, last)
    return None


def _phrase_options(parsed: Parsed, cue: ReportingCue, context: Context) -> list[tuple[int, int] | None]:
    words, behind = parsed.sentence.words, cue.positions[-1] + 1
    if cue.how == "before":
        return [noun_phrase(words, behind, context)]
    if cue.how == "after":
        starts = range(max(0, cue.head - _PHRASE), cue.head)
        return [p for i in starts if (p := noun_phrase(words, i, context)) is not None and p[1] == cue.head][
            :1
        ]
    if cue.how != "verb":
        return []
    follow = next(
        (p for i in range(cue.head + 1, min(cue.head + 2 + _BETWEEN, len(words))) if (p := noun_phrase(words, i, context)) is not None
         and not _crosses(words, cue.head + 1, i)), None
    )  # fmt: skip
    if is_inverted(parsed, cue) and (follow is None or _may_invert(parsed, cue, follow[1], context)):
        return [follow]
    start = cue.head
    while (
        start > 0
        and words[start - 1] not in _MARKS
        and parsed.clause_of[start - 1] == parsed.clause_of[cue.head]
    ):
        start -= 1
    before = noun_phrase(words, start, context)
    return [before if before and before[1] <= cue.head else follow]


def noun_phrase(words: Sequence[str], first: int, context: Context) -> tuple[int, int] | None:
    """Return the noun phrase that begins at `first`, with the genitives and prepositions that belong to it.

    A pronoun for one person is a phrase of its own (*er*, *she*).
    """
    language = context.language
    if first >= len(words) or words[first] in _MARKS:
        return None
    if words[first].lower() in language.pronouns:
        return first, first + 1
    last = _core(words, first, context)
    if last is None:
        return None
    while last < len(words) and last - first < _PHRASE:
        word = words[last]
        linked = language.is_("ofPreposition", word) or language.is_("inPreposition", word)
        if not linked and not language.is_("determiner", word):
            break
        more = _core(words, last + linked, context)
        if more is None:
            break
        last = more
    return first, last


def _core(words: Sequence[str], first: int, context: Context) -> int | None:
    """Return the end of determiner, adjectives and nouns that begin at `first`."""
    language, i = context.language, first
    determined = i < len(words) and language.is_("determiner", words[i])
    i += determined
    if language.nouns_capitalised:
        start = i
        while (
            i < len(words)
            and i - start < _ADJECTIVES
            and words[i][0].islower()
            and words[i].isalpha()
            and not _is_function(words[i], context)
        ):
            i += 1
        nouns = i
        while i < len(words) and _is_noun(words, i):
            i += 1
        return i if i > nouns and (determined or nouns == start or first == start) else None
    nouns = i
    while i < len(words) and i - nouns < 5 and words[i].isalpha() and not _is_function(words[i], context) and (
        words[i][0].isupper() or (determined and not _looks_verbal(words, i, nouns))
    ):  # fmt: skip
        i += 1
    return i if i > nouns else None


def _is_noun(words: Sequence[str], i: int) -> bool:
    if words[i] == "-":
        return i + 1 < len(words) and words[i + 1][0].isalpha()
    return words[i][0].isupper() and words[i].isalpha()


def _is_function(word: str, context: Context) -> bool:
    language = context.language
    names = (
        "stopWord",
        "conjunction",
        "subordinator",
        "pastAuxiliary",
        "passiveAuxiliary",
        "ofPreposition",
        "inPreposition",
    )
    return any(language.is_(name, word) for name in names)


def _looks_verbal(words: Sequence[str], i: int, nouns: int) -> bool:
    """Without capitals a noun phrase ends after two words at most (*a spokesman said*)."""
    return i - nouns >= 2 and words[i][0].islower()
