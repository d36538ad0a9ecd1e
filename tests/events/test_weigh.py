"""Which events are listed, and what their status and day are."""

from __future__ import annotations

from datetime import date

import pytest

from kg.events.weigh import MOST
from kg.model import Article, Event
from kg.pipeline import Reader


def _events(reader: Reader, text: str, lang: str = "de", name: str = "a") -> tuple[Event, ...]:
    return reader.read(Article(name, "a.txt", "", text, lang=lang, date=date(2025, 7, 17))).events


def test_a_report_of_usual_length_lists_few_events(reader: Reader) -> None:
    """However many verbs tell of something, at most eight events stay."""
    who = ("Merz", "Macron", "Starmer", "Meloni", "Sánchez", "Tusk")
    whom = ("Trump", "Putin", "Erdogan", "Netanjahu")
    text = " ".join(f"{a} kritisierte {b}." for a in who for b in whom)
    assert len(_events(reader, text)) == MOST


def test_what_the_report_states_comes_before_what_somebody_says(reader: Reader) -> None:
    """Of many events those in subordinate clauses go first."""
    told = "Merz kritisierte Putin. Macron lobte Trump. Starmer dankte Meloni. Tusk warnte Orbán."
    said = "Es heißt, dass Erdogan wohl Netanjahu kritisierte."
    events = _events(reader, f"{told} {said}")
    assert {e.provenance.rule for e in events} and not [
        e for e in events if "person/recep-tayyip-erdogan" in e.refs("agent")
    ]


def test_an_event_keeps_its_ref_under_another_name_of_the_article(reader: Reader) -> None:
    """A path or a line number of the source says nothing about what happened."""
    text = "Merz will Macron treffen."
    assert _events(reader, text, name="a")[0].ref == _events(reader, text, name="b")[0].ref
    assert _events(reader, text)[0].ref != _events(reader, f"{text} Punkt.")[0].ref


@pytest.mark.parametrize(
    ("lang", "text", "status"),
    [
        ("en", "Merz is going to meet Macron.", "planned"),
        ("es", "Pedro Sánchez visitará China.", "planned"),
        ("fr", "Macron s’est entretenu avec Poutine sans rien annoncer.", "happened"),
        ("fr", "Macron n’a pas rencontré Poutine.", "denied"),
        ("de", "Das geplante Treffen zwischen Merz und Macron ist wichtig.", "planned"),
        ("de", "Merz kritisierte Putin und sagte, nicht alle würden ihm folgen.", "happened"),
        ("de", "Nach anhaltenden Protesten ist Nixon zurückgetreten.", "happened"),
    ],
)
def test_status(reader: Reader, lang: str, text: str, status: str) -> None:
    """Endings, auxiliaries of several words, and how far a cue reaches."""
    assert status in {e.status for e in _events(reader, text, lang)}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1982 berief Reagan George Shultz zum Außenminister.", "1982"),
        ("Merz wird Macron am Montag treffen.", "2025-07-21"),
        ("Nach dem Treffen am 1. Juli kritisierte Merz gestern Putin.", "2025-07-16"),
    ],
)
def test_day(reader: Reader, text: str, day: str) -> None:
    """A year opens a sentence, a weekday lies ahead, a date belongs to the noun right before it."""
    assert day in {e.when.value for e in _events(reader, text) if e.when}
