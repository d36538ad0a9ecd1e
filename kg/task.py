"""One build of one store: what is new is read and written, what is obsolete forgotten.  *I/O*

Article graphs are written and flushed batch by batch; then the ledger is told of several batches at once,
and graphs that nothing refers to any more go.  Whenever it is cut off, the ledger says what is there, and the
next build goes on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING

from kg import faults
from kg.across import Digest
from kg.deriving import derive
from kg.errors import ArticleError, ClusterError, SourceError
from kg.graph import Run, content_hash
from kg.graph.terms import key_hash
from kg.ledger import Entry, place_of
from kg.model import Article
from kg.pipeline import Reader
from kg.pruning import Pruning
from kg.replaying import idle, replay
from kg.store import ARTICLES, Store
from kg.touched import Touched
from kg.vocab import DEFAULT_BASE
from kg.workers import Outcome, Readers

if TYPE_CHECKING:
    from kg.sources import Unreadable
    from kg.sources.listing import Listing

BATCH = 50_000  # statements written at once: fewer cost more time, more cost memory and save no time
AT_ONCE = 500  # articles in one transaction of the ledger, which touches pages all over its file
_NOTHING = Digest()
_SURROGATES = re.compile("[\ud800-\udfff]")
Progress = Callable[[Article], object]


@dataclass(slots=True)
class BuildReport:
    """What a build did (`added` … `failures`), and what the store holds now."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int | None = None  # None: nothing was to be pruned
    failures: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    people: int = 0
    countries: int = 0
    organisations: int = 0
    events: int = 0
    quotations: int = 0
    quads: int = 0
    quarantined: int = 0
    copies: int = 0  # articles of stories, without the first of each
    names: int = 0  # of events, beside the leading ones: those that have a link


class Task:
    """One build of one store."""

    def __init__(
        self, store: Store, reader: Reader, readers: Readers, *, keep_going: bool, progress: Progress | None,
        again: bool = False, retry: bool = False, prune: Listing | None = None, most: bool = False,
    ) -> None:  # fmt: skip
        self.store, self.reader, self.ledger = store, reader, store.ledger
        self.readers, self.keep_going, self.again, self.retry = readers, keep_going, again, retry
        self.progress: Progress = progress or (lambda _: None)
        self.base = self.ledger.get("base", DEFAULT_BASE)
        self.started = _now()
        self.run_key = key_hash(self.started, reader.version)
        self.report = BuildReport()
        self.touched = Touched(everything=again or self.ledger.get("derived", "never") != "fresh")
        self.pruning = Pruning(self.ledger, prune, most=most) if prune else None
        self.pending: dict[str, Article] = {}
        self.shown: dict[
            tuple[str, str], str
        ] = {}  # what a source showed last, where that is not written yet
        self.batch: list[Outcome] = []
        self.size = 0
        self.written: list[Outcome] = []  # their graphs are on the disk, the ledger does not know yet
        # a build that was cut off may have left versions that no source shows any more
        self.orphans = set(self.ledger.unshown() if self.touched.everything else ())
        self.replay = replay(self.ledger, reader.corrections)
        self.reread = set(self.replay.articles)
        self.touched.events |= self.replay.events

    def run(self, items: Iterable[Article | Unreadable]) -> BuildReport:
        self._drop_orphans()
        try:
            for outcome in self.readers.read(self._new(chain(items, self._again())), self.base):
                self._take(outcome)
            self._write()
            self._prune()
        except (KeyboardInterrupt, ArticleError, ClusterError, SourceError):
            self._write()
            self.store.mend()
            self._finish()
            raise
        self._finish()
        return _totals(self.store, self.report)

    def _new(self, items: Iterable[Article | Unreadable]) -> Iterator[Article]:
        """Pass on what has to be read; note where the rest was seen."""
        for item in items:
            if not isinstance(item, Article):
                if self.pruning:
                    self.pruning.see(item)
                self._fail(item.message)
                continue
            article = writable(item)
            if self.pruning:
                self.pruning.see(article)
            key = content_hash(article)
            known = self.ledger.state(key)
            if key in self.reread:
                self.reread.discard(key)
                known = None
            if key in self.pending or (known == ("done", self.reader.version) and not self.again):
                self.report.unchanged += key in self.pending or not self._moves(article, key)
                self._see(article, key)
                self.progress(article)
            elif known == ("quarantined", self.reader.version) and not (self.again or self.retry):
                self._see(article, key)
                self._fail(self.ledger.reason(key))
            else:
                self.pending[key] = article
                self.shown[article.id, place_of(article.source)] = key
                yield article

    def _again(self) -> Iterator[Article]:
        """Articles that a changed correction concerns and that the sources did not show."""
        for key in sorted(self.reread):
            if key in self.reread and (entry := self.ledger.entry(key)) is not None:
                yield entry.article

    def _moves(self, article: Article, key: str) -> bool:
        """Say whether the source showed something else under this id before: then it changed, and back."""
        before = self.ledger.origin(article.id, place_of(article.source))
        changed = before is not None and before != key
        self.report.changed += changed
        return changed

    def _see(self, article: Article, key: str) -> None:
        """Note that a source shows an article version; the version it showed before may be obsolete."""
        place = place_of(article.source)
        if (article.id, place) in self.shown:
            self.shown[article.id, place] = key
        before = self.ledger.origin(article.id, place)
        if before == key:
            return
        self._mark_stale()
        with self.ledger.transaction():
            self.ledger.set_origin(article.id, place, key)
        self.touched.articles.add(key)
        if before is not None:
            self.orphans.add(before)

    def _take(self, outcome: Outcome) -> None:
        self.batch.append(outcome)
        self.size += outcome.graph.size if outcome.graph else 0
        self.progress(outcome.article)
        if outcome.reason is not None:
            self._fail(outcome.reason)
        if self.size >= BATCH or len(self.batch) >= AT_ONCE:
            self._write_graphs()
        if len(self.written) >= AT_ONCE:
            self._tell_ledger()

    def _fail(self, message: str) -> None:
        self.report.failures.append(message)
        if not self.keep_going:
            raise ArticleError(message)

    def _write(self) -> None:
        """Write all that waits."""
        self._write_graphs()
        self._tell_ledger()

    def _write_graphs(self) -> None:
        """Write the graphs of a batch to the disk."""
        batch, self.batch, self.size = self.batch, [], 0
        if not batch:
            return
        faults.passing("before_write")
        self._count(batch)
        self._mark_stale()
        graphs = [o.graph for o in batch if o.graph]
        there = [] if self.again else [ARTICLES + o.hash for o in batch if self._has_graph(o.hash)]
        self.store.write(graphs, known=there)
        faults.passing("after_store_before_flush")
        self.store.flush()
        faults.passing("after_store_before_ledger")
        self.written += [replace(o, graph=o.graph and replace(o.graph, data=b"")) for o in batch]

    def _tell_ledger(self) -> None:
        """Note what is written, and drop what is obsolete."""
        batch, self.written = self.written, []
        if batch:
            with self.ledger.transaction():
                for outcome in batch:
                    self._record(outcome)
                    faults.passing("in_ledger")
            faults.passing("after_ledger")
            waiting = {(a.id, place_of(a.source)) for a in self.pending.values()}
            self.shown = {place: key for place, key in self.shown.items() if place in waiting}
        self._drop_orphans()

    def _has_graph(self, key: str) -> bool:
        found = self.ledger.state(key)
        return found is not None and found[0] == "done"

    def _mark_stale(self) -> None:
        if self.ledger.get("derived") != "stale":
            with self.ledger.transaction():
                self.ledger.set("derived", "stale")

    def _count(self, batch: list[Outcome]) -> None:
        for outcome in batch:
            if outcome.graph is not None:
                before = self.ledger.origin(outcome.article.id, place_of(outcome.article.source))
                digest = self.ledger.digest(outcome.hash)
                again = self.again or outcome.hash in self.replay.articles
                if again and digest == outcome.graph.digest:
                    self.report.unchanged += 1
                elif digest or (before is not None and before != outcome.hash):
                    self.report.changed += 1
                else:
                    self.report.added += 1
                self.report.warnings += [f"{outcome.article.source}: {note}" for note in outcome.notes]

    def _record(self, outcome: Outcome) -> None:
        article, key = outcome.article, outcome.hash
        self.pending.pop(key, None)
        self.touched.see(self.ledger, key)
        graph = outcome.graph
        if graph is None and self._has_graph(key) and not self.again:
            return  # what an earlier version of the program could read stays
        entry = Entry(
            key, article, outcome.state, self.reader.version, self.run_key, outcome.reason,
            outcome.read_as, graph.size if graph else 0, graph.digest if graph else "", outcome.notes,
        )  # fmt: skip
        self.ledger.put(entry, outcome.digest or _NOTHING)
        self.touched.see(self.ledger, key)
        if self.again:
            return  # where things were seen is not news
        place = place_of(article.source)
        if self.shown.get((article.id, place), key) != key:
            self.orphans.add(key)  # the same source showed another version later
            return
        before = self.ledger.origin(article.id, place)
        self.ledger.set_origin(article.id, place, key)
        if before is not None and before != key:
            self.orphans.add(before)

    def _prune(self) -> None:
        """Forget articles that the sources of this build no longer show."""
        if self.pruning is None:
            return
        self.report.removed = 0
        for origins in self.pruning.gone():
            self._mark_stale()
            with self.ledger.transaction():
                for id, source, key in origins:
                    self.ledger.drop_origin(id, source)
                    self.touched.articles.add(key)
                    self.orphans.add(key)
            self.report.removed += self._drop_orphans()
            faults.passing("between_prunes")
        self.report.warnings += self.pruning.notes()

    def _drop_orphans(self) -> int:
        """Forget versions that no source shows any more: ledger first, then their graphs; return how many."""
        gone = [key for key in sorted(self.orphans) if not self.ledger.origins(key)]
        self.orphans.clear()
        if not gone:
            return 0
        self._mark_stale()
        with self.ledger.transaction():
            for key in gone:
                self.touched.see(self.ledger, key)
                self.ledger.drop(key)
        faults.passing("after_drop_before_remove")
        self.store.remove(ARTICLES + key for key in gone)
        return len(gone)

    def _finish(self) -> None:
        """Bring the graphs across articles up to date, if anything changed."""
        stale = (
            self.ledger.get("derived", "never") != "fresh"
            or self.ledger.get("lexicon") != self.reader.lexicon.version
        )
        if stale or self.touched.articles or self.replay.changed:
            faults.passing("before_derive")
            run = Run(self.run_key, self.reader.version, self.started, _now())
            derive(self.store, self.reader.lexicon, self.touched, run, self.replay)
        self.report.warnings += idle(self.ledger, self.replay.now)


def _totals(store: Store, report: BuildReport) -> BuildReport:
    ledger = store.ledger
    report.people, report.countries = ledger.count("person"), ledger.count("country")
    report.organisations, report.events = ledger.count("organisation"), ledger.count("event")
    report.quotations = ledger.count("quotation")
    report.quads = ledger.quads() + int(ledger.get("across", "0"))
    report.quarantined = ledger.articles("quarantined")
    report.copies, report.names = ledger.across.counted("copies"), ledger.across.counted("names")
    return report


def writable(article: Article) -> Article:
    """Replace lone surrogates, which no file can hold, one for one."""
    texts = (
        article.title,
        article.text,
        article.id,
        article.source,
        article.publisher or "",
        article.url or "",
        *article.authors,
    )
    if not any(_SURROGATES.search(text) for text in texts):
        return article

    def mended(text: str | None) -> str | None:
        return _SURROGATES.sub("\ufffd", text) if text else text

    return replace(
        article, title=mended(article.title) or "", text=mended(article.text) or "",
        id=mended(article.id) or "", source=mended(article.source) or "",
        publisher=mended(article.publisher), url=mended(article.url),
        authors=tuple(mended(a) or "" for a in article.authors),
    )  # fmt: skip


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
