"""The page of a named graph, and its statements as RDF.

In: a view and the short name of a graph.  Out: the page.  A graph too large for one answer is refused with
where to get it, never cut.
"""

from __future__ import annotations

from itertools import islice

import pyoxigraph as ox

from kg.serve.pages.answer import Page
from kg.serve.pages.shown import html, not_found
from kg.serve.pages.statements import MOST_STATEMENTS, written
from kg.serve.pages.thing import Row, text_of
from kg.serve.pages.view import View
from kg.store import PROVENANCE, full_name

_SHOWN = 200


def graph_page(view: View, short: str) -> Page:
    """Return the page of a named graph, or its statements."""
    name = full_name(short) if short and ":" not in short else ""
    if not name or not view.store.has(name):
        return not_found(view)
    if view.asked.form != "html":
        if view.store.size(name) > MOST_STATEMENTS:
            return html("large.html", view, status=413, me=view.thing(name), most=MOST_STATEMENTS)
        return written(view, view.quads(graph=name))
    first = sorted(islice(view.quads(graph=name), _SHOWN), key=str)
    article = view.base + short if short.startswith("article/") else ""
    return html(
        "graph.html", view, me=view.thing(name), size=view.store.size(name), shown=len(first),
        article=view.thing(article) if article else None,
        rows=[(view.thing(getattr(q.subject, 'value', '')), _row(view, q)) for q in first],
        provenance=[
            (view.thing(q.predicate.value), _row(view, q))
            for q in islice(view.quads(name, graph=PROVENANCE), 20)
        ],
    )  # fmt: skip


def _row(view: View, quad: ox.Quad) -> Row:
    value = quad.object
    thing = view.thing(value.value) if isinstance(value, ox.NamedNode) else None
    return Row(view.thing(quad.predicate.value), thing, text_of(value), ())
