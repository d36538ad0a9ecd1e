"""The dossier of an event: names, reports, sources, differences."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from reports import PARAGRAPHS
from tiny import TinyReader, article

from kg.analysis.dossier import Dossier, dossier
from kg.build import build_articles
from kg.ontology import Lexicon
from kg.store import Store

COPY = "\n".join(PARAGRAPHS)


@pytest.fixture
def told(tmp_path: Path, lexicon: Lexicon) -> Dossier:
    """A call told by an agency in two papers, and denied by a third a day earlier."""
    items = [
        article(f"Cedar called Birch on 2025-07-04.\n{COPY}\n(dpa)", "1", publisher="Herald", lang="de"),
        article(f"Cedar called Birch on 2025-07-04.\n{COPY}", "2", publisher="Gazette", lang="de"),
        article("Cedar denies calling Birch on 2025-07-04.", "3", publisher="Courier", date=date(2025, 7, 4)),
    ]
    build_articles(items, tmp_path / "s.kg", reader=TinyReader(lexicon))  # type: ignore[arg-type]
    with Store.open(tmp_path / "s.kg") as store:
        return dossier(store, store.ledger.across.events_of(store.ledger.hashes()[0]).pop())


def test_the_first_report_stands_first_and_copies_are_one_source(told: Dossier) -> None:
    """Three reports, two sources: the agency, and the paper that denies."""
    assert told.reports[0].outlet == "Courier"
    assert told.sources == (("organisation/dpa", 2), ("outlet/courier", 1))
    assert [bool(r.story) for r in told.reports] == [False, True, True]
    assert len(told.names) == 1 and told.names[0].label.startswith("Birch, Cedar: call")


def test_differences_stand_with_who_says_so(told: Dossier) -> None:
    """Happened, say two, and denied, says one."""
    ((name, values),) = told.differences
    assert name == "status"
    assert [(v.value, len(v.articles)) for v in values] == [("denied", 1), ("happened", 2)]
    assert values[0].articles == ("Courier",)
