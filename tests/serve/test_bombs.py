"""Requests that would take the server down are refused or stopped, and the next one is answered."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from bombs import HARMLESS, QUERIES, UPDATES
from serving import Served

LIMIT = 5.0  # seconds that `served` gives a query
GRACE = 1.5


class Listener:
    """A port that counts who comes."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.port = str(self._socket.getsockname()[1])

    def came(self) -> bool:
        try:
            self._socket.accept()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.close()


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_bomb_is_refused_or_stopped(name: str, served: Served, listener: Listener) -> None:
    """It is answered with a reason within the limit, nothing is fetched, and the next query is answered."""
    began = time.monotonic()
    reply = served.query(QUERIES[name].replace("PORT", listener.port))
    took = time.monotonic() - began
    if name in HARMLESS:
        assert reply.status == 200
        assert reply.json["results"]["bindings"] == []
    else:
        assert reply.status in (400, 413, 503), reply.body[:200]
        assert reply.media_type == "application/problem+json"
        assert reply.json["detail"]
    assert took <= LIMIT + GRACE
    assert not listener.came()
    began = time.monotonic()
    assert served.query("ASK { ?s a schema:Person }").json["boolean"] is True
    assert time.monotonic() - began <= 1.0
    assert served.process.poll() is None


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_bomb_is_refused(name: str, writable: Served, listener: Listener) -> None:
    """Whoever has the token cannot make the server fetch anything either."""
    reply = writable.update(UPDATES[name].replace("PORT", listener.port))
    assert reply.status == 400
    assert not listener.came()
    assert writable.update("INSERT DATA { GRAPH <urn:after> { <urn:s> <urn:p> 1 } }").status == 204


def test_graphs_of_a_request_are_no_text_of_the_update(writable: Served, listener: Listener) -> None:
    """What would close the clause and go on with LOAD is no IRI."""
    from urllib.parse import quote

    graph = f"urn:a> WHERE {{ }} ; LOAD <http://127.0.0.1:{listener.port}/> ; DELETE {{ }} USING <urn:b"
    text, kind = b"DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", {"Content-Type": "application/sparql-update"}
    reply = writable.ask(f"/sparql?using-graph-uri={quote(graph)}", method="POST", body=text, headers=kind)
    assert reply.status == 400
    assert not listener.came()


def _descendants(pid: int) -> list[int]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found, todo = [], [pid]
    while todo:
        children = [child for child, parent in parents.items() if parent == todo[0]]
        found += children
        todo = todo[1:] + children
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are listed in /proc")
def test_workers_come_and_go(served: Served) -> None:
    """A worker that is killed is replaced, and none is left over."""
    assert served.query("ASK {}").status == 200
    before = len(_descendants(served.process.pid))
    for _ in range(3):
        assert served.query(QUERIES["CONCAT doubled 32 times"]).status == 503
    time.sleep(1)
    assert served.query("ASK {}").status == 200
    assert len(_descendants(served.process.pid)) == before
