"""Bodies and products named between marks or in foreign letters, where a language writes names so.

In: a sentence with its matches, and the words that other mentions take.  Out: word positions of names:
*изданию «Нетгазети»*, *партии «Новые люди»*, *завод Wingtech*.  What a thing is named (*фильм «Смерть»*)
and what somebody says (*заявил: «Нет»*) is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extractors import Context
from kg.model import Sentence
from kg.ontology import Matches

QUOTED, FOREIGN = "name:quoted", "name:foreign"
MAX_WORDS = 5
_OPENING, _CLOSING = '«„“"', '»”“"'
_DASHES = "–—-"
_NO_NAMES = ("NounCue", "TitleCue")


def find_names(
    sentence: Sentence, matches: Matches, context: Context, taken: set[int]
) -> Iterator[tuple[int, int, str]]:
    """Yield first word, last word (exclusive) and rule of each name that nothing else took."""
    language = context.language
    if not language.quotes_names:
        return
    words, closed = sentence.words, set(taken)
    for first, last in _quoted(words):
        if not closed.intersection(range(first, last)) and _is_name(words, first, last, matches, context):
            closed.update(range(first, last))
            yield first, last, QUOTED
    if language.romanisation:
        things = {m.first for m in matches.of(*_NO_NAMES)}
        yield from _foreign(words, closed | things)


def _quoted(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The few words between two marks, the first with a capital, no other mark among them."""
    for i, mark in enumerate(words[:-2]):
        if mark not in _OPENING or not words[i + 1][0].isupper():
            continue
        last = i + 1
        while (
            last < len(words)
            and last - i <= MAX_WORDS + 1
            and (words[last][0].isalnum() or words[last] == "-")
        ):
            last += 1
        if last < len(words) and words[last] in _CLOSING and last - i <= MAX_WORDS + 1:
            yield i + 1, last


def _is_name(words: Sequence[str], first: int, last: int, matches: Matches, context: Context) -> bool:
    before = words[first - 2] if first > 1 else ""
    after = words[last + 1 : last + 3]
    if before in (":", *_DASHES) or (after[:1] in ((",",), [","]) and after[1:] and after[1] in _DASHES):
        return False
    opens = not before or not before[-1].isalnum()
    if opens and not (before == "," or (after and after[0][0].islower())):
        return False
    if any(m.last == first - 1 for m in matches.of("ThingNameCue")):
        return False  # фильм «…», ракета «…»
    return not any(w.lower() in context.language.pronouns for w in words[first:last])


def _foreign(words: Sequence[str], closed: set[int]) -> Iterator[tuple[int, int, str]]:
    """*Wingtech*, *Fox News*: capitals of another script in a row."""
    i = 0
    while i < len(words):
        last = i
        while last < len(words) and last not in closed and _is_foreign(words[last]):
            last += 1
        if last > i and sum(map(len, words[i:last])) > 2 and words[i - 1 : i] != ["-"]:
            yield i, last, FOREIGN
        i = max(last, i + 1)


def _is_foreign(word: str) -> bool:
    return word.isascii() and word.isalpha() and word[0].isupper()
