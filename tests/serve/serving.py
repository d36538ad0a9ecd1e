"""A server as its users start it, and requests byte for byte."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

TOKEN = "a-token-that-only-this-test-knows"


@dataclass
class Reply:
    """A response as received."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass
class Served:
    """A running server."""

    port: int
    process: subprocess.Popen[str]
    token: str | None = None
    store: Path = field(default_factory=Path)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | None = None, timeout: float = 30,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:  # fmt: skip
        """Send one request over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.putrequest(
                method, path, skip_host="Host" in (headers or {}), skip_accept_encoding=True
            )
            sent = dict(headers or {})
            if self.token and method not in ("GET", "HEAD", "OPTIONS"):
                sent.setdefault("Authorization", f"Bearer {self.token}")
            if body is not None or method in ("POST", "PUT"):
                sent.setdefault("Content-Length", str(len(body or b"")))
            for key, value in sent.items():
                connection.putheader(key, value)
            connection.endheaders(body)
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def query(self, text: str, *, accept: str = "application/sparql-results+json", **more: Any) -> Reply:
        """POST a query."""
        headers = {"Content-Type": "application/sparql-query", "Accept": accept, **more.pop("headers", {})}
        return self.ask("/sparql", method="POST", body=text.encode(), headers=headers, **more)

    def get(self, text: str, **headers: str) -> Reply:
        """GET a query."""
        return self.ask(f"/sparql?query={quote(text)}", headers=headers)

    def update(self, text: str) -> Reply:
        """POST an update."""
        return self.ask(
            "/sparql",
            method="POST",
            body=text.encode(),
            headers={"Content-Type": "application/sparql-update"},
        )

    def stop(self) -> tuple[int, str]:
        """End it as Ctrl-C does; return exit code and what it said."""
        self.process.send_signal(signal.SIGINT)
        said = self.process.communicate(timeout=20)[1]
        return self.process.returncode, said


@contextmanager
def serving(store: Path, *options: str, writable: bool = False) -> Iterator[Served]:
    """Start `kg serve` on a free port; end it afterwards."""
    more = ("--writable",) if writable else ()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", str(store), "--port", "0", *options, *more],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        env=os.environ | ({"KG_SERVE_TOKEN": TOKEN} if writable else {}),
    )  # fmt: skip
    try:
        yield Served(_port(process), process, TOKEN if writable else None, store)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


def _port(process: subprocess.Popen[str]) -> int:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if found := re.search(r"http://[^:]+:(\d+)/", line):
            return int(found[1])
    raise AssertionError(f"the server did not start: {''.join(said)}")
