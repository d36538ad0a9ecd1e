"""Pages of quotations, and of everything that has no page of its own: its statements as tables.

In: a view and a ref.  Out: the page.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyoxigraph as ox

from kg.serve.pages.answer import Page
from kg.serve.pages.evidence import evidence_of, mentions_of, quote_card
from kg.serve.pages.shown import html
from kg.serve.pages.view import Text, Thing, View
from kg.vocab import GAF, KG, OA, RDF, SCHEMA

MOST_STATED, MOST_POINTING = 400, 100  # statements on one page; the rest is counted


@dataclass(frozen=True, slots=True)
class Row:
    """A statement: property, value (a thing or a literal), and the graphs that make it."""

    property: Thing
    thing: Thing | None
    literal: Text
    graphs: tuple[Thing, ...]


def quotation_page(view: View, ref: str) -> Page:
    """Return the page of a quotation: words, speaker, addressee, topics, and where it stands."""
    name = view.iri(ref)
    mentions = mentions_of(view, name)
    details = [(view.value(m, KG.rule), view.value(m, KG.confidence)) for m in mentions]
    cues = [
        (words.text, words.lang) for m in mentions if (words := view.selected(view.value(m, KG.cue))).text
    ]
    return html(
        "quotation.html", view, me=view.thing(name), card=quote_card(view, ref),
        places=[e for m in mentions if (e := evidence_of(view, m))], details=details, cues=cues,
        topics=[view.thing(t) for t in view.values(name, KG.topic)],
        article=[view.thing(a) for a in view.values(name, SCHEMA.isPartOf)],
        same=_same_words(view, name), **statements(view, name),
    )  # fmt: skip


def _same_words(view: View, name: str) -> list[Thing]:
    """Other quotations with the very same words."""
    text = next((q.object for q in view.quads(name, SCHEMA.text)), None)
    if text is None:
        return []
    same = view.store.engine.quads_for_pattern(None, ox.NamedNode(SCHEMA.text), text, None)
    found = sorted({getattr(q.subject, "value", "") for q in islice(same, 40)} - {name})
    return [view.thing(other) for other in found[:10]]


def thing_page(view: View, ref: str) -> Page:
    """Return the page of anything else: a mention, tie, tenure, claim …"""
    name = view.iri(ref)
    kind = ref.partition("/")[0]
    evidence = [e for m in _words(view, name, kind) if (e := evidence_of(view, m))]
    return html("thing.html", view, me=view.thing(name), evidence=evidence, **statements(view, name))


def _words(view: View, name: str, kind: str) -> list[str]:
    """The mentions that show what this is about."""
    if kind == "mention":
        return [name]
    if kind == "tenure":
        return mentions_of(view, name)
    if kind == "edge":
        return [m for e in view.values(name, KG.evidence, most=20) for m in mentions_of(view, e, most=1)][:12]
    if kind in ("target", "selector"):
        targets = [name] if kind == "target" else _pointing(view, name, OA.hasSelector)
        return [m for t in targets for m in _pointing(view, t, OA.hasTarget)][:3]
    return []


def _pointing(view: View, name: str, predicate: str) -> list[str]:
    return sorted({q.subject.value for q in islice(view.quads(None, predicate, name), 10)})


def statements(view: View, name: str) -> dict[str, Any]:
    """Return the statements about a thing and those that point to it, for the tables of a page."""
    made: dict[tuple[str, Any], set[str]] = {}
    more = 0
    for quad in islice(view.quads(name), 5_000):
        key = (quad.predicate.value, quad.object)
        if key not in made and len(made) >= MOST_STATED:
            more += 1
            continue
        made.setdefault(key, set()).add(quad.graph_name.value)
    rows = [_row(view, predicate, o, graphs) for (predicate, o), graphs in sorted(made.items(), key=_order)]
    pointing = list(islice(view.quads(None, None, name), MOST_POINTING + 1))
    counted = Counter((q.subject.value, q.predicate.value) for q in pointing[:MOST_POINTING])
    incoming = [(view.thing(s), view.thing(p)) for s, p in sorted(counted, key=lambda k: (k[1], k[0]))]
    return {
        "rows": rows, "rows_more": more, "incoming": incoming, "incoming_more": len(pointing) > MOST_POINTING,
    }  # fmt: skip


def _order(item: tuple[tuple[str, Any], set[str]]) -> tuple[bool, bool, str, str]:
    predicate, value = item[0]
    return predicate != RDF.type, predicate == GAF.denotedBy, predicate, str(value)


def _row(view: View, predicate: str, value: Any, graphs: set[str]) -> Row:
    thing = view.thing(value.value) if isinstance(value, ox.NamedNode) else None
    return Row(view.thing(predicate), thing, text_of(value), tuple(view.thing(g) for g in sorted(graphs)[:3]))


def text_of(term: Any) -> Text:
    """Return a literal with its language; whatever else a term may be, as it is written."""
    return Text(term.value, term.language or "") if isinstance(term, ox.Literal) else Text(str(term))
