"""What the sources of one build showed, in a table that goes with the connection.  *I/O*

On disk like the ledger, but in a temporary file: ten million articles need no memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

_AT_ONCE = 500
Origin = tuple[str, str, str]  # id, source, hash


class Shown:
    """The files and ids that a build saw, and the origins that are gone."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def begin(self) -> None:
        """Make the tables, empty."""
        self._db.executescript(
            "DROP TABLE IF EXISTS temp.shown; DROP TABLE IF EXISTS temp.gone;"
            "CREATE TEMP TABLE shown (file TEXT, id TEXT, PRIMARY KEY (file, id)) WITHOUT ROWID;"
            "CREATE TEMP TABLE gone (hash TEXT, id TEXT, source TEXT, PRIMARY KEY (hash, id, source))"
            " WITHOUT ROWID;"
        )

    def add(self, file: str, id: str) -> None:
        """Note that a file shows an id."""
        self._db.execute("INSERT OR IGNORE INTO shown VALUES (?, ?)", (file, id))

    def has(self, file: str, id: str) -> bool:
        """Say whether a file showed an id."""
        row = self._db.execute("SELECT 1 FROM shown WHERE file = ? AND id = ?", (file, id)).fetchone()
        return row is not None

    def has_file(self, file: str) -> bool:
        """Say whether a file showed anything."""
        return self._db.execute("SELECT 1 FROM shown WHERE file = ? LIMIT 1", (file,)).fetchone() is not None

    def has_below(self, start: str) -> bool:
        """Say whether any file whose path begins so showed anything."""
        end = start[:-1] + chr(ord(start[-1]) + 1)
        row = self._db.execute(
            "SELECT 1 FROM shown WHERE file >= ? AND file < ? LIMIT 1", (start, end)
        ).fetchone()
        return row is not None

    def find_gone(self, is_gone: Callable[[str, str], bool]) -> int:
        """Look at (id, source) of every origin; return how many articles are left without one."""
        last = ("", "")
        while rows := self._db.execute(
            "SELECT id, source, hash FROM origins WHERE (id, source) > (?, ?) ORDER BY id, source LIMIT 500",
            last,
        ).fetchall():
            gone = [(hash, id, source) for id, source, hash in rows if is_gone(id, source)]
            self._db.executemany("INSERT OR IGNORE INTO gone VALUES (?, ?, ?)", gone)
            last = rows[-1][:2]
        row = self._db.execute(
            "SELECT count(*) FROM (SELECT hash, count(*) AS n FROM gone GROUP BY hash) AS g "
            "WHERE g.n = (SELECT count(*) FROM origins WHERE origins.hash = g.hash)"
        ).fetchone()
        return int(row[0])

    def gone(self) -> Iterator[list[Origin]]:
        """Yield the origins that are gone, some at a time, those of one article together where it can be."""
        last: Origin = ("", "", "")
        while rows := self._db.execute(
            "SELECT hash, id, source FROM gone WHERE (hash, id, source) > (?, ?, ?) "
            "ORDER BY hash, id, source LIMIT ?",
            (*last, _AT_ONCE),
        ).fetchall():
            yield [(id, source, hash) for hash, id, source in rows]
            last = rows[-1]
