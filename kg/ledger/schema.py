"""The tables of a ledger, and how its file is opened.

Triggers count what adding one article must not count anew: articles and statements (`totals`), the different
things that articles speak of by kind (`kinds`), what they call them (`named`), the evidence of a relation
(`edges`), copies, and names of events beside the leading ones (`counts`).  `news` notes which things came
or went since the graphs across articles were written.  `across.py` keeps who tells a relation (`sources`,
`told`) while imprints come, go and change.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

APPLICATION = 0x6B67_6E77  # "kgnw": marks the file as ours
FORMAT = 5
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
CREATE TABLE totals (state TEXT PRIMARY KEY, articles INTEGER NOT NULL, quads INTEGER NOT NULL) WITHOUT ROWID;
CREATE TRIGGER articles_more AFTER INSERT ON articles
BEGIN
  INSERT INTO totals VALUES (NEW.state, 1, NEW.quads)
    ON CONFLICT (state) DO UPDATE SET articles = articles + 1, quads = quads + excluded.quads;
END;
CREATE TRIGGER articles_less AFTER DELETE ON articles
BEGIN
  UPDATE totals SET articles = articles - 1, quads = quads - OLD.quads WHERE state = OLD.state;
END;
CREATE TABLE edges (
  id INTEGER PRIMARY KEY, subject TEXT NOT NULL, relation TEXT NOT NULL, object TEXT NOT NULL,
  evidence INTEGER NOT NULL DEFAULT 0, UNIQUE (subject, relation, object)
);
CREATE TABLE ties (
  edge INTEGER NOT NULL, evidence TEXT NOT NULL, date TEXT NOT NULL, hash TEXT NOT NULL,
  sign INTEGER NOT NULL, PRIMARY KEY (edge, evidence, date, hash, sign)
) WITHOUT ROWID;
CREATE INDEX ties_of ON ties (hash);
CREATE INDEX ties_dated ON ties (edge, date) WHERE date != '' AND evidence != '';
CREATE TRIGGER ties_begin BEFORE INSERT ON ties
WHEN NEW.evidence != ''
  AND NOT EXISTS (SELECT 1 FROM ties WHERE edge = NEW.edge AND evidence = NEW.evidence)
BEGIN
  UPDATE edges SET evidence = evidence + 1 WHERE id = NEW.edge;
END;
CREATE TRIGGER ties_end AFTER DELETE ON ties
WHEN NOT EXISTS (SELECT 1 FROM ties WHERE edge = OLD.edge AND evidence = OLD.evidence)
BEGIN
  UPDATE edges SET evidence = evidence - 1 WHERE id = OLD.edge AND OLD.evidence != '';
  DELETE FROM edges WHERE id = OLD.edge AND NOT EXISTS (SELECT 1 FROM ties WHERE edge = OLD.edge);
END;
CREATE TABLE sources (
  edge INTEGER NOT NULL, told_by TEXT NOT NULL, lang TEXT NOT NULL, articles INTEGER NOT NULL,
  PRIMARY KEY (edge, told_by, lang)
) WITHOUT ROWID;
CREATE TABLE told (
  edge INTEGER NOT NULL, undated INTEGER NOT NULL, day TEXT NOT NULL, article TEXT NOT NULL,
  PRIMARY KEY (edge, undated, day, article)
) WITHOUT ROWID;
CREATE TABLE names (
  hash TEXT NOT NULL, ref TEXT NOT NULL, label TEXT NOT NULL, country TEXT NOT NULL, kind TEXT NOT NULL
);
CREATE INDEX names_of ON names (hash);
CREATE INDEX names_by ON names (ref);
CREATE TABLE named (
  ref TEXT NOT NULL, label TEXT NOT NULL, country TEXT NOT NULL, kind TEXT NOT NULL,
  articles INTEGER NOT NULL, PRIMARY KEY (ref, label, country, kind)
) WITHOUT ROWID;
CREATE TRIGGER names_more AFTER INSERT ON names
BEGIN
  INSERT INTO named VALUES (NEW.ref, NEW.label, NEW.country, NEW.kind, 1)
    ON CONFLICT (ref, label, country, kind) DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER names_less AFTER DELETE ON names
BEGIN
  UPDATE named SET articles = articles - 1
    WHERE ref = OLD.ref AND label = OLD.label AND country = OLD.country AND kind = OLD.kind;
  DELETE FROM named
    WHERE ref = OLD.ref AND label = OLD.label AND country = OLD.country AND kind = OLD.kind AND articles = 0;
END;
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
CREATE TABLE counts (what TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO counts VALUES ('copies', 0), ('names', 0);
CREATE TRIGGER copies_more BEFORE UPDATE OF story ON imprints
WHEN NEW.story != OLD.story AND EXISTS (SELECT 1 FROM imprints WHERE story = NEW.story AND NEW.story != '')
BEGIN
  UPDATE counts SET number = number + 1 WHERE what = 'copies';
END;
CREATE TRIGGER copies_less AFTER UPDATE OF story ON imprints
WHEN NEW.story != OLD.story AND EXISTS (SELECT 1 FROM imprints WHERE story = OLD.story AND OLD.story != '')
BEGIN
  UPDATE counts SET number = number - 1 WHERE what = 'copies';
END;
CREATE TRIGGER copies_gone AFTER DELETE ON imprints
WHEN EXISTS (SELECT 1 FROM imprints WHERE story = OLD.story AND OLD.story != '')
BEGIN
  UPDATE counts SET number = number - 1 WHERE what = 'copies';
END;
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
CREATE TRIGGER links_more AFTER INSERT ON links
BEGIN
  UPDATE counts SET number = number + 1 WHERE what = 'names';
END;
CREATE TRIGGER links_less AFTER DELETE ON links
BEGIN
  UPDATE counts SET number = number - 1 WHERE what = 'names';
END;
CREATE TABLE corrected (
  correction TEXT NOT NULL, article TEXT NOT NULL, PRIMARY KEY (correction, article)
) WITHOUT ROWID;
CREATE INDEX corrected_of ON corrected (article);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


def connect(path: Path, *, write: bool, shared: bool = False) -> sqlite3.Connection:
    """Open a ledger's file for reading, or for reading and writing; `shared`: beside another who writes."""
    if not write:
        # without a write-ahead log nobody has anything to add, and a folder without write permission is fine
        wal = path.with_name(path.name + "-wal")
        growing = (wal.exists() and wal.stat().st_size) or (shared and os.access(path.parent, os.W_OK))
        mode = "mode=ro" if growing else "immutable=1"
        return sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA cache_size=-16000")
    db.execute("PRAGMA wal_autocheckpoint=10000")  # pages; many of them change again and again
    return db
