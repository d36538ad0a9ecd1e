"""Waiting for the engine: Ctrl-C works, a limit ends it, and a person at a terminal is told.

The engine answers in native code, and cannot be interrupted from Python, but lets other threads run.  So a
thread watches it.  Only for what reads: the process is ended where it stands.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TOLD_AFTER = 5.0  # seconds
TIMED_OUT = 124  # the exit code of timeout(1)
_ADVICE = "What keeps queries fast: docs/graph.md, 'Queries that stay fast'."


@contextmanager
def waiting(limit: float | None = None) -> Iterator[None]:
    """End this process with exit code 124 when the work inside takes longer than `limit` seconds."""
    timers = []
    if sys.stderr.isatty():
        timers.append(_timer(TOLD_AFTER, lambda: _say(f"still asking; Ctrl-C stops it. {_ADVICE}")))
    if limit is not None:
        timers.append(_timer(limit, lambda: _give_up(limit)))
    before = _let_ctrl_c_end()
    try:
        yield
    finally:
        for timer in timers:
            timer.cancel()
        if before is not None:
            signal.signal(signal.SIGINT, before)


def _timer(seconds: float, work: Callable[[], None]) -> threading.Timer:
    timer = threading.Timer(seconds, work)
    timer.daemon = True
    timer.start()
    return timer


def _let_ctrl_c_end() -> signal.Handlers | Callable[..., object] | None:
    """Let the system end the process: a handler in Python would run only after the answer."""
    if threading.current_thread() is not threading.main_thread():
        return None
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        return before
    return None


def _say(text: str) -> None:
    print(f"kg: {text}", file=sys.stderr, flush=True)


def _give_up(limit: float) -> None:
    _say(f"no answer after {limit:g} seconds, stopped. {_ADVICE}")
    os._exit(TIMED_OUT)
