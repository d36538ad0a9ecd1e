"""Unnamed groups: who they are, which country they belong to, and what they do in events."""

from __future__ import annotations

from datetime import date

import pytest

from kg.across import digest
from kg.facts import to_facts
from kg.graph import article_graph
from kg.model import Article, Document
from kg.pipeline import Reader

DAY = date(2025, 7, 4)


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The reader that everybody uses."""
    return Reader.load()


def read(reader: Reader, lang: str, text: str) -> Document:
    """Read one sentence as an article."""
    return reader.read(Article(id="x", source="x", title="", text=text, lang=lang, date=DAY))


FOUND = [
    ("de", "Tausende Demonstranten zogen durch die Stadt.", {"group/protesters"}),
    ("de", "Die französische Polizei sperrte die Straße.", {"group/FRA-police"}),
    ("de", "Die Soldaten der Ukraine meldeten Erfolge.", {"group/UKR-soldiers"}),
    ("de", "Die Gewerkschaften riefen zum Streik auf.", {"group/unions"}),
    ("en", "South Korean police fired tear gas.", {"group/KOR-police"}),
    ("en", "Rebels in Chad attacked a convoy.", {"group/TCD-rebels"}),
    ("en", "Russian forces crossed the river.", {"group/RUS-soldiers"}),
    ("en", "He forces them to leave.", set()),
    ("en", "A police station was damaged.", set()),
    ("en", "NATO troops arrived on Monday.", set()),
    ("fr", "Les manifestants ont bloqué la route.", {"group/protesters"}),
    ("fr", "La police française a arrêté deux hommes.", {"group/FRA-police"}),
    ("es", "Los sindicatos convocaron una huelga general.", {"group/unions"}),
    ("es", "La policía colombiana detuvo a dos hombres.", {"group/COL-police"}),
    ("it", "I manifestanti hanno occupato la piazza.", {"group/protesters"}),
    ("it", "La polizia francese ha arrestato due uomini.", {"group/FRA-police"}),
    ("pl", "Związkowcy ogłosili strajk.", {"group/unions"}),
    ("pl", "Rosyjscy żołnierze zajęli wieś.", {"group/RUS-soldiers"}),
    ("uk", "Протестувальники перекрили дорогу.", {"group/protesters"}),
    ("uk", "Російські солдати захопили село.", {"group/RUS-soldiers"}),
    ("ru", "Полиция задержала демонстрантов.", {"group/police", "group/protesters"}),
    ("ru", "Украинские солдаты покинули город.", {"group/UKR-soldiers"}),
]


@pytest.mark.parametrize(("lang", "text", "refs"), FOUND, ids=[t for _, t, _ in FOUND])
def test_groups_are_found_with_their_country(reader: Reader, lang: str, text: str, refs: set[str]) -> None:
    """A group is found in every language; a country beside it owns it; nouns that it describes are none."""
    assert {e.ref for e in read(reader, lang, text).entities if e.kind == "group"} == refs


ACTS = [
    ("Colombian guerrillas kidnapped a French engineer.", "group/COL-militants", "country/FRA"),
    ("South Korean police arrested ten protesters.", "country/KOR", "group/protesters"),
    ("Israeli soldiers shelled Lebanese villages.", "country/ISR", "group/LBN-residents"),
]


@pytest.mark.parametrize(("text", "agent", "target"), ACTS, ids=[a[0] for a in ACTS])
def test_groups_take_part_in_events(reader: Reader, text: str, agent: str, target: str) -> None:
    """Organs of a state act as their country; other people act for themselves."""
    (event,) = read(reader, "en", text).events
    assert event.refs("agent") == (agent,)
    assert event.refs("target") == (target,)


def test_events_of_unnamed_groups_are_not_what_an_article_is_about(reader: Reader) -> None:
    """Police and protesters alone make an event, but no main one."""
    (event,) = read(reader, "en", "Police arrested ten protesters.").events
    assert not event.main


def test_groups_stand_in_the_facts(reader: Reader) -> None:
    """`kg extract` lists groups with sector and country."""
    (group,) = to_facts(read(reader, "en", "Colombian guerrillas attacked a village."))["groups"]
    assert (group["ref"], group["sector"], group["country"]) == ("group/COL-militants", "REB", "COL")
    assert group["mentions"][0]["text"] == "guerrillas"


def test_rebels_make_no_tie_of_their_country(reader: Reader) -> None:
    """The map shows what is done to the people of a country, not what its rebels do."""
    told = read(reader, "en", "Colombian guerrillas attacked Peru.")
    assert told.events
    assert not [t for t in digest(told, reader.lexicon).ties if t.relation == "attacked"]
    shelled = read(reader, "en", "Russia attacked Ukrainian civilians.")
    assert [
        (t.subject, t.object) for t in digest(shelled, reader.lexicon).ties if t.relation == "attacked"
    ] == [("country/RUS", "country/UKR")]


def test_groups_stand_in_the_graph(reader: Reader) -> None:
    """A group is an actor of its event."""
    document = read(reader, "en", "Colombian guerrillas attacked Peru.")
    lines = article_graph(document, reader.lexicon).lines
    assert any("ns#agent>" in line and "id/group/COL-militants>" in line for line in lines)


@pytest.mark.parametrize(
    ("lang", "text", "whose"),
    [
        (
            "de",
            "Griechenland spart. Griechische Beamte streiken. Die Polizei sperrte das Zentrum.",
            "group/GRC-police",
        ),
        ("en", "Kenya raised taxes. Kenyan unions protested. The police fired tear gas.", "group/KEN-police"),
        (
            "en",
            "Kenya and Uganda talked. Kenyan and Ugandan ministers met. The police was there.",
            "group/police",
        ),
        ("en", "Kenya raised taxes. Kenyan unions protested. Protesters marched.", "group/protesters"),
    ],
)
def test_organs_of_the_state_are_those_of_the_country_it_is_about(
    reader: Reader, lang: str, text: str, whose: str
) -> None:
    """Not where two countries share the article, and not for people who are no organ of a state."""
    assert whose in {link.entity for link in read(reader, lang, text).links}
