"""Forms of names: the nominative, and which spellings are one name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.links.forms import NameForms
from kg.model import Article, Document
from kg.ontology import Lexicon
from kg.pipeline import Reader

#: language, name in the text, names that the article shows, nominative; all people are invented.
NOMINATIVES = [
    ("uk", "Михайлу Кіперману", (), "Михайло Кіперман"),
    ("uk", "Тараса Подолянчука", (), "Тарас Подолянчук"),
    ("uk", "Ірини Скарбовійчук", (), "Ірина Скарбовійчук"),
    ("uk", "Ірина Скарбовійчук", (), "Ірина Скарбовійчук"),
    ("uk", "Олександра Скарбинського", (), "Олександр Скарбинський"),
    ("uk", "Геннадія Подоляна", ("Подолян",), "Геннадій Подолян"),
    ("uk", "Олександра Скарбовійчук", (), "Олександра Скарбовійчук"),
    ("uk", "Юлії Скарбовенко", (), "Юлія Скарбовенко"),
    ("ru", "Егора Полевикова", (), "Егор Полевиков"),
    ("ru", "Егору Полевицкому", (), "Егор Полевицкий"),
    ("ru", "Ирины Полевиковой", (), "Ирина Полевикова"),
    ("pl", "Grzegorza Podgórowskiego", (), "Grzegorz Podgórowski"),
    ("de", "Egon Muggenthalers", ("Egon Muggenthaler",), "Egon Muggenthaler"),
    ("de", "Egon Hans", (), "Egon Hans"),
    ("en", "Peter Jones", ("Jone",), "Peter Jones"),
]


@pytest.mark.parametrize(("lang", "name", "shown", "wanted"), NOMINATIVES)
def test_nominative(lang: str, name: str, shown: tuple[str, ...], wanted: str, lexicon: Lexicon) -> None:
    """Given name and surname lose the ending of their case together."""
    forms = NameForms(lexicon.languages[lang], lexicon.matcher(lang))
    assert forms.nominative(name, {*shown, *(word for text in shown for word in text.split())}) == wanted


def test_forms_of_a_name_are_one_person(read: Callable[..., Document]) -> None:
    """A person nobody listed is one through the article, in whatever case."""
    text = "Суд допитав Ігоря Подолянчука. Ігореві Подолянчуку закидають хабар. Подолянчук це заперечує."
    (person,) = [e for e in read(text, lang="uk").entities if e.kind == "person"]
    assert person.name == "Ігор Подолянчук"


def test_a_surname_alone_is_a_person_of_its_article(reader: Reader) -> None:
    """Two articles that name a *Frau Brandstätter* do not speak of the same one."""
    refs = [
        {e.ref for e in reader.read(Article(id=name, source="x", title="", text=text, lang="de")).entities}
        for name, text in (("a", "Frau Brandstätter kam."), ("b", "Gestern kam Frau Brandstätter."))
    ]
    assert refs[0]
    assert refs[0].isdisjoint(refs[1])
