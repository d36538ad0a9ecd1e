"""Answers of different engines in one form, so that they can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.store import Store

Row = tuple[str, ...]
#: Columns that join names in an order that SPARQL leaves open.
JOINED = frozenset({"reported_by", "languages", "outlets"})


def in_order(variables: Sequence[str], rows: Iterable[Iterable[object]]) -> list[Row]:
    """Return rows of texts, sorted; the names that a column joins are sorted too."""
    return sorted(
        tuple(_cell(cell, name in JOINED) for name, cell in zip(variables, row, strict=True)) for row in rows
    )


def _cell(cell: object, joined: bool) -> str:
    text = "" if cell is None else str(cell)
    return " ".join(sorted(re.split(r"[ ,]+", text))) if joined else text


def ask_store(store: Store, text: str) -> list[Row]:
    """Answer a query as `kg query` does."""
    result = store.query(text)
    return in_order(result.variables, ([None if t is None else t.value for t in row] for row in result.rows))
