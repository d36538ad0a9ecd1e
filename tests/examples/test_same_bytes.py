"""The example articles give the same bytes with 1, 2 and 8 workers, in any order, and on a real cluster."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kg.build import build_articles
from kg.model import Article
from kg.pipeline import Reader
from kg.sources import read_articles
from kg.store import Store

ROOT = Path(__file__).parents[2]
#: Some two dozen in eight languages, among them the four about one call.
ARTICLES = [a for a in read_articles([str(ROOT / "examples" / "articles")]) if isinstance(a, Article)]
ORDERS = {
    "as listed": ARTICLES,
    "backwards": ARTICLES[::-1],
    "shuffled": random.Random(8).sample(ARTICLES, len(ARTICLES)),
}


def _dump(path: Path, reader: Reader, articles: Sequence[Article], **more: Any) -> list[str]:
    build_articles(articles, path, reader=reader, **more)
    with Store.open(path) as store:
        return list(store.dump())


@pytest.fixture(scope="module")
def expected(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What one process makes of the articles as they are listed."""
    return _dump(tmp_path_factory.mktemp("one") / "s.kg", reader, ARTICLES)


@pytest.mark.parametrize(
    ("workers", "order"),
    [(1, "backwards"), (2, "as listed"), (2, "shuffled"), (8, "backwards"), (8, "shuffled")],
)
def test_neither_workers_nor_order_matter(
    reader: Reader, tmp_path: Path, expected: list[str], workers: int, order: str
) -> None:
    """Sorted N-Quads of all graphs but provenance."""
    assert _dump(tmp_path / "s.kg", reader, ORDERS[order], workers=workers) == expected


def test_nor_does_the_machine(reader: Reader, tmp_path: Path, expected: list[str]) -> None:
    """Dask: a scheduler and two workers that load the lexicon themselves."""
    pytest.importorskip("distributed")
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.worker.daemon": True}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made,
    ):
        address = made.scheduler_address
        assert _dump(tmp_path / "s.kg", reader, ORDERS["shuffled"], cluster=address) == expected
