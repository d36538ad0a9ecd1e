"""Articles → a folder of shards.  A finished part is not made again.  *I/O*

Parts follow the order of the sources, so the same sources give the same bytes, whoever reads them.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import faults
from kg.build import open_readers
from kg.errors import StoreError
from kg.exports.atomic import new_file
from kg.graph import content_hash
from kg.locking import Lock
from kg.model import Article
from kg.pipeline import Reader
from kg.shards.files import FORMAT, LOCK, MANIFEST, OURS, quads_file, read_head, rows_file
from kg.shards.packing import Packed, gzipped, pack, to_line
from kg.sources import Unreadable, read_articles
from kg.task import writable
from kg.vocab import DEFAULT_BASE
from kg.workers import PATIENCE, Readers, chunks_of

SIZE = 500  # articles of a part: with news, 4 MB of compressed statements
MEMBER = 25  # articles packed together; part of the format, since it shows in the bytes
PART_CHARACTERS = 20_000_000  # a part of very long articles holds fewer
_COUNTS = ("articles", "read", "statements", "quads_size", "rows_size", "quarantined")


@dataclass(slots=True)
class ShardReport:
    """What was made: parts, of which some were `kept` from an earlier run, and what they hold."""

    parts: int = 0
    kept: int = 0
    articles: int = 0
    read: int = 0
    statements: int = 0
    failures: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Part:
    number: int
    input: str
    members: int
    packed: list[Packed] = field(default_factory=list)


def make_shards(
    sources: Sequence[str], folder: str | Path, *, reader: Reader, size: int = SIZE, workers: int = 1,
    cluster: str | None = None, patience: float = PATIENCE, retry: bool = False,
    progress: Callable[[int], object] | None = None,
) -> ShardReport:  # fmt: skip
    """Read sources into a folder of shards, in several processes or on a cluster.

    `progress` is called with the number of articles done.  With `retry`, parts in which an article is
    quarantined are made again.  Raises SourceError, StoreError, ExportError and ClusterError.
    """
    return make_from(
        read_articles(sources), folder, reader=reader, size=size, workers=workers, cluster=cluster,
        patience=patience, retry=retry, progress=progress,
    )  # fmt: skip


def make_from(
    items: Iterable[Article | Unreadable], folder: str | Path, *, reader: Reader, size: int = SIZE,
    workers: int = 1, cluster: str | None = None, patience: float = PATIENCE, retry: bool = False,
    progress: Callable[[int], object] | None = None,
) -> ShardReport:  # fmt: skip
    """Like `make_shards`, with articles that are already at hand."""
    unread: list[str] = []
    parts = chunks_of(_readable(items, unread), size, PART_CHARACTERS)
    first = next(parts, None)
    if first is None:
        return ShardReport(failures=unread)  # a mistyped name leaves no empty folder behind
    path = Path(folder)
    lock = _take(path)
    try:
        with open_readers(
            reader, workers=workers, patience=patience, cluster=cluster, warm=first[0]
        ) as readers:
            maker = _Maker(path, reader.version, size, retry, progress or (lambda _: None))
            maker.run(_chain(first, parts), readers)
        return maker.finish(reader.lexicon.version, unread)
    finally:
        lock.release()


class _Maker:
    """One run over one folder."""

    def __init__(
        self, folder: Path, version: str, size: int, retry: bool, progress: Callable[[int], object]
    ) -> None:
        self.folder, self.version, self.size, self.retry = folder, version, size, retry
        self.progress = progress
        self.heads: dict[int, dict[str, Any]] = {}
        self.kept = 0
        self.open: deque[_Part] = deque()

    def run(self, parts: Iterable[list[Article]], readers: Readers) -> None:
        for packed in readers.map(self._todo(parts), DEFAULT_BASE, pack):
            part = self.open[0]
            part.packed.append(packed)
            self.progress(packed.articles)
            if len(part.packed) == part.members:
                self._write(self.open.popleft())

    def _todo(self, parts: Iterable[list[Article]]) -> Iterator[list[Article]]:
        """Yield the articles of unfinished parts, member by member."""
        for number, articles in enumerate(parts, start=1):
            key = _key(articles)
            head = read_head(self.folder, number)
            same = head is not None and (head["reader"], head["input"]) == (self.version, key)
            if head is not None and same and not (self.retry and head["quarantined"]):
                self.heads[number] = head
                self.kept += 1
                self.progress(len(articles))
                continue
            members = list(chunks_of(articles, MEMBER))
            self.open.append(_Part(number, key, len(members)))
            yield from members

    def _write(self, part: _Part) -> None:
        """Write a part: statements, then rows, whose first line says that it is finished."""
        quads = b"".join(p.quads for p in part.packed)
        failures = [why for p in part.packed for why in p.failures]
        head = {
            "format": FORMAT, "number": part.number, "input": part.input, "reader": self.version,
            **{name: sum(getattr(p, name) for p in part.packed) for name in _COUNTS},
            "quads_bytes": len(quads), "quads_sha256": hashlib.sha256(quads).hexdigest(),
            "failures": failures,
        }  # fmt: skip
        for old in (self.folder / MANIFEST, rows_file(self.folder, part.number)):
            old.unlink(missing_ok=True)  # without it nobody takes what is half new for finished
        with new_file(quads_file(self.folder, part.number)) as draft:
            draft.write_bytes(quads)
        faults.passing("after_quads_before_rows")
        with new_file(rows_file(self.folder, part.number)) as draft:
            draft.write_bytes(gzipped(to_line(head)) + b"".join(p.rows for p in part.packed))
        self.heads[part.number] = head

    def finish(self, lexicon: str, unread: list[str]) -> ShardReport:
        """Remove parts of earlier, longer runs, and write the manifest."""
        heads = [self.heads[number] for number in sorted(self.heads)]
        for path in self.folder.glob("part-*.gz"):
            if int(path.name.split(".")[0][5:]) > len(heads):
                path.unlink()
        totals = {name: sum(h[name] for h in heads) for name in _COUNTS}
        manifest = {
            "format": FORMAT, "reader": self.version, "lexicon": lexicon, "base": DEFAULT_BASE,
            "size": self.size, "totals": totals,
            "unreadable": unread, "parts": [_described(self.folder, head) for head in heads],
        }  # fmt: skip
        faults.passing("before_manifest")
        with new_file(self.folder / MANIFEST) as draft:
            text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
            draft.write_text(text, encoding="utf-8", newline="\n")
        failures = [*unread, *(why for head in heads for why in head["failures"])]
        return ShardReport(
            len(heads), self.kept, totals["articles"], totals["read"], totals["statements"], failures
        )


def _described(folder: Path, head: dict[str, Any]) -> dict[str, Any]:
    rows = rows_file(folder, head["number"]).read_bytes()
    kept = {name: value for name, value in head.items() if name not in ("format", "reader", "failures")}
    return kept | {"rows_bytes": len(rows), "rows_sha256": hashlib.sha256(rows).hexdigest()}


def _readable(items: Iterable[Article | Unreadable], unread: list[str]) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Article):
            yield writable(item)
        else:
            unread.append(item.message)


def _key(articles: Sequence[Article]) -> str:
    """Return a hash of what a part is made from: contents, and where they were found."""
    seen = hashlib.sha256()
    for article in articles:
        seen.update(json.dumps([content_hash(article), article.id, article.source]).encode())
    return seen.hexdigest()[:32]


def _chain(first: list[Article], rest: Iterator[list[Article]]) -> Iterator[list[Article]]:
    yield first
    yield from rest


def _take(folder: Path) -> Lock:
    """Make the folder, or go on in it; refuse one with other things."""
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder}: a file, not a folder. Name a folder for the shards.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = sorted(p.name for p in folder.iterdir() if not OURS.match(p.name))
    except OSError as error:
        raise StoreError(
            f"{folder}: cannot be made ({error.strerror}). Check the path and its mode."
        ) from error
    if others:
        raise StoreError(f"{folder}: holds other things ({others[0]} …). Name a new folder for the shards.")
    lock = Lock(folder / LOCK, exclusive=True)
    for draft in folder.glob(".*.tmp"):
        draft.unlink()
    return lock
