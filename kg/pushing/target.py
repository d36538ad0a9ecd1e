"""A SPARQL server: where it takes graphs and updates, where it answers queries, what it holds.  *I/O*

Servers agree on protocols, not on paths.  Given an address, the paths of well-known servers are tried with
a query that asks nothing; every path can also be named.  It writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote, urlencode

from kg.errors import PushError
from kg.pushing.http import Answer, Client, Refused, said, split

RESULTS = "application/sparql-results+json"
FORM = "application/x-www-form-urlencoded"
COUNTED_AT_ONCE = 100  # graphs


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of a kind of server, below the address that people know it by."""

    server: str
    query: str
    store: str
    update: str


LAYOUTS = (
    Layout("Oxigraph", "/query", "/store", "/update"),
    Layout("Fuseki", "/sparql", "/data", "/update"),
    Layout("Virtuoso", "/sparql", "/sparql-graph-crud-auth", "/sparql-auth"),
    Layout("RDF4J, GraphDB", "", "/rdf-graphs/service", "/statements"),
    Layout("kg serve", "/sparql", "/graph-store", "/sparql"),
)


class Target:
    """A server by its address, or by the address of each endpoint."""

    def __init__(
        self, address: str, client: Client, *, query: str = "", store: str = "", update: str = ""
    ) -> None:
        for url in filter(None, (address, query, store, update)):
            split(url)
        self.address, self.client = address.rstrip("/"), client
        self._query, self._store, self._update = query, store, update
        self._found: tuple[str, Layout] | None = None
        self._looked = False

    # where ---------------------------------------------------------------------

    def query_url(self) -> str:
        """Return where queries are answered.  Raises PushError when that cannot be found."""
        if not self._query:
            self._query = self._below("query") or ""
        if not self._query:
            raise PushError(
                f"{self.address}: no SPARQL endpoint was found there, so what arrives cannot be counted. "
                f"Name it with --query-url, or give --no-verify."
            )
        return self._query

    def store_url(self) -> str | None:
        """Return where whole graphs are put (Graph Store HTTP Protocol), or None."""
        return self._store or (None if self._update else self._below("store") or self.address)

    def update_url(self) -> str | None:
        """Return where SPARQL Update is taken, or None."""
        return self._update or (None if self._store else self._below("update"))

    def _below(self, what: str) -> str | None:
        if not self._looked:
            self._found, self._looked = self._find(), True
        if self._found is None:
            return None
        base, layout = self._found
        return base + str(getattr(layout, what))

    def _find(self) -> tuple[str, Layout] | None:
        """Find the server's paths: queries are answered at one, and the graph store knows its method.

        Raises Refused where only somebody known may ask.
        """
        refused: Refused | None = None
        fitting: list[tuple[str, Layout]] = []
        for base, layout in self._candidates():
            try:
                if self._answers(base + layout.query):
                    fitting.append((base, layout))
                    if self._is_there(base + layout.store):
                        return base, layout
            except Refused as error:
                refused = refused or error
        if refused:
            raise refused
        return next(iter(fitting), None)

    def _candidates(self) -> Iterator[tuple[str, Layout]]:
        """Yield addresses with the layouts they may have; the address of one endpoint leads to the others."""
        for layout in LAYOUTS:
            ends = [path for path in (layout.store, layout.update, layout.query) if path]
            path = next((path for path in ends if self.address.endswith(path)), "")
            yield self.address.removesuffix(path), layout

    def _answers(self, url: str) -> bool:
        try:
            answer = self.client.send("GET", f"{url}?{urlencode({'query': 'ASK {}'})}", accept=RESULTS)
            return answer.fine and answer.json().get("boolean") is True
        except (ValueError, AttributeError):
            return False

    def _is_there(self, url: str) -> bool:
        """Say whether a graph store answers: 404 may mean the graph or the path, but not as a page."""
        answer = self.client.send("GET", graph_url(url, "urn:kg:nothing"), accept="text/turtle")
        page = b"<html" in answer.body[:2_000].lower()
        return not page and (answer.fine or answer.status == 404)

    # what ----------------------------------------------------------------------

    def count(self, graphs: Iterable[str]) -> dict[str, int]:
        """Return how many statements the server holds in each of these graphs, if any.

        Few graphs in one query: servers cut long answers without a word.
        """
        found: dict[str, int] = {}
        for part in _parts(graphs, COUNTED_AT_ONCE):
            names = " ".join(f"<{iri}>" for iri in part)
            text = (
                f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {names} }} "
                f"GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
            )
            found |= self._counted(self.ask(text))
        return found

    def _counted(self, answer: Answer) -> dict[str, int]:
        try:
            rows = answer.json()["results"]["bindings"]
            return {row["g"]["value"]: int(row["n"]["value"]) for row in rows if "g" in row}
        except (ValueError, KeyError, TypeError) as error:
            raise PushError(f"{self.query_url()}: answers a query, but not with results.") from error

    def ask(self, text: str) -> Answer:
        """Send a query.  Raises PushError when it is not answered."""
        url = self.query_url()
        answer = self.client.send("POST", url, urlencode({"query": text}).encode(), kind=FORM, accept=RESULTS)
        if not answer.fine:
            raise PushError(f"{said(url, answer)}. Without counting: --no-verify")
        return answer


def graph_url(store: str, graph: str) -> str:
    """Return the address of one graph in a graph store."""
    return f"{store}{'&' if '?' in store else '?'}graph={quote(graph, safe='')}"


def _parts(items: Iterable[str], size: int) -> Iterator[list[str]]:
    todo = iter(items)
    while part := list(islice(todo, size)):
        yield part
