"""Who did it to whom, by the grammar of each language."""

from __future__ import annotations

from datetime import date

import pytest

from kg.model import Article, Event
from kg.pipeline import Reader


def _events(reader: Reader, text: str, lang: str) -> tuple[Event, ...]:
    return reader.read(Article("a", "a.txt", "", text, lang=lang, date=date(2025, 7, 17))).events


CASES = [
    ("de", "Den Iran kritisierte Merkel am Samstag.", "angela-merkel", "IRN"),
    ("de", "Israel hat bei einem Luftangriff Qasem Soleimani getötet.", "ISR", "qassem-soleimani"),
    ("de", "Rice sprach bei ihrem Besuch in der Ukraine von Frieden.", "condoleezza-rice", "UKR"),
    ("de", "Macron hatte die Festnahme Maduros begrüßt.", "emmanuel-macron", "nicolas-maduro"),
    ("de", "Maduro war von US-Soldaten festgenommen worden.", "USA", "nicolas-maduro"),
    ("en", "Merz was criticised by Russian politicians.", "RUS", "friedrich-merz"),
    ("fr", "Des frappes russes en Ukraine ont fait deux morts.", "RUS", "UKR"),
    ("fr", "L’Allemagne a été remerciée par Macron.", "emmanuel-macron", "DEU"),
    ("it", "Meloni è stata criticata dagli alleati di Salvini.", "matteo-salvini", "giorgia-meloni"),
    ("es", "España entregará a Ucrania misiles.", "ESP", "UKR"),
    ("pl", "Ukrainę zaatakowała w nocy Rosja.", "RUS", "UKR"),
    ("uk", "Україну атакувала вночі Росія.", "RUS", "UKR"),
    ("ru", "Украину атаковала ночью Россия.", "RUS", "UKR"),
]


@pytest.mark.parametrize(("lang", "text", "agent", "target"), CASES)
def test_agent_and_target(reader: Reader, lang: str, text: str, agent: str, target: str) -> None:
    """Word order, case, passive, possessives and adjectives behind their noun."""
    (event,) = _events(reader, text, lang)
    found = [[ref.split("/")[1] for ref in event.refs(role)] for role in ("agent", "target")]  # type: ignore[arg-type]
    assert found == [[agent], [target]]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Macron s’est entretenu avec Poutine."),
        ("it", "Meloni si è incontrata con Macron."),
        ("ru", "Макрона принял в Берлине Фридрих Мерц."),
        ("de", "Merz und Macron trafen sich."),
        ("uk", "Візит Зеленського до Берліна розпочався у середу."),
        ("ru", "Визит Путина в Китай начался в среду."),
        ("pl", "Wizyta Donalda Tuska w Kijowie trwała dwa dni."),
    ],
)
def test_who_meets_is_agent_on_both_sides(reader: Reader, lang: str, text: str) -> None:
    """A reflexive perfect is no passive; a guest in the accusative takes part as well."""
    (event,) = _events(reader, text, lang)
    assert (event.type, len(event.refs("agent")), event.refs("target")) == ("CONSULT", 2, ())


def test_an_unknown_subject_leaves_the_name_to_the_object(reader: Reader) -> None:
    """*Mehrere Staaten haben Israel unterstützt*: Israel supports nobody."""
    events = _events(reader, "Mehrere Staaten haben Israel verurteilt.", "de")
    assert not [e for e in events if "country/ISR" in e.refs("agent")]


def test_talks_go_on_between_those_who_talked(reader: Reader) -> None:
    """Two parties named before are meant where nobody is named."""
    text = "Russland und die Ukraine verhandelten in Istanbul. Seit 2022 verhandelten beide Seiten mehrmals."
    years = {e.when.value: e.refs("agent") for e in _events(reader, text, "de") if e.when}
    assert years["2022"] == ("country/RUS", "country/UKR")
