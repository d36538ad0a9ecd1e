"""The walk through docs/languages.md: a ninth language is a few files, checked and read without new Python.

`dutch/` is a first set for Dutch, as a contributor begins: five countries, four offices, two kinds of events.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from kg.model import Article, Document
from kg.ontology import load_lexicon, ontology_folder
from kg.pipeline import Reader
from kg.proofreading import check_ontology, survey

DUTCH = Path(__file__).parent / "dutch"
TEXT = (
    "De Oekraïense president Volodymyr Zelensky heeft vrijdag met de Amerikaanse president Donald Trump "
    "getelefoneerd. Het telefoongesprek duurde veertig minuten.\n\n"
    "‘We hebben meer luchtverdediging nodig’, zei Zelensky. Rusland reageerde niet.\n\n"
    "Trump zal Emmanuel Macron op 12 augustus in Parijs ontmoeten."
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the ontology with the Dutch files in it."""
    place = tmp_path_factory.mktemp("ninth") / "ontology"
    shutil.copytree(ontology_folder(), place)
    shutil.copytree(DUTCH, place / "lexicon", dirs_exist_ok=True)
    return place


@pytest.fixture(scope="module")
def document(folder: Path) -> Document:
    """A Dutch article that does not say its language."""
    title = "Zelensky belt met Trump over luchtverdediging"
    article = Article("a", "a.txt", title, TEXT, date=date(2025, 7, 4))
    return Reader.load(folder).read(article)


def test_the_files_have_no_mistakes(folder: Path) -> None:
    """Shapes, order, prefixes and every Dutch example."""
    faults = check_ontology(folder, ["nl"])
    assert [str(fault) for fault in faults if fault.grave] == []


def test_the_check_says_what_dutch_lacks(folder: Path) -> None:
    """What other languages have: hundreds of countries, teaser cues; the months are complete."""
    gaps = {(gap.aspect.name, gap.thing) for gap in survey(load_lexicon(folder)).gaps if gap.lang == "nl"}
    assert {("country adjectives", "country/POL"), ("offices", "office/chancellor")} <= gaps
    assert ("cues of teasers and captions", "TeaserCue") in gaps
    assert ("kinds of events", "mode/visit") in gaps
    assert not [thing for aspect, thing in gaps if aspect in ("months", "weekdays", "country names")]
    assert not [thing for aspect, thing in gaps if aspect == "leaders in office"]


def test_the_other_languages_lack_nothing_new(folder: Path) -> None:
    """A ninth language makes no new demands on the eight."""
    before, after = survey(load_lexicon()), survey(load_lexicon(folder))
    gaps = [{(g.lang, g.aspect.name, g.thing) for g in found.gaps if not g.few} for found in (before, after)]
    assert {gap for gap in gaps[1] - gaps[0] if gap[0] != "nl"} == set()


def test_a_dutch_article_is_recognised(document: Document) -> None:
    """The stop words tell the language."""
    assert (document.lang, document.warnings) == ("nl", ())


def test_people_countries_and_topics(document: Document) -> None:
    """Names of the fallback language serve; adjectives and topics are Dutch."""
    refs = {entity.ref for entity in document.entities}
    assert {"person/volodymyr-zelenskyy", "person/donald-trump", "country/UKR", "country/RUS"} <= refs
    assert "topic/air-defence" in {topic.ref for topic in document.topics}


def test_events_have_status_and_date(document: Document) -> None:
    """The call happened on the Friday, the meeting is planned."""
    found = {(e.mode, e.status, e.when and e.when.value) for e in document.events}
    assert ("call", "happened", "2025-07-04") in found
    assert ("meeting", "planned", "2025-08-12") in found


def test_quotations_have_their_speaker(document: Document) -> None:
    """Dutch quotation marks and a Dutch verb."""
    said = {(quotation.speaker, quotation.text) for quotation in document.quotations}
    assert ("person/volodymyr-zelenskyy", "We hebben meer luchtverdediging nodig") in said
