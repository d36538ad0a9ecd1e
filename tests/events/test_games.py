"""Articles about a game: the words of politics tell of it, and are no events."""

from __future__ import annotations

from datetime import date

import pytest

from kg.model import Article, Document
from kg.pipeline import Reader

GAME = {
    "de": "Der Stürmer schoss in der Bundesliga zwei Tore. Der Trainer lobte das Team, die Fans jubeln. "
    "Der Torhüter hielt im Stadion einen Elfmeter, der Verein führt die Tabelle an.",
    "en": "The striker scored twice in the Premier League. The coach praised his team, and the fans "
    "cheered. The goalkeeper saved a penalty before the final whistle of the match at the stadium.",
    "es": "El delantero marcó dos goles en LaLiga. El entrenador elogió a su equipo y los aficionados "
    "cantaron. El portero paró un penalti antes del final del partido en el estadio, y el club "
    "lidera la liga.",
    "fr": "L’attaquant a marqué deux buts en Ligue 1. L’entraîneur a félicité son équipe, les supporters "
    "ont chanté. Le gardien a arrêté un penalty avant la fin du match au stade, et le club prend la "
    "tête du championnat.",
    "it": "L’attaccante ha segnato due gol in Serie A. L’allenatore ha elogiato la squadra, i tifosi "
    "cantavano. Il portiere ha parato un rigore prima della fine della partita allo stadio, e il "
    "club guida il campionato.",
    "pl": "Napastnik strzelił dwa gole w Ekstraklasie. Trener chwalił drużynę, kibice śpiewali. Bramkarz "
    "obronił rzut karny przed końcem meczu na stadionie, a klub prowadzi w tabeli ligi.",
    "ru": "Нападающий забил два гола в Премьер-лиге. Тренер похвалил команду, болельщики пели. Вратарь "
    "отбил пенальти перед концом матча на стадионе, а клуб возглавляет таблицу чемпионата.",
    "uk": "Нападник забив два голи у Прем’єр-лізі. Тренер похвалив команду, вболівальники співали. "
    "Воротар відбив пенальті перед кінцем матчу на стадіоні, а клуб очолює таблицю чемпіонату.",
}


def read(reader: Reader, text: str, lang: str) -> Document:
    """Read an article of one day."""
    return reader.read(Article("a", "a.txt", "", text, lang=lang, date=date(2025, 7, 17)))


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "Alan Brook will meet Ivo Petkov on Friday."),
        ("de", "Alan Bach kritisierte die Norweger."),
        ("es", "Álvaro Arroyo criticó a los noruegos."),
        ("fr", "Alain Ruisseau rencontrera Ivo Petkov vendredi."),
        ("it", "Marco Ruscello ha criticato i norvegesi."),
        ("pl", "Alan Strumyk skrytykował Norwegów."),
        ("ru", "Алан Ручьёв раскритиковал норвежцев."),
        ("uk", "Алан Струмок розкритикував норвежців."),
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


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Hurricane Ida struck Cuba and hit Florida overnight."),
        ("en", "An earthquake hit Turkey and Syria."),
        ("de", "Die Hitze trifft auch Spanien und Italien."),
        ("fr", "Un séisme a frappé le Japon dans la nuit."),
    ],
)
def test_the_forces_of_nature_attack_and_meet_nobody(reader: Reader, lang: str, text: str) -> None:
    """Their victims are no parties."""
    assert read(reader, text, lang).events == ()
