"""Speech over several paragraphs, and in the headline."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document

MERZ, STARMER, MACRON = "person/friedrich-merz", "person/keir-starmer", "person/emmanuel-macron"

# language, text, speaker of every quotation
CASES = [
    ("en", "“We have been waiting for years. It is time.\n\n“And we will act,” Starmer said.", STARMER),
    ("en", "Starmer said: “We have been waiting for years.\n\n“And now we will act.\n\n“Now.”", STARMER),
    ("de", "„Wir warten seit Jahren auf eine Antwort.\n\nUnd jetzt handeln wir“, sagte Merz.", MERZ),
    ("de", "„Die ‚Koalition der Willigen‘ steht bereit“, sagte Merz. „Sie kann jederzeit handeln.“", MERZ),
    ("fr", "« Nous attendons depuis des années.\n\n« Et nous agirons », a déclaré Emmanuel Macron.", MACRON),
    ("en", "“We will act,” Starmer said, “because we must, and because nobody else will.”", STARMER),
]


@pytest.mark.parametrize(("lang", "text", "speaker"), CASES)
def test_speech_goes_on_over_marks_and_paragraphs(
    read: Callable[..., Document], lang: str, text: str, speaker: str
) -> None:
    """Every part belongs to the one who speaks."""
    found = [q.speaker for q in read(text, lang=lang).quotations]
    assert len(found) >= 2 and set(found) == {speaker}


def test_a_headline_quotes_whom_the_text_quotes(read: Callable[..., Document]) -> None:
    """A quotation in the headline without a name is of whoever says it below."""
    text = "Der Streit geht weiter. „Wir geben niemals auf, das ist sicher“, sagte Merz."
    headline, below = read(text, title="„Wir geben niemals auf“").quotations
    assert (headline.span.part, headline.speaker, below.speaker) == ("title", MERZ, MERZ)
