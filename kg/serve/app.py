"""The routes: an HTTP request becomes a job for a worker, and its answer a response.

`/sparql` is the endpoint, `/graph-store` the graph store, `/.well-known/void` says what the store holds;
every other path is a page.  Starlette parses and routes; nothing here knows SPARQL or HTML.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from kg.serve.exchange import (
    address,
    matches,
    page_form,
    read_body,
    respond,
    unless_gone,
    wants_page,
)  # fmt: skip
from kg.serve.graph_store import READ, WRITE, graph_of, parts_of
from kg.serve.guarding import App, Guard
from kg.serve.negotiate import PAGE, TRIPLES, choose
from kg.serve.problems import Problem, method_not_allowed
from kg.serve.protocol import METHODS, Operation, Parameters, parameters, read_operation
from kg.serve.service import Service
from kg.serve.settings import MAX_QUERY_BODY, MAX_UPLOAD
from kg.store import Dataset

_NOT_REPEATABLE = re.compile(r"\b(NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
_VOID_SECONDS = 60.0  # once for every state of the store


def make_app(service: Service) -> App:
    """Return the ASGI application of a service, which has been started."""
    endpoint = Endpoint(service)
    everything = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]
    handlers = {
        "/sparql": endpoint.sparql, "/sparql/": endpoint.sparql, "/graph-store": endpoint.graph_store,
        "/.well-known/void": endpoint.reading(endpoint.void, shared=True),
        "/health": endpoint.reading(endpoint.health), "/assets/{name:path}": endpoint.reading(endpoint.asset),
        "/{path:path}": endpoint.reading(endpoint.page),
    }  # fmt: skip
    routes = [Route(path, endpoint.answering(h), methods=everything) for path, h in handlers.items()]
    return Guard(Starlette(routes=routes), service.settings)


Handler = Callable[[Request], Awaitable[Response]]


class Endpoint:
    """The handlers of all routes."""

    def __init__(self, service: Service) -> None:
        self.service, self.settings = service, service.settings
        self._born = time.time_ns()

    def answering(self, handler: Handler) -> Handler:
        """Return a handler whose problems become responses, and which notes what was asked in the log."""

        async def answer(request: Request) -> Response:
            began = time.monotonic()
            request.state.asked, request.state.answer = "", None
            try:
                response = await handler(request)
            except Problem as problem:
                response = Response(
                    b"" if request.method == "HEAD" else problem.body(), problem.status,
                    {"Content-Type": "application/problem+json", **problem.headers},
                )  # fmt: skip
            except ClientDisconnect:
                response = Response(status_code=400)
            self._note(request, response, began)
            return response

        return answer

    def reading(self, handler: Handler, *, shared: bool = False) -> Handler:
        """Return a handler of what can only be read; `shared`: also by pages of other sites, if allowed."""

        async def read(request: Request) -> Response:
            if request.method == "OPTIONS":
                return self._options(READ, shared=shared)
            if request.method not in ("GET", "HEAD"):
                raise method_not_allowed(READ)
            return await handler(request)

        return read

    def _note(self, request: Request, response: Response, began: float) -> None:
        """Write to the log, now or when the last bytes of the answer are sent."""
        log, asked, answer = self.settings.log, request.state.asked, request.state.answer
        if log is None or not asked:
            return

        def note() -> None:
            log({
                "query": hashlib.sha256(asked.encode()).hexdigest()[:16],
                "ms": round((time.monotonic() - began) * 1000, 1), "status": response.status_code,
                "bytes": answer.sent if answer else 0, "complete": answer is None or answer.is_done,
                "generation": self.service.generation,
            })  # fmt: skip

        if isinstance(response, StreamingResponse):
            answer.when_closed.append(note)
        else:
            note()

    # the endpoint --------------------------------------------------------------

    async def sparql(self, request: Request) -> Response:
        """Answer a query, take an update, or describe the service."""
        if request.method == "OPTIONS":
            return self._options(METHODS, shared=True)
        limit = MAX_UPLOAD if self._has_token(request) else MAX_QUERY_BODY
        body = await read_body(request, limit) if request.method == "POST" else b""
        operation = read_operation(
            request.method, request.scope["query_string"], request.headers.get("content-type"), body
        )
        if operation.kind == "describe":
            return await self._describe(request, operation)
        request.state.asked = operation.text
        if operation.kind == "update":
            self._check_token(request)
            job = {"kind": "update", "text": operation.text, "dataset": _graphs(operation.dataset)}
            await self.service.write(job | {"base": address(request, "/sparql")})
            return Response(status_code=204, headers=self._headers())
        return await self._query(request, operation)

    async def _query(self, request: Request, operation: Operation) -> Response:
        job = {
            "kind": "query", "text": operation.text, "dataset": _graphs(operation.dataset),
            "base": address(request, "/sparql"), "accept": request.headers.get("accept"),
            "form": operation.form, "as_page": wants_page(request, operation.form),
        }  # fmt: skip
        if len(operation.text) > MAX_QUERY_BODY:
            raise Problem(413, "query too long", "A query has at most a million characters.")
        return await self._ask(request, job, repeatable=not _NOT_REPEATABLE.search(operation.text))

    async def _describe(self, request: Request, operation: Operation) -> Response:
        accept = request.headers.get("accept")
        best = choose(accept, (*TRIPLES, PAGE), wanted=operation.form)
        if best is not None and best.name == PAGE.name:
            return RedirectResponse("/query", 303, {"Vary": "Accept"})
        job = {"kind": "service", "writable": self.settings.writable, "form": operation.form}
        return await self._ask(request, job | {"base": address(request, "/sparql"), "accept": accept})

    async def _ask(
        self,
        request: Request,
        job: Mapping[str, Any],
        *,
        repeatable: bool = True,
        seconds: float | None = None,
    ) -> Response:
        snapshot = self.service.snapshots.take()  # what the headers say is what is read
        headers = {"X-KG-Generation": str(snapshot.generation), "Vary": "Accept", "Cache-Control": "no-cache"}
        if repeatable:
            headers["ETag"] = etag = self._etag(job, snapshot.generation)
            if matches(request.headers.get("if-none-match"), etag):
                self.service.snapshots.give_back(snapshot)
                return Response(status_code=304, headers=headers)
        answer = await unless_gone(request, self.service.ask(job, seconds, snapshot))
        request.state.answer = answer
        return await respond(request, answer, headers)

    def _etag(self, job: Mapping[str, Any], generation: int) -> str:
        """Return the tag of an answer; a server that starts anew, of another store say, has others."""
        asked = json.dumps([self._born, generation, job], sort_keys=True)
        return f'"{generation}-{hashlib.sha256(asked.encode()).hexdigest()[:24]}"'

    def _headers(self) -> dict[str, str]:
        return {"X-KG-Generation": str(self.service.generation)}

    def _options(self, allowed: str, *, shared: bool) -> Response:
        headers = {"Allow": allowed}
        if shared and self.settings.cors:
            headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST"
            headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
            headers["Access-Control-Max-Age"] = "86400"
        return Response(status_code=204, headers=headers)

    def _check_token(self, request: Request) -> None:
        if not self.settings.writable:
            raise Problem(403, "read-only", "This server takes no changes. kg serve --writable does.")
        if not self._has_token(request):
            raise Problem(
                401, "a token is needed", "Send it as: Authorization: Bearer TOKEN.",
                {"WWW-Authenticate": 'Bearer realm="kg"'},
            )  # fmt: skip

    def _has_token(self, request: Request) -> bool:
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        wanted = self.settings.token
        return (
            wanted is not None and kind.lower() == "bearer"
            and hmac.compare_digest(given.strip().encode(), wanted.encode())
        )  # fmt: skip

    # the graph store -----------------------------------------------------------

    async def graph_store(self, request: Request) -> Response:
        """Give, replace, add to or remove a graph."""
        allowed = WRITE if self.settings.writable else READ
        if request.method == "OPTIONS":
            return self._options(allowed, shared=True)
        if request.method not in allowed.split(", "):
            raise method_not_allowed(allowed)
        given = parameters(request.scope["query_string"])
        graph = graph_of(given)
        if request.method in ("GET", "HEAD"):
            form = given.get("format", (None,))[-1]
            job = {"kind": "graph", "graph": graph, "accept": request.headers.get("accept"), "form": form}
            return await self._ask(request, job)
        self._check_token(request)
        return await self._change(request, given, graph)

    async def _change(self, request: Request, given: Parameters, graph: str | None) -> Response:
        here = address(request, "/graph-store")
        if request.method == "DELETE":
            await self.service.write({"kind": "drop", "graph": _named(graph)})
            return Response(status_code=204, headers=self._headers())
        body = await read_body(request, MAX_UPLOAD)
        parts = parts_of(request.headers.get("content-type"), body)
        location = None
        if graph is None and request.method == "POST":
            key = hashlib.sha256(str(self.service.generation).encode() + b"\n" + body).hexdigest()[:16]
            graph = location = f"{here}/{key}"
        job = {"kind": "put", "graph": _named(graph), "parts": parts, "add": request.method == "POST"}
        told = await self.service.write(job | {"base": here})
        headers = self._headers() | ({"Location": location} if location else {})
        return Response(status_code=204 if told["was_there"] else 201, headers=headers)

    # what is here --------------------------------------------------------------

    async def void(self, request: Request) -> Response:
        """Say what the store holds."""
        form = parameters(request.scope["query_string"]).get("format", (None,))[-1]
        place, accept = address(request, "/.well-known/void"), request.headers.get("accept")
        job = {
            "kind": "void", "base": address(request, "/sparql"), "place": place, "accept": accept,
            "form": form,
        }  # fmt: skip
        return await self._ask(request, job, seconds=_VOID_SECONDS)

    async def health(self, request: Request) -> Response:
        """Say that the server lives, and which state of the store it shows."""
        said = {"status": "ok", "generation": self.service.generation, "writable": self.settings.writable}
        return Response(json.dumps(said), media_type="application/json", headers=self._headers())

    async def asset(self, request: Request) -> Response:
        """Give a file that pages use."""
        from kg.serve.pages import asset

        found = asset(request.path_params["name"])
        if found is None:
            raise Problem(404, "not found")
        headers = {"Cache-Control": "no-cache", "ETag": f'"{hashlib.sha256(found[0]).hexdigest()[:24]}"'}
        if matches(request.headers.get("if-none-match"), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        body = found[0] if request.method == "GET" else b""
        return Response(body, headers=headers | {"Content-Type": found[1]})

    async def page(self, request: Request) -> Response:
        """Show a page of the explorer, or the statements about what it shows."""
        given = parameters(request.scope["query_string"])
        path, form = page_form(request.scope["path"], request.headers.get("accept"))
        job = {"kind": "page", "path": path, "params": given, "form": form}
        return await self._ask(request, job | {"writable": self.settings.writable})


def _graphs(dataset: Dataset | None) -> list[list[str]] | None:
    return None if dataset is None else [list(dataset.default), list(dataset.named)]


def _named(graph: str | None) -> str:
    if graph is None:
        raise Problem(400, "no graph is named", "Use graph=IRI or default.")
    return graph
