"""Reading `ontology/`: what becomes of its blocks, and what is said of faults."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.ontology import EntityWord, FrameWord, Lexicon, load_lexicon
from kg.ontology.matcher import TOKEN
from kg.vocab import KINDS

PREFIXES = "\n".join(
    f"@prefix {name}: <{iri}> ."
    for name, iri in {
        "kg": "https://w3id.org/newskg/ns#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "schema": "https://schema.org/",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "wd": "http://www.wikidata.org/entity/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }.items()
) + "".join(f"\n@prefix {kind}: <https://w3id.org/newskg/id/{kind}/> ." for kind in KINDS)
SMALL = """
language:aa a kg:Language ; kg:nounsCapitalised false ; kg:nameEnding "-s" ; kg:fallback "bb" ;
    kg:stopWord "the"@aa ; kg:number "two=2" ; kg:quotePair "“ ”" .
language:bb a kg:Language ; kg:nounsCapitalised false ; kg:stopWord "le"@bb .
month:7 skos:altLabel "July|Jul"@aa .
country:AAA a schema:Country ; skos:prefLabel "Aland"@en ; kg:demonym "Alander"@aa , "Alandais"@bb .
organisation:court a org:Organization ; skos:prefLabel "High Court"@en ; kg:actsFor country:AAA .
office:head-of-state a kg:Office ; skos:prefLabel "head of state"@en .
office:president a kg:Office ; skos:prefLabel "president"@en ; skos:broader office:head-of-state .
office:judge a kg:Office ; skos:prefLabel "judge"@en ; kg:personKind "official" .
office:chief-judge a kg:Office ; skos:prefLabel "chief judge"@en ; skos:broader office:judge .
person:ana-sol a schema:Person ; skos:prefLabel "Ana Sol"@en , "Anna Sohl"@aa ;
    kg:surname "Sohl"@aa , "Solle"@bb ; schema:nationality country:AAA ; owl:sameAs wd:Q1 .
person:ben-mar a schema:Person ; skos:prefLabel "Ben Mar"@en .
tenure:ana a kg:Tenure ;
    org:member person:ana-sol ; org:role office:president ; org:organization country:AAA ;
    kg:start "2019-05-20"^^xsd:date ; kg:end "2024-05-19"^^xsd:date ; kg:verification "verified" .
tenure:ben a kg:Tenure ;
    org:member person:ben-mar ; org:role office:president ; org:organization country:AAA ;
    kg:start "2024-05-20"^^xsd:date .
topic:defence a skos:Concept , kg:TopTopic ; skos:prefLabel "defence"@en .
topic:radar a skos:Concept ; skos:prefLabel "radar"@en ; skos:broader topic:defence ; kg:trigger "radar*"@aa .
type:CONSULT a kg:EventType . mode:call a kg:EventMode ; skos:broader type:CONSULT .
frame:call-aa a kg:Frame ; kg:mode mode:call ; kg:verb "rang … up"@aa ;
    kg:mark "with=agent" , "in front of=target" .
"""

Write = Callable[..., Lexicon]


@pytest.fixture
def load(tmp_path: Path) -> Write:
    """Write a small ontology, with more blocks behind it, and load it."""

    def _load(more: str = "") -> Lexicon:
        folder = tmp_path / "lexicon" / "entities"
        folder.mkdir(parents=True)
        (folder / "small.ttl").write_text(f"{PREFIXES}\n{SMALL}\n{more}\n", "utf-8")
        return load_lexicon(tmp_path)

    return _load


def entity_words(lexicon: Lexicon, code: str, text: str) -> set[EntityWord]:
    """Return the aliases found in a text."""
    return {m.value for m in lexicon.matcher(code).find(TOKEN.findall(text)) if m.kind == "entity"}


def test_entity(load: Write) -> None:
    """An entity has its English name, its Wikidata number and its country."""
    found = load().entities
    ana, court = found["person/ana-sol"], found["organisation/court"]
    assert (ana.canonical, ana.wikidata, ana.country) == ("Ana Sol", "Q1", "AAA")
    assert (court.kind, court.wikidata, court.country) == ("organisation", None, "AAA")
    assert found["country/AAA"].country == "AAA"


@pytest.mark.parametrize(
    ("code", "text", "alias"),
    [
        ("aa", "Anna Sohl", "name"),
        ("aa", "Anna Sohls", "name"),
        ("aa", "Ana Sol", "name"),
        ("aa", "Sohl", "surname"),
        ("aa", "Solle", "surname"),
        ("bb", "Ana Sol", "name"),
        ("bb", "Solle", "surname"),
        ("bb", "Sohl", None),
        ("bb", "Anna Sohl", None),
    ],
)
def test_names_of_a_language(load: Write, code: str, text: str, alias: str | None) -> None:
    """A language knows its own names, those of its fallback and the English label, with its endings."""
    found = {word.alias for word in entity_words(load(), code, text) if word.ref == "person/ana-sol"}
    assert alias in found if alias else not found


def test_demonyms_are_not_borrowed(load: Write) -> None:
    """Fallback languages lend names, not words of their grammar."""
    lexicon = load()
    assert entity_words(lexicon, "aa", "Alander") == {EntityWord("country/AAA", "demonym")}
    assert entity_words(lexicon, "aa", "Alandais") == set()


@pytest.mark.parametrize(
    ("office", "day", "people"),
    [
        ("office/president", date(2024, 5, 19), ["person/ana-sol"]),
        ("office/president", date(2024, 5, 20), ["person/ben-mar"]),
        ("office/president", date(2019, 5, 19), []),
        ("office/head-of-state", date(2025, 7, 4), ["person/ben-mar"]),
        ("office/judge", date(2025, 7, 4), []),
        ("office/president", None, ["person/ana-sol", "person/ben-mar"]),
    ],
)
def test_holders_by_date(load: Write, office: str, day: date | None, people: list[str]) -> None:
    """A day finds who held an office, or a narrower one; without a day all holders are returned."""
    assert [t.person for t in load().holders_of(office, "country/AAA", day)] == people


def test_office_tree(load: Write) -> None:
    """An office knows all broader ones and inherits the kind of person from them."""
    offices = load().offices
    assert offices["office/president"].ancestors == ("office/head-of-state",)
    assert offices["office/president"].person_kind == "politician"
    assert offices["office/chief-judge"].person_kind == "official"


def test_circle_of_offices_ends(load: Write) -> None:
    """Offices that are broader than each other do not hang the loader."""
    lexicon = load(
        "office:x a kg:Office ; skos:broader office:y . office:y a kg:Office ; skos:broader office:x ."
    )
    assert set(lexicon.offices["office/x"].ancestors) == {"office/x", "office/y"}


def test_a_mode_may_belong_to_a_wider_mode(load: Write) -> None:
    """A summit is a meeting, and that of CONSULT: its frames have the type at the top."""
    frame = load(
        "mode:meeting a kg:EventMode ; skos:broader type:CONSULT . "
        "mode:summit a kg:EventMode ; skos:broader mode:meeting . "
        'frame:summit-aa a kg:Frame ; kg:mode mode:summit ; kg:noun "gipf*"@aa .'
    ).frames["frame/summit-aa"]
    assert (frame.type, frame.mode) == ("CONSULT", "summit")


def test_a_circle_of_modes_belongs_to_no_type(load: Write) -> None:
    """It is said, not followed for ever."""
    with pytest.raises(OntologyError, match="belongs to no event type"):
        load(
            "mode:a a kg:EventMode ; skos:broader mode:b . mode:b a kg:EventMode ; skos:broader mode:a . "
            'frame:x-aa a kg:Frame ; kg:mode mode:a ; kg:noun "gipf*"@aa .'
        )


def test_topic_belongs_to_a_top_topic(load: Write) -> None:
    """A narrower topic counts for the top topic above it."""
    topics = load().topics
    assert topics["topic/radar"].top == topics["topic/defence"].top == "topic/defence"


def test_frame(load: Write) -> None:
    """A frame gets its type from its mode, and its marks in lower case."""
    frame = load().frames["frame/call-aa"]
    assert (frame.type, frame.mode, frame.valency) == ("CONSULT", "call", "directed")
    assert frame.marks == {"with": "agent", "in front of": "target"}


def test_parts_of_a_pattern_find_each_other(load: Write) -> None:
    """The parts of `rang … up` carry one number and their places."""
    words = [m.value for m in load().matcher("aa").find(["Ana", "rang", "Ben", "up"]) if m.kind == "frame"]
    assert all(isinstance(word, FrameWord) for word in words)
    assert len({word.pattern for word in words}) == 1
    assert [(word.index, word.total) for word in words] == [(0, 2), (1, 2)]


def test_prepositions_are_the_single_words_of_marks(load: Write) -> None:
    """Marks of several words are no prepositions."""
    assert load().prepositions("aa") == {"with"}


def test_language(load: Write) -> None:
    """Grammar is read in lower case, alternatives apart."""
    language = load().languages["aa"]
    assert language.months == {"july": 7, "jul": 7}
    assert language.numbers == {"two": 2.0}
    assert language.name_endings == (("s", ""),)
    assert language.is_("stopWord", "The")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            'tenure:x a kg:Tenure ; kg:start "2025-02-30" .',
            r"tenure/x: '2025-02-30' is not a date; write it as",
        ),
        (
            'frame:x a kg:Frame ; kg:mode mode:call ; kg:mark "with=partner" .',
            r"frame/x: kg:mark .* roles: agent, ",
        ),
        (
            'frame:x a kg:Frame ; kg:mode mode:call ; kg:mark "with" .',
            r"frame/x: kg:mark .* preposition=role",
        ),
        ('frame:x a kg:Frame ; kg:verb "rang"@aa .', r"frame/x: no kg:mode; add the event mode"),
        (
            "frame:x a kg:Frame ; kg:mode mode:lost .",
            r"frame/x: .* belongs to no event type; add skos:broader",
        ),
        ("frame:x a kg:Frame ; kg:mode type:LOST .", r"frame/x: .* belongs to no event type"),
        (
            'frame:x a kg:Frame ; kg:mode mode:call ; kg:valency "both" .',
            r"frame/x: kg:valency .* one of directed",
        ),
        (
            'frame:x a kg:Frame ; kg:mode mode:call ; kg:priority "high" .',
            r"frame/x: kg:priority .* whole number",
        ),
        (
            'language:x a kg:Language ; kg:quotePair "“" .',
            r"language/x: kg:quotePair .* separated by a space",
        ),
        ('language:x a kg:Language ; kg:number "two=zwei" .', r"language/x: 'zwei' must be a number"),
    ],
)
def test_fault_names_file_line_and_remedy(load: Write, more: str, message: str) -> None:
    """What may not be said is an OntologyError with file, line, block and what to do."""
    with pytest.raises(OntologyError, match=rf"small\.ttl:\d+: {message}"):
        load(more)


def test_broken_turtle_names_the_file(load: Write) -> None:
    """Turtle that does not parse is reported with its file and line."""
    with pytest.raises(OntologyError, match=r"small\.ttl: not valid Turtle: .*line \d+"):
        load('person:x skos:prefLabel "unfinished"@en')


def test_folder_without_lexicon_is_refused(tmp_path: Path) -> None:
    """A folder that holds no lexicon is an error, not an empty lexicon."""
    with pytest.raises(OntologyError, match="holds no lexicon"):
        load_lexicon(tmp_path)


def test_version_follows_the_bytes_of_the_files(tmp_path: Path) -> None:
    """Two ontologies with the same bytes have the same version, others do not."""
    versions = []
    for name, more in (("one", ""), ("two", ""), ("three", "# changed\n")):
        folder = tmp_path / name / "lexicon"
        folder.mkdir(parents=True)
        (folder / "small.ttl").write_text(f"{PREFIXES}\n{SMALL}\n{more}", "utf-8")
        versions.append(load_lexicon(tmp_path / name).version)
    assert versions[0] == versions[1] != versions[2]
