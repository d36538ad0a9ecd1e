"""Floors: the least that kg must reach, per kind and language, so that a change cannot read worse unseen.

```toml
[leaders]
all = 0.95
de = 0.90
[office]       # shares have floors too
all = 0.90
```
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from kg.errors import SourceError
from kg.evaluation.figures import ALL, Table
from kg.evaluation.scoring import KINDS, SHARES

_NEARLY = 5e-5  # figures are said to four digits; a floor taken from such a figure holds


@dataclass(frozen=True, slots=True)
class Floor:
    """The least F1 (or share) of a kind in a language, or in all."""

    kind: str
    lang: str
    least: float


def to_floors(data: Mapping[str, Any], name: str) -> tuple[Floor, ...]:
    """Read floors from a table kind → language → figure.  Raises SourceError naming the file."""
    known = (*KINDS, *SHARES)
    floors = []
    for kind, by_language in data.items():
        if kind not in known:
            near = get_close_matches(kind, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
            raise SourceError(f"{name}: there are no figures for {kind!r}. {hint}")
        if not isinstance(by_language, Mapping):
            raise SourceError(
                f"{name}: {kind} needs a language: write [{kind}] and below it all = {by_language}."
            )
        for lang, least in by_language.items():
            if isinstance(least, bool) or not isinstance(least, int | float) or not 0 <= least <= 1:
                raise SourceError(f"{name}: {kind}.{lang} must be a number from 0 to 1, not {least!r}.")
            floors.append(Floor(kind, lang, float(least)))
    if not floors:
        raise SourceError(f"{name}: holds no floors. Write [leaders] and below it all = 0.9.")
    return tuple(floors)


def below(floors: Sequence[Floor], table: Table) -> list[str]:
    """Say of every floor that does not hold what was wanted and what was reached."""
    missed = []
    for floor in floors:
        reached = table.value(floor.kind, floor.lang)
        where = f"{floor.kind} in {'all languages' if floor.lang == ALL else floor.lang}"
        if reached is None:
            missed.append(f"{where}: at least {floor.least:.4f} wanted, but there is nothing to judge it by")
        elif reached < floor.least - _NEARLY:
            missed.append(f"{where}: {reached:.4f}, at least {floor.least:.4f} wanted")
    return missed


def pinned(table: Table, before: Sequence[Floor] = ()) -> tuple[Floor, ...]:
    """Return floors at the figures of a run, rounded down to two digits; none is lower than `before`."""
    least = {(floor.kind, floor.lang): floor.least for floor in before}
    for kind in (*KINDS, *SHARES):
        for lang in table.articles:
            reached = table.value(kind, lang)
            if reached is not None:
                low = math.floor(reached * 100 + _NEARLY) / 100
                least[kind, lang] = max(low, least.get((kind, lang), 0.0))
    return tuple(Floor(kind, lang, figure) for (kind, lang), figure in least.items())


def to_toml(floors: Sequence[Floor]) -> str:
    """Return floors as a TOML file."""
    parts = [
        "# The least F1 (or share) that must be reached, per kind and language; kg eval --floors checks it."
    ]
    for kind in dict.fromkeys(floor.kind for floor in floors):
        rows = [f"{floor.lang} = {floor.least:.2f}" for floor in floors if floor.kind == kind]
        parts.append("\n".join([f"[{kind}]", *rows]))
    return "\n\n".join(parts) + "\n"
