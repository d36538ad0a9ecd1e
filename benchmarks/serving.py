"""Requests per second of `kg serve`, beside the Oxigraph server and rdflib-endpoint on the same statements.

    python benchmarks/serving.py STORE.kg [--seconds 10] [--clients 2] [--write docs/performance.md]

In: a store that kg built (about a million statements: `generate.py` with 450 articles).  Out: requests per
second, median and 99th percentile of a lookup, a join and aggregates, each with its ratio.  The Oxigraph
server (`pip install oxigraph`) reads the snapshot that kg publishes, rdflib-endpoint (`pip install
rdflib-endpoint`) a file of N-Quads; each is asked by wrk (Debian: `wrk`) while the others wait.  All answer
with JSON over the union of all graphs, and the first answers are compared.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

from measuring import KG, machine, put_between

BEGIN, END = "<!-- serving: begin -->", "<!-- serving: end -->"
PREFIXES = """PREFIX kg: <https://w3id.org/newskg/ns#>
PREFIX schema: <https://schema.org/>
PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX type: <https://w3id.org/newskg/id/type/>
PREFIX country: <https://w3id.org/newskg/id/country/>
"""
SLOW = 2.0  # seconds: a query that takes longer is asked once
PATIENCE = 100.0  # seconds; one that takes still longer counts as answered then
#: Asked as docs/graph.md advises, with GRAPH around what one article says; and once over the union of all.
QUERIES = {
    "lookup": "SELECT ?label WHERE { country:UKR rdfs:label ?label } ORDER BY ?label",
    "join": """SELECT ?event ?who ?headline WHERE {
  GRAPH ?article { ?event sem:eventType type:CONSULT ; kg:agent ?a , ?b .
                   ?report a schema:NewsArticle ; schema:headline ?headline }
  FILTER (STR(?a) < STR(?b))
  GRAPH <https://w3id.org/newskg/graph/derived> { ?a rdfs:label ?who }
} ORDER BY ?event ?who ?headline""",
    "aggregate": """SELECT ?type ?status (COUNT(*) AS ?n) WHERE {
  GRAPH ?article { ?event a kg:Event ; sem:eventType ?type ; kg:status ?status }
} GROUP BY ?type ?status ORDER BY ?type ?status""",
    "aggregate over the union": """SELECT ?type ?status (COUNT(DISTINCT ?event) AS ?n) WHERE {
  ?event a kg:Event ; sem:eventType ?type ; kg:status ?status
} GROUP BY ?type ?status ORDER BY ?type ?status""",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What wrk measured: requests per second, and milliseconds."""

    rate: float
    median: float
    high: float


def main() -> None:
    """Measure all three servers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--clients", type=int, default=2)
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    for tool in ("wrk", "oxigraph", "rdflib-endpoint"):
        if _tool(tool) is None:
            sys.exit(f"{tool} is missing: see the head of this file")
    text = measure(given.store, given.seconds, given.clients)
    print(text)
    if given.write:
        put_between(given.write, text, begin=BEGIN, end=END)


def measure(store: Path, seconds: int, clients: int) -> str:
    """Return the table."""
    figures: dict[str, dict[str, Figures]] = {}
    answers: dict[str, dict[str, list[str]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "dump.nq"
        subprocess.run([*KG, "export", str(store), str(dump)], check=True, capture_output=True)
        size = sum(1 for _ in dump.open(encoding="utf-8"))
        for name, command, path in servers(store, dump):
            with running(command, path) as address:
                answers[name], figures[name] = {}, {}
                for query, text in QUERIES.items():
                    found, took = first(address, text)
                    answers[name][query] = found
                    slow = Figures(1 / took, took * 1_000, took * 1_000)
                    figures[name][query] = slow if took > SLOW else ask(address, text, seconds, clients)
                    print(f"{name}, {query}: {figures[name][query]}", file=sys.stderr, flush=True)
    for name, found in answers.items():
        for query, lines in found.items():
            if lines and lines != answers["kg serve"][query]:
                print(f"{name} answers the {query} otherwise", file=sys.stderr)
    return _table(figures, size, seconds, clients)


def servers(store: Path, dump: Path) -> Iterator[tuple[str, list[str], str]]:
    """Yield name, command ({port} is put in) and path of each server."""
    yield "kg serve", [*KG, "serve", str(store), "--port", "{port}"], "/sparql"
    snapshot = max((store / "snapshots").iterdir(), key=lambda p: int(p.name) if p.name.isdecimal() else -1)
    oxigraph = [str(_tool("oxigraph")), "serve-read-only", "--location", str(snapshot / "store")]
    yield "Oxigraph server", [*oxigraph, "--bind", "127.0.0.1:{port}", "--union-default-graph"], "/query"
    endpoint = [str(_tool("rdflib-endpoint")), "serve", "--host", "127.0.0.1", "--port", "{port}"]
    yield "rdflib-endpoint", [*endpoint, str(dump)], "/"


def _tool(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))


@contextmanager
def running(command: list[str], path: str) -> Iterator[str]:
    """Start a server and wait until it answers; end it afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    process = subprocess.Popen(
        [part.replace("{port}", port) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}{path}"
        end = time.monotonic() + 900
        while time.monotonic() < end and process.poll() is None:
            with suppress(OSError):
                rows(address, "SELECT (1 AS ?one) {}")
                break
            time.sleep(0.2)
        time.sleep(5)  # what a server does at its start shall be done
        yield address
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _url(address: str, text: str) -> str:
    return f"{address}?query={quote(PREFIXES + text)}"


def rows(address: str, text: str) -> list[str]:
    """Return the rows of an answer, as text."""
    wanted = Request(_url(address, text), headers={"Accept": "application/sparql-results+json"})
    with urlopen(wanted, timeout=PATIENCE) as reply:
        found = json.load(reply)
    return [
        json.dumps({name: value["value"] for name, value in row.items()}, sort_keys=True)
        for row in found["results"]["bindings"]
    ]


def first(address: str, text: str) -> tuple[list[str], float]:
    """Ask once; return the rows and the seconds it took.  No rows: none within PATIENCE seconds."""
    begun = time.perf_counter()
    try:
        found = rows(address, text)
    except TimeoutError:
        found = []
    return found, time.perf_counter() - begun


def ask(address: str, text: str, seconds: int, clients: int) -> Figures:
    """Ask the same query again and again, by as many clients at once."""
    header = "Accept: application/sparql-results+json"
    done = subprocess.run(
        ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--latency", "--timeout", "600s", "-H", header,
         _url(address, text)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if "Non-2xx" in done:
        sys.exit(done)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done)
    median, high = (re.search(rf"{n}%\s+([\d.]+)(us|ms|s|m)", done) for n in (50, 99))
    assert rate and median and high
    return Figures(float(rate[1]), _milliseconds(*median.groups()), _milliseconds(*high.groups()))


def _milliseconds(number: str, unit: str) -> float:
    return float(number) * {"us": 0.001, "ms": 1.0, "s": 1_000.0, "m": 60_000.0}[unit]


def _table(figures: dict[str, dict[str, Figures]], size: int, seconds: int, clients: int) -> str:
    own = figures["kg serve"]
    lines = [
        f"{size:,} statements, {clients} clients at once for {seconds} seconds; run on {machine()}.",
        "",
        "| Query | Server | requests/s | median ms | p99 ms | kg serve to it |",
        "|---|---|--:|--:|--:|--:|",
    ]
    for query in QUERIES:
        for name, found in figures.items():
            f = found[query]
            ratio = f"{own[query].rate / f.rate:.2f}" if f.rate else "∞"
            lines.append(f"| {query} | {name} | {f.rate:,.1f} | {f.median:,.1f} | {f.high:,.1f} | {ratio} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
