"""The vocabulary: its page, its statements, its prefixes and its JSON-LD context.

In: the files of the ontology that ships with kg.  Out: pages.  Nothing is taken from the store but its base.
"""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from kg.ontology.loader import ontology_folder
from kg.ontology.schema import Schema, load_schema
from kg.serve.pages.answer import HTML, Page
from kg.serve.pages.statements import written
from kg.serve.pages.view import View
from kg.views.ontology_page import ontology_page, style_hash
from kg.views.ontology_turtle import ontology_turtle, prefixes_json, prefixes_turtle

_POLICY = (
    "default-src 'none'; style-src {}; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def terms_page(view: View) -> Page:
    """Return the vocabulary: for people, or as statements."""
    if view.asked.form != "html":
        return written(view, ox.parse(ontology_turtle(_schema()), format=ox.RdfFormat.TURTLE))
    page = ontology_page(_schema(), turtle="/ns.ttl")
    return Page(200, HTML, page.encode(), _POLICY.format(style_hash()))


def prefixes_page(view: View) -> Page:
    """Return all prefixes as JSON, or in Turtle for SHACL."""
    if view.asked.path.endswith(".ttl"):
        return Page(200, "text/turtle; charset=utf-8", prefixes_turtle(view.base).encode())
    return Page(200, "application/json", prefixes_json(view.base).encode())


def context_page(view: View) -> Page:
    """Return the JSON-LD context."""
    return Page(200, "application/ld+json", (ontology_folder() / "context.jsonld").read_bytes())


@cache
def term_names() -> dict[str, list[str]]:
    """Return the IRIs of our classes and properties, for completion in the editor."""
    kinds: dict[str, list[str]] = {"class": [], "property": []}
    for term in (term for topic in _schema().topics for term in topic.terms):
        kinds["property" if term.kind == "property" else "class"].append(term.iri)
    return {kind: sorted(names) for kind, names in kinds.items()}


@cache
def _schema() -> Schema:
    return load_schema()
