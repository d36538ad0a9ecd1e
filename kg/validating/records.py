"""What a validation found, and how much it looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: A named graph by subject and predicate; everything is a term as N-Triples write it.
Facts = Mapping[str, Mapping[str, Sequence[str]]]

#: What is checked: shapes need pySHACL, the rest is always done.
CHECKS = ("shapes", "spans", "terms", "names", "ledger")


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that is not as it must be.

    `check` is one of CHECKS, `graph` the IRI of the named graph, `subject` and `value` terms as N-Triples
    write them (or empty), `path` the IRI of the property, `message` what to do about it.  `headline` is that
    of the article, for people.  What is not `grave` is a warning: it may be meant so, and deserves a look.
    """

    check: str
    graph: str
    subject: str
    message: str
    value: str = ""
    path: str = ""
    headline: str = ""
    grave: bool = True


@dataclass(slots=True)
class Tally:
    """How much was looked at; counts up while the violations are yielded."""

    articles: int = 0
    statements: int = 0
    spans: int = 0
    violations: int = 0
    warnings: int = 0
    shaped: int = 0  # article graphs that the shapes were run over
    nodes: int = 0  # nodes of the graphs across articles that the shapes were run over, of `nodes_there`
    nodes_there: int = 0
    shapes: bool = True


def to_facts(lines: Sequence[str]) -> Facts:
    """Sort statements (`subject predicate object`, as N-Triples) by subject and predicate."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in lines:
        subject, predicate, value = line.split(" ", 2)
        found.setdefault(subject, {}).setdefault(predicate[1:-1], []).append(value)
    return found
