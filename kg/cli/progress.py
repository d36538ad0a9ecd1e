"""A bar that counts what is done and, where the whole is known, tells when it will be: on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def progress(
    label: str, quiet: bool, what: str = "articles", total: Callable[[], int | None] = lambda: None
) -> Iterator[Any]:
    """A progress bar on a terminal, nothing in a pipe; yields a callback for one more.

    `total` is asked only where the bar is shown; None means that nobody knows.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    many = total()
    left = (BarColumn(bar_width=24), TextColumn("left"), TimeRemainingColumn()) if many else ()
    columns = (SpinnerColumn(), TextColumn(label), MofNCompleteColumn(), TextColumn(what), *left)
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=many)
        yield lambda *_: bar.advance(task)
