"""How fast `kg push` fills an Oxigraph server, beside the same statements in one request.

    python benchmarks/push.py STORE.kg --write docs/performance.md

In: a store that kg built (of about a million statements: `generate.py` with 370 articles), and the Oxigraph
server of the package `oxigraph`.  Out: seconds, CPU seconds and statements per CPU second of all N-Quads in
one POST, of a push by Graph Store Protocol, of a second push of the same store, and of one by SPARQL Update.
Each but the second push begins with an empty server.
"""

from __future__ import annotations

import argparse
import os
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

from measuring import put_between

from kg.pushing import Notes, Target, make_plan, push
from kg.pushing.http import Client, PushError
from kg.store import Store

BEGIN, END = "<!-- push: begin -->", "<!-- push: end -->"


@contextmanager
def server() -> Iterator[tuple[str, int]]:
    """Start an empty Oxigraph server on a free port; yield its address and process."""
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
            yield f"http://{place}", process.pid
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


def cpu(process: int) -> float:
    """Return the CPU seconds that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def timed(name: str, process: int, size: int, work: Callable[[], None]) -> tuple[str, ...]:
    """Return a row: what was done, wall seconds, CPU seconds of kg and of the server, the rate."""
    begun, mine, theirs = time.perf_counter(), time.process_time(), cpu(process)
    work()
    wall, mine, theirs = time.perf_counter() - begun, time.process_time() - mine, cpu(process) - theirs
    print(name, f"{wall:.1f} {mine:.1f} {theirs:.1f}", file=sys.stderr, flush=True)
    rate = f"{size / (mine + theirs):,.0f}" if size else "–"
    return name, f"{wall:.1f} s", f"{mine:.1f} s", f"{theirs:.1f} s", rate


def measure(store: Store) -> tuple[int, int, list[tuple[str, ...]]]:
    """Return statements, graphs and rows of the table."""
    data = "".join(f"{line}\n" for line in store.dump(provenance=True)).encode()
    size = data.count(b"\n")
    rows: list[tuple[str, ...]] = []
    with server() as (url, process):
        name = f"all N-Quads ({len(data) / 1e6:.0f} MB) in one POST"
        rows.append(timed(name, process, size, lambda: in_one_request(data, url)))
    for way, name in (("gsp", "Graph Store Protocol"), ("update", "SPARQL Update")):
        with server() as (url, process), TemporaryDirectory() as folder:
            notes = Path(folder) / "notes.jsonl"

            def work(url: str = url, notes: Path = notes, way: str = way) -> None:
                pushed(store, url, notes, way)

            rows.append(timed(f"`kg push`, {name}", process, size, work))
            if way == "gsp":
                rows.append(timed("the same again: nothing to send", process, 0, work))
    return size, len(store.graphs()), rows


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
    names = ("Into an Oxigraph server", "wall", "CPU of kg", "CPU of the server", "statements per CPU second")
    lines = [names, ("---", *["---:"] * 4), *rows]
    text = f"{size:,} statements in {graphs:,} graphs; 2 cores, {where}.\n\n"
    text += "".join(f"| {' | '.join(line)} |\n" for line in lines)
    if options.write:
        put_between(options.write, text, begin=BEGIN, end=END)
    print(text)


if __name__ == "__main__":
    main()
