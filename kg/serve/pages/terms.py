"""The terms of the vocabulary: what `ontology/schema` says, as a page and as RDF.

In: the files of the ontology that ships with kg.  Out: the page.  Nothing is taken from the store.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg.ontology.loader import ontology_folder
from kg.serve.pages.answer import Page
from kg.serve.pages.shown import html
from kg.serve.pages.statements import written
from kg.serve.pages.view import View
from kg.vocab import KG, RDF, RDFS, SCHEMA, SKOS

_SHOWN = (
    (RDFS.subClassOf, "below"), (RDFS.subPropertyOf, "below"), (SCHEMA.base + "domainIncludes", "of"),
    (SCHEMA.base + "rangeIncludes", "values"), (KG.allowedValue, "allowed"), (SKOS.exactMatch, "same as"),
)  # fmt: skip


def terms_page(view: View) -> Page:
    """Return all terms of the vocabulary, or their statements."""
    if view.asked.form != "html":
        return written(view, _schema())
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in _schema():
        if triple.subject.value.startswith(KG.base):
            found[triple.subject.value][triple.predicate.value].append(triple.object)
    rows = [_term(view, name, stated) for name, stated in sorted(found.items(), key=lambda r: r[0].lower())]
    groups = {
        "Classes": [r for r in rows if r["is_class"]], "Properties": [r for r in rows if not r["is_class"]],
    }  # fmt: skip
    return html("terms.html", view, groups=groups, base=KG.base)


@cache
def term_names() -> dict[str, list[str]]:
    """Return the IRIs of our classes and properties, for completion in the editor."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for triple in _schema():
        if triple.predicate.value == RDF.type and triple.subject.value.startswith(KG.base):
            kinds["class" if triple.object.value.endswith("Class") else "property"].add(triple.subject.value)
    return {kind: sorted(names) for kind, names in sorted(kinds.items())}


@cache
def _schema() -> tuple[Any, ...]:
    files = sorted((ontology_folder() / "schema").glob("*.ttl"))
    return tuple(
        quad.triple for file in files for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)
    )


def _term(view: View, name: str, stated: dict[str, list[Any]]) -> dict[str, Any]:
    def text(predicate: str) -> str:
        return next((o.value for o in stated.get(predicate, ())), "")

    key = name[len(KG.base) :]
    classes = {o.value for o in stated.get(RDF.type, ())}
    return {
        "key": key, "label": text(RDFS.label), "definition": text(SKOS.definition),
        "example": text(SKOS.example),
        "is_class": any(c.endswith(("Class", "Datatype")) for c in classes),
        "facts": [
            (words, [view.thing(o.value) if isinstance(o, ox.NamedNode) else o.value
                     for o in stated[predicate]])
            for predicate, words in _SHOWN
            if predicate in stated
        ],
    }  # fmt: skip
