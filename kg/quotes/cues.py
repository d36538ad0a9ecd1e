"""Reporting cues of a sentence, put together from their parts.

In: a parsed sentence.  Out: cues without overlaps, in the order of the text.  Who speaks and what is
said is found elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extractors import Context
from kg.ontology import Cue, Language, Match
from kg.quotes.phrases import MARKS, MAX_WORDS
from kg.syntax import Parsed


@dataclass(frozen=True, slots=True)
class ReportingCue:
    """A reporting cue in a sentence: its words, and how they work (verb, noun, before, after)."""

    cue: Cue
    how: str
    positions: tuple[int, ...]
    auxiliary: int | None = None

    @property
    def anchor(self) -> int:
        """Position of the word that stands where a finite verb stands (*hatte* … *gesagt*)."""
        return self.head if self.auxiliary is None else self.auxiliary

    @property
    def head(self) -> int:
        """Position of the first word."""
        return self.positions[0]


def find_cues(parsed: Parsed, context: Context) -> tuple[ReportingCue, ...]:
    """Return the reporting cues of a sentence without overlaps, in the order of the text."""
    options: list[ReportingCue] = []
    parts: dict[int, dict[int, list[Match]]] = defaultdict(lambda: defaultdict(list))
    for match in parsed.matches.of("ReportingCue"):
        if match.value.total == 1:
            options.append(
                ReportingCue(match.value.cue, match.value.how, tuple(range(match.first, match.last)))
            )
        else:
            parts[match.value.pattern][match.value.index].append(match)
    for found in parts.values():
        options += _joined(found, parsed, context)
    named = {i for p in parsed.parties for i in range(p.first, p.last)}
    options = [c for c in options if not named.issuperset(c.positions)]  # the United States
    options.sort(key=lambda c: (-len(c.positions), c.positions, c.cue.ref, c.how))
    taken: set[int] = set()
    kept = []
    for option in options:
        if not taken.intersection(option.positions) and _stands(option, parsed, context):
            taken.update(option.positions)
            kept.append(option)
    kept = [replace(c, auxiliary=_auxiliary(c, parsed, context)) for c in kept]
    return tuple(sorted(kept, key=lambda c: c.positions))


def _auxiliary(cue: ReportingCue, parsed: Parsed, context: Context) -> int | None:
    """*…, hatte Obama bei seinem Besuch gesagt*: the finite verb of the clause, left of its participle."""
    words, clauses, language = parsed.sentence.words, parsed.clause_of, context.language
    if cue.how != "verb":
        return None
    far = cue.head if language.nouns_capitalised else 2  # elsewhere only adverbs come between
    last = cue.head - 1
    if language.is_attached(words, last):  # a-t-il | assuré
        last -= 4 if words[last - 2] == "t" and last > 4 else 2
    for i in range(last, max(-1, last - far), -1):
        if clauses[i] != clauses[cue.head] or words[i] in MARKS:
            return None
        if language.is_("pastAuxiliary", words[i]):
            return _behind_reflexive(words, i, language)
    return None


def _behind_reflexive(words: Sequence[str], i: int, language: Language) -> int:
    """*s’est-il réjoui*, *si è detto*: the verb begins with its pronoun."""
    elided = words[i - 1] in "'’" if i > 1 else False
    before = i - 2 if elided else i - 1
    return before if before > 0 and elided and language.is_("reflexivePronoun", words[before]) else i


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
                if (parsed.clause_of[m.first] == clause or _opens_predicate(m, first, parsed, context))
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


def _opens_predicate(match: Match, first: Match, parsed: Parsed, context: Context) -> bool:
    """*described the wall as “…”*: elsewhere *as* opens a clause of its own."""
    if not context.language.is_("predicativeMarker", parsed.sentence.words[match.first]):
        return False
    between = parsed.sentence.words[first.last : match.first]
    return first.last <= match.first <= first.last + MAX_WORDS and MARKS.isdisjoint(between)


def _may_follow(match: Match, first: Match, parsed: Parsed, context: Context) -> bool:
    """A separated particle comes after its verb and closes the clause: *sagte Hilfe zu*, not *zu gehen*."""
    words, language = parsed.sentence.words, context.language
    word = words[match.first]
    particle = word.islower() and (len(word) <= 3 or language.is_("toPreposition", word))
    if not language.nouns_capitalised or match.last - match.first > 1 or not particle:
        return True
    if language.is_("predicativeMarker", word) or language.is_("ofPreposition", word):
        return match.first > first.first  # bezeichnete X als …, spricht von …
    after = words[match.last] if match.last < len(words) else ""
    closes = (
        not after[:1].isalnum() or language.is_("conjunction", after) or language.is_("subordinator", after)
    )
    return match.first > first.first and closes


def _stands(cue: ReportingCue, parsed: Parsed, context: Context) -> bool:
    """A cue that is also a very frequent word (*so*) counts only between content and speaker.

    A word that is verb and noun alike is a noun behind an article (*the talks have failed*).
    """
    words, language = parsed.sentence.words, context.language
    if cue.how == "before" and len(cue.positions) == 1 and language.is_("toPreposition", words[cue.head]):
        return _opens_view(cue, parsed, context)
    if cue.how == "verb" and cue.head and language.words["omittedComplementiser"]:
        before = words[cue.head - 1].lower()
        article = language.is_("determiner", before) and language.is_("stopWord", before)
        if article and not language.is_("complementiser", before) and not _follows_party(cue, parsed):
            return False
    if cue.how == "verb" and cue.head == 0 and language.words["omittedComplementiser"]:
        shapes = tuple(language.words["infinitiveEnding"])
        return words[0].endswith(shapes)  # Asked whether he would go, Starmer said …
    if cue.how == "verb" and cue.head and language.is_("conditional", words[cue.head - 1]):
        behind = words[cue.positions[-1] + 1 : cue.positions[-1] + 3]
        return any(language.is_("complementiser", w) for w in behind)  # the bloc would respond “firmly”
    if cue.how == "verb" and len(cue.positions) == 1 and context.language.is_("stopWord", words[cue.head]):
        before = words[cue.head - 1] if cue.head else ""
        follows = words[cue.head + 1] if cue.head + 1 < len(words) else ""
        noun = follows[:1].isupper() or context.language.is_("determiner", follows)
        return before in ",\"“”»«–'" and noun
    return True


def _opens_view(cue: ReportingCue, parsed: Parsed, context: Context) -> bool:
    """*Per Schlein la misura è colma*: a plain preposition names a source only right before a person,
    or a body with a comma behind it (*Per Hamas, …*); not *Per la prima volta Schlein …*."""
    words, i = parsed.sentence.words, cue.positions[-1] + 1
    titles = {j for m in parsed.matches.of("ProfessionCue", "TitleCue") for j in range(m.first, m.last)}
    while i < len(words) and (
        i in titles or words[i] in "'’" or context.language.is_("determiner", words[i])
    ):
        i += 1
    party = next((p for p in parsed.parties if i in (p.phrase, p.first)), None)
    before = words[cue.head - 1] if cue.head else ";"
    if party is None:
        return before == "," and i < len(words) and context.language.is_("relativePronoun", words[i])
    if cue.head > 1 and before not in ";:":
        return False
    closed = party.last < len(words) and words[party.last] == ","
    return party.kind == "person" or (party.kind == "organisation" and closed)


def _follows_party(cue: ReportingCue, parsed: Parsed) -> bool:
    """*Merz and Macron all said*: the word before the verb goes with the speakers."""
    return any(p.last == cue.head - 1 for p in parsed.parties)
