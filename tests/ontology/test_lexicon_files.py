"""The files of the lexicon: how much they hold, and the order an editor can rely on."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad, RdfFormat, parse

from kg.ontology import Lexicon, load_lexicon, ontology_folder
from kg.ontology.matcher import expand
from kg.vocab import DEFAULT_BASE, KG, RDF, SCHEMA, SKOS, prefixes

FOLDER = ontology_folder()
FILES = sorted((FOLDER / "lexicon").rglob("*.ttl"))
#: Texts in the notation of patterns.
PATTERNS = {
    KG[name]
    for name in (
        "verb",
        "noun",
        "phrase",
        "unless",
        "before",
        "after",
        "word",
        "trigger",
        "hint",
        "adjective",
    )
}
#: Words without a language would never be found.
TAGGED = PATTERNS | {KG.demonym, KG.metonym, KG.surname, SKOS.altLabel, SKOS.prefLabel, SKOS.example}


@cache
def quads(path: Path) -> tuple[Quad, ...]:
    """Parse one file."""
    return tuple(parse(path.read_bytes(), format=RdfFormat.TURTLE))


def name(path: Path) -> str:
    """Return the path below `lexicon/`."""
    return path.relative_to(FOLDER / "lexicon").as_posix()


def blocks(path: Path) -> list[str]:
    """Return the names that begin a block, in the order of the file; a file may have several sections."""
    return re.findall(r"^([a-z]+:[\w-]+)\s", path.read_text("utf-8"), re.M)


def language_of(path: Path) -> str:
    """Return the language that a file is written for (`frames.de.ttl`, `frames.de/`), or nothing."""
    return path.stem.partition(".")[2] or path.parent.suffix.removeprefix(".")


def keys(words: set[str]) -> list[str]:
    """Return keys in order, for a message."""
    return sorted(iri.removeprefix(DEFAULT_BASE) for iri in words)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_one_block_per_concept(path: Path) -> None:
    """A concept has one block in a file."""
    found = blocks(path)
    assert sorted({block for block in found if found.count(block) > 1}) == []


@pytest.mark.parametrize("path", [p for p in FILES if p.parent.name != "languages"], ids=name)
def test_blocks_are_in_alphabetical_order(path: Path) -> None:
    """Concepts stand in the order of their keys; a tenure behind its person, a heading begins anew."""
    for section in re.split(r"^# -{2,}.*$", path.read_text("utf-8"), flags=re.M):
        found = re.findall(r"^([a-z]+:[\w-]+)\s", section, re.M)
        # meet-en comes before meet-future-en: the language is no part of the order.
        plain = [key.removesuffix(f"-{language_of(path)}") for key in found if not key.startswith("tenure:")]
        assert [f"{later} after {earlier}" for earlier, later in pairwise(plain) if later < earlier] == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_words_have_a_language_of_the_lexicon(path: Path, lexicon: Lexicon) -> None:
    """Every word is tagged; in a file of one language, with that language."""
    suffix = language_of(path)
    known = {*lexicon.languages, *_labelled()}
    for quad in quads(path):
        if isinstance(quad.object, Literal) and quad.predicate.value in TAGGED:
            lang = quad.object.language
            assert lang in known, f"{quad.subject.value}: {quad.object}"
            if suffix in lexicon.languages and quad.predicate.value != SKOS.prefLabel:
                assert lang in (suffix, "mul"), f"{quad.subject.value}: {quad.object}"


def _labelled() -> set[str]:
    """Languages in which countries have labels before kg reads them, and `mul` for all."""
    return {"mul", "nl", "pt", "tr", "ar", "zh", "ja", "fa", "he", "cs"}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_patterns_can_be_read(path: Path) -> None:
    """Every pattern stands for at least one word, and none for thousands."""
    for quad in quads(path):
        if quad.predicate.value in PATTERNS:
            parts = expand(quad.object.value)
            assert parts, quad
            assert all(words for part in parts for words in part), quad


@pytest.mark.parametrize("path", FILES, ids=name)
def test_file_uses_the_usual_prefixes(path: Path) -> None:
    """A prefix means the same in every file, and schema.org is written with https."""
    text = path.read_text("utf-8")
    declared = dict(re.findall(r"^@prefix (\w+): <([^>]+)> \.", text, re.M))
    usual = prefixes()
    assert {key: usual.get(key) for key in declared} == declared
    assert "http://schema.org" not in text


def test_a_key_has_one_kind_of_thing() -> None:
    """No key is of two kinds of things, and none has two Wikidata items or two ISO codes."""
    types: dict[str, set[str]] = defaultdict(set)
    for path in FILES:
        for quad in quads(path):
            if quad.predicate.value == RDF.type:
                types[quad.subject.value].add(quad.object.value)
    together = {frozenset({SKOS.Concept, KG.TopTopic})}
    double = {iri for iri, found in types.items() if len(found) > 1 and frozenset(found) not in together}
    assert keys({iri for iri in double if "/cue/" not in iri}) == []


def test_a_concept_is_introduced_in_one_file() -> None:
    """The block that says what a thing is stands in one file."""
    seen: dict[str, set[str]] = defaultdict(set)
    for path in FILES:
        for quad in quads(path):
            if quad.predicate.value == RDF.type:
                seen[quad.subject.value].add(name(path))
    assert {iri: found for iri, found in seen.items() if len(found) > 1} == {}


def test_a_wikidata_item_belongs_to_one_key(lexicon: Lexicon) -> None:
    """Two keys with one Wikidata item are one thing written twice."""
    found: dict[str, list[str]] = defaultdict(list)
    for entity in lexicon.entities.values():
        if entity.wikidata:
            found[entity.wikidata].append(entity.ref)
    assert {item: refs for item, refs in found.items() if len(refs) > 1} == {}


def test_tenures_of_a_person_do_not_repeat(lexicon: Lexicon) -> None:
    """Nobody holds one office of one place twice from the same day."""
    for held in lexicon.tenures.values():
        terms = [(t.offices, t.country, t.organisation, t.start) for t in held]
        assert len(set(terms)) == len(terms), held


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


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_topic_has_a_trigger(lang: str, lexicon: Lexicon) -> None:
    """German and English have words for every topic."""
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
    used = {q.object.value for path in FILES for q in quads(path) if q.predicate.value == RDF.type}
    assert SCHEMA.Person in used
    assert not any(iri.startswith("http://schema.org") for iri in used)
