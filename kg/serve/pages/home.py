"""The first page: what this store holds, what is reported most, and where to go."""

from __future__ import annotations

from kg.serve.pages.answer import Page
from kg.serve.pages.evidence import article_only, event_cards
from kg.serve.pages.shown import html
from kg.serve.pages.view import Thing, View
from kg.vocab import VOID, graph_iri

_FIGURES = ("article", "event", "quotation", "person", "country", "organisation", "topic", "outlet")
_TOP, _LATEST = 8, 6


def home_page(view: View) -> Page:
    """Return the first page."""
    listing, ledger = view.listing, view.store.ledger
    named = listing.counts()
    counts = {kind: ledger.count(kind) for kind in ("event", "quotation")}
    figures = [(kind, counts.get(kind, named.get(kind, 0))) for kind in _FIGURES]
    latest, _ = listing.articles(limit=_LATEST)
    return html(
        "home.html", view, figures=[(k, n) for k, n in figures if n], span=listing.span(),
        languages=listing.languages()[:12],
        top={k: _top(view, k) for k in ("person", "topic", "country", "outlet")},
        events=event_cards(view, [row.ref for row in listing.corroborated(_LATEST)]),
        latest=[article_only(view, row.ref) for row in latest], statements=_statements(view),
    )  # fmt: skip


def _statements(view: View) -> int:
    """How many there are, as the data set says of itself."""
    stated = view.value(graph_iri("dataset"), VOID.triples)
    return int(stated) if stated.isdecimal() else view.store.ledger.quads()


def _top(view: View, kind: str) -> list[tuple[Thing, int]]:
    return [(view.of(ref), weight) for ref, weight in view.listing.top(kind, _TOP)]
