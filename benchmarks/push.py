"""How fast `kg push` fills an Oxigraph server, beside the same statements in one request.

    python benchmarks/push.py STORE.kg --write docs/performance.md

In: a store that kg built (of about a million statements: `generate.py` with 370 articles), and the Oxigraph
server of the package `oxigraph`.  Out: seconds and statements per second of a push by Graph Store Protocol,
by SPARQL Update, of a second push of the same store, and of all N-Quads in one POST.  Each begins with an
empty server.
"""

from __future__ import annotations

import argparse
import platform
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import Rows, put_between, table

from kg.pushing import Notes, Target, make_plan, push
from kg.pushing.http import Client, PushError
from kg.store import Store

BEGIN, END = "<!-- push: begin -->", "<!-- push: end -->"


@contextmanager
def server() -> Iterator[str]:
    """Start an empty Oxigraph server on a free port; yield its address."""
    with socket.socket() as probe, TemporaryDirectory() as folder:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
        probe.close()
        command = Path(sys.executable).with_name("oxigraph")
        arguments = [str(command), "serve", "--location", folder, "--bind", place]
        process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
        try:
            for _ in range(100):
                try:
                    Client().send("GET", f"http://{place}/query?query=ASK%20%7B%7D")
                    break
                except PushError:
                    time.sleep(0.1)
            yield f"http://{place}"
        finally:
            process.terminate()
            process.wait()


def pushed(store: Store, url: str, notes: Path, way: str) -> None:
    """Do what `kg push` does, without its printing."""
    target = Target(url, Client())
    with Notes(notes, url) as known:
        plan = make_plan(store, known.known, count=target.count)
        push(store, plan, target, known, way=way)


def in_one_request(data: bytes, url: str) -> None:
    """Send all N-Quads at once, as `curl --data-binary @all.nq` would."""
    connection = HTTPConnection(url.removeprefix("http://"), timeout=600)
    connection.request("POST", "/store", data, {"Content-Type": "application/n-quads"})
    answer = connection.getresponse()
    if answer.status >= 300:
        raise SystemExit(f"{url}: {answer.status} {answer.read()[:200]!r}")


def timed(work: Callable[[], None]) -> float:
    """Return the seconds that something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure(store: Store) -> tuple[int, int, Rows]:
    """Return statements, graphs and rows of the table."""
    data = "".join(f"{line}\n" for line in store.dump(provenance=True)).encode()
    size, graphs = data.count(b"\n"), len(store.graphs())
    rows: Rows = []

    def row(name: str, seconds: float) -> None:
        rows.append((name, f"{seconds:.1f} s, {size / seconds:,.0f} statements/s"))

    for way, name in (("gsp", "Graph Store Protocol"), ("update", "SPARQL Update")):
        with server() as url, TemporaryDirectory() as folder:
            notes = Path(folder) / "notes.jsonl"
            row(f"`kg push`, {name}", timed(lambda u=url, n=notes, w=way: pushed(store, u, n, w)))
            if way == "gsp":
                again = timed(lambda u=url, n=notes: pushed(store, u, n, "gsp"))
                rows.append(("the same again: nothing to send", f"{again:.1f} s"))
    with server() as url:
        row("all N-Quads in one POST", timed(lambda: in_one_request(data, url)))
    rows.append(("size of the N-Quads", f"{len(data) / 1e6:.0f} MB"))
    return size, graphs, rows


def main() -> None:
    """Measure and print, or write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store")
    parser.add_argument("--write", type=Path, help="a document with the marks of this table")
    options = parser.parse_args()
    with Store.open(options.store) as store:
        size, graphs, rows = measure(store)
    where = f"Python {platform.python_version()}, {date.today():%Y-%m-%d}"
    text = f"{size:,} statements in {graphs:,} graphs; 2 cores, {where}.\n\n" + table(
        "Into an Oxigraph server", rows
    )
    if options.write:
        put_between(options.write, text, begin=BEGIN, end=END)
    print(text)


if __name__ == "__main__":
    main()
