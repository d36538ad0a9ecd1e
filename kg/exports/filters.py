"""Which part of a store is exported: one graph, or the articles of a time or topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kg.errors import ExportError
from kg.store import ARTICLES, PROVENANCE, full_name
from kg.vocab import DEFAULT_BASE, SCHEMA, graph_iri, iri

if TYPE_CHECKING:
    from kg.store import Store


@dataclass(frozen=True, slots=True)
class Selection:
    """What the user asked for; None means no limit."""

    graph: str | None = None
    since: str | None = None
    topic: str | None = None
    provenance: bool = False

    @property
    def chosen(self) -> bool:
        """Say whether only some articles are wanted."""
        return self.since is not None or self.topic is not None

    def article_graphs(self, store: Store) -> tuple[str, ...]:
        """Return the article graphs of that time and topic.  Raises ExportError for an unknown topic."""
        graphs = tuple(g for g in store.graphs() if g.startswith(ARTICLES))
        if self.since is not None:
            day = _day(self.since)
            dates = _values(store, SCHEMA.datePublished)
            graphs = tuple(g for g in graphs if any(d >= day for d in dates.get(g, ())))
        if self.topic is not None:
            about = _values(store, SCHEMA.about)
            wanted = iri(f"topic/{self.topic}", store.ledger.get("base", DEFAULT_BASE))
            _check_topic(self.topic, {topic for found in about.values() for topic in found})
            graphs = tuple(g for g in graphs if wanted in about.get(g, ()))
        return graphs

    def graphs(self, store: Store) -> tuple[str, ...]:
        """Return the graphs to write.  What adds up all articles is left out when only some are wanted.

        Raises ExportError for an unknown graph.
        """
        if self.graph is not None:
            name = full_name(self.graph)
            if not store.has(name):
                short = [g.removeprefix(graph_iri("")) for g in store.graphs()]
                known = ", ".join(s for s in short if "/" not in s)
                raise ExportError(f"there is no graph {self.graph!r}. Known: {known}, article/…")
            return (name,)
        if not self.chosen:
            return tuple(g for g in store.graphs() if self.provenance or g != PROVENANCE)
        return (*self.article_graphs(store), graph_iri("reference"))


def _day(text: str) -> str:
    """Return a date as ISO text; a month or a year begins on its first day."""
    try:
        return date.fromisoformat((text + "-01-01")[:10] if len(text) in (4, 7) else text).isoformat()
    except ValueError as error:
        raise ExportError(f"{text!r} is not a date. Write it as 2025-07-04, 2025-07 or 2025.") from error


def _check_topic(topic: str, known: set[str]) -> None:
    keys = sorted(t.rsplit("/", 1)[-1] for t in known)
    if topic not in keys:
        near = get_close_matches(topic, keys, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"Topics of this store: {', '.join(keys)}."
        raise ExportError(f"no article is about the topic {topic!r}. {hint}")


def _values(store: Store, predicate: str) -> dict[str, set[str]]:
    import pyoxigraph as ox

    found: dict[str, set[str]] = {}
    for quad in store.engine.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
        if isinstance(quad.graph_name, ox.NamedNode) and isinstance(quad.object, (ox.NamedNode, ox.Literal)):
            found.setdefault(quad.graph_name.value, set()).add(quad.object.value)
    return found
