"""Country and office of a person, with the article's date and without."""

from __future__ import annotations

from datetime import date

import pytest

from kg.model import Article
from kg.pipeline import Reader


@pytest.mark.parametrize(
    ("name", "day", "country", "office"),
    [
        ("Emmanuel Macron", None, "FRA", "president"),  # also a prince of Andorra
        ("Boris Johnson", date(2017, 3, 1), "GBR", "foreign secretary"),
        ("Boris Johnson", date(2020, 3, 1), "GBR", "prime minister"),
        ("Boris Johnson", date(2024, 3, 1), "GBR", "former prime minister"),
    ],
)
def test_a_person_has_the_office_of_the_day(
    reader: Reader, name: str, day: date | None, country: str, office: str
) -> None:
    """Without a date the last office at home counts."""
    text = f"{name} said on Tuesday that the talks were over."
    (person,) = [
        e
        for e in reader.read(Article("a", "a.txt", "", text, lang="en", date=day)).entities
        if e.kind == "person"
    ]
    assert (person.country, person.office) == (country, office)


def test_bodies_and_leaders_tell_of_the_country_of_an_article(reader: Reader) -> None:
    """Where only bodies of one state act, an official without a country beside them is one of that state."""
    text = "Bundestag und Bundesrat stimmten zu. Die Staatssekretärin Hanna Werlich lobte die CDU."
    document = reader.read(Article("a", "a.txt", "", text, lang="de", date=date(2025, 3, 1)))
    (person,) = [e for e in document.entities if e.kind == "person"]
    assert (person.name, person.country) == ("Hanna Werlich", "DEU")
