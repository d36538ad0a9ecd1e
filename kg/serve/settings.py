"""What a server is told when it starts, and the limits that hold for every request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MB = 1_000_000
MAX_HEAD = 65_536  # bytes of a request's head
MAX_URL, MAX_QUERY_BODY, MAX_UPLOAD = 16_384, 1 * MB, 64 * MB  # bytes
HEAD_SECONDS, BODY_SECONDS, SEND_SECONDS = 10.0, 30.0, 30.0  # a client that is slower is cut off
MAX_CONNECTIONS, MAX_PER_ADDRESS = 64, 16
WAITING = 16  # requests that may wait for a worker
WRITER_MEMORY = 4_000 * MB
LOCAL = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a store is served."""

    store: Path
    host: str = "127.0.0.1"
    port: int = 8080
    hosts: tuple[str, ...] = ()  # names besides those of this machine that a Host header may say
    public: bool = False
    token: str | None = None  # with one, updates are taken from whoever has it
    seconds: float = 10.0
    workers: int = 2
    memory: int = 1_024 * MB
    max_answer: int = 100 * MB
    cors: bool = False
    log: Callable[[Mapping[str, Any]], None] | None = None

    @property
    def writable(self) -> bool:
        """Say whether the store may be changed."""
        return self.token is not None
