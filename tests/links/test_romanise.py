"""Names in Cyrillic letters as English newspapers write them."""

from __future__ import annotations

import pytest

from kg.links.romanise import romanise
from kg.ontology import load_lexicon


@pytest.mark.parametrize(
    ("language", "name", "latin"),
    [
        ("uk", "Герман Сметанін", "Herman Smetanin"),
        ("uk", "Євген Юрченко", "Yevhen Yurchenko"),  # at the beginning of a word
        ("uk", "Зоряна Згурська", "Zoriana Zghurska"),  # зг is no zh
        ("uk", "Мар'яна Лук’яненко", "Mariana Lukianenko"),
        ("ru", "Сергей Рябков", "Sergey Ryabkov"),
        ("ru", "Юлия Щербакова", "Yulia Shcherbakova"),
        ("ru", "Евгений Достоевский", "Yevgeny Dostoyevsky"),
        ("de", "Jürgen Müller", "Jürgen Müller"),  # Latin letters stay as they are
        ("uk", "Anna Nowak", "Anna Nowak"),
    ],
)
def test_names_are_written_in_latin_letters(language: str, name: str, latin: str) -> None:
    assert romanise(name, load_lexicon().languages[language]) == latin
