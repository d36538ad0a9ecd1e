"""Runs of the German subjunctive."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document

MERZ, RUTTE = "person/friedrich-merz", "person/mark-rutte"


def test_who_stands_before_an_unlisted_verb_speaks(read: Callable[..., Document]) -> None:
    """The subjunctive shows reported speech even where nobody listed the verb."""
    (quotation,) = read("Rutte wagte die Vorhersage, das Bündnis werde wachsen.").quotations
    assert (quotation.text, quotation.speaker) == ("das Bündnis werde wachsen", RUTTE)


def test_whom_the_sentence_before_is_about_speaks(read: Callable[..., Document]) -> None:
    """*Merz trat vor die Presse. Die Lage sei ernst.*"""
    (quotation,) = read("Merz trat vor die Presse. Die Lage sei ernst.").quotations
    assert (quotation.text, quotation.speaker) == ("Die Lage sei ernst", MERZ)


@pytest.mark.parametrize(
    "text",
    [
        "Merz reiste nach Paris. Das wäre für Macron ein Problem.",
        "Merz reiste nach Paris. In der Folge gab es Streit.",
        "Merz reiste nach Paris. Dort habe ich ihn getroffen und er hat gelacht.",
    ],
)
def test_what_would_be_is_not_reported(read: Callable[..., Document], text: str) -> None:
    """Conditionals, nouns and the writer's own words are no reported speech."""
    assert read(text).quotations == ()


def test_what_would_be_goes_on_behind_speech(read: Callable[..., Document]) -> None:
    """Behind reported speech a conditional reports too."""
    found = read("Merz sagte, die Lage sei ernst. Die Verbündeten würden helfen.").quotations
    assert [q.speaker for q in found] == [MERZ, MERZ]
