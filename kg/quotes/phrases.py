"""Noun phrases by their words alone: determiner, adjectives, nouns, and the genitives behind them.

In: the words of a sentence and a position.  Out: where a noun phrase begins and ends.  It knows no
entities: *ein Sprecher der Polizei* is a phrase like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kg.extractors import Context
from kg.ontology import Language
from kg.syntax import Parsed

MAX_WORDS = 12
_ADJECTIVES = 3  # lower-case words between a determiner and its noun
_NOUNS = 5  # words of a phrase in languages that do not capitalise nouns
MARKS = frozenset(',;:"„“”«»‹›()[]–—.!?…')
_FUNCTION = (
    "stopWord", "conjunction", "subordinator", "pastAuxiliary", "passiveAuxiliary", "ofPreposition",
    "inPreposition",
)  # fmt: skip


def noun_phrase(words: Sequence[str], first: int, context: Context) -> tuple[int, int] | None:
    """Return the noun phrase that begins at `first`, with the genitives and prepositions that belong to it.

    A pronoun for one person is a phrase of its own (*er*, *she*).
    """
    language = context.language
    if first >= len(words) or words[first] in MARKS:
        return None
    if words[first].lower() in language.pronouns:
        return first, first + 1
    if first == 0 and _opens_sentence(words[0], context):
        return None
    last = _core(words, first, context)
    if last is None:
        return None
    while last < len(words) and last - first < MAX_WORDS:
        word = words[last]
        linked = language.is_("ofPreposition", word) or language.is_("inPreposition", word)
        genitive = language.nouns_capitalised and language.is_("genitiveDeterminer", word)
        if not linked and not genitive:
            break
        more = _core(words, last + linked, context, of=linked)
        if more is None:
            break
        last = more
    return first, last


def behind_preposition(words: Sequence[str], first: int, context: Context) -> int | None:
    """Return the end of what a preposition governs at `first`, with an article or without (*al juez*)."""
    return _core(words, first, context, of=True)


def is_time(words: Sequence[str], phrase: tuple[int, int], context: Context) -> bool:
    """Say whether a phrase tells when: *el domingo*, *este lunes*, *la semana pasada*."""
    language, inside = context.language, [word.lower() for word in words[slice(*phrase)]]
    days = any(word in language.weekdays or word in language.relative_days for word in inside)
    return days or any(language.is_("lastCue", w) or language.is_("nextCue", w) for w in inside)


def _opens_sentence(word: str, context: Context) -> bool:
    """*Über*, *Bei*, *Immer*: the capital is the sentence's, not a noun's."""
    if context.language.is_("determiner", word):
        return False
    return _is_function(word, context) or word.lower() in context.free_prepositions


def _core(words: Sequence[str], first: int, context: Context, *, of: bool = False) -> int | None:
    """Return the end of determiner, adjectives and nouns that begin at `first`; *du* holds its article."""
    determined = first < len(words) and context.language.is_("determiner", words[first])
    start = first + determined
    while determined and words[start : start + 1] and words[start] in "'’":  # l’administration
        start += 1
    if context.language.nouns_capitalised:
        return _capitalised(words, start, context)
    i = start
    while i < len(words) and i - start < _NOUNS and _may_stand(words, i, start, determined or of, context):
        i += 1
        if words[i : i + 1] == ("-",) and words[i + 1 : i + 2] and words[i + 1][0].isalpha():
            i += 2  # porte-parole
    return i if i > start else None


def _capitalised(words: Sequence[str], start: int, context: Context) -> int | None:
    """Adjectives in lower case, then nouns with a capital (*grüne Staatssekretär*)."""
    nouns = start
    while nouns < len(words) and nouns - start < _ADJECTIVES and _is_adjective(words[nouns], context):
        nouns += 1
    i = nouns
    while i < len(words) and _is_noun(words, i) and (i > nouns or words[i] != "-"):
        i += 1
    return i if i > nouns else None


def _is_adjective(word: str, context: Context) -> bool:
    return word[0].islower() and word.isalpha() and not _is_function(word, context)


def _is_noun(words: Sequence[str], i: int) -> bool:
    if words[i] == "-":
        return i + 1 < len(words) and words[i + 1][0].isalpha()
    return words[i][0].isupper() and words[i].isalpha()


def _may_stand(words: Sequence[str], i: int, start: int, determined: bool, context: Context) -> bool:
    """Without capitals a phrase ends after three words in lower case (*a ministry spokesman*)."""
    word = words[i]
    if not word.isalpha() or _is_function(word, context):
        return False
    return word[0].isupper() or (determined and i - start < _ADJECTIVES)


def _is_function(word: str, context: Context) -> bool:
    return word.lower() in _function_words(context.language)


@lru_cache(maxsize=16)
def _function_words(language: Language) -> frozenset[str]:
    return frozenset().union(*(language.words[name] for name in _FUNCTION))


def is_dash(parsed: Parsed, i: int) -> bool:
    """*Rozejm zostanie przedłużony – ogłosił Trump*: a dash between blanks."""
    words, starts, ends = parsed.sentence.words, parsed.sentence.starts, parsed.sentence.ends
    inside = 0 < i < len(words) - 1 and words[i] in "–—-"
    return inside and ends[i - 1] < starts[i] < starts[i + 1] - 1
