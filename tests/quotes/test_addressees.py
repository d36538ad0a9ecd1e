"""Whom a speaker speaks to, in eight languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document

MACRON, TRUMP = "person/emmanuel-macron", "person/donald-trump"
ZELENSKYY, IRAN = "person/volodymyr-zelenskyy", "country/IRN"

CASES = [
    ("de", "„Wir sind bereit“, sagte Merz zu Macron.", MACRON),
    ("de", "Merz forderte Iran auf, die Gefangenen freizulassen.", IRAN),
    ("de", "Selenskyj dankte Trump: „Wir vergessen eure Hilfe nicht.“", TRUMP),
    ("en", "Trump told Zelensky that the war must end.", ZELENSKYY),
    ("en", "Macron urged Iran to release the prisoners.", IRAN),
    ("fr", "« Nous sommes prêts », a dit Emmanuel Macron à Donald Trump.", TRUMP),
    ("es", "Trump dijo a Zelenski que la guerra debe terminar.", ZELENSKYY),
    ("it", "Trump ha detto a Zelensky che la guerra deve finire.", ZELENSKYY),
    ("uk", "Трамп сказав Зеленському, що війна має закінчитися.", ZELENSKYY),
    ("ru", "Трамп сказал Зеленскому, что война должна закончиться.", ZELENSKYY),
    ("pl", "Trump powiedział Macronowi, że wojna musi się skończyć.", MACRON),
    ("de", "Merz sagte am Freitag, die Lage sei ernst.", None),
    ("en", "Starmer said Macron was ready.", None),
]


@pytest.mark.parametrize(("lang", "text", "addressee"), CASES)
def test_whom_a_speaker_addresses(
    read: Callable[..., Document], lang: str, text: str, addressee: str | None
) -> None:
    """Marked by a preposition or as the bare object of the verb; whoever is spoken about is none."""
    (quotation,) = read(text, lang=lang).quotations
    assert quotation.addressee == addressee
