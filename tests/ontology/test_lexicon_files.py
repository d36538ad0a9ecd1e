"""The files of the lexicon: no mistakes, how much they hold, and what an editor can rely on."""

from __future__ import annotations

import pytest

from kg.ontology import Lexicon, load_lexicon, ontology_folder
from kg.proofreading.files import LexiconFile, read_files
from kg.proofreading.names import check_lexicon
from kg.proofreading.writing import check_file, check_together
from kg.vocab import KG, RDF, SCHEMA

FILES = read_files(ontology_folder())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_file_is_written_as_agreed(file: LexiconFile, lexicon: Lexicon) -> None:
    """Blocks once and in order, usual prefixes, words with a language, patterns that can be read."""
    assert [str(fault) for fault in check_file(file, lexicon.languages)] == []


def test_files_agree() -> None:
    """A key is one thing, introduced once; terms are declared, and what is referred to exists."""
    assert [str(fault) for fault in check_together(FILES, [KG[name] for name in KG])] == []


def test_the_lexicon_has_no_mistakes(lexicon: Lexicon) -> None:
    """No Wikidata item of two keys, no tenure twice, an example for every frame and language."""
    assert [str(fault) for fault in check_lexicon(lexicon) if fault.grave] == []


@pytest.mark.parametrize(
    ("what", "least"),
    [  # countries, top topics and types: exactly as many
        ("country", 250),
        ("organisation", 150),
        ("leader", 1500),
        ("top topic", 50),
        ("narrower topic", 150),
        ("mode", 50),
        ("type", 17),
        ("frame", 100),
        ("language", 8),
    ],
)
def test_the_lexicon_holds_enough(what: str, least: int, lexicon: Lexicon) -> None:
    """The lexicon covers what version 1 promises; countries, top topics and types are exactly as many."""
    count = {
        "country": sum(e.kind == "country" for e in lexicon.entities.values()),
        "organisation": sum(e.kind == "organisation" for e in lexicon.entities.values()),
        "leader": sum(ref in lexicon.entities for ref in lexicon.tenures),
        "top topic": sum(t.top == t.ref for t in lexicon.topics.values()),
        "narrower topic": sum(t.top != t.ref for t in lexicon.topics.values()),
        "mode": sum(ref.startswith("mode/") for ref in lexicon.blocks),
        "type": len(lexicon.types),
        "frame": len(lexicon.frames),
        "language": len(lexicon.languages),
    }[what]
    assert count == least if what in ("country", "top topic", "type") else count >= least


def test_leaders_have_names_dates_and_mostly_a_wikidata_item(lexicon: Lexicon) -> None:
    """Most leaders can be found elsewhere, and most tenures say when they began."""
    people = [lexicon.entities[ref] for ref in lexicon.tenures if ref in lexicon.entities]
    tenures = [t for held in lexicon.tenures.values() for t in held]
    assert sum(p.wikidata is not None for p in people) > 0.8 * len(people)
    assert sum(t.start is not None for t in tenures) > 0.8 * len(tenures)


def test_what_tenures_name_exists(lexicon: Lexicon) -> None:
    """People, offices, countries and organisations of tenures have blocks of their own."""
    missing = set()
    for held in lexicon.tenures.values():
        for term in held:
            place = term.organisation or f"country/{term.country}"
            missing |= {ref for ref in (term.person, place) if ref not in lexicon.entities}
            missing |= {office for office in term.offices if office not in lexicon.offices}
    assert sorted(missing) == []


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_mode_has_a_frame(lang: str, lexicon: Lexicon) -> None:
    """German and English can tell of every mode."""
    modes = {ref.removeprefix("mode/") for ref in lexicon.blocks if ref.startswith("mode/")}
    told = set()
    for ref, frame in lexicon.frames.items():
        words = [w for how in (KG.verb, KG.noun, KG.phrase) for w in lexicon.blocks[ref].get(how, ())]
        if any(spoken == lang for _, spoken in words):
            told.add(frame.mode)
    assert sorted(modes - told) == []


@pytest.mark.parametrize("lang", ["de", "en", "es", "fr", "it", "pl", "ru", "uk"])
def test_every_topic_has_a_trigger(lang: str, lexicon: Lexicon) -> None:
    """Every language has words for every topic, narrower ones included."""
    silent = [
        ref
        for ref in lexicon.topics
        if not any(spoken == lang for how in (KG.trigger,) for _, spoken in lexicon.blocks[ref].get(how, ()))
    ]
    assert silent == []


def test_every_country_has_german_and_english_names(lexicon: Lexicon) -> None:
    """Every country is found in a German and an English text."""
    for lang in ("de", "en"):
        named = {ref for ref, names in lexicon.names.items() if any(spoken == lang for _, spoken in names)}
        assert [ref for ref, e in lexicon.entities.items() if e.kind == "country" and ref not in named] == []


def test_loading_is_quick() -> None:
    """Loading all files takes well under a second (0.4 s where this was written)."""
    from time import process_time

    load_lexicon.cache_clear()
    begun = process_time()
    load_lexicon().matcher("de")
    assert process_time() - begun < 3


def test_no_schema_term_over_http() -> None:
    """Every IRI of schema.org in the lexicon is https."""
    used = {one.value for file in FILES for one in file.statements if one.predicate == RDF.type}
    assert SCHEMA.Person in used
    assert not any(iri.startswith("http://schema.org") for iri in used)
