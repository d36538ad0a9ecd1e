"""What the explorer's index answers with: things found by name, and rows of lists.  Records only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that a search found; `name` is the name that matched, `weight` how many articles name it."""

    ref: str
    kind: str
    name: str
    lang: str
    weight: int


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found, best first; `read_as` is what was searched for instead of a misspelt word."""

    found: tuple[Found, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    read_as: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list: a thing, its day (ISO or empty), and the roles for which it is listed."""

    ref: str
    day: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event under its leading name."""

    ref: str
    day: str
    until: str
    type: str
    status: str
    articles: int
    sources: int


@dataclass(frozen=True, slots=True)
class TieRow:
    """A relation of the plain layer: `sign` 1 cooperation, -1 conflict, 0 neither."""

    edge: str
    subject: str
    relation: str
    object: str
    sign: int
    count: int
    articles: int
    sources: int
    first: str
    last: str
