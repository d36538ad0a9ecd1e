"""SHACL: every shape has a passing and a failing example, and the lexicon conforms."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from kg.across import digest
from kg.graph import Report, Tie, article_graph, edge_lines, reference_graph
from kg.model import Document
from kg.ontology import Lexicon, ontology_folder
from kg.proofreading import shapes as proofreading

SH = Namespace("http://www.w3.org/ns/shacl#")
SHAPE = "https://w3id.org/newskg/shape/"
FOLDER = ontology_folder()
LEXICON = proofreading.FOLDERS
EXAMPLES = sorted((FOLDER / "tests").rglob("*.ttl"))


@pytest.fixture(autouse=True)
def quiet() -> None:
    """Days that do not exist are what some examples are about; rdflib need not tell."""
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)


def shapes(*names: str) -> Graph:
    """Read shapes files into one graph."""
    return proofreading.shapes(FOLDER, *names)


def shape_names(*names: str) -> set[str]:
    """Return the names of the shapes in some files."""
    graph = shapes(*names)
    found = {*graph.subjects(RDF.type, SH.NodeShape), *graph.subjects(RDF.type, SH.PropertyShape)}
    return {str(iri).removeprefix(SHAPE) for iri in found if str(iri).startswith(SHAPE)}


def messages(data: Graph, shape_graph: Graph) -> list[str]:
    """Validate and return the messages, each with the key it speaks of."""
    return [f"{message} [{key}]" for key, message in proofreading.messages(data, shape_graph)]


def shapes_for(path: Path) -> Graph:
    """Return the shapes that an example is written for: those of the lexicon, or of the data graph."""
    return shapes("graph") if path.parent.name in shape_names("graph") else shapes(*LEXICON)


def test_every_shape_has_a_passing_and_a_failing_example() -> None:
    """The folders below tests/valid and tests/invalid are named after the shapes."""
    names = shape_names(*LEXICON, "graph")
    for kind in ("valid", "invalid"):
        assert {path.parent.name for path in EXAMPLES if path.parts[-3] == kind} == names


def test_every_lexicon_folder_has_shapes() -> None:
    """One file of shapes per folder of the lexicon."""
    assert {folder.name for folder in (FOLDER / "lexicon").iterdir()} == set(LEXICON)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: "/".join(p.parts[-3:]))
def test_example(path: Path) -> None:
    """A valid example conforms; an invalid one gives the message named in its first line, and no other."""
    found = messages(Graph().parse(path), shapes_for(path))
    expected = path.read_text("utf-8").splitlines()[0].removeprefix("# ")
    if expected == "Conforms.":
        assert found == []
    else:
        assert found
        assert all(message.startswith(expected.removeprefix("Expect: ")) for message in found)


def test_every_message_tells_what_to_do() -> None:
    """A message begins with what an editor is to do, and every constraint has one."""
    graph = shapes(*LEXICON, "graph")
    verbs = {"Add", "Give", "Write", "Let", "Check", "Say", "Remove", "Name", "Repeat"}
    for message in graph.objects(None, SH.message):
        assert str(message).split()[0] in verbs, message
        assert str(message).endswith("."), message
    silent = {node for node in graph.subjects(SH.path, None) if not list(graph.objects(node, SH.message))}
    alternatives = {node for choice in graph.objects(None, SH["or"]) for node in graph.items(choice)}
    assert silent <= alternatives  # their shape has the message


@pytest.mark.parametrize("folder", LEXICON)
def test_lexicon_conforms(folder: str) -> None:
    """Every folder of the lexicon is as its shapes say."""
    found = proofreading.check_shapes(FOLDER, folder)
    assert not found, f"{len(found)} faults\n" + "\n".join(map(str, found[:50]))


@pytest.fixture(scope="module")
def data(read: Callable[..., Document], lexicon: Lexicon) -> str:
    """The graph of one article with its ties and its part of the reference graph, as N-Triples."""
    document = read(
        "Selenskyj und Trump haben am Freitag 40 Minuten lang telefoniert. „Das Gespräch war sehr gut“, "
        "sagte der ukrainische Präsident. Er dankte Trump für die Hilfe bei der Luftverteidigung.\n\n"
        "Lesen Sie auch: Was der Kreml plant",
        title="Selenskyj telefoniert mit Trump",
    )
    found = digest(document, lexicon)
    lines = [*article_graph(document, lexicon).lines, *reference_graph(found.uses, lexicon).lines]
    for tie in found.ties:
        lines += edge_lines(Tie(tie.subject, tie.relation, tie.object), [_report(tie)])
    return "".join(f"{line} .\n" for line in lines)


def _report(tie: Tie) -> Report:
    return Report(tie.evidence, tie.date, tie.sign, "article/a")


def test_data_graph_conforms(data: str) -> None:
    """What kg writes of an article is as the shapes of the data graph say."""
    assert messages(Graph().parse(data=data, format="nt"), shapes("graph")) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("oa#hasBody>", "oa#hasBodies>", "Add oa:hasBody"),
        ("oa#hasSource>", "oa#hasSources>", "Add oa:hasSource"),
        ("oa#end>", "oa#ends>", "Write oa:end once"),
        ("gaf#denotedBy>", "gaf#denoted>", "Add gaf:denotedBy"),
        ("ns#rule>", "ns#rules>", "Add kg:rule"),
        ("schema.org/headline>", "schema.org/title>", "Give the article one schema:headline"),
        ("2009/11/sem/eventType>", "2009/11/sem/type>", "Add sem:eventType"),
        ("2009/11/sem/hasActor>", "2009/11/sem/actor>", "Repeat every kg:agent"),
        ("ns#directness>", "ns#direct>", "Add kg:directness"),
        ("ns#skippedBecause>", "ns#because>", "Add kg:skippedBecause"),
        ("ns#evidence>", "ns#proof>", "Add kg:evidence"),
        ("ns#sign>", "ns#signs>", "Add kg:sign"),
        ("ns#consulted> <", "ns#met> <", "Add the plain statement"),
        ('ns#status> "happened"', 'ns#status> "maybe"', "Add kg:status"),
        ('"2025-07-04"^^', '"2025-02-30"^^', "Write sem:hasTimeStamp"),
        ("org#member>", "org#members>", "Add org:member"),
        ("schema.org/isPartOf>", "schema.org/partOf>", "Add schema:isPartOf"),
        ("prov#wasDerivedFrom>", "prov#derived>", "Add prov:wasDerivedFrom"),
    ],
)
def test_damage_to_the_data_graph_is_found(old: str, new: str, message: str, data: str) -> None:
    """Whatever is taken out of a graph or spoilt in it, a shape says so."""
    assert old in data
    found = messages(Graph().parse(data=data.replace(old, new), format="nt"), shapes("graph"))
    assert any(text.startswith(message) for text in found), found


def test_the_shapes_know_every_event_type(lexicon: Lexicon) -> None:
    """The pattern for sem:eventType lists the types of the lexicon, and no other."""
    patterns = [str(pattern) for pattern in shapes("graph").objects(None, SH.pattern) if "/type/(" in pattern]
    assert [set(p.partition("(")[2].rstrip(")$").split("|")) for p in patterns] == [set(lexicon.types)]


@pytest.mark.parametrize(
    "name", ["status", "stance", "part", "directness", "dateSource", "datePrecision", "property"]
)
def test_the_shapes_allow_what_the_schema_allows(name: str) -> None:
    """Where both list the values of a property, the lists are one."""
    from kg.ontology.schema import load_schema
    from kg.vocab import KG

    allowed = {term.iri: set(term.values) for topic in load_schema().topics for term in topic.terms}
    graph = shapes("graph")
    lists = [
        {str(value) for value in graph.items(values)}
        for shape in graph.subjects(SH.path, URIRef(KG[name]))
        for values in graph.objects(shape, SH["in"])
    ]
    assert lists
    assert all(values == allowed[KG[name]] for values in lists), (lists, allowed[KG[name]])
