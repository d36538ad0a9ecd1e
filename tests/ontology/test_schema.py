"""The schema: every term is declared and explained, and program, shapes and schema say the same."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.graph.ties import MUTUAL, RELATIONS, STANCES
from kg.ontology import load_lexicon, ontology_folder
from kg.ontology.assemble import VALENCIES
from kg.vocab import DEFAULT_BASE, KG, OWL, RDF, RDFS, SCHEMA, SKOS, prefixes

Values = dict[str, list[str]]
FOLDER = ontology_folder()
CLASSES = (f"{RDFS.base}Class", f"{RDFS.base}Datatype", f"{RDF.base}Property")
SEM_ACTOR = "http://semanticweb.cs.vu.nl/2009/11/sem/hasActor"


def read_schema() -> dict[str, Values]:
    """Return what the schema says, by IRI and predicate."""
    found: dict[str, Values] = defaultdict(lambda: defaultdict(list))
    for path in sorted((FOLDER / "schema").glob("*.ttl")):
        for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE):
            found[quad.subject.value][quad.predicate.value].append(quad.object.value)
    return found


SCHEMA_TERMS = read_schema()
DECLARED = {iri: block for iri, block in SCHEMA_TERMS.items() if iri.startswith(KG.base)}


def allowed(term: str) -> set[str]:
    """Return the texts that the schema allows for a property."""
    return set(DECLARED[term][KG.allowedValue])


def test_vocabulary_and_schema_hold_the_same_terms() -> None:
    """Every term of kg/vocab.py is declared in ontology/schema, and nothing else is."""
    assert {KG[name] for name in KG} == set(DECLARED)


@pytest.mark.parametrize("iri", sorted(DECLARED))
def test_term_is_explained(iri: str) -> None:
    """A term has one label, a definition, an example, and says where it is defined and what it is."""
    block = DECLARED[iri]
    assert len(block[RDFS.label]) == 1
    assert block[SKOS.definition][0].endswith(".")
    assert block[SKOS.example]
    assert block[RDFS.isDefinedBy] == ["https://w3id.org/newskg/ns"]
    assert set(block[RDF.type]) & set(CLASSES)
    if f"{RDF.base}Property" in block[RDF.type]:
        assert block[f"{SCHEMA.base}domainIncludes"]
        assert block[f"{SCHEMA.base}rangeIncludes"]


def test_a_term_is_declared_once() -> None:
    """No term stands in two files or twice in one."""
    text = "\n".join(path.read_text("utf-8") for path in (FOLDER / "schema").glob("*.ttl"))
    subjects = re.findall(r"^kg:(\w+) a ", text, re.M)
    assert sorted(subjects) == sorted(KG)


def test_roles_are_actors() -> None:
    """Whoever asks for sem:hasActor finds agents, targets and mediators."""
    for role in (KG.agent, KG.target, KG.mediator):
        assert SEM_ACTOR in DECLARED[role][RDFS.subPropertyOf]


def test_plain_relations_follow_the_event_types() -> None:
    """Schema and program agree on which event type implies which relation, and on its sign."""
    said = {
        (block[KG.impliedBy][0].rsplit("/", 1)[1], iri.removeprefix(KG.base), int(block[KG.sign][0]))
        for iri, block in DECLARED.items()
        if block[KG.impliedBy] and iri != KG.discussed
    }
    assert said == {(kind, relation, sign) for kind, (relation, sign) in RELATIONS.items()}
    assert {kind for kind, _, _ in said} == load_lexicon().types


def test_mutual_relations_are_symmetric() -> None:
    """What holds both ways is declared symmetric."""
    symmetric = {iri for iri, block in DECLARED.items() if f"{OWL.base}SymmetricProperty" in block[RDF.type]}
    assert symmetric == {KG[RELATIONS[kind][0]] for kind in MUTUAL}


def test_value_lists_are_those_of_the_program() -> None:
    """Stances and valencies that the program knows are allowed by the schema."""
    assert set(STANCES) <= allowed(KG.stance)
    assert set(VALENCIES) == allowed(KG.valency)


def test_stances_of_the_readme_are_those_of_the_schema() -> None:
    """The list of stances for editors is complete."""
    text = (FOLDER / "README.md").read_text("utf-8")
    listed = re.search(r"^Stances: (.*?)\.$", text, re.M | re.S)
    assert listed
    assert set(re.split(r",\s+", listed.group(1))) == allowed(KG.stance)


def test_terms_outside_kg_refer_to_event_types_that_exist() -> None:
    """kg:impliedBy names types of the lexicon."""
    implied = {iri for block in DECLARED.values() for iri in block[KG.impliedBy]}
    assert implied == {f"{DEFAULT_BASE}type/{kind}" for kind in load_lexicon().types}


def test_context_holds_every_prefix() -> None:
    """The JSON-LD context knows the prefixes of the program, and no term it does not declare."""
    context = json.loads((FOLDER / "context.jsonld").read_text("utf-8"))["@context"]
    assert {name: context.get(name) for name in prefixes()} == prefixes()
    own = {name.removeprefix("kg:") for name in context if name.startswith("kg:")}
    assert own <= set(KG)


def test_context_types_dates_and_links() -> None:
    """Data in JSON-LD become typed dates and links."""
    from rdflib import Graph, Literal, URIRef
    from rdflib.namespace import XSD

    context = json.loads((FOLDER / "context.jsonld").read_text("utf-8"))["@context"]
    data = {
        "@context": context,
        "id": "event:e1",
        "kg:agent": "person:ana-sol",
        "sem:hasTimeStamp": "2025-07-04",
    }
    triples = {(p, o) for _, p, o in Graph().parse(data=json.dumps(data), format="json-ld")}
    day = Literal("2025-07-04", datatype=XSD.date)
    assert (URIRef("http://semanticweb.cs.vu.nl/2009/11/sem/hasTimeStamp"), day) in triples
    assert (URIRef(KG.agent), URIRef(f"{DEFAULT_BASE}person/ana-sol")) in triples


def test_every_own_term_in_the_ontology_is_declared() -> None:
    """No file of the ontology uses a term of kg: that the schema does not know."""
    unknown = set()
    for path in sorted(Path(FOLDER).rglob("*.ttl")):
        for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE):
            named = [quad.predicate.value] + (
                [quad.object.value] if isinstance(quad.object, NamedNode) else []
            )
            unknown |= {(path.name, iri) for iri in named if iri.startswith(KG.base) and iri not in DECLARED}
    assert not unknown


def test_the_readme_lists_every_property_of_languages() -> None:
    """Whoever adds a language finds each property in ontology/README.md."""
    schema = (FOLDER / "schema/languages.ttl").read_text("utf-8")
    declared = re.findall(r"^kg:([a-z]\w*) a rdf:Property", schema, re.M)
    readme = (FOLDER / "README.md").read_text("utf-8")
    assert declared
    assert [name for name in declared if f"`kg:{name}`" not in readme] == []
