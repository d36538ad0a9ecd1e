"""What stands before every request: who may ask, how long a request may be, and what every answer carries.

An ASGI application around another one.  A page of another site, open in the user's browser, must neither
write nor read here: its name is no name of this server (DNS rebinding), and its Origin is another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from kg.serve.problems import Problem
from kg.serve.settings import BODY_SECONDS, LOCAL, MAX_URL, SEND_SECONDS, Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_READING = ("GET", "HEAD", "OPTIONS")
SHARED = ("/sparql", "/graph-store", "/.well-known/void")  # what other sites may read with --cors


class SlowClientError(Exception):
    """The client neither reads nor goes away."""


class Guard:
    """Lets requests through to `app`, or answers them with a problem."""

    def __init__(self, app: App, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self.hosts = {*LOCAL, *(host.lower() for host in settings.hosts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {key: value.decode("latin-1") for key, value in scope["headers"]}
        hosts = sum(key == b"host" for key, _ in scope["headers"])
        shared = self.settings.cors and is_shared(scope["path"])
        sending = _sending(send, shared=shared)
        try:
            if hosts != 1:
                raise Problem(400, "one Host header is needed")
            self._check(scope, headers, shared=shared)
        except Problem as problem:
            await send_problem(problem, sending)
            return
        await self.app(scope, _receiving(receive), sending)

    def _check(self, scope: Scope, headers: Mapping[bytes, str], *, shared: bool) -> None:
        if not self.settings.public and host_name(headers.get(b"host", "")) not in self.hosts:
            raise Problem(421, "misdirected request", "This server does not go by the name in Host.")
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MAX_URL:
            raise Problem(414, "URL too long", "POST long queries.")
        if scope["method"] not in _READING and self._is_foreign(headers):
            asks = scope["method"] == "POST" and scope["path"].rstrip("/") == "/sparql"
            if not (shared and asks and b"authorization" not in headers):
                raise Problem(403, "request from another site", "Only pages of this server may send it.")

    def _is_foreign(self, headers: Mapping[bytes, str]) -> bool:
        origin = headers.get(b"origin")
        if origin is not None:
            try:
                there = urlsplit(origin)
            except ValueError:
                return True
            return (
                there.scheme not in ("http", "https")
                or there.netloc.lower() != headers.get(b"host", "").lower()
            )
        return headers.get(b"sec-fetch-site", "none") not in ("none", "same-origin")


def is_shared(path: str) -> bool:
    """Say whether pages of other sites may read a path, when the server is told so."""
    return path.rstrip("/") in SHARED


def host_name(host: str) -> str:
    """Return the name in a Host header without the port."""
    name, colon, port = host.strip().lower().rpartition(":")
    return name if colon and port.isdecimal() else host.strip().lower()


async def send_problem(problem: Problem, send: Send) -> None:
    """Answer with a problem."""
    content = problem.body()
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(content)).encode()),
    ]
    headers += [(key.lower().encode(), value.encode("latin-1")) for key, value in problem.headers.items()]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def _receiving(receive: Receive) -> Receive:
    """Give the body of a request so many seconds in all."""
    loop = asyncio.get_running_loop()
    end = loop.time() + BODY_SECONDS
    complete = False

    async def receive_in_time() -> Message:
        nonlocal complete
        if complete:  # what is waited for now is that the client goes away
            return await receive()
        async with asyncio.timeout_at(end):
            message = await receive()
        complete = not message.get("more_body", False)
        return message

    return receive_in_time


def _sending(send: Send, *, shared: bool) -> Send:
    """Add the headers that every answer has, and give up on a client that does not read."""

    async def send_in_time(message: Message) -> None:
        if message["type"] == "http.response.start":
            have = {key for key, _ in message["headers"]}
            more = [pair for pair in _ALWAYS if pair[0] not in have]
            if b"content-security-policy" not in have:
                more.append((b"content-security-policy", POLICY.encode()))
            if shared:
                more = [pair for pair in more if pair[0] != b"cross-origin-resource-policy"]
                more.append((b"access-control-allow-origin", b"*"))
                more.append((b"access-control-expose-headers", b"ETag, X-KG-Generation, Retry-After"))
            message = {**message, "headers": [*message["headers"], *more]}
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await send(message)
        except TimeoutError as error:
            raise SlowClientError from error

    return send_in_time
