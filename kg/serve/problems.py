"""What a client is told when something cannot be done: problem+json (RFC 9457), never a partial answer."""

from __future__ import annotations

import json
from collections.abc import Mapping


class Problem(Exception):
    """A request that is refused or cannot be answered: HTTP status, what went wrong, what to try."""

    def __init__(
        self, status: int, title: str, detail: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(title)
        self.status, self.title, self.detail, self.headers = status, title, detail, dict(headers or {})

    def body(self) -> bytes:
        """Return the problem as JSON."""
        said = {"type": "about:blank", "title": self.title, "status": self.status, "detail": self.detail}
        return json.dumps({k: v for k, v in said.items() if v != ""}, ensure_ascii=False).encode()


def method_not_allowed(allowed: str) -> Problem:
    """Return the refusal of a method, with those that are allowed."""
    return Problem(405, "method not allowed", f"Use one of: {allowed}.", {"Allow": allowed})


def not_acceptable(known: str) -> Problem:
    """Return the refusal of an Accept header that excludes every format."""
    return Problem(406, "not acceptable", f"No format that Accept names is offered. There are: {known}.")


def unavailable(title: str, detail: str, after: int = 1) -> Problem:
    """Return the news that an answer took too much: the same request may do later, or a smaller one now."""
    return Problem(503, title, detail, {"Retry-After": str(after)})
