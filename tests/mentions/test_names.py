"""Names that no lexicon lists, and what is no name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document

Read = Callable[..., Document]

# language, text, the person's name as found
PEOPLE = [
    ("de", "Der Politologe Heiner Brandtstätter lobte den Vertrag.", "Heiner Brandtstätter"),
    ("de", "Anna Kuhlmann, 53, lebt in Bonn.", "Anna Kuhlmann"),
    ("de", "Das Buch schrieb Anna Osterhaus.", "Anna Osterhaus"),
    ("de", "Der Gouverneur der Region Altwald, Myron Beledkyj, kam.", "Myron Beledkyj"),
    ("de", "Verbandschefin Lin Wenjang lud ein.", "Lin Wenjang"),
    ("de", "Der Außenminister von Kenia, Wafula Odhiambo, reiste ab.", "Wafula Odhiambo"),
    ("de", "Einer der Männer, Harun Sabaté, dankte den Menschen.", "Harun Sabaté"),
    ("de", "Unter ihnen war Laith al-Habibi aus der Provinz.", "Laith al-Habibi"),
    ("en", "Analyst Helen Marsh said talks would fail.", "Helen Marsh"),
    ("en", "“We are ready,” said Peter Van Hoorn.", "Peter Van Hoorn"),
    ("fr", "La ministre des Affaires étrangères Anne Dupré est arrivée.", "Anne Dupré"),
    ("de", "Das Bild hat Egon Muggenthaler gemalt.", "Egon Muggenthaler"),
    ("de", "Dagegen stimmte nur Karl-Heinz Muggenthaler.", "Karl-Heinz Muggenthaler"),
    ("de", "Das sieht Anna-Lena Wollny-Kranz anders.", "Anna-Lena Wollny-Kranz"),
    ("de", "Lange sprach Frau de Montalto mit den Eltern.", "de Montalto"),
    ("de", "„Das reicht nicht“, sagt Vattamann.", "Vattamann"),
    ("de", "Später traf sie Christiane Holländer.", "Christiane Holländer"),
    ("de", "Das neue Bild von LaVonne James hängt im Museum.", "LaVonne James"),
    ("de", "„Das reicht nicht“, sagt Vattamann der Zeitung.", "Vattamann"),
    ("en", "The prize went to J. K. Pomfret.", "J. K. Pomfret"),
    ("en", "The letter was written by Mr Pomfretter.", "Pomfretter"),
    ("en", "Her neighbour Kimberly was not at home.", "Kimberly"),
    ("es", "El relator Kuhlmann presentó el texto.", "Kuhlmann"),
    ("it", "La lettera fu scritta da Giuseppina Malavolta.", "Giuseppina Malavolta"),
    ("pl", "Książkę napisała Grażyna Podgórowska.", "Grażyna Podgórowska"),
    ("ru", "Письмо передали Егору Полевицкому.", "Егор Полевицкий"),
    ("uk", "Про це йдеться у статті Ірини Скарбовійчук.", "Ірина Скарбовійчук"),
    ("en", "“It was a mistake,” Pomfretter said.", "Pomfretter"),
    ("uk", "Дії Затуленка перевіряє суд.", "Затуленка"),
    ("it", "Il politologo Roberto D'Ambrusco resta prudente.", "Roberto D'Ambrusco"),
    ("uk", "Першою прийшла Мар’яна Затулем'яненко.", "Мар’яна Затулем'яненко"),
]

NO_PEOPLE = [
    ("de", "Zwei Jahre war die Straße gesperrt."),
    ("de", "Wenige Stunden nach dem Putsch erklärte die Regierung den Notstand."),
    ("de", "In New York sagte der Gouverneur die Reise ab."),
    ("de", "Die Fragen der Sicherheit wurden besprochen."),
    ("en", "And I said it was late."),
    ("de", "Das Robert-Koch-Institut meldete neue Zahlen."),
    ("de", "Die Konrad-Adenauer-Stiftung lud ein."),
    ("de", "Vor dem Haus in der Willy Brandtstraße stand ein Wagen."),
    ("de", "Die Art der Arbeit und die Chance zur Führung sind neu."),
    ("de", "Die Kirche St. Johann brannte."),
    ("de", "Der Kurs an der Wall Street fiel."),
    ("de", "Er ist Herr der Lage."),
    ("de", "Klug war es nicht."),
    ("de", "In Scharm al-Barud regnet es."),
    ("de", "Das Spiel gegen Detroit Wings fiel aus."),
    ("de", "Er stieg auf den Cerro San Félix."),
    ("en", "The Max Planck Institute in Munich agreed."),
    ("en", "The match at Martin Luther Stadium was called off."),
    ("en", "Hurricane Katrina reached the coast."),
    ("fr", "La manifestation partira de la rue Victor Schœlcher."),
    ("it", "Signor Commissario, la ringrazio."),
    ("uk", "Коли він прийшов, було пізно."),
    ("ru", "Люди вышли на улицу."),
]


@pytest.mark.parametrize(("lang", "text", "name"), PEOPLE)
def test_an_unlisted_person_is_found(read: Read, lang: str, text: str, name: str) -> None:
    """Given names, offices, professions, ages, particles and reporting verbs show a name."""
    assert name in {e.name for e in read(text, lang=lang).entities if e.kind == "person"}


@pytest.mark.parametrize(("lang", "text"), NO_PEOPLE)
def test_capitals_alone_are_no_person(read: Read, lang: str, text: str) -> None:
    """Numbers, stop words, places and German nouns are no people."""
    named = [e.name for e in read(text, lang=lang).entities if e.kind == "person" and not e.known]
    assert named == []


def test_a_surname_alone_is_the_person_named_before(read: Read) -> None:
    """One identity through the article, whatever the form of the name."""
    document = read("Die Ministerin Anna Kuhlmann sprach. Kuhlmann lobte den Plan. Kuhlmanns Rede war kurz.")
    (person,) = [e for e in document.entities if e.kind == "person"]
    found = [ln.mention.text for ln in document.links if ln.entity == person.ref]
    assert found == ["Anna Kuhlmann", "Kuhlmann", "Kuhlmanns"]


def test_a_surname_with_its_particle_is_the_person_named_before(read: Read) -> None:
    """*Vincenzo De Lorusso* is later called *De Lorusso*, not a new person."""
    document = read("Il sindaco Vincenzo De Lorusso ha vinto. De Lorusso ha ringraziato tutti.", lang="it")
    (person,) = [e for e in document.entities if e.kind == "person"]
    assert person.name == "Vincenzo De Lorusso"


# Italian: a head in lower case needs a place; the country is part of a body's name
BODIES = [
    ("La procura di Terni ha aperto un fascicolo.", "procura di Terni"),
    ("Il ministero della Difesa russo ha risposto.", "ministero della Difesa russo"),
    ("La Regione Umbria ha approvato il piano.", "Regione Umbria"),
    ("Il Tar del Lazio ha deciso.", "Tar del Lazio"),
]


@pytest.mark.parametrize(("text", "name"), BODIES)
def test_an_unlisted_body_is_found(read: Read, text: str, name: str) -> None:
    """Generic heads with a place, a field or a country behind them."""
    assert name in {e.name for e in read(text, lang="it").entities if e.kind == "organisation"}


def test_a_head_in_lower_case_alone_is_no_body(read: Read) -> None:
    """*Il tribunale* without a place is an unnamed court."""
    document = read("Il tribunale ha deciso e la procura tace.", lang="it")
    assert [e.name for e in document.entities if e.kind == "organisation"] == []


def test_a_surname_of_several_words_is_found_again(read: Read) -> None:
    """*Ayman Sheib ad-Din* is later called *Sheib ad-Din*."""
    document = read("Der Anwalt Ayman Sheib ad-Din kam. „Das reicht uns nicht mehr“, sagte Sheib ad-Din.")
    (person,) = [e for e in document.entities if e.kind == "person"]
    assert document.quotations[0].speaker == person.ref


def test_an_abbreviation_in_brackets_names_the_same_body(read: Read) -> None:
    """The long name and the short form behind it are one organisation."""
    text = "The Institute of Coastal Studies (ICS) reported. ICS said the sea level rose."
    document = read(text, lang="en")
    bodies = {
        ln.entity for ln in document.links if ln.mention.text in ("Institute of Coastal Studies", "ICS")
    }
    assert len(bodies) == 1


@pytest.mark.parametrize("lang", ["de", "en", "fr", "es", "it", "pl", "uk", "ru"])
def test_every_mention_slices_to_its_text(read: Read, lang: str) -> None:
    """A mention's span says what the mention says, in title and text."""
    document = read("Trump, Merz & Macron – 🇺🇦 Zelensky; Путін, Трамп.", title="Trump: Merz?", lang=lang)
    for mention in document.mentions:
        assert document.article.slice(mention.span) == mention.text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The retailer Quellora closed forty shops. Quellora said so on Monday.", ["Quellora", "Quellora"]),
        ("Ada Marsh told the newspaper Harbourist that she had left.", ["Harbourist"]),
        ("The bridge was closed by Harrowby borough council.", ["Harrowby borough council"]),
        ("French police arrested two men, and the firm in Berlin paid.", []),
    ],
)
def test_a_kind_in_front_of_a_name_shows_a_body(text: str, names: list[str], read: Read) -> None:
    """*the retailer X*, *X borough council* are bodies nobody listed; *French police* is none."""
    document = read(text, lang="en")
    assert [m.text for m in document.mentions if m.kind == "organisation"] == names
