"""Answers of the endpoint, written while the engine makes them.

In: an open store, a job and the channel to write to.  Out: bytes in the format that the client wants.  An
error before the first bytes becomes a status; one after them breaks the answer off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.serve.channel import Channel
from kg.serve.negotiate import QUADS, ROWS, TRIPLES, Choice, Form, choose
from kg.serve.problems import Problem, not_acceptable
from kg.serve.snapshots import INDEX
from kg.store import Dataset, Store
from kg.vocab import DEFAULT_BASE, prefixes

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.serve.pages import Page


def answer_query(store: Store, job: Mapping[str, Any], channel: Channel) -> None:
    """Answer a query.  Job: text, dataset (default, named) or null, base, accept, form, as_page."""
    result = store.query(job["text"], dataset=dataset_of(job), base_iri=job["base"])
    if job["as_page"]:
        from kg.serve.pages import show_result

        _send_page(show_result(store, job["text"], result, search=index_of(job)), channel)
        return
    choice = pick(job, TRIPLES if result.kind == "graph" else ROWS)
    channel.begin(status=200, content_type=choice.content_type)
    with _broken_off():
        if result.kind == "graph":
            write_rdf(result.raw, channel, choice, known_prefixes(store))
        else:
            result.raw.serialize(channel, _row_format(choice.name))


def answer_graph(store: Store, job: Mapping[str, Any], channel: Channel) -> None:
    """Give one graph, the default graph or everything.  Job: graph ("" default, null all), accept, form."""
    import pyoxigraph as ox

    graph = job["graph"]
    if graph is None:
        choice = pick(job, QUADS)
        items: Iterator[Any] = store.quads()
    else:
        name: Any = named_node(graph) if graph else ox.DefaultGraph()
        if graph and not store.engine.contains_named_graph(name):
            raise Problem(404, "no such graph", "GET the endpoint without parameters for all graphs.")
        choice = pick(job, TRIPLES)
        items = (quad.triple for quad in store.engine.quads_for_pattern(None, None, None, name))
    channel.begin(status=200, content_type=choice.content_type)
    with _broken_off():
        write_rdf(items, channel, choice, known_prefixes(store))


def answer_page(store: Store, job: Mapping[str, Any], channel: Channel) -> None:
    """Show a page.  Job: path, params, form, writable, and the folder of the snapshot with its index."""
    from kg.serve.pages import Asked, render

    params = {name: tuple(values) for name, values in job["params"].items()}
    asked = Asked(job["path"], params, job["form"], job["writable"])
    _send_page(render(store, asked, search=index_of(job)), channel)


def _send_page(page: Page, channel: Channel) -> None:
    headers = {"Content-Security-Policy": page.policy, "Location": page.location}
    channel.begin(
        status=page.status, content_type=page.media_type, headers={k: v for k, v in headers.items() if v}
    )
    channel.write(page.body)


def answer_index(store: Store, job: Mapping[str, Any], channel: Channel) -> None:
    """Make the index that pages read, unless another server has made it."""
    from kg.serve.search import build_index

    file = index_of(job)
    if not file.exists():
        build_index(store, file)
    channel.begin(status=200)


def index_of(job: Mapping[str, Any]) -> Path:
    """Return where the index of a snapshot is."""
    return Path(job["folder"]) / INDEX


def dataset_of(job: Mapping[str, Any]) -> Dataset | None:
    """Return the graphs that a job names, if it names any."""
    given = job["dataset"]
    return None if given is None else Dataset(tuple(given[0]), tuple(given[1]))


def named_node(name: str) -> ox.NamedNode:
    """Return an IRI as the engine's term.  Raises Problem when it is none."""
    import pyoxigraph as ox

    try:
        return ox.NamedNode(name)
    except ValueError as error:
        raise Problem(400, "not an IRI", "The name of a graph is an absolute IRI.") from error


def pick(job: Mapping[str, Any], forms: Sequence[Form]) -> Choice:
    """Return the format that a job asks for.  Raises Problem."""
    choice = choose(job["accept"], forms, wanted=job["form"])
    if choice is None and job["form"] is not None:
        raise Problem(400, "no such format", f"There are: {', '.join(f.name for f in forms)}.")
    if choice is None:
        raise not_acceptable(", ".join(f.media_types[0] for f in forms))
    return choice


def known_prefixes(store: Store) -> dict[str, str]:
    """Return the prefixes of a store's instances and of all vocabularies."""
    return prefixes(store.ledger.get("base", DEFAULT_BASE))


def write_rdf(items: Any, channel: Any, choice: Choice, known: Mapping[str, str]) -> None:
    """Write triples or quads as they come."""
    import pyoxigraph as ox

    ox.serialize(items, channel, format=rdf_format(choice.name), prefixes=dict(known))


class _broken_off:
    """Turns an error of the engine while it answers into a Problem."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, _: object) -> None:
        if isinstance(value, (BrokenPipeError, ConnectionResetError)):
            return
        if isinstance(value, (OSError, RuntimeError, ValueError)):
            raise Problem(500, "the query failed while it was answered", str(value)[:300]) from value


def _row_format(name: str) -> ox.QueryResultsFormat:
    import pyoxigraph as ox

    known = ox.QueryResultsFormat
    return {"json": known.JSON, "xml": known.XML, "csv": known.CSV, "tsv": known.TSV}[name]


def rdf_format(name: str) -> ox.RdfFormat:
    """Return the engine's name of a format of `negotiate.py`."""
    import pyoxigraph as ox

    known = ox.RdfFormat
    return {
        "ttl": known.TURTLE, "nt": known.N_TRIPLES, "rdf": known.RDF_XML, "jsonld": known.JSON_LD,
        "trig": known.TRIG, "nq": known.N_QUADS,
    }[name]  # fmt: skip
