"""The page of the SPARQL editor: samples, a plain form, and the editor that a script puts over it.

In: a view.  Out: the page; nothing is asked of the store here.  The editor is `assets/yasgui`.
"""

from __future__ import annotations

import json

from kg.exports.samples import question, sample_queries
from kg.serve.pages.answer import Page
from kg.serve.pages.shown import html
from kg.serve.pages.terms import term_names
from kg.serve.pages.view import View
from kg.vocab import prefixes

#: As for all pages, and the one style element that the editor's table makes (its hash: the text is fixed).
POLICY = (
    "default-src 'none'; script-src 'self'; "
    "style-src 'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FIRST = "who-met-whom"
FORMATS = (
    ("json", "JSON"), ("csv", "CSV"), ("tsv", "TSV"), ("xml", "XML"), ("ttl", "Turtle (CONSTRUCT)"),
)  # fmt: skip


def query_page(view: View) -> Page:
    """Return the page of the editor, with a sample or a query of the address in it."""
    samples = sample_queries()
    name = view.asked.text("sample", 80)
    chosen = name if name in samples else FIRST
    text = view.asked.text("query", 20_000) or samples.get(chosen, "SELECT * WHERE { ?s ?p ?o } LIMIT 20")
    declared = prefixes(view.base)
    rows = [(key, question(query), query) for key, query in samples.items()]
    return html(
        "query.html", view, policy=POLICY, samples=rows, chosen=chosen, query=text, formats=FORMATS,
        prefixes=json.dumps(declared), terms=json.dumps(term_names()), declared=sorted(declared.items()),
        base=view.base,
    )  # fmt: skip
