"""Rows for spreadsheets, R and pandas: events, ties or quotations, as CSV or Parquet.

One row per event, tie or quotation; several values in one cell are separated by `; `.  A CSV cell that a
spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kg.errors import ExportError
from kg.exports.atomic import format_of, new_bytes, new_file
from kg.exports.filters import Selection
from kg.exports.rows import Row, event_rows, quotation_rows, tie_rows

if TYPE_CHECKING:
    from kg.store import Store

_FORMULA = ("=", "+", "-", "@")
TABLES = (".csv", ".parquet")
WHAT = {"events": event_rows, "ties": tie_rows, "quotations": quotation_rows}


def write_table(store: Store, path: Path, selection: Selection, *, what: str, raw: bool = False) -> int:
    """Write one of the tables; return the number of rows."""
    if what not in WHAT:
        raise ExportError(f"no table {what!r}. Known: {', '.join(WHAT)}")
    graphs: tuple[str, ...] | None = (selection.graph,) if selection.graph else None
    if graphs is None and (selection.since or selection.topic):
        graphs = selection.article_graphs(store)
    columns, rows = WHAT[what](store, graphs)
    if format_of(path) == ".parquet":
        with new_file(path) as draft:
            _write_parquet(draft, columns, rows)
    else:
        with new_bytes(path) as file:
            write_csv(file, columns, rows, raw=raw)
    return len(rows)


def write_csv(
    file: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, raw: bool, delimiter: str = ","
) -> int:
    """Write rows below the names of their columns; return how many."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\n", delimiter=delimiter)
        writer.writerow(columns)
        count = 0
        for row in rows:
            writer.writerow([value if raw else harmless(value) for value in row])
            count += 1
    finally:
        text.detach()  # whoever opened the file closes it
    return count


def harmless(value: Any) -> Any:
    """Keep a spreadsheet from reading a text as a formula."""
    if isinstance(value, str) and (value.startswith(("\t", "\r")) or value.lstrip().startswith(_FORMULA)):
        return "'" + value
    return value


def _write_parquet(draft: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ExportError("Parquet needs pyarrow: pip install 'newskg[parquet]'") from error
    types = {int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    fields, arrays = [], []
    for i, name in enumerate(columns):
        values = [row[i] for row in rows]
        kind = next((types.get(type(v), pa.string()) for v in values if v is not None), pa.string())
        fields.append(pa.field(name, kind))
        arrays.append(pa.array(values, kind))
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), draft)
