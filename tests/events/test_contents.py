"""What is promised, demanded or threatened is no event beside that, but says whom it concerns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document

Read = Callable[..., Document]

CASES = [
    ("Germany agreed to send aid to Poland.", "AGREE", "country/DEU", "country/POL"),
    ("France demanded that Iran release the hostages.", "REQUEST", "country/FRA", "country/IRN"),
    ("Turkey threatened to impose sanctions on Greece.", "THREATEN", "country/TUR", "country/GRC"),
    ("Iran refused to meet with Israel.", "REJECT", "country/IRN", "country/ISR"),
]


@pytest.mark.parametrize(("text", "kind", "agent", "target"), CASES, ids=[c[0] for c in CASES])
def test_the_outer_verb_decides(read: Read, text: str, kind: str, agent: str, target: str) -> None:
    """One event, of the outer verb, with the party that only its content names."""
    (event,) = read(text, lang="en").events
    assert (event.type, event.refs("agent"), event.refs("target")) == (kind, (agent,), (target,))


def test_who_says_so_takes_no_part(read: Read) -> None:
    """A source behind the last comma is no party of the event."""
    (event,) = read("Iran released two journalists, officials in Germany said on Friday.", lang="en").events
    assert event.refs("agent") == ("country/IRN",)
    assert event.refs("target") == ("group/journalists",)


def test_a_group_of_people_acts_as_they_do(read: Read) -> None:
    """*A group of Moroccan diplomats* are diplomats of Morocco."""
    (event,) = read("A group of Moroccan diplomats met Donald Trump in Paris.", lang="en").events
    assert set(event.refs("agent")) == {"country/MAR", "person/donald-trump"}
