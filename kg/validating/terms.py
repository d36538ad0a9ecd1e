"""Is every property and class one that exists?  The closed namespaces of kg/vocab.py beside a graph.

In: statements.  Out: violations.  It finds what no shape can, since a misspelt property is one that no shape
asks for: `kg:agnet`, `http://schema.org/`, a blank node.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from kg.validating.records import Facts, Violation
from kg.vocab import NAMESPACES, RDF, SCHEMA

_KNOWN = frozenset(f"{space.base}{name}" for space in NAMESPACES.values() for name in space)
_SHORT = {f"{space.base}{name}": f"{key}:{name}" for key, space in NAMESPACES.items() for name in space}
_OLD_SCHEMA = "http://schema.org/"


def check_terms(graph: str, facts: Facts, headline: str = "") -> Iterator[Violation]:
    """Yield blank nodes, and properties and classes that no vocabulary declares."""
    for subject, values in facts.items():
        if subject.startswith("_:"):
            yield Violation("terms", graph, subject, _BLANK, headline=headline)
        for path, objects in values.items():
            if path not in _KNOWN:
                yield Violation("terms", graph, subject, unknown(path), path=path, headline=headline)
            for value in objects:
                if value.startswith("_:"):
                    yield Violation("terms", graph, subject, _BLANK, value, path, headline)
                elif value.startswith(f"<{_OLD_SCHEMA}") or (path == RDF.type and value[1:-1] not in _KNOWN):
                    yield Violation("terms", graph, subject, unknown(value[1:-1]), value, path, headline)


_BLANK = "Give this node an IRI: graphs of kg hold no blank nodes, so that they can be compared and merged."


def unknown(term: str) -> str:
    """Return what to do about a property or class that no vocabulary of kg has."""
    if term.startswith(_OLD_SCHEMA):
        new = SCHEMA.base + term.removeprefix(_OLD_SCHEMA)
        return f"Write schema.org with https: queries ask for {new}."
    near = get_close_matches(term, _KNOWN, n=1, cutoff=0.8)
    hint = f"Did you mean {_SHORT[near[0]]}?" if near else "docs/ontology/index.html lists those there are."
    return f"Use a term that exists; no vocabulary of kg has <{term}>. {hint}"
