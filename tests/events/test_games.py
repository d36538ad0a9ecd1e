"""Articles about a game: the words of politics tell of it, and are no events."""

from __future__ import annotations

from datetime import date

import pytest

from kg.model import Article, Document
from kg.pipeline import Reader

GAME = {
    "en": "The striker scored twice in the Premier League. The coach praised his team, and the fans cheered. "
    "The goalkeeper saved a penalty before the final whistle of the match at the stadium.",
    "de": "Der Stürmer schoss in der Bundesliga zwei Tore. Der Trainer lobte das Team, die Fans jubeln. "
    "Der Torhüter hielt vor dem Schlusspfiff im Stadion einen Elfmeter, die Tabelle führt der Verein an.",
}


def read(reader: Reader, text: str, lang: str) -> Document:
    """Read an article of one day."""
    return reader.read(Article("a", "a.txt", "", text, lang=lang, date=date(2025, 7, 17)))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "Alan Brook will meet Ivo Petkov on Friday."),
        ("de", "Der Stürmer Alan Brook kritisierte die Norweger."),
    ],
)
def test_players_take_part_in_no_event(reader: Reader, lang: str, sentence: str) -> None:
    """Neither with each other nor against the people of a country."""
    assert read(reader, sentence, lang).events
    assert read(reader, f"{sentence} {GAME[lang]}", lang).events == ()


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "Donald Trump met Emmanuel Macron before the final."),
        ("de", "Donald Trump traf Emmanuel Macron am Mittwoch in Paris."),
    ],
)
def test_who_acts_in_public_life_acts_in_the_stadium_too(reader: Reader, lang: str, sentence: str) -> None:
    """A president meets another in the stand."""
    (event,) = read(reader, f"{sentence} {GAME[lang]}", lang).events
    assert event.type == "CONSULT"


def test_a_word_of_sport_makes_no_game_of_a_report(reader: Reader) -> None:
    """Few words of sport, or another topic beside it, leave all events."""
    text = "Alan Brook will meet Ivo Petkov in London. The coach was late for the talks."
    assert read(reader, text, "en").events
