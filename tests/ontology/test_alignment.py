"""Mappings to other vocabularies: what is named exists, and every line says why."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import namespace

from kg.graph.ties import RELATIONS
from kg.ontology import load_lexicon, ontology_folder
from kg.vocab import DEFAULT_BASE, KG, NAMESPACES, RDF, SKOS

FILE = ontology_folder() / "schema" / "alignment.ttl"
TEXT = FILE.read_text("utf-8")
RELATION = {
    "http://www.w3.org/2000/01/rdf-schema#subClassOf", "http://www.w3.org/2000/01/rdf-schema#subPropertyOf",
    *(SKOS[name] for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")),
}  # fmt: skip
#: What is mapped to in vocabularies of which rdflib has no closed namespace, looked up in their own files.
OTHERS = {
    "https://schema.followthemoney.tech/#": "Event Event:involved LegalEntity Person Person:lastName Mention "
    "Position Occupancy Thing:country Document:contentHash Interval:startDate Interval:endDate",
    "http://linkedevents.org/ontology/": "Event involvedAgent",
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#": "Annotation OffsetBasedString "
    "confidence sentence",
    "http://www.w3.org/2005/11/its/rdf#": "taConfidence taAnnotatorsRef",
    "http://www.w3.org/ns/opengov#": "Speech",
    "http://www.w3.org/ns/person#": "Person",
    "http://xmlns.com/foaf/0.1/": "Group",
}
CLOSED = {
    str(space): space
    for space in (
        namespace.SDO,
        namespace.ORG,
        namespace.PROV,
        namespace.SKOS,
        namespace.DCTERMS,
        namespace.RDF,
    )
}
CODES = ("https://w3id.org/newskg/plover#", "https://w3id.org/newskg/cameo#")
QUADS = list(ox.parse(FILE.read_bytes(), format=ox.RdfFormat.TURTLE))
TYPES = f"{DEFAULT_BASE}type/"


def schema_subjects() -> set[str]:
    """Return what the other files of the schema declare."""
    found = set()
    for path in FILE.parent.glob("*.ttl"):
        if path != FILE:
            quads = ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
            found |= {q.subject.value for q in quads if q.predicate.value == RDF.type}
    return found


def mapped(term: str, relation: str = "") -> set[str]:
    """Return what a term is mapped to."""
    return {q.object.value for q in QUADS if q.subject.value == term and relation in q.predicate.value}


def is_known(target: str) -> bool:
    """Say whether the vocabulary of a target has it."""
    for base, names in OTHERS.items():
        if target.startswith(base):
            return target.removeprefix(base) in names.split()
    for base, space in CLOSED.items():
        if target.startswith(base):
            return rdflib.URIRef(target) in space
    return any(target.startswith(s.base) and target.removeprefix(s.base) in s for s in NAMESPACES.values())


def test_only_own_terms_and_event_types_are_mapped() -> None:
    """Every subject is a term of kg: that the schema declares, or an event type of the lexicon."""
    declared = schema_subjects() | {f"{TYPES}{kind}" for kind in load_lexicon().types}
    assert {q.subject.value for q in QUADS} <= declared
    assert {q.predicate.value for q in QUADS} <= RELATION


def test_every_target_exists() -> None:
    """What is mapped to is a term of a vocabulary we know, or a code that coding.ttl declares."""
    codes = {iri for iri in schema_subjects() if iri.startswith(CODES)}
    targets = {q.object.value for q in QUADS}
    assert {t for t in targets if not (t in codes or is_known(t))} == set()
    assert codes - targets == {f"{CODES[1]}01", f"{CODES[1]}02"}  # no type of PLOVER holds them


def test_no_looked_up_term_is_left_over() -> None:
    """Every term that was looked up is mapped to."""
    targets = {q.object.value for q in QUADS}
    assert {base + name for base, names in OTHERS.items() for name in names.split()} <= targets


def test_every_mapping_says_why() -> None:
    """Each line of mappings ends with a comment."""
    lines = [line for line in TEXT.splitlines() if re.match(r"    (skos|rdfs):", line)]
    assert len(lines) > 60
    assert [line for line in lines if not re.search(r"[;.] # \S.*\w$", line)] == []


def test_blocks_are_sorted() -> None:
    """Classes, properties and types each stand in the order of the alphabet."""
    for pattern in (r"^(kg:[A-Z]\w*)$", r"^(kg:[a-z]\w*)$", r"^(type:\w+)$"):
        names = re.findall(pattern, TEXT, re.M)
        assert names == sorted(set(names))


@pytest.mark.parametrize("kind", sorted(RELATIONS))
def test_every_event_type_is_mapped(kind: str) -> None:
    """Sixteen types are PLOVER's, with the roots of CAMEO that the lexicon notes; OFFICE is ours."""
    me = TYPES + kind
    plover = {f"{CODES[0]}{kind}"} if kind != "OFFICE" else set()
    assert mapped(me, "exactMatch") == plover
    noted = {code for code, _ in load_lexicon().blocks[f"type/{kind}"].get(SKOS.notation, ())}
    assert {iri.removeprefix(CODES[1]) for iri in mapped(me) if iri.startswith(CODES[1])} == noted
    assert mapped(me)


def test_the_relation_to_cameo_follows_the_counts() -> None:
    """A type of several roots is wider than each, two types of one root are narrower, one to one is close."""
    types: dict[str, set[str]] = {}
    for q in QUADS:
        if q.object.value.startswith(CODES[1]):
            types.setdefault(q.object.value, set()).add(q.subject.value)
    for q in QUADS:
        if q.object.value.startswith(CODES[1]):
            several = len({c for c in mapped(q.subject.value) if c.startswith(CODES[1])}) > 1
            shared = len(types[q.object.value]) > 1
            assert (
                q.predicate.value
                == SKOS["narrowMatch" if several else "broadMatch" if shared else "closeMatch"]
            )


@pytest.mark.parametrize(
    "name",
    [
        "Event",
        "Quotation",
        "Mention",
        "Office",
        "Tenure",
        "Leader",
        "Group",
        "RelationEdge",
        "agent",
        "target",
    ],
)
def test_what_articles_say_is_mapped(name: str) -> None:
    """The classes that people convert, and the roles, have a counterpart elsewhere."""
    assert mapped(KG[name])
