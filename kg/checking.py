"""Does the RDF store hold what the ledger says?  A sample, all names of graphs, or every statement.  *I/O*

A store that was damaged or half copied would otherwise open without an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.ledger import Ledger
from kg.vocab import graph_iri

if TYPE_CHECKING:
    import pyoxigraph as ox

ARTICLES = graph_iri("article/")
SAMPLE = 64  # graphs looked up at opening, evenly over their names
COUNTED = 8  # of these, graphs whose statements are counted
_DIFFERS = "a graph is not what the ledger says"


class Comparison:
    """A ledger beside an engine; every method raises StoreError when the engine lacks something."""

    def __init__(self, path: Path, ledger: Ledger, engine: ox.Store) -> None:
        self.path, self.ledger, self.engine = path, ledger, engine

    def some(self) -> None:
        """Look up some graphs: what a lost or half-copied file held is seldom in none of them."""
        sample = self.ledger.sample(SAMPLE)
        lost = sum(not self._has(ARTICLES + h) for h in sample)
        if lost:
            raise self._damaged(f"{lost:,} of the {len(sample):,} article graphs looked for are missing")
        self._count_some(sample)
        if sample and not self._has(graph_iri("dataset")):
            raise self._damaged(_DIFFERS)

    def names(self) -> set[str]:
        """Compare the names of all article graphs; return those that the ledger does not know."""
        wanted = {ARTICLES + h for h in self.ledger.hashes()}
        found = {g.value for g in self.engine.named_graphs() if g.value.startswith(ARTICLES)}
        if wanted - found:
            raise self._damaged(f"{len(wanted - found):,} of {len(wanted):,} article graphs are missing")
        self._count_some(self.ledger.sample(SAMPLE))
        return found - wanted

    def whole(self) -> None:
        """Compare the names of all article graphs and count their statements: reads the whole store."""
        if self.names():
            raise self.cut_off()
        if not all(self._count_holds(h) for h in self.ledger.hashes()):
            raise self._damaged(_DIFFERS)

    def cut_off(self) -> StoreError:
        """Return the error that says how to go on."""
        return StoreError(
            f"{self.path}: the last build was cut off. Run it again (it goes on where it stopped), "
            f"or: kg rebuild {self.path}"
        )

    def _count_some(self, sample: Sequence[str]) -> None:
        """Count the statements of a few graphs: all would take as long as reading the store."""
        for h in {*sample[:: max(1, len(sample) // COUNTED)], *sample[-1:]}:
            if not self._count_holds(h):
                raise self._damaged(_DIFFERS)

    def _count_holds(self, h: str) -> bool:
        import pyoxigraph as ox

        # counted by the engine: making thousands of terms would take longer than all the rest of opening
        graph = ox.NamedNode(ARTICLES + h)
        found = self.engine.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        assert isinstance(found, ox.QuerySolutions)
        return int(next(found)["n"].value) == self.ledger.quads(h)

    def _has(self, graph: str) -> bool:
        import pyoxigraph as ox

        return bool(self.engine.contains_named_graph(ox.NamedNode(graph)))

    def _damaged(self, what: str) -> StoreError:
        return StoreError(
            f"{self.path}: {what} (a damaged or half-copied store). Run: kg rebuild {self.path}"
        )
