"""Interviews and headlines: the speaker stands before a colon, or at the end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document

MERZ, RUTTE = "person/friedrich-merz", "person/mark-rutte"
INTERVIEW = """Der Kanzler im Gespräch über die Lage.

Zeitung: Herr Merz, wie steht es um die Hilfe?

Friedrich Merz: Wir liefern weiter. Das ist unsere Pflicht.

Und wie lange noch?

So lange es nötig ist, das haben wir immer gesagt.

Das Gespräch führte Emmanuel Macron.
"""


def test_answers_of_an_interview_are_speech(read: Callable[..., Document]) -> None:
    """Each answer is one quotation of the person named before the colon; questions and credits are none."""
    found = [(q.kind, q.text.split(".")[0], q.speaker) for q in read(INTERVIEW).quotations]
    assert found == [
        ("direct", "Wir liefern weiter", MERZ),
        ("direct", "So lange es nötig ist, das haben wir immer gesagt", MERZ),
    ]


MARKED = """Ministro Crosetto, l'Italia manderà soldati?

«No, non ne manderemo nemmeno uno».

Il presidente Macron insiste. Che cosa risponde?

«Rispondo che ciascuno fa la sua parte».

E se arrivasse una richiesta dell'Onu?

«Allora ne discuteremo in Parlamento».
"""


def test_answers_in_marks_are_those_of_the_person_asked(read: Callable[..., Document]) -> None:
    """Bare questions, answers in marks: whoever the question names does not answer."""
    title = "«Nessun soldato italiano». Parla Guido Crosetto"
    found = read(MARKED, title=title, lang="it").quotations
    answers = [(q.text.split()[0], q.speaker) for q in found if q.span.part == "text"]
    crosetto = "person/guido-crosetto"
    assert answers == [("No,", crosetto), ("Rispondo", crosetto), ("Allora", crosetto)]


# ruff: noqa: E501 (a table reads best with one case a line)
# language, headline, what it says, speaker
HEADLINES = [
    ("de", "Axios: Trump versprach Kiew neue Waffen", "Trump versprach Kiew neue Waffen", "organisation/axios"),
    ("de", "Rutte: Europa muss mehr für Verteidigung ausgeben", "Europa muss mehr für Verteidigung ausgeben", RUTTE),
    ("uk", "Трамп пообіцяв нову зброю для України — Axios", "Трамп пообіцяв нову зброю для України", "organisation/axios"),
    ("en", "Europe must spend more on defence: Rutte", "Europe must spend more on defence", RUTTE),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "title", "said", "speaker"), HEADLINES)
def test_a_headline_names_its_source(
    read: Callable[..., Document], lang: str, title: str, said: str, speaker: str
) -> None:
    """What stands behind the colon, or before it at the end, is said by the source."""
    (quotation,) = read("", title=title, lang=lang).quotations
    assert (quotation.text, quotation.speaker, quotation.span.part) == (said, speaker, "title")


@pytest.mark.parametrize(
    "title", ["Ukraine: Zwei Tote bei russischem Angriff auf Odessa", "Merz: Warum Merz im Herbst reist"]
)
def test_a_topic_before_a_colon_says_nothing(read: Callable[..., Document], title: str) -> None:
    """A country, or whoever the headline itself is about, is no source."""
    assert read("", title=title).quotations == ()


DIALOGUE = """Ми говоримо з Дональдом Туском про зиму.

– Скільки ви втратили за цю зиму?

– Точної цифри я не назву, нас читають.

– Сусіди просили про допомогу. Чому так довго?

– Тому що межа потужності давно відома.

– Опозиція вас критикує.

– Пан депутат критикує всіх міністрів поспіль.
"""


def test_dashes_open_questions_and_answers_by_turns(read: Callable[..., Document]) -> None:
    """Every second paragraph behind a dash is an answer of the person whom the opening names."""
    found = [(q.text.split()[0], q.speaker) for q in read(DIALOGUE, lang="uk").quotations]
    assert found == [(word, "person/donald-tusk") for word in ("Точної", "Тому", "Пан")]
