"""Kill builds with SIGKILL at seeded moments, resume them, and compare the dump with an uninterrupted one's.

    python benchmarks/kill_builds.py examples/articles [--kills 50] [--seed 4] [--write FILE.md]

Builds, growing and pruned ones, rebuilds, shards and loads, with the real reader, in forked processes so that
the lexicon is loaded once.  Half of the kills are at a point of `kg/faults.py`, the first or a later time it
gets there; the others at any moment.  Batches are small, so that there are many.  A run that ended before its
kill does not count.  Exit code 1 when a dump differs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from measuring import machine, put_between

import kg.task
from kg import faults
from kg.build import build, build_articles, rebuild
from kg.model import Article
from kg.pipeline import Reader
from kg.shards import load_shards
from kg.shards.making import make_from
from kg.sources import read_articles
from kg.store import Store

BEGIN, END = "<!-- kills: begin -->", "<!-- kills: end -->"
SMALL_BATCH = 1_500  # statements
SWAP = ("rebuild_begun", "before_swap", "in_swap", "after_swap", "after_swap_noted")
SHARDS = ("after_quads_before_rows", "before_manifest")
PRUNE = ("between_prunes", "after_drop_before_remove")
BUILD = tuple(point for point in faults.POINTS if point not in (*SWAP, *SHARDS, *PRUNE))
ONCE = (*SWAP, *PRUNE, *SHARDS, *BUILD[BUILD.index("before_derive") :])  # not once a batch
LEADERS = ("Emmanuel Macron", "Donald Trump", "Volodymyr Zelenskyy", "Giorgia Meloni", "Friedrich Merz")


def generated(count: int) -> list[Article]:
    """Return reports of calls and meetings; every third one is printed by two papers."""
    found = []
    for number in range(count):
        a, b = LEADERS[number % 5], LEADERS[(number + 1 + number // 5 % 3) % 5]
        day = date(2025, 7, 1) + timedelta(days=number % 9)
        text = f"{a} called {b} on {day:%d %B %Y}. They spoke for {20 + number % 7} minutes.\n" + " ".join(
            f"Sentence {number // 3} of the report says that item {k} on the list was left open."
            for k in range(6)
        )
        made = Article(
            id=f"g{number}", source=f"made/{number}.txt", title=f"{a} calls {b}", text=text, lang="en",
            date=day, publisher=f"Paper {number % 4}",
        )  # fmt: skip
        found += [made] if number % 3 else [made, replace(made, id=f"h{number}", publisher="Paper 9")]
    return found


@dataclass(frozen=True)
class Job:
    """What is killed: it begins with some articles, and ends with the same store as all the others."""

    name: str
    points: Sequence[str]
    begin: int
    work: Callable[[Path, Desk], object]


@dataclass
class Desk:
    """Articles, also in a folder of files, the reader, and where to work."""

    articles: list[Article]
    folder: Path
    reader: Reader

    def build(self, store: Path, *, workers: int = 1, first: int | None = None) -> None:
        """Build the articles, or the first of them."""
        build_articles(self.articles[:first], store, reader=self.reader, workers=workers)

    def rebuild(self, store: Path, *, workers: int = 1) -> None:
        """Make the RDF store again."""
        rebuild(store, reader=self.reader, workers=workers)

    def prune(self, store: Path) -> None:
        """Build the folder, which no longer shows what the store began with."""
        build([str(self.folder)], store, reader=self.reader, prune=True, most=True)

    def shard(self, store: Path) -> None:
        """Make shards beside the store, and load them."""
        make_from(self.articles, store.with_name("s.shards"), reader=self.reader, size=9)
        self.load(store)

    def load(self, store: Path) -> None:
        """Load shards that are there."""
        load_shards([store.with_name("s.shards")], store, reader=self.reader)


def jobs(count: int) -> list[Job]:
    """Return all jobs over so many articles."""
    return [
        Job("build", BUILD, 0, lambda store, desk: desk.build(store)),
        Job("build, 2 workers", BUILD, 0, lambda store, desk: desk.build(store, workers=2)),
        Job("8 articles more", BUILD, count - 8, lambda store, desk: desk.build(store)),
        Job("rebuild", (*SWAP, *BUILD), count, lambda store, desk: desk.rebuild(store)),
        Job("rebuild, 2 workers", SWAP, count, lambda store, desk: desk.rebuild(store, workers=2)),
        Job("prune", (*PRUNE, *BUILD), -1, lambda store, desk: desk.prune(store)),
        Job("shards and load", (*SHARDS, *BUILD), 0, lambda store, desk: desk.shard(store)),
    ]


def forked(action: Callable[[], object]) -> int:
    """Do something in a process of its own; return its id."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            action()
            code = 0
        except BaseException:
            traceback.print_exc()
        os._exit(code)
    return child


def done(action: Callable[[], object]) -> None:
    """Do something in a process of its own and wait for it."""
    _, status = os.waitpid(forked(action), 0)
    if status:
        raise SystemExit("a build that was not killed failed")


def canonical(store: Path) -> str:
    """Return the hash of a store's dump, worked out in a process of its own."""
    note = store.with_name("hash")

    def work() -> None:
        with Store.open(store) as opened:
            note.write_text(hashlib.sha256("\n".join(opened.dump()).encode()).hexdigest())

    done(work)
    return note.read_text()


def kill_one(
    job: Job, store: Path, desk: Desk, chance: random.Random, point: str, lasts: float
) -> tuple[float, str, bool]:
    """Start, kill; return the moment, the point it passed last, and whether it was killed."""
    note = os.open(store.with_name("passed"), os.O_RDWR | os.O_CREAT | os.O_TRUNC)

    def watched() -> None:
        kg.task.BATCH = SMALL_BATCH
        passing = faults.passing

        def noting(name: str) -> None:
            os.pwrite(note, name.ljust(40).encode(), 0)
            passing(name)

        faults.passing = noting
        times = 1 if point in ONCE else chance.choice((1, 1, 2, 3))
        faults.arm(f"{point}:kill:{times}" if point else "")
        job.work(store, desk)

    started = time.monotonic()
    child = forked(watched)
    if not point:
        time.sleep(chance.random() * lasts)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    passed = os.pread(note, 40, 0).decode().strip() or "(none)"
    os.close(note)
    return time.monotonic() - started, passed, os.WIFSIGNALED(status)


def begin(job: Job, work: Path) -> Path:
    """Return a store as the job finds it."""
    for name in ("s.kg", "s.shards"):
        shutil.rmtree(work / name, ignore_errors=True)
    if job.begin:
        shutil.copytree(work / f"{job.name}.begin", work / "s.kg")
    return work / "s.kg"


def prepare(todo: list[Job], work: Path, desk: Desk) -> tuple[dict[str, float], dict[str, str]]:
    """Make what jobs begin with; return how long each lasts, and the hash it must come to."""
    lasts, wanted = {}, {}
    for job in todo:
        if job.begin:
            before = work / f"{job.name}.begin"
            if job.name == "prune":
                done(lambda p=before: prune_begin(p, desk))  # type: ignore[misc]
            else:
                done(lambda p=before, n=job.begin: desk.build(p, first=n))  # type: ignore[misc]
        store = begin(job, work)
        started = time.monotonic()
        done(lambda j=job, s=store: j.work(s, desk))  # type: ignore[misc]
        lasts[job.name], wanted[job.name] = time.monotonic() - started, canonical(store)
    return lasts, wanted


def prune_begin(store: Path, desk: Desk) -> None:
    """Build the folder with articles that then go."""
    extra = [desk.folder / f"gone{n}.txt" for n in range(6)]
    for path, article in zip(extra, generated(6), strict=False):
        path.write_text(f"{article.title}\n\n{article.text}\n", encoding="utf-8")
    build([str(desk.folder)], store, reader=desk.reader)
    for path in extra:
        path.unlink()


def main() -> int:
    """Kill, print, and write where told to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--generated", type=int, default=40)
    parser.add_argument("--write", type=Path, metavar="FILE.md")
    options: Any = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        inbox = shutil.copytree(options.folder, Path(name) / "in")
        articles = [a for a in read_articles([str(inbox)]) if isinstance(a, Article)]
        desk = Desk(articles + generated(options.generated), inbox, Reader.load())
        lines, different = kill_all(desk, Path(name), options.kills, random.Random(options.seed))
    result = f"{options.kills} kills, {different} of the resumed stores differ."
    print("\n".join(("", *lines, "", result)))
    if options.write:
        text = "\n".join((f"Run on {machine()}. {result}", "", *lines))
        put_between(options.write, text, begin=BEGIN, end=END)
    return 1 if different else 0


def kill_all(desk: Desk, work: Path, kills: int, chance: random.Random) -> tuple[list[str], int]:
    """Kill jobs in turn; return a table by job, and how many dumps differ."""
    todo = jobs(len(desk.articles))
    lasts, wanted = prepare(todo, work, desk)
    rows: dict[str, Counter[str]] = {job.name: Counter() for job in todo}
    number = killed = 0
    while killed < kills:
        job, number = todo[number % len(todo)], number + 1
        point = chance.choice(job.points) if number // len(todo) % 2 else ""
        store = begin(job, work)
        moment, passed, was_killed = kill_one(job, store, desk, chance, point, lasts[job.name])
        if not was_killed:
            continue
        killed += 1
        done(lambda j=job, s=store: j.work(s, desk))  # type: ignore[misc]
        equal = canonical(store) == wanted[job.name]
        rows[job.name].update(
            {"at a point" if point else "at any moment": 1, "equal": equal, f"@{passed}": 1}
        )
        print(f"{job.name}: {moment:.2f} s, after {passed}: {'equal' if equal else 'DIFFERENT'}", flush=True)
    return _table(rows), killed - sum(row["equal"] for row in rows.values())


def _table(rows: dict[str, Counter[str]]) -> list[str]:
    lines = [
        "| What was killed | at a point | at any moment | equal | after which points |",
        "|---|--:|--:|--:|---|",
    ]
    for name, row in rows.items():
        points = ", ".join(f"{point[1:]}" for point in sorted(row) if point.startswith("@"))
        lines.append(f"| {name} | {row['at a point']} | {row['at any moment']} | {row['equal']} | {points} |")
    return lines


if __name__ == "__main__":
    sys.exit(main())
