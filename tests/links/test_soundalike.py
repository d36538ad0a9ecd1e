"""Listed people under spellings that nobody listed."""

from __future__ import annotations

from datetime import date

import pytest

from kg.links.soundalike import skeleton, sounds_like
from kg.model import Article
from kg.ontology import load_lexicon
from kg.pipeline import Reader


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Merts", "Merz"),
        ("Makron", "Macron"),
        ("Berbok", "Baerbock"),
        ("Sargsian", "Sargsyan"),
        ("Vens", "Vance"),
    ],
)
def test_spellings_of_one_sound_share_their_consonants(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_other_names_do_not() -> None:
    assert skeleton("Merkel") != skeleton("Merz")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Serzh Sargsyan", ["person/serzh-sargsyan"]),
        ("Emmanyuel Makron", ["person/emmanuel-macron"]),
        ("Brigitte Makron", []),  # another given name is another person
        ("Makron", []),  # a surname alone says too little
    ],
)
def test_whole_names_are_compared(name: str, found: list[str]) -> None:
    assert sounds_like(name, load_lexicon()) == found


@pytest.mark.parametrize(
    ("language", "day", "text", "who"),
    [
        (
            "ru",
            "2018-04-24",
            "Премьер-министр Армении Серж Саргсян подал в отставку.",
            "person/serzh-sargsyan",
        ),
        (
            "de",
            "2019-08-21",
            "Premierminister Johnson sprach in London über den Brexit.",
            "person/boris-johnson",
        ),
        (
            "fr",
            "2022-03-01",
            "Le premier ministre Johnson a promis des armes à Kiev.",
            "person/boris-johnson",
        ),
    ],
)
def test_articles_with_such_spellings(language: str, day: str, text: str, who: str) -> None:
    article = Article(id="a", source="t", title="", text=text, lang=language, date=date.fromisoformat(day))
    assert who in {link.entity for link in Reader.load().read(article).links}


def test_an_office_of_another_time_names_nobody_listed() -> None:
    """In 1999 no Johnson headed the British government."""
    text = "Premierminister Johnson sprach in London über den Haushalt."
    article = Article(id="a", source="t", title="", text=text, lang="de", date=date(1999, 5, 3))
    assert "person/boris-johnson" not in {link.entity for link in Reader.load().read(article).links}
