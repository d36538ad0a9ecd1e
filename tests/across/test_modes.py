"""Modes that reporters take for each other, by the lexicon."""

from __future__ import annotations

import pytest

from kg.across.modes import near_modes
from kg.ontology import Lexicon


@pytest.mark.parametrize(
    ("mode", "other", "near"),
    [
        ("attack", "aerial", True),
        ("visit", "meeting", True),
        ("visit", "summit", True),
        ("demand", "appeal", True),
        ("accusation", "condemnation", True),
        ("call", "meeting", False),
        ("aerial", "shelling", False),
        ("appointment", "resignation", False),
        ("thanks", "congratulation", False),
        ("call", "unheard-of", False),
    ],
)
def test_modes_of_one_event(lexicon: Lexicon, mode: str, other: str, near: bool) -> None:
    """Wider and narrower ones, and related ones, in both directions."""
    are_near = near_modes(lexicon)
    assert are_near(mode, other) is are_near(other, mode) is near
