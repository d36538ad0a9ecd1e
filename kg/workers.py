"""Articles → what the store keeps of them, in this process or several.  *I/O*

In: articles in any order.  Out: outcomes in the same order.  At most a few chunks wait at a time, so
memory stays flat.  An article that kills its process is reported; the others of its chunk are read.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from kg.errors import ArticleError
from kg.graph import Digest, NamedGraph, article_graph, content_hash, digest
from kg.model import Article
from kg.pipeline import Reader

CHUNK, AHEAD = 8, 3


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


def read_all(
    articles: Iterable[Article], reader: Reader, *, base: str, workers: int = 1
) -> Iterator[Outcome]:
    """Read articles with as many processes as `workers` says."""
    if workers < 2:
        yield from (read_one(article, reader, base) for article in articles)
        return
    with _Pool(reader, base, workers) as pool:
        yield from pool.read(articles)


_reader: Reader | None = None
_base = ""


def _begin(make: _Load | Reader, base: str) -> None:
    global _reader, _base
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the others
    _reader, _base = make() if isinstance(make, _Load) else make, base


def _read_chunk(articles: Sequence[Article]) -> list[Outcome]:
    assert _reader is not None
    return [read_one(article, _reader, _base) for article in articles]


@dataclass(frozen=True, slots=True)
class _Load:
    """Loads a reader again in a new process, where memory cannot be shared."""

    folder: Path
    finders: tuple[str, ...]

    def __call__(self) -> Reader:
        return Reader.load(self.folder, self.finders)


class _Pool:
    """Processes that hold a reader; made again when one of them dies."""

    def __init__(self, reader: Reader, base: str, workers: int) -> None:
        self.base, self.workers = base, workers
        forks = "fork" in multiprocessing.get_all_start_methods()
        self.context = multiprocessing.get_context("fork" if forks else "spawn")
        names = tuple(name for name, _ in reader.finders)
        self.make: _Load | Reader = reader if forks else _Load(reader.lexicon.folder, names)
        self.pool = self._start(workers)

    def _start(self, workers: int) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(
            workers, mp_context=self.context, initializer=_begin, initargs=(self.make, self.base)
        )
        pool.submit(_read_chunk, [])  # starts the processes now, before the store has threads of its own
        return pool

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)

    def read(self, articles: Iterable[Article]) -> Iterator[Outcome]:
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
            return self.pool.submit(_read_chunk, chunk)
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
                    yield from alone.submit(_read_chunk, [article]).result()
                except BrokenProcessPool:
                    reason = (
                        f"{article.source}: the process that read it ended (out of memory?); it was left out"
                    )
                    yield Outcome(article, content_hash(article), reason=reason)
