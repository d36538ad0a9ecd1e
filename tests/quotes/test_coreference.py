"""Speakers without a name: pronouns, descriptions, spokespeople, bodies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document

MERZ, MACRON = "person/friedrich-merz", "person/emmanuel-macron"

# language, text, speaker of the last quotation
CASES = [
    ("de", "Der Kanzler empfing Macron. Merz sagte, man sei einig. Er sagte, der Plan stehe.", MERZ),
    ("de", "Merz lobte den Anwalt Emmanuel Macron. „Wir klagen nicht“, sagte der Anwalt.", MACRON),
    ("de", "Merz sprach in Berlin. „Wir haben lange verhandelt“, sagte der Mann.", MERZ),
    (
        "de",
        "Auch die Nato äußerte sich. „Wir beobachten die Lage genau“, sagte ein Sprecher.",
        "organisation/nato",
    ),
    ("en", "NATO said the plan was ready. It said that more troops would follow.", "organisation/nato"),
    (
        "fr",
        "Le ministre des Armées, Emmanuel Macron, est arrivé. Le ministre a dit que la paix est proche.",
        MACRON,
    ),
    ("de", "Friedrich Merz kam am Montag an. Nach seinen Angaben ist der Plan fertig.", MERZ),
    ("it", "Friedrich Merz è arrivato lunedì. A suo avviso il piano è pronto.", MERZ),
    ("ru", "Вчера выступил канцлер Мерц. Макрон дал показания. «Нет, не готов», — заявил канцлер.", MERZ),
    ("ru", "Фридрих Мерц приехал в понедельник. По его словам, план давно готов.", MERZ),
]


@pytest.mark.parametrize(("lang", "text", "speaker"), CASES)
def test_whom_a_speaker_without_a_name_means(
    read: Callable[..., Document], lang: str, text: str, speaker: str
) -> None:
    """The last quotation belongs to whom its words mean."""
    assert read(text, lang=lang).quotations[-1].speaker == speaker


def test_a_genitive_is_no_antecedent(read: Callable[..., Document]) -> None:
    """*er* goes back to the subject of the sentence before, not to a name that hangs on a noun."""
    text = "Merz nannte den Plan des Präsidenten Macron gut. Er forderte alle auf, ihn zu lesen."
    assert read(text).quotations[-1].speaker == MERZ


def test_an_indefinite_phrase_means_nobody_known(read: Callable[..., Document]) -> None:
    """*ein Anwalt* introduces somebody; he is kept as words."""
    (quotation,) = read("Ein Anwalt sagte, der Prozess beginne im Herbst.").quotations
    assert (quotation.speaker, quotation.speaker_span is None) == (None, False)


def test_media_of_a_country_are_not_that_country(read: Callable[..., Document]) -> None:
    """*Iranian media* are nobody in particular; *Iran* itself speaks."""
    assert read("Iranian media reported that the talks had failed.", lang="en").quotations[0].speaker is None
    spoken = read("Iran said that the talks had failed.", lang="en").quotations[0]
    assert spoken.speaker == "country/IRN"
