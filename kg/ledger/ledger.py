"""The ledger: what was read, its text and its state.  SQLite; the source of truth of a store.  *I/O*

Everything in the RDF store can be derived from it.  One row per article version (keyed by the hash of
its content), one per place where a source showed it, and the small records that ties across articles
are added up from.  A ledger knows nothing of RDF.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kg.across import Digest
from kg.errors import StoreError
from kg.graph import Name, Report, Tie, Total
from kg.ledger.across import Across
from kg.ledger.records import COLUMNS, Entry, groups, to_entry, to_row
from kg.ledger.schema import APPLICATION, FORMAT, SCHEMA, connect
from kg.ledger.shown import Shown
from kg.vocab import slug

_ALL = ", ".join(COLUMNS)
_MARKS = ", ".join("?" * len(COLUMNS))


class Ledger:
    """An open ledger; `write`: it may be changed, `shared`: another may write meanwhile."""

    def __init__(self, path: Path, *, write: bool, shared: bool = False) -> None:
        self.path = path
        try:
            self._db = connect(path, write=write, shared=shared)
            self.across, self.shown = Across(self._db), Shown(self._db)
            self._check()
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{path}: not a ledger that can be read ({error}). Restore the file from a backup, or delete "
                f"the folder and build it again from the articles."
            ) from error

    @classmethod
    def create(cls, path: Path) -> Ledger:
        """Make a new, empty ledger."""
        try:
            db = sqlite3.connect(path, isolation_level=None)
            db.executescript(
                f"PRAGMA journal_mode=WAL; BEGIN; {SCHEMA} PRAGMA application_id={APPLICATION}; "
                f"PRAGMA user_version={FORMAT}; COMMIT;"
            )
            db.close()
        except sqlite3.Error as error:
            raise StoreError(
                f"{path}: cannot be created ({error}). Check permissions and free space."
            ) from error
        return cls(path, write=True)

    def close(self) -> None:
        """Close the file; the write-ahead log is folded in."""
        self._db.close()

    def _check(self) -> None:
        if self._db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise StoreError(f"{self.path}: a SQLite file, but not a ledger of kg. Name another store.")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version != FORMAT:
            raise StoreError(
                f"{self.path}: written in format {version}, this kg reads format {FORMAT}. "
                f"Use the kg that wrote it, or build the store again."
            )

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is kept, or nothing is.  Raises StoreError when the disk refuses."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise StoreError(
                f"{self.path}: cannot be written ({error}). Check permissions and free space."
            ) from error

    # articles ------------------------------------------------------------------

    def put(self, entry: Entry, digest: Digest) -> None:
        """Add an article version, or replace what is known of it."""
        self._forget_digest(entry.hash)
        self._db.execute("DELETE FROM articles WHERE hash = ?", (entry.hash,))  # REPLACE fires no trigger
        self._db.execute(f"INSERT INTO articles ({_ALL}) VALUES ({_MARKS})", to_row(entry))
        h = entry.hash
        self._put_ties(h, digest.ties)
        self._db.executemany(
            "INSERT INTO names VALUES (?, ?, ?, ?, ?)",
            [(h, n.ref, n.label, n.country, n.person_kind) for n in digest.names],
        )
        self._db.executemany("INSERT INTO uses VALUES (?, ?)", [(ref, h) for ref in digest.uses])
        self._db.executemany("INSERT INTO corrected VALUES (?, ?)", [(key, h) for key in digest.corrections])
        if entry.state == "done":
            day = entry.article.date.isoformat() if entry.article.date else ""
            outlet = f"outlet/{slug(entry.article.publisher)}" if entry.article.publisher else ""
            self.across.put(h, day, entry.read_as, outlet, digest.imprint, digest.mentions)

    def _put_ties(self, hash: str, ties: Sequence[Tie]) -> None:
        between = [(t.subject, t.relation, t.object) for t in ties]
        self._db.executemany(
            "INSERT OR IGNORE INTO edges (subject, relation, object) VALUES (?, ?, ?)", between
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO ties SELECT id, ?, ?, ?, ? FROM edges "
            "WHERE subject = ? AND relation = ? AND object = ?",
            [(t.evidence, t.date, hash, t.sign, *key) for t, key in zip(ties, between, strict=True)],
        )

    def drop(self, hash: str) -> None:
        """Forget an article version that no source shows any more."""
        self._forget_digest(hash)
        self._db.execute("DELETE FROM articles WHERE hash = ?", (hash,))

    def _forget_digest(self, hash: str) -> None:
        self.across.forget(hash)  # while it is known which relations the article reports
        for table in ("ties", "names", "uses"):
            self._db.execute(f"DELETE FROM {table} WHERE hash = ?", (hash,))
        self._db.execute("DELETE FROM corrected WHERE article = ?", (hash,))

    def state(self, hash: str) -> tuple[str, str] | None:
        """Return state and reader version of an article version, or None when it is new."""
        found: tuple[str, str] | None = self._db.execute(
            "SELECT state, reader FROM articles WHERE hash = ?", (hash,)
        ).fetchone()
        return found

    def reason(self, hash: str) -> str:
        """Return why an article version could not be read; empty when it could."""
        row = self._db.execute("SELECT reason FROM articles WHERE hash = ?", (hash,)).fetchone()
        return (row[0] if row else None) or ""

    def digest(self, hash: str) -> str:
        """Return the hash of the statements an article's graph should hold; empty when it has none."""
        row = self._db.execute("SELECT digest FROM articles WHERE hash = ?", (hash,)).fetchone()
        return row[0] if row else ""

    def entry(self, hash: str) -> Entry | None:
        """Return one article version."""
        row = self._db.execute(f"SELECT {_ALL} FROM articles WHERE hash = ?", (hash,)).fetchone()
        return to_entry(row) if row else None

    def entries(self) -> Iterator[Entry]:
        """Yield all article versions in the order of their hashes."""
        last = ""
        while rows := self._db.execute(
            f"SELECT {_ALL} FROM articles WHERE hash > ? ORDER BY hash LIMIT 64", (last,)
        ).fetchall():
            yield from map(to_entry, rows)
            last = rows[-1][0]

    def quads(self, hash: str | None = None) -> int:
        """Return how many statements the graph of an article should hold, or those of all."""
        row = (
            self._db.execute("SELECT quads FROM articles WHERE hash = ?", (hash,)).fetchone()
            if hash
            else self._db.execute("SELECT sum(quads) FROM totals").fetchone()
        )
        return int(row[0] or 0) if row else 0

    def hashes(self, *, run: str | None = None) -> list[str]:
        """Return the hashes of all articles that have a graph, sorted; `run`: only those of one build."""
        where, values = (" AND run = ?", (run,)) if run else ("", ())
        return [
            h
            for (h,) in self._db.execute(
                f"SELECT hash FROM articles WHERE state = 'done'{where} ORDER BY hash", values
            )
        ]

    def sample(self, size: int) -> list[str]:
        """Return about `size` hashes of articles that have a graph, evenly over all, the last one too."""
        found: set[str] = set()
        for i in range(size):
            rows = self._db.execute(
                "SELECT hash FROM articles WHERE state = 'done' AND hash >= ? ORDER BY hash LIMIT 1",
                (f"{i * 2**32 // size:08x}",),
            )
            found.update(h for (h,) in rows)
        last = self._db.execute("SELECT max(hash) FROM articles WHERE state = 'done'").fetchone()[0]
        return sorted(found | ({last} if last else set()))

    # origins -------------------------------------------------------------------

    def origin(self, id: str, source: str) -> str | None:
        """Return the hash of what a source showed under an id last time."""
        row = self._db.execute(
            "SELECT hash FROM origins WHERE id = ? AND source = ?", (id, source)
        ).fetchone()
        return row[0] if row else None

    def set_origin(self, id: str, source: str, hash: str) -> None:
        """Note that a source shows an article version under an id."""
        self._db.execute("INSERT OR REPLACE INTO origins VALUES (?, ?, ?)", (id, source, hash))

    def drop_origin(self, id: str, source: str) -> None:
        """Note that a source shows nothing under an id any more."""
        self._db.execute("DELETE FROM origins WHERE id = ? AND source = ?", (id, source))

    def origins(self, hash: str) -> tuple[tuple[str, str], ...]:
        """Return (id, source) of every place that shows an article version, sorted."""
        return tuple(
            self._db.execute("SELECT id, source FROM origins WHERE hash = ? ORDER BY id, source", (hash,))
        )

    def unshown(self) -> list[str]:
        """Return the hashes of article versions that no source shows, sorted; looks through all."""
        rows = self._db.execute(
            "SELECT hash FROM articles WHERE NOT EXISTS (SELECT 1 FROM origins WHERE origins.hash = "
            "articles.hash) ORDER BY hash"
        )
        return [h for (h,) in rows]

    # across articles -----------------------------------------------------------

    def ties_of(self, hash: str) -> set[Tie]:
        """Return which relations an article reports, with the evidence."""
        return {
            Tie(*row)
            for row in self._db.execute(
                "SELECT DISTINCT subject, relation, object, ties.evidence FROM ties "
                "JOIN edges ON edges.id = ties.edge WHERE hash = ?",
                (hash,),
            )
        }

    def ties(self) -> Iterator[Tie]:
        """Yield every relation that an article reports, sorted, without evidence."""
        last: tuple[str, ...] = ("", "", "")
        while rows := self._db.execute(
            "SELECT subject, relation, object FROM edges WHERE (subject, relation, object) > (?, ?, ?) "
            "ORDER BY subject, relation, object LIMIT 500",
            last,
        ).fetchall():
            yield from (Tie(*row) for row in rows)
            last = rows[-1]

    def is_evidence(self, tie: Tie) -> bool:
        """Say whether any article reports a relation with this evidence."""
        found = self._db.execute(
            "SELECT 1 FROM ties WHERE edge = (SELECT id FROM edges WHERE subject = ? AND relation = ? "
            "AND object = ?) AND evidence = ? LIMIT 1",
            (tie.subject, tie.relation, tie.object, tie.evidence),
        ).fetchone()
        return found is not None

    def total(self, tie: Tie) -> Total | None:
        """Return what all reports of a relation add up to, or None when no article reports it."""
        edge = self._db.execute(
            "SELECT id, evidence FROM edges WHERE subject = ? AND relation = ? AND object = ?",
            (tie.subject, tie.relation, tie.object),
        ).fetchone()
        if edge is None or not edge[1]:
            return Total() if edge else None
        (sign,) = self._db.execute(
            "SELECT sign FROM ties WHERE edge = ? AND evidence > '' "
            "ORDER BY evidence, date, hash, sign LIMIT 1",
            edge[:1],
        ).fetchone()
        first, last = (
            self._db.execute(
                f"SELECT {which}(date) FROM ties WHERE edge = ? AND date != '' AND evidence != ''", edge[:1]
            ).fetchone()[0]
            for which in ("min", "max")
        )
        return Total(edge[1], sign, first or "", last or "")

    def names_of(self, hash: str) -> set[str]:
        """Return the refs of unlisted things an article names."""
        return {ref for (ref,) in self._db.execute("SELECT ref FROM names WHERE hash = ?", (hash,))}

    def reports(self, tie: Tie | None = None) -> Iterator[tuple[Tie, list[Report]]]:
        """Yield each relation (or the one of `tie`) with its reports, sorted."""
        where, values = (
            ("WHERE subject = ? AND relation = ? AND object = ?", (tie.subject, tie.relation, tie.object))
            if tie
            else ("", ())
        )
        rows = self._db.execute(
            "SELECT subject, relation, object, ties.evidence, date, sign, hash FROM edges "
            f"CROSS JOIN ties ON ties.edge = edges.id {where} "
            "ORDER BY subject, relation, object, ties.evidence, date, hash",
            values,
        )
        for key, group in groups(rows, 3):
            yield Tie(*key), [Report(*row[3:]) for row in group]

    def names(self, ref: str | None = None) -> Iterator[dict[Name, int]]:
        """Yield, per unlisted thing (or for one), what articles say of it, and how many say so."""
        where, values = ("WHERE ref = ?", (ref,)) if ref else ("", ())
        rows = self._db.execute(
            f"SELECT ref, label, country, kind, articles FROM named {where} "
            "ORDER BY ref, label, country, kind",
            values,
        )
        for _, group in groups(rows, 1):
            yield {Name(*row[:4]): row[4] for row in group}

    def unlisted(self) -> list[tuple[str, str, str, int]]:
        """Return ref, label, country and number of articles of all people and bodies the lexicon lacks.

        Label and country are those that most articles give.
        """
        rows = self._db.execute(
            "SELECT ref, label, country, count(DISTINCT hash) AS n FROM names WHERE ref GLOB 'person/*' "
            "OR ref GLOB 'organisation/*' GROUP BY ref, label, country ORDER BY ref, n DESC, label, country"
        )
        found = []
        for (ref,), group in groups(rows, 1):
            country = next((c for _, _, c, _ in group if c), "")
            found.append((ref, group[0][1], country, sum(n for *_, n in group)))
        return sorted(found, key=lambda row: (-row[3], row[0]))

    def uses(self) -> list[str]:
        """Return the refs of everything the articles speak of, sorted."""
        return [ref for (ref,) in self._db.execute("SELECT DISTINCT ref FROM uses ORDER BY ref")]

    def using(self, ref: str) -> list[str]:
        """Return the articles that speak of a thing, sorted."""
        return [h for (h,) in self._db.execute("SELECT hash FROM uses WHERE ref = ? ORDER BY hash", (ref,))]

    def containing(self, words: str) -> list[str]:
        """Return the articles whose title or text holds these characters, sorted; looks through all texts."""
        rows = self._db.execute(
            "SELECT hash FROM articles WHERE instr(text, ?) OR instr(title, ?) ORDER BY hash", (words, words)
        )
        return [h for (h,) in rows]

    def corrected(self, correction: str) -> list[str]:
        """Return the articles that a correction (its key) changed, sorted."""
        rows = self._db.execute(
            "SELECT article FROM corrected WHERE correction = ? ORDER BY article", (correction,)
        )
        return [h for (h,) in rows]

    def corrections_of(self, hash: str) -> list[str]:
        """Return the keys of the corrections that changed an article, sorted."""
        rows = self._db.execute(
            "SELECT correction FROM corrected WHERE article = ? ORDER BY correction", (hash,)
        )
        return [key for (key,) in rows]

    def count(self, kind: str) -> int:
        """Return how many different things of a kind (`person`, `event` …) the articles speak of."""
        row = self._db.execute("SELECT things FROM kinds WHERE kind = ?", (kind,)).fetchone()
        return int(row[0]) if row else 0

    def things(self) -> int:
        """Return how many different things of all kinds the articles speak of."""
        return int(self._db.execute("SELECT coalesce(sum(things), 0) FROM kinds").fetchone()[0])

    def news(self) -> dict[str, bool]:
        """Return the refs that were first used, or used no more, since `no_news`: whether they are used."""
        rows = self._db.execute("SELECT ref, EXISTS (SELECT 1 FROM uses WHERE uses.ref = news.ref) FROM news")
        return {ref: bool(used) for ref, used in rows}

    def no_news(self) -> None:
        """Forget the news; call it in a transaction, when all that follows from them is written."""
        self._db.execute("DELETE FROM news")

    def articles(self, state: str = "") -> int:
        """Return how many article versions there are, or of one state (done, failed, quarantined)."""
        row = self._db.execute(
            "SELECT coalesce(sum(articles), 0) FROM totals WHERE ? IN ('', state)", (state,)
        ).fetchone()
        return int(row[0])

    def done(self) -> int:
        """Return how many articles have a graph."""
        return self.articles("done")

    # state of the store --------------------------------------------------------

    def get(self, key: str, default: str = "") -> str:
        """Return a note about the store."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else default

    def set(self, key: str, value: str) -> None:
        """Keep a note about the store."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def generation(self) -> int:
        """Return which state of the store this is: every build, and every update by a server, makes one."""
        return int(self.get("generation", "0"))

    def next_generation(self) -> None:
        """Note that the store is about to be another one."""
        self.set("generation", str(self.generation + 1))
