"""SHACL: what the shapes below `shapes/` say of the lexicon.  Needs the extra `shacl`.  *I/O*"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import OntologyError
from kg.proofreading.faults import Fault
from kg.proofreading.files import to_key

if TYPE_CHECKING:
    from rdflib import Graph

#: Folders of the lexicon; each has a file of shapes.
FOLDERS = ("entities", "topics", "events", "cues", "languages")
_SH = "http://www.w3.org/ns/shacl#"


def can_check_shapes() -> bool:
    """Say whether pyshacl is installed."""
    return find_spec("pyshacl") is not None


def check_shapes(folder: Path, name: str) -> list[Fault]:
    """Return what the shapes of one folder of the lexicon find in it."""
    from rdflib import Graph

    # Days that do not exist are faults to report; rdflib need not tell of them too.
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    data = Graph()
    for path in sorted((folder / "lexicon" / name).rglob("*.ttl")):
        data.parse(path)
    return [Fault(*found) for found in messages(data, shapes(folder, name))]


@cache
def shapes(folder: Path, *names: str) -> Graph:
    """Read files of shapes into one graph.  Raises OntologyError when one is not there."""
    from rdflib import Graph

    graph = Graph()
    for name in names:
        path = folder / "shapes" / f"{name}.ttl"
        if not path.is_file():
            raise OntologyError(f"{path}: there is no such file of shapes; copy it from the ontology of kg")
        graph.parse(path)
    return graph


class ShapeResult(NamedTuple):
    """What a shape found: the node it looked at, what to do, and the value and property it is about.

    Node, value and path are terms of rdflib; the last two may be None.  A warning (`grave` is False) may be
    meant so, and deserves a look.
    """

    node: Any
    message: str
    value: Any
    path: Any
    grave: bool


def results(data: Graph, shape_graph: Graph) -> list[ShapeResult]:
    """Validate and return what the shapes find, in order."""
    from pyshacl import validate
    from rdflib import URIRef

    _, report, _ = validate(data, shacl_graph=shape_graph, advanced=False, inplace=True)
    found = []
    said: Iterable[tuple[Any, Any]] = report.subject_objects(URIRef(f"{_SH}resultMessage"))
    for result, message in said:
        node, value, path, severity = (
            report.value(result, URIRef(f"{_SH}{name}"))
            for name in ("focusNode", "value", "resultPath", "resultSeverity")
        )
        found.append(ShapeResult(node, str(message), value, path, str(severity) == f"{_SH}Violation"))
    return sorted(found, key=lambda r: (str(r.node), r.message, str(r.value), str(r.path)))


def messages(data: Graph, shape_graph: Graph) -> list[tuple[str, str]]:
    """Validate and return key and message of every fault, in order."""
    return sorted(
        (to_key(str(node)), message if value is None else f"{message} It says {to_key(str(value))}.")
        for node, message, value, *_ in results(data, shape_graph)
    )
