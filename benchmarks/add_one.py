"""How long adding one article takes, by the size of the store, and which step takes it.

    python benchmarks/add_one.py [--sizes 1000 20000 100000] [--repeat 5] [--store FOLDER.kg]

Stores are made of the articles of `tests/tiny.py`, without real reading: what is timed is the store's part.
Four people deal with each other all the time, so every relation is a hub that thousands of articles report.
CPU seconds of this process (all its threads, those of the RDF engine too), the median of some; `opening` is
`Store.open` alone, `adding` all of `kg build` from the first article to the closed store.  Steps are parts of
adding; the last line is how much longer each takes at the largest size than at the smallest.  With --store
articles are added to a store that is there: to a copy of it, since they stay.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import kg.corroborating
import kg.deriving
import kg.store
from kg.build import build_articles
from kg.ledger import Ledger
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


#: Steps of adding one article: name, what holds the function, its name.
STEPS: tuple[tuple[str, Any, str], ...] = (
    ("open engine", kg.store, "_open_engine"),
    ("compare", Store, "_compare"),
    ("write", Store, "write"),
    ("ledger", Ledger, "put"),
    ("stories, links", kg.deriving, "compare_articles"),
    ("derived", kg.deriving, "_update_derived"),
    ("corroboration", kg.corroborating, "update"),
    ("reference", kg.deriving, "_update_reference"),
    ("provenance", kg.deriving, "_update_provenance"),
    ("dataset", kg.deriving, "_describe"),
    ("flush", Store, "flush"),
    ("close", Store, "close"),
)


def _cpu(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return time.process_time() - started


@contextmanager
def _steps() -> Iterator[dict[str, float]]:
    """Time every call of the steps inside the block."""
    spent = {name: 0.0 for name, *_ in STEPS}
    old = [(holder, inner, getattr(holder, inner)) for _, holder, inner in STEPS]

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **more: Any) -> Any:
            started = time.process_time()
            try:
                return function(*args, **more)
            finally:
                spent[name] += time.process_time() - started

        return wrapper

    try:
        for (name, *_), (holder, inner, function) in zip(STEPS, old, strict=True):
            setattr(holder, inner, timed(name, function))
        yield spent
    finally:
        for holder, inner, function in old:
            setattr(holder, inner, function)


def _measure(store: Path, reader: TinyReader, first: int, repeat: int) -> dict[str, float]:
    """Add some articles, one after the other; return the median of each step."""
    rows: list[dict[str, float]] = []
    for n in range(first, first + repeat):
        opening = _cpu(lambda: Store.open(store, write=True).close())
        new = list(_articles(n, 1))
        with _steps() as spent:
            adding = _cpu(lambda new=new: build_articles(new, store, reader=reader))  # type: ignore[misc]
        rows.append({"opening": opening, "adding": adding, **spent})
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


def _print_row(head: str, values: Iterable[str]) -> None:
    print(f"| {head} | {' | '.join(values)} |", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 5_000, 20_000])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--store", type=Path, help="a store that is there, instead of new ones")
    options = parser.parse_args()
    reader = TinyReader(load_lexicon())
    _print_row("articles", ["opening", "adding", *(name for name, *_ in STEPS)])
    _print_row("--:", ["--:"] * (len(STEPS) + 2))
    found: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as work:
        store, held = options.store or Path(work) / "s.kg", 0
        for size in [0] if options.store else sorted(options.sizes):
            if not options.store:
                build_articles(_articles(held, size - held), store, reader=reader)  # type: ignore[arg-type]
            with Store.open(store) as opened:
                held = opened.ledger.done()
            found.append(_measure(store, reader, held, options.repeat))
            _print_row(f"{held:,}", (f"{seconds:.3f} s" for seconds in found[-1].values()))
            held += options.repeat
    if len(found) > 1:
        pairs = zip(found[-1].values(), found[0].values(), strict=True)
        _print_row("ratio", (f"{last / max(first, 0.001):.1f}" for last, first in pairs))


if __name__ == "__main__":
    main()
