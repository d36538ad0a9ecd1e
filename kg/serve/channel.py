"""Frames between the server and a worker: one byte of kind, four of length, and the content.

The server's side is asyncio streams (`pool.py`); this is the worker's side, plain blocking calls.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

HEAD = struct.Struct("!cI")
JOB, BEGIN, DATA, END, PROBLEM = b"J", b"B", b"D", b"E", b"P"
HELD_BACK = 64 * 1024  # bytes: a smaller answer is whole before its status is sent


class Channel:
    """A worker's end of its socket, and the file-like object that the engine writes an answer to."""

    def __init__(self, end: socket.socket) -> None:
        self._socket = end
        self._reader = end.makefile("rb")
        self._waiting: list[bytes] = []
        self._size = 0
        self._head: dict[str, Any] | None = None

    def receive(self) -> dict[str, Any] | None:
        """Wait for a job; None when the server is gone."""
        head = self._reader.read(HEAD.size)
        if len(head) < HEAD.size:
            return None
        job: dict[str, Any] = json.loads(self._reader.read(HEAD.unpack(head)[1]))
        return job

    def begin(self, **head: Any) -> None:
        """Say what the answer will be: status and headers.  It is sent with the first bytes."""
        self._head, self._waiting, self._size = head, [], 0

    def write(self, data: bytes) -> int:
        """Take a part of the answer; sent when enough has come together."""
        self._waiting.append(bytes(data))
        self._size += len(data)
        if self._size >= HELD_BACK:
            self._flush({})
        return len(data)

    def flush(self) -> None:
        """Part of a file's interface; `end` sends what is left."""

    def end(self) -> None:
        """Say that the answer is complete."""
        self._flush({"size": self._size}, _frame(END, b""))

    def fail(self, **problem: Any) -> None:
        """Say that there is no answer, or that it breaks off here."""
        self._head, self._waiting, self._size = None, [], 0
        self._socket.sendall(_frame(PROBLEM, json.dumps(problem).encode()))

    def _flush(self, more: dict[str, Any], last: bytes = b"") -> None:
        """Send what waits, and a last frame, at once: every send wakes the server."""
        frames = []
        if self._head is not None:
            frames.append(_frame(BEGIN, json.dumps(self._head | more).encode()))
            self._head = None
        if self._waiting:
            frames.append(_frame(DATA, b"".join(self._waiting)))
        self._waiting, self._size = [], 0
        self._socket.sendall(b"".join((*frames, last)))


def _frame(kind: bytes, content: bytes) -> bytes:
    return HEAD.pack(kind, len(content)) + content
