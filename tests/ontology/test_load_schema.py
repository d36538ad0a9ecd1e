"""The schema as records, and as it is used: domain, range and place of every term hold in data."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import OntologyError
from kg.ontology import ontology_folder
from kg.ontology.schema import Schema, Term, load_schema
from kg.store import Store
from kg.vocab import GRAPH_BASE, KG, RDF, SCHEMA


@pytest.fixture(scope="module")
def schema() -> Schema:
    """The schema that ships with kg."""
    return load_schema()


@pytest.fixture(scope="module")
def terms(schema: Schema) -> dict[str, Term]:
    """All terms by IRI."""
    return {term.iri: term for topic in schema.topics for term in topic.terms}


def test_every_term_is_loaded_once(schema: Schema, terms: dict[str, Term]) -> None:
    """Classes, properties and datatypes are all there, each in one topic."""
    assert set(terms) == {KG[name] for name in KG}
    assert sum(len(topic.terms) for topic in schema.topics) == len(terms)
    assert {term.kind for term in terms.values()} == {"class", "property", "datatype"}


def test_a_term_knows_what_it_refers_to(terms: dict[str, Term]) -> None:
    """Parents, domain, range, values and the type that implies it stand in the record."""
    agent, status, consulted = (terms[KG[name]] for name in ("agent", "status", "consulted"))
    assert KG.Event in agent.domain
    assert SCHEMA.Person in agent.range
    assert "denied" in status.values
    assert consulted.symmetric
    assert consulted.sign == "0"
    assert [iri.rpartition("/")[2] for iri in consulted.implied_by] == ["CONSULT"]


def test_mappings_keep_their_reasons(schema: Schema) -> None:
    """The mappings read line by line are the statements of the file, and each says why."""
    path = ontology_folder() / "schema/alignment.ttl"
    quads = ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    said = {(q.subject.value, q.predicate.value, q.object.value) for q in quads}  # type: ignore[union-attr]
    assert {(m.term, m.relation, m.target) for m in schema.mappings} == said
    assert all(m.why for m in schema.mappings)


def test_statements_are_all_files_together(schema: Schema) -> None:
    """Nothing of any file is left out."""
    wanted = set()
    for path in (ontology_folder() / "schema").glob("*.ttl"):
        quads = ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
        wanted |= {(str(q.subject), str(q.predicate), str(q.object)) for q in quads}
    assert set(schema.statements) == wanted


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A folder without the schema is refused, with the name of what is missing."""
    with pytest.raises(OntologyError, match=r"alignment\.ttl is missing"):
        load_schema(tmp_path)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    """A file that is no Turtle is named."""
    (tmp_path / "schema").mkdir()
    for name in ("alignment", "ontology"):
        (tmp_path / "schema" / f"{name}.ttl").write_text("no turtle")
    with pytest.raises(OntologyError, match=r"alignment\.ttl: not valid Turtle"):
        load_schema(tmp_path)


# the schema beside data --------------------------------------------------------------------


def classes_of(engine: ox.Store, terms: dict[str, Term]) -> dict[str, set[str]]:
    """Return the classes of every thing, those above them included."""
    found: dict[str, set[str]] = {}
    for quad in engine.quads_for_pattern(None, ox.NamedNode(RDF.type), None):
        todo, names = [quad.object.value], found.setdefault(quad.subject.value, set())
        while todo:
            name = todo.pop()
            names.add(name)
            todo += terms[name].parents if name in terms else ()
    return found


def test_domain_and_range_are_those_of_the_data(example_store: Path, terms: dict[str, Term]) -> None:
    """Whatever has a property of ours is in its domain, and the value is in its range."""
    wrong = set()
    with Store.open(example_store) as store:
        classes = classes_of(store.engine, terms)
        for term in terms.values():
            for quad in store.engine.quads_for_pattern(None, ox.NamedNode(term.iri), None):
                value = quad.object
                kinds = classes[value.value] if isinstance(value, ox.NamedNode) else {value.datatype.value}
                if term.kind != "property" or not classes[quad.subject.value] & set(term.domain):
                    wrong.add((term.name, "domain", *sorted(classes[quad.subject.value])))
                if not kinds & set(term.range):
                    wrong.add((term.name, "range", *sorted(kinds)))
    assert wrong == set()


def test_terms_stand_where_the_schema_says(example_store: Path, terms: dict[str, Term]) -> None:
    """A term found in a graph of the example store has that graph in kg:foundIn."""
    found: set[tuple[str, str]] = set()
    with Store.open(example_store) as store:
        for quad in store.quads():
            place = quad.graph_name.value.removeprefix(GRAPH_BASE).partition("/")[0]
            found.add((quad.predicate.value, place))
            if isinstance(quad.object, ox.NamedNode):
                found.add((quad.object.value, place))
    own = {(iri, place) for iri, place in found if iri in terms}
    assert len(own) > 80
    assert {(iri, place) for iri, place in own if place not in terms[iri].found_in} == set()


def test_terms_of_the_lexicon_are_those_that_say_so(terms: dict[str, Term]) -> None:
    """A term says that it stands in the lexicon exactly when it does."""
    found = set()
    for path in (ontology_folder() / "lexicon").rglob("*.ttl"):
        for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE):
            found.add(quad.predicate.value)
            value = quad.object
            found.add(value.datatype.value if isinstance(value, ox.Literal) else value.value)
    assert found & set(terms) == {iri for iri, term in terms.items() if "lexicon" in term.found_in}
