"""The explorer's index of a snapshot: names for the search, and lists in the order of the pages.  *I/O*

In: an open store.  Out: one SQLite file, complete or not there at all.  Without it a page would have to read
all events of a person to show the latest twenty.  It is written once when a snapshot is published, holds
nothing that the store does not, and is read by `finding.py`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.exports.atomic import new_file
from kg.serve.gathering import facts, names

if TYPE_CHECKING:
    from kg.store import Store

FORMAT = 1  # of the file; another number is not read
_SCHEMA = """
CREATE TABLE things (ref TEXT PRIMARY KEY, kind TEXT, weight INTEGER) WITHOUT ROWID;
CREATE TABLE events (
  event TEXT PRIMARY KEY, day TEXT, until TEXT, type TEXT, status TEXT, articles INTEGER, sources INTEGER
) WITHOUT ROWID;
CREATE TABLE concerns (
  ref TEXT, what TEXT, day TEXT, thing TEXT, role TEXT, PRIMARY KEY (ref, what, day, thing, role)
) WITHOUT ROWID;
CREATE TABLE articles (article TEXT PRIMARY KEY, day TEXT, outlet TEXT, lang TEXT) WITHOUT ROWID;
CREATE TABLE ties (
  edge TEXT PRIMARY KEY, subject TEXT, relation TEXT, object TEXT, sign INTEGER, count INTEGER,
  articles INTEGER, sources INTEGER, first TEXT, last TEXT
) WITHOUT ROWID;
CREATE VIRTUAL TABLE names USING fts5(
  folded, ref UNINDEXED, kind UNINDEXED, name UNINDEXED, lang UNINDEXED,
  tokenize = "unicode61 remove_diacritics 2", prefix = '2 3 4'
);
CREATE VIRTUAL TABLE words USING fts5vocab (names, 'row');
CREATE TEMP TABLE facts (ref TEXT, name TEXT, value TEXT, PRIMARY KEY (ref, name, value)) WITHOUT ROWID;
CREATE TEMP TABLE called (
  ref TEXT, kind TEXT, name TEXT, lang TEXT, folded TEXT, PRIMARY KEY (ref, folded)
) WITHOUT ROWID;
"""


def _of(name: str, least: str = "min") -> str:
    """The SQL for one fact of the row `f.ref`."""
    return f"(SELECT {least}(value) FROM facts WHERE ref = f.ref AND name = '{name}')"


_DERIVED = f"""
CREATE INDEX temp.facts_by ON facts (name, value, ref);
CREATE TEMP TABLE leading AS
  SELECT a.value AS event, l.value AS leading, a.ref AS corroboration
  FROM facts a JOIN facts l ON l.ref = a.ref AND l.name = 'leads'
  WHERE a.name = 'about' AND a.ref LIKE 'corroboration/%';
CREATE INDEX temp.leading_of ON leading (event);
CREATE TEMP TABLE dated AS
  SELECT DISTINCT f.ref AS ref, coalesce({_of("day")}, {_of("from")}, '') AS day FROM facts f
  WHERE f.name = 'article' OR f.name = 'lang' OR f.name = 'outlet' OR f.name = 'day';
CREATE UNIQUE INDEX temp.dated_by ON dated (ref);
INSERT INTO events
  SELECT f.ref, d.day, coalesce({_of("until")}, ''), f.value, coalesce({_of("status")}, ''),
    coalesce((SELECT max(value + 0) FROM facts WHERE ref = l.corroboration AND name = 'articles'), 1),
    coalesce((SELECT max(value + 0) FROM facts WHERE ref = l.corroboration AND name = 'sources'), 1)
  FROM facts f JOIN dated d ON d.ref = f.ref LEFT JOIN leading l ON l.event = f.ref
  WHERE f.name = 'type' AND (l.leading IS NULL OR l.leading = f.ref) GROUP BY f.ref;
INSERT OR IGNORE INTO articles
  SELECT f.ref, f.day, {_of("outlet")}, {_of("lang")} FROM dated f WHERE f.ref LIKE 'article/%';
INSERT OR IGNORE INTO concerns
  SELECT f.value, 'event', d.day, d.ref, f.name FROM facts f
  LEFT JOIN leading l ON l.event = f.ref JOIN dated d ON d.ref = coalesce(l.leading, f.ref)
  WHERE f.name IN ('agent', 'target', 'mediator', 'place', 'topic', 'type', 'mode') AND f.ref LIKE 'event/%';
INSERT OR IGNORE INTO concerns
  SELECT s.value, 'event', c.day, c.thing, 'side' FROM facts s
  JOIN concerns c ON c.ref = s.ref AND c.what = 'event' WHERE s.name = 'side';
INSERT OR IGNORE INTO concerns
  SELECT f.value, 'quotation', coalesce(d.day, ''), f.ref, f.name FROM facts f
  JOIN facts a ON a.ref = f.ref AND a.name = 'article' LEFT JOIN dated d ON d.ref = a.value
  WHERE f.name IN ('speaker', 'addressee', 'topic') AND f.ref LIKE 'quotation/%';
INSERT OR IGNORE INTO concerns
  SELECT f.value, 'quotation', coalesce(d.day, ''), f.ref, 'article' FROM facts f
  LEFT JOIN dated d ON d.ref = f.value WHERE f.name = 'article' AND f.ref LIKE 'quotation/%';
INSERT OR IGNORE INTO concerns
  SELECT f.value, 'article', d.day, f.ref, f.name FROM facts f JOIN dated d ON d.ref = f.ref
  WHERE f.name IN ('mentions', 'about', 'outlet') AND f.ref LIKE 'article/%';
INSERT OR IGNORE INTO concerns
  SELECT f.ref, 'report', coalesce(d.day, ''), f.value, 'article' FROM facts f
  LEFT JOIN dated d ON d.ref = f.value WHERE f.name = 'article' AND f.ref LIKE 'event/%';
INSERT INTO ties
  SELECT f.ref, f.value, {_of("relation")}, {_of("object")}, {_of("sign")} + 0, {_of("count")} + 0,
    coalesce({_of("articles")} + 0, 0), coalesce({_of("sources")} + 0, 0),
    coalesce({_of("first")}, ''), coalesce({_of("last")}, '')
  FROM facts f WHERE f.name = 'subject';
INSERT INTO things
  SELECT ref, kind, (SELECT count(DISTINCT thing) FROM concerns WHERE concerns.ref = called.ref
    AND what = CASE kind WHEN 'event' THEN 'report' WHEN 'type' THEN 'event' WHEN 'mode' THEN 'event'
    ELSE 'article' END) FROM called GROUP BY ref;
INSERT INTO names SELECT folded, ref, kind, name, lang FROM called;
CREATE INDEX events_by_day ON events (day, event);
CREATE INDEX events_by_type ON events (type, day, event);
CREATE INDEX events_by_sources ON events (sources, articles, day, event);
CREATE INDEX articles_by_day ON articles (day, article);
CREATE INDEX things_by_weight ON things (kind, weight, ref);
CREATE INDEX ties_from ON ties (subject, count);
CREATE INDEX ties_to ON ties (object, count);
INSERT INTO names (names) VALUES ('optimize');
"""


def build_index(store: Store, file: Path) -> int:
    """Write the index of a store, and return how many names can be found in it."""
    with new_file(file) as draft, _fresh(draft) as db:
        db.executescript(_SCHEMA)
        db.execute("BEGIN")
        db.executemany("INSERT OR IGNORE INTO facts VALUES (?, ?, ?)", facts(store))
        db.executemany("INSERT OR IGNORE INTO called VALUES (?, ?, ?, ?, ?)", names(store))
        db.execute("COMMIT")
        db.executescript(f"BEGIN; {_DERIVED}; COMMIT; PRAGMA user_version = {FORMAT}; ANALYZE;")
        count: int = db.execute("SELECT count(*) FROM names").fetchone()[0]
    return count


@contextmanager
def _fresh(draft: Path) -> Iterator[sqlite3.Connection]:
    """A new database; it becomes valid when it is renamed, so nothing is journalled."""
    draft.unlink(missing_ok=True)
    with closing(sqlite3.connect(draft, isolation_level=None)) as db:
        db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000; "
            "PRAGMA temp_store = FILE; PRAGMA temp.cache_size = -256000;"  # beyond this, on the disk
        )
        yield db
