"""The side that has the articles: sends chunks to a Dask cluster and gets outcomes back, in order.

A chunk whose workers die, or that is not done in time, is read article by article while nothing else
runs, so that what dies then is the article's doing.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import chain
from typing import Any, TypeVar

from kg.cluster.worker import Parcel, forget, pack_reader, program, read_chunk, receive
from kg.errors import ClusterError
from kg.model import Article
from kg.pipeline import Reader
from kg.workers import AHEAD, PATIENCE, Outcome, chunks_of, quarantined, too_slow

T = TypeVar("T")
CHUNK = 24  # articles sent at once: a tenth of a second's reading against a millisecond's way
CONNECT, LOOK = 30.0, 10.0  # seconds to wait for the scheduler; how often to look after the workers
ALONE = 600.0  # seconds without any worker, after which a run gives up


class Cluster:
    """Reads articles on the workers of a Dask cluster; used like `kg.workers.Workers`."""

    def __init__(self, reader: Reader, url: str, patience: float = PATIENCE) -> None:
        self.url, self.patience = url, patience
        self.client = _connect(url)
        try:
            parcel = pack_reader(reader)
            self._check(parcel.program)
            self.key = parcel.key
            self._plugin = f"kg-{parcel.key}"
            self.client.register_plugin(_plugin(parcel), name=self._plugin)
        except BaseException:
            self.client.close()
            raise
        self._waiting: deque[tuple[list[Article], Any]] = deque()

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(Exception):  # the cluster may be gone; so is the plug-in then
            self.client.unregister_worker_plugin(self._plugin)
        self.client.close()

    def read(self, articles: Iterable[Article], base: str) -> Iterator[Outcome]:
        """Read articles; outcomes come in the same order."""
        return chain.from_iterable(self.map(chunks_of(articles, CHUNK), base, list))

    def map(
        self, chunks: Iterable[list[Article]], base: str, then: Callable[[list[Outcome]], T]
    ) -> Iterator[T]:
        """Read chunks and do `then`, a function of a module, with the outcomes of each; in order."""
        todo = iter(chunks)
        waiting = self._waiting
        try:
            while True:
                most = AHEAD * max(1, self._count())  # looked at each time: workers come and go
                while len(waiting) < most and (chunk := next(todo, None)):
                    waiting.append((chunk, self._submit(chunk, base, then)))
                if not waiting:
                    return
                chunk, future = waiting.popleft()
                if self._failure(future) is None:
                    yield self._result(future)
                else:
                    yield then(self._one_by_one(chunk, base))
        finally:
            for _, future in waiting:
                with contextlib.suppress(Exception):  # the cluster may be gone
                    future.cancel()
            waiting.clear()

    def _submit(self, chunk: list[Article], base: str, then: Callable[[list[Outcome]], T]) -> Any:
        return self.client.submit(read_chunk, self.key, chunk, base, self.patience, then, pure=False)

    def _one_by_one(self, chunk: list[Article], base: str) -> list[Outcome]:
        """Read the articles of a chunk that failed, each with nothing else on the way."""
        for _, future in self._waiting:
            self._wait(future)  # what ends its worker takes others of that worker with it
        return [self._alone(article, base) for article in chunk]

    def _alone(self, article: Article, base: str) -> Outcome:
        future = self._submit([article], base, list)
        failure = self._failure(future)
        if failure is None:
            outcome: Outcome = self._result(future)[0]
            return outcome
        if isinstance(failure, TimeoutError):
            return quarantined(article, too_slow(self.patience))
        return quarantined(article, "ended several workers (out of memory?); --retry reads it again")

    def _failure(self, future: Any) -> BaseException | None:
        """Wait for a chunk; return how it ended its worker.  Other errors are raised."""
        self._wait(future)
        if future.status in ("cancelled", "lost"):
            raise self._gone()
        error: BaseException | None = future.exception()
        if error is not None and not isinstance(error, (_dask().KilledWorker, TimeoutError, MemoryError)):
            raise error if isinstance(error, ClusterError) else _foreign(error)
        return error

    def _result(self, future: Any) -> Any:
        """Fetch what a finished chunk gave; when its worker died meanwhile, it is read again."""
        try:
            return future.result()
        except OSError as error:
            raise self._gone() from error

    def _wait(self, future: Any) -> None:
        """Wait until a chunk is done, as long as there are workers.  Raises ClusterError."""
        alone = 0.0
        while alone < ALONE:
            with contextlib.suppress(TimeoutError), self.client.as_current():
                _dask().wait([future], timeout=LOOK)
                return
            alone = 0.0 if self._count() else alone + LOOK
        raise ClusterError(
            f"{self.url}: no worker for {ALONE:g} s. Start some (dask worker {self.url}), then run the "
            f"command again: it goes on where it stopped."
        )

    def _count(self) -> int:
        """Return how many workers there are."""
        try:
            return len(self.client.nthreads())
        except (OSError, RuntimeError) as error:
            raise self._gone() from error

    def _check(self, mine: str) -> None:
        """Refuse a cluster without workers, or with workers that run another program."""
        try:
            self.client.wait_for_workers(1, timeout=CONNECT)
        except TimeoutError as error:
            raise ClusterError(
                f"{self.url}: no worker joined within {CONNECT:g} s. Start some: dask worker {self.url} "
                f"--nworkers 8 --nthreads 1"
            ) from error
        try:
            found = self.client.run(program)
        except Exception as error:
            raise _foreign(error) from error
        for worker, theirs in sorted(found.items()):
            if theirs != mine:
                raise ClusterError(
                    f"{self.url}: worker {worker} runs {theirs}, this machine {mine}. "
                    f"Install the same on all, start the workers again, and run the command again."
                )

    def _gone(self) -> ClusterError:
        return ClusterError(
            f"{self.url}: the scheduler is gone. What was read is kept; start it again and run the command "
            f"again: it goes on where it stopped."
        )


def _dask() -> Any:
    return import_module("distributed")


def _connect(url: str) -> Any:
    try:
        connect = _dask().Client
    except ImportError as error:
        raise ClusterError("--cluster needs Dask. Install it: pip install 'newskg[cluster]'") from error
    try:
        if url.endswith(".json"):
            return connect(scheduler_file=url, timeout=CONNECT, set_as_default=False)
        return connect(url, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterError(
            f"{url}: no Dask scheduler answers there ({str(error).partition(chr(10))[0]}). Start one (dask "
            f"scheduler), and name its address, such as tcp://host:8786, or its scheduler file (….json)."
        ) from error


def _plugin(parcel: Parcel) -> Any:
    """Return what hands the reader to every worker, also to those that join later."""

    class Hand(_dask().WorkerPlugin):  # type: ignore[misc]
        def setup(self, worker: Any) -> None:
            receive(parcel)

        def teardown(self, worker: Any) -> None:
            forget(parcel)

    return Hand()


def _foreign(error: BaseException) -> ClusterError:
    """Return the error for something that workers with the same program would not raise."""
    what = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
    return ClusterError(
        f"a worker cannot run kg ({what}). Install the same newskg[cluster] on all machines, the scheduler's "
        f"included, and the plug-ins in use; then start the workers again."
    )
