"""Stores that grow, shrink and are cut off hold the same bytes as one built at once from what is left.

Articles are copies of one text, cut ones, of agencies and outlets, early and late; they tell of events that
are one under several names, of events that only look alike, and of nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from reports import OTHER, PARAGRAPHS
from tiny import TinyReader, article

from kg.build import build_articles, rebuild
from kg.model import Article
from kg.ontology import Lexicon
from kg.store import Store

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
)
_shown = st.tuples(st.sampled_from("123456"), _versions)
EXAMPLES, STEPS = int(os.environ.get("KG_EXAMPLES", "2")), 8  # more than a few take minutes
Version = tuple[str, str, str, str, date | None]


def _article(name: str, version: Version) -> Article:
    event, body, agency, outlet, day = version
    return article(f"{event}\n{body}{agency}", name, publisher=outlet, date=day)


def _build(path: Path, lexicon: Lexicon, items: Sequence[Article]) -> None:
    build_articles(items, path, reader=TinyReader(lexicon))  # type: ignore[arg-type]


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

    @rule(shown=st.lists(_shown, min_size=1, max_size=4))
    def read(self, shown: list[tuple[str, Version]]) -> None:
        """Articles are new, changed, changed back, or known."""
        _build(self.store, self.lexicon, [_article(*one) for one in shown])
        self.shown.update(shown)

    @rule(one=_shown)
    def read_one(self, one: tuple[str, Version]) -> None:
        """The most frequent way a store grows."""
        _build(self.store, self.lexicon, [_article(*one)])
        self.shown.update([one])

    @rule()
    def cut_off(self) -> None:
        """A build ended before the graphs across articles were done."""
        if self.shown:
            with Store.open(self.store, write=True) as store, store.ledger.transaction():
                store.ledger.set("derived", "stale")
            name = min(self.shown)
            _build(self.store, self.lexicon, [_article(name, self.shown[name])])

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
            _build(new, self.lexicon, [_article(*one) for one in sorted(self.shown.items())])
            here, there = _dump(self.store), _dump(new)
            shutil.rmtree(new)
            assert here == there

    def teardown(self) -> None:
        """Leave nothing."""
        shutil.rmtree(self.store.parent)


def test_whatever_happens_to_a_store_it_is_what_a_new_one_would_be(lexicon: Lexicon, tmp_path: Path) -> None:
    """Adding, changing, taking back, being cut off and making anew, in any order."""
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
