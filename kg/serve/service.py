"""A store while it is served: its snapshots, the workers that read them, and the writer if there is one.

When a build has changed the store, the new state is published and later questions see it; those that are
being answered go on seeing the old one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.serve.pool import Answer, Pool
from kg.serve.problems import Problem
from kg.serve.settings import WAITING, WRITER_MEMORY, Settings
from kg.serve.snapshots import INDEX, Snapshot, Snapshots
from kg.serve.worker import work
from kg.serve.writer import write

INDEX_SECONDS = OPEN_SECONDS = 600.0
LOOK_EVERY = 1.0  # seconds between looks at the store's generation
_log = logging.getLogger("kg.serve")


class Service:
    """Answers jobs about one store."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.snapshots = Snapshots(settings.store)
        self.pool = Pool(
            work, (settings.memory,), size=settings.workers, waiting=WAITING, seconds=settings.seconds,
            max_answer=settings.max_answer,
        )  # fmt: skip
        self.writer: Pool | None = None
        self._indexing = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def generation(self) -> int:
        """Return the number of the state that is served."""
        return self.snapshots.current.generation if self.snapshots.current else 0

    async def start(self) -> None:
        """Publish the store and start the workers.  Raises StoreError."""
        if self.settings.writable:
            place = str(self.snapshots.place())
            self.writer = Pool(
                write, (WRITER_MEMORY, str(self.settings.store), place), size=1, waiting=WAITING,
                seconds=self.settings.seconds, max_answer=self.settings.max_answer,
            )  # fmt: skip
            await self.writer.start()
            await self.write({"kind": "open"}, seconds=OPEN_SECONDS)
        else:
            self.snapshots.adopt(await asyncio.to_thread(self.snapshots.publish))
        await self.pool.start()
        ready = await self.ask({"kind": "ready"})
        await ready.whole()
        if not ready.head["offline"]:
            _log.warning(
                "this system does not take the network from workers; SERVICE and LOAD are refused as text"
            )
        self._tasks.append(asyncio.create_task(self._prepare()))
        if not self.settings.writable:
            self._tasks.append(asyncio.create_task(self._look()))

    async def close(self) -> None:
        """End all processes."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.pool.close()
        if self.writer is not None:
            await self.writer.close()
        self.snapshots.close()

    async def ask(
        self, job: Mapping[str, Any], seconds: float | None = None, snapshot: Snapshot | None = None
    ) -> Answer:
        """Let a worker answer a job about a snapshot that was taken, or the newest.  Raises Problem."""
        snapshot = snapshot or self.snapshots.take()
        try:
            if job["kind"] == "page" or job.get("as_page"):
                await self._index(snapshot)
            answer = await self.pool.ask({**job, **_place(snapshot)}, seconds)
        except BaseException:
            self.snapshots.give_back(snapshot)
            raise
        answer.when_closed.append(lambda: self.snapshots.give_back(snapshot))
        return answer

    async def _index(self, snapshot: Snapshot) -> None:
        """See to it that the pages of a snapshot have their index; the first that asks waits for it."""
        if (snapshot.folder / INDEX).exists():
            return
        async with self._indexing:
            if not (snapshot.folder / INDEX).exists():
                answer = await self.pool.ask({"kind": "index", **_place(snapshot)}, INDEX_SECONDS)
                await answer.whole()

    async def _prepare(self) -> None:
        snapshot = self.snapshots.take()
        try:
            with suppress(Problem):  # whoever asks for a page is told
                await self._index(snapshot)
        finally:
            self.snapshots.give_back(snapshot)

    async def write(self, job: Mapping[str, Any], seconds: float | None = None) -> dict[str, Any]:
        """Change the store; what is returned is there for every later question.  Raises Problem."""
        if self.writer is None:
            raise Problem(403, "read-only")
        try:
            answer = await self.writer.ask(job, seconds)
            await answer.whole()
        except Problem as problem:
            if problem.status == 503 and job["kind"] != "open":  # it may have been done nevertheless
                await self.write({"kind": "open"}, seconds=OPEN_SECONDS)
            raise
        folder = Path(answer.head["folder"])
        self.snapshots.adopt(Snapshot(self.settings.store, answer.head["generation"], folder))
        return answer.head

    async def _look(self) -> None:
        """Publish the store when a build has changed it."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                if await asyncio.to_thread(self.snapshots.generation) != self.generation:
                    self.snapshots.adopt(await asyncio.to_thread(self.snapshots.publish))
                    await self._prepare()
            except (KgError, OSError):  # it is being written, or damaged: the old state is still good
                continue
            except Exception:
                _log.exception("a new state of the store could not be published")


def _place(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "store": str(snapshot.store), "generation": snapshot.generation, "folder": str(snapshot.folder),
    }  # fmt: skip
