"""Whole graphs to a server, in parts that fit into memory and into a server's limits.  *I/O*

Two ways: the Graph Store HTTP Protocol (PUT of the first part, POST of the others) and SPARQL Update (DROP,
then INSERT DATA).  In: the name of a graph and its statements as N-Triples without the full stop.  Nothing
it sends depends on what was sent before, so any request may be repeated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from kg.errors import PushError
from kg.pushing.http import Answer, said
from kg.pushing.target import FORM, Target, graph_url

GSP, UPDATE = "gsp", "update"
#: Statements and characters of one request.  Virtuoso takes no more than 10,000 lines in an update.
PUT_AT_ONCE, PUT_LENGTH = 50_000, 8_000_000
INSERTED_AT_ONCE, INSERT_LENGTH = 1_000, 500_000
NOT_THIS_WAY = (404, 405, 501)
TRIPLES, TURTLE = "application/n-triples", "text/turtle"


class Writer:
    """Writes graphs in one way, and settles on it with the first graph; `at_once` statements a request."""

    def __init__(self, target: Target, way: str | None = None, at_once: int | None = None) -> None:
        self._target, self._kind = target, TRIPLES
        self._put_at_once = at_once or PUT_AT_ONCE
        self._inserted_at_once = at_once or INSERTED_AT_ONCE
        self.way = way or (GSP if target.store_url() else UPDATE)
        self._sure = bool(way) or target.update_url() is None

    def write(self, graph: str, lines: Iterable[str]) -> None:
        """Put statements in the place of a graph.  Raises PushError."""
        if self.way == GSP:
            parts = _parts(lines, self._put_at_once, PUT_LENGTH)
            first = next(parts, [])
            if self._put(graph, first):
                for part in parts:
                    self._store("POST", graph, part)
                return
            rest: Iterable[str] = _chain(first, parts)
        else:
            rest = lines
        self._insert(graph, rest)

    def remove(self, graph: str) -> None:
        """Remove a graph; it may be gone already.  Raises PushError."""
        if self.way == UPDATE:
            self._update(f"DROP SILENT GRAPH <{graph}>")
            return
        url = graph_url(self._target.store_url() or "", graph)
        answer = self._target.client.send("DELETE", url)
        if not answer.fine and answer.status != 404:
            raise PushError(f"{said(url, answer)}. The graph could not be removed.")

    # Graph Store HTTP Protocol -------------------------------------------------

    def _put(self, graph: str, lines: list[str]) -> bool:
        """Put the first part.  The first graph of all shows whether the server knows this way."""
        answer = self._send("PUT", graph, lines)
        if not answer.fine and answer.status in NOT_THIS_WAY and not self._sure:
            self.way = UPDATE
            return False
        self._check(answer, graph)
        self._sure = True
        return True

    def _store(self, method: str, graph: str, lines: list[str]) -> None:
        self._check(self._send(method, graph, lines), graph)

    def _send(self, method: str, graph: str, lines: list[str]) -> Answer:
        url = graph_url(self._target.store_url() or "", graph)
        body = "".join(f"{line} .\n" for line in lines).encode()
        answer = self._target.client.send(method, url, body, kind=self._kind)
        if answer.status == 415 and self._kind == TRIPLES:  # N-Triples are Turtle too
            self._kind = TURTLE
            answer = self._target.client.send(method, url, body, kind=self._kind)
        return answer

    def _check(self, answer: Answer, graph: str) -> None:
        if not answer.fine:
            where = self._target.store_url() or ""
            raise PushError(f"{said(where, answer)}. Graph <{graph}> was not taken; try --by update.")

    # SPARQL Update -------------------------------------------------------------

    def _insert(self, graph: str, lines: Iterable[str]) -> None:
        self._update(f"DROP SILENT GRAPH <{graph}>")
        for part in _parts(lines, self._inserted_at_once, INSERT_LENGTH):
            self._update(f"INSERT DATA {{ GRAPH <{graph}> {{\n" + " .\n".join(part) + " .\n} }")

    def _update(self, text: str) -> None:
        url = self._target.update_url() or self._target.address
        answer = self._target.client.send("POST", url, urlencode({"update": text}).encode(), kind=FORM)
        if not answer.fine:
            raise PushError(f"{said(url, answer)}. The update was not taken: {text[:120]}…")


def _parts(lines: Iterable[str], most: int, length: int) -> Iterator[list[str]]:
    """Yield statements in parts of bounded number and size; a longer statement is a part of its own."""
    part: list[str] = []
    size = 0
    for line in lines:
        if part and (len(part) >= most or size + len(line) > length):
            yield part
            part, size = [], 0
        part.append(line)
        size += len(line)
    if part:
        yield part


def _chain(first: list[str], parts: Iterable[list[str]]) -> Iterator[str]:
    yield from first
    for part in parts:
        yield from part
