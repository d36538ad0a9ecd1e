"""Speech between dashes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document

TUSK, PUTIN, SANCHEZ = "person/donald-tusk", "person/vladimir-putin", "person/pedro-sanchez"

# language, text, what is said and by whom
CASES = [
    ("pl", "– Nie ustąpimy ani na krok – powiedział Tusk. – Czas działa na naszą korzyść.", TUSK, 2),
    (
        "pl",
        "Premier był zły. – Sądy, które milczą, muszą działać. Ludzie czekają – mówił Tusk w Sejmie.",
        TUSK,
        1,
    ),
    ("pl", "– Zadaniem na dziś – dodał Donald Tusk – jest pokój w całym regionie.", TUSK, 2),
    ("ru", "— Мы готовы к переговорам, но не будем ждать, — сказал Путин. — Время уходит быстро.", PUTIN, 2),
    ("es", "—No vamos a ceder en esto —dijo Pedro Sánchez—. El tiempo se acaba para todos.", SANCHEZ, 2),
]


@pytest.mark.parametrize(("lang", "text", "speaker", "parts"), CASES)
def test_dashes_enclose_speech(
    read: Callable[..., Document], lang: str, text: str, speaker: str, parts: int
) -> None:
    """A dash opens speech, the narrator's verb closes it, the next dash takes it up again."""
    found = [q for q in read(text, lang=lang).quotations if q.kind == "direct"]
    assert [q.speaker for q in found] == [speaker] * parts
    assert not any("–" in q.text or "—" in q.text for q in found)


@pytest.mark.parametrize(
    "text",
    [
        "– chleb i mleko\n– masło i ser",
        "Plan – jak twierdzi Donald Tusk – jest gotowy, a rząd go przyjmie.",
        "„Czas ucieka nam wszystkim” – powiedział Tusk, wsiadając do samolotu.",
    ],
)
def test_other_dashes_enclose_none(read: Callable[..., Document], text: str) -> None:
    """Lists, what is put in and the narrator's own words are not spoken."""
    assert all(
        "–" not in q.text and "Tusk" not in q.text
        for q in read(text, lang="pl").quotations
        if q.kind == "direct"
    )
    assert sum(q.kind == "direct" for q in read(text, lang="pl").quotations) == text.count("„")
