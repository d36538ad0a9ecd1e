"""A whole store, graph by graph: terms, spans, names, the ledger, and the shapes over a sample.  *I/O*

In: an open store.  Out: violations as they are found, and a tally that counts what was looked at.  One
article graph is in memory at a time; of the graphs across articles only the nodes of the sample are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice

from kg.checking import ARTICLES
from kg.errors import StoreError
from kg.graph import NamedGraph
from kg.graph.terms import node
from kg.ledger import Entry
from kg.store import Store
from kg.validating.records import Facts, Tally, Violation, to_facts
from kg.validating.shapes import check_shapes
from kg.validating.spans import check_spans, count_spans
from kg.validating.terms import check_terms
from kg.vocab import DEFAULT_BASE, KG, RDF, RDFS, graph_iri

#: Classes of nodes that the shapes are about, in the graphs across articles.
_ACROSS = {
    graph_iri("derived"): (KG.RelationEdge,),
    graph_iri("corroboration"): (KG.Corroboration, KG.Story, KG.EventLink, KG.Difference, KG.Claim),
    graph_iri("reference"): (KG.Tenure,),
}
_NAMED = ("person", "country", "organisation", "group", "topic", "office", "outlet", "type", "mode")
_LABELS = (graph_iri("reference"), graph_iri("derived"))
_LINES = 10_000
_AT_ONCE = 50  # nodes in one run of the shapes
_REBUILD = "Run kg rebuild: it makes the graphs again from the ledger."


def validate(
    store: Store, tally: Tally, *, sample: int = 0, advance: Callable[..., None] = lambda *_: None
) -> Iterator[Violation]:
    """Yield everything in a store that is not as it must be.

    `sample` bounds the article graphs, and the nodes of each class across articles, that the shapes are run
    over (0: all); every other check looks at everything.  `tally.shapes` says whether shapes are run at all.
    """
    for violation in _all(store, tally, sample, advance):
        tally.violations += violation.grave
        tally.warnings += not violation.grave
        yield violation


def _all(store: Store, tally: Tally, sample: int, advance: Callable[..., None]) -> Iterator[Violation]:
    try:
        store.check()
    except StoreError as error:
        yield Violation("ledger", "", "", str(error))
    shaped = set(store.ledger.sample(sample)[:sample]) if sample else None
    known = set()
    has_label = _labels(store)
    for entry in store.articles():
        if entry.state != "done":
            continue
        known.add(ARTICLES + entry.hash)
        yield from _article(store, entry, tally, has_label, shaped is None or entry.hash in shaped)
        advance()
    for graph in store.graphs():
        if graph.startswith(ARTICLES) and graph not in known:
            yield Violation("ledger", graph, "", f"The ledger knows no article for this graph. {_REBUILD}")
        elif graph not in known:
            yield from _across(store, graph, tally, sample)


def _article(
    store: Store, entry: Entry, tally: Tally, has_label: Callable[[str], bool], shaped: bool
) -> Iterator[Violation]:
    graph, title = ARTICLES + entry.hash, entry.article.title
    lines = tuple(sorted(str(quad.triple) for quad in store.quads(graph)))
    facts = to_facts(lines)
    tally.articles += 1
    tally.statements += len(lines)
    tally.spans += count_spans(facts)
    if NamedGraph(graph, lines).digest != entry.digest:
        yield Violation("ledger", graph, "", _digest_differs(len(lines), entry.quads), headline=title)
    base = store.ledger.get("base", DEFAULT_BASE)
    yield from check_terms(graph, facts, title)
    yield from check_spans(graph, entry.hash, entry.article, facts, base)
    for thing in sorted(_things(facts, base)):
        if not has_label(thing):
            yield Violation(
                "names", graph, node(thing),
                f"Give it an rdfs:label in graph/reference or graph/derived: people read names. {_REBUILD}",
                headline=title,
            )  # fmt: skip
    if tally.shapes and shaped:
        tally.shaped += 1
        yield from check_shapes(graph, lines, title)


def _digest_differs(found: int, wanted: int) -> str:
    what = f"{found:,} statements, the ledger says {wanted:,}" if found != wanted else "other statements"
    return f"The graph is not the one that kg wrote ({what}). {_REBUILD}"


def _things(facts: Facts, base: str) -> set[str]:
    """Return the IRIs of people, places, topics … that a graph speaks of."""
    starts = tuple(f"<{base}{kind}/" for kind in _NAMED)
    return {
        value[1:-1]
        for values in facts.values()
        for objects in values.values()
        for value in objects
        if value.startswith(starts)
    }


def _labels(store: Store) -> Callable[[str], bool]:
    """Return a function that says whether a thing has a label; it remembers the last ones asked for."""

    @lru_cache(maxsize=65_536)
    def has_label(thing: str) -> bool:
        return any(store.about(thing, graph, (RDFS.label,)) for graph in _LABELS)

    return has_label


def _across(store: Store, graph: str, tally: Tally, sample: int) -> Iterator[Violation]:
    """Check the terms of a graph across articles, and by shapes its nodes (`sample` of each class)."""
    statements = (str(quad.triple) for quad in store.quads(graph))
    while lines := list(islice(statements, _LINES)):
        tally.statements += len(lines)
        yield from check_terms(graph, to_facts(lines))
    for name in _ACROSS.get(graph, ()) if tally.shapes else ():
        there = _count(store, graph, name)
        step = max(1, -(-there // sample)) if sample else 1
        nodes = islice(_instances(store, graph, name), 0, None, step)
        tally.nodes_there += there
        while part := list(islice(nodes, _AT_ONCE)):
            tally.nodes += len(part)
            yield from check_shapes(graph, _about(store, graph, part))


def _count(store: Store, graph: str, name: str) -> int:
    text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s a <{name}> }} }}"
    return int(next(store.query(text).rows)[0].value)


def _instances(store: Store, graph: str, name: str) -> Iterator[str]:
    rows = store.query(f"SELECT ?s WHERE {{ GRAPH <{graph}> {{ ?s a <{name}> }} }}").rows
    return (row[0].value for row in rows)


def _about(store: Store, graph: str, nodes: list[str]) -> set[str]:
    """Return the statements about some nodes; of edges also the plain statement they describe."""
    lines: set[str] = set()
    for name in nodes:
        found = store.about(name, graph)
        lines |= set(found)
        values = to_facts(found).get(node(name), {})
        ends = [values.get(path, ()) for path in (RDF.subject, RDF.predicate, RDF.object)]
        if all(len(end) == 1 for end in ends):
            subject, predicate, value = (end[0] for end in ends)
            lines |= {
                line
                for line in store.about(subject[1:-1], graph, (predicate[1:-1],))
                if line.endswith(f" {value}")
            }
    return lines
