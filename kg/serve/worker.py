"""The process that answers: opens a snapshot, does one job after the other, and may be killed at any time.

In: jobs over a socket (`channel.py`).  Out: status, headers and the answer's bytes, or a problem.  What can
be asked stands in `_ANSWERS`; every answer is a function of an open store and the job.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kg.errors import KgError, QueryError
from kg.serve.answers import answer_graph, answer_index, answer_page, answer_query
from kg.serve.channel import Channel
from kg.serve.confine import allow_seconds, confine
from kg.serve.describe import answer_service, answer_void
from kg.serve.problems import Problem
from kg.serve.snapshots import Snapshot, open_snapshot
from kg.store import Store

Answer = Callable[[Store, Mapping[str, Any], Channel], None]
_ANSWERS: Mapping[str, Answer] = {
    "query": answer_query, "graph": answer_graph, "service": answer_service, "void": answer_void,
    "page": answer_page, "index": answer_index,
}  # fmt: skip


def work(end: socket.socket, memory: int) -> None:
    """Do jobs until the server hangs up."""
    offline = confine(memory)
    channel, opened = Channel(end), Opened()
    answers = {**_ANSWERS, "ready": lambda *_: channel.begin(status=200, offline=offline)}
    while (job := channel.receive()) is not None:
        allow_seconds(job["seconds"])
        answer(job, channel, lambda job=job: opened.at(job), answers)  # type: ignore[misc]


def answer(
    job: Mapping[str, Any], channel: Channel, store: Callable[[], Store], answers: Mapping[str, Answer]
) -> None:
    """Do one job; whatever goes wrong is told."""
    try:
        answers[job["kind"]](store(), job, channel)
        channel.end()
    except Problem as problem:
        channel.fail(
            status=problem.status, title=problem.title, detail=problem.detail, headers=problem.headers
        )
    except QueryError as error:
        channel.fail(status=400, title="bad query", detail=str(error))
    except MemoryError:
        raise  # the server sees the process end, and says so
    except (BrokenPipeError, ConnectionResetError):
        raise SystemExit(0) from None  # nobody listens
    except KgError as error:
        channel.fail(status=500, title="the store cannot be read", detail=str(error), log=str(error))
    except Exception as error:  # a mistake in kg: the client learns that, the log the rest
        channel.fail(status=500, title="internal error", detail=type(error).__name__, log=repr(error)[:500])


class Opened:
    """The snapshot that this process has open; another one takes its place when a job asks for it."""

    def __init__(self) -> None:
        self._snapshot: Snapshot | None = None
        self._store: Store | None = None

    def at(self, job: Mapping[str, Any]) -> Store:
        """Return the store at the snapshot of a job."""
        wanted = Snapshot(Path(job["store"]), job["generation"], Path(job["folder"]))
        if self._store is None or wanted != self._snapshot:
            if self._store is not None:
                self._store.close()
                self._store = None
            self._store, self._snapshot = open_snapshot(wanted), wanted
        return self._store
