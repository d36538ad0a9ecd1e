"""The index of the explorer: what it holds, and what happens when it is strange, or the store empty."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from page_server import asked

from kg.errors import StoreError
from kg.serve.finding import Listing
from kg.serve.gathering import fold
from kg.serve.pages import ROUTES, render
from kg.serve.pages.lists import between, steps
from kg.serve.search import build_index
from kg.store import Store


@pytest.fixture
def listing(index: Path) -> Listing:
    """The index of the example store, open."""
    return Listing(index)


def test_counts_are_those_of_the_store(store: Store, listing: Listing) -> None:
    """As many articles, and as many events under their leading names, as SPARQL counts."""
    leading = store.query(
        "SELECT (COUNT(DISTINCT ?e) AS ?n) { ?c a kg:Corroboration ; kg:leadingEvent ?e }"
    ).rows
    assert listing.events(limit=1)[1] == int(next(leading)[0].value)
    assert listing.articles(limit=1)[1] == store.ledger.done()


def test_every_name_of_the_reference_is_found(store: Store, listing: Listing) -> None:
    """Preferred and other names of people, in all languages."""
    rows = store.query(
        "SELECT DISTINCT ?p ?name { ?p a schema:Person ; skos:altLabel|skos:prefLabel ?name }"
    ).rows
    for person, name in list(rows)[::5]:
        found = listing.search(name.value, kind="person", limit=50).found
        assert person.value.endswith(tuple(f.ref for f in found)), name


def test_the_whole_name_comes_first(listing: Listing) -> None:
    """Who is called exactly so stands before those whose names only begin so."""
    assert listing.search("Ukraine", limit=1).found[0].ref == "country/UKR"


@pytest.mark.parametrize(("text", "folded"), [
    ("Zelenskyy", "zelenskyy"), ("Łódź", "lodz"), ("Erdoğan", "erdogan"), ("L'État", "letat"),
    ("Straße", "strasse"), ("Ørsted-Æble", "orsted aeble"), ("  Jean–Luc\tB. ", "jean luc b"),
    ("Зеленський", "зеленськии"), ("\u202e\x00", ""),
])  # fmt: skip
def test_names_are_compared_without_marks(text: str, folded: str) -> None:
    """Small letters, no accents, no apostrophes, words apart; the same for what is searched."""
    assert fold(text) == folded


def test_an_index_is_whole_or_not_there(store: Store, tmp_path: Path) -> None:
    """It replaces the one before in one step and leaves nothing beside it."""
    file = tmp_path / "index.sqlite"
    file.write_bytes(b"old")
    assert build_index(store, file) == build_index(store, file) > 2_000
    assert [p.name for p in tmp_path.iterdir()] == ["index.sqlite"]


def test_the_same_store_gives_the_same_lists(store: Store, tmp_path: Path, index: Path) -> None:
    """Two indexes of one store hold the same rows."""
    build_index(store, tmp_path / "again.sqlite")
    dumps = []
    for file in (index, tmp_path / "again.sqlite"):
        with sqlite3.connect(file) as db:
            dumps.append(
                [db.execute(f"SELECT * FROM {t} ORDER BY 1, 2, 3").fetchall() for t in ("concerns", "ties")]
            )
        db.close()
    assert dumps[0] == dumps[1]


def test_a_strange_index_is_refused(tmp_path: Path) -> None:
    """A missing file, a file of something else, and an index of another version say so."""
    with pytest.raises(StoreError, match="cannot be read"):
        Listing(tmp_path / "missing.sqlite")
    (tmp_path / "text.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="cannot be read"):
        Listing(tmp_path / "text.sqlite")
    db = sqlite3.connect(tmp_path / "old.sqlite")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match="version 99"):
        Listing(tmp_path / "old.sqlite")


def test_without_an_index_one_is_made(store: Store) -> None:
    """A store that was published without an index has its pages all the same."""
    assert render(store, asked("/search?q=selenskyj")).status == 200


def test_an_empty_store_has_all_pages(tmp_path: Path) -> None:
    """Before the first article, every page says that there is nothing yet."""
    Store.open(tmp_path / "empty.kg", write=True).close()
    with Store.open(tmp_path / "empty.kg") as store:
        build_index(store, tmp_path / "index.sqlite")
        for path in ROUTES:
            assert render(store, asked(path), search=tmp_path / "index.sqlite").status == 200, path


def test_the_chart_has_no_gaps() -> None:
    """Days without events are drawn as such; a single event of long ago does not squeeze the rest."""
    letters, counted, earlier = steps([("1945-05-08", 1), ("2025-07-01", 30), ("2025-07-04", 20)])
    assert (letters, earlier) == (10, 1)
    assert counted == [("2025-07-01", 30), ("2025-07-02", 0), ("2025-07-03", 0), ("2025-07-04", 20)]


def test_long_times_are_drawn_in_months_or_years() -> None:
    """Whatever fits; odd dates are left out."""
    assert steps([("2024-01-01", 5), ("2025-07-04", 5)])[0] == 7
    assert steps([("1990-01-01", 5), ("2025-07-04", 5)])[0] == 4
    assert steps([("x", 5), ("0000-00-00", 5)]) == (10, [], 0)
    assert between("2024-11-30", "2025-02-01", 7) == ["2024-11", "2024-12", "2025-01", "2025-02"]
