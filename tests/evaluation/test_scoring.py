"""What counts as found: people, ids, organisations, events, statements, and their details."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.evaluation import ArticleScore, score_article, tabulate
from kg.evaluation.matching import fold
from kg.evaluation.readings import EventRead, OrganisationRead, PersonRead, Reading, StatementRead

ALDER = PersonRead("Ana Alder", "Ana Alder", ("Ana Alder", "Alder"), "politician", "POL", "foreign minister")
BIRCH = PersonRead("Bo Birch", "Bo Birch", ("Birchs",), "official", "SWE", "spokesperson")
CEDAR = PersonRead("Cy Cedar", "Cy Cedar", ("Cedar",), "other")
CALL = EventRead("CONSULT", "call", ("Ana Alder", "Bo Birch"), (), "2025-07-04", "happened", True)
GOLD = Reading("a", "und", (ALDER, BIRCH, CEDAR), ("POL", "SWE"), (), ("trade",), (CALL,), ())


def scored(**found: object) -> ArticleScore:
    """Score a reading that differs from GOLD in what is given."""
    return score_article(GOLD, replace(GOLD, lang="en", **found))  # type: ignore[arg-type]


def test_what_is_as_in_gold_is_all_right() -> None:
    """The same reading has F1 1 in every kind that gold holds, and no differences."""
    score = scored()
    table = tabulate([score])
    assert score.differences == ()
    values = {
        kind: table.value(kind, "en") for kind in ("persons", "leaders", "countries", "topics", "events")
    }
    assert set(values.values()) == {1.0}
    assert table.value("organisations", "en") is None


def test_nothing_found_is_all_missed() -> None:
    """An article that could not be read counts in full, so that leaving it out cannot help."""
    score = score_article(GOLD, None)
    assert score.counts["persons"] == (0, 3, 0)
    assert {d.verdict for d in score.differences} == {"missed"}


@pytest.mark.parametrize(
    ("form", "same"),
    [
        ("ana alder", True),
        ("Frau Alder", True),
        ("Alder-Baum", False),
        ("Aldera", False),
        ("Áña Àlder", True),
    ],
)
def test_a_person_is_found_by_a_form_or_the_last_word(form: str, same: bool) -> None:
    """Case and accents do not count; the last word of a name may stand for the person."""
    assert (scored(persons=(PersonRead(form, form),)).counts["persons"][0] == 1) is same


def test_short_last_words_prove_nothing() -> None:
    """*Kim* alone is too short to say who is meant."""
    gold = replace(GOLD, persons=(PersonRead("Jo Kim", "Jo Kim", (), "politician"),))
    found = replace(GOLD, persons=(PersonRead("Al Kim", "Al Kim"),))
    assert score_article(gold, found).counts["persons"] == (0, 1, 1)


def test_other_people_are_neither_rewarded_nor_punished() -> None:
    """Among leaders, a person of kind other that was found does not count as too much."""
    assert scored().counts["leaders"] == (2, 2, 2)
    assert scored(persons=(ALDER, BIRCH, CEDAR, PersonRead("Di Doyle"))).counts["leaders"] == (2, 2, 3)


def test_office_and_country_of_leaders() -> None:
    """An office is right when it shares a word; countries must be the same."""
    wrong = replace(ALDER, office="minister", country="SWE")
    score = scored(persons=(wrong, replace(BIRCH, office=None), CEDAR))
    assert score.shares["office"] == (1, 2)
    assert score.shares["country"] == (1, 2)
    assert [d.verdict for d in score.differences] == ["differs", "differs"]


@pytest.mark.parametrize(
    ("agents", "targets", "right"),
    [
        (("Bo Birch", "Ana Alder"), (), 1),  # order and role do not count
        (("Ana Alder",), ("Bo Birch",), 1),
        (("Ana Alder",), (), 1),  # one of two
        (("POL",), ("SWE",), 1),  # countries at half a point each
        (("POL",), (), 0),  # half a point of two
        (("Ana Alder", "POL", "DEU"), (), 0),  # one of three
        ((), (), 0),
    ],
)
def test_half_of_the_parties_must_agree(
    agents: tuple[str, ...], targets: tuple[str, ...], right: int
) -> None:
    """An event is found when its type and at least half of its parties agree."""
    event = replace(CALL, agents=agents, targets=targets)
    assert scored(events=(event,)).counts["events"] == (right, 1, 1)
    assert scored(events=(event,)).counts["events_main"] == (right, 1, 1)
    assert scored(events=(event,)).counts["events_typed"] == (1, 1, 1)


def test_date_and_status_of_events_that_were_found() -> None:
    """A more precise date than gold is right, a less precise one is not."""
    monthly = score_article(replace(GOLD, events=(replace(CALL, date="2025-07"),)), GOLD)
    assert monthly.shares["event_date"] == (1, 1)
    score = scored(events=(replace(CALL, date="2025-07", status="planned"),))
    assert (score.shares["event_date"], score.shares["event_status"]) == ((0, 1), (0, 1))
    assert scored(events=(replace(CALL, type="AGREE"),)).shares["event_status"] == (0, 0)


def test_statements_need_speaker_and_three_words() -> None:
    """The rest of what is said may differ; the surname is enough for the speaker."""
    gold = replace(GOLD, statements=(StatementRead("Ana Alder", "We will not, ever, go", "direct"),))
    cases = {("Alder", "„We will not"): 1, ("Alder", "We will go"): 0, ("Bo Birch", "We will not"): 0}
    for (speaker, begins), right in cases.items():
        found = replace(GOLD, statements=(StatementRead(speaker, begins),))
        assert score_article(gold, found).counts["statements"] == (right, 1, 1), speaker


def test_another_speaker_stands_beside_gold() -> None:
    """The same words of somebody else are one line, not two."""
    gold = replace(GOLD, statements=(StatementRead("Ana Alder", "We will not go"),))
    found = replace(GOLD, statements=(StatementRead("Bo Birch", "We will not go"),))
    (difference,) = score_article(gold, found).differences
    assert difference.verdict == "mistaken"
    assert (difference.gold, difference.found) == ("Ana Alder: We will not go", "Bo Birch: We will not go")


def test_each_thing_is_paired_once() -> None:
    """Two organisations of one name need two in gold."""
    nato = OrganisationRead("NATO", "NATO", ("Nato",))
    score = score_article(replace(GOLD, organisations=(nato,)), replace(GOLD, organisations=(nato, nato)))
    assert score.counts["organisations"] == (1, 1, 2)
    assert [d.verdict for d in score.differences] == ["spurious"]


def test_ids_count_once() -> None:
    """A country named twice is one country."""
    assert scored(countries=("POL", "POL", "DEU")).counts["countries"] == (1, 2, 2)


def test_languages_add_up_to_all() -> None:
    """The counts of the languages are those of all articles together."""
    scores = [scored(), replace(scored(persons=()), id="b", lang="de")]
    table = tabulate(scores)
    assert table.articles == {"all": 2, "de": 1, "en": 1}
    assert table.figures["all"]["persons"].gold == 6
    assert table.figures["all"]["persons"].recall == 0.5
    assert table.value("persons", "de") == 0.0


def test_folding() -> None:
    """Names are compared without case, accents and punctuation."""
    assert fold("L’Élysée – Straße") == "l elysee strasse"
