"""What happened when: events per day, week, month or year.

In: dated evidence.  Out: periods, with counts per event type.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kg.analysis.projection import Evidence

Step = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Period:
    """A period (`2025-07-04`, `2025-W27`, `2025-07`, `2025`), its events by type, and their evidence."""

    label: str
    counts: tuple[tuple[str, int], ...]
    evidence: tuple[Evidence, ...]

    @property
    def total(self) -> int:
        """Number of events."""
        return sum(number for _, number in self.counts)


def timeline(evidence: Iterable[Evidence], step: Step = "day") -> tuple[Period, ...]:
    """Count events per period, periods without events left out; undated events are not counted.

    An event of several names counts once, on the day that its leading name gives where that is among them.
    """
    chosen: dict[str, Evidence] = {}
    for item in evidence:
        known = chosen.get(item.happening)
        if known is None or (item.event == item.case != known.event):
            chosen[item.happening] = item
    rows: dict[str, list[Evidence]] = {}
    for item in chosen.values():
        if (label := _label(item.date, step)) is not None:
            rows.setdefault(label, []).append(item)
    return tuple(_period(label, tuple(rows[label])) for label in sorted(rows))


def _period(label: str, evidence: tuple[Evidence, ...]) -> Period:
    counts = Counter(e.type for e in evidence)
    return Period(label, tuple(sorted(counts.items(), key=lambda c: (-c[1], c[0]))), evidence)


def _label(value: str | None, step: Step) -> str | None:
    """A month is no day: evidence less precise than the step is left out."""
    if not value:
        return None
    length = {"day": 10, "week": 10, "month": 7, "year": 4}[step]
    if len(value) < length:
        return None
    if step != "week":
        return value[:length]
    day = date.fromisoformat(value[:10])
    year, week, _ = (day + timedelta(0)).isocalendar()
    return f"{year}-W{week:02d}"
