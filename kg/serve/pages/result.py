"""The answer to a query as a page, for who has no JavaScript: a table, and links to all of it as a file.

In: a view, the query and its answer.  Out: a Page.  A page shows the first rows and says when there are more.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from kg.serve.pages.answer import Page
from kg.serve.pages.querying import FORMATS
from kg.serve.pages.shown import html
from kg.serve.pages.view import Text, Thing, View

if TYPE_CHECKING:
    from kg.answers import Result

ROWS = 500  # on the page


def result_page(view: View, query: str, result: Result) -> Page:
    """Return the page that shows an answer."""
    import pyoxigraph as ox

    columns: tuple[str, ...] = result.variables
    if result.kind == "graph":
        columns = ("subject", "predicate", "object")
        found: Any = ((t.subject, t.predicate, t.object) for t in result.triples)
    else:
        found = result.rows
    terms = list(islice(found, ROWS + 1))
    rows = [[_cell(view, term, ox) for term in row] for row in terms[:ROWS]]
    forms = [f for f in FORMATS if (f[0] == "ttl") == (result.kind == "graph")]
    return html(
        "result.html", view, query=query, kind=result.kind, boolean=result.boolean, columns=columns,
        rows=rows, is_cut=len(terms) > ROWS, shown=ROWS, forms=forms,
    )  # fmt: skip


def _cell(view: View, term: Any, ox: Any) -> Thing | Text | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return view.thing(term.value)
    return Text(getattr(term, "value", str(term)), getattr(term, "language", None) or "")
