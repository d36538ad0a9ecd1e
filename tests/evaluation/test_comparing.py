"""Two runs: what moved, and what is better and worse."""

from __future__ import annotations

from dataclasses import replace

from kg.evaluation import ArticleScore, compare, score_article
from kg.evaluation.readings import EventRead, Reading

GOLD = Reading(
    "a", countries=("POL", "SWE"), events=(EventRead("AID", None, ("POL",), ("SWE",), None, "happened"),)
)  # fmt: skip


def run(*countries: str, status: str = "happened", ident: str = "a") -> ArticleScore:
    """Score a reading with these countries and this status."""
    event = replace(GOLD.events[0], status=status)
    found = Reading(ident, "en", countries=countries, events=(event,))
    return score_article(replace(GOLD, id=ident), found)


def test_equal_runs_do_not_differ() -> None:
    """Nothing moved, nothing changed."""
    compared = compare([run("POL")], [run("POL")])
    assert (compared.moved, compared.changes) == ((), ())


def test_better_and_worse_stand_apart() -> None:
    """What is found now is better; what is too much now is worse; better comes first."""
    changes = compare([run("POL")], [run("POL", "SWE", "DEU")]).changes
    assert [(c.better, c.gold, c.before, c.after) for c in changes] == [
        (True, "SWE", "missed", ""),
        (False, "", "", "spurious: DEU"),
    ]


def test_a_detail_that_goes_wrong_is_worse() -> None:
    """An event that was right and has another status now."""
    (change,) = compare([run("POL", "SWE")], [run("POL", "SWE", status="planned")]).changes
    assert (change.better, change.kind) == (False, "event")
    assert change.after.startswith("differs: AID: POL → SWE (planned)")


def test_figures_that_moved() -> None:
    """Each by language, with both values."""
    moved = compare([run("POL")], [run("POL", "SWE")]).moved
    assert [(m.kind, m.lang, round(m.earlier, 3), m.now) for m in moved] == [
        ("countries", "all", 0.667, 1.0),
        ("countries", "en", 0.667, 1.0),
    ]


def test_only_shared_articles_are_compared() -> None:
    """Articles that one run lacks are named and move no figure."""
    compared = compare([run("POL"), run(ident="b")], [run("POL"), run("POL", ident="c")])
    assert (compared.moved, compared.only_earlier, compared.only_now) == ((), ("b",), ("c",))
