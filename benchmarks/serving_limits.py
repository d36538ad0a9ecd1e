"""What `kg serve` does with long answers, clients that leave, and clients that never finish a request.

    python benchmarks/serving_limits.py STORE.kg [--seconds 60] [--sockets 500] [--write docs/performance.md]

In: a store that kg built, of about a million statements.  Out: a table: when the first byte of a million rows
comes, by how much the server's memory grows meanwhile, when a worker is free again after its client left, and
how long normal requests take while hundreds of connections send a head that never ends.  Linux only.
"""

from __future__ import annotations

import argparse
import re
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from measuring import KG, Rows, machine, put_between, table
from serving import rows, running

BEGIN, END = "<!-- serving limits: begin -->", "<!-- serving limits: end -->"
LONG = "SELECT * { ?s ?p ?o } LIMIT 1000000"
OTHER = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--sockets", type=int, default=500)
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    command = [*KG, "serve", str(given.store), "--port", "{port}", "--timeout", "60", "--max-answer", "2000"]
    with running(command, "/sparql") as address:
        found = [
            *_long_answer(address),
            *_leaving(address),
            *_slow_heads(address, given.seconds, given.sockets),
        ]
    text = table(f"Run on {machine()}", found)
    print(text)
    if given.write:
        put_between(given.write, text, begin=BEGIN, end=END)


def _connect(address: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", urlsplit(address).port or 80), timeout=120)


def _ask(address: str, text: str) -> socket.socket:
    body = text.encode()
    connection = _connect(address)
    connection.sendall(
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
        b"Accept: application/json\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
    )
    return connection


def _server(address: str) -> int:
    """Return the process that listens at an address."""
    port = f":{urlsplit(address).port:04X} "
    inode = next(
        line.split()[9] for line in Path("/proc/net/tcp").read_text().splitlines()
        if port in line.split()[1] + " " and line.split()[3] == "0A"
    )  # fmt: skip
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if f"socket:[{inode}]" == str(link.readlink()):
                return int(link.parts[2])
    raise SystemExit("the server's process is not found")


def _memory(process: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _long_answer(address: str) -> Rows:
    process = _server(address)
    before = most = _memory(process)
    begun = time.perf_counter()
    with _ask(address, LONG) as connection:
        last = connection.recv(1)
        first, size = time.perf_counter() - begun, 1
        while not last.endswith(b"}\r\n0\r\n\r\n"):
            part = connection.recv(1 << 20)
            if not part:
                raise SystemExit("the answer was broken off")
            last, size = (last + part)[-16:], size + len(part)
            most = max(most, _memory(process))
    took = time.perf_counter() - begun
    return [
        ("first byte of a million rows", f"{first * 1_000:.0f} ms"),
        ("all of them", f"{took:.1f} s, {size / 1e6:.0f} MB"),
        ("memory of the server before, and at most meanwhile", f"{before:.0f} MB, {most:.0f} MB"),
    ]


def _leaving(address: str) -> Rows:
    """Occupy both workers, leave, and ask."""
    for _ in range(2):
        with _ask(address, OTHER) as connection:
            connection.recv(4_096)
    begun = time.perf_counter()
    rows(address, "SELECT (1 AS ?one) {}")
    return [("an answer after both workers' clients left", f"{(time.perf_counter() - begun) * 1_000:.0f} ms")]


def _slow_heads(address: str, seconds: float, sockets: int) -> Rows:
    stop = threading.Event()
    threading.Thread(target=_attack, args=(address, sockets, stop), daemon=True).start()
    took, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        begun = time.perf_counter()
        rows(address, "SELECT (1 AS ?one) {}")
        took.append(time.perf_counter() - begun)
        time.sleep(0.05)
    stop.set()
    took.sort()
    high = took[int(len(took) * 0.95)] * 1_000
    name = f"p95 of {len(took):,} requests beside {sockets} endless heads for {seconds:.0f} s"
    return [(name, f"{high:.0f} ms (longest {took[-1] * 1_000:.0f} ms)")]


def _attack(address: str, sockets: int, stop: threading.Event) -> None:
    held: list[socket.socket] = []
    while not stop.is_set():
        with suppress(OSError):
            connection = _connect(address)
            connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
            held.append(connection)
        if len(held) > sockets:
            held.pop(0).close()
        time.sleep(0.005)
    for connection in held:
        connection.close()


if __name__ == "__main__":
    main()
