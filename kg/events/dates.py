"""Dates and durations said in a sentence.

In: a sentence's characters, the language's patterns and the publication date.  Out: dates as ISO text
with precision and span, durations as ISO 8601.  A date that does not exist (30 February) is no date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from kg.events.relative import amount, relative_times
from kg.model import Article, Sentence, Span, When
from kg.ontology import Language
from kg.ontology.matcher import TOKEN

_LONGEST = 1000  # of any unit: a larger number is a year or a count
_JUST = 3  # days within which news names the weekday of what was
_YEARS = range(1000, 2200)
_NIGHT = 4  # words from one day to the next, where a night is told by both
_DAY = len("2025-07-04")


def find_dates(
    article: Article, sentence: Sentence, language: Language, told: Callable[[], date | None] = lambda: None
) -> tuple[When, ...]:
    """Return the dates a sentence names, in the order of the text, without overlaps.

    `told` gives the day told of before it, from which *two days earlier* counts.

    Of overlapping readings the one with a year wins, then the more precise; an impossible date
    (30 February) takes its words with it.
    """
    options = [*_written(article, sentence, language), *_named(article, sentence, language)]
    options += _relative(article, sentence, language, [*options], told)
    options.sort(key=lambda o: (not o[2], -len(o[1] or "0000-00-00"), o[0]))
    taken: list[Span] = []
    found: list[When] = []
    for span, value, _ in options:
        if any(span.overlaps(other) for other in taken):
            continue
        taken.append(span)
        if value is not None:
            precision = ("year", "month", "day")[value.count("-")]
            found.append(When(value, precision, "text", span))  # type: ignore[arg-type]
    return tuple(sorted(found, key=lambda w: w.span or Span(0, 0)))


_Reading = tuple[Span, str | None, bool]  # words, ISO value or None when impossible, whether a year is said


@lru_cache(maxsize=16)
def _patterns(language: Language) -> tuple[re.Pattern[str], ...]:
    names = "|".join(re.escape(name) for name in sorted(language.months, key=lambda n: (-len(n), n)))
    return tuple(re.compile(p.replace("{month}", names), re.IGNORECASE) for p in language.day_patterns)


@lru_cache(maxsize=16)
def _month_words(language: Language) -> frozenset[str]:
    """The first words of the names of months, as sentences are cut into words."""
    return frozenset(TOKEN.findall(name)[0].lower() for name in language.months)


def _written(article: Article, sentence: Sentence, language: Language) -> Iterator[_Reading]:
    """Every pattern holds a number or a month: without either in the sentence, none is tried."""
    months = _month_words(language)
    if not any(word[0].isdigit() or word.lower() in months for word in sentence.words):
        return
    part = sentence.span.part
    text = article.title if part == "title" else article.text
    for pattern in _patterns(language):
        for match in pattern.finditer(text, sentence.span.start, sentence.span.end):
            groups = match.groupdict()
            span = Span(match.start(), match.end(), part)
            if not groups.get("year"):
                groups["year"] = _year_behind(sentence, match.end(), article.date, language)
            yield span, _from_groups(groups, article.date, language), bool(groups.get("year"))


def _year_behind(sentence: Sentence, end: int, published: date | None, language: Language) -> str | None:
    """*im April letzten Jahres*, *in April last year*: the year that the two words behind a month name."""
    first = next((i for i, start in enumerate(sentence.starts) if start >= end), None)
    if published is None or first is None or first + 1 >= len(sentence.words):
        return None
    cue, unit = (w.lower() for w in sentence.words[first : first + 2])
    if _unit(unit, language) != "Y":
        return None
    if _cue(language, "lastCue", cue):
        return str(published.year - 1)
    return str(published.year) if _cue(language, "thisCue", cue) else None


def _from_groups(groups: dict[str, str | None], published: date | None, language: Language) -> str | None:
    month = int(groups.get("month") or 0) or language.months.get((groups.get("monthname") or "").lower())
    year = int(groups.get("year") or 0) or None
    day = int(groups.get("day") or 0) or None
    if year is not None and year < 100:
        year += 2000 if year < 70 else 1900
    if year is not None and year not in _YEARS:
        return None
    if month is None:
        return f"{year:04d}" if year and day is None else None
    if year is None:
        year = _nearest_year(month, day, published)
    if year is None or not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _nearest_year(month: int, day: int | None, published: date | None) -> int | None:
    """News names a date without its year when it is near: take the year that brings it closest.

    What lies ahead counts double, a whole month ahead threefold: news tells more of what was.
    """
    if published is None:
        return None
    options = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            gap = (date(year, month, day or 15) - published).days
        except ValueError:
            continue
        options.append((gap * (2 if day else 3) if gap > 0 else -gap, year))
    return min(options)[1] if options else None


def _named(article: Article, sentence: Sentence, language: Language) -> Iterator[_Reading]:
    """*yesterday*, *on Monday*."""
    published = article.date
    if published is None:
        return
    words = [w.lower() for w in sentence.words]
    days, weekdays = language.relative_days, language.weekdays
    for i, word in enumerate(words):
        if word not in days and word not in weekdays:
            continue
        if any(weekdays.get(w) == weekdays.get(word, 0) % 7 + 1 for w in words[i + 1 : i + _NIGHT]):
            continue  # w nocy z wtorku na środę, nella notte tra martedì e mercoledì: the later day
        span = Span(sentence.starts[i], sentence.ends[i], sentence.span.part)
        if word in days and (i == 0 or sentence.words[i][0].islower()):
            yield span, (published + timedelta(days=days[word])).isoformat(), False
        elif word in weekdays:
            yield span, _weekday(published, weekdays[word], words, i, language).isoformat(), False


def _relative(
    article: Article,
    sentence: Sentence,
    language: Language,
    named: Sequence[_Reading],
    told: Callable[[], date | None],
) -> Iterator[_Reading]:
    """*last week*; *two days earlier* counts from the day told of before, in the sentence or the text."""
    published = article.date
    if published is None:
        return

    def before(i: int) -> date:
        days = [
            (span.end, v) for span, v, _ in named if v and len(v) == _DAY and span.end <= sentence.starts[i]
        ]
        return date.fromisoformat(max(days)[1]) if days else told() or published

    words = [w.lower() for w in sentence.words]
    for first, last, value in relative_times(words, language, published, before):
        yield Span(sentence.starts[first], sentence.ends[last - 1], sentence.span.part), value, False


def _weekday(published: date, wanted: int, words: list[str], i: int, language: Language) -> date:
    """*am Montag* is the last Monday up to the day of publication, unless *next* stands before it."""
    before = words[max(0, i - 2) : i]
    if any(_cue(language, "nextCue", w) for w in before):
        ahead = (wanted - published.isoweekday()) % 7 or 7
        return published + timedelta(days=ahead)
    back = (published.isoweekday() - wanted) % 7
    if back == 0 and any(_cue(language, "lastCue", w) for w in before):
        back = 7
    return published - timedelta(days=back)


def look_ahead(when: When, article: Article, language: Language, *, sure: bool) -> When:
    """Turn a weekday or month read as the last one into the next one, for what is still to come.

    Where the verb is not surely in the future, the last days may be those on which it was announced.
    """
    published = article.date
    if when.span is None or published is None or when.value >= published.isoformat()[: len(when.value)]:
        return when
    said = article.slice(when.span)
    if said.lower() in language.weekdays:
        day = date.fromisoformat(when.value)
        gone = (published - day).days
        ahead = (day + timedelta(days=7)).isoformat()
        return replace(when, value=ahead) if gone > (0 if sure else _JUST) else when
    year = when.value[:4]
    named = not _month_words(language).isdisjoint(TOKEN.findall(said.lower()))  # not: last month
    is_month = named and when.precision == "month" and year not in said
    return replace(when, value=f"{int(year) + 1}{when.value[4:]}") if is_month else when


def _cue(language: Language, category: str, word: str) -> bool:
    return any(
        word == cue or (cue.endswith("*") and word.startswith(cue[:-1]))
        for cue in language.words[category]
        if cue
    )


def find_durations(sentence: Sentence, language: Language) -> Iterator[tuple[str, int]]:
    """Yield ISO 8601 durations (`PT40M`) with the word position they stand at."""
    words = [w.lower() for w in sentence.words]
    for i in range(len(words) - 1):
        number = amount(words[i], language)
        if number is None:
            continue
        j = i + 2 if words[i + 1] == "-" and i + 2 < len(words) else i + 1
        unit = _unit(words[j], language)
        since = i > 0 and (
            language.is_("fromPreposition", words[i - 1]) or language.is_("subordinator", words[i - 1])
        )
        if unit is not None and unit != "Y" and not since and number < _LONGEST:
            yield _iso_duration(number, unit), i


def _unit(word: str, language: Language) -> str | None:
    for pattern, unit in language.units:
        stem = pattern.lower().strip("*")
        inside, begins = (
            pattern.startswith("*") and stem in word,
            pattern.endswith("*") and word.startswith(stem),
        )
        if word == stem or inside or begins:
            return unit
    return None


def _iso_duration(amount: float, unit: str) -> str:
    if unit == "H" and amount != int(amount):
        amount, unit = amount * 60, "M"
    number = f"{amount:g}"
    return f"PT{number}{unit}" if unit in "SMH" else f"P{number}{unit}"
