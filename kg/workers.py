"""Articles → what the store keeps of them, in this process or several.  *I/O*

In: articles in any order.  Out: outcomes in the same order.  At most a few chunks wait at a time, so
memory stays flat.  An article whose reading kills its process, or never ends, costs that article: it is
quarantined with the reason, and the others of its chunk are read.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.across import Digest, digest
from kg.corrections import Correction
from kg.errors import ArticleError
from kg.graph import EncodedGraph, article_graph, content_hash
from kg.model import Article
from kg.pipeline import Reader

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

    Chunk = ProcessFuture[list["Outcome"]]

CHUNK, AHEAD = 8, 4  # articles given to a process at once, and chunks that wait per process
CHUNK_SIZE = 200_000  # characters; a chunk of long articles is shorter
PATIENCE = 120.0  # seconds for one article, or one chunk; reading takes a few milliseconds


@dataclass(frozen=True, slots=True)
class Outcome:
    """One article as read: its graph and digest, or the reason why not."""

    article: Article
    hash: str
    graph: EncodedGraph | None = None
    digest: Digest | None = None
    read_as: str = "und"
    notes: tuple[str, ...] = ()
    reason: str | None = None
    quarantined: bool = False


def read_one(article: Article, reader: Reader, base: str) -> Outcome:
    """Read one article and write its graph; a failure becomes the outcome's reason.

    The article goes by the hash of its content, so that where it was found decides nothing.
    """
    key = content_hash(article)
    try:
        document = reader.read(replace(article, id=key))
        graph = article_graph(document, reader.lexicon, base=base).encode()
    except ArticleError as error:
        return Outcome(article, key, reason=str(error))
    return Outcome(article, key, graph, digest(document, reader.lexicon), document.lang, document.warnings)


class Workers:
    """Reads articles in this process, or in `workers` others, which have `patience` seconds for each.

    Open it before the store: processes that are forked later would hold the store's lock and threads.
    """

    def __init__(self, reader: Reader, workers: int = 1, patience: float = PATIENCE) -> None:
        self._reader = reader
        self._pool = _Pool(reader, workers, patience) if workers > 1 else None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.close()

    def read(self, articles: Iterable[Article], base: str) -> Iterator[Outcome]:
        """Read articles; outcomes come in the same order."""
        if self._pool is not None:
            return self._pool.read(articles, base)
        return (read_one(article, self._reader, base) for article in articles)


_reader: Reader | None = None


def _begin(make: _Load | Reader, parent: int) -> None:
    global _reader
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the others
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    _reader = make() if isinstance(make, _Load) else make


def _follow(parent: int) -> None:
    """End when the parent was killed: an orphan would wait for work for ever."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _read_chunk(articles: Sequence[Article], base: str) -> list[Outcome]:
    assert _reader is not None
    return [read_one(article, _reader, base) for article in articles]


@dataclass(frozen=True, slots=True)
class _Load:
    """Loads a reader again in a new process, where memory cannot be shared."""

    folder: Path
    finders: tuple[str, ...]
    corrections: tuple[Correction, ...]

    def __call__(self) -> Reader:
        return Reader.load(self.folder, self.finders).corrected(self.corrections)


class _Pool:
    """Processes that hold a reader; one that dies or hangs is replaced."""

    def __init__(self, reader: Reader, workers: int, patience: float) -> None:
        self.workers, self.patience, self.base = workers, patience, ""
        forks = "fork" in multiprocessing.get_all_start_methods()
        names = tuple(name for name, _ in reader.finders)
        make: _Load | Reader = reader if forks else _Load(reader.lexicon.folder, names, reader.corrections)
        self.pool = _start(workers, make, "fork" if forks else "spawn")

    def close(self) -> None:
        self.pool.stop()  # type: ignore[no-untyped-call]
        self.pool.join()

    def read(self, articles: Iterable[Article], base: str) -> Iterator[Outcome]:
        self.base = base
        waiting: deque[tuple[list[Article], Chunk]] = deque()
        todo = _chunks(articles)
        while True:
            while len(waiting) < self.workers * AHEAD and (chunk := next(todo, None)):
                waiting.append((chunk, self._submit(chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            if _failure(future) is None:
                yield from future.result()
            else:
                for article in chunk:
                    yield self._alone(article)

    def _submit(self, chunk: list[Article]) -> Chunk:
        return self.pool.schedule(_read_chunk, args=[chunk, self.base], timeout=self.patience)

    def _alone(self, article: Article) -> Outcome:
        """Read one article of a chunk that failed; if it fails too, it was the one."""
        future = self._submit([article])
        failure = _failure(future)
        if failure is None:
            outcome: Outcome = future.result()[0]
            return outcome
        if isinstance(failure, TimeoutError):
            why = f"was not done within {self.patience:g} s; with --retry --patience SECONDS it gets longer"
        else:
            why = "ended its process (out of memory?); --retry reads it again"
        reason = f"{article.source}: reading it {why}.  It is quarantined, and later builds leave it out"
        return Outcome(article, content_hash(article), reason=reason, quarantined=True)


def _start(workers: int, make: _Load | Reader, method: str) -> ProcessPool:
    from pebble import ProcessPool

    context = multiprocessing.get_context(method)
    pool = ProcessPool(workers, initializer=_begin, initargs=[make, os.getpid()], context=context)
    pool.schedule(_read_chunk, args=[[], ""]).result()  # processes start with the first task
    return pool


def _failure(future: Chunk) -> BaseException | None:
    """Wait for a chunk; return how its process failed.  Errors of the program itself are raised."""
    from pebble import ProcessExpired

    error: BaseException | None = future.exception()
    if error is not None and not isinstance(error, (ProcessExpired, TimeoutError, MemoryError)):
        raise error
    return error


def _chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Put articles together: a few, and not too many characters."""
    chunk: list[Article] = []
    size = 0
    for article in articles:
        chunk.append(article)
        size += len(article.text)
        if len(chunk) == CHUNK or size >= CHUNK_SIZE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
