"""Graphs about graphs: which run produced what (PROV-O), and what the dataset holds (VoID).

In: plain records.  Out: statements.  Times stand in `graph/provenance` and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.corrections import Correction, line_of
from kg.graph.terms import NamedGraph, Statements, day, integer, literal, node, typed, url_node
from kg.vocab import DCTERMS, DEFAULT_BASE, KG, PROV, RDFS, VOCABULARIES, VOID, XSD, graph_iri, iri


@dataclass(frozen=True, slots=True)
class Run:
    """One build: its key, what read (program, lexicon, finders), and when (ISO text)."""

    key: str
    reader: str
    started: str
    ended: str


@dataclass(frozen=True, slots=True)
class ArticleOrigin:
    """Where an article was found, and the key of the run that read it; `ids` are those of its sources.

    `corrections` are the keys of those that changed it.
    """

    hash: str
    run: str
    url: str | None
    ids: tuple[str, ...]
    corrections: tuple[str, ...] = ()


def run_lines(run: Run, *, base: str = DEFAULT_BASE) -> tuple[str, ...]:
    """Return what a run was."""
    out = Statements(base)
    me, agent = out.ref(f"run/{run.key}"), out.ref(f"run/reader-{run.reader}")
    out.type(me, PROV.Activity)
    out.add(me, PROV.startedAtTime, typed(run.started, XSD.dateTime))
    out.add(me, PROV.endedAtTime, typed(run.ended, XSD.dateTime))
    out.add(me, PROV.wasAssociatedWith, agent)
    out.type(agent, PROV.SoftwareAgent)
    out.add(agent, RDFS.label, literal(f"kg {run.reader}"))
    return out.sorted()


def origin_lines(origin: ArticleOrigin, *, base: str = DEFAULT_BASE) -> tuple[str, ...]:
    """Return which run read an article graph, from where."""
    out = Statements(base)
    me = node(graph_iri(f"article/{origin.hash}"))
    out.type(me, PROV.Entity)
    out.add(me, PROV.wasGeneratedBy, out.ref(f"run/{origin.run}"))
    out.add(me, DCTERMS.identifier, *(literal(i) for i in origin.ids))
    out.add(me, PROV.wasInfluencedBy, *(node(correction_iri(key, base)) for key in origin.corrections))
    if (url := url_node(origin.url)) is not None:
        out.add(me, PROV.hadPrimarySource, url)
    return out.sorted()


def correction_iri(key: str, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of a correction."""
    return iri(f"correction/{key}", base)


def correction_lines(correction: Correction, *, base: str = DEFAULT_BASE) -> tuple[str, ...]:
    """Return what was corrected, by whom and when, in the words of its line."""
    out = Statements(base)
    me = node(correction_iri(correction.key, base))
    out.type(me, KG.Correction, PROV.Entity)
    out.add(me, RDFS.label, literal(line_of(correction)))
    if correction.by:
        out.add(me, DCTERMS.creator, literal(correction.by))
    if correction.on:
        out.add(me, DCTERMS.date, day(correction.on))
    return out.sorted()


def dataset_graph(*, triples: int, entities: int, articles: int, base: str = DEFAULT_BASE) -> NamedGraph:
    """Describe the dataset: how many statements (this graph and provenance aside), things, vocabularies."""
    out = Statements(base)
    me = node(graph_iri("dataset"))
    out.type(me, VOID.Dataset)
    out.add(me, DCTERMS.title, literal("News knowledge graph made by kg", "en"))
    out.add(me, VOID.triples, integer(triples))
    out.add(me, VOID.entities, integer(entities))
    out.add(me, VOID.documents, integer(articles))
    out.add(me, VOID.uriSpace, literal(base))
    out.add(me, VOID.vocabulary, *(node(i) for name, i in VOCABULARIES.items() if name not in ("wd", "xsd")))
    return NamedGraph(graph_iri("dataset"), out.sorted())
