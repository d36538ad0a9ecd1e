"""The page of an article: its text with everything that was found in it, each mark linked to its thing.

In: a view and the ref of an article; the text comes from the ledger, the marks from the article's graph.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from kg.serve.pages.answer import Page
from kg.serve.pages.evidence import article_only
from kg.serve.pages.marks import Mark, Piece, paragraphs
from kg.serve.pages.shown import html
from kg.serve.pages.view import PART, View
from kg.vocab import GAF, GRAPH_BASE, KG, OA, RDF, SCHEMA

#: What the legend calls the marks, in its order.
LEGEND = (
    ("person", "people"), ("country", "countries"), ("organisation", "organisations"), ("group", "groups"),
    ("topic", "topics"), ("tenure", "offices"), ("event", "events"), ("quotation", "quotations"),
    ("sentence", "sentences of events"), ("skipped", "not read"),
)  # fmt: skip
_MOST_QUADS = 60_000  # of one article that a page reads; a long article has some 5,000

Statements = dict[str, dict[str, list[Any]]]


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    part: str


def article_page(view: View, ref: str) -> Page:
    """Return the page of an article, or of one part of a very long one."""
    name = view.iri(ref)
    known = _statements(view, GRAPH_BASE + ref)
    entry = view.store.ledger.entry(ref.partition("/")[2])
    text, title = (entry.article.text, entry.article.title) if entry else ("", "")
    marks, heads = _marks(view, known)
    parts = max(1, -(-len(text) // PART))
    part = view.asked.number("part", most=parts)
    counts = Counter(m.kind for m in (*marks, *heads))
    return html(
        "article.html", view,
        me=view.thing(name), lang=view.value(name, SCHEMA.inLanguage),
        headline=_headline(view, name, title, heads), blocks=paragraphs(
            text, marks, start=(part - 1) * PART, end=part * PART
        ),
        part=part, pages=parts, has_text=bool(text), source=article_only(view, ref),
        url=view.value(name, SCHEMA.url), authors=view.values(name, SCHEMA.author),
        topics=[view.thing(t) for t in view.values(name, SCHEMA.about)],
        parties=_parties(view, name), counts=counts, legend=[row for row in LEGEND if counts[row[0]]],
        graph=view.thing(GRAPH_BASE + ref), story=[view.thing(s) for s in view.values(name, KG.story)],
        **_listed(view, known),
    )  # fmt: skip


def _headline(view: View, name: str, title: str, marks: list[Mark]) -> list[Piece]:
    words = title or view.label(name).text
    blocks = paragraphs(words, marks if title else ())
    return [piece for block in blocks for piece in block]


def _statements(view: View, graph: str) -> Statements:
    """Everything that the article says, by subject and predicate."""
    found: Statements = {}
    for number, quad in enumerate(view.quads(graph=graph)):
        if number >= _MOST_QUADS:
            break
        found.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)
    return found


def _place(known: Statements, selector: str) -> _Place | None:
    rows = known.get(selector, {})
    start, end = rows.get(OA.start), rows.get(OA.end)
    if not start or not end:
        return None
    part = rows[KG.part][0].value if KG.part in rows else ""
    return _Place(int(start[0].value), int(end[0].value), part)


def _marks(view: View, known: Statements) -> tuple[list[Mark], list[Mark]]:
    """The marks of the text and those of the headline."""
    text: set[Mark] = set()
    title: set[Mark] = set()

    def add(selector: str, kind: str, href: str = "", words: str = "") -> None:
        if (at := _place(known, selector)) is not None:
            (title if at.part == "title" else text).add(Mark(at.start, at.end, kind, href, words))

    for rows, body in _meant(known):
        thing = view.thing(body)
        kind = thing.kind
        for target in rows.get(OA.hasTarget, ()):
            for selector in known.get(target.value, {}).get(OA.hasSelector, ()):
                add(selector.value, kind, thing.href, f"{kind}: {thing.label}")
        if kind == "event":
            for sentence in rows.get(KG.sentence, ()):
                add(sentence.value, "sentence")
    for subject, rows in known.items():
        if KG.skippedBecause in rows:
            add(subject, "skipped", "", "")
    return sorted(text, key=_by_place), sorted(title, key=_by_place)


def _by_place(mark: Mark) -> tuple[int, int, str, str]:
    return mark.start, mark.end, mark.kind, mark.href


def _meant(known: Statements) -> list[tuple[dict[str, list[Any]], str]]:
    """Mentions with what they mean: their body, or whatever is denoted by them."""
    found: list[tuple[dict[str, list[Any]], str]] = []
    denoted = {m.value: s for s, rows in known.items() for m in rows.get(GAF.denotedBy, ())}
    for subject, rows in known.items():
        if OA.hasTarget in rows:
            bodies = [o.value for o in rows.get(OA.hasBody, ())] or [denoted[subject]] * (subject in denoted)
            found.extend((rows, body) for body in bodies)
    return found


def _parties(view: View, name: str) -> list[Any]:
    things = [view.thing(t) for t in view.values(name, SCHEMA.mentions)]
    order = ("person", "country", "organisation", "group")
    return sorted(things, key=lambda t: (order.index(t.kind) if t.kind in order else 9, t.label))


def _listed(view: View, known: Statements) -> dict[str, Any]:
    """Events and quotations of the article, in the order of the text."""
    rows: dict[str, list[tuple[int, Any]]] = {"events": [], "quotations": []}
    for subject, stated in known.items():
        classes = {o.value for o in stated.get(RDF.type, ())}
        which = "events" if KG.Event in classes else "quotations" if KG.Quotation in classes else ""
        if which:
            mentions = [m.value for m in stated.get(GAF.denotedBy, ())]
            at = min((_first(known, m) for m in mentions), default=0)
            rows[which].append((at, view.thing(subject)))
    return {
        name: [t for _, t in sorted(found, key=lambda r: (r[0], r[1].label))] for name, found in rows.items()
    }


def _first(known: Statements, mention: str) -> int:
    places = [
        _place(known, s.value)
        for t in known.get(mention, {}).get(OA.hasTarget, ())
        for s in known.get(t.value, {}).get(OA.hasSelector, ())
    ]
    return min((p.start for p in places if p and not p.part), default=-1)
