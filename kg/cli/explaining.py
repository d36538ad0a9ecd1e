"""The command that says why something is in the graph."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

import click

from kg.cli import debug_option
from kg.cli.tables import json_text, one_line, short

if TYPE_CHECKING:
    from kg.analysis.dossier import Dossier
    from kg.analysis.explain import Explanation, LeftOut, Statement


@click.command()
@click.argument("store", required=False)
@click.argument("thing", required=False)
@click.option(
    "--cleaning",
    metavar="ARTICLE",
    help="Show what was left out of an article, and why (id, hash or part of the title).",
)
@click.option(
    "--most", default=20, show_default=True, type=click.IntRange(1, 10_000), help="Statements shown."
)
@click.option("--json", "as_json", is_flag=True, help="JSON lines for another program.")
@debug_option
def explain(store: str | None, thing: str | None, cleaning: str | None, most: int, as_json: bool) -> None:
    """Say why THING is in STORE: article, sentence with the words marked, rule, confidence.

    THING is a name in any language, a key (person/emmanuel-macron, country/UKR, event/…) or an IRI.  Of an
    event it prints a dossier first: all its names, who tells it, how many independently, where they differ.

    \b
    kg explain desk.kg Selenskyj
    kg explain desk.kg event/5d1c9a0b7e3f2a64
    kg explain desk.kg --cleaning 'Selenskyj und Trump'
    """
    from kg.analysis.dossier import dossier
    from kg.analysis.explain import explain_cleaning, explain_thing
    from kg.store import Store

    if store is None or (thing is None) == (cleaning is None):
        raise click.UsageError("Give a store and a thing, or a store and --cleaning ARTICLE.")
    with Store.open(store) as opened:
        if cleaning is not None:
            _print_cleaning(explain_cleaning(opened, cleaning), as_json)
            return
        found = explain_thing(opened, str(thing), most=most)
        told = dossier(opened, found.ref) if found.ref.startswith("event/") else None
        _print_explanation(found, told, as_json)


def _print_cleaning(rows: Sequence[LeftOut], as_json: bool) -> None:
    for row in rows:
        if as_json:
            record = {
                "article": row.title,
                "why": row.why,
                "start": row.start,
                "end": row.end,
                "text": row.text,
            }
            click.echo(json_text(record))
        else:
            click.echo(f"{one_line(row.title)}  {row.start}–{row.end}  {row.why}")
            click.echo(f"    {short(row.text)}")
    if not rows and not as_json:
        click.echo("Nothing was left out.")


def _print_explanation(found: Explanation, told: Dossier | None, as_json: bool) -> None:
    if as_json:
        if told is not None:
            click.echo(json_text({"thing": found.ref, "dossier": asdict(told)}))
        for e in found.statements:
            row = {name: getattr(e, name) for name in e.__slots__}
            click.echo(json_text({"thing": found.ref, **row}))
        return
    click.echo(f"{one_line(found.label)}  {found.ref}")
    for name, value in found.facts:
        click.echo(f"  {name}: {one_line(value)}")
    if told is not None:
        _print_dossier(told)
    number = 0
    for heading, statements in groupby(found.statements, key=_heading):
        click.echo(f"\n{one_line(heading)}")
        for e in statements:
            number += 1
            _print_statement(number, e)
    if found.more:
        click.echo(f"\n{found.more:,} more; see --most.")


def _print_dossier(told: Dossier) -> None:
    """Names, reports, sources and differences of one event, as a short page."""
    for other in told.names[1:]:
        click.echo(f"  also: {one_line(other.label)}  {other.ref}")
        click.echo(f"        {other.score:.2f}: {one_line('; '.join(other.reasons))}")
    many = f"{len(told.reports)} reports in {', '.join(told.languages)}"
    click.echo(f"  told by: {many}, {len(told.sources)} independent sources")
    for n, report in enumerate(told.reports):
        whose = f"words of {report.told_by}" if report.told_by.startswith("organisation/") else ""
        first = "the first" if n == 0 and len(told.reports) > 1 else ""
        notes = (report.outlet, report.date, report.lang, whose, report.story and "a copy", first)
        click.echo(f"    {one_line(report.title)} ({one_line(', '.join(filter(None, notes)))})")
    for name, values in told.differences:
        click.echo(f"  they differ in {name}:")
        for value in values:
            click.echo(f"    {one_line(value.value)}: {one_line(', '.join(value.articles))}")


def _heading(e: Statement) -> str:
    source = ", ".join(filter(None, (e.publisher, e.published)))
    return e.title + (f" ({source})" if source else "")


def _print_statement(number: int, e: Statement) -> None:
    reason = f"; {one_line(e.reason)}" if e.reason else ""
    click.echo(f"{number:>3}. {one_line(e.what)}")
    click.echo(f"     {_marked(e.sentence, e.start, e.end)}")
    rule = f"rule {one_line(e.rule)}, confidence" if e.rule else "score"
    click.echo(f"     {rule} {e.confidence:.2f}{reason}")
    if e.runners_up:
        click.echo(f"     rather than {', '.join(map(one_line, e.runners_up))}")


def _marked(sentence: str, start: int, end: int) -> str:
    """Mark the words: in reverse on a terminal, in brackets in a pipe."""
    words = one_line(sentence[start:end])
    marked = click.style(words, reverse=True) if sys.stdout.isatty() else f"[{words}]"
    before, after = one_line(sentence[:start] + "|")[:-1], one_line("|" + sentence[end:])[1:]
    return f"{before}{marked}{after}"
