"""Serves a store until it is told to stop: uvicorn, with the connections of `connections.py`.  *I/O*"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from contextlib import suppress

from kg.errors import KgError
from kg.serve.app import make_app
from kg.serve.connections import Connections, protocol
from kg.serve.guarding import SlowClientError
from kg.serve.pool import BrokenOffError
from kg.serve.problems import Problem
from kg.serve.service import Service
from kg.serve.settings import Settings

_EXPECTED = (BrokenOffError, SlowClientError)
_DRAIN_SECONDS = 10


class ServeError(KgError):
    """The server cannot listen where it should."""


def serve(settings: Settings, started: Callable[[str], None]) -> None:
    """Serve a store; `started` is told the address.  Returns after SIGINT or SIGTERM.

    Raises StoreError for a store that cannot be read, ServeError for a port that cannot be had.
    """
    listening = _listen(settings)
    with listening:
        port = listening.getsockname()[1]
        shown = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "0", "") else settings.host
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # uvicorn raises it again when all is done
        with suppress(KeyboardInterrupt):
            address = f"http://{_in_url(shown)}:{port}/"
            with asyncio.Runner(loop_factory=_loop()) as runner:
                runner.run(_run(settings, listening, lambda: started(address)))


def _loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes a faster loop, where there is one; None means the usual one."""
    try:
        from uvloop import new_event_loop
    except ImportError:  # Windows
        return None
    return new_event_loop


async def _run(settings: Settings, listening: socket.socket, started: Callable[[], None]) -> None:
    service = Service(settings)
    try:
        await service.start()
        await _answer(service, listening, started)
    except Problem as problem:  # the store is in use, or cannot be written
        raise ServeError(problem.detail or problem.title) from problem
    finally:
        await service.close()


async def _answer(service: Service, listening: socket.socket, started: Callable[[], None]) -> None:
    import uvicorn

    config = uvicorn.Config(
        make_app(service), http=protocol(Connections()), lifespan="off", log_level="warning",
        access_log=False, server_header=False, date_header=True, ws="none",
        timeout_keep_alive=5, timeout_graceful_shutdown=_DRAIN_SECONDS,
    )  # fmt: skip
    logging.getLogger("uvicorn.error").addFilter(_is_unexpected)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started and not task.done():
        await asyncio.sleep(0.01)
    if server.started:
        started()
    await task


def _is_unexpected(record: logging.LogRecord) -> bool:
    """Leave out of the log that an answer was broken off: the client sees it, and the query log says why."""
    error = record.exc_info[1] if record.exc_info else None
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return not isinstance(error, _EXPECTED)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # head and body go out without a wait
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(256)
    except OSError as error:
        listening.close()
        raise ServeError(
            f"{settings.host}:{settings.port} cannot be had ({error.strerror}). "
            f"Choose another port with --port, or --port 0 for a free one."
        ) from error
    return listening


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
