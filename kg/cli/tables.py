"""Rows as text: a table for people, CSV, TSV or JSON for programs.  Knows no store."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Sequence
from typing import Any

import click

from kg.cli import printable

_WIDTH = 72  # characters of one cell in a table; the other formats give all
_PIPED = 160  # columns of a table that goes into a pipe or file
_STEERING = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FORMATS = ("table", "csv", "tsv", "json")


def print_rows(names: Sequence[str], rows: Sequence[Sequence[Any]], form: str, **table: Any) -> None:
    """Print rows in one of `FORMATS`; `table` goes to `print_table`."""
    if form == "json":
        records = [dict(zip(names, row, strict=True)) for row in rows]
        click.echo(json_text(records, indent=1))
    elif form == "table":
        print_table(names, [["" if cell is None else str(cell) for cell in row] for row in rows], **table)
    else:
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter="\t" if form == "tsv" else ",", lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
        echo_data(out.getvalue())


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return JSON in which no character can steer a terminal; it means the same."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def echo_data(text: str) -> None:
    """Print data for programs unchanged, but harmless where a person looks at it."""
    click.echo(printable(text) if sys.stdout.isatty() else text, nl=False)


def print_table(
    names: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[str] = (),
    whole: Sequence[str] = (), counted: bool = True,
) -> None:  # fmt: skip
    """Print a table that fits the terminal, then (where `counted`) on stderr the number of rows.

    Columns in `numbers` are set right, those in `whole` are never cut.  Text from articles cannot steer
    the terminal.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else _PIPED)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in names:
        table.add_column(Text(name), justify="right" if name in numbers else "left", overflow="fold")
    for row in rows:
        cells = zip(names, row, strict=True)
        table.add_row(*(Text(one_line(cell) if name in whole else short(cell)) for name, cell in cells))
    if rows:
        with console.capture() as captured:
            console.print(table)
        click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))
    if counted:
        click.echo(f"{len(rows):,} row{'s' if len(rows) != 1 else ''}", err=True)


def print_markdown(
    names: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[str] = ()
) -> None:
    """Print a table for a document in Markdown."""
    lines = [names, ["---:" if name in numbers else "---" for name in names], *rows]
    for cells in lines:
        click.echo("| " + " | ".join(one_line(cell).replace("|", "\\|") for cell in cells) + " |")


def one_line(text: str) -> str:
    """Return text without line breaks and without characters that steer a terminal."""
    return printable(" ".join(text.split()))


def short(text: str) -> str:
    """Return text on one line, cut where it is too long for a table."""
    flat = one_line(text)
    return flat if len(flat) <= _WIDTH or flat.startswith("http") else flat[: _WIDTH - 1] + "…"
