"""Options that several commands share: the period, the topic and the kinds of events that count."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kg.analysis import Network

Command = Callable[..., Any]


class Day(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A date given as day, month or year; the first day of it, or with `last` the last."""

    name = "date"

    def __init__(self, *, last: bool = False) -> None:
        self.last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the day as ISO text."""
        try:
            return _day(str(value), last=self.last)
        except ValueError:
            self.fail(f"{value!r} is not a date. Write it as 2025-07-04, 2025-07 or 2025.", param, ctx)


def _day(text: str, *, last: bool) -> str:
    if len(text) == 4:
        text += "-12" if last else "-01"
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        if not 1 <= month <= 12:
            raise ValueError(text)
        text += f"-{monthrange(year, month)[1]:02d}" if last else "-01"
    return date.fromisoformat(text).isoformat()


def filter_options(command: Command) -> Command:
    """Add --since, --until, --topic and --type; the command gets them as one mapping, `filters`."""

    @wraps(command)
    def with_filters(
        *, since: str | None, until: str | None, topic: str | None, types: tuple[str, ...], **others: Any
    ) -> Any:
        filters = {"since": since, "until": until, "topic": topic, "types": [t.upper() for t in types]}
        return command(filters=filters, **others)

    for option in reversed((
        click.option("--since", type=Day(), metavar="DATE", help="Only evidence dated from this day on."),
        click.option("--until", type=Day(last=True), metavar="DATE", help="Only evidence dated until then."),
        click.option("--topic", metavar="KEY", help="Only ties about this topic, for example air-defence."),
        click.option("--type", "types", multiple=True, metavar="TYPE", help="Only such events (CONSULT …)."),
    )):  # fmt: skip
        with_filters = option(with_filters)
    return with_filters


def read_filtered(store: str, filters: dict[str, Any]) -> Network:
    """Open a store and read the ties that the filters leave."""
    from kg.analysis import read_network
    from kg.store import Store

    with Store.open(store) as opened:
        return read_network(opened, **filters)
