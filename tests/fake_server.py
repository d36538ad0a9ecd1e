"""A SPARQL server in this process, on 127.0.0.1, that can be told to misbehave."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from urllib.request import parse_http_list, parse_keqv_list

import pyoxigraph as ox

WRITES = ("PUT", "DELETE", "INSERT", "DROP")


@dataclass(frozen=True, slots=True)
class Request:
    """What came: PUT, POST, DELETE or GET of a graph, QUERY, INSERT or DROP."""

    what: str
    graph: str = ""
    body: str = ""
    authorization: str = ""


@dataclass
class FakeServer:
    """The server's graphs, what it was asked, and how it misbehaves.

    `trouble` sees each request before it is answered, and may return status, headers and words instead;
    it may also raise ConnectionError, which closes the connection without an answer.
    """

    store: ox.Store = field(default_factory=ox.Store)
    requests: list[Request] = field(default_factory=list)
    trouble: Callable[[Request], tuple[int, dict[str, str], str] | None] = lambda _: None
    url: str = ""

    def written(self) -> list[Request]:
        """Return the requests that write."""
        return [r for r in self.requests if r.what in (*WRITES, "POST")]

    def size(self, graph: str) -> int:
        """Count the statements of a graph."""
        return sum(1 for _ in self.store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))

    def lines(self) -> list[str]:
        """Return all statements as sorted N-Quads."""
        return sorted(str(quad) for quad in self.store)

    def answer(self, request: Request) -> tuple[int, dict[str, str], str]:
        """Do what a server does."""
        name = ox.NamedNode(request.graph) if request.graph else None
        if request.what in ("PUT", "POST"):
            if request.what == "PUT" and name:
                self.store.remove_graph(name)
            self.store.load(input=request.body.encode(), format=ox.RdfFormat.N_TRIPLES, to_graph=name)
        elif request.what == "DELETE" and name:
            self.store.remove_graph(name)
        elif request.what == "GET":
            return (404, {}, "no such graph") if not self.size(request.graph) else (200, {}, "")
        elif request.what == "QUERY":
            found = self.store.query(request.body)
            data = found.serialize(format=ox.QueryResultsFormat.JSON)  # type: ignore[union-attr]
            return 200, {"Content-Type": "application/sparql-results+json"}, (data or b"").decode()
        else:
            self.store.update(request.body)
        return 204, {}, ""


@contextmanager
def serving(server: FakeServer) -> Iterator[FakeServer]:
    """Run a server until the block ends; its paths are those of Oxigraph."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            where = urlsplit(self.path)
            fields = {k: v[0] for k, v in parse_qs(where.query).items()}
            request = _read(self.command, where.path, fields, body, self.headers.get("Authorization", ""))
            server.requests.append(request)
            try:
                status, headers, text = server.trouble(request) or _known(where.path, server, request)
            except ConnectionError:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_PUT = do_POST = do_DELETE = handle_one

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    server.url = f"http://127.0.0.1:{http.server_address[1]}"
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()


def _known(path: str, server: FakeServer, request: Request) -> tuple[int, dict[str, str], str]:
    if path not in ("/store", "/query", "/update"):
        return 404, {"Content-Type": "text/html"}, "<html>nothing here</html>"
    return server.answer(request)


def _read(command: str, path: str, fields: dict[str, str], body: str, proof: str) -> Request:
    if path == "/store":
        return Request(command, fields.get("graph", ""), body, proof)
    form = fields if command == "GET" else {k: v[0] for k, v in parse_qs(body).items()}
    if "update" in form:
        return Request(form["update"].split()[0], "", form["update"], proof)
    return Request("QUERY", "", form.get("query", ""), proof)


def is_basic(proof: str, user: str, password: str) -> bool:
    """Check a header of Basic authentication."""
    return proof == "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def is_digest(proof: str, user: str, password: str, *, method: str, name: str = "md5") -> bool:
    """Check a header of Digest authentication, by the formula of RFC 7616."""
    if not proof.startswith("Digest "):
        return False
    given = parse_keqv_list(parse_http_list(proof.removeprefix("Digest ")))

    def hashed(*parts: str) -> str:
        return hashlib.new(name, ":".join(parts).encode()).hexdigest()

    who, what = hashed(user, given["realm"], password), hashed(method, given["uri"])
    expected = hashed(who, given["nonce"], given["nc"], given["cnonce"], given["qop"], what)
    return given["response"] == expected and given["username"] == user
