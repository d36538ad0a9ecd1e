"""The map as a page: the strongest ties of the store, with some sentences for each.

In: a view.  Out: the page of `kg.views.map`, which brings a policy of its own.  Reads a bounded number of
ties, so it is as fast on a large store as on a small one; `kg map` draws all of it.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import islice
from typing import cast

from kg.graph.ties import RELATIONS
from kg.serve.finding import MUTUAL
from kg.serve.found import TieRow
from kg.serve.pages.answer import HTML, Page
from kg.serve.pages.entity import DESCRIBING
from kg.serve.pages.evidence import Evidence, Words, evidence_of, mentions_of
from kg.serve.pages.view import View, words_of
from kg.views.map import MapData, MapEdge, MapEvidence, MapNode, NodeKind, Sign, draw_map
from kg.vocab import KG, OWL, SCHEMA, SKOS, WD

MOST_TIES, MOST_NAMES, SENTENCES = 400, 70, 2
_KINDS = ("person", "country", "organisation", "topic")
_TYPES = {relation: kind for kind, (relation, _) in RELATIONS.items()}
_HEAD = '<div class="heading">'
_drawn: dict[tuple[str, int], Page] = {}
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def map_page(view: View) -> Page:
    """Return the map of the strongest ties; it is drawn once for each state of the store."""
    if view.listing.stamp not in _drawn:
        page = _draw(view)
        _drawn.clear()
        _drawn[view.listing.stamp] = page
    return _drawn[view.listing.stamp]


def _draw(view: View) -> Page:
    rows = _chosen(view.listing.strongest(MOST_TIES, leave_out=("quotedBy", *DESCRIBING)))
    shown = {ref for row in rows for ref in (row.subject, row.object)}
    topics = [r for r in view.listing.strongest(MOST_TIES) if r.relation in DESCRIBING and r.subject in shown]
    rows += [r for r in topics if r.object.startswith("topic/")][: len(rows) // 4]
    weights: dict[str, int] = {}
    for row in rows:
        for ref in (row.subject, row.object):
            weights[ref] = weights.get(ref, 0) + row.count
    nodes = tuple(_node(view, ref, weight) for ref, weight in sorted(weights.items()))
    edges = tuple(_edge(view, row) for row in rows)
    text = draw_map(MapData("The strongest ties", nodes, edges))
    text = text.replace(_HEAD, f'{_HEAD}<a href="/">Explorer</a>', 1)
    found = _POLICY.search(text)
    policy = f"{unescape(found[1])}; frame-ancestors 'none'" if found else None
    return Page(200, HTML, text.encode("utf-8", "replace"), policy)


def _chosen(rows: list[TieRow]) -> list[TieRow]:
    """Ties between names of the map, until there are enough names; what two do together counts once."""
    names: set[str] = set()
    kept: list[TieRow] = []
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        ends = {row.subject, row.object}
        mutual = row.relation in MUTUAL
        known = (row.object, row.relation, row.subject) in seen and mutual
        fits = all(ref.partition("/")[0] in _KINDS for ref in ends) and len(ends) == 2
        if not fits or known or len(names | ends) > MOST_NAMES:
            continue
        names |= ends
        seen.add((row.subject, row.relation, row.object))
        kept.append(row)
    return kept


def _node(view: View, ref: str, weight: int) -> MapNode:
    name, thing = view.iri(ref), view.of(ref)
    aliases = {q.object.value for q in islice(view.quads(name, SKOS.altLabel), 80)}
    same = next((w for w in view.values(name, OWL.sameAs) if w.startswith(WD)), "")
    page = same.replace("http:", "https:").replace("/entity/", "/wiki/")
    return MapNode(
        ref, thing.label, cast(NodeKind, thing.kind), tuple(sorted(aliases - {thing.label})), float(weight),
        page or None,
    )  # fmt: skip


def _edge(view: View, row: TieRow) -> MapEdge:
    kind = _TYPES.get(row.relation, "")
    words = view.of(f"type/{kind}").label if kind else "quotation"
    return MapEdge(
        id=row.edge, source=row.subject, target=row.object, relation=words_of(row.relation), event_type=words,
        sign=cast(Sign, row.sign), count=row.count, first_date=row.first or None, last_date=row.last or None,
        topics=(), evidence=_sentences(view, row), directed=row.relation not in MUTUAL,
    )  # fmt: skip


def _sentences(view: View, row: TieRow) -> tuple[MapEvidence, ...]:
    events = sorted({q.object.value for q in islice(view.quads(view.iri(row.edge), KG.evidence), 6)})
    found = []
    for event in events[:SENTENCES]:
        mentions = mentions_of(view, event, most=4)
        evidence = evidence_of(view, mentions[0]) if mentions else None
        if evidence is not None and evidence.words is not None:
            found.append(_map_evidence(view, event, evidence))
    return tuple(found)


def _map_evidence(view: View, event: str, e: Evidence) -> MapEvidence:
    words = e.words or Words("", "", "")
    text = words.before + words.marked + words.after
    return MapEvidence(
        date=e.day or None, sentence=text, start=len(words.before), end=len(words.before) + len(words.marked),
        title=e.article.label, publisher=e.outlet.label if e.outlet else None,
        url=view.value(e.article.iri, SCHEMA.url) or None,
        status=e.status or "happened",
        rule=e.rule, confidence=float(e.confidence or 0), event=view.ref(event), source=e.article.iri,
    )  # fmt: skip
