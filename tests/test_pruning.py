"""Pruned builds: what the named sources no longer show goes, and nothing else; in doubt nothing goes."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from tiny import TinyReader

from kg.build import BuildReport, build
from kg.errors import SourceError
from kg.ontology import Lexicon
from kg.store import Store

TEXTS = (
    "Alder called Birch on 2025-07-04.",
    "Cedar attacked Birch on 2025-07.",
    "Birch called Doyle on 2025-07-05.",
    "Cedar denies calling Alder on 2025-07-02.",
    "Doyle attacked Cedar on 2025-07-06.",
)


@dataclass
class Desk:
    """A folder of articles, 0.txt to 4.txt, and a store of them."""

    folder: Path
    reader: TinyReader

    @property
    def store(self) -> Path:
        return self.folder.parent / "desk.kg"

    def build(self, *sources: Path | str, store: Path | None = None, **more: object) -> BuildReport:
        names = [str(source) for source in sources or (self.folder,)]
        return build(names, store or self.store, reader=self.reader, **more)  # type: ignore[arg-type]

    def prune(self, *sources: Path | str, **more: object) -> BuildReport:
        return self.build(*sources, prune=True, **more)

    def is_as_new(self, *sources: Path) -> bool:
        """Whether the store is what a new one of these sources would be."""
        new = self.store.with_name("new.kg")
        self.build(*sources, store=new)
        return _dump(self.store) == _dump(new)


def _dump(path: Path) -> list[str]:
    with Store.open(path) as store:
        return list(store.dump())


def _json_lines(path: Path, numbers: Sequence[int], *, ids: bool = True) -> None:
    rows = [{"title": "News", "text": TEXTS[n]} | ({"id": f"n{n}"} if ids else {}) for n in numbers]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path, lexicon: Lexicon) -> Desk:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(f"News\n\n{text}\n", encoding="utf-8")
    return Desk(folder, TinyReader(lexicon))


def test_a_deleted_file_leaves_the_store(desk: Desk) -> None:
    """With all that followed from it; the report counts it."""
    desk.build()
    (desk.folder / "1.txt").unlink()
    assert desk.build().removed is None
    report = desk.prune()
    assert (report.removed, report.unchanged) == (1, 4)
    assert desk.is_as_new()
    assert desk.prune().removed == 0


def test_a_line_that_is_gone_leaves_the_store(desk: Desk) -> None:
    """Also where articles have no ids but their lines, and those behind move up."""
    for ids in (True, False):
        path = desk.folder.parent / f"{ids}.jsonl"
        _json_lines(path, range(5), ids=ids)
        desk.build(path)
        _json_lines(path, (0, 2, 3, 4), ids=ids)
        assert desk.prune(path).removed == (1 if ids else 0)  # the others took the line of the one that went
        assert desk.is_as_new(path)
        desk.store.rename(desk.store.with_name(f"{ids}.kg"))
        desk.store.with_name("new.kg").rename(desk.store.with_name(f"{ids}.new"))


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_an_entry_of_an_archive_leaves_the_store(desk: Desk, suffix: str) -> None:
    """JSON documents and tables list their articles in full, too; entries behind it move up."""
    path = desk.folder.parent / f"a.{suffix}"
    for numbers in (range(5), (0, 2, 3, 4)):
        if suffix == "json":
            rows = [{"id": f"n{n}", "title": "News", "text": TEXTS[n]} for n in numbers]
            path.write_text(json.dumps({"articles": rows}), encoding="utf-8")
        else:
            lines = ["id,title,text", *(f"n{n},News,{TEXTS[n]}" for n in numbers)]
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        report = desk.prune(path)
    assert report.removed == 1
    assert desk.is_as_new(path)


def test_other_sources_are_let_alone(desk: Desk) -> None:
    """A file that was read from elsewhere, and a whole folder that is gone but was not named."""
    other = desk.folder.parent / "other"
    other.mkdir()
    (desk.folder / "4.txt").rename(other / "4.txt")
    desk.build(desk.folder, other)
    (other / "4.txt").unlink()
    (desk.folder / "0.txt").unlink()
    assert desk.prune(desk.folder / "1.txt").removed == 0
    assert desk.prune().removed == 1
    with Store.open(desk.store) as store:
        assert {e.article.id for e in store.ledger.entries()} == {"1.txt", "2.txt", "3.txt", "4.txt"}


def test_a_renamed_file_is_no_loss(desk: Desk) -> None:
    """The same article under another name stays, and so does one that another source shows."""
    desk.build()
    (desk.folder / "0.txt").rename(desk.folder / "z.txt")
    copy = desk.folder.parent / "copy.txt"
    copy.write_bytes((desk.folder / "1.txt").read_bytes())
    desk.build(copy)
    (desk.folder / "1.txt").unlink()
    assert desk.prune().removed == 0
    copy.unlink()
    assert desk.prune().removed == 0  # its last source was not named


def test_the_way_to_a_source_may_be_spelled_differently(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Relative, absolute, or through a link: it is the same folder."""
    monkeypatch.chdir(tmp_path)
    desk.build("in")
    (tmp_path / "link").symlink_to("in")
    for number, spelling in enumerate(("./in/", desk.folder, "link")):
        (desk.folder / f"{number}.txt").unlink()
        assert desk.prune(spelling).removed == 1
    assert desk.is_as_new()


def test_entries_of_feeds_stay(desk: Desk) -> None:
    """A feed forgets old entries by nature; it does not matter whether its file is still there."""
    feed = desk.folder / "feed.rss"

    def write(*numbers: int) -> None:
        items = "".join(
            f"<item><guid>f{n}</guid><title>Feed</title><description>{TEXTS[n]} That is all that is "
            "known.</description></item>"
            for n in numbers
        )
        feed.write_text(f'<rss version="2.0"><channel>{items}</channel></rss>', encoding="utf-8")

    write(0, 1)
    assert desk.build().added == 7
    write(1, 2)
    assert desk.prune().removed == 0
    feed.unlink()
    assert desk.prune().removed == 0
    named = desk.folder.parent / "feed"  # no suffix: its content says what it is
    write(0, 1)
    feed.rename(named)
    desk.build(named)
    feed = named
    write(2)
    assert desk.prune(named).removed == 0


def test_a_json_feed_is_a_feed(desk: Desk) -> None:
    """Its version says so."""
    path = desk.folder / "feed.json"
    for numbers in ((0, 1), (1,)):
        rows = [{"id": f"n{n}", "title": "Feed", "content_text": TEXTS[n]} for n in numbers]
        text = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": rows})
        path.write_text(text, encoding="utf-8")
        assert desk.prune().removed == 0


def test_a_missing_source_empties_no_store(desk: Desk) -> None:
    """Nothing is read or removed, whatever else is named, even with --yes."""
    desk.build()
    before = _dump(desk.store)
    for number in range(3):
        (desk.folder / f"{number}.txt").unlink()
    for missing in (desk.folder / "nowhere", f"{desk.folder}/*.jsonl", "-"):
        with pytest.raises(SourceError, match="pruned"):
            desk.prune(desk.folder, missing, most=True)
    assert _dump(desk.store) == before


def test_an_empty_folder_empties_no_store(desk: Desk) -> None:
    """A disk that is not mounted leaves an empty folder."""
    desk.build()
    before = _dump(desk.store)
    for path in desk.folder.iterdir():
        path.unlink()
    with pytest.raises(SourceError, match="missing disk"):
        desk.prune(most=True)
    assert _dump(desk.store) == before


def test_an_empty_folder_within_is_as_good_as_a_missing_disk(desk: Desk) -> None:
    """Once that folder is deleted, too, what was in it goes."""
    disk = desk.folder / "disk" / "2025"
    disk.mkdir(parents=True)
    (desk.folder / "0.txt").rename(disk / "0.txt")
    desk.build()
    (disk / "0.txt").unlink()
    assert desk.prune().removed == 0
    disk.rmdir()
    assert desk.prune().removed == 0
    disk.parent.rmdir()
    assert desk.prune().removed == 1


def test_a_file_that_is_not_read_in_full_loses_nothing(desk: Desk) -> None:
    """A broken line may be the one that is missed; a warning names the file."""
    path = desk.folder / "a.jsonl"
    _json_lines(path, range(4))
    desk.build()
    with path.open("a", encoding="utf-8") as file:
        file.seek(0)
        file.truncate(len(path.read_bytes().split(b"\n")[0]) + 1)
        file.write('{"id": "n1", "tit\n')
    report = desk.prune()
    assert report.removed == 0
    assert report.warnings == [f"{os.path.realpath(path)}: not read in full, so nothing of it is pruned"]
    path.write_text("", encoding="utf-8")
    assert desk.prune().removed == 0


def test_more_than_half_of_a_store_goes_only_when_asked(desk: Desk) -> None:
    """The new articles of the same build are kept."""
    desk.build()
    for number in range(4):
        (desk.folder / f"{number}.txt").unlink()
    (desk.folder / "new.txt").write_text("News\n\nAlder attacked Doyle.\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"4 of the store's 6 articles.*--yes"):
        desk.prune()
    assert desk.build().unchanged == 2
    assert desk.prune(most=True).removed == 4
    assert desk.is_as_new()


def test_a_glob_counts_as_what_it_matches(desk: Desk) -> None:
    """Lines of matched files go; a file that is no longer matched is not missed."""
    _json_lines(desk.folder / "a.jsonl", range(3))
    _json_lines(desk.folder / "b.jsonl", (3, 4))
    desk.build(f"{desk.folder}/*")
    _json_lines(desk.folder / "a.jsonl", (0, 1))
    (desk.folder / "b.jsonl").unlink()
    (desk.folder / "notes").write_text("not read", encoding="utf-8")
    (desk.folder / "empty").mkdir()
    assert desk.prune(f"{desk.folder}/*").removed == 1
