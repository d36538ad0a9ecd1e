"""A small server of the explorer, for tests in a browser: pages, files and an endpoint, no more."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from kg.errors import KgError
from kg.serve.pages import ROUTES, Asked, asset, render
from kg.store import Store

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SUFFIXES = ("ttl", "jsonld", "nt", "nq", "trig", "json")


def asked(url: str, form: str = "html") -> Asked:
    """Return what a URL asks for, as the server would split it."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    params = {name: tuple(values) for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    for suffix in SUFFIXES:
        if path.endswith(f".{suffix}") and path not in ROUTES:
            return Asked(path.removesuffix(f".{suffix}"), params, suffix)
    return Asked(path, params, form)


class _Handler(BaseHTTPRequestHandler):
    store: Store
    index: Path
    one: ThreadPoolExecutor  # the only thread that touches the store: SQLite belongs to its thread

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer a page, a file or a query."""
        parts = urlsplit(self.path)
        if parts.path.startswith("/assets/"):
            found = asset(parts.path.removeprefix("/assets/"))
            return self._send(200 if found else 404, *(found or (b"", "text/plain")))
        if parts.path == "/sparql":
            return self._ask(parse_qs(parts.query))
        form = "json" if self.headers.get("Accept") == "application/json" else "html"
        what = asked(self.path, form)
        page = self.one.submit(lambda: render(self.store, what, search=self.index)).result()
        return self._send(page.status, page.body, page.media_type, page.policy or POLICY)

    def do_POST(self) -> None:
        """Answer a query of the editor."""
        self._ask(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))

    def _ask(self, form: dict[str, list[str]]) -> None:
        self._send(*self.one.submit(_answer, self.store, form).result())

    def _send(self, status: int, body: bytes, media: str, policy: str = POLICY) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)


def _answer(store: Store, form: dict[str, list[str]]) -> tuple[int, bytes, str]:
    import pyoxigraph as ox

    try:
        answer = store.query(form["query"][0])
        if answer.kind == "graph":
            return 200, answer.raw.serialize(format=ox.RdfFormat.TURTLE), "text/turtle"
        if form.get("format") == ["csv"]:
            return 200, answer.raw.serialize(format=ox.QueryResultsFormat.CSV), "text/csv"
        body = answer.raw.serialize(format=ox.QueryResultsFormat.JSON)
        return 200, body, "application/sparql-results+json"
    except KgError as error:
        return 400, str(error).encode(), "text/plain; charset=utf-8"


@contextmanager
def serving(path: Path, index: Path) -> Iterator[str]:
    """Serve a store on a free port of this machine; gives the address without a slash at its end."""
    with ThreadPoolExecutor(1) as one:
        store = one.submit(Store.open, path).result()
        handler = type("Handler", (_Handler,), {"store": store, "index": index, "one": one})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
            one.submit(store.close).result()
