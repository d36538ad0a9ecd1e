"""Whose text an article is, by dateline, byline and last line."""

from __future__ import annotations

from datetime import date

import pytest

from kg.across.agencies import credited_agency
from kg.model import Article, Document
from kg.ontology import Lexicon

BODY = "Die Minister haben am Dienstag in Ostmark über den Fährvertrag beraten. Einzelheiten fehlen noch."


def _agency(lexicon: Lexicon, text: str, **more: object) -> str:
    article = Article("a", "a.txt", "T", text, date=date(2025, 7, 4), **more)  # type: ignore[arg-type]
    return credited_agency(Document(article, "de"), lexicon)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"Ostmark (dpa) – {BODY}", "dpa"),
        (f"Ostmark (dpa/lno) – {BODY}", "dpa"),
        (f"OSTMARK, July 4 (Reuters) - {BODY}", "reuters"),
        (f"OSTMARK, 4 juil 2025 (AFP) - {BODY}", "agence-france-presse"),
        (f"МОСКВА, 4 июл — РИА Новости. {BODY}", "ria-novosti"),
        (f"МОСКВА, 4 июля. /ТАСС/. {BODY}", ""),
        (f"(ANSA) - ROMA, 04 LUG - {BODY}", "ansa"),
        (f"Madrid, 4 jul (EFE).- {BODY}", "efe"),
        (f"{BODY}\n(PAP)", "pap"),
        (f"{BODY}\ndpa/AFP/jo", "dpa"),
        (f"{BODY}\n© 2025 AFP", "agence-france-presse"),
        (f"{BODY}\nQuelle: dpa", "dpa"),
        (f"{BODY} (dpa)", "dpa"),
        (f"{BODY} „Wir sind nicht am Ziel.“ (dpa/lno)", "dpa"),
        (f"{BODY} « Nous continuons. » (AFP)", "agence-france-presse"),
        (f"{BODY} – Reuters", "reuters"),
        (f"{BODY} © AFP", "agence-france-presse"),
        (f"{BODY} {BODY} Das sagte er der Deutschen Presse-Agentur (dpa).", ""),
        (f"{BODY} Das meldete die Agentur AFP", ""),
        (f"{BODY} Das meldete die dpa am Abend unter Berufung auf Diplomaten.", ""),
        (f"Wie Reuters berichtet, gehen die Gespräche weiter. {BODY}", ""),
        (f"{BODY} (red, APA, 4.7.2025)", "apa"),
        (f"{BODY} dpa/afp", "dpa"),
        ("The ferry leaves again on Friday. (Reuters).", "reuters"),
        ("El acuerdo se firmará el viernes. EFE", "efe"),
        ("Il traghetto riparte venerdì. (ANSA).", "ansa"),
        ("Umowa zostanie podpisana w piątek. (PAP)", "pap"),
        ("Договор подпишут в пятницу. (ТАСС)", "tass"),
        ("Угоду підпишуть у пʼятницю. (Укрінформ)", "ukrinform"),
        ("Die Fähre fährt wieder, sagte er der dpa.", ""),
        ("„Die Fähre fährt wieder.“ Das sagte sie der dpa.", ""),
        ("The ferry is back, he told Reuters", ""),
        ("Die Festrede hielt Dr. Bloomberg", ""),
        (BODY, ""),
    ],
)
def test_credit_lines(lexicon: Lexicon, text: str, agency: str) -> None:
    """A credit is the author's; an agency in a sentence is only quoted."""
    assert _agency(lexicon, text) == (f"organisation/{agency}" if agency else "")


def test_byline_and_publisher(lexicon: Lexicon) -> None:
    """An agency may sign, or publish itself."""
    assert _agency(lexicon, BODY, authors=("dpa",)) == "organisation/dpa"
    assert _agency(lexicon, BODY, publisher="Ukrinform") == "organisation/ukrinform"
    assert _agency(lexicon, BODY, authors=("Anna Berg",), publisher="Nordwind Nachrichten") == ""
