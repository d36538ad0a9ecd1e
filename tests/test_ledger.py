"""The ledger keeps articles and their state, and refuses files that are not one."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tiny import article

from kg.across import Digest
from kg.across.records import Imprint
from kg.errors import StoreError
from kg.graph import Name, Tie
from kg.ledger import Entry, Ledger
from kg.ledger.schema import FORMAT
from kg.model import Article, Skipped, Span

FULL = replace(
    article("Alder called Birch.\x00 Ünïcode 😀"),
    url="https://gazette.example/1", publisher="Gazette", authors=("A. One", "B. Two"),
    skipped=(Skipped(Span(1, 4), "teaser"),),
)  # fmt: skip


def _entry(key: str = "h1", made: Article = FULL) -> Entry:
    return Entry(key, made, "done", "r1", "run1", None, "en", 12, "d1", ("a note",))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.create(tmp_path / "ledger.sqlite")


def test_an_article_comes_back_as_it_was(ledger: Ledger) -> None:
    """Text, metadata and state survive, whatever characters they hold."""
    with ledger.transaction():
        ledger.put(_entry(), Digest((), (), ()))
    assert ledger.entry("h1") == _entry()
    assert list(ledger.entries()) == [_entry()]


def test_a_failed_transaction_leaves_nothing(ledger: Ledger) -> None:
    """All or nothing."""
    with pytest.raises(ZeroDivisionError), ledger.transaction():
        ledger.put(_entry(), Digest((), (), ()))
        raise ZeroDivisionError
    assert ledger.entry("h1") is None


def test_putting_again_replaces_what_was_known(ledger: Ledger) -> None:
    """Ties of the old reading are gone."""
    tie = Tie("person/a", "consulted", "person/b", "event/1", "2025-07-04")
    with ledger.transaction():
        ledger.put(_entry(), Digest((tie,), (Name("person/a", "A"),), ("person/a", "event/1")))
        ledger.put(_entry(), Digest((), (), ("person/b",)))
    assert list(ledger.reports()) == []
    assert ledger.uses() == ["person/b"]


def test_reports_of_one_tie_come_together(ledger: Ledger) -> None:
    """Each relation once, with the reports of all articles."""
    tie = Tie("person/a", "consulted", "person/b", "event/1", "2025-07-04")
    with ledger.transaction():
        ledger.put(_entry("h1"), Digest((tie,), (), ()))
        ledger.put(_entry("h2", replace(FULL, publisher=None)), Digest((tie,), (), ()))
    ((key, reports),) = ledger.reports()
    assert key == Tie("person/a", "consulted", "person/b")
    assert [r.article for r in reports] == ["h1", "h2"]


def test_kinds_are_counted_once(ledger: Ledger) -> None:
    """Two articles about one person speak of one person."""
    with ledger.transaction():
        ledger.put(_entry("h1"), Digest((), (), ("person/a", "country/UKR")))
        ledger.put(_entry("h2"), Digest((), (), ("person/a", "person/b")))
    assert (ledger.count("person"), ledger.count("country"), ledger.count("event")) == (2, 1, 0)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """The message names the file and what to do."""
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match=r"ledger\.sqlite.*backup"):
        Ledger(path, write=False)


def test_a_foreign_database_is_refused(tmp_path: Path) -> None:
    """Another program's SQLite file is left alone."""
    path = tmp_path / "ledger.sqlite"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE articles (x)")
    db.commit()
    db.close()
    with pytest.raises(StoreError, match="not a ledger of kg"):
        Ledger(path, write=False)


def test_a_newer_format_is_refused(tmp_path: Path, ledger: Ledger) -> None:
    """Nothing is guessed about a format of the future."""
    ledger.close()
    db = sqlite3.connect(tmp_path / "ledger.sqlite")
    db.execute(f"PRAGMA user_version={FORMAT + 1}")
    db.close()
    with pytest.raises(StoreError, match=f"format {FORMAT + 1}"):
        Ledger(tmp_path / "ledger.sqlite", write=False)


_SUMS = {
    "sources": """SELECT edge, told_by, lang, count(DISTINCT hash) FROM ties JOIN imprints ON article = hash
        WHERE evidence != '' GROUP BY edge, told_by, lang""",
    "told": """SELECT DISTINCT edge, day = '', day, hash FROM ties JOIN imprints ON article = hash
        WHERE evidence != ''""",
    "edges": """SELECT id, subject, relation, object, count(DISTINCT nullif(ties.evidence, ''))
        FROM edges JOIN ties ON edge = id GROUP BY id""",
    "named": "SELECT ref, label, country, kind, count(*) FROM names GROUP BY ref, label, country, kind",
    "totals": "SELECT state, count(*), sum(quads) FROM articles GROUP BY state",
}


@pytest.mark.parametrize("seed", range(5))
def test_sums_are_those_of_the_rows(ledger: Ledger, seed: int) -> None:
    """Whatever comes, goes, is read again, or turns out to be a copy of another outlet's text."""
    draw = random.Random(seed)
    for _ in range(60):
        key = f"h{draw.randrange(12)}"
        with ledger.transaction():
            if draw.random() < 0.3:
                ledger.drop(key)
            else:
                ledger.put(*_drawn(key, draw))
                pair = (key, f"h{draw.randrange(12)}")
                if ledger.state(pair[1]) and key != pair[1]:
                    ledger._db.executemany("INSERT OR IGNORE INTO copies VALUES (?, ?)", [pair, pair[::-1]])
            ledger.across.tell_stories(ledger.hashes())
        for table, query in _SUMS.items():
            kept = ledger._db.execute(f"SELECT * FROM {table}").fetchall()
            counted = ledger._db.execute(query).fetchall()
            assert sorted(row for row in kept if row[-1] or table != "totals") == sorted(counted)


def _drawn(key: str, draw: random.Random) -> tuple[Entry, Digest]:
    made = replace(
        FULL, publisher=draw.choice(["Gazette", "Herald", None]), date=draw.choice([date(2025, 7, 5), None])
    )
    ties = tuple(
        Tie("person/a", relation, f"person/{draw.choice('bc')}", evidence, day)
        for relation in ("consulted", "actsFor")
        for evidence, day in {("", ""), ("event/1", "2025-07"), (f"event/{draw.randrange(3)}", "2025-07-04")}
        if (relation == "actsFor") == (not evidence) and draw.random() < 0.7
    )
    mark = Imprint(agency=draw.choice(["", "agency/dpa"]))
    names = (Name("person/a", draw.choice(["A", "B"])),)
    entry = replace(_entry(key, made), read_as=draw.choice(["en", "de"]), quads=draw.randrange(99))
    return entry, Digest(tuple(dict.fromkeys(ties)), names, ("person/a",), (), mark)
