"""Violations as a SHACL validation report in Turtle: pure.

In: violations.  Out: text, piece by piece, so that a report of any length needs little memory.  Results are
named by their number; whether the store conforms stands at the end, when it is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.graph.terms import literal, node
from kg.validating.records import Violation
from kg.vocab import graph_iri

_HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix result: <urn:kg:validation:result:> .
@prefix check: <https://w3id.org/newskg/check/> .

"""
_REPORT = "<urn:kg:validation>"


def report_lines(violations: Iterable[Violation]) -> Iterator[str]:
    """Yield a sh:ValidationReport in Turtle, one result after the other."""
    yield _HEAD
    number = 0
    for number, found in enumerate(violations, start=1):
        yield _result(number, found)
    yield f"{_REPORT} a sh:ValidationReport ;\n    sh:conforms {'false' if number else 'true'} .\n"


def _result(number: int, found: Violation) -> str:
    rows = [
        "a sh:ValidationResult",
        f"sh:resultSeverity sh:{'Violation' if found.grave else 'Warning'}",
        f"sh:sourceConstraintComponent check:{found.check}",
        f"sh:resultMessage {literal(found.message, 'en')}",
    ]
    known = found.subject and not found.subject.startswith("_:")
    rows.append(f"sh:focusNode {found.subject if known else node(found.graph or graph_iri('dataset'))}")
    if found.path:
        rows.append(f"sh:resultPath {node(found.path)}")
    if found.value and not found.value.startswith("_:"):
        rows.append(f"sh:value {found.value}")
    if found.graph:
        rows.append(f"prov:wasDerivedFrom {node(found.graph)}")
    return f"result:{number} " + " ;\n    ".join(rows) + f" .\n{_REPORT} sh:result result:{number} .\n\n"
