"""Which events are one: profiles are compared by type, day, parties, mode and what else is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reports import CALL, STRIKE

from kg.across.identity import Profile, best, block_keys, compare, meeting_keys, profile, window
from kg.across.records import EventMention


def _profile(mention: EventMention, **more: object) -> Profile:
    changed = replace(mention, **more)  # type: ignore[arg-type]
    return profile([changed], {changed.article: "2025-07-04"}, {})


def _near(mode: str, other: str) -> bool:
    return (mode, other) == ("call", "talks")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"agents": ("country/UKR", "country/USA"), "acts_for": ()}, "a country for those who act for it"),
        ({"agents": (*CALL.agents, "person/emmanuel-macron")}, "2 of 3 parties the same"),
        ({"date": "2025-07-05", "dated": "publication"}, "a day apart"),
        ({"mode": "talks"}, "a broader or related mode"),
        ({"mode": ""}, "a broader mode"),
        ({"date": "", "dated": ""}, "day of the report"),
        ({"date": "2025-07-05", "dated": "context"}, "a day apart"),
    ],
)
def test_less_precise_reports_are_the_same_call(change: dict[str, object], reason: str) -> None:
    """A party more, a country for its president, a day more, a broader mode: one event, and why."""
    link = compare(_profile(CALL), _profile(CALL, event="event/9", article="a2", **change), _near)
    assert link is not None
    assert any(reason in r for r in link.reasons), link.reasons


@pytest.mark.parametrize(
    "change",
    [
        {"type": "AGREE"},
        {"date": "", "dated": "", "status": "planned"},
        {"date": "2025-07-05"},
        {"date": "2025-07-09", "dated": "publication"},
        {"agents": ("person/volodymyr-zelenskyy", "person/emmanuel-macron")},
        {"agents": ("country/DEU", "country/FRA"), "acts_for": ()},
        {
            "mode": "visit",
            "agents": (*CALL.agents, "person/emmanuel-macron"),
            "place": "country/FRA",
            "duration": "",
        },
    ],
)
def test_other_events_are_not_joined(change: dict[str, object]) -> None:
    """Another type, a day that the text says, other people."""
    assert compare(_profile(CALL), _profile(CALL, event="event/9", article="a2", **change), _near) is None


def test_attacks_go_on_day_after_day() -> None:
    """Two countries on neighbouring days are two events, even where one day is the publication's."""
    next_day = _profile(STRIKE, event="event/9", article="a2", date="2025-07-05", dated="publication")
    assert compare(_profile(STRIKE), next_day, _near) is None
    in_kyiv = replace(next_day, places=frozenset({"place/kyiv"}))
    assert compare(replace(_profile(STRIKE), places=frozenset({"place/kyiv"})), in_kyiv, _near)


def test_who_began_may_differ() -> None:
    """Each side says that the other one shot first: one event, told the other way round."""
    turned = _profile(
        STRIKE, event="event/9", article="a2", agents=("country/UKR",), targets=("country/RUS",)
    )
    link = compare(_profile(STRIKE), turned, _near)
    assert link is not None
    assert any("roles the other way round" in r for r in link.reasons)


def test_an_article_that_tells_of_both_holds_them_apart() -> None:
    """What one report lists as two is hardly one; ten other reports may still say so."""
    both = _profile(CALL, event="event/9", mode="talks", duration="")
    assert compare(_profile(CALL), both, _near) is None
    many = replace(_profile(CALL), articles=frozenset({"a1", "a2", "a3", "a4"}))
    others = replace(both, articles=frozenset({"a1", "a5", "a6", "a7"}))
    assert compare(many, others, _near)


def test_a_headline_says_again_what_the_text_says() -> None:
    """A headline names the countries, the text their presidents: one event, told twice in one article."""
    headline = _profile(CALL, event="event/9", agents=("country/UKR", "country/USA"), acts_for=(), start=-1)
    assert compare(_profile(CALL), headline, _near)


def test_links_lead_to_the_better_told_event_whichever_comes_first() -> None:
    """More articles, then a date in the text, then more named parties."""
    known = replace(_profile(CALL), articles=frozenset({"a1", "a3"}))
    other = _profile(CALL, event="event/9", article="a2", mode="")
    for pair in ((known, other), (other, known)):
        link = compare(*pair, _near)
        assert link is not None
        assert (link.event, link.leading) == ("event/9", "event/1")
    assert best([link], "event/1") is None
    assert best([link], "event/9") == link


def test_neighbours_share_a_party_or_its_country() -> None:
    """A call of two countries is looked for where that of their presidents is, that of others is not."""
    countries = replace(CALL, agents=("country/UKR", "country/USA"), acts_for=())
    ministers = ("person/andrii-sybiha", "person/marco-rubio")
    acts_for = tuple(zip(ministers, countries.agents, strict=True))
    others = replace(CALL, agents=ministers, acts_for=acts_for)
    assert _meet(CALL, countries)
    assert _meet(countries, CALL)
    assert _meet(others, countries)
    assert not _meet(CALL, others)
    assert not _meet(CALL, replace(countries, type="AGREE"))


def _meet(one: EventMention, other: EventMention) -> bool:
    return any(set(keys) & set(block_keys(other)) for keys in meeting_keys(one).values())


def test_windows_of_days_and_months() -> None:
    """A day is looked for around it, a month for itself."""
    assert window("2025-07-01") == ("2025-06-30", "2025-07-02")
    assert window("2025-07") == ("2025-07", "2025-07")
