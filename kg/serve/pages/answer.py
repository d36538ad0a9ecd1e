"""What a page is asked and what it answers: the two records that the server and the pages share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: a path and parameters, decoded once, and the form (html, ttl, jsonld, nt, json)."""

    path: str
    params: Mapping[str, tuple[str, ...]]
    form: str = "html"
    writable: bool = False

    def text(self, name: str, most: int = 200) -> str:
        """Return the first value of a parameter, or an empty text; what is longer is cut."""
        values = self.params.get(name, ())
        return values[0].strip()[:most] if values else ""

    def number(self, name: str, *, least: int = 1, most: int = 100_000) -> int:
        """Return a parameter as a number within bounds; anything else is the least."""
        text = self.text(name)
        return min(max(int(text), least), most) if text.isascii() and text.isdecimal() else least


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: `policy` is a Content-Security-Policy of its own, `location` where a redirect leads."""

    status: int
    media_type: str
    body: bytes
    policy: str | None = None
    location: str | None = None
