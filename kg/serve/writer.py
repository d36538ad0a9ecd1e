"""The one process that changes a store that is served: updates and whole graphs, one after the other.  *I/O*

In: jobs over a socket.  Out: the snapshot that holds what was written, before the client hears of it.  Graphs
of kg may be changed, too, until the next `kg rebuild` derives them anew; other graphs stay.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.serve.answers import dataset_of, named_node, rdf_format
from kg.serve.channel import Channel
from kg.serve.confine import allow_seconds, confine
from kg.serve.problems import Problem
from kg.serve.snapshots import make_snapshot
from kg.serve.updates import with_dataset, with_silent_clear
from kg.serve.worker import answer
from kg.sparql import check_update, explain_error
from kg.store import EDITED, Store
from kg.vocab import DEFAULT_BASE, prefixes

if TYPE_CHECKING:
    import pyoxigraph as ox

_MARKUP = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
FORMATS = {
    "text/turtle": "ttl", "application/x-turtle": "ttl", "application/n-triples": "nt", "text/plain": "nt",
    "application/rdf+xml": "rdf", "application/ld+json": "jsonld",
}  # fmt: skip


def write(end: socket.socket, memory: int, path: str, snapshots: str) -> None:
    """Do jobs until the server hangs up.  The store is held for writing as long as this process lives."""
    confine(memory)
    channel, where = Channel(end), Path(snapshots)
    answers = {
        kind: _published(change, where)
        for kind, change in (("open", _open), ("update", _update), ("put", _put), ("drop", _drop))
    }
    store: list[Store] = []

    def opened() -> Store:
        if not store:
            store.append(Store.open(path, write=True))
        return store[0]

    while (job := channel.receive()) is not None:
        allow_seconds(job["seconds"])
        answer(job, channel, opened, answers)


def _published(change: Any, where: Path) -> Any:
    def published(store: Store, job: Mapping[str, Any], channel: Channel) -> None:
        more = change(store, job)
        store.flush()
        snapshot = make_snapshot(store, where)
        channel.begin(status=200, generation=snapshot.generation, folder=str(snapshot.folder), **more)

    return published


def _open(store: Store, job: Mapping[str, Any]) -> dict[str, Any]:
    return {}


def _update(store: Store, job: Mapping[str, Any]) -> dict[str, Any]:
    """Run an update.  Job: text, dataset or null, base."""
    text = job["text"]
    check_update(text)
    text = with_silent_clear(with_dataset(text, dataset_of(job)))
    check_update(text)  # once more: what was written into it came with the request
    known = prefixes(store.ledger.get("base", DEFAULT_BASE))
    _begin(store)
    try:
        store.engine.update(text, base_iri=job["base"], prefixes=known)
    except SyntaxError as error:
        raise QueryError(explain_error(text, str(error), known).replace("the query", "the update")) from error
    except RuntimeError as error:  # DROP of a graph that is not there, say
        raise QueryError(f"the update cannot be done: {error}") from error
    return {}


def _put(store: Store, job: Mapping[str, Any]) -> dict[str, Any]:
    """Put triples into a graph, in place of what it holds or (`add`) beside it.  Job: graph, parts, add."""
    import pyoxigraph as ox

    name: Any = named_node(job["graph"]) if job["graph"] else ox.DefaultGraph()
    lines = [
        str(triple) for part in job["parts"] for triple in _triples(*part, base=job["graph"] or job["base"])
    ]
    was_there = not job["graph"] or store.engine.contains_named_graph(name)
    _begin(store)
    body = " .\n".join(lines)
    where, data = (f"GRAPH {name}", f"GRAPH {name} {{ {body} }}") if job["graph"] else ("DEFAULT", body)
    drop = "" if job["add"] else f"CLEAR SILENT {where} ; "
    store.engine.update(f"{drop}INSERT DATA {{ {data} }}")
    if job["graph"]:
        store.engine.add_graph(name)  # an empty one is there, too
    return {"was_there": was_there}


def _drop(store: Store, job: Mapping[str, Any]) -> dict[str, Any]:
    """Remove a graph.  Job: graph."""
    import pyoxigraph as ox

    name: Any = named_node(job["graph"]) if job["graph"] else ox.DefaultGraph()
    if job["graph"] and not store.engine.contains_named_graph(name):
        raise Problem(404, "no such graph")
    _begin(store)
    store.engine.update(f"DROP SILENT GRAPH {name}" if job["graph"] else "DROP DEFAULT")
    return {}


def _begin(store: Store) -> None:
    with store.ledger.transaction():
        store.ledger.next_generation()
        store.ledger.set(EDITED, "yes")


def _triples(media_type: str, text: str, *, base: str) -> list[ox.Triple]:
    import pyoxigraph as ox

    if media_type not in FORMATS:
        raise Problem(415, "unsupported media type", f"Send one of: {', '.join(FORMATS)}.")
    data = text.encode("utf-8")
    if FORMATS[media_type] == "rdf" and _MARKUP.search(data):
        raise Problem(400, "a document type is not allowed", "Leave DOCTYPE and ENTITY out of RDF/XML.")
    try:
        format = rdf_format(FORMATS[media_type])
        quads = ox.parse(data, format=format, base_iri=base, rename_blank_nodes=True)
        return [quad.triple for quad in quads]
    except (SyntaxError, ValueError) as error:
        raise Problem(400, "not valid RDF", str(error)[:300]) from error
