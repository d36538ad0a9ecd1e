"""Direct and indirect speech: words, speaker, cue and stance."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document

Read = Callable[..., Document]
MERZ, MACRON, TRUMP = "person/friedrich-merz", "person/emmanuel-macron", "person/donald-trump"
ZELENSKYY, STARMER = "person/volodymyr-zelenskyy", "person/keir-starmer"

# ruff: noqa: E501 (a table reads best with one case a line)
# language, text, kind, what is said, speaker, stance
CASES = [
    ("de", "„Wir sind bereit“, sagte Merz.", "direct", "Wir sind bereit", MERZ, "says"),
    ("de", "Merz sagte: „Wir sind bereit.“", "direct", "Wir sind bereit.", MERZ, "says"),
    ("de", "Merz nannte das Treffen „sehr nützlich“.", "direct", "sehr nützlich", MERZ, "says"),
    ("de", "Das Treffen wurde von Merz als „sehr nützlich“ bezeichnet.", "direct", "sehr nützlich", MERZ, "says"),
    ("de", "Friedrich Merz: „Der Preis kommt nicht zu früh.“", "direct", "Der Preis kommt nicht zu früh.", MERZ, None),
    ("de", "Merz griff Paris an: „So geht es nicht weiter.“", "direct", "So geht es nicht weiter.", MERZ, None),
    ("de", "Merz sagte, dass die Hilfe im Herbst beginnt.", "indirect", "die Hilfe im Herbst beginnt", MERZ, "says"),
    ("de", "Merz erklärte, die Lage sei ernst.", "indirect", "die Lage sei ernst", MERZ, "says"),
    ("de", "Die Lage sei ernst, sagte Merz.", "indirect", "Die Lage sei ernst", MERZ, "says"),
    ("de", "Das Ziel, sagte Merz, müsse ein Frieden sein.", "indirect", "Das Ziel, sagte Merz, müsse ein Frieden sein", MERZ, "says"),
    ("de", "Laut Merz ist der Plan fertig.", "indirect", "ist der Plan fertig", MERZ, "says"),
    ("de", "Wie Merz mitteilte, beginnt die Konferenz im Herbst.", "indirect", "beginnt die Konferenz im Herbst", MERZ, "says"),
    ("de", "Merz warnte, die Verhandlungen könnten scheitern.", "indirect", "die Verhandlungen könnten scheitern", MERZ, "warns"),
    ("de", "Merz forderte Macron auf, die Gespräche fortzusetzen.", "indirect", "die Gespräche fortzusetzen", MERZ, "demands"),
    ("en", "“We are ready,” Starmer said.", "direct", "We are ready,", STARMER, "says"),
    ("en", "Starmer said the plan was ready.", "indirect", "the plan was ready", STARMER, "says"),
    ("en", "Starmer told reporters that the plan was ready.", "indirect", "the plan was ready", STARMER, "says"),
    ("en", "The plan is ready, according to Starmer.", "indirect", "The plan is ready", STARMER, "says"),
    ("fr", "« Nous sommes prêts », a déclaré Emmanuel Macron.", "direct", "Nous sommes prêts", MACRON, "says"),
    ("uk", "«Ми готові до переговорів», — заявив Зеленський.", "direct", "Ми готові до переговорів", ZELENSKYY, "says"),
    ("pl", "„Jesteśmy gotowi do rozmów” – powiedział Trump.", "direct", "Jesteśmy gotowi do rozmów", TRUMP, "says"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "kind", "said", "speaker", "stance"), CASES)
def test_what_is_said_and_by_whom(
    read: Read, lang: str, text: str, kind: str, said: str, speaker: str, stance: str | None
) -> None:
    """The words, the speaker and the stance of the cue are those of the sentence."""
    found = [(q.kind, q.text, q.speaker, q.stance) for q in read(text, lang=lang).quotations]
    assert (kind, said, speaker, stance) in found


NOTHING = [
    ("de", "Merz besuchte am Freitag Paris."),
    ("de", "Der Bürgermeister von Bonn, Jens Kuhlmann, kritisierte das Gesetz."),
    ("de", "Er las den „Spiegel“ und ging nach Hause."),
    ("en", "The United States and Israel bombed the site in June."),
    ("en", "Starmer spoke by phone with Macron on Friday."),
]


@pytest.mark.parametrize(("lang", "text"), NOTHING)
def test_a_report_without_speech_gives_no_quotation(read: Read, lang: str, text: str) -> None:
    """Names in marks, appositions and verbs that do not report are no speech."""
    assert read(text, lang=lang).quotations == ()


def test_the_subjunctive_goes_on_with_the_speaker(read: Read) -> None:
    """German reported speech runs over sentences without naming the speaker again."""
    found = read("Merz sagte, die Lage sei ernst. Deutschland werde helfen und habe genug Mittel.").quotations
    assert [(q.speaker, q.provenance.rule) for q in found] == [(MERZ, "cue/say-de"), (MERZ, "run")]


def test_speech_before_its_speaker_is_attributed_too(read: Read) -> None:
    """The next sentence names whoever spoke in the subjunctive before."""
    found = read(
        "Vor zwei Jahren sei die Angst größer gewesen. Am Ende hätten alle genug gehabt, sagte Merz."
    )
    assert {q.speaker for q in found.quotations} == {MERZ}
    assert len(found.quotations) == 2


def test_a_speaker_without_a_name_is_kept_as_words(read: Read) -> None:
    """*ein Sprecher der Polizei* speaks, though no entity is known."""
    document = read("„Wir ermitteln noch in alle Richtungen“, sagte ein Sprecher der Polizei.")
    (quotation,) = document.quotations
    assert quotation.speaker is None
    assert quotation.speaker_span is not None
    assert document.article.slice(quotation.speaker_span) == "ein Sprecher der Polizei"


def test_speech_over_two_paragraphs_has_one_speaker(read: Read) -> None:
    """A passage that is closed only in the next paragraph gives one quotation for each."""
    text = "Merz sagte: „Wir werden helfen. Das ist beschlossen.\n\nUnd wir werden es bald tun.“"
    found = read(text).quotations
    assert [q.text for q in found] == [
        "Wir werden helfen. Das ist beschlossen.",
        "Und wir werden es bald tun.",
    ]
    assert {q.speaker for q in found} == {MERZ}


def test_part_of_a_reported_clause_in_marks_is_one_indirect_quotation(read: Read) -> None:
    """*erklärte, er sei „zutiefst besorgt“*: the whole clause is reported, the marks stand inside."""
    (quotation,) = read("Merz erklärte, er sei „zutiefst besorgt“ über die Lage in Kiew.").quotations
    assert quotation.kind == "indirect"
    assert quotation.text == "er sei „zutiefst besorgt“ über die Lage in Kiew"


def test_nothing_is_quoted_from_a_teaser(read: Read) -> None:
    """Headlines below *Lesen Sie auch* are not the report."""
    text = "Merz reiste nach Paris.\nLesen Sie auch\n- Macron: „Wir sind bereit für Gespräche“\n- Starmer dementiert"
    assert read(text).quotations == ()
