"""Times told by their distance: *letzte Woche*, *two days earlier*, *il y a un an*.

In: the words of a sentence, the language's phrases, the day of publication and the day told of before.
Out: ISO values with the positions of their words.  A week is known to its month (or year) only, since
nothing says on which day it was.  Days and months with a name are found in `dates.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import product

from kg.ontology import Language
from kg.ontology.matcher import TOKEN

NUMBER = "#"
_VALUE = re.compile(r"(?P<told>told)?(?P<sign>-?)(?P<amount>\d+|#)(?P<unit>[DWMY])")
_MOST = 100  # of any unit: more is no news
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    told: bool
    sign: int
    amount: int | None  # None: the number in the text
    unit: str


_Table = dict[str, tuple[_Phrase, ...]]


def relative_times(
    words: Sequence[str], language: Language, published: date, told: Callable[[int], date]
) -> Iterator[tuple[int, int, str]]:
    """Yield first and last (exclusive) position and ISO value; `told` gives the day told of."""
    table, counted = _table(language)
    for i, word in enumerate(words):
        options = table.get(word, _NONE)
        if i + 1 < len(words) and words[i + 1] in counted and (word[0].isdigit() or word in language.numbers):
            options = (*options, *counted[words[i + 1]])
        for phrase in options:
            size = len(phrase.words)
            number = _fit(phrase, words[i : i + size], language)
            if number is None:
                continue
            value = _shifted(told(i) if phrase.told else published, phrase.sign * number, phrase.unit)
            if value is not None:
                yield i, i + size, value
                break


def _fit(phrase: _Phrase, words: Sequence[str], language: Language) -> int | None:
    """How many units the words tell of, or None where they are not the phrase."""
    if len(words) < len(phrase.words):
        return None
    number = phrase.amount
    for wanted, word in zip(phrase.words, words, strict=True):
        if wanted == NUMBER:
            found = amount(word, language)
            if found is None or found != int(found) or found > _MOST:
                return None
            number = int(found)
        elif wanted != word and not (wanted == "'" and word == "’"):
            return None
    return number


@lru_cache(maxsize=16)
def _table(language: Language) -> tuple[_Table, _Table]:
    """Phrases by their first word, and those that begin with a number by their second; the longest first."""
    days = ((phrase, f"{days}D") for phrase, days in sorted(language.relative_days.items()) if " " in phrase)
    found: dict[str, list[_Phrase]] = {}
    for text, value in (*days, *language.relative_times):
        match = _VALUE.fullmatch(value)
        if match is None:
            continue
        told, sign, unit = bool(match["told"]), -1 if match["sign"] else 1, match["unit"]
        number = None if match["amount"] == NUMBER else int(match["amount"])
        for choice in product(*(word.lower().split("|") for word in text.split())):
            parts = tuple(part for word in choice for part in TOKEN.findall(word))
            found.setdefault(parts[0], []).append(_Phrase(parts, told, sign, number, unit))
    counted: dict[str, list[_Phrase]] = {}
    for phrase in found.pop(NUMBER, []):
        counted.setdefault(phrase.words[1], []).append(phrase)
    return _by_length(found), _by_length(counted)


def _by_length(phrases: dict[str, list[_Phrase]]) -> _Table:
    return {word: tuple(sorted(rows, key=lambda p: -len(p.words))) for word, rows in phrases.items()}


def amount(word: str, language: Language) -> float | None:
    """Return the number a word tells, in figures or letters."""
    if word in language.numbers:
        return language.numbers[word]
    if not word[0].isdigit():
        return None
    text = word.replace(",", ".")
    return float(text) if re.fullmatch(r"\d{1,4}(\.\d{1,2})?", text) else None


def _shifted(base: date, number: int, unit: str) -> str | None:
    if unit == "D":
        return (base + timedelta(days=number)).isoformat()
    if unit == "Y":
        return f"{base.year + number:04d}"
    if unit == "M":
        year, month = divmod(base.year * _MONTHS + base.month - 1 + number, _MONTHS)
        return f"{year:04d}-{month + 1:02d}"
    monday = base + timedelta(days=7 * number - base.weekday())
    sunday = monday + timedelta(days=6)
    if monday.year != sunday.year:
        return None
    return monday.isoformat()[: 7 if monday.month == sunday.month else 4]


_NONE: tuple[_Phrase, ...] = ()
