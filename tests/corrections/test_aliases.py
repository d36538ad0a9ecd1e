"""Aliases that a correction gives to somebody, read with the real lexicon."""

from __future__ import annotations

from datetime import date

import pytest

from kg.corrections import Correction, to_correction
from kg.errors import CorrectionError
from kg.model import Article, Document
from kg.ontology import Lexicon
from kg.pipeline import BUILT_IN, Reader

TEXT = "Der Brunnenmeister hat am Freitag in Berlin mit Emmanuel Macron telefoniert."
NICKNAME = {"alias": "Brunnenmeister", "of": "person/friedrich-merz", "lang": "de"}


def _read(lexicon: Lexicon, *corrections: Correction, text: str = TEXT) -> Document:
    reader = Reader(lexicon, tuple(BUILT_IN.items())).corrected(corrections)
    return reader.read(Article("a", "a.txt", "Telefonat", text, lang="de", date=date(2025, 7, 5)))


def test_an_alias_names_whom_it_belongs_to(lexicon: Lexicon) -> None:
    """A nickname that no list has is a party of the call; the lexicon itself stays as it is."""
    correction = to_correction(NICKNAME, "c.yaml:1")
    found = _read(lexicon, correction)
    assert "person/friedrich-merz" in {e.ref for e in found.entities}
    assert any("person/friedrich-merz" in event.refs("agent") for event in found.events)
    assert found.corrections == (correction.key,)
    assert "person/friedrich-merz" not in {e.ref for e in _read(lexicon).entities}


def test_an_alias_belongs_to_nobody_else_then(lexicon: Lexicon) -> None:
    """*Macron* given to another is no longer Emmanuel Macron's bare surname."""
    text = "Der Vorsitzende Macron telefonierte mit Olaf Scholz."
    other = to_correction({"alias": "Macron", "of": "person/olaf-scholz"}, "c.yaml:1")
    assert "person/emmanuel-macron" in {e.ref for e in _read(lexicon, text=text).entities}
    assert "person/emmanuel-macron" not in {e.ref for e in _read(lexicon, other, text=text).entities}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({**NICKNAME, "of": "person/nobody-at-all"}, "c.yaml:1: person/nobody-at-all is not in the lexicon"),
        ({**NICKNAME, "lang": "xx"}, "c.yaml:1: lang: 'xx' is none of"),
        ({"retype": "event/a", "type": "DANCE"}, "c.yaml:1: type: 'DANCE' is none of"),
        ({"retype": "event/a", "type": "CONSULT", "mode": "waltz"}, "c.yaml:1: mode: 'waltz' is no mode"),
    ],
)
def test_what_the_lexicon_does_not_know_is_refused(
    lexicon: Lexicon, fields: dict[str, object], message: str
) -> None:
    """Before anything is read."""
    with pytest.raises(CorrectionError, match=message):
        _read(lexicon, to_correction(fields, "c.yaml:1"))
