"""The articles of one side, found by key or text: in a temporary file, so memory does not grow.  *I/O*"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType

from kg.changes.sides import Card

_COLUMNS = "place, key, text, title, reading"


class Meeting:
    """The cards of side B; those that met one of side A are not among `left`."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # SQLite's own temporary file, gone when closed
        self._db.execute(
            "CREATE TABLE cards (number INTEGER PRIMARY KEY, place TEXT, key TEXT, text TEXT, title TEXT, "
            "reading TEXT, met INTEGER NOT NULL DEFAULT 0)"
        )
        self._db.execute("BEGIN")  # one for all: nothing here must outlive the process
        rows = ((c.place, c.key, c.text, c.title, c.reading) for c in cards)
        self._db.executemany(f"INSERT INTO cards ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)", rows)
        for column in ("key", "text"):
            self._db.execute(f"CREATE INDEX by_{column} ON cards ({column})")

    def __enter__(self) -> Meeting:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def find(self, card: Card) -> Card | None:
        """Return the article of B with the same key, else with the same text; it has met one then."""
        found: Card | None = None
        for column, value in (("key", card.key), ("text", card.text)):
            row = self._db.execute(
                f"SELECT {_COLUMNS} FROM cards WHERE {column} = ? ORDER BY number DESC LIMIT 1", (value,)
            ).fetchone()
            if row:
                found = Card(*row)
                break
        if found:
            self._db.execute("UPDATE cards SET met = 1 WHERE key = ?", (found.key,))
            self._db.execute("UPDATE cards SET met = 1 WHERE text = ?", (found.text,))
        return found

    def left(self) -> Iterator[Card]:
        """Yield the articles that met none, in their order."""
        for row in self._db.execute(f"SELECT {_COLUMNS} FROM cards WHERE met = 0 ORDER BY number"):
            yield Card(*row)
