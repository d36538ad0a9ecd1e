"""Stores that grow, shrink and are cut off hold the same bytes as one built at once from what is left.

Articles are copies of one text, cut ones, of agencies and outlets, early and late; they tell of events that
are one under several names, of events that only look alike, and of nothing.  The relations of four people are
hubs: a dozen other articles report them too.  Corrections come and go, articles are deleted and pruned.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from reports import OTHER, PARAGRAPHS
from tiny import TinyReader, article

from kg.build import build_articles, rebuild
from kg.corrections import NAME as CORRECTIONS
from kg.graph import content_hash
from kg.model import Article
from kg.ontology import Lexicon
from kg.sources.listing import Listing
from kg.store import PROVENANCE, Store

EVENTS = (
    "",
    "Alder called Birch on 2025-07-04.",
    "Birch called Alder on 2025-07-04.",  # the same call, under another name
    "Alder called Birch on 2025-07-05.",  # a day later
    "Alder called Birch.",  # on no day that is said
    "Alder denies calling Birch on 2025-07-04.",
    "Alder called Cedar on 2025-07-04.",  # only one party is the same
    "Cedar attacked Birch on 2025-07-04.",
    "Birch attacked Cedar on 2025-07-04.",
    "Cedar attacked Birch.",
    "Alder called Birch on 2025-07-04. Doyle called Birch on 2025-07-04.",
    'Cedar attacked Birch on 2025-07. Cedar: "We are grateful."',
)
BODIES = (
    "",
    "\n".join(PARAGRAPHS),
    "\n".join(PARAGRAPHS[:4]),  # cut
    "\n".join(PARAGRAPHS[1:]),  # the other end is cut
    "\n".join((*PARAGRAPHS[2:], OTHER)),  # a copy of some of its copies only
    OTHER,
)
DAYS = (date(2025, 7, 3), date(2025, 7, 4), date(2025, 7, 5), date(2025, 7, 25), None)
_versions = st.tuples(
    st.sampled_from(EVENTS),
    st.sampled_from(BODIES),
    st.sampled_from(("", "\n(dpa)", "\n(AFP)")),
    st.sampled_from(("Gazette", "Herald", "Courier")),
    st.sampled_from(DAYS),
    st.sampled_from(("en", "de")),
)
_shown = st.tuples(st.sampled_from("123456"), _versions)
EXAMPLES, STEPS = int(os.environ.get("KG_EXAMPLES", "2")), 8  # more than a few take minutes
Version = tuple[str, str, str, str, date | None, str]
FIRST, DAY = date(2025, 1, 1), timedelta(days=1)
HUBS = tuple(
    (f"hub{n}", (EVENTS[1 + n % (len(EVENTS) - 1)], "", "", ("Herald", "Post")[n % 2], DAYS[n % 5], "en"))
    for n in range(12)
)


def _article(name: str, version: Version) -> Article:
    event, body, agency, outlet, day, lang = version
    return article(f"{event}\n{body}{agency}", name, publisher=outlet, date=day, lang=lang)


def _lines() -> tuple[str, ...]:
    """Corrections of people, of the events that say a day, and of what the hubs tell."""
    read = TinyReader(None).read_alone  # type: ignore[arg-type]
    dated = sorted({e.ref for text in EVENTS for e in read(article(text)).events if e.when})
    hubs = [_article(*hub) for hub in HUBS]
    told = [(key, read(replace(hub, id=key))) for hub in hubs for key in [content_hash(hub)]]
    said = [q.ref for _, document in told for q in document.quotations]
    inside = [f"reject: {e.ref}, in: {key}" for key, document in told for e in document.events]
    pairs = list(pairwise(dated))
    return (
        "same: [person/birch, person/doyle]",
        "same: [person/alder, person/cedar]",
        "same: [person/doyle, person/alder]",
        "reject: person/doyle",
        *(
            f"{kind}: [{a}, {b}]"
            for kind in ("same", "distinct")
            for pair in pairs
            for a, b in (pair, pair[::-1])
        ),
        *(f"reject: {event}" for event in dated),
        *(f"retype: {event}, type: {kind}" for event in dated for kind in ("AGREE", "ASSAULT")),
        *(f"speaker: person/{who}, of: {q}" for q in said for who in ("alder", "doyle")),
        *inside,
    )


LINES = _lines()


def _build(path: Path, lexicon: Lexicon, items: Sequence[Article], **more: object) -> None:
    build_articles(items, path, reader=TinyReader(lexicon), **more)  # type: ignore[arg-type]


def _dump(path: Path) -> list[str]:
    with Store.open(path) as store:
        return list(store.dump())


class _Newsroom(RuleBasedStateMachine):
    """A store and what its sources show; after every step it is what a new store would be."""

    lexicon: Lexicon
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.store = Path(tempfile.mkdtemp(dir=self.folder)) / "s.kg"
        self.shown: dict[str, Version] = {}
        self.corrections: list[str] = []
        self.inbox = self.store.with_name("in")
        self.inbox.mkdir()

    def _articles(self, shown: Iterable[tuple[str, Version]]) -> list[Article]:
        """Articles of files that are there: only what was deleted can be pruned."""
        made = [_article(*one) for one in shown]
        for one in made:
            (self.inbox / one.id).touch()
        return [replace(one, source=str(self.inbox / one.id)) for one in made]

    def _write_corrections(self, store: Path) -> None:
        text = "".join(f"- {{{line}}}\n" for line in self.corrections)
        (store / CORRECTIONS).write_text(text, "utf-8")

    @initialize()
    def begin(self) -> None:
        """Everybody deals with everybody before anything else is told."""
        self.read(list(HUBS))

    @rule(shown=st.lists(_shown, min_size=1, max_size=4))
    def read(self, shown: list[tuple[str, Version]]) -> None:
        """Articles are new, changed, changed back, or known."""
        _build(self.store, self.lexicon, self._articles(shown))
        self.shown.update(shown)

    @rule(one=_shown)
    def read_one(self, one: tuple[str, Version]) -> None:
        """The most frequent way a store grows."""
        _build(self.store, self.lexicon, self._articles([one]))
        self.shown.update([one])

    @rule(names=st.sets(st.sampled_from("123456"), min_size=1), known=st.booleans())
    def prune(self, names: set[str], known: bool) -> None:
        """Files are deleted, and the next build is told so; it shows what is left, or one article of it."""
        for name in names & self.shown.keys():
            del self.shown[name]
            (self.inbox / f"{name}.txt").unlink()
        left = sorted(self.shown.items())
        items = self._articles(left if known else left[-1:])
        _build(self.store, self.lexicon, items, prune=Listing.of([str(self.inbox)]), most=True)

    @rule(lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=3))
    def correct(self, lines: list[str]) -> None:
        """Lines are added to the file."""
        self.corrections += [line for line in dict.fromkeys(lines) if line not in self.corrections]
        self._write_corrections(self.store)
        _build(self.store, self.lexicon, [])

    @precondition(lambda self: self.corrections)
    @rule(number=st.integers(0, 9))
    def take_back(self, number: int) -> None:
        """A line is deleted."""
        del self.corrections[number % len(self.corrections)]
        self._write_corrections(self.store)
        _build(self.store, self.lexicon, [])

    @rule()
    def cut_off(self) -> None:
        """A build ended before the graphs across articles were done."""
        if self.shown:
            with Store.open(self.store, write=True) as store, store.ledger.transaction():
                store.ledger.set("derived", "stale")
            name = min(self.shown)
            _build(self.store, self.lexicon, self._articles([(name, self.shown[name])]))

    @rule()
    def make_anew(self) -> None:
        """The RDF store is made again from the ledger."""
        if self.shown:
            rebuild(self.store, reader=TinyReader(self.lexicon))  # type: ignore[arg-type]

    @invariant()
    def nothing_is_forgotten(self) -> None:
        """Byte for byte what a store built at once from these articles holds."""
        if self.shown:
            new = self.store.with_name("new.kg")
            new.mkdir()
            self._write_corrections(new)
            _build(new, self.lexicon, self._articles(sorted(self.shown.items())))
            here, there = _dump(self.store), _dump(new)
            shutil.rmtree(new)
            assert here == there
            with Store.open(self.store) as store:
                across = store.ledger.across
                stories = [story for _, story in across.in_stories()]
                assert across.counted("copies") == len(stories) - len(set(stories))
                assert across.counted("names") == len(list(across.links()))

    def teardown(self) -> None:
        """Leave nothing."""
        shutil.rmtree(self.store.parent)


def test_whatever_happens_to_a_store_it_is_what_a_new_one_would_be(lexicon: Lexicon, tmp_path: Path) -> None:
    """Adding, changing, pruning, correcting, being cut off and making anew, in any order."""
    machine = type("Newsroom", (_Newsroom,), {"lexicon": lexicon, "folder": tmp_path})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize="KG_EXAMPLES" not in os.environ,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize(
    "event", ["Cedar attacked Birch.", 'Cedar: "We are grateful."', "\n".join(PARAGRAPHS)]
)
def test_what_is_written_for_one_article_does_not_grow_with_its_relations_or_copies(
    lexicon: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event: str
) -> None:
    """A relation that forty articles report, or their text, costs as many statements as one that four do."""
    written: list[str] = []
    update = Store._update

    def counting(self: Store, text: str) -> None:
        written.append(text)
        update(self, text)

    monkeypatch.setattr(Store, "_update", counting)
    sizes = []
    for count in (4, 40):
        reports = [
            article(f"{event} Report {n}.", f"n{n}", publisher="Gazette", date=FIRST + timedelta(days=n))
            for n in range(count + 1)
        ]
        _build(tmp_path / f"{count}.kg", lexicon, reports[:count])
        written.clear()
        _build(tmp_path / f"{count}.kg", lexicon, reports[count:])
        # what provenance says of a run depends on the clock
        sizes.append(sum(text.count(" <") for text in written if PROVENANCE not in text))
    assert sizes[0] == sizes[1] > 0


def test_a_later_copy_joins_its_story_without_a_look_at_the_others(
    lexicon: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There may be thousands; only the first one, and who is credited, decide about all."""
    copies = [
        article(
            "\n".join((*PARAGRAPHS, f"Report {n}.")), f"n{n}", publisher=f"Paper {n}", date=FIRST + n * DAY
        )
        for n in range(5)
    ]
    _build(tmp_path / "new.kg", lexicon, copies)
    _build(tmp_path / "grown.kg", lexicon, copies[:4])
    looked: list[str] = []
    monkeypatch.setattr("kg.ledger.across.story_around", lambda a, copies: looked.append(a) or {a})
    _build(tmp_path / "grown.kg", lexicon, copies[4:])
    assert looked == []
    assert _dump(tmp_path / "grown.kg") == _dump(tmp_path / "new.kg")
