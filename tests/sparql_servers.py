"""Real SPARQL servers for tests: the Oxigraph server and Virtuoso, on free ports of 127.0.0.1."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

PATIENCE = 120.0  # seconds until a server answers: a first start of Virtuoso makes its database
VIRTUOSO_PASSWORD = "dba"  # of user dba in a new database
_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
Striping = 0
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
MaxCheckpointRemap = 2000
Striping = 0
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 5
MaxKeepAlives = 10
KeepAliveTimeout = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 1000000
"""


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers: its address, and where queries are asked."""

    url: str
    query: str

    def ask(self, text: str) -> tuple[list[str], list[list[str | None]]]:
        """Return variables and rows of a query, sent as any client would."""
        request = Request(
            self.query, urlencode({"query": text}).encode(), {"Accept": "application/sparql-results+json"}
        )
        with urlopen(request, timeout=60) as response:
            answer: dict[str, Any] = json.load(response)
        names = answer["head"]["vars"]
        found = answer["results"]["bindings"]
        return names, [[row[name]["value"] if name in row else None for name in names] for row in found]


@contextmanager
def oxigraph(folder: Path) -> Iterator[Running]:
    """The Oxigraph server, whose default graph is the union only when told."""
    beside = Path(sys.executable).with_name("oxigraph")
    command = str(beside) if beside.exists() else _found("oxigraph", "pip install oxigraph")
    url = f"http://127.0.0.1:{_free_port()}"
    arguments = ["serve", "--location", str(folder / "data"), "--bind", url.removeprefix("http://")]
    with _running(
        [command, *arguments, "--union-default-graph"], folder, Running(url, f"{url}/query")
    ) as server:
        yield server


@contextmanager
def virtuoso(folder: Path) -> Iterator[Running]:
    """Virtuoso, whose default graph is always the union; user dba may write."""
    command = _found("virtuoso-t", "apt-get install virtuoso-opensource-7-bin")
    http = _free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(http=http, sql=_free_port()), encoding="utf-8")
    url = f"http://127.0.0.1:{http}"
    arguments = ["+configfile", "virtuoso.ini", "+foreground"]
    with _running([command, *arguments], folder, Running(url, f"{url}/sparql")) as server:
        yield server


@contextmanager
def _running(command: list[str], folder: Path, server: Running) -> Iterator[Running]:
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait(process, server, folder)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], server: Running, folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            server.ask("SELECT ?x WHERE { VALUES ?x { 1 } }")
        except (URLError, OSError) as error:
            said = (folder / "output.txt").read_text(encoding="utf-8", errors="replace")[-1_000:]
            assert process.poll() is None, f"{process.args} ended: {said}"
            assert time.monotonic() < end, f"{process.args} does not answer ({error}): {said}"
            time.sleep(0.1)
        else:
            return


def _found(name: str, install: str) -> str:
    """Return where a program lies; without it skip and say so, but fail in CI."""
    command = shutil.which(name)
    if command is None:
        why = f"{name} is not installed: {install}"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    return command


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
