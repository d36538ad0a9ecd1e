"""What somebody announces, demands or condemns in a noun phrase: *kündigte seinen Rücktritt an*.

In: a parsed sentence, a reporting verb that governs no clause, and its speaker.  Out: the span from the
object to the end of its clause, or None.  Objects come before or behind the verb where nouns bear
capitals and words move freely; elsewhere they stand right behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extractors import Context
from kg.quotes.cues import ReportingCue
from kg.quotes.phrases import MARKS, MAX_WORDS, is_time, noun_phrase
from kg.quotes.speakers import Speaker
from kg.syntax import Parsed
from kg.syntax.clauses import is_preposition

#: Stances whose object says what is meant to happen or did; *praised the minister* says nothing.
_TELLING = frozenset({"announces", "demands", "condemns"})
_ADVERBS = 2  # words between a verb and an object without an article


def find_object(
    parsed: Parsed, cue: ReportingCue, speaker: Speaker, context: Context
) -> tuple[int, int] | None:
    """Return the words (first, last exclusive) that tell what is announced, demanded or condemned."""
    if cue.how != "verb":
        return None
    words, marker = parsed.sentence.words, cue.positions[-1]
    called = context.language.is_("predicativeMarker", words[marker])
    if not called and marker > cue.head and is_preposition(words[marker].lower(), context):
        behind = noun_phrase(words, marker + 1, context)  # spricht von 4.000 Teilnehmern
        counted = marker + 1 < len(words) and words[marker + 1][0].isdigit()
        if behind or counted:
            return marker + (cue.cue.stance in _TELLING), _end(parsed, cue, marker + 1)
    if not called and cue.cue.stance not in _TELLING:
        return None
    places = _moving(parsed, cue, speaker, context) if context.language.nouns_capitalised else _behind(
        parsed, cue, context
    )  # fmt: skip
    for first, last in places:
        overlaps = first < speaker.last and speaker.first < last
        if not overlaps and (called or not _is_party(parsed, first, last)):
            return first, max(last, _end(parsed, cue, first))
    return None


def _moving(
    parsed: Parsed, cue: ReportingCue, speaker: Speaker, context: Context
) -> Iterator[tuple[int, int]]:
    """Phrases behind the finite verb without a preposition, then the one that opens the clause."""
    words, i = parsed.sentence.words, cue.anchor + 1
    while i < len(words) and words[i] not in MARKS:
        if i in cue.positions:
            i += 1
            continue
        if speaker.first <= i < speaker.last:
            i = speaker.last
            continue
        governed = is_preposition(words[i].lower(), context) or words[i].lower() in context.free_prepositions
        phrase = noun_phrase(words, i + governed, context)
        if phrase is None:
            i += 1
            continue
        if not governed and words[phrase[0]].lower() not in context.language.pronouns:
            yield phrase
        i = phrase[1]
    for first in range(max(0, cue.head - MAX_WORDS), cue.head):  # …, eine Konferenz angekündigt
        phrase = noun_phrase(words, first, context)
        if phrase == (first, cue.head) and first and words[first - 1] in MARKS:
            yield phrase
    start = cue.anchor
    while start > 0 and words[start - 1] not in MARKS:
        start -= 1
    opening = noun_phrase(words, start, context)
    if opening is not None and opening[1] == cue.anchor and speaker.first > cue.anchor:
        yield opening


def _behind(parsed: Parsed, cue: ReportingCue, context: Context) -> Iterator[tuple[int, int]]:
    """*demanded the release of …*; without articles the word behind the verb (*zapowiedział wizytę*)."""
    words, language, first = parsed.sentence.words, context.language, cue.positions[-1] + 1
    opening = noun_phrase(words, first, context)
    if opening is not None and is_time(words, opening, context):
        first = opening[1]  # anunció este jueves | un paro general
    for i in range(first, min(first + _ADVERBS, len(words))):
        word = words[i]
        if (
            word in MARKS
            or word.lower() in context.free_prepositions
            or is_preposition(word.lower(), context)
        ):
            return
        if language.is_("determiner", word):
            phrase = noun_phrase(words, i, context)
            if phrase is not None and phrase[1] > phrase[0] + 1:
                yield phrase
            return
        bare = not language.words["indefiniteArticle"] and word.islower() and word.isalpha()
        function = any(language.is_(name, word) for name in ("subordinator", "stopWord", "conjunction"))
        if bare and not function and word not in language.pronouns and i == first:
            to = i + 1 < len(words) and language.is_("toPreposition", words[i + 1])
            yield (i + 1, i + 2) if to else (i, i + 1)  # призвал стороны | к прекращению огня
            return


def _is_party(parsed: Parsed, first: int, last: int) -> bool:
    """A phrase that begins with a person or body is whom one speaks to (*warf dem Kanzler Wortbruch vor*)."""
    return any(
        first <= p.phrase and p.first < last and p.attribute is None and p.first - first <= 2
        for p in parsed.parties
    )


def _end(parsed: Parsed, cue: ReportingCue, first: int) -> int:
    """The end of the clause, without the verb or particle that closes it."""
    words, i = parsed.sentence.words, first
    edge = cue.anchor if first < cue.anchor else len(words)
    while i < edge and words[i] not in MARKS:
        i += 1
    while i - 1 in cue.positions and i - 1 > first:
        i -= 1
    return i
