"""The answer to a query: terms of the engine, plain Python values, or a table of pandas.

In: what the engine gives.  Out: rows, each read once.  It asks nothing and opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError

if TYPE_CHECKING:
    import pandas as pd

#: A value of an answer in Python: IRIs, texts and whatever Python has no type for are text.
Plain = str | int | float | bool | Decimal | date | datetime | None

_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = (
    "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
    "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
)  # fmt: skip


@dataclass(slots=True)
class Result:
    """The answer to a query; `kind` says which of the rest is filled.

    `rows` holds terms of pyoxigraph (or None) in the order of `variables`; iterating over the answer
    itself gives the same rows as plain Python values.  `raw` is the engine's own answer, for its
    serialisers.  All of these read from it, and it can be read only once.
    """

    kind: str  # select, ask or graph
    raw: Any
    variables: tuple[str, ...] = ()
    boolean: bool | None = None

    @property
    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a SELECT."""
        for solution in self.raw if self.kind == "select" else ():
            yield tuple(solution[name] for name in self.variables)

    @property
    def triples(self) -> Iterator[Any]:
        """Yield the triples of a CONSTRUCT or DESCRIBE."""
        return iter(self.raw if self.kind == "graph" else ())

    def plain(self) -> Iterator[tuple[Plain, ...]]:
        """Yield the rows of a SELECT, or the triples of a CONSTRUCT, as Python values.

        Raises QueryError for the answer to an ASK, which has no rows.
        """
        if self.kind == "ask":
            raise QueryError("an ASK has no rows: its answer is in .boolean")
        if self.kind == "graph":
            return ((_text(t.subject), _text(t.predicate), to_plain(t.object)) for t in self.triples)
        return (tuple(map(to_plain, row)) for row in self.rows)

    def __iter__(self) -> Iterator[tuple[Plain, ...]]:
        return self.plain()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of what `plain` yields."""
        return ("subject", "predicate", "object") if self.kind == "graph" else self.variables

    def dicts(self) -> Iterator[dict[str, Plain]]:
        """Yield what `plain` does, each row with the names of its columns."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.plain())

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a DataFrame: whole numbers, numbers, dates and truth values as such.

        A column of different types stays one of objects.  Raises QueryError without pandas.
        """
        try:
            import pandas
        except ImportError as error:
            raise QueryError(
                "a DataFrame needs pandas. Run: pip install 'newskg[pandas]', or use .dicts()"
            ) from error
        rows = list(self.plain())
        return pandas.DataFrame(
            {name: _series(pandas, [row[at] for row in rows]) for at, name in enumerate(self.columns)},
            columns=list(self.columns),
        )


def to_plain(term: Any) -> Plain:
    """Turn a term of pyoxigraph into a Python value; what its datatype does not allow stays text."""
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    if datatype is None or not datatype.value.startswith(_XSD):
        return _text(term)
    read = _READERS.get(datatype.value.removeprefix(_XSD))
    try:
        return read(term.value) if read else str(term.value)
    except (ValueError, ArithmeticError):
        return str(term.value)


def _text(term: Any) -> str:
    return str(getattr(term, "value", term))


def _boolean(text: str) -> bool:
    if text not in ("true", "false", "1", "0"):
        raise ValueError(text)
    return text in ("true", "1")


_READERS: dict[str, Callable[[str], Plain]] = {
    **dict.fromkeys(_WHOLE, int),
    "decimal": Decimal,
    "double": float,
    "float": float,
    "boolean": _boolean,
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
}


def _series(pandas: Any, values: Sequence[Plain]) -> Any:
    """A column with the type that all its values have, gaps apart."""
    kinds = {type(value) for value in values if value is not None}
    gaps = any(value is None for value in values)
    if kinds <= {bool} and kinds:
        return pandas.Series(values, dtype="boolean" if gaps else "bool")
    if kinds == {int}:
        small = all(value is None or abs(value) < 2**63 for value in values if isinstance(value, int))
        return pandas.Series(values, dtype=("Int64" if gaps else "int64") if small else object)
    if kinds and kinds <= {int, float, Decimal}:
        return pandas.Series([None if v is None else float(v) for v in values], dtype="float64")  # type: ignore[arg-type]
    if kinds in ({date}, {datetime}):
        return _dates(pandas, values)
    return pandas.Series(values, dtype="string" if kinds == {str} else object)


def _dates(pandas: Any, values: Sequence[Plain]) -> Any:
    """A column of days or times; seconds reach further into the past than nanoseconds."""
    try:
        return pandas.to_datetime(pandas.Series(values, dtype=object)).astype("datetime64[s]")
    except (ValueError, TypeError):  # some with a time zone, some without
        return pandas.Series(values, dtype=object)
