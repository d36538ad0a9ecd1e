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
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kg.across import Digest, digest
from kg.corrections import Correction
from kg.errors import ArticleError
from kg.graph import EncodedGraph, article_graph, content_hash
from kg.model import Article
from kg.pipeline import Reader

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

T = TypeVar("T")
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

    @property
    def state(self) -> str:
        """Return how it went, as the ledger says it: done, failed or quarantined."""
        if self.graph is not None:
            return "done"
        return "quarantined" if self.quarantined else "failed"


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


def quarantined(article: Article, why: str) -> Outcome:
    """Return what is left of an article that cannot be read without harm."""
    reason = f"{article.source}: reading it {why}.  It is quarantined, and later builds leave it out"
    return Outcome(article, content_hash(article), reason=reason, quarantined=True)


def too_slow(patience: float) -> str:
    """Say why an article that took too long is quarantined."""
    return f"was not done within {patience:g} s; with --retry --patience SECONDS it gets longer"


class Readers(Protocol):
    """Reads many articles: `Workers` here, `kg.cluster.Cluster` on many machines."""

    def read(self, articles: Iterable[Article], base: str) -> Iterator[Outcome]:
        """Read articles; outcomes come in the same order."""
        ...

    def map(
        self, chunks: Iterable[list[Article]], base: str, then: Callable[[list[Outcome]], T]
    ) -> Iterator[T]:
        """Read chunks of articles where they are read, and do `then` with the outcomes there, too."""
        ...


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
            return chain.from_iterable(self.map(chunks_of(articles), base, list))
        return (read_one(article, self._reader, base) for article in articles)

    def map(
        self, chunks: Iterable[list[Article]], base: str, then: Callable[[list[Outcome]], T]
    ) -> Iterator[T]:
        """Read chunks and do `then`, a function of a module, with the outcomes of each; in order."""
        if self._pool is not None:
            return self._pool.map(chunks, base, then)
        return (then([read_one(a, self._reader, base) for a in chunk]) for chunk in chunks)


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


def _read_chunk(articles: Sequence[Article], base: str, then: Callable[[list[Outcome]], T]) -> T:
    assert _reader is not None
    return then([read_one(article, _reader, base) for article in articles])


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
        self.workers, self.patience = workers, patience
        forks = "fork" in multiprocessing.get_all_start_methods()
        names = tuple(name for name, _ in reader.finders)
        make: _Load | Reader = reader if forks else _Load(reader.lexicon.folder, names, reader.corrections)
        self.pool = _start(workers, make, "fork" if forks else "spawn")

    def close(self) -> None:
        self.pool.stop()  # type: ignore[no-untyped-call]
        self.pool.join()

    def map(
        self, chunks: Iterable[list[Article]], base: str, then: Callable[[list[Outcome]], T]
    ) -> Iterator[T]:
        waiting: deque[tuple[list[Article], ProcessFuture[T]]] = deque()
        todo = iter(chunks)
        while True:
            while len(waiting) < self.workers * AHEAD and (chunk := next(todo, None)):
                waiting.append((chunk, self._submit(chunk, base, then)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            if _failure(future) is None:
                yield future.result()
            else:
                yield then([self._alone(article, base) for article in chunk])

    def _submit(
        self, chunk: list[Article], base: str, then: Callable[[list[Outcome]], T]
    ) -> ProcessFuture[T]:
        return self.pool.schedule(_read_chunk, args=[chunk, base, then], timeout=self.patience)

    def _alone(self, article: Article, base: str) -> Outcome:
        """Read one article of a chunk that failed; if it fails too, it was the one."""
        future: ProcessFuture[list[Outcome]] = self._submit([article], base, list)
        failure = _failure(future)
        if failure is None:
            return future.result()[0]
        if isinstance(failure, TimeoutError):
            return quarantined(article, too_slow(self.patience))
        return quarantined(article, "ended its process (out of memory?); --retry reads it again")


def _start(workers: int, make: _Load | Reader, method: str) -> ProcessPool:
    from pebble import ProcessPool

    context = multiprocessing.get_context(method)
    pool = ProcessPool(workers, initializer=_begin, initargs=[make, os.getpid()], context=context)
    pool.schedule(_read_chunk, args=[[], "", list]).result()  # processes start with the first task
    return pool


def _failure(future: ProcessFuture[Any]) -> BaseException | None:
    """Wait for a chunk; return how its process failed.  Errors of the program itself are raised."""
    from pebble import ProcessExpired

    error: BaseException | None = future.exception()
    if error is not None and not isinstance(error, (ProcessExpired, TimeoutError, MemoryError)):
        raise error
    return error


def chunks_of(
    articles: Iterable[Article], most: int = CHUNK, characters: int = CHUNK_SIZE
) -> Iterator[list[Article]]:
    """Put articles together: a few, and not too many characters."""
    chunk: list[Article] = []
    size = 0
    for article in articles:
        chunk.append(article)
        size += len(article.text)
        if len(chunk) == most or size >= characters:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
