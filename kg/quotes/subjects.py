"""Where grammar puts the noun phrase of whoever speaks, around a verb of saying.

In: a parsed sentence and a cue.  Out: positions of noun phrases that may be the speaker, the likeliest first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kg.extractors import Context
from kg.quotes.cues import ReportingCue
from kg.quotes.phrases import MARKS, MAX_WORDS, behind_preposition, is_time, noun_phrase
from kg.syntax import Parsed
from kg.syntax.clauses import is_preposition

_REACH = 14  # words from a verb to a subject behind it
_BETWEEN = 3  # adverbs between a verb and the subject behind it
_BEFORE_VERB = frozenset(",\"“”»«'’–—-!?")


def is_inverted(parsed: Parsed, cue: ReportingCue) -> bool:
    """Say whether the verb follows what is said (*„…“, sagte X*)."""
    return cue.anchor == 0 or parsed.sentence.words[cue.anchor - 1] in _BEFORE_VERB


def may_invert(parsed: Parsed, last: int, context: Context) -> bool:
    """Languages with a fixed order invert only where the sentence then ends or breaks (*“…,” said X.*)."""
    words = parsed.sentence.words
    if context.language.nouns_capitalised or last >= len(words):
        return True
    return words[last] in MARKS or context.language.is_("inPreposition", words[last])


def phrase_options(parsed: Parsed, cue: ReportingCue, context: Context) -> list[tuple[int, int] | None]:
    words = parsed.sentence.words
    if cue.how == "before":
        return [noun_phrase(words, cue.positions[-1] + 1, context)]
    if cue.how == "after":
        starts = range(max(0, cue.head - MAX_WORDS), cue.head)
        ending = (p for i in starts if (p := noun_phrase(words, i, context)) and p[1] == cue.head)
        return [next(ending, None)]
    if cue.how != "verb":
        return []
    follow = _phrase_behind(words, cue.anchor if context.language.nouns_capitalised else cue.head, context)
    if is_inverted(parsed, cue) and (follow is None or may_invert(parsed, follow[1], context)):
        return [follow]
    start = _clause_start(parsed, cue.anchor, context.language.name_clitics)
    opened = start < cue.anchor and context.language.is_("subordinator", words[start])
    before = noun_phrase(words[: cue.anchor], start + opened, context)  # als | sie gesagt hat
    if before is None or before[1] > cue.anchor:
        relative = start < cue.anchor and context.language.is_("relativePronoun", words[start])
        return [(start, start + 1) if relative and start and words[start - 1] == "," else follow]
    # "Insofern glaubt die Partei": a bare word before the verb is no subject where one stands behind it
    bare = before == (0, 1) and follow is not None and follow[0] == cue.anchor + 1
    return [follow, before] if bare else [before]


def _phrase_behind(words: Sequence[str], verb: int, context: Context) -> tuple[int, int] | None:
    """The first noun phrase behind a verb; adverbs may stand between, marks may not."""
    i, last = verb + 1, min(verb + 2 + _BETWEEN, len(words))
    while i < last and words[i] not in MARKS:
        governed = is_preposition(words[i].lower(), context) or words[i].lower() in context.free_prepositions
        phrase = noun_phrase(words, i + governed, context)
        if phrase is not None and not governed and not is_time(words, phrase, context):
            return phrase
        end = phrase[1] if phrase else behind_preposition(words, i + 1, context) if governed else None
        i = end or i + 1  # a rapporté sur Facebook le porte-parole; dijo al juez Ruiz
        last = min(max(last, i + 2), verb + _REACH, len(words))
    return None


def _elides(parsed: Parsed, i: int) -> bool:
    """*l'armée*: the apostrophe touches the words on both sides."""
    starts, ends = parsed.sentence.starts, parsed.sentence.ends
    return 0 < i < len(starts) - 1 and ends[i - 1] == starts[i] and ends[i] == starts[i + 1]


def _clause_start(parsed: Parsed, verb: int, clitics: Collection[str]) -> int:
    start, words, clauses = verb, parsed.sentence.words, parsed.clause_of
    while start > 0 and words[start - 1] not in MARKS and clauses[start - 1] == clauses[verb]:
        if words[start - 1] == "'" and words[start] not in clitics and not _elides(parsed, start - 1):
            break  # a mark of two apostrophes; not Trump's
        start -= 1
    return start
