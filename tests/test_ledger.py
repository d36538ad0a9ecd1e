"""The ledger keeps articles and their state, and refuses files that are not one."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from tiny import article

from kg.across import Digest
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
