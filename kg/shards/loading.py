"""Folders of shards → a store, as a build of the same articles would make it.  *I/O*

No article is read again: `Task` gets from a shelf what a reader would give.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from kg.build import build_articles
from kg.corrections import NAME as CORRECTIONS
from kg.errors import SourceError
from kg.graph import content_hash
from kg.model import Article
from kg.pipeline import Reader
from kg.replaying import forget
from kg.shards.files import DAMAGE, quads_file, read_manifest, rows_file
from kg.shards.packing import from_json
from kg.store import Store
from kg.task import BuildReport, Progress, Task
from kg.vocab import DEFAULT_BASE
from kg.workers import Outcome

T = TypeVar("T")


def load_shards(
    folders: Sequence[str | Path], store: str | Path, *, reader: Reader, progress: Progress | None = None
) -> BuildReport:
    """Put the shards of folders into the store at a path, in the order given, then derive what is across.

    `reader` must be as the one that made them; it reads only what corrections of the store are about.  Raises
    SourceError and StoreError.
    """
    shelf = _Shelf([Path(folder) for folder in folders], reader)
    with Store.open(store, write=True) as opened:
        base = opened.ledger.get("base", DEFAULT_BASE)
        if base != shelf.base:
            raise SourceError(
                f"{store}: its base is {base}, that of the shards {shelf.base}. Name a new store."
            )
        forget(opened.ledger)
        report = Task(opened, reader, shelf, keep_going=True, progress=progress).run(shelf.articles())
    if (Path(store) / CORRECTIONS).exists():
        return _together(report, build_articles([], store, reader=reader))
    return report


def _together(loaded: BuildReport, corrected: BuildReport) -> BuildReport:
    """What loading and then replaying corrections did: each article counts once, new ones as added."""
    changed = max(0, corrected.changed - loaded.added)
    return replace(
        corrected,
        added=loaded.added,
        changed=loaded.changed + changed,
        unchanged=max(0, loaded.unchanged - changed),
        failures=loaded.failures + corrected.failures,
        warnings=loaded.warnings + corrected.warnings,
    )


class _Shelf:
    """Gives articles, and for each that is asked for what was made of it."""

    def __init__(self, folders: Sequence[Path], reader: Reader) -> None:
        self.manifests = [(folder, read_manifest(folder)) for folder in folders]
        self.base = self.manifests[0][1]["base"] if self.manifests else DEFAULT_BASE
        for folder, manifest in self.manifests:
            if manifest["reader"] != reader.version:
                raise SourceError(
                    f"{folder}: made by {manifest['reader']}, this is {reader.version}. Load with the same "
                    f"kg, ontology and finders (then kg rebuild derives all anew), or make the shards again."
                )
            if manifest["base"] != self.base:
                raise SourceError(
                    f"{folder}: its base is {manifest['base']}, that of the others {self.base}."
                )
        self.outcome: Outcome | None = None

    def articles(self) -> Iterator[Article]:
        """Yield the articles of all parts; while one is looked at, `outcome` is what was made of it."""
        for folder, manifest in self.manifests:
            for part in manifest["parts"]:
                for self.outcome in _outcomes(folder, part["number"]):
                    yield self.outcome.article

    def read(self, articles: Iterable[Article], base: str) -> Iterator[Outcome]:
        """Yield what was made of each article."""
        for article in articles:
            outcome = self.outcome
            assert outcome is not None and outcome.hash == content_hash(article)
            yield outcome

    def map(
        self, chunks: Iterable[list[Article]], base: str, then: Callable[[list[Outcome]], T]
    ) -> Iterator[T]:
        """Do `then` with the outcomes of each article."""
        raise NotImplementedError("a shelf has one article at a time")


def _outcomes(folder: Path, number: int) -> Iterator[Outcome]:
    """Yield the outcomes of a part, one at a time."""
    path = rows_file(folder, number)
    line = 1  # of the file, for messages
    try:
        with gzip.open(path, "rb") as rows, gzip.open(quads_file(folder, number), "rb") as quads:
            rows.readline()  # the part itself
            for text in rows:
                line += 1
                row: dict[str, Any] = json.loads(text)
                outcome = from_json(row, quads.read(row["bytes"]))
                yield outcome
            if quads.read(1):
                raise SourceError("there are more statements than rows")
    except (SourceError, *DAMAGE) as error:
        raise SourceError(
            f"{path}, line {line}: damaged ({error}). Delete this file and run kg shards again: only this "
            f"part is made anew.  What was loaded before is kept."
        ) from error
