"""Which articles a changed file of corrections concerns, so that only these are read again.  *I/O*

The ledger remembers which corrections were replayed last, and which articles each changed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.corrections import Correction
from kg.ledger import Ledger

_NOTE = "corrections"
_LINKING = ("same", "distinct")  # of events: nothing is read again, links are


@dataclass(frozen=True, slots=True)
class Replay:
    """The corrections now, those of the last build, and what follows from the difference.

    `articles` have to be read again, `events` to be linked again; `gone` are the keys of what was taken back.
    """

    now: tuple[Correction, ...]
    articles: frozenset[str]
    events: frozenset[str]
    gone: frozenset[str]

    @property
    def changed(self) -> bool:
        """Whether anything differs from the last build."""
        return bool(self.articles or self.events or self.gone)


def replay(ledger: Ledger, now: Sequence[Correction]) -> Replay:
    """Compare the corrections with those that the store was built with."""
    before = {c.key: c for c in noted(ledger)}
    current = {c.key: c for c in now}
    about: dict[str, list[str]] = defaultdict(list)
    for key, correction in before.items():
        for ref in correction.refs:
            about[ref].append(key)
    articles: set[str] = set()
    events: set[str] = set()
    for key in sorted(before.keys() | current.keys()):
        old, new = before.get(key), current.get(key)
        if old == new:
            continue
        one = new or old
        assert one is not None
        if one.kind in _LINKING and one.refs[0].startswith("event/"):
            events.update(one.refs)
        elif one.kind != "distinct":
            # what an older correction took out of an article or renamed there, the article no longer uses
            for other in {key, *(k for ref in one.refs for k in about[ref])}:
                articles.update(ledger.corrected(other))
            if one.kind == "alias":
                articles.update(ledger.containing(one.value))
            elif new is not None:
                for ref in new.refs:
                    articles.update(ledger.using(ref))
    gone = frozenset(key for key, old in before.items() if current.get(key) != old)
    return Replay(tuple(now), frozenset(articles), frozenset(events), gone)


def note(ledger: Ledger, replayed: Replay) -> None:
    """Remember what was replayed; call it in a transaction, when everything is written."""
    rows = [{**c.fields(), "place": c.place} for c in replayed.now]
    ledger.set(_NOTE, json.dumps(rows, ensure_ascii=False))


def forget(ledger: Ledger) -> None:
    """Forget what was replayed: the next build replays everything, on articles that were loaded too."""
    with ledger.transaction():
        ledger.set(_NOTE, "[]")


def noted(ledger: Ledger) -> list[Correction]:
    """Return the corrections that were replayed last."""
    from kg.corrections import to_correction

    rows = json.loads(ledger.get(_NOTE, "[]"))
    return [to_correction({k: v for k, v in row.items() if k != "place"}, row["place"]) for row in rows]


def idle(ledger: Ledger, corrections: Sequence[Correction]) -> list[str]:
    """Return a warning for every correction that changes nothing in the store."""
    found = []
    for correction in corrections:
        if correction.kind in _LINKING and correction.refs[0].startswith("event/"):
            lost = [ref for ref in correction.refs if not ledger.across.mentions(ref)]
        else:
            used = correction.kind == "distinct" or ledger.corrected(correction.key)
            lost = [] if used else list(correction.refs)
        if lost:
            found.append(f"{correction.place}: changes nothing; no article speaks of {', '.join(lost)} so")
    return found
