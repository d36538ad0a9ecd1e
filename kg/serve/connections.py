"""Connections that never finish a request: they lose their place to those that do.

uvicorn waits for the head of a request for ever.  Here a connection has ten seconds for it, there are so many
connections and no more, and when one too many comes, the one that has waited longest for its head goes.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from kg.serve.settings import HEAD_SECONDS, MAX_CONNECTIONS, MAX_HEAD, MAX_PER_ADDRESS

_LOOPBACK = ("127.0.0.1", "::1")  # one address for all programs of this machine


class Connections:
    """All connections of a server, in the order in which they came."""

    def __init__(self, most: int = MAX_CONNECTIONS, per_address: int = MAX_PER_ADDRESS) -> None:
        self.most, self.per_address = most, per_address
        self.open: dict[Any, str] = {}
        self.addresses = Counter[str]()

    def add(self, connection: Any, address: str) -> bool:
        """Take a connection in; False when there is no place for it."""
        if address not in _LOOPBACK and self.addresses[address] >= self.per_address:
            return False
        if len(self.open) >= self.most:
            idle = next((c for c in self.open if not c.is_busy), None)
            if idle is None:
                return False
            self.remove(idle)
            idle.transport.abort()
        self.open[connection] = address
        self.addresses[address] += 1
        return True

    def remove(self, connection: Any) -> None:
        """Let a connection go."""
        address = self.open.pop(connection, None)
        if address is not None:
            self.addresses[address] -= 1
            if not self.addresses[address]:
                del self.addresses[address]


def protocol(connections: Connections) -> type[asyncio.Protocol]:
    """Return the class that uvicorn makes of every connection."""

    class Connection(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
        _deadline: asyncio.TimerHandle | None = None

        _head = 0  # bytes of a request whose head is not complete

        @property
        def is_asking(self) -> bool:
            """The head of a request has come, its answer is not done."""
            return self.cycle is not None and not self.cycle.response_complete

        @property
        def is_busy(self) -> bool:
            """The whole request has come: whoever sends the body slowly may lose the place."""
            return self.is_asking and not self.cycle.more_body

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._head = 0 if self.is_asking else self._head + len(data)
            if self._head > MAX_HEAD:
                self.transport.abort()

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            if not connections.add(self, (self.client or ("", 0))[0]):
                transport.abort()
                return
            self._watch()

        def _watch(self) -> None:
            """Look again after a while; between requests, keep-alive ends the connection sooner."""
            self._deadline = self.loop.call_later(HEAD_SECONDS, self._late, self.cycle)

        def _late(self, cycle: Any) -> None:
            if self.is_asking or self.cycle is not cycle:
                self._watch()
            else:
                self.transport.abort()

        def connection_lost(self, exc: Exception | None) -> None:
            if self._deadline is not None:
                self._deadline.cancel()
            connections.remove(self)
            super().connection_lost(exc)

    return Connection
