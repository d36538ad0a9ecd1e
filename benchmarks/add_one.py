"""How long adding one article takes, by the size of the store.

    python benchmarks/add_one.py [--sizes 1000 5000 20000] [--repeat 5]

Stores are made of the articles of `tests/tiny.py`, without real reading: what is timed is the store's part.
CPU seconds of this process, the median of some; `opening` is `Store.open` alone, which compares all names of
graphs with the ledger, `adding` all of `kg build` from the first article to the closed store.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from kg.build import build_articles
from kg.model import Article
from kg.ontology import load_lexicon
from kg.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from tiny import TinyReader, article

NAMES = ("Alder", "Birch", "Cedar", "Doyle")


def _articles(first: int, count: int) -> Iterator[Article]:
    """Yield articles of which each tells of one event; about eight tell of one day."""
    for n in range(first, first + count):
        day = date(1990, 1, 1) + timedelta(days=n // 8)
        a, b = NAMES[n % 4], NAMES[(n + 1 + n // 4 % 3) % 4]
        yield article(f"{a} called {b} on {day}. Report {n}.", f"n{n}", date=day, publisher=f"Paper {n % 40}")


def _cpu(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return time.process_time() - started


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 5_000, 20_000])
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    reader = TinyReader(load_lexicon())
    print("| articles in the store | opening | adding one |\n|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as work:
        store, held = Path(work) / "s.kg", 0
        for size in sorted(options.sizes):
            build_articles(_articles(held, size - held), store, reader=reader)  # type: ignore[arg-type]
            held = size
            opening, adding = [], []
            for _ in range(options.repeat):
                opening.append(_cpu(lambda: Store.open(store, write=True).close()))
                new = list(_articles(held, 1))
                adding.append(_cpu(lambda n=new: build_articles(n, store, reader=reader)))  # type: ignore[misc]
                held += 1
            times = (statistics.median(opening), statistics.median(adding))
            print(f"| {size:,} | {times[0]:.3f} s | {times[1]:.3f} s |", flush=True)


if __name__ == "__main__":
    main()
