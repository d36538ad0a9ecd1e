"""Pairs of events that were nearly taken for one: just below the score from which they are.

In: an open ledger.  Out: the links that they would have, the highest score first.  Every event is compared
with its neighbours again, day by day: that takes as long as linking did, and no more memory than asked for.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from functools import lru_cache

from kg.across.identity import SAME, EventLink, Profile, weigh
from kg.across.modes import near_modes
from kg.ledger import Ledger
from kg.ontology import Lexicon

BELOW = 0.1  # under SAME; what is lower is seldom one
MOST = 1_000  # pairs kept
_PROFILES = 4_096


def nearly_one(
    ledger: Ledger, lexicon: Lexicon, *, most: int = MOST, progress: Callable[[], object] = lambda: None
) -> list[EventLink]:
    """Return the pairs whose score is less than `BELOW` short; those that other links join are left out."""
    links = _weighed(ledger, lexicon, progress)
    return heapq.nsmallest(most, links, key=lambda link: (-link.score, link.event, link.leading))


def _weighed(ledger: Ledger, lexicon: Lexicon, progress: Callable[[], object]) -> Iterator[EventLink]:
    across, near = ledger.across, near_modes(lexicon)
    profile: Callable[[str], Profile | None] = lru_cache(maxsize=_PROFILES)(across.profile)
    for event in across.events_by_day():
        progress()
        me = profile(event)
        for other in sorted(across.neighbours(event)) if me else ():
            them = profile(other)
            if me is None or them is None or them.rank < me.rank:
                continue  # each pair once
            link = weigh(me, them, near)
            close = link is not None and SAME - BELOW <= link.score < SAME
            if link and close and across.leading(event) != across.leading(other):
                yield link
