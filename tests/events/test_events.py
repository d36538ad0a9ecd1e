"""Status of events, whose events they are, and when two sentences tell of one."""

from __future__ import annotations

from datetime import date

import pytest

from kg.model import Article, Document
from kg.pipeline import Reader


def _read(reader: Reader, text: str, lang: str) -> Document:
    return reader.read(Article("a", "a.txt", "", text, lang=lang, date=date(2025, 7, 17)))


@pytest.mark.parametrize(
    ("lang", "text", "status"),
    [
        ("de", "Merz traf Macron am Mittwoch in Paris.", "happened"),
        ("de", "Merz wird Macron am Freitag treffen.", "planned"),
        ("de", "Ein Treffen von Trump und Putin ist geplant.", "planned"),
        ("de", "Ein Treffen von Trump und Putin ist nicht geplant.", "denied"),
        ("de", "Merz traf Macron nicht.", "denied"),
        ("de", "Merz könnte Macron in Paris treffen.", "hypothetical"),
        ("en", "Merz met Macron in Paris on Wednesday.", "happened"),
        ("en", "Merz will meet Macron on Friday.", "planned"),
        ("en", "A meeting of Trump and Putin is not planned.", "denied"),
        ("en", "Merz did not meet Macron.", "denied"),
        ("en", "Merz could meet Macron in Paris.", "hypothetical"),
    ],
)
def test_status(reader: Reader, lang: str, text: str, status: str) -> None:
    """Tense, modal verbs, negation and plans decide."""
    (event,) = _read(reader, text, lang).events
    assert (event.type, event.status) == ("CONSULT", status)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Antonio Guterres welcomed the ceasefire."),
        ("de", "Emmanuel Macron verurteilte den Angriff auf Israel."),
    ],
)
def test_who_judges_an_event_did_not_do_it(reader: Reader, lang: str, text: str) -> None:
    """The subject of a verb that is an event itself is no party of the noun behind it."""
    events = _read(reader, text, lang).events
    assert [e.type for e in events if any(p.entity.startswith("person/") for p in e.participants)] in (
        ["SUPPORT"],
        ["ACCUSE"],
    )


def test_the_subject_of_a_light_verb_did(reader: Reader) -> None:
    """*Startete einen Angriff* has the subject of *angreifen*."""
    (event,) = _read(reader, "Russland startete am Mittwoch einen Angriff auf die Ukraine.", "de").events
    assert {(p.role, p.entity) for p in event.participants} == {
        ("agent", "country/RUS"),
        ("target", "country/UKR"),
    }


def test_two_sentences_about_one_call_are_one_event(reader: Reader) -> None:
    """What the second sentence adds is kept: how long it took."""
    text = "Selenskyj und Trump telefonierten am Mittwoch. Das Gespräch dauerte 40 Minuten."
    (event,) = _read(reader, text, "de").events
    assert (event.mode, event.duration, event.when and event.when.value) == ("call", "PT40M", "2025-07-16")


def test_a_visit_and_talks_with_others_are_two_events(reader: Reader) -> None:
    """Other parties, another event."""
    text = (
        "Es war der erste Besuch von Merz in London. "
        "Merz und der britische Premierminister Starmer berieten mit Macron."
    )
    events = _read(reader, text, "de").events
    assert sorted(len(e.participants) for e in events) == [2, 3]


@pytest.mark.parametrize(
    ("lang", "text", "agents", "targets"),
    [
        ("de", "Die serbische Polizei nahm vier Verdächtige fest.", ["country/SRB"], []),
        ("en", "Serbian police arrested four suspects on Monday.", ["country/SRB"], []),
        ("de", "Serbien und Serbiens Jugend! Die Polizei nahm vier fest.", ["country/SRB"], []),
        ("de", "Gegen Aleksandar Vučić wird ermittelt.", [], ["person/aleksandar-vucic"]),
        ("de", "Die Polizei nahm am Montag vier Verdächtige fest.", ["group/police"], []),
        ("en", "A court jailed the defendant for five years.", ["group/court"], []),
        ("de", "Emmanuel Macron wird Untreue vorgeworfen.", [], ["person/emmanuel-macron"]),
    ],
)  # fmt: skip
def test_one_side_may_be_nobody_with_a_name(
    reader: Reader, lang: str, text: str, agents: list[str], targets: list[str]
) -> None:
    """What an organ of the state does is done by that state; whom one accuses is enough."""
    (event,) = _read(reader, text, lang).events
    found = {role: [p.entity for p in event.participants if p.role == role] for role in ("agent", "target")}
    assert (found["agent"], found["target"]) == (agents, targets)


@pytest.mark.parametrize("text", ["BMW greift Tesla an.", "Tesla hat BMW angegriffen."])
def test_firms_attack_each_other_on_markets_only(reader: Reader, text: str) -> None:
    """No force between companies; between states the same words are an attack."""
    assert not [e for e in _read(reader, text, "de").events if e.type == "ASSAULT"]
    attack = text.replace("BMW", "Russland").replace("Tesla", "Iran")
    assert [e.type for e in _read(reader, attack, "de").events] == ["ASSAULT"]


@pytest.mark.parametrize(
    "text", ["Emmanuel Macron räumte Fehler ein.", "Emmanuel Macron mahnte weitere Reformen an."]
)
def test_what_is_only_said_is_no_event(reader: Reader, text: str) -> None:
    """Admissions and warnings to nobody in particular are statements."""
    assert not _read(reader, text, "de").events
