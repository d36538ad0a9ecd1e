"""Reads the explorer's index: what is called so, and lists in the order in which pages show them.  *I/O*

In: the file that `search.py` wrote.  Out: small records and refs; nothing here knows HTML.  Every answer is
bounded, so a page takes as long on a large store as on a small one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.graph.ties import MUTUAL as MUTUAL_TYPES
from kg.graph.ties import RELATIONS
from kg.serve.found import EventRow, Found, Hits, Listed, TieRow
from kg.serve.gathering import fold
from kg.serve.search import FORMAT

MOST_FOUND = 5_000  # names that one search looks at
#: What two do together stands in the store in both directions, and counts once.
MUTUAL = tuple(RELATIONS[kind][0] for kind in sorted(MUTUAL_TYPES))
_OTHER_WAY = f"(object = ? AND relation NOT IN ({', '.join(repr(name) for name in MUTUAL)}))"
_NEAR_WORDS = 4_000  # words of the index that a misspelt one is compared with


class Listing:
    """An open index.  Close it, or use `with`."""

    def __init__(self, file: Path) -> None:
        """Open an index for reading.  Raises StoreError when it is missing or of another version."""
        try:
            self._db = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
            number = self._db.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.Error as error:
            raise StoreError(
                f"{file}: the index of the explorer cannot be read ({error}). Start kg serve again."
            ) from error
        self.stamp = (str(file), file.stat().st_mtime_ns)  # the same for the same state of the store
        if number != FORMAT:
            raise StoreError(f"{file}: an index of version {number}, not {FORMAT}. Start kg serve again.")

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def __enter__(self) -> Listing:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # search --------------------------------------------------------------------

    def search(
        self, words: str, *, kind: str = "", limit: int = 20, skip: int = 0, near: bool = True
    ) -> Hits:
        """Find things by any of their names: the beginnings of all words must occur in one name.

        Where nothing is found and `near` allows it, words are replaced by the likest ones that exist.
        """
        parts = fold(words[:200]).split()[:12]
        if not parts:
            return Hits()
        hits = self._search(parts, kind, limit, skip)
        if hits.counts or not near:
            return hits
        likely = [self._nearest(part) for part in parts]
        if likely == parts:
            return hits
        again = self._search(likely, kind, limit, skip)
        return Hits(again.found, again.counts, " ".join(likely), again.cut) if again.counts else hits

    def _search(self, parts: Sequence[str], kind: str, limit: int, skip: int) -> Hits:
        whole = " ".join(parts)
        match = " ".join(f'"{part}"' + ("*" if len(part) > 1 else "") for part in parts)
        self._db.execute("DROP TABLE IF EXISTS temp.hits")
        self._db.execute(
            "CREATE TEMP TABLE hits AS SELECT n.ref, n.kind, n.name, n.lang, t.weight, "
            "min(CASE WHEN folded = ? THEN 0 WHEN folded LIKE ? THEN 1 ELSE 2 END) AS place FROM "
            "(SELECT * FROM names WHERE names MATCH ? LIMIT ?) n JOIN things t ON t.ref = n.ref "
            "GROUP BY n.ref",
            (whole, whole + "%", match, MOST_FOUND),
        )
        counts = self._db.execute("SELECT kind, count(*) FROM hits GROUP BY kind ORDER BY kind").fetchall()
        rows = self._db.execute(
            "SELECT ref, kind, name, lang, weight FROM hits WHERE ? IN ('', kind) "
            "ORDER BY place, weight DESC, ref LIMIT ? OFFSET ?",
            (kind, limit, skip),
        )
        found = tuple(Found(*row) for row in rows)
        return Hits(found, tuple(counts), cut=sum(n for _, n in counts) >= MOST_FOUND)

    def _nearest(self, part: str) -> str:
        """Return a word of the index that begins so, or the likest one with the same first letter."""
        begins = self._db.execute(
            "SELECT term FROM words WHERE term >= ? AND term < ? LIMIT 1", (part, part + "\U0010ffff")
        ).fetchone()
        if begins:
            return part
        first = part[0]
        rows = self._db.execute(
            "SELECT term FROM words WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ? "
            "ORDER BY doc DESC LIMIT ?",
            (first, first + "\U0010ffff", len(part) - 2, len(part) + 2, _NEAR_WORDS),
        )
        near = get_close_matches(part, [term for (term,) in rows], n=1, cutoff=0.7)
        return near[0] if near else part

    # lists ---------------------------------------------------------------------

    def top(self, kind: str, limit: int) -> list[tuple[str, int]]:
        """Return the things of a kind that most articles name, with how many."""
        return self._db.execute(
            "SELECT ref, weight FROM things WHERE kind = ? AND weight > 0 ORDER BY weight DESC, ref LIMIT ?",
            (kind, limit),
        ).fetchall()

    def weight(self, ref: str) -> int:
        """Return how many articles name a thing."""
        row = self._db.execute("SELECT weight FROM things WHERE ref = ?", (ref,)).fetchone()
        return int(row[0]) if row else 0

    def concerning(
        self, ref: str, what: str, *, roles: Sequence[str] = (), limit: int, skip: int = 0
    ) -> list[Listed]:
        """Return events, quotations, articles or reports that concern a thing, the latest first."""
        marks = ", ".join("?" * len(roles))
        only = f"AND role IN ({marks})" if roles else ""
        rows = self._db.execute(
            f"SELECT thing, day, group_concat(role) FROM concerns WHERE ref = ? AND what = ? {only} "
            "GROUP BY day, thing ORDER BY day DESC, thing LIMIT ? OFFSET ?",
            (ref, what, *roles, limit, skip),
        )
        return [Listed(thing, day, tuple(sorted(role.split(",")))) for thing, day, role in rows]

    def count(self, ref: str, what: str, *, roles: Sequence[str] = ()) -> int:
        """Return how many there are of what `concerning` lists."""
        marks = ", ".join("?" * len(roles))
        only = f"AND role IN ({marks})" if roles else ""
        (number,) = self._db.execute(
            f"SELECT count(DISTINCT thing) FROM concerns WHERE ref = ? AND what = ? {only}",
            (ref, what, *roles),
        ).fetchone()
        return int(number)

    def event(self, ref: str) -> EventRow | None:
        """Return an event that leads its case, or None."""
        row = self._db.execute("SELECT * FROM events WHERE event = ?", (ref,)).fetchone()
        return EventRow(*row) if row else None

    def events(
        self, *, type: str = "", first: str = "", last: str = "", about: str = "", limit: int, skip: int = 0
    ) -> tuple[list[EventRow], int]:
        """Return events of a time, a type and a thing, the latest first, and how many there are."""
        where, values = _filter(type, first, last, about)
        (number,) = self._db.execute(f"SELECT count(*) FROM events {where}", values).fetchone()
        rows = self._db.execute(
            f"SELECT * FROM events {where} ORDER BY day DESC, event LIMIT ? OFFSET ?", (*values, limit, skip)
        )
        return [EventRow(*row) for row in rows], number

    def per_time(
        self, letters: int, *, type: str = "", first: str = "", last: str = "", about: str = ""
    ) -> list[tuple[str, int]]:
        """Return how many events there are per year (4 letters of the day), month (7) or day (10)."""
        where, values = _filter(type, first, last, about)
        joined = f"{where} AND" if where else "WHERE"
        return self._db.execute(
            f"SELECT substr(day, 1, ?) AS time, count(*) FROM events {joined} day != '' "
            "GROUP BY time ORDER BY time",
            (letters, *values),
        ).fetchall()

    def corroborated(self, limit: int) -> list[EventRow]:
        """Return the events that most sources tell independently."""
        rows = self._db.execute(
            "SELECT * FROM events ORDER BY sources DESC, articles DESC, day DESC, event LIMIT ?", (limit,)
        )
        return [EventRow(*row) for row in rows]

    def articles(
        self, *, outlet: str = "", lang: str = "", first: str = "", last: str = "", limit: int, skip: int = 0
    ) -> tuple[list[Listed], int]:
        """Return articles of an outlet, a language and a time, the latest first, and how many there are."""
        where = "WHERE ? IN ('', outlet) AND ? IN ('', lang) AND day >= ? AND day <= ?"
        values: tuple[Any, ...] = (outlet, lang, first, last or "~")
        (number,) = self._db.execute(f"SELECT count(*) FROM articles {where}", values).fetchone()
        rows = self._db.execute(
            f"SELECT article, day FROM articles {where} ORDER BY day DESC, article LIMIT ? OFFSET ?",
            (*values, limit, skip),
        )
        return [Listed(article, day) for article, day in rows], number

    def languages(self) -> list[tuple[str, int]]:
        """Return the languages of the articles, with how many each."""
        return self._db.execute(
            "SELECT coalesce(lang, ''), count(*) AS n FROM articles GROUP BY lang ORDER BY n DESC, lang"
        ).fetchall()

    def span(self) -> tuple[str, str]:
        """Return the first and the last day on which an article was published; empty where none has one."""
        row = self._db.execute("SELECT min(day), max(day) FROM articles WHERE day != ''").fetchone()
        return row[0] or "", row[1] or ""

    def counts(self) -> dict[str, int]:
        """Return how many things there are of each kind that has names."""
        return dict(self._db.execute("SELECT kind, count(*) FROM things GROUP BY kind"))

    # ties ----------------------------------------------------------------------

    def ties(self, ref: str, *, limit: int, skip: int = 0, leave_out: Sequence[str] = ()) -> list[TieRow]:
        """Return the relations of a thing, in either direction, the most reported first."""
        marks = ", ".join("?" * len(leave_out))
        rows = self._db.execute(
            f"SELECT * FROM ties WHERE (subject = ? OR {_OTHER_WAY}) AND relation NOT IN ({marks}) "
            "ORDER BY count DESC, articles DESC, edge LIMIT ? OFFSET ?",
            (ref, ref, *leave_out, limit, skip),
        )
        return [TieRow(*row) for row in rows]

    def count_ties(self, ref: str, *, leave_out: Sequence[str] = ()) -> int:
        """Return how many relations a thing has."""
        marks = ", ".join("?" * len(leave_out))
        (number,) = self._db.execute(
            f"SELECT count(*) FROM ties WHERE (subject = ? OR {_OTHER_WAY}) AND relation NOT IN ({marks})",
            (ref, ref, *leave_out),
        ).fetchone()
        return int(number)

    def strongest(self, limit: int, *, leave_out: Sequence[str] = ()) -> list[TieRow]:
        """Return the relations for which there is most evidence."""
        marks = ", ".join("?" * len(leave_out))
        rows = self._db.execute(
            f"SELECT * FROM ties WHERE relation NOT IN ({marks}) ORDER BY count DESC, edge LIMIT ?",
            (*leave_out, limit),
        )
        return [TieRow(*row) for row in rows]


def _filter(type: str, first: str, last: str, about: str) -> tuple[str, tuple[Any, ...]]:
    parts: list[str] = []
    values: list[Any] = []
    if type:
        parts.append("type = ?")
        values.append(type)
    if first:
        parts.append("day >= ?")
        values.append(first)
    if last:
        parts.append("day <= ? AND day != ''")
        values.append(last + "~")  # the whole of a month or year
    if about:
        parts.append("event IN (SELECT thing FROM concerns WHERE ref = ? AND what = 'event')")
        values.append(about)
    return (f"WHERE {' AND '.join(parts)}" if parts else ""), tuple(values)
