"""Names that a kind of body introduces: *the chipmaker Sundara*, *der Autobauer Opel*, *Universität Haifa*.

In: a sentence, its heads of bodies and what belongs to other names.  Out: the words of the names.  What is a
name by its head alone is `organisations.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extractors import Context
from kg.model import Sentence
from kg.ontology import Match

_QUOTES = frozenset('"„“”«»‹›')
_TITLE = 8  # words of a name between quotation marks
_KIND = 4  # words of a name behind a noun that says of what kind it is


def introduced_names(
    sentence: Sentence, heads: Sequence[Match], context: Context, closed: set[int], nouns: set[int]
) -> Iterator[tuple[int, int]]:
    """*the chipmaker Sundara*, *the newspaper Postimees*: a noun says of what kind a name is."""
    words, language = sentence.words, context.language
    for match in heads:
        first = last = match.last
        lower = words[match.first].islower() or language.nouns_capitalised  # der Autobauer Opel
        if match.value.how != "after" or first >= len(words) or not lower:
            continue
        if (quoted := _quoted(sentence, first)) is not None and not closed.intersection(range(*quoted)):
            yield quoted
            continue
        if language.nouns_capitalised:
            last = bare_name(sentence, first, context, closed | nouns)
        while (
            last < len(words)
            and last - first < _KIND
            and last not in closed
            and is_part_of_name(words[last], last, context)
        ):
            last += 1
        calendar = any(
            w.lower() in language.weekdays or w.lower() in language.months for w in words[first:last]
        )
        if last > first and not calendar and last not in closed:
            yield first, last


def bare_name(sentence: Sentence, i: int, context: Context, closed: set[int]) -> int:
    """Return the end of the capitalised words at `i`: *Nordkabel*, *Frankfurt*, *Baden-Württemberg*."""
    words, first = sentence.words, i
    while i < len(words) and i - first < _KIND and i not in closed:
        word = words[i]
        joined = word == "-" and first < i < len(words) - 1 and sentence.ends[i] == sentence.starts[i + 1]
        small = any(context.language.is_(name, word) for name in ("determiner", "stopWord"))
        if not joined and (not word[0].isupper() or not word.isalpha() or small):
            break
        i += 1
    return i - (i > first and words[i - 1] == "-")


def _quoted(sentence: Sentence, i: int) -> tuple[int, int] | None:
    """*die Bürgerinitiative „Hafen für alle“*: the name between quotation marks."""
    words = sentence.words
    if i + 2 >= len(words) or words[i] not in _QUOTES or not words[i + 1][0].isupper():
        return None
    close = next((j for j in range(i + 2, min(i + _TITLE, len(words))) if words[j] in _QUOTES), None)
    inside = words[i + 1 : close or i + 1]
    plain = all(w.replace("-", "x").replace(".", "x").isalnum() for w in inside)
    return (i + 1, close) if close is not None and plain else None


def is_part_of_name(word: str, position: int, context: Context) -> bool:
    language = context.language
    if (
        not word[0].isupper()
        or not word.isalpha()
        or language.is_("determiner", word)
        or language.is_("stopWord", word)
    ):
        return False
    if not language.nouns_capitalised:
        return True
    return position > 0 and word.endswith(tuple(language.words["adjectiveEnding"]))
