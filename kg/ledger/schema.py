"""The tables of a ledger, and how its file is opened.

Triggers count the different things that articles speak of by kind, and note in `news` which came or went
since the graphs across articles were written: counting them all for every article would take seconds.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

APPLICATION = 0x6B67_6E77  # "kgnw": marks the file as ours
FORMAT = 3
SCHEMA = """
CREATE TABLE articles (
  hash TEXT PRIMARY KEY, id TEXT NOT NULL, source TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
  lang TEXT, date TEXT, url TEXT, publisher TEXT, authors TEXT NOT NULL, skipped TEXT NOT NULL,
  state TEXT NOT NULL, reason TEXT, reader TEXT NOT NULL, run TEXT NOT NULL,
  read_as TEXT NOT NULL, quads INTEGER NOT NULL, digest TEXT NOT NULL, notes TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX articles_by_state ON articles (state, hash, quads);
CREATE TABLE origins (id TEXT, source TEXT, hash TEXT NOT NULL, PRIMARY KEY (id, source)) WITHOUT ROWID;
CREATE INDEX origins_of ON origins (hash);
CREATE TABLE ties (
  hash TEXT NOT NULL, subject TEXT NOT NULL, relation TEXT NOT NULL, object TEXT NOT NULL,
  evidence TEXT NOT NULL, date TEXT NOT NULL, sign INTEGER NOT NULL
);
CREATE INDEX ties_between ON ties (subject, relation, object);
CREATE INDEX ties_of ON ties (hash);
CREATE TABLE names (
  hash TEXT NOT NULL, ref TEXT NOT NULL, label TEXT NOT NULL, country TEXT NOT NULL, kind TEXT NOT NULL
);
CREATE INDEX names_of ON names (hash);
CREATE INDEX names_by ON names (ref);
CREATE TABLE uses (ref TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (ref, hash)) WITHOUT ROWID;
CREATE INDEX uses_of ON uses (hash);
CREATE TABLE kinds (kind TEXT PRIMARY KEY, things INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE news (ref TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TRIGGER uses_begin BEFORE INSERT ON uses WHEN NOT EXISTS (SELECT 1 FROM uses WHERE ref = NEW.ref)
BEGIN
  INSERT INTO kinds VALUES (substr(NEW.ref, 1, instr(NEW.ref, '/') - 1), 1)
    ON CONFLICT (kind) DO UPDATE SET things = things + 1;
  INSERT OR IGNORE INTO news VALUES (NEW.ref);
END;
CREATE TRIGGER uses_end AFTER DELETE ON uses WHEN NOT EXISTS (SELECT 1 FROM uses WHERE ref = OLD.ref)
BEGIN
  UPDATE kinds SET things = things - 1 WHERE kind = substr(OLD.ref, 1, instr(OLD.ref, '/') - 1);
  INSERT OR IGNORE INTO news VALUES (OLD.ref);
END;
CREATE TABLE imprints (
  article TEXT PRIMARY KEY, day TEXT NOT NULL, lang TEXT NOT NULL, outlet TEXT NOT NULL,
  signature BLOB NOT NULL, size INTEGER NOT NULL, agency TEXT NOT NULL,
  story TEXT NOT NULL, told_by TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX imprints_of ON imprints (story);
CREATE TABLE bands (
  key INTEGER NOT NULL, day TEXT NOT NULL, article TEXT NOT NULL, PRIMARY KEY (key, day, article)
) WITHOUT ROWID;
CREATE TABLE copies (article TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (article, other)) WITHOUT ROWID;
CREATE TABLE mentions (
  event TEXT NOT NULL, article TEXT NOT NULL, start INTEGER NOT NULL, type TEXT NOT NULL, mode TEXT NOT NULL,
  status TEXT NOT NULL, date TEXT NOT NULL, dated TEXT NOT NULL, duration TEXT NOT NULL, place TEXT NOT NULL,
  agents TEXT NOT NULL, targets TEXT NOT NULL, mediators TEXT NOT NULL, topics TEXT NOT NULL,
  acts_for TEXT NOT NULL, main INTEGER NOT NULL, PRIMARY KEY (event, article, start)
) WITHOUT ROWID;
CREATE INDEX mentions_of ON mentions (article);
CREATE TABLE blocks (
  key INTEGER NOT NULL, day TEXT NOT NULL, event TEXT NOT NULL, article TEXT NOT NULL,
  PRIMARY KEY (key, day, event, article)
) WITHOUT ROWID;
CREATE INDEX blocks_of ON blocks (article);
CREATE TABLE links (
  event TEXT PRIMARY KEY, leading TEXT NOT NULL, score REAL NOT NULL, reasons TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX links_to ON links (leading);
CREATE TABLE corrected (
  correction TEXT NOT NULL, article TEXT NOT NULL, PRIMARY KEY (correction, article)
) WITHOUT ROWID;
CREATE INDEX corrected_of ON corrected (article);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """Open a ledger's file for reading, or for reading and writing."""
    if not write:
        # without a write-ahead log nobody has anything to add, and a folder without write permission is fine
        wal = path.with_name(path.name + "-wal")
        mode = "mode=ro" if wal.exists() and wal.stat().st_size else "immutable=1"
        return sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA cache_size=-16000")
    return db
