"""Builds: new, known, changed and doubled articles; interruptions; the same store in any order."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny import DeadlyReader, TinyReader, article

import kg.store
from kg.build import BuildReport, build, build_articles, rebuild
from kg.errors import ArticleError, StoreError
from kg.model import Article
from kg.ontology import Lexicon
from kg.pipeline import Reader
from kg.store import Store

TEXTS = (
    "Alder called Birch on 2025-07-04.",
    "Cedar attacked Birch on 2025-07.",
    'Birch called Doyle on 2025-07-05. Birch: "Thank you."',
    "Alder called Birch on 2025-07-04. Doyle attacked Cedar.",
    "Cedar denies calling Alder on 2025-07-02.",
)


def _articles() -> list[Article]:
    return [article(t, str(i), publisher=f"Outlet {i % 2}") for i, t in enumerate(TEXTS)]


@dataclass
class Desk:
    """A store in a folder, built with the tiny reader."""

    path: Path
    reader: TinyReader

    def build(self, items: Iterable[object], **more: object) -> BuildReport:
        return build_articles(items, self.path, reader=more.pop("reader", self.reader), **more)  # type: ignore[arg-type]

    def dump(self) -> list[str]:
        with Store.open(self.path) as store:
            return list(store.dump())


@pytest.fixture
def desk(tmp_path: Path, lexicon: Lexicon) -> Desk:
    return Desk(tmp_path / "desk.kg", TinyReader(lexicon))


def test_new_articles_are_added_and_counted(desk: Desk) -> None:
    """The report says what was done and what the store holds."""
    report = desk.build(_articles())
    assert (report.added, report.changed, report.unchanged, report.failures) == (5, 0, 0, [])
    assert (report.people, report.events, report.quotations) == (4, 5, 1)
    assert report.quads == len(desk.dump())


def test_a_second_build_changes_nothing(desk: Desk) -> None:
    """Known articles are skipped, and not a byte of the store differs."""
    desk.build(_articles())
    before = desk.dump()
    report = desk.build(_articles())
    assert (report.added, report.changed, report.unchanged) == (0, 0, 5)
    assert desk.dump() == before


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(TEXTS))), cut=st.integers(0, len(TEXTS)))
def test_neither_order_nor_batches_decide(
    lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory, order: list[int], cut: int
) -> None:
    """Any order, in one build or two, gives the same bytes."""
    folder = tmp_path_factory.mktemp("order")
    whole, parts = (
        Desk(folder / "whole.kg", TinyReader(lexicon)),
        Desk(folder / "parts.kg", TinyReader(lexicon)),
    )
    whole.build(_articles())
    shuffled = [_articles()[i] for i in order]
    parts.build(shuffled[:cut])
    parts.build(shuffled[cut:])
    assert parts.dump() == whole.dump()


def test_a_changed_article_replaces_exactly_its_graph(desk: Desk) -> None:
    """The store is what it would be if only the new version had been read."""
    articles = _articles()
    desk.build(articles)
    changed = [*articles[:1], replace(articles[1], text="Cedar called Birch on 2025-07-03."), *articles[2:]]
    report = desk.build(changed)
    assert (report.added, report.changed, report.unchanged) == (0, 1, 4)
    fresh = Desk(desk.path.with_name("fresh.kg"), desk.reader)
    fresh.build(changed)
    assert desk.dump() == fresh.dump()


def test_two_articles_that_swap_their_texts_stay_two(desk: Desk) -> None:
    """Nothing that a source still shows is forgotten."""
    one, two = _articles()[:2]
    desk.build([one, two])
    before = desk.dump()
    desk.build(
        [
            replace(one, text=two.text, publisher=two.publisher),
            replace(two, text=one.text, publisher=one.publisher),
        ]
    )
    assert desk.dump() == before


def test_of_two_versions_in_one_source_the_later_holds(desk: Desk) -> None:
    """However often the source is read: the same id in one file names one article."""
    one, two = _articles()[:2]
    both = [one, replace(two, id=one.id, source=one.source)]
    fresh = Desk(desk.path.with_name("fresh.kg"), desk.reader)
    fresh.build(both[1:])
    for _ in range(3):
        desk.build(both)
        assert desk.dump() == fresh.dump()


def test_a_version_that_comes_back_in_one_batch_holds(desk: Desk) -> None:
    """A source that shows one version, another, and the first again ends with the first."""
    one, two = _articles()[:2]
    fresh = Desk(desk.path.with_name("fresh.kg"), desk.reader)
    fresh.build([one])
    desk.build([one, replace(two, id=one.id, source=one.source), one])
    assert desk.dump() == fresh.dump()


def test_the_same_content_twice_counts_once(desk: Desk) -> None:
    """A copy under another name is no second report; the same words of another outlet are."""
    one = _articles()[0]
    report = desk.build([one, replace(one, id="copy.txt", source="in/copy.txt")])
    assert (report.added, report.unchanged) == (1, 1)
    desk.build([replace(one, id="b.txt", source="in/b.txt", publisher="Another")])
    with Store.open(desk.path) as store:
        (row,) = store.query(
            "SELECT ?n ?s { ?e rdf:subject person:alder ; rdf:predicate kg:consulted ; "
            "kg:articles ?n ; kg:independentSources ?s }"
        ).rows
        assert [term.value for term in row] == ["2", "2"]


def test_a_new_version_of_the_reader_reads_again(desk: Desk) -> None:
    """The content is known, but not what this reader makes of it."""
    desk.build(_articles())
    report = desk.build(_articles(), reader=replace(desk.reader, version="tiny-2"))
    assert (report.changed, report.unchanged) == (5, 0)


def test_one_broken_article_is_reported_and_the_rest_is_read(desk: Desk) -> None:
    """The failure names the file; the next build tries again."""
    poison = article("POISON", "bad")
    for _ in range(2):
        report = desk.build([poison, *_articles()])
        assert report.failures == ["in/bad.txt: could not be read"]
    assert report.unchanged == 5


def test_without_keep_going_the_first_failure_stops_the_build(desk: Desk) -> None:
    """What was read before is kept, and the store is whole."""
    with pytest.raises(ArticleError, match="bad"):
        desk.build([*_articles()[:2], article("POISON", "bad"), *_articles()[2:]], keep_going=False)
    assert desk.build(_articles()).unchanged == 2


def test_an_interrupted_build_leaves_a_whole_store(desk: Desk) -> None:
    """Ctrl-C keeps what was read; the next build goes on."""

    def interrupted() -> Iterator[Article]:
        yield from _articles()[:3]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.build(interrupted())
    assert desk.dump()
    assert desk.build(_articles()).unchanged == 3


def test_workers_give_the_same_store(desk: Desk, tmp_path: Path) -> None:
    """One process or two: the same bytes."""
    desk.build(_articles())
    other = Desk(tmp_path / "two.kg", desk.reader)
    other.build(_articles(), workers=2)
    assert other.dump() == desk.dump()


def test_an_article_that_ends_its_process_is_reported(desk: Desk, lexicon: Lexicon) -> None:
    """The other articles of the chunk are read."""
    report = desk.build(
        [*_articles()[:3], article("DEADLY", "bad"), *_articles()[3:]],
        workers=2,
        reader=DeadlyReader(lexicon),
    )
    assert report.added == 5
    assert len(report.failures) == 1
    assert "in/bad.txt" in report.failures[0]


def test_an_article_that_hangs_is_quarantined(desk: Desk, lexicon: Lexicon) -> None:
    """It costs its patience, not the build; it is left out until the reader changes or somebody asks."""
    items = [*_articles()[:3], article("ENDLESS", "bad"), *_articles()[3:]]
    deadly = DeadlyReader(lexicon)
    report = desk.build(items, workers=2, reader=deadly, patience=0.5)
    assert (report.added, len(report.failures)) == (5, 1)
    assert "in/bad.txt" in report.failures[0] and "0.5 s" in report.failures[0]
    again = desk.build(items, reader=deadly)  # in this process, where it would hang for ever
    assert (again.unchanged, again.failures) == (5, report.failures)
    mended = desk.build(items, retry=True)
    assert (mended.added, mended.failures) == (1, [])


def test_a_new_reader_takes_quarantined_articles_up(desk: Desk, lexicon: Lexicon) -> None:
    """What killed the old version may not kill the new one."""
    items = [article("DEADLY", "bad"), *_articles()]
    assert len(desk.build(items, workers=2, reader=DeadlyReader(lexicon)).failures) == 1
    assert desk.build(items, reader=TinyReader(lexicon, "tiny-2")).failures == []


def test_processes_end_with_a_build_that_is_killed(desk: Desk) -> None:
    """Orphans would hold on to the machine, and to the store."""
    code = f"""
import multiprocessing, os, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import kg.build, kg.task
from kg.ontology import load_lexicon
from kg.workers import Workers
from test_build import _articles
from tiny import TinyReader
real = Workers.__init__
def spy(self, *more):
    real(self, *more)
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
Workers.__init__ = spy
kg.task.derive = lambda *a, **k: os._exit(9)
kg.build.build_articles(_articles(), {str(desk.path)!r}, reader=TinyReader(load_lexicon()), workers=2)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], timeout=60, check=False, stdout=subprocess.PIPE, text=True
    )
    assert done.returncode == 9
    orphans = [int(pid) for pid in done.stdout.split()]
    assert len(orphans) == 2
    end = time.monotonic() + 10
    while any(_lives(pid) for pid in orphans) and time.monotonic() < end:
        time.sleep(0.1)
    assert not [pid for pid in orphans if _lives(pid)]
    assert desk.build(_articles()).unchanged == 5


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return (
        "Z" not in Path(f"/proc/{pid}/stat").read_text().split()
        if Path(f"/proc/{pid}/stat").exists()
        else True
    )


def test_small_and_large_builds_derive_the_same(desk: Desk) -> None:
    """Touching single ties or deriving everything ends in the same graph."""
    for item in _articles():
        desk.build([item])
    one_by_one = desk.dump()
    rebuild(desk.path, reader=desk.reader)  # type: ignore[arg-type]
    assert desk.dump() == one_by_one


def test_rebuild_says_what_changed(desk: Desk) -> None:
    """The same reader finds everything unchanged."""
    desk.build(_articles())
    report = rebuild(desk.path, reader=desk.reader)  # type: ignore[arg-type]
    assert (report.added, report.changed, report.unchanged) == (0, 0, 5)


def test_rebuild_needs_a_ledger(tmp_path: Path, desk: Desk) -> None:
    """A folder without one is refused."""
    with pytest.raises(StoreError, match=r"ledger\.sqlite"):
        rebuild(tmp_path, reader=desk.reader)  # type: ignore[arg-type]


def test_characters_that_no_file_can_hold_are_replaced(desk: Desk) -> None:
    """A lone surrogate or a NUL in a JSON file does not stop a build."""
    report = desk.build([article("Alder called Birch on 2025-07-04.\ud800 \x00", "odd\udfff")])
    assert report.added == 1
    assert any("\ufffd" in entry.article.text for entry in Store.open(desk.path).articles())


def test_an_unwritable_folder_is_told(tmp_path: Path, desk: Desk) -> None:
    """One line that names the folder."""
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(StoreError, match="cannot be made"):
            desk.build(_articles())
    finally:
        tmp_path.chmod(0o755)


@pytest.mark.parametrize("point", ["write", "flush", "record", "derive"])
def test_a_build_killed_anywhere_ends_in_the_same_store(desk: Desk, point: str) -> None:
    """kill -9 after the graphs, at the flush, in the ledger, or while deriving: the next build mends it."""
    code = f"""
import os, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import kg.build, kg.store, kg.task
from kg.ontology import load_lexicon
from test_build import _articles
from tiny import TinyReader
def die(*a, **k): os._exit(9)
point = {point!r}
if point == "write":
    real = kg.store.Store.write
    kg.store.Store.write = lambda self, *a, **k: (real(self, *a, **k), self.engine.flush(), die())
elif point == "flush":
    kg.store.Store.flush = die
elif point == "record":
    kg.task.Task._record = die
else:
    kg.task.derive = die
kg.build.build_articles(_articles(), {str(desk.path)!r}, reader=TinyReader(load_lexicon()))
"""
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 9
    desk.build(random.Random(1).sample(_articles(), 5))
    fresh = Desk(desk.path.with_name("fresh.kg"), desk.reader)
    fresh.build(_articles())
    assert desk.dump() == fresh.dump()


def test_real_sources_are_read_by_the_real_reader(tmp_path: Path, reader: Reader) -> None:
    """From files to a queryable store."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(
        "Selenskyj dankt Trump\nDate: 2025-07-04\n\nDer Präsident der Ukraine dankte den USA.\n",
        encoding="utf-8",
    )
    (tmp_path / "in" / "b.jsonl").write_text(
        '{"id": "1", "title": "T", "text": "Text.", "lang": "en"}\n{broken\n', encoding="utf-8"
    )
    report = build([str(tmp_path / "in")], tmp_path / "x.kg", reader=reader)
    assert report.added == 2
    assert len(report.failures) == 1
    assert kg.store.ENGINE in {p.name for p in (tmp_path / "x.kg").iterdir()}
