"""Articles → what the store keeps of them, in this process or several.  *I/O*

In: articles in any order.  Out: outcomes in the same order.  At most a few chunks wait at a time, so
memory stays flat.  An article that kills its process is reported; the others of its chunk are read.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from kg.across import Digest, digest
from kg.errors import ArticleError
from kg.graph import NamedGraph, article_graph, content_hash
from kg.model import Article
from kg.pipeline import Reader

CHUNK, AHEAD = 8, 8


@dataclass(frozen=True, slots=True)
class Outcome:
    """One article as read: its graph and digest, or the reason why not."""

    article: Article
    hash: str
    graph: NamedGraph | None = None
    digest: Digest | None = None
    read_as: str = "und"
    notes: tuple[str, ...] = ()
    reason: str | None = None


def read_one(article: Article, reader: Reader, base: str) -> Outcome:
    """Read one article and write its graph; a failure becomes the outcome's reason.

    The article goes by the hash of its content, so that where it was found decides nothing.
    """
    key = content_hash(article)
    try:
        document = reader.read(replace(article, id=key))
        graph = article_graph(document, reader.lexicon, base=base)
    except ArticleError as error:
        return Outcome(article, key, reason=str(error))
    return Outcome(article, key, graph, digest(document, reader.lexicon), document.lang, document.warnings)


class Workers:
    """Reads articles in this process, or in `workers` others.

    Open it before the store: processes that are forked later would hold the store's lock and threads.
    """

    def __init__(self, reader: Reader, workers: int = 1) -> None:
        self._reader = reader
        self._pool = _Pool(reader, workers) if workers > 1 else None

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

    def __call__(self) -> Reader:
        return Reader.load(self.folder, self.finders)


class _Pool:
    """Processes that hold a reader; made again when one of them dies."""

    def __init__(self, reader: Reader, workers: int) -> None:
        self.workers, self.base = workers, ""
        forks = "fork" in multiprocessing.get_all_start_methods()
        self.context = multiprocessing.get_context("fork" if forks else "spawn")
        names = tuple(name for name, _ in reader.finders)
        self.make: _Load | Reader = reader if forks else _Load(reader.lexicon.folder, names)
        self.pool = self._start(workers)

    def _start(self, workers: int) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(
            workers, mp_context=self.context, initializer=_begin, initargs=(self.make, os.getpid())
        )
        pool.submit(_read_chunk, [], "")  # processes start with the first task
        return pool

    def close(self) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)

    def read(self, articles: Iterable[Article], base: str) -> Iterator[Outcome]:
        self.base = base
        waiting: deque[tuple[list[Article], Future[list[Outcome]]]] = deque()
        todo = iter(articles)
        while True:
            while len(waiting) < self.workers * AHEAD and (chunk := list(islice(todo, CHUNK))):
                waiting.append((chunk, self._submit(chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                self._renew(waiting)
                yield from self._one_by_one(chunk)

    def _submit(self, chunk: list[Article]) -> Future[list[Outcome]]:
        try:
            return self.pool.submit(_read_chunk, chunk, self.base)
        except BrokenProcessPool:
            broken: Future[list[Outcome]] = Future()
            broken.set_exception(BrokenProcessPool())
            return broken

    def _renew(self, waiting: deque[tuple[list[Article], Future[list[Outcome]]]]) -> None:
        """Start again; what waits and is not done is given to the new processes."""
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = self._start(self.workers)
        for i, (chunk, future) in enumerate(waiting):
            if not future.done() or future.cancelled() or future.exception() is not None:
                waiting[i] = (chunk, self._submit(chunk))

    def _one_by_one(self, chunk: list[Article]) -> Iterator[Outcome]:
        for article in chunk:
            with self._start(1) as alone:
                try:
                    yield from alone.submit(_read_chunk, [article], self.base).result()
                except BrokenProcessPool:
                    reason = (
                        f"{article.source}: the process that read it ended (out of memory?); it was left out"
                    )
                    yield Outcome(article, content_hash(article), reason=reason)
