"""How builds grow: time by phase, memory of each process, sizes, adding one article, queries; by size.

    python benchmarks/scale.py --sizes 1000 10000 [--texts NEWS.jsonl] [--json scale.json]
    python benchmarks/scale.py --sizes 100000 --json scale.json          # later, on its own
    python benchmarks/scale.py --sizes --json scale.json --write docs/performance.md
    python benchmarks/scale.py --queries-of STORE.kg                     # the sample queries alone

Every size is measured on its own and added to the JSON at once, in the place of what stood there for that
size; the tables show all sizes in it.  The articles come from `generate.py`.  Phases are wall seconds in
the main process: `reading` is what it waits for articles (with one worker, reading them), and the rest is
what it does itself.  Peak memory is that of each process of a build, sampled from /proc.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from generate import add_options, shares_of, write_news
from measuring import BEGIN, END, machine, put_between
from queries import ask_all, cell, report

import kg.deriving
import kg.store
import kg.task
import kg.workers
from kg.build import build, build_articles
from kg.ledger import Ledger
from kg.pipeline import Reader
from kg.sources import read_articles
from kg.store import Store

PHASES = ("reading", "writing", "ledger", "across articles", "derived", "the rest")
Figures = dict[str, Any]


# one build, in a process of its own ------------------------------------------------------


class Clock:
    """Sums what phases take; a phase inside another one counts for itself alone."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._inside: list[float] = []

    def over(self, place: Any, name: str, phase: str) -> None:
        """Time a function wherever it is looked up in `place`."""
        function: Callable[..., Any] = getattr(place, name)

        def run(*values: Any, **named: Any) -> Any:
            return self.call(phase, lambda: function(*values, **named))

        setattr(place, name, run)

    def over_items(self, place: Any, name: str, phase: str) -> None:
        """Time what it takes to get each item of an iterator."""
        function: Callable[..., Iterator[Any]] = getattr(place, name)

        def run(*values: Any, **named: Any) -> Iterator[Any]:
            items = iter(function(*values, **named))
            end = object()
            while (item := self.call(phase, lambda: next(items, end))) is not end:
                yield item

        setattr(place, name, run)

    def call(self, phase: str, work: Callable[[], Any]) -> Any:
        """Do something on the account of a phase."""
        begun = time.perf_counter()
        self._inside.append(0.0)
        try:
            return work()
        finally:
            took = time.perf_counter() - begun
            self.spent[phase] += took - self._inside.pop()
            if self._inside:
                self._inside[-1] += took


class Memory(threading.Thread):
    """Notes the largest resident memory of this process and of each child, ten times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peaks: dict[int, float] = {}
        self.done = threading.Event()

    def run(self) -> None:
        """Look until told to end."""
        while not self.done.wait(0.1):
            for process in (os.getpid(), *_children(os.getpid())):
                self.peaks[process] = max(self.peaks.get(process, 0.0), _resident(process))


def _children(process: int) -> list[int]:
    try:
        found = [p.read_text().split() for p in Path(f"/proc/{process}/task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for children in found for child in children]


def _resident(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _build(news: str, folder: str, workers: int, answer: Any) -> None:
    clock, memory = Clock(), Memory()
    clock.over_items(kg.workers.Workers, "read", "reading")
    for name in ("write", "flush", "remove"):
        clock.over(Store, name, "writing")
    clock.over(Ledger, "put", "ledger")
    clock.over(kg.deriving, "compare_articles", "across articles")
    clock.over_items(kg.deriving.corroborating, "all_lines", "across articles")
    clock.over(kg.task, "derive", "derived")
    memory.start()
    begun, before = time.perf_counter(), time.process_time()
    reader = Reader.load()
    loaded = time.perf_counter() - begun
    report = build([news], folder, reader=reader, workers=workers)
    wall, cpu = time.perf_counter() - begun, time.process_time() - before
    memory.done.set()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    main, *others = (memory.peaks.pop(os.getpid(), 0.0), *sorted(memory.peaks.values(), reverse=True))
    spent = dict(clock.spent)
    spent["the rest"] = wall - loaded - sum(spent.values())
    answer.put(
        {
            "wall": wall, "loaded": loaded, "cpu": cpu + children.ru_utime + children.ru_stime,
            "phases": spent, "main": main, "workers": others[:workers], "quads": report.quads,
            "failures": len(report.failures), "events": report.events, "people": report.people,
        }
    )  # fmt: skip


def build_once(news: Path, folder: Path, workers: int) -> Figures:
    """Build in a fresh process, so that nothing of the last build counts."""
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    process = context.Process(target=_build, args=(str(news), str(folder), workers, answer))
    process.start()
    figures: Figures = answer.get()
    process.join()
    return figures


# one size --------------------------------------------------------------------------------


def measure(size: int, work: Path, options: argparse.Namespace) -> Figures:
    """Measure everything about one size."""
    news = work / "news.jsonl"
    reader = Reader.load()
    shares = shares_of(options)
    write_news(news, size + 3, shares=shares, seed=options.seed, texts=options.texts, reader=reader)
    lines = news.read_text(encoding="utf-8").splitlines(keepends=True)
    news.write_text("".join(lines[:size]), encoding="utf-8")
    found: Figures = {"machine": machine(), "characters": news.stat().st_size // size}
    for workers in options.workers:
        folder = work / f"{workers}.kg"
        found[f"build {workers}"] = build_once(news, folder, workers)
    found["store bytes"] = sum(p.stat().st_size for p in (folder / "store").rglob("*"))
    found["ledger bytes"] = sum(p.stat().st_size for p in folder.glob("ledger.sqlite*"))
    found["queries"] = ask_all(folder, rounds=options.rounds)
    more = work / "more.jsonl"
    more.write_text("".join(lines[size:]), encoding="utf-8")
    found["one more"] = min(
        _wall(lambda article=article: build_articles([article], folder, reader=reader))
        for article in read_articles([str(more)])
    )
    return found


def _wall(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


# tables ----------------------------------------------------------------------------------


def tables(all_sizes: dict[str, Figures]) -> str:
    """Return the tables of all sizes, a column each."""
    sizes = sorted(all_sizes, key=int)
    columns = [dict(_rows(int(size), all_sizes[size])) for size in sizes]
    names = list(dict.fromkeys(name for column in columns for name in column))
    head = ["| Articles | " + " | ".join(f"{int(s):,}" for s in sizes) + " |", "|---|" + "---:|" * len(sizes)]
    body = [f"| {name} | " + " | ".join(c.get(name, "–") for c in columns) + " |" for name in names]
    machines = sorted({all_sizes[s]["machine"] for s in sizes})
    return f"Measured on {'; '.join(machines)}.\n\n" + "\n".join([*head, *body]) + "\n"


def _rows(size: int, found: Figures) -> Iterator[tuple[str, str]]:
    builds = {int(k.split()[1]): v for k, v in found.items() if k.startswith("build ")}
    some = next(iter(builds.values()))
    yield "quads", f"{some['quads']:,}"
    yield "people, events", f"{some['people']:,}, {some['events']:,}"
    for workers, made in builds.items():
        who = f"{workers} worker{'s' if workers > 1 else ''}"
        time_ = made["wall"] - made["loaded"]
        yield f"{who}: wall, CPU", f"{made['wall']:.1f} s, {made['cpu']:.1f} s"
        yield f"{who}: articles per second", f"{size / time_:.1f}"
        for phase in PHASES:
            took = made["phases"].get(phase, 0.0)
            yield f"{who}: – {phase}", f"{took:.1f} s ({took / time_:.0%})"
        others = ", ".join(f"{peak:.0f}" for peak in made["workers"]) if workers > 1 else ""
        yield f"{who}: peak memory, MB", f"{made['main']:.0f}{' + ' + others if others else ''}"
    if {1, 2} <= set(builds):
        one, two = (builds[n]["wall"] - builds[n]["loaded"] for n in (1, 2))
        yield "two workers : one, speed without the start", f"{one / two:.2f}"
    yield "store on disk, bytes per article", f"{found['store bytes'] / size:,.0f}"
    yield "ledger on disk, bytes per article", f"{found['ledger bytes'] / size:,.0f}"
    yield "one more article, lexicon loaded", f"{found['one more']:.2f} s"
    for name, answer in found["queries"].items():
        yield f"`{name}.rq`: median, p95, rows", cell(answer)


def main() -> None:
    """Measure the sizes asked for, keep them, print all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[1000], help="numbers of articles; may be none"
    )
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=20, help="of every query (%(default)s)")
    parser.add_argument("--json", type=Path, default=Path("scale.json"), help="where figures are kept")
    parser.add_argument(
        "--write", type=Path, metavar="FILE.md", help="put the table between the marks of scale"
    )
    parser.add_argument(
        "--queries-of", type=Path, metavar="STORE", help="time the sample queries on a store, and stop"
    )
    add_options(parser)
    options = parser.parse_args()
    if options.queries_of:
        print(report(options.queries_of, rounds=options.rounds))
        return
    kept = json.loads(options.json.read_text(encoding="utf-8")) if options.json.exists() else {}
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as name:
            kept[str(size)] = measure(size, Path(name), options)
        options.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    if kept:
        print(tables(kept))
    if options.write:
        marks = {"begin": BEGIN.replace("measured", "scale"), "end": END.replace("measured", "scale")}
        put_between(options.write, tables(kept), **marks)


if __name__ == "__main__":
    main()
