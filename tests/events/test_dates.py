"""Dates and durations said in a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from kg.events.dates import find_dates, find_durations
from kg.model import Article
from kg.ontology import Lexicon
from kg.pipeline import Reader
from kg.text import segment


def parts_of(lexicon: Lexicon, text: str, lang: str) -> tuple[Article, list]:  # type: ignore[type-arg]
    """Return an article of Friday, 4 July 2025, and its sentences."""
    article = Article(id="t", source="t", title="", text=text, date=date(2025, 7, 4))
    return article, list(segment(article, lexicon.languages[lang], lexicon.matcher(lang)).sentences)


@pytest.mark.parametrize(
    ("lang", "text", "dates"),
    [
        ("de", "Am 4. Juli 2025 sprachen sie.", ["2025-07-04"]),
        ("de", "Am 28. Dezember sprachen sie.", ["2024-12-28"]),
        ("de", "Am 03.02.2024 war das.", ["2024-02-03"]),
        ("de", "Am Montag trafen sie sich.", ["2025-06-30"]),
        ("de", "Am kommenden Montag treffen sie sich.", ["2025-07-07"]),
        ("de", "Am Freitag trafen sie sich.", ["2025-07-04"]),
        ("de", "Sie trafen sich gestern.", ["2025-07-03"]),
        ("de", "Im Oktober 2023 begann es.", ["2023-10"]),
        ("de", "Im Jahr 2018 begann es.", ["2018"]),
        ("de", "Am 30. Februar 2025 geschah nichts.", []),
        ("en", "They met on July 4, 2025.", ["2025-07-04"]),
        ("en", "They met on 4 July.", ["2025-07-04"]),
        ("en", "They met on Wednesday.", ["2025-07-02"]),
        ("en", "They met yesterday.", ["2025-07-03"]),
        ("en", "They met the day before yesterday.", ["2025-07-02"]),
        ("en", "They met last month, not a year ago.", ["2025-06", "2024"]),
        ("de", "Vor drei Monaten traten sie zurück.", ["2025-04"]),
        ("fr", "Il y a deux jours, ils ont signé.", ["2025-07-02"]),
        ("es", "Lo anunciaron ayer, y la víspera hablaron.", ["2025-07-03", "2025-07-02"]),
        ("it", "Il mese scorso si sono incontrati.", ["2025-06"]),
        ("pl", "Spotkali się 2 lipca, a dzień wcześniej rozmawiali.", ["2025-07-02", "2025-07-01"]),
        ("uk", "Вони зустрілися торік.", ["2024"]),
        ("ru", "Встреча пройдет в следующем году.", ["2026"]),
    ],
)
def test_dates(lexicon: Lexicon, lang: str, text: str, dates: list[str]) -> None:
    """Written and relative dates become ISO text; impossible ones are no dates."""
    article, sentences = parts_of(lexicon, text, lang)
    assert [w.value for w in find_dates(article, sentences[0], lexicon.languages[lang])] == dates


def test_a_week_is_known_to_its_month(lexicon: Lexicon) -> None:
    """Nothing says on which day of last week it was; a week in two months is known to its year."""
    for day, value in ((date(2025, 7, 4), "2025-06"), (date(2025, 7, 11), "2025")):
        article = Article(id="t", source="t", title="", text="Sie trafen sich letzte Woche.", date=day)
        parts = segment(article, lexicon.languages["de"], lexicon.matcher("de"))
        (when,) = find_dates(article, parts.sentences[0], lexicon.languages["de"])
        assert when.value == value


def test_dates_count_from_the_day_told_of(lexicon: Lexicon) -> None:
    """*two days earlier* counts from the day that the text told of before."""
    article, sentences = parts_of(lexicon, "Two days earlier they had met.", "en")
    (when,) = find_dates(article, sentences[0], lexicon.languages["en"], lambda: date(2025, 6, 20))
    assert when.value == "2025-06-18"


def test_dates_carry_the_words_they_stand_on(lexicon: Lexicon) -> None:
    """The span of a date slices back to the words."""
    article, sentences = parts_of(lexicon, "Sie sprachen am 4. Juli 2025 lange.", "de")
    (when,) = find_dates(article, sentences[0], lexicon.languages["de"])
    assert when.span is not None and article.slice(when.span) == "4. Juli 2025"


@pytest.mark.parametrize(
    ("lang", "text", "durations"),
    [
        ("de", "Das Gespräch dauerte etwa 40 Minuten.", ["PT40M"]),
        ("de", "Ein 40-minütiges Gespräch.", ["PT40M"]),
        ("de", "Sie sprachen zwei Stunden.", ["PT2H"]),
        ("en", "They talked for 45 minutes.", ["PT45M"]),
        ("de", "Sie sprachen lange.", []),
    ],
)
def test_durations(lexicon: Lexicon, lang: str, text: str, durations: list[str]) -> None:
    """Durations become ISO 8601."""
    _, sentences = parts_of(lexicon, text, lang)
    assert [iso for iso, _ in find_durations(sentences[0], lexicon.languages[lang])] == durations


@pytest.mark.parametrize(
    ("lang", "text", "when"),
    [
        ("de", "Macron und Putin telefonierten am Dienstag erstmals seit 2022.", "2025-07-01"),
        ("en", "Macron and Putin spoke by phone, for the first time since 2022.", None),
        ("fr", "Macron a rencontré Poutine pour la première fois depuis 2022.", None),
    ],
)
def test_the_beginning_of_a_time_is_no_day_of_a_deed(lang: str, text: str, when: str | None) -> None:
    """*seit 2022* says how long something had not happened."""
    article = Article(id="a", source="t", title="", text=text, lang=lang, date=date(2025, 7, 3))
    (event,) = [e for e in Reader.load().read(article).events if e.type == "CONSULT"]
    said = event.when.value if event.when and event.when.source == "text" else None
    assert said == when
