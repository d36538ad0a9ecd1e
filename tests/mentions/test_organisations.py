"""Bodies nobody listed: by the head of their name, between marks, in foreign letters, as abbreviations."""

from __future__ import annotations

from datetime import date

import pytest

from kg.model import Article
from kg.pipeline import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The reader that everybody uses."""
    return Reader.load()


FOUND = [
    ("de", "Das Landgericht Wunsdorf entschied.", {"Landgericht Wunsdorf"}),
    ("de", "Die Historikerin lehrt an der Universität Wunsdorf.", {"Universität Wunsdorf"}),
    ("de", "Sie leitet das Institut für Weltfragen.", {"Institut für Weltfragen"}),
    ("de", "Der Seekabelhersteller Nordkabel baut aus.", {"Nordkabel"}),
    ("de", "Die Bürgerinitiative „Hafen für alle“ klagt.", {"Hafen für alle"}),
    ("de", "Das rief beim Landgericht Kritik hervor.", set()),
    ("ru", "Об этом сообщило издание «Северный курьер».", {"Северный курьер"}),
    ("ru", "Лидер партии «Тихая гавань» приехал в Казань.", {"Тихая гавань"}),
    ("ru", "Завод Quillmark остановил конвейер.", {"Quillmark"}),
    ("ru", "«Врачи у порога» потребовали открыть дорогу.", {"Врачи у порога"}),
    ("ru", "На экраны вышел фильм «Длинная зима».", set()),
    ("ru", "Министр ответил: «Нет».", set()),
    ("ru", "«Спасибо», — сказал министр.", set()),
    ("ru", "Министерство рыболовства Перу закрыло порты.", {"Министерство рыболовства Перу"}),
    ("ru", "В министерстве рыболовства Перу это отрицают.", {"министерстве рыболовства Перу"}),
    ("ru", "Его арестовал Засвияжский районный суд Ульяновска.", {"Засвияжский районный суд Ульяновска"}),
    ("ru", "Российский суд отклонил жалобу.", set()),
    ("ru", "Против выступила ФНПРК.", {"ФНПРК"}),
    ("ru", "Как пишут СМИ, над городом работала ПВО.", set()),
    ("uk", "Про це повідомило видання «Північний кур'єр».", {"Північний кур'єр"}),
    ("uk", "Рішення оскаржила Федерація рибоводів України.", {"Федерація рибоводів України"}),
]


@pytest.mark.parametrize(("lang", "text", "names"), FOUND)
def test_bodies_are_found_by_marks_heads_and_letters(
    reader: Reader, lang: str, text: str, names: set[str]
) -> None:
    """What stands in marks, in Latin letters or behind a head is a body; a film or speech is none."""
    document = reader.read(Article(id="x", source="x", title="", text=text, lang=lang, date=date(2025, 7, 4)))
    found = {m.text for m in document.mentions if m.kind == "organisation" and not m.candidates}
    assert found == names


def test_the_cases_of_a_name_are_one_body(reader: Reader) -> None:
    """*«Тихой гавани»* and *«Тихая гавань»* are one party."""
    text = "Лидер «Тихой гавани» приехал в Казань. Позже «Тихая гавань» провела съезд."
    document = reader.read(Article(id="x", source="x", title="", text=text, lang="ru", date=date(2025, 7, 4)))
    assert len({e.ref for e in document.entities if e.kind == "organisation"}) == 1
