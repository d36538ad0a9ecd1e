"""Kill builds with SIGKILL at seeded moments, resume them, and compare the dump with an uninterrupted one's.

    python benchmarks/kill_builds.py examples/articles [--kills 50] [--seed 4] [--generated 40]

The real reader, in forked processes so that the lexicon is loaded once.  Half of the kills aim at a phase,
the others at any moment.  Batches are small, so that there are many.  Exit code 1 when a dump differs.
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
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import wraps
from pathlib import Path
from typing import Any

import kg.corroborating
import kg.deriving
import kg.rebuilding
import kg.task
import kg.workers
from kg.build import build_articles, rebuild
from kg.model import Article
from kg.pipeline import Reader
from kg.sources import read_articles
from kg.store import Store
from kg.vocab import GRAPH_BASE

LEADERS = ("Emmanuel Macron", "Donald Trump", "Volodymyr Zelenskyy", "Giorgia Meloni", "Friedrich Merz")
SMALL_BATCH = 1_500  # statements
SLOTS = 24  # characters in the file that says the phase


@dataclass
class Phase:
    """The phase of a forked build, in a file that the parent reads."""

    file: int

    def during(self, owner: Any, name: str, label: str | Callable[..., str]) -> None:
        """Say `label` while a function runs; what it calls belongs to it."""
        inner = getattr(owner, name)

        @wraps(inner)
        def outer(*args: Any, **more: Any) -> Any:
            before = self.read()
            if before != "reading":
                return inner(*args, **more)
            self.say(label if isinstance(label, str) else label(*args))
            try:
                return inner(*args, **more)
            finally:
                self.say(before)

        setattr(owner, name, outer)

    def say(self, label: str) -> None:
        os.pwrite(self.file, label.ljust(SLOTS).encode(), 0)

    def read(self) -> str:
        return os.pread(self.file, SLOTS, 0).decode().strip()

    def watch(self) -> None:
        """Follow the steps of a build; only in a process of its own."""
        kg.task.BATCH = SMALL_BATCH
        self.during(Store, "write", "batch write")
        self.during(Store, "flush", "flush")
        self.during(Store, "replace", lambda _store, graph, *_: graph.removeprefix(GRAPH_BASE))
        self.during(kg.task.Task, "_record", "ledger")
        self.during(kg.deriving, "compare_articles", "stories, links")
        self.during(kg.deriving, "_update_derived", "derived")
        self.during(kg.corroborating, "update", "corroboration")
        self.during(kg.deriving, "_update_reference", "reference")
        self.during(kg.deriving, "_update_provenance", "provenance")
        self.during(kg.deriving, "_describe", "dataset")
        self.during(kg.rebuilding, "_swap", "swap")
        self.say("reading")


PHASES = ("reading", "batch write", "flush", "ledger", "stories, links", "derived", "corroboration",
          "reference", "provenance", "dataset")  # fmt: skip


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


@dataclass
class Scenario:
    """What is killed: a new store, one that grows, or a rebuild."""

    name: str
    articles: list[Article]
    begin: int  # articles that are there before
    workers: int = 1
    again: bool = False

    def run(self, store: Path, reader: Reader) -> None:
        if self.again:
            rebuild(store, reader=reader, workers=self.workers)
        else:
            build_articles(self.articles, store, reader=reader, workers=self.workers)


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
    scenario: Scenario, work: Path, reader: Reader, chance: random.Random, aim: str, lasts: float
) -> tuple[float, str]:
    """Start, kill; return the moment and the phase."""
    store, phase = work / "s.kg", Phase(os.open(work / "phase", os.O_RDWR | os.O_CREAT | os.O_TRUNC))
    phase.say("begin")
    shutil.rmtree(store, ignore_errors=True)
    if scenario.begin:
        shutil.copytree(work / f"{scenario.name}.begin", store)

    def work_watched() -> None:
        phase.watch()
        scenario.run(store, reader)

    started = time.monotonic()
    child = forked(work_watched)
    if aim:
        while phase.read() != aim and not os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            time.sleep(0.0001)
        time.sleep(chance.random() * 0.004)
    else:
        time.sleep(chance.random() * lasts)
    reached, moment = phase.read(), time.monotonic() - started
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(phase.file)
    return moment, reached if os.WIFSIGNALED(status) else "(done before)"


def scenarios(articles: list[Article]) -> list[Scenario]:
    half = len(articles) - 8
    return [
        Scenario("build", articles, 0),
        Scenario("build, 2 workers", articles, 0, workers=2),
        Scenario("8 articles more", articles, half),
        Scenario("rebuild", articles, len(articles), again=True),
        Scenario("rebuild, 2 workers", articles, len(articles), workers=2, again=True),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--generated", type=int, default=40)
    options = parser.parse_args()
    chance, reader = random.Random(options.seed), Reader.load()
    articles = [a for a in read_articles(options.sources) if isinstance(a, Article)]
    articles += generated(options.generated)
    different, seen = 0, Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        lasts, wanted = _prepare(scenarios(articles), work, reader)
        print("| build | killed after | phase | dump equal |\n|---|--:|---|---|", flush=True)
        for number in range(options.kills):
            one = scenarios(articles)[number % 5]
            aims = (*PHASES, "swap") if one.again else PHASES
            aim = chance.choice(aims) if number % 2 else ""
            moment, phase = kill_one(one, work, reader, chance, aim, lasts[one.name])
            seen[phase] += 1
            done(lambda one=one: one.run(work / "s.kg", reader))  # type: ignore[misc]
            equal = canonical(work / "s.kg") == wanted
            different += not equal
            print(f"| {one.name} | {moment:.2f} s | {phase} | {'yes' if equal else 'NO'} |", flush=True)
    print(f"\n{options.kills} kills, {different} dumps differ.  Phases: {dict(sorted(seen.items()))}")
    return 1 if different else 0


def _prepare(todo: list[Scenario], work: Path, reader: Reader) -> tuple[dict[str, float], str]:
    """Build what scenarios begin with; return how long each lasts, and the hash that all must come to."""
    lasts = {}
    for one in todo:
        begin = work / f"{one.name}.begin"
        if one.begin:
            done(lambda o=one, b=begin: build_articles(o.articles[: o.begin], b, reader=reader))  # type: ignore[misc]
            shutil.copytree(begin, work / "s.kg")
        started = time.monotonic()
        done(lambda o=one: o.run(work / "s.kg", reader))  # type: ignore[misc]
        lasts[one.name] = time.monotonic() - started
        wanted = canonical(work / "s.kg")
        shutil.rmtree(work / "s.kg")
    return lasts, wanted


if __name__ == "__main__":
    sys.exit(main())
