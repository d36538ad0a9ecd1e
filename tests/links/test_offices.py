"""What an office word says of the person beside it, and whom it means when it stands alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from kg.model import Document, Entity
from kg.ontology import Lexicon

#: language, sentence, name, office label, country, kind; all people are invented.
BESIDE_A_NAME = [
    ("en", "Ada Marsh, the Sinn Féin leader, spoke first.", "Ada Marsh", "party leader", "IRL", "politician"),
    ("en", "Ada Marsh, the chairwoman of the opposition Sinn Féin, spoke first.",
     "Ada Marsh", "party leader", "IRL", "politician"),
    ("en", "The head of the International Committee of the Red Cross, Ada Marsh, spoke.",
     "Ada Marsh", "head", None, "official"),
    ("en", "Ada Marsh, 61, who served as housing minister of Ireland, showed no emotion.",
     "Ada Marsh", "housing minister", "IRL", "politician"),
    ("en", "China's ambassador to Germany, Lena Hao, protested.",
     "Lena Hao", "ambassador", "CHN", "politician"),
    ("en", "Doug Marsh, the premier of Ontario, condemned it.", "Doug Marsh", "premier", "CAN", "politician"),
    ("de", "Der Leiter des Präsidialamtes, Andrij Holub, lobte das Gespräch.",
     "Andrij Holub", "head of the presidential office", "UKR", "official"),
    ("de", "Der frühere polnische Außenminister Jan Kowalczuk warnte davor.",
     "Jan Kowalczuk", "former foreign minister", "POL", "politician"),
    ("de", "Kremlsprecher Iwan Sorokin sagte nichts dazu.",
     "Iwan Sorokin", "spokesperson", "RUS", "official"),
    ("de", "Bundesfinanzminister Moritz Ahlers legte den Haushalt vor.",
     "Moritz Ahlers", "finance minister", "DEU", "politician"),
    ("de", "Die CDU-Vorsitzende Petra Hollmann kündigte ihren Rückzug an.",
     "Petra Hollmann", "CDU leader", "DEU", "politician"),
    ("de", "Vizepräsidentin Maria Schwab lobte das Abkommen.",
     "Maria Schwab", "vice president", "DEU", "politician"),
    ("de", "Altkanzler Gustav Brandner kritisierte den Plan.",
     "Gustav Brandner", "former chancellor", "DEU", "politician"),
    ("de", "Der SPD-Bundestagsabgeordnete Timo Riedel widersprach.",
     "Timo Riedel", "member of the Bundestag", "DEU", "politician"),
    ("en", "Kenyan Foreign Minister Daniel Otieno said talks would resume.",
     "Daniel Otieno", "foreign minister", "KEN", "politician"),
    ("en", "Peter Hale, the Estonian ambassador to the UN, accused Moscow of lying.",
     "Peter Hale", "ambassador to the UN", "EST", "politician"),
    ("en", "Deputy Prime Minister Anna Lindqvist arrived in Brussels.",
     "Anna Lindqvist", "deputy prime minister", None, "politician"),
    ("en", "White House press secretary Julia Marsh confirmed the visit.",
     "Julia Marsh", "press secretary", "USA", "official"),
    ("fr", "La ministre des Affaires étrangères Anne Dupré a reçu son homologue.",
     "Anne Dupré", "foreign minister", "FRA", "politician"),
    ("es", "El portavoz del Gobierno, Andrés Molina, negó la noticia.",
     "Andrés Molina", "spokesperson", None, "official"),
    ("es", "La canciller ecuatoriana, Paula Ejemplo, viajó ayer a Bogotá.",
     "Paula Ejemplo", "foreign minister", "ECU", "politician"),
    ("es", "El canciller alemán, Anton Muster, viajó ayer a París.",
     "Anton Muster", "chancellor", "DEU", "politician"),
    ("es", "La expresidenta argentina Paula Ejemplo volvió a la política.",
     "Paula Ejemplo", "former president", "ARG", "politician"),
    ("it", "Il ministro della Difesa Paolo Rinaldi ha incontrato i soldati.",
     "Paolo Rinaldi", "defence minister", "ITA", "politician"),
    ("pl", "Wicepremier Jan Nowicki rozmawiał o obronie.",
     "Jan Nowicki", "deputy prime minister", "POL", "politician"),
    ("uk", "Голова фракції «Слуга народу» Іван Коваль промовчав.",
     "Іван Коваль", "parliamentary group leader", "UKR", "politician"),
    ("uk", "Очільник Одеської ОВА Іван Коваль промовчав.",
     "Іван Коваль", "governor", "UKR", "politician"),
    ("uk", "Міністр оборони Іван Коваль прибув до Варшави.",
     "Іван Коваль", "defence minister", None, "politician"),
    ("ru", "Об этом заявил пресс-секретарь Кремля Иван Сорокин.",
     "Иван Сорокин", "spokesperson", "RUS", "official"),
    ("de", "Er sprach mit dem kenianischen Vize-Außenminister für Handel, Peter Odhiambo.",
     "Peter Odhiambo", "deputy foreign minister", "KEN", "politician"),
    ("de", "Zwei Abgeordnete der Koalition, Werner Muggenthaler (SPD) und Anna Brandner (SPD), klagen.",
     "Anna Brandner", "member of parliament", "DEU", "politician"),
    ("de", "Davon geht Goran Muster, der für das Kosovo zuständige serbische Minister, aus.",
     "Goran Muster", "minister", "SRB", "politician"),
    ("de", "Der Präsident hat Paula Kuhlmann als Justizministerin nominiert.",
     "Paula Kuhlmann", "designate justice minister", "DEU", "politician"),
    ("de", "Egon Muggenthaler war kenianischer Verteidigungsminister.",
     "Egon Muggenthaler", "defence minister", "KEN", "politician"),
    ("de", "Der Oberstleutnant Egon Muggenthaler kam.",
     "Egon Muggenthaler", "lieutenant colonel", "DEU", "official"),
    ("de", "Einer der größten Kritiker des Ministerpräsidenten, Egon Muggenthaler, kam.",
     "Egon Muggenthaler", None, None, "other"),
    ("fr", "Le chancelier allemand a reçu le ministre kényan Wafula Odhiambo.",
     "Wafula Odhiambo", "minister", "KEN", "politician"),
    ("pl", "O tym w rozmowach z USA mówił dyplomata Jan Kowalewski.",
     "Jan Kowalewski", "diplomat", None, "politician"),
]  # fmt: skip

#: language, sentence, the holder on 4 July 2025.
ALONE = [
    ("de", "Der Kremlchef empfing die Delegation.", "person/vladimir-putin"),
    ("de", "Die EU-Außenbeauftragte reiste nach Genf.", "person/kaja-kallas"),
    ("en", "The Kremlin chief rejected the proposal.", "person/vladimir-putin"),
    ("en", "The US vice president flew to Munich.", "person/jd-vance"),
]

#: Words that only look like an office.
NO_OFFICE = [
    ("de", "Die Präsidentschaft beginnt im Juli."),
    ("de", "Das Kanzleramt schwieg."),
    ("de", "Der Chef der Bäckerei öffnet um sechs."),
    ("en", "In general the leader of the orchestra stands."),
    ("en", "The Senate will vote on the presidency."),
    ("fr", "Elle juge utile la proposition."),
    ("uk", "Президентство триває п'ять років."),
]


def _person(document: Document, name: str) -> Entity:
    people = [e for e in document.entities if e.kind == "person" and e.name == name]
    assert people, f"{name} not found among {[e.name for e in document.entities]}"
    return people[0]


@pytest.mark.parametrize(("lang", "text", "name", "office", "country", "kind"), BESIDE_A_NAME)
def test_office_beside_a_name(
    lang: str,
    text: str,
    name: str,
    office: str | None,
    country: str | None,
    kind: str,
    read: Callable[..., Document],
) -> None:
    """The person named beside an office gets its label, country (at home where none is told) and kind."""
    person = _person(read(text, lang=lang), name)
    assert (person.office, person.country, person.person_kind) == (office, country, kind)


@pytest.mark.parametrize(("lang", "text", "holder"), ALONE)
def test_office_alone_means_its_holder(
    lang: str, text: str, holder: str, read: Callable[..., Document]
) -> None:
    """An office of a known country or body means whoever held it on the article's date."""
    assert holder in {link.entity for link in read(text, lang=lang).links}


def test_holder_follows_the_date(read: Callable[..., Document]) -> None:
    """The same words mean another person in another year."""
    text = "Der US-Präsident reiste nach Brüssel."
    then, now = read(text, day=date(2023, 7, 4)), read(text, day=date(2025, 7, 4))
    assert "person/joe-biden" in {link.entity for link in then.links}
    assert "person/donald-trump" in {link.entity for link in now.links}


def test_office_with_an_unknown_name_is_not_its_holder(read: Callable[..., Document]) -> None:
    """Who is named behind the office counts, even where nobody recognises the name."""
    document = read("Przyjechał minister spraw zagranicznych Ukrainy Zenobij Hnylyczka.", lang="pl")
    assert "person/andrii-sybiha" not in {link.entity for link in document.links}


def test_narrower_office_held_is_printed(read: Callable[..., Document]) -> None:
    """*US-Außenminister* is broader than the office its holder bears."""
    person = _person(read("US-Außenminister Marco Rubio sagte ab."), "Marco Rubio")
    assert person.office == "secretary of state"


@pytest.mark.parametrize(("lang", "text"), NO_OFFICE)
def test_no_office(lang: str, text: str, read: Callable[..., Document]) -> None:
    """Words that merely begin like an office, or name no public one, are none."""
    assert not [m for m in read(text, lang=lang).mentions if m.kind == "office"]


def test_broader_offices_exist(lexicon: Lexicon) -> None:
    """Every broader office has a block of its own."""
    assert not {above for o in lexicon.offices.values() for above in o.ancestors} - set(lexicon.offices)


def test_every_office_of_a_tenure_exists(lexicon: Lexicon) -> None:
    """No leader holds an office that has no block."""
    held = {office for tenures in lexicon.tenures.values() for t in tenures for office in t.offices}
    assert not held - set(lexicon.offices)


def test_bodies_of_offices_exist(lexicon: Lexicon) -> None:
    """An office belongs to an organisation of the lexicon."""
    assert not {o.organisation for o in lexicon.offices.values() if o.organisation} - set(lexicon.entities)


def test_the_country_of_the_article_is_that_of_an_office_without_one(read: Callable[..., Document]) -> None:
    """An article about Thailand speaks of Thai ministers; a capital is only where somebody goes."""
    text = "Thailand wählt. In Thailand warnte Vizepremier Somchai Wattana vor Gewalt."
    assert _person(read(text), "Somchai Wattana").country == "THA"
    text = "Nach Bangkok flog Vizepremier Somchai Wattana."
    assert _person(read(text), "Somchai Wattana").country is None


def test_the_country_of_the_article_is_not_that_of_a_body_of_many(read: Callable[..., Document]) -> None:
    """The spokesman of the UN belongs to no country, wherever he speaks of."""
    text = "Thailand wählt. In Thailand warnte UN-Sprecher Egon Muggenthaler vor Gewalt."
    assert _person(read(text), "Egon Muggenthaler").country is None


def test_a_former_office_alone_is_the_one_who_held_it(read: Callable[..., Document]) -> None:
    """*Die frühere Kanzlerin* is she whom the article names."""
    document = read("Angela Merkel las aus ihrem Buch. Die frühere Bundeskanzlerin erhielt Beifall.")
    alone = [ln for ln in document.links if ln.mention.provenance.rule.startswith("office")]
    assert [ln.entity for ln in alone] == ["person/angela-merkel"]


def test_the_government_without_a_country_is_the_one_at_home(read: Callable[..., Document]) -> None:
    """*Die Bundesregierung* in a German article is the German one, not the first of the alphabet."""
    document = read("Die Bundesregierung hat den Haushalt beschlossen.")
    assert {e.country for e in document.entities} == {"DEU"}


def test_the_treasury_secretary_is_found_through_the_country(read: Callable[..., Document]) -> None:
    """The body takes the words of the office, and the country has the office."""
    document = read("The US Treasury secretary flew to Geneva.", lang="en")
    assert "person/scott-bessent" in {ln.entity for ln in document.links}


def test_the_leader_of_a_party_is_one(read: Callable[..., Document]) -> None:
    """Many lead parties, one leads this one: *il leader della Lega*, though another leader was named."""
    text = "Elly Schlein ha parlato a lungo. «La misura è colma da tempo», ha detto il leader della Lega."
    assert read(text, lang="it").quotations[0].speaker == "person/matteo-salvini"


def test_an_office_alone_is_its_last_named_holder(read: Callable[..., Document]) -> None:
    """*Il presidente* behind a sentence about a president is he, though several countries have one."""
    text = (
        "Donald Trump ha visto Emmanuel Macron in Francia. Poi Donald Trump è ripartito. "
        "«È un grande accordo per tutti», ha esultato il presidente."
    )
    assert read(text, lang="it").quotations[0].speaker == "person/donald-trump"
