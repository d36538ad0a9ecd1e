"""Many machines: a real cluster of two gives the bytes of one process; a death or hang costs one article."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny import DeadlyReader, TinyReader, article

from kg.build import build_articles
from kg.cluster.worker import pack_reader
from kg.errors import ClusterError
from kg.model import Article
from kg.ontology import Lexicon
from kg.shards.making import make_from
from kg.store import Store

pytest.importorskip("distributed")

VERBS = ("called", "attacked", "denies calling")
NAMES = ("Alder", "Birch", "Cedar", "Doyle")


def _articles(more: str = "") -> list[Article]:
    texts = [
        f"{NAMES[i % 4]} {VERBS[i % 3]} {NAMES[(i + 1 + i % 3) % 4]} on 2025-07-{1 + i % 28:02}.{more}"
        for i in range(120)
    ]
    return [article(text, str(i), publisher=f"Outlet {i % 5}") for i, text in enumerate(texts)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A scheduler and two workers; an article may end two before it is given up."""
    import dask
    from distributed import LocalCluster

    settings = {"distributed.scheduler.allowed-failures": 1, "distributed.worker.daemon": True}
    with (
        dask.config.set(settings),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made,
    ):
        yield made


@pytest.fixture
def expected(tmp_path: Path, lexicon: Lexicon) -> list[str]:
    """What one process makes of the articles."""
    build_articles(_articles(), tmp_path / "one.kg", reader=DeadlyReader(lexicon))  # type: ignore[arg-type]
    return _dump(tmp_path / "one.kg")


def _dump(path: Path) -> list[str]:
    with Store.open(path) as store:
        return list(store.dump())


def _build(cluster: Any, path: Path, items: list[Article], lexicon: Lexicon, **more: Any) -> Any:
    return build_articles(
        items,
        path,
        reader=DeadlyReader(lexicon),  # type: ignore[arg-type]
        cluster=cluster.scheduler_address,
        **more,
    )


def test_a_cluster_gives_the_bytes_of_one_process(
    cluster: Any, tmp_path: Path, lexicon: Lexicon, expected: list[str]
) -> None:
    """Two workers of a real cluster: the same store."""
    report = _build(cluster, tmp_path / "two.kg", _articles(), lexicon)
    assert (report.added, report.failures) == (120, [])
    assert _dump(tmp_path / "two.kg") == expected


def test_shards_of_a_cluster_are_those_of_one_process(cluster: Any, tmp_path: Path, lexicon: Lexicon) -> None:
    """Packed where they are read: the same files, the manifest included."""
    for name, more in (("one", {}), ("two", {"cluster": cluster.scheduler_address})):
        make_from(_articles(), tmp_path / name, reader=TinyReader(lexicon), size=50, **more)  # type: ignore[arg-type]
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / n).glob("[!.]*")} for n in ("one", "two"))
    assert len(one) == 7
    assert one == two


def test_a_worker_killed_in_the_middle_changes_nothing(
    cluster: Any, tmp_path: Path, lexicon: Lexicon
) -> None:
    """Its chunks are read by the other, and its nanny starts it again."""
    items = _articles(" SLOW")
    build_articles(items, tmp_path / "one.kg", reader=DeadlyReader(lexicon))  # type: ignore[arg-type]
    victims = [worker.pid for worker in cluster.workers.values()]
    killed: list[int] = []

    def kill(_: Article) -> None:
        if not killed:
            killed.append(victims[0])
            os.kill(victims[0], signal.SIGKILL)

    report = _build(cluster, tmp_path / "two.kg", items, lexicon, progress=kill)
    assert killed
    assert (report.added, report.failures) == (120, [])
    assert _dump(tmp_path / "two.kg") == _dump(tmp_path / "one.kg")


def test_an_article_that_kills_workers_is_quarantined(
    cluster: Any, tmp_path: Path, lexicon: Lexicon, expected: list[str]
) -> None:
    """The others are read, and later builds leave it out."""
    items = [*_articles()[:50], article("DEADLY", "bad"), *_articles()[50:]]
    report = _build(cluster, tmp_path / "two.kg", items, lexicon)
    assert report.added == 120
    (failure,) = report.failures
    assert "in/bad.txt" in failure and "quarantined" in failure
    again = build_articles(items, tmp_path / "two.kg", reader=DeadlyReader(lexicon))  # type: ignore[arg-type]
    assert (again.unchanged, again.failures) == (120, [failure])  # in this process, which it would end
    assert _dump(tmp_path / "two.kg") == expected


def test_an_article_that_hangs_is_quarantined(
    cluster: Any, tmp_path: Path, lexicon: Lexicon, expected: list[str]
) -> None:
    """It costs its patience; the process that hangs ends, and another takes its place."""
    items = [*_articles()[:50], article("ENDLESS", "bad"), *_articles()[50:]]
    report = _build(cluster, tmp_path / "two.kg", items, lexicon, patience=1.5)
    assert report.added == 120
    (failure,) = report.failures
    assert "in/bad.txt" in failure and "1.5 s" in failure
    assert _dump(tmp_path / "two.kg") == expected


def test_no_scheduler_is_told(tmp_path: Path, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line that names the address, and no store is left behind."""
    monkeypatch.setattr("kg.cluster.client.CONNECT", 0.5)
    with pytest.raises(ClusterError, match="no Dask scheduler answers"):
        build_articles(
            _articles(),
            tmp_path / "x.kg",
            reader=TinyReader(lexicon),  # type: ignore[arg-type]
            cluster="tcp://127.0.0.1:9",
        )
    assert not (tmp_path / "x.kg").exists()


def test_workers_with_another_program_are_refused(
    cluster: Any, tmp_path: Path, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says what runs where."""
    monkeypatch.setattr(
        "kg.cluster.client.pack_reader", lambda reader: replace(pack_reader(reader), program="kg of today")
    )
    with pytest.raises(ClusterError, match=r"worker tcp://.* runs kg .*this machine kg of today"):
        _build(cluster, tmp_path / "x.kg", _articles(), lexicon)
