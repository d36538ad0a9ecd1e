"""Requests and responses: bodies in time and size, formats of pages, tags, answers as they come.

In: Starlette's request, an answer of a worker.  Out: what `app.py` asks or returns.  It knows no routes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from kg.serve.negotiate import PAGE, ROWS, TRIPLES, Form, choose
from kg.serve.pool import Answer
from kg.serve.problems import Problem

_DROPPED = 16_000_000  # bytes read and dropped, so that a client that sends too much reads why
_THINGS = ("/id/", "/graph/", "/ns")  # what IRIs lead to
_SUFFIXES = ("html", "ttl", "nt", "jsonld", "rdf", "nq", "trig", "json")
_SUGGESTIONS = (Form("json", ("application/json",)),)  # of the search, for its script


def address(request: Request, path: str) -> str:
    """Return the address of a path of this server, as the client calls it."""
    return f"{request.url.scheme}://{request.headers.get('host', 'localhost')}{path}"


def wants_page(request: Request, form: str | None) -> bool:
    """Say whether a browser asks a query, and wants to show the answer."""
    if form is not None:
        return form == PAGE.name
    choice = choose(request.headers.get("accept"), (*ROWS, *TRIPLES, PAGE))
    return choice is not None and choice.name == PAGE.name


def page_form(path: str, accept: str | None) -> tuple[str, str]:
    """Return path and form of a page: a suffix decides, else the header."""
    for form in _SUFFIXES if path.startswith(_THINGS) else ():
        if path.endswith(f".{form}"):
            return path.removesuffix(f".{form}"), form
    choice = choose(accept, (PAGE, *(TRIPLES if path.startswith(_THINGS) else _SUGGESTIONS)))
    return path, choice.name if choice else PAGE.name


def matches(header: str | None, etag: str) -> bool:
    """Say whether an If-None-Match header names this tag."""
    given = [tag.strip().removeprefix("W/") for tag in (header or "").split(",")]
    return etag in given


async def read_body(request: Request, limit: int) -> bytes:
    """Return the body.  Raises Problem when it is larger, or does not come in time."""
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size <= limit:
                parts.append(part)
            elif size > limit + _DROPPED:
                break
    except TimeoutError:
        raise Problem(408, "request too slow", headers={"Connection": "close"}) from None
    if size > limit:
        detail = f"At most {limit:,} bytes are read."
        raise Problem(413, "request too large", detail, {"Connection": "close"})
    return b"".join(parts)


async def unless_gone(request: Request, work: Coroutine[Any, Any, Answer]) -> Answer:
    """Wait for an answer; when the client goes away before, its worker is ended.  Raises ClientDisconnect."""
    asking, watching = asyncio.ensure_future(work), asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((asking, watching), return_when=asyncio.FIRST_COMPLETED)
        if asking.done():
            return await asking
        asking.cancel()
        with suppress(asyncio.CancelledError, Problem):
            (await asking).close()
        raise ClientDisconnect
    finally:
        asking.cancel()
        watching.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def respond(request: Request, answer: Answer, headers: Mapping[str, str]) -> Response:
    """Turn an answer into a response: at once when it is small, else as it comes."""
    head = {**headers, "Content-Type": answer.head["content_type"], **answer.head.get("headers", {})}
    status = answer.head["status"]
    if status != 200:
        head.pop("ETag", None)
    if answer.size is not None:
        body = await answer.whole()
        if request.method == "HEAD":
            return Response(b"", status, {**head, "Content-Length": str(len(body))})
        return Response(body, status, head)
    if request.method == "HEAD":
        answer.close()
        return Response(b"", status, head)
    return StreamingResponse(answer.chunks(), status, head)
