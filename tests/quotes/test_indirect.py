"""Which words a cue reports."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document

# ruff: noqa: E501 (a table reads best with one case a line)
# language, text, all that is said
CASES = [
    ("de", "Merz lehnte den Vorschlag ab, nachdem die Partei ihn kritisiert hatte.", []),
    ("de", "Merz fragte, ob die Hilfe ankomme.", ["ob die Hilfe ankomme"]),
    ("de", "Merz sagte, wenn Moskau nicht einlenke, werde man die Sanktionen verschärfen.", ["wenn Moskau nicht einlenke, werde man die Sanktionen verschärfen"]),
    ("de", "In einer Botschaft, die gestern kam, sagte Merz, man werde kämpfen.", ["man werde kämpfen"]),
    ("de", "Die Auswertung zeigt laut Merz jedoch, dass die Exporte steigen.", ["die Exporte steigen"]),
    ("de", "Das sei falsch, warnte Merz, da es „zu Chaos und Streit führe“.", ["Das sei falsch"]),
    ("fr", "Macron a indiqué que la ville tient bon, précisant que les secours arrivent et demandant aux habitants de rester chez eux.", ["la ville tient bon", "les secours arrivent", "de rester chez eux"]),
    ("en", "“Rutte told me that the alliance will grow, and I believe him,” Starmer said.", ["Rutte told me that the alliance will grow, and I believe him,", "the alliance will grow, and I believe him"]),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "said"), CASES)
def test_what_is_reported(read: Callable[..., Document], lang: str, text: str, said: list[str]) -> None:
    """Exactly these words are said, in this order."""
    assert [q.text for q in read(text, lang=lang).quotations] == said
