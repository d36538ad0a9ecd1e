"""The same articles in many ways, and whether the dumps of the stores are the same bytes.

    python benchmarks/same_bytes.py examples/articles [NEWS.jsonl …] [--only "8 workers"] [--write FILE.md]

In one process, in 2 and in 8, in any order, in three builds, with articles that change and change back, by
a local Dask cluster (`newskg[cluster]`, else left out), over shards, and by a rebuild; each in a process of
its own, with the real reader.  Exit code 1 when one differs.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from measuring import machine, put_between

from kg.build import build_articles, rebuild
from kg.model import Article
from kg.pipeline import Reader
from kg.shards import load_shards
from kg.shards.making import make_from
from kg.sources import read_articles
from kg.store import Store

BEGIN, END = "<!-- same bytes: begin -->", "<!-- same bytes: end -->"
Way = Callable[[list[Article], Path, Reader], None]


def _once(order: Callable[[list[Article]], list[Article]], workers: int = 1) -> Way:
    def run(articles: list[Article], store: Path, reader: Reader) -> None:
        build_articles(order(articles), store, reader=reader, workers=workers)

    return run


def _shuffled(seed: int) -> Callable[[list[Article]], list[Article]]:
    return lambda articles: random.Random(seed).sample(articles, len(articles))


def _three_builds(articles: list[Article], store: Path, reader: Reader) -> None:
    mixed = _shuffled(3)(articles)
    for n in (2, 0, 1):
        build_articles(mixed[n::3], store, reader=reader, workers=n + 1)


def _one_by_one(articles: list[Article], store: Path, reader: Reader) -> None:
    build_articles(articles[:-10], store, reader=reader)
    for article in articles[-10:]:
        build_articles([article], store, reader=reader)


def _changing(articles: list[Article], store: Path, reader: Reader) -> None:
    """Ten articles are cut at first."""
    cut = [replace(a, text=a.text[: len(a.text) // 2]) for a in articles[:10]]
    build_articles([*cut, *articles[10:]], store, reader=reader)
    build_articles(articles[:10], store, reader=reader)


def _dask(articles: list[Article], store: Path, reader: Reader) -> None:
    with _cluster() as address:
        build_articles(_shuffled(4)(articles), store, reader=reader, cluster=address)


def _shards(articles: list[Article], store: Path, reader: Reader) -> None:
    parts = [store.with_name(f"{n}.shards") for n in range(2)]
    for n, folder in enumerate(parts):
        make_from(_shuffled(5)(articles)[n::2], folder, reader=reader, size=7)
    load_shards(parts[::-1], store, reader=reader)


def _rebuilt(articles: list[Article], store: Path, reader: Reader) -> None:
    build_articles(articles[::-1], store, reader=reader)
    rebuild(store, reader=reader, workers=2)


WAYS: dict[str, Way] = {
    "1 worker": _once(list),
    "1 worker, backwards": _once(lambda articles: articles[::-1]),
    "1 worker, shuffled": _once(_shuffled(1)),
    "2 workers": _once(list, 2),
    "2 workers, backwards": _once(lambda articles: articles[::-1], 2),
    "8 workers": _once(list, 8),
    "8 workers, shuffled": _once(_shuffled(2), 8),
    "three builds of a third, with 1, 2, 3 workers": _three_builds,
    "the last ten one by one": _one_by_one,
    "ten articles changed": _changing,
    "Dask, two workers, shuffled": _dask,
    "shards of two machines, loaded": _shards,
    "rebuilt, 2 workers": _rebuilt,
}


@contextmanager
def _cluster() -> Iterator[str]:
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.worker.daemon": True}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made,
    ):
        yield made.scheduler_address


def run_way(name: str, sources: list[str], store: Path) -> None:
    """Build a store one way; write size and hash of its dump beside it.  For a process of its own."""
    articles = [a for a in read_articles(sources) if isinstance(a, Article)]
    WAYS[name](articles, store, Reader.load())
    digest, size = hashlib.sha256(), 0
    with Store.open(store) as opened:
        for line in opened.dump():
            digest.update(f"{line}\n".encode())
            size += 1
    store.with_name("result").write_text(f"{size} {digest.hexdigest()}")


def measure(name: str, sources: list[str], folder: Path) -> tuple[int, str, float]:
    """Return statements, hash, and wall seconds of one way."""
    process = multiprocessing.get_context("spawn").Process(
        target=run_way, args=(name, sources, folder / "s.kg")
    )
    begun = time.perf_counter()
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(f"{name}: the build failed")
    size, digest = (folder / "result").read_text().split()
    return int(size), digest, time.perf_counter() - begun


def main() -> int:
    """Measure, print, and write where told to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--only", action="append", choices=list(WAYS), help="may be repeated")
    parser.add_argument("--write", type=Path, metavar="FILE.md")
    options: Any = parser.parse_args()
    ways = [name for name in WAYS if not options.only or name in options.only]
    if not importlib.util.find_spec("distributed"):
        ways = [name for name in ways if "Dask" not in name]
    lines, found = ["| Way | statements | seconds | SHA-256 of the dump |", "|---|---:|---:|---|"], set()
    for name in ways:
        with tempfile.TemporaryDirectory() as folder:
            size, digest, took = measure(name, options.sources, Path(folder))
        found.add(digest)
        lines.append(f"| {name} | {size:,} | {took:.1f} | `{digest[:16]}` |")
        print(lines[-1], flush=True)
    result = f"{len(ways)} ways, " + ("all the same bytes." if len(found) == 1 else f"{len(found)} dumps.")
    text = "\n".join((f"Run on {machine()}. {result}", "", *lines))
    print(f"\n{result}")
    if options.write:
        put_between(options.write, text, begin=BEGIN, end=END)
    return 0 if len(found) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
