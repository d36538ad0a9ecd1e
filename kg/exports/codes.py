"""Codes that other models use for the same things: of countries, and of PLOVER's modes.  *I/O*

`countries.csv`: ISO 3166 in three and two letters, and the number of the Correlates of War project, which
only states have.  `plover.csv`: PLOVER's mode for a mode of ours where there is one, and the intensity of the
PLOVER manual (-10 conflict to 10 cooperation), of a mode or else of its type.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Country:
    """The codes of one country; `cow` is empty for what is no state of that list."""

    iso2: str
    cow: str


@dataclass(frozen=True, slots=True)
class Mode:
    """PLOVER's name for a mode, empty where there is none, and the intensity."""

    name: str
    intensity: str


@cache
def countries() -> dict[str, Country]:
    """Return all countries by their three letters."""
    return {row["iso3"]: Country(row["iso2"], row["cow"]) for row in _rows("countries.csv")}


def plover(kind: str, mode: str) -> Mode:
    """Return PLOVER's mode for a type and a mode of ours."""
    known = _modes()
    return known.get((kind, mode)) or known.get((kind, ""), Mode("", ""))


@cache
def _modes() -> dict[tuple[str, str], Mode]:
    return {
        (row["type"], row["mode"]): Mode(row["plover_mode"], row["intensity"]) for row in _rows("plover.csv")
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
