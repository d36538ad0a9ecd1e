"""SHACL: what the shapes below `shapes/` say of the lexicon.  Needs the extra `shacl`.  *I/O*"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

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


def messages(data: Graph, shape_graph: Graph) -> list[tuple[str, str]]:
    """Validate and return key and message of every fault, in order."""
    from pyshacl import validate
    from rdflib import URIRef

    _, report, _ = validate(data, shacl_graph=shape_graph, advanced=False)
    found: list[tuple[str, str]] = []
    results: Iterable[tuple[object, object]] = report.subject_objects(URIRef(f"{_SH}resultMessage"))
    for result, message in results:
        value = report.value(result, URIRef(f"{_SH}value"))
        said = f" It says {to_key(str(value))}." if value is not None else ""
        found.append((to_key(str(report.value(result, URIRef(f"{_SH}focusNode")))), f"{message}{said}"))
    return sorted(found)
