"""Terms in use: every one is declared by us or published, and every one of ours is used."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import namespace

import kg
from kg.checking import ARTICLES
from kg.graph.ties import RELATIONS
from kg.ontology import ontology_folder
from kg.store import Store
from kg.vocab import DEFAULT_BASE, GRAPH_BASE, KG, NAMESPACES, VOCABULARIES, WD, XSD

FOLDER = ontology_folder()
#: Vocabularies whose terms rdflib holds as closed namespaces.  It has none of SEM, GAF and Web Annotation:
#: for those the sets in kg/vocab.py are the closed ones.
PUBLISHED = {
    "rdf": namespace.RDF, "rdfs": namespace.RDFS, "owl": namespace.OWL, "xsd": namespace.XSD,
    "skos": namespace.SKOS, "schema": namespace.SDO, "org": namespace.ORG, "prov": namespace.PROV,
    "dcterms": namespace.DCTERMS, "time": namespace.TIME, "void": namespace.VOID, "sh": namespace.SH,
}  # fmt: skip
OURS = (DEFAULT_BASE, GRAPH_BASE, "https://w3id.org/newskg/")
LEXICON = sorted((FOLDER / "lexicon").rglob("*.ttl"))
SCHEMA = [p for p in sorted((FOLDER / "schema").glob("*.ttl")) if p.stem != "alignment"]
SHAPES = [*sorted((FOLDER / "shapes").glob("*.ttl")), *sorted((FOLDER / "tests/valid").rglob("*.ttl"))]
TYPE = ox.NamedNode(namespace.RDF.type)


def terms_in(quads: Iterator[ox.Quad]) -> set[str]:
    """Return properties, classes and datatypes."""
    found = set()
    for quad in quads:
        found.add(quad.predicate.value)
        if quad.predicate == TYPE:
            assert isinstance(quad.object, ox.NamedNode)
            found.add(quad.object.value)
        elif isinstance(quad.object, ox.Literal):
            found.add(quad.object.datatype.value)
    return found


def exists(term: str) -> bool:
    """Say whether a vocabulary has a term."""
    for space in PUBLISHED.values():
        base = str(space)
        if term.startswith(base):
            return rdflib.URIRef(term) in space
    return any(term.startswith(s.base) and term.removeprefix(s.base) in s for s in NAMESPACES.values())


@pytest.fixture(scope="module")
def data(example_store: Path) -> set[str]:
    """Every property, class and datatype in the example store."""
    with Store.open(example_store) as store:
        return terms_in(store.quads())


@pytest.mark.parametrize("prefix", [p for p in PUBLISHED if p in NAMESPACES])
def test_the_terms_of_the_program_are_published(prefix: str) -> None:
    """Whatever kg/vocab.py lists of a published vocabulary is in that vocabulary."""
    space = NAMESPACES[prefix]
    assert space.base == str(PUBLISHED[prefix])
    assert [name for name in space if rdflib.URIRef(space.base + name) not in PUBLISHED[prefix]] == []


def test_every_term_in_data_exists(data: set[str]) -> None:
    """No property, class or datatype of the example store is unknown to its vocabulary."""
    assert len(data) > 100
    assert {term for term in data if not exists(term)} == set()


@pytest.mark.parametrize("path", [*LEXICON, *SCHEMA, *SHAPES], ids=lambda p: "/".join(p.parts[-3:]))
def test_every_term_in_the_ontology_exists(path: Path) -> None:
    """No file of the ontology uses a term that its vocabulary does not have."""
    used = terms_in(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE))
    assert {term for term in used if not exists(term)} == set()


def test_every_class_and_property_that_a_schema_names_exists() -> None:
    """Domains, ranges and superclasses are terms that exist, things of ours, or schemes."""
    named = set()
    for path in SCHEMA:
        for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE):
            if isinstance(quad.object, ox.NamedNode) and "seeAlso" not in quad.predicate.value:
                named.add(quad.object.value)
    known = ("https://creativecommons.org/", WD, *OURS)
    assert {
        t for t in named if not (exists(t) or (t.startswith(known) and not t.startswith(KG.base)))
    } == set()


def test_every_own_term_is_used(data: set[str]) -> None:
    """A term of ours stands in data, lexicon or the schema of another term, or is written by the program."""
    used = set(data)
    for path in [*LEXICON, *SCHEMA]:
        quads = list(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE))
        used |= {quad.predicate.value for quad in quads}
        used |= {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}
        used |= {quad.object.datatype.value for quad in quads if isinstance(quad.object, ox.Literal)}
    code = "\n".join(path.read_text("utf-8") for path in Path(kg.__file__).parent.rglob("*.py"))
    used |= {KG.base + name for name in re.findall(r"\bKG\.(\w+)", code)}
    used |= {KG[relation] for relation, _ in RELATIONS.values()}
    used |= {KG[role] for role in ("agent", "target", "mediator")}
    assert {KG[name] for name in KG} - used == set()


def test_schema_org_is_written_with_https(example_store: Path) -> None:
    """Neither data nor ontology has a term of http://schema.org/."""
    with Store.open(example_store) as store:
        assert not [quad for quad in store.quads() if "<http://schema.org/" in str(quad)]
    files = [*FOLDER.rglob("*.ttl"), *FOLDER.rglob("*.jsonld")]
    assert not [path.name for path in files if "http://schema.org" in path.read_text("utf-8")]


# the JSON-LD context -----------------------------------------------------------------------


def context() -> dict[str, object]:
    """Return the context that data in JSON-LD are written with."""
    found: dict[str, object] = json.loads((FOLDER / "context.jsonld").read_text("utf-8"))["@context"]
    return found


def short(iri: str) -> str:
    """Write a term with the prefix of its vocabulary."""
    prefix = max(
        (p for p, base in VOCABULARIES.items() if iri.startswith(base)), key=lambda p: len(VOCABULARIES[p])
    )
    return f"{prefix}:{iri.removeprefix(VOCABULARIES[prefix])}"


def test_the_context_types_every_property_of_the_data(example_store: Path) -> None:
    """Each property has an entry, and where all values are links or of one datatype, it says so."""
    kinds: dict[str, set[str]] = {}
    with Store.open(example_store) as store:
        for quad in store.quads():
            value = quad.object
            kind = (
                "@id"
                if isinstance(value, ox.NamedNode)
                else "text"
                if value.language
                else value.datatype.value
            )
            kinds.setdefault(quad.predicate.value, set()).add(kind)
    entries = context()
    del kinds[TYPE.value]
    assert {short(p) for p in kinds} - set(entries) == set()
    for path, found in kinds.items():
        entry = entries[short(path)]
        assert isinstance(entry, dict)
        if len(found) == 1 and not found & {"text", XSD.string} and short(path) != "kg:claimed":
            kind = found.pop()
            assert entry.get("@type") == (kind if kind == "@id" else short(kind)), path


def test_every_entry_of_the_context_is_a_term_that_exists() -> None:
    """The context gives no type to a property that its vocabulary does not have."""
    names = [name for name in context() if ":" in name]
    assert {n for n in names if not exists(VOCABULARIES[n.partition(":")[0]] + n.partition(":")[2])} == set()


def test_an_article_in_json_ld_says_the_same(example_store: Path) -> None:
    """An article graph, compacted with the context and expanded by another library, is the same triples."""
    with Store.open(example_store) as store:
        graph = ARTICLES + store.ledger.hashes()[0]
        wanted = {quad.triple for quad in store.quads(graph)}
    lines = "".join(f"{triple} .\n" for triple in wanted)
    compact = (
        rdflib.Graph()
        .parse(data=lines, format="nt")
        .serialize(format="json-ld", context=context(), auto_compact=True)
    )
    document = json.loads(compact)
    document["@context"] = context()  # inlined, so that nothing is fetched
    again = ox.parse(json.dumps(document).encode(), format=ox.RdfFormat.JSON_LD)
    assert {quad.triple for quad in again} == wanted
    node = next(node for node in document["@graph"] if "kg:agent" in node)
    assert "sem:hasTimeStamp" not in node or isinstance(
        node["sem:hasTimeStamp"], str
    )  # short, since the context types it
    assert "http" not in json.dumps([key for node in document["@graph"] for key in node])
