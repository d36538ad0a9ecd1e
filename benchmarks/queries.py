"""How long the sample queries take on a store, and how many rows they find.

    python benchmarks/queries.py STORE.kg [--rounds 5] [--queries FOLDER] [--write docs/performance.md]

In: a store that kg built (of about a million statements: `generate.py` with 450 articles), and the queries of
examples/queries or of a FOLDER, say of an older version.  Out: a table, slowest first, with median and 95th
percentile of wall seconds, CPU seconds, and rows, so that an empty answer is seen; opening the store is left
out.  Queries about July 2025 are asked about the month in which the store begins.  Every query runs in a
process of its own, which is ended after --most seconds.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import time
from datetime import date
from pathlib import Path
from typing import Any

from measuring import BEGIN, END, machine, put_between

from kg.store import Store

QUERIES = Path(__file__).parent.parent / "examples/queries"
MOST = 60.0  # seconds for all rounds of one query
BEGINS = "SELECT (MIN(?day) AS ?first) WHERE { ?article a schema:NewsArticle ; schema:datePublished ?day }"
Answer = dict[str, Any]


def ask_all(store: Path, *, rounds: int, folder: Path = QUERIES, most: float = MOST) -> dict[str, Answer]:
    """Ask every query a few times; of each: `wall` and `cpu` seconds, `rows`.  All empty: took too long."""
    first = _first_day(store)
    texts = {p.stem: _in_month(p.read_text(encoding="utf-8"), first) for p in sorted(folder.glob("*.rq"))}
    return {name: _ask_apart(store, text, rounds, most) for name, text in texts.items()}


def _first_day(store: Path) -> date:
    with Store.open(store) as opened:
        ((found,),) = opened.query(BEGINS).rows
    return date.fromisoformat(found.value) if found is not None else date(2025, 7, 1)


def _in_month(text: str, first: date) -> str:
    """Ask about another month than July 2025, when the examples were written."""
    begin = first.replace(day=1)
    after = date(begin.year + begin.month // 12, begin.month % 12 + 1, 1)
    return text.replace("2025-07-01", begin.isoformat()).replace("2025-08-01", after.isoformat())


def _ask_apart(store: Path, text: str, rounds: int, most: float) -> Answer:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_ask, args=(str(store), text, rounds, most, there))
    process.start()
    there.close()
    try:
        answer: Answer = here.recv() if here.poll(most + 5) else {"wall": [], "cpu": [], "rows": None}
    finally:
        process.kill()
        process.join()
    return answer


def _ask(store: str, text: str, rounds: int, most: float, answer: Any) -> None:
    wall: list[float] = []
    cpu: list[float] = []
    rows = 0
    with Store.open(store) as opened:
        while len(wall) < rounds and sum(wall) < most:
            begun, before = time.perf_counter(), time.process_time()
            rows = sum(1 for _ in opened.query(text).rows)
            wall.append(time.perf_counter() - begun)
            cpu.append(time.process_time() - before)
    answer.send({"wall": wall, "cpu": cpu, "rows": rows})


def cell(answer: Answer) -> str:
    """Return median, p95 and rows as a cell of a table."""
    wall = answer["wall"]
    if not wall:
        return f"> {MOST:.0f} s"
    return f"{statistics.median(wall):.3f} s, {_high(wall):.3f} s, {_rows(answer)}"


def _high(wall: list[float]) -> float:
    return sorted(wall)[max(0, -(-95 * len(wall) // 100) - 1)]


def _rows(answer: Answer) -> str:
    return f"{answer['rows']:,}" if answer["rows"] else "**none**"


def table(answers: dict[str, Answer], most: float = MOST) -> str:
    """Return a table, slowest first."""
    lines = ["| Query | median | p95 | CPU | rows |", "|---|---:|---:|---:|---:|"]
    order = sorted(answers, key=lambda name: (-statistics.median(answers[name]["wall"] or [most]), name))
    for name in order:
        found = answers[name]
        wall, cpu = found["wall"], found["cpu"]
        if wall:
            seconds = (statistics.median(wall), _high(wall), statistics.median(cpu))
            shown = " | ".join(f"{value:.3f} s" for value in seconds)
            lines.append(f"| `{name}` | {shown} | {_rows(found)} |")
        else:
            lines.append(f"| `{name}` | > {most:.0f} s | | | |")
    return "\n".join(lines) + "\n"


def report(store: Path, *, rounds: int, folder: Path = QUERIES, most: float = MOST) -> str:
    """Ask all queries of a store that is there already; return what is told of them."""
    with Store.open(store) as opened:
        articles, statements = len(opened.ledger.hashes()), len(opened.engine)
    answers = ask_all(store, rounds=rounds, folder=folder, most=most)
    said = f"{articles:,} articles, {statements:,} statements; up to {rounds} rounds of each query"
    return f"Measured on {machine()}: {said}.\n\n{table(answers, most)}"


def main() -> None:
    """Print the table, or put it between the marks of a document."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store", type=Path)
    parser.add_argument("--rounds", type=int, default=5, help="of every query (%(default)s)")
    parser.add_argument("--queries", type=Path, default=QUERIES, metavar="FOLDER")
    parser.add_argument("--most", type=float, default=MOST, help="seconds for a query (%(default)s)")
    parser.add_argument("--write", type=Path, metavar="FILE.md", help="put it between the marks of queries")
    options = parser.parse_args()
    text = report(options.store, rounds=options.rounds, folder=options.queries, most=options.most)
    print(text)
    if options.write:
        marks = {"begin": BEGIN.replace("measured", "queries"), "end": END.replace("measured", "queries")}
        put_between(options.write, text, **marks)


if __name__ == "__main__":
    main()
