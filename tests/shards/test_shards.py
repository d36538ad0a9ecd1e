"""Shards: the same files whoever makes them, made once, and a store like that of a build."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tiny import DeadlyReader, TinyReader, article

from kg.build import build_articles
from kg.errors import SourceError, StoreError
from kg.model import Article, Document
from kg.ontology import Lexicon
from kg.shards import load_shards
from kg.shards.making import make_from
from kg.shards.packing import from_json, gzipped, to_json
from kg.sources import Unreadable
from kg.store import Store
from kg.workers import read_one

NAMES = ("Alder", "Birch", "Cedar", "Doyle")
VERBS = ("called", "attacked", "denies calling")


def _articles(count: int = 60) -> list[Article]:
    texts = [
        f"{NAMES[i % 4]} {VERBS[i % 3]} {NAMES[(i + 1 + i % 3) % 4]} on 2025-07-{1 + i % 28:02}. "
        f'{NAMES[i % 4]}: "Thank you, ÄЖ {i}."'
        for i in range(count)
    ]
    made = [article(text, str(i), publisher=f"Outlet {i % 5}") for i, text in enumerate(texts)]
    twice = [replace(made[3], id="copy.txt", source="in/copy.txt"), article("POISON", "bad")]
    return [*made[:40], *twice, *made[40:], replace(made[50], text=made[50].text + " Again.")]


def _make(folder: Path, lexicon: Lexicon, items: list[Any] | None = None, **more: Any) -> Any:
    reader = more.pop("reader", TinyReader(lexicon))
    return make_from(items or _articles(), folder, reader=reader, size=more.pop("size", 27), **more)


def _files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if not p.name.startswith(".")}


def _dump(path: Path) -> list[str]:
    with Store.open(path) as store:
        return list(store.dump())


@pytest.fixture
def built(tmp_path: Path, lexicon: Lexicon) -> list[str]:
    """What a build makes of the articles."""
    build_articles(_articles(), tmp_path / "built.kg", reader=TinyReader(lexicon))  # type: ignore[arg-type]
    return _dump(tmp_path / "built.kg")


def test_loading_gives_the_store_of_a_build(tmp_path: Path, lexicon: Lexicon, built: list[str]) -> None:
    """Copies, failures and changed versions included, byte for byte; a second time nothing is new."""
    report = _make(tmp_path / "s", lexicon)
    assert (report.parts, report.articles, report.read) == (3, 63, 62)
    assert report.failures == ["in/bad.txt: could not be read"]
    for added in (61, 0):
        loaded = load_shards([tmp_path / "s"], tmp_path / "x.kg", reader=TinyReader(lexicon))  # type: ignore[arg-type]
        assert loaded.failures == report.failures
        assert loaded.added == added
        assert _dump(tmp_path / "x.kg") == built


def test_shards_of_several_machines_meet_in_one_store(
    tmp_path: Path, lexicon: Lexicon, built: list[str]
) -> None:
    """Each machine read its share; events and people of both meet."""
    items = _articles()
    _make(tmp_path / "a", lexicon, items[:30])
    _make(tmp_path / "b", lexicon, items[30:], size=7)
    load_shards([tmp_path / "a", tmp_path / "b"], tmp_path / "x.kg", reader=TinyReader(lexicon))  # type: ignore[arg-type]
    assert _dump(tmp_path / "x.kg") == built


def test_the_files_are_the_same_whoever_makes_them(tmp_path: Path, lexicon: Lexicon) -> None:
    """One process or two: equal bytes, the manifest included."""
    _make(tmp_path / "one", lexicon)
    _make(tmp_path / "two", lexicon, workers=2)
    assert _files(tmp_path / "one") == _files(tmp_path / "two")
    assert len(_files(tmp_path / "one")) == 7


def test_the_parts_hold_the_statements_of_the_articles(
    tmp_path: Path, lexicon: Lexicon, built: list[str]
) -> None:
    """Any gzip program unpacks them; the union is what a store holds of the articles."""
    _make(tmp_path / "s", lexicon)
    lines = {
        line
        for path in (tmp_path / "s").glob("*.nq.gz")
        for line in gzip.decompress(path.read_bytes()).decode().splitlines()
    }
    changed = {line for line in lines if line not in set(built)}  # the version that was replaced
    assert {line for line in built if "/graph/article/" in line} == lines - changed
    assert len({line.rsplit("<", 1)[1] for line in changed}) == 1


def test_finished_parts_are_not_made_again(tmp_path: Path, lexicon: Lexicon) -> None:
    """Only the part whose articles changed is read."""
    items = _articles()
    _make(tmp_path / "s", lexicon)
    before = _files(tmp_path / "s")
    read: list[str] = []

    class Spy(TinyReader):
        def read(self, article: Article) -> Document:
            read.append(article.source)
            return super().read(article)

    assert _make(tmp_path / "s", lexicon, reader=Spy(lexicon)).kept == 3
    assert not read
    assert _files(tmp_path / "s") == before
    items[30] = replace(items[30], text="Alder called Doyle on 2025-07-01.")
    assert _make(tmp_path / "s", lexicon, items, reader=Spy(lexicon)).kept == 2
    assert len(read) == 27
    assert _make(tmp_path / "s", lexicon, items, reader=TinyReader(lexicon, "tiny-2")).kept == 0


def test_parts_of_a_longer_run_go(tmp_path: Path, lexicon: Lexicon) -> None:
    """What the sources no longer hold is no longer there."""
    _make(tmp_path / "s", lexicon)
    assert _make(tmp_path / "s", lexicon, _articles()[:27]).parts == 1
    assert sorted(_files(tmp_path / "s")) == [
        "manifest.json",
        "part-00001.ledger.jsonl.gz",
        "part-00001.nq.gz",
    ]


def test_a_run_that_is_killed_goes_on(tmp_path: Path, lexicon: Lexicon) -> None:
    """kill -9 in the middle: not taken for finished; the next run makes the rest, with the same bytes."""
    code = f"""
import os, sys
sys.path[:0] = {[str(Path(__file__).parent), str(Path(__file__).parents[1])]!r}
import kg.shards.making as making
from kg.ontology import load_lexicon
from test_shards import TinyReader, _articles
real = making._Maker._write
def write(self, part):
    if part.number == 2:
        making.quads_file(self.folder, 2).write_bytes(b"half")
        os._exit(9)
    real(self, part)
making._Maker._write = write
making.make_from(_articles(), {str(tmp_path / "s")!r}, reader=TinyReader(load_lexicon()), size=27)
"""
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 9
    with pytest.raises(SourceError, match="not finished"):
        load_shards([tmp_path / "s"], tmp_path / "x.kg", reader=TinyReader(lexicon))  # type: ignore[arg-type]
    assert not (tmp_path / "x.kg").exists()
    assert _make(tmp_path / "s", lexicon).kept == 1
    _make(tmp_path / "fresh", lexicon)
    assert _files(tmp_path / "s") == _files(tmp_path / "fresh")


def test_an_article_that_ends_its_process_is_quarantined(tmp_path: Path, lexicon: Lexicon) -> None:
    """Its part is finished without it; with retry that part is made again."""
    items = [*_articles()[:30], article("DEADLY", "deadly")]
    report = _make(tmp_path / "s", lexicon, items, reader=DeadlyReader(lexicon), workers=2)
    assert (report.read, len(report.failures)) == (30, 1)
    assert "quarantined" in report.failures[0]
    assert _make(tmp_path / "s", lexicon, items).failures == report.failures
    mended = _make(tmp_path / "s", lexicon, items, retry=True)
    assert (mended.kept, mended.read, mended.failures) == (1, 31, [])


def test_inputs_that_cannot_be_read_are_told(tmp_path: Path, lexicon: Lexicon) -> None:
    """They are named; without any article no folder is made."""
    broken = Unreadable.at("in/x.json", "not JSON")
    assert _make(tmp_path / "s", lexicon, [broken, _articles()[0]]).failures == [broken.message]
    assert _make(tmp_path / "none", lexicon, [broken]).failures == [broken.message]
    assert not (tmp_path / "none").exists()


def test_other_folders_are_left_alone(tmp_path: Path, lexicon: Lexicon) -> None:
    """A folder with other things is refused, and untouched."""
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(StoreError, match=r"holds other things \(thesis.txt"):
        _make(tmp_path, lexicon)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_shards_of_another_reader_are_refused(tmp_path: Path, lexicon: Lexicon) -> None:
    """The graphs across articles would not fit them."""
    _make(tmp_path / "s", lexicon)
    with pytest.raises(SourceError, match="made by tiny-1, this is tiny-2"):
        load_shards([tmp_path / "s"], tmp_path / "x.kg", reader=TinyReader(lexicon, "tiny-2"))  # type: ignore[arg-type]


def _rows(change: Callable[[dict[str, Any]], None]) -> Callable[[bytes], bytes]:
    def edit(data: bytes) -> bytes:
        lines = gzip.decompress(data).splitlines()
        row = json.loads(lines[5])
        change(row)
        lines[5] = json.dumps(row).encode()
        return gzipped(b"\n".join(lines) + b"\n")

    return edit


@pytest.mark.parametrize(
    ("name", "edit", "message"),
    [
        ("part-00002.nq.gz", lambda d: d[:-9], r"part-00002.nq.gz: [\d,]+ bytes instead of"),
        ("part-00002.nq.gz", lambda d: d[:400] + bytes([d[400] ^ 1]) + d[401:], "part-00002.*line.*damaged"),
        (
            "part-00002.ledger.jsonl.gz",
            _rows(lambda r: r.update(text="Other.")),
            "line 6: damaged .*not what",
        ),
        ("part-00002.ledger.jsonl.gz", _rows(lambda r: r.update(quads=1)), "line 6: damaged .*statements"),
        ("part-00002.ledger.jsonl.gz", _rows(lambda r: r.pop("ties")), "line 6: damaged .*ties"),
        ("manifest.json", lambda d: d[:100], "not a manifest"),
    ],
)
def test_damaged_files_are_named(
    tmp_path: Path, lexicon: Lexicon, name: str, edit: Callable[[bytes], bytes], message: str
) -> None:
    """File and line, and what to try; nothing of the damaged article is in the store."""
    _make(tmp_path / "s", lexicon)
    path = tmp_path / "s" / name
    path.write_bytes(edit(path.read_bytes()))
    manifest = tmp_path / "s" / "manifest.json"
    if "ledger" in name:
        described = json.loads(manifest.read_text())
        described["parts"][1]["rows_bytes"] = path.stat().st_size
        manifest.write_text(json.dumps(described))
    with pytest.raises(SourceError, match=message):
        load_shards([tmp_path / "s"], tmp_path / "x.kg", reader=TinyReader(lexicon))  # type: ignore[arg-type]


def test_an_outcome_comes_back_from_its_row(lexicon: Lexicon, read: Callable[..., Document]) -> None:
    """Everything the store needs, of a real article too."""
    from kg.pipeline import Reader

    text = "Der ukrainische Präsident Wolodymyr Selenskyj und US-Präsident Donald Trump haben telefoniert."
    item = replace(read(text, title="Anruf").article, authors=("A. B.",), publisher="Bote")
    outcome = read_one(item, Reader.load(), "https://w3id.org/newskg/id/")
    assert outcome.graph is not None and outcome.digest is not None and outcome.digest.mentions
    assert from_json(json.loads(json.dumps(to_json(outcome))), outcome.graph.data) == outcome


def test_corrections_of_a_store_hold_for_what_is_loaded(tmp_path: Path, lexicon: Lexicon) -> None:
    """As if the articles had been built: also those that were there before."""
    line, items = "- {reject: person/doyle, by: anna}\n", [a for a in _articles() if isinstance(a, Article)]
    for name in ("built.kg", "loaded.kg"):
        build_articles(items[:5], tmp_path / name, reader=TinyReader(lexicon))  # type: ignore[arg-type]
        (tmp_path / name / "corrections.yaml").write_text(line, "utf-8")
    built = build_articles(items, tmp_path / "built.kg", reader=TinyReader(lexicon))  # type: ignore[arg-type]
    _make(tmp_path / "shards", lexicon, items)
    loaded = load_shards([tmp_path / "shards"], tmp_path / "loaded.kg", reader=TinyReader(lexicon))  # type: ignore[arg-type]
    assert loaded.added == built.added
    assert loaded.changed + loaded.unchanged == built.changed + built.unchanged  # each article once
    assert _dump(tmp_path / "loaded.kg") == _dump(tmp_path / "built.kg")
    assert not any("person/doyle>" in q and "denotedBy" in q for q in _dump(tmp_path / "loaded.kg"))
