"""An rdflib Dataset over an open store: rdflib reads, nothing is copied.  *I/O*

In: what gives the engine (pyoxigraph) and answers queries.  Out: a Dataset whose default graph is the
union of all graphs.  A statement that several graphs make is one triple with several contexts, as in
rdflib's own stores.  SPARQL text goes to the engine; prepared queries, and those with `initBindings`,
run in rdflib.
It writes nothing: whatever would change the store raises StoreError.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID, Graph
from rdflib.store import Store as RdflibStore

from kg.errors import StoreError
from kg.sparql import check_query

if TYPE_CHECKING:
    import pyoxigraph as ox

_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
#: Asks the engine: text, `prefixes`, `graphs` (None: the union).
Ask = Callable[..., Any]


def dataset(engine: Callable[[], ox.Store], ask: Ask, prefixes: Mapping[str, str]) -> rdflib.Dataset:
    """Return a Dataset over the engine, with prefixes bound; `ask` answers SPARQL text."""
    view = View(engine, ask)
    found = rdflib.Dataset(store=view, default_union=True)
    for name, iri in prefixes.items():
        found.bind(name, iri, replace=True)
    return found


class View(RdflibStore):
    """A store for rdflib that only reads; made by `dataset`.

    It keeps the store of kg open until `close`, or until nobody needs it any more.
    """

    context_aware = True
    graph_aware = True
    formula_aware = False
    transaction_aware = False

    def __init__(self, engine: Callable[[], ox.Store], ask: Ask) -> None:
        super().__init__()
        self._open: Callable[[], ox.Store] | None = engine
        self._ask: Ask | None = ask
        self._names: dict[str, rdflib.URIRef] = {}
        self._prefixes: dict[rdflib.URIRef, str] = {}

    @property
    def _engine(self) -> ox.Store:
        if self._open is None:
            raise StoreError("this graph is closed. Open the store again: kg.open(path).graph()")
        return self._open()

    # reading -------------------------------------------------------------------

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """Yield triples that match, each once, with the graphs that hold it."""
        try:
            s, p, o = (None if term is None else to_ox(term) for term in triple_pattern)
            where = None if context is None else to_ox(_name(context))
            found = self._engine.quads_for_pattern(s, p, o, where)
        except (TypeError, ValueError):  # a literal as a subject, say: no such statement can be
            return
        for quad in found:
            graphs = [quad.graph_name] if context is not None else self._holders(quad)
            if graphs[0] == quad.graph_name:  # told by several graphs: only the first one's turn counts
                yield _from_triple(quad), iter([self._graph(name) for name in graphs])

    def _holders(self, quad: ox.Quad) -> list[Any]:
        same = self._engine.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return [other.graph_name for other in same]

    def _graph(self, name: Any) -> Graph:
        iri = rdflib.URIRef(name.value) if hasattr(name, "value") else DATASET_DEFAULT_GRAPH_ID
        return Graph(store=self, identifier=iri)

    def __len__(self, context: Any = None) -> int:
        if context is None:
            text, where = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }", None
        else:
            text, where = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", [to_ox(_name(context))]
        answer: Any = self._engine.query(text, use_default_graph_as_union=where is None, default_graph=where)
        return int(next(answer)["n"].value)

    def contexts(self, triple: Any = None) -> Generator[Graph, None, None]:
        """Yield the graphs, or those that hold a triple, in the order of their names."""
        if triple is None or triple == (None, None, None):
            names: set[Any] = set(self._engine.named_graphs())
        else:
            s, p, o = (None if term is None else to_ox(term) for term in triple)
            names = {quad.graph_name for quad in self._engine.quads_for_pattern(s, p, o, None)}
        yield from (self._graph(name) for name in sorted(names, key=str))

    def query(
        self, query: Any, initNs: Mapping[str, Any], initBindings: Mapping[str, Any],
        queryGraph: Any, **kwargs: Any,
    ) -> rdflib.query.Result:  # fmt: skip
        """Answer SPARQL text in the engine; raises NotImplementedError for what rdflib shall answer."""
        if isinstance(query, str):
            check_query(query)
        if kwargs or initBindings or not isinstance(query, str):
            raise NotImplementedError("prepared, or with variables that have values already")
        if self._ask is None:
            raise StoreError("this graph is closed. Open the store again: kg.open(path).graph()")
        known = {name: str(iri) for name, iri in {**self._names, **initNs}.items()}
        graphs = None if str(queryGraph) == "__UNION__" else [to_ox(queryGraph)]
        return _from_answer(self._ask(query, prefixes=known, graphs=graphs))

    # prefixes: kept here, never in the store -----------------------------------

    def bind(self, prefix: str, namespace: rdflib.URIRef, override: bool = True) -> None:
        """Remember a prefix for this view."""
        if not override and (prefix in self._names or namespace in self._prefixes):
            return
        self._prefixes.pop(self._names.pop(prefix, rdflib.URIRef("")), None)
        self._names.pop(self._prefixes.pop(namespace, ""), None)
        self._names[prefix], self._prefixes[namespace] = namespace, prefix

    def prefix(self, namespace: rdflib.URIRef) -> str | None:
        """Return the prefix of a namespace."""
        return self._prefixes.get(namespace)

    def namespace(self, prefix: str) -> rdflib.URIRef | None:
        """Return the namespace of a prefix."""
        return self._names.get(prefix)

    def namespaces(self) -> Iterator[tuple[str, rdflib.URIRef]]:
        """Yield prefixes and namespaces."""
        yield from self._names.items()

    # closing, and what is refused ----------------------------------------------

    def close(self, commit_pending_transaction: bool = False) -> None:
        """Let go of the store; it closes when nobody else holds it."""
        self._open = self._ask = None

    def add_graph(self, graph: Graph) -> None:
        """Nothing: `Dataset.graph(iri)` calls this before it reads, and an unknown graph is empty."""

    def add(self, triple: Any, context: Any, quoted: bool = False) -> NoReturn:
        """Refuse."""
        _refuse()

    def addN(self, quads: Any) -> NoReturn:
        """Refuse."""
        _refuse()

    def remove(self, triple: Any, context: Any = None) -> NoReturn:
        """Refuse."""
        _refuse()

    def remove_graph(self, graph: Graph) -> NoReturn:
        """Refuse."""
        _refuse()

    def update(
        self, update: Any, initNs: Mapping[str, Any], initBindings: Mapping[str, Any],
        queryGraph: Any, **kwargs: Any,
    ) -> NoReturn:  # fmt: skip
        """Refuse."""
        _refuse()

    def destroy(self, configuration: str) -> NoReturn:
        """Refuse."""
        _refuse()


def _refuse() -> NoReturn:
    raise StoreError(
        "this graph shows a store of kg and cannot be changed: only kg build does. "
        "Copy what you need: rdflib.Graph() + graph, or kg export to a file."
    )


def _name(context: Any) -> Any:
    return context.identifier if isinstance(context, Graph) else context


def to_ox(term: Any) -> Any:
    """Turn a term of rdflib into one of pyoxigraph.  Raises TypeError when there is none."""
    import pyoxigraph as ox

    if term == DATASET_DEFAULT_GRAPH_ID:
        return ox.DefaultGraph()
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(term)
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(term)
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(term.datatype or _XSD_STRING))
    raise TypeError(f"{type(term).__name__} is not a term of a statement")


def from_ox(term: Any) -> Any:
    """Turn a term of pyoxigraph into one of rdflib, with its characters as they are stored."""
    import pyoxigraph as ox

    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value == _XSD_STRING else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


def _from_triple(item: Any) -> tuple[Any, Any, Any]:
    return from_ox(item.subject), from_ox(item.predicate), from_ox(item.object)


def _from_answer(answer: Any) -> rdflib.query.Result:
    if answer.kind == "ask":
        out = rdflib.query.Result("ASK")
        out.askAnswer = answer.boolean
    elif answer.kind == "graph":
        out = rdflib.query.Result("CONSTRUCT")
        out.graph = Graph()
        for triple in answer.triples:
            out.graph.add(_from_triple(triple))
    else:
        out = rdflib.query.Result("SELECT")
        out.vars = [rdflib.Variable(name) for name in answer.variables]
        out.bindings = [
            {name: from_ox(term) for name, term in zip(out.vars, row, strict=True) if term is not None}
            for row in answer.rows
        ]
    return out
