"""Where reports of one event differ."""

from __future__ import annotations

from dataclasses import replace

from reports import CALL, STRIKE

from kg.across.differences import Claim, differences
from kg.across.records import EventMention


def _found(*mentions: EventMention) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    return {d.property: [(c.value, c.articles) for c in d.claims] for d in differences(mentions)}


def test_every_value_stands_with_its_articles() -> None:
    """Forty minutes or forty-five; who says nothing of it is left out."""
    longer, silent = replace(CALL, article="a2", duration="PT45M"), replace(CALL, article="a3", duration="")
    again = replace(CALL, article="a4")
    assert _found(CALL, longer, silent, again) == {"duration": [("PT40M", ("a1", "a4")), ("PT45M", ("a2",))]}
    assert differences([CALL, longer])[0].claims[0] == Claim("PT40M", ("a1",))


def test_denied_and_happened_differ() -> None:
    """A plan that came true is no contradiction."""
    denied = replace(CALL, article="a2", status="denied")
    planned = replace(CALL, article="a3", status="planned")
    assert _found(CALL, denied, planned) == {"status": [("denied", ("a2",)), ("happened", ("a1",))]}
    assert _found(CALL, planned) == {}
    assert _found(denied, planned) == {}


def test_days_of_the_texts_differ_days_of_publication_do_not() -> None:
    """A paper of the next day dates what it does not date itself one day later."""
    printed = replace(CALL, article="a2", date="2025-07-05", dated="publication")
    assert _found(CALL, printed) == {}
    assert "date" in _found(CALL, replace(printed, dated="text"))


def test_who_began() -> None:
    """Both stand as the one who acted; in talks nobody is."""
    turned = replace(STRIKE, article="a2", agents=("country/UKR",), targets=("country/RUS",))
    assert _found(STRIKE, turned)["began"] == [("country/RUS", ("a1",)), ("country/UKR", ("a2",))]
    assert "began" not in _found(
        CALL, replace(CALL, article="a2", agents=CALL.agents[:1], targets=CALL.agents[1:])
    )
