"""Builds: articles of many sources into a store, in one process or several.  *I/O*

New articles are added, changed ones replaced, known ones skipped (`task.py` has the steps).  What the store
holds depends neither on the order of files nor on the number of workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg.corrections import NAME as CORRECTIONS
from kg.corrections import read_corrections
from kg.errors import ArticleError
from kg.model import Article
from kg.pipeline import Reader
from kg.store import Store
from kg.task import BuildReport, Progress, Task
from kg.text import identify_language
from kg.workers import PATIENCE, Readers, Workers

if TYPE_CHECKING:
    from kg.sources import Unreadable
    from kg.sources.listing import Listing

__all__ = ["BuildReport", "build", "build_articles", "rebuild"]


def build(
    sources: Sequence[str], store: str | Path, *, reader: Reader, keep_going: bool = True, workers: int = 1,
    progress: Progress | None = None, patience: float = PATIENCE, retry: bool = False,
    cluster: str | None = None, prune: bool = False, most: bool = False,
) -> BuildReport:  # fmt: skip
    """Read sources into the store at a path, which is made where there is none.

    Without `keep_going` the first failure stops the build with an ArticleError; what was read before is
    kept.  With several `workers` an article that hangs for `patience` seconds, or ends its process, is
    quarantined: later builds leave it out until the reader changes or `retry` is given.  `cluster` is the
    address of a Dask scheduler whose workers read instead.

    With `prune`, articles that lie under the sources and that these no longer show are removed in the end;
    `most` allows that for more than half of the store.  Raises StoreError, SourceError, ClusterError.
    """
    from kg.sources import read_articles
    from kg.sources.listing import Listing

    return build_articles(
        read_articles(sources),
        store,
        reader=reader,
        keep_going=keep_going,
        workers=workers,
        progress=progress,
        patience=patience,
        retry=retry,
        cluster=cluster,
        prune=Listing.of(sources) if prune else None,
        most=most,
    )


def build_articles(
    items: Iterable[Article | Unreadable], store: str | Path, *, reader: Reader, keep_going: bool = True,
    workers: int = 1, progress: Progress | None = None, patience: float = PATIENCE, retry: bool = False,
    cluster: str | None = None, prune: Listing | None = None, most: bool = False,
) -> BuildReport:  # fmt: skip
    """Like `build`, with articles that are already at hand; `prune` says where they come from."""
    reader = reader.corrected(read_corrections(Path(store) / CORRECTIONS))
    todo = iter(items)
    first = list(_until_article(todo))
    if not (first and isinstance(first[-1], Article)) and not Path(store).exists():
        return _nothing(first, keep_going)  # a mistyped name leaves no empty store behind
    warm = first[-1] if first and isinstance(first[-1], Article) else None
    with (
        open_readers(reader, workers=workers, patience=patience, cluster=cluster, warm=warm) as readers,
        Store.open(store, write=True) as opened,
    ):
        task = Task(
            opened, reader, readers, keep_going=keep_going, progress=progress, retry=retry, prune=prune,
            most=most,
        )  # fmt: skip
        return task.run(chain(first, todo))


def open_readers(
    reader: Reader, *, workers: int = 1, patience: float = PATIENCE, cluster: str | None = None,
    warm: Article | None = None,
) -> AbstractContextManager[Readers]:  # fmt: skip
    """Return what reads articles: this process, several, or a cluster.

    The first article, `warm`, says for which language to make ready what processes share.
    """
    if cluster:
        from kg.cluster import Cluster

        return Cluster(reader, cluster, patience)
    if workers > 1 and warm is not None:
        _warm(reader, warm)
    return Workers(reader, workers, patience)


def _warm(reader: Reader, article: Article) -> None:
    """Build the matcher of an article's language, which the processes then share."""
    code = identify_language(article, reader.lexicon)
    if code is not None:
        reader.lexicon.matcher(code)


def _until_article(items: Iterator[Article | Unreadable]) -> Iterator[Article | Unreadable]:
    """Yield items up to the first that can be read."""
    for item in items:
        yield item
        if isinstance(item, Article):
            return


def _nothing(items: Sequence[Article | Unreadable], keep_going: bool) -> BuildReport:
    report = BuildReport(failures=[item.message for item in items if not isinstance(item, Article)])
    if report.failures and not keep_going:
        raise ArticleError(report.failures[0])
    return report


def rebuild(
    store: str | Path, *, reader: Reader, progress: Progress | None = None, workers: int = 1
) -> BuildReport:
    """Read every article of the ledger again into a new RDF store, which then takes the old one's place."""
    from kg.rebuilding import rebuild_store

    reader = reader.corrected(read_corrections(Path(store) / CORRECTIONS))
    with Workers(reader, workers) as readers, rebuild_store(store) as opened:
        task = Task(opened, reader, readers, keep_going=True, progress=progress, again=True)
        return task.run(e.article for e in opened.ledger.entries())
