"""A noun for a person that speaks by itself, where a language has no articles (*заявила журналистка*).

In: a parsed sentence and a cue behind its speech.  Out: the position of the noun right behind the verb.
"""

from __future__ import annotations

from kg.extractors import Context
from kg.model import Span
from kg.quotes.cues import ReportingCue
from kg.syntax import Parsed

_TITLE = 8  # words from a noun for a person to the name behind it
_MARKS = frozenset(",;:–—.")


def bare_noun(parsed: Parsed, cue: ReportingCue, outside: Span | None, context: Context) -> int | None:
    """*„…“, — заявила журналистка*; not *сказал министр обороны Сергей Шойгу*, nor a holder known by date."""
    words, noun, language = parsed.sentence.words, cue.positions[-1] + 1, context.language
    if cue.how != "verb" or language.words["indefiniteArticle"] or noun >= len(words):
        return None
    if not words[noun].islower() or not _is_person(parsed, noun, context):
        return None
    title = words[noun : noun + _TITLE]
    reach = next((i for i, word in enumerate(title) if word in _MARKS), len(title))
    if any(noun <= p.first <= noun + reach for p in parsed.parties):
        return None
    if outside is not None and outside.overlaps(parsed.span(noun, noun + 1)):
        return None
    return noun


def _is_person(parsed: Parsed, i: int, context: Context) -> bool:
    if context.language.is_("personNoun", parsed.sentence.words[i]):
        return True
    return any(m.first == i for m in parsed.matches.of("office", "ProfessionCue"))
