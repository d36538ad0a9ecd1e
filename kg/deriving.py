"""The graphs across articles: derived, reference, dataset and provenance, after a build.  *I/O*

In: a store whose article graphs and ledger agree.  Out: the same store with the other graphs brought up
to date.  After a few articles only the ties they touch are written again, so the cost of adding one
does not grow with the store; after many, and when a build was cut off, everything is derived anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from kg import corroborating, faults
from kg.corroborating import CORROBORATION, compare_articles
from kg.graph import (
    ArticleOrigin,
    Run,
    correction_iri,
    correction_lines,
    dataset_graph,
    edge_iri,
    edge_lines,
    evidence_line,
    name_lines,
    origin_lines,
    reference_graph,
    run_lines,
    tie_line,
    total_lines,
)  # fmt: skip
from kg.graph.ties import NAME_PREDICATES, TOTAL_PREDICATES
from kg.ontology import Lexicon
from kg.replaying import Replay, note
from kg.store import ARTICLES, PROVENANCE, Store
from kg.touched import Touched
from kg.vocab import DEFAULT_BASE, graph_iri, iri

DERIVED, REFERENCE, DATASET = graph_iri("derived"), graph_iri("reference"), graph_iri("dataset")
_WRITTEN = {DERIVED: "after_derived", CORROBORATION: "after_corroboration"}  # points of kg/faults.py


def derive(store: Store, lexicon: Lexicon, touched: Touched, run: Run, replayed: Replay) -> None:
    """Bring all graphs across articles up to date and mark the store as whole.  Raises StoreError."""
    base = store.ledger.get("base", DEFAULT_BASE)
    with store.ledger.transaction():
        store.ledger.set("derived", "stale")
    compare_articles(store.ledger, lexicon, touched, replayed.now)
    faults.passing("after_compare")
    if touched.everything:
        for graph, lines in ((DERIVED, _all_lines), (CORROBORATION, corroborating.all_lines)):
            store.replace(graph, lines(store, base))
            _note_size(store, graph, store.size(graph))
            faults.passing(_WRITTEN[graph])
    else:
        for graph, change in ((DERIVED, _update_derived), (CORROBORATION, corroborating.update)):
            _note_size(store, graph, _size(store, graph) + change(store, touched, base))
            faults.passing(_WRITTEN[graph])
    _update_reference(store, lexicon, base, anew=touched.everything)
    faults.passing("after_reference")
    _update_provenance(store, touched, run, replayed, base)
    faults.passing("after_provenance")
    _describe(store, base)
    store.flush()
    faults.passing("before_fresh")
    with store.ledger.transaction():
        store.ledger.set("derived", "fresh")
        store.ledger.next_generation()
        store.ledger.set("lexicon", lexicon.version)
        store.ledger.no_news()
        note(store.ledger, replayed)


def _all_lines(store: Store, base: str) -> Iterator[str]:
    for tie, reports in store.ledger.reports():
        yield from edge_lines(tie, reports, base=base)
    for names in store.ledger.names():
        yield from name_lines(names, base=base)


def _update_derived(store: Store, touched: Touched, base: str) -> int:
    """Write what the touched articles change of ties and names; return by how much the graph grew.

    Of a relation that many articles report, only its sums and the touched evidence are written.
    """
    ledger = store.ledger
    old: set[str] = set()
    new: set[str] = set()
    for tie in touched.ties:
        old |= {*store.about(edge_iri(tie, base), DERIVED, TOTAL_PREDICATES), tie_line(tie, base)}
        if (total := ledger.total(tie)) is not None:
            new |= set(total_lines(tie, total, base=base))
    for one in touched.evidence:
        (new if ledger.is_evidence(one) else old).add(evidence_line(one, base))
    for ref in touched.names:
        old |= set(store.about(iri(ref, base), DERIVED, NAME_PREDICATES))
        for names in ledger.names(ref):
            new |= set(name_lines(names, base=base))
    return store.change(DERIVED, remove=old, add=new)


def _update_reference(store: Store, lexicon: Lexicon, base: str, *, anew: bool) -> None:
    """Write what the ontology says of newly named things; all of it when others are gone or it changed."""
    known = store.ledger.get("reference").split("\n") if store.has(REFERENCE) and not anew else []
    if known[:2] == [lexicon.version, base]:
        news = {ref: used for ref, used in store.ledger.news().items() if ref in lexicon.blocks}
        refs = {*known[2:], *(ref for ref, used in news.items() if used)}
        refs -= {ref for ref, used in news.items() if not used}
    else:
        refs = {ref for ref in store.ledger.uses() if ref in lexicon.blocks}
    used = [lexicon.version, base, *sorted(refs)]
    if known == used:
        return
    if known[:2] == used[:2] and set(known) <= set(used):
        added = reference_graph(set(used) - set(known), lexicon, base=base)
        size = _size(store, REFERENCE) + store.change(REFERENCE, remove=(), add=added.lines)
    else:
        lines = reference_graph(used[2:], lexicon, base=base).lines
        store.replace(REFERENCE, lines)
        size = len(lines)
    _note_size(store, REFERENCE, size)
    with store.ledger.transaction():
        store.ledger.set("reference", "\n".join(used))


def _size(store: Store, graph: str) -> int:
    return int(store.ledger.get(f"size {graph}", "0"))


def _note_size(store: Store, graph: str, size: int) -> None:
    with store.ledger.transaction():
        store.ledger.set(f"size {graph}", str(size))


def _update_provenance(store: Store, touched: Touched, run: Run, replayed: Replay, base: str) -> None:
    """Say which run read what, and what was corrected by whom; articles that are gone are forgotten."""
    keys = touched.articles
    if touched.everything:
        keys = keys | set(store.ledger.hashes())
    if not keys and not replayed.changed:
        return
    corrected = [line for c in replayed.now for line in correction_lines(c, base=base)]
    lines = chain(run_lines(run, base=base), corrected, _origins(store, sorted(keys), base))
    if not store.has(PROVENANCE):
        store.replace(PROVENANCE, lines)
        return
    subjects = [ARTICLES + key for key in keys] + [correction_iri(key, base) for key in replayed.gone]
    old = {line for subject in subjects for line in store.about(subject, PROVENANCE)}
    store.change(PROVENANCE, remove=old, add=lines)


def _origins(store: Store, keys: Iterable[str], base: str) -> Iterator[str]:
    for key in keys:
        entry = store.ledger.entry(key)
        if entry is not None and entry.state == "done":
            ids = tuple(sorted({i for i, _ in store.ledger.origins(key)}))
            corrected = tuple(store.ledger.corrections_of(key))
            yield from origin_lines(
                ArticleOrigin(key, entry.run, entry.article.url, ids, corrected), base=base
            )


def _describe(store: Store, base: str) -> None:
    across = sum(_size(store, graph) for graph in (DERIVED, CORROBORATION, REFERENCE))
    ledger = store.ledger
    graph = dataset_graph(
        triples=ledger.quads() + across, entities=ledger.things(), articles=ledger.done(), base=base
    )
    with store.ledger.transaction():
        store.ledger.set("across", str(across + len(graph.lines)))
    store.write([graph.encode()], known=[DATASET])
