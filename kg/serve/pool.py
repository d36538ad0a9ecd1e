"""The server's side of the workers: starts them, hands out jobs, counts their time, ends and replaces them.

A job has so many seconds of a worker's time; while the client is slow to read, the clock stands still.  A
worker that is late, dies, or whose client went away is ended and another one started.
"""

from __future__ import annotations

import asyncio
import json
import logging
import multiprocessing
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, repeat
from multiprocessing.context import BaseContext
from typing import Any

from kg.serve.channel import BEGIN, END, HEAD, JOB, PROBLEM
from kg.serve.problems import Problem, unavailable

MOST_JOBS = 10_000  # of one process; what it has gathered in memory goes with it
PATIENCE = 2.0  # seconds: a client may be slower to read only while nobody waits for its worker
READ_AHEAD = 256 * 1024  # bytes of an answer that wait in the server
_PRELOADED = ["kg.serve.worker", "kg.serve.writer", "pyoxigraph"]


class BrokenOffError(Exception):
    """An answer ended early, after its first bytes were sent: the connection is cut, not closed well."""


@cache
def _context() -> BaseContext:
    """Processes come from a small one that has loaded the engine: 20 ms each, and they inherit no threads."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


class Process:
    """One worker process and its socket."""

    def __init__(self, target: Callable[..., None], arguments: tuple[Any, ...]) -> None:
        self._target, self._arguments = target, arguments
        self.jobs = 0

    async def start(self) -> Process:
        """Start the process."""
        here, there = socket.socketpair()
        with there:
            process = _context().Process(target=self._target, args=(there, *self._arguments), daemon=True)  # type: ignore[attr-defined]
            await asyncio.to_thread(process.start)
        self._process: Any = process
        self.reader, self.writer = await asyncio.open_connection(sock=here, limit=READ_AHEAD)
        return self

    @property
    def is_alive(self) -> bool:
        """Say whether it can do another job: its end of the socket closes with it."""
        return not self.reader.at_eof()

    def send(self, job: Mapping[str, Any]) -> None:
        """Give it a job."""
        self.jobs += 1
        content = json.dumps(job).encode()
        self.writer.write(HEAD.pack(JOB, len(content)) + content)

    async def receive(self) -> tuple[bytes, bytes]:
        """Wait for a frame.  Raises IncompleteReadError when the process has ended."""
        kind, size = HEAD.unpack(await self.reader.readexactly(HEAD.size))
        return kind, await self.reader.readexactly(size) if size else b""

    async def end(self) -> None:
        """End it where it stands."""
        with suppress(OSError, ValueError):
            self._process.kill()
        self.writer.close()
        await asyncio.to_thread(self._process.join, 5)


@dataclass(eq=False)
class Answer:
    """What a worker answers: status, headers, and the bytes as they come."""

    head: dict[str, Any]
    _pool: Pool
    _process: Process
    _left: float
    sent: int = 0
    is_done: bool = False
    when_closed: list[Callable[[], None]] = field(default_factory=list)
    waited: float = 0.0  # seconds that the client took to read
    _waiting_since: float = 0.0
    _is_open: bool = True

    @property
    def size(self) -> int | None:
        """Return how many bytes it has, when that is known before they are sent."""
        return self.head.get("size")

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the bytes.  Raises BrokenOffError when the worker cannot go on, or the limit is reached."""
        try:
            while True:
                kind, content = await self._next()
                if kind == END:
                    self.is_done = True
                    return
                if kind == PROBLEM:
                    self.is_done = True
                    raise BrokenOffError(json.loads(content).get("title", ""))
                self.sent += len(content)
                if self.sent > self._pool.max_answer:
                    raise BrokenOffError("answer too large")
                self._waiting_since = time.monotonic()
                yield content
                self.waited, self._waiting_since = self.idle, 0.0
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            raise BrokenOffError("out of time" if isinstance(error, TimeoutError) else "ended") from error
        finally:
            self.close()

    @property
    def idle(self) -> float:
        """Return how many seconds the worker has waited for the client."""
        since = self._waiting_since
        return self.waited + (time.monotonic() - since if since else 0.0)

    async def _next(self) -> tuple[bytes, bytes]:
        began = time.monotonic()
        async with asyncio.timeout(max(0.0, self._left)):
            frame = await self._process.receive()
        self._left -= time.monotonic() - began
        return frame

    async def whole(self) -> bytes:
        """Return all bytes of an answer that is small."""
        return b"".join([chunk async for chunk in self.chunks()])

    def close(self) -> None:
        """Give the worker back; one that is still answering is ended."""
        if self._is_open:
            self._is_open = False
            self._pool.give_back(self, self._process, reusable=self.is_done)
            for tell in self.when_closed:
                tell()


class Pool:
    """`size` workers; `waiting` jobs may wait for one, others are sent away with 429."""

    def __init__(
        self, target: Callable[..., None], arguments: tuple[Any, ...], *, size: int, waiting: int,
        seconds: float, max_answer: int,
    ) -> None:  # fmt: skip
        self._target, self._arguments = target, arguments
        self.size, self.waiting, self.seconds, self.max_answer = size, waiting, seconds, max_answer
        self._free: asyncio.Queue[Process] = asyncio.Queue()
        self._all: set[Process] = set()
        self._answers: set[Answer] = set()
        self._queued = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start all workers."""
        for _ in range(self.size):
            await self._add()

    async def _add(self) -> None:
        process = await Process(self._target, self._arguments).start()
        self._all.add(process)
        self._free.put_nowait(process)

    async def ask(self, job: Mapping[str, Any], seconds: float | None = None) -> Answer:
        """Give a job to a worker and wait for the beginning of its answer.

        Raises Problem: 429 when too many wait, 503 when it takes too long or too much memory, or what the
        worker says.
        """
        seconds = seconds or self.seconds
        process = await self._take(seconds)
        answer = Answer({}, self, process, seconds)
        try:
            process.send({**job, "seconds": seconds})
            kind, content = await answer._next()
            if kind == PROBLEM:
                answer.is_done = True
                raise _told(json.loads(content))
            assert kind == BEGIN
            answer.head = json.loads(content)
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            answer.close()
            raise _ended(error, seconds) from error
        except BaseException:
            answer.close()
            raise
        self._answers.add(answer)
        return answer

    async def _take(self, seconds: float) -> Process:
        if self._free.empty() and self._queued >= self.waiting:
            raise Problem(429, "too many requests", "Try again in a moment.", {"Retry-After": "1"})
        self._queued += 1
        try:
            async with asyncio.timeout(seconds):
                while True:
                    process = await self._get()
                    if process is not None and process.is_alive:
                        return process
                    if process is not None:
                        self._replace(process)
        except TimeoutError:
            raise unavailable("all workers are busy", "Try again in a moment.") from None
        finally:
            self._queued -= 1

    async def _get(self) -> Process | None:
        """Wait a moment for a worker; where there is none, the slowest reader loses its own."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                return await self._free.get()
        slowest = max(self._answers, key=lambda answer: answer.idle, default=None)
        if slowest is not None and slowest.idle > PATIENCE:
            slowest.close()
        return None

    def give_back(self, answer: Answer, process: Process, *, reusable: bool) -> None:
        """Take a worker back, or end and replace it."""
        self._answers.discard(answer)
        if reusable and process.is_alive and process.jobs < MOST_JOBS:
            self._free.put_nowait(process)
        else:
            self._replace(process)

    def _replace(self, process: Process) -> None:
        self._all.discard(process)
        task = asyncio.create_task(self._exchange(process))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _exchange(self, old: Process) -> None:
        with suppress(OSError, ValueError):
            old._process.kill()
        for wait in chain((0.1, 0.5, 2.0), repeat(10.0)):
            try:
                await self._add()
                break
            except OSError as error:  # no process or file to be had just now
                logging.getLogger("kg.serve").error("no worker can be started: %s", error)
                await asyncio.sleep(wait)
        await old.end()

    async def close(self) -> None:
        """End all workers."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*(process.end() for process in self._all), return_exceptions=True)


def _told(said: Mapping[str, Any]) -> Problem:
    if "log" in said:
        logging.getLogger("kg.serve").error("%s", said["log"])
    return Problem(said["status"], said["title"], said.get("detail", ""), said.get("headers"))


def _ended(error: BaseException, seconds: float) -> Problem:
    if isinstance(error, TimeoutError):
        return unavailable(
            "out of time",
            f"There is no answer after {seconds:g} seconds. Ask for less; docs/serve.md says how.",
        )
    return unavailable(
        "out of memory", "The query took more memory than it may, and its worker was ended. Ask for less."
    )
