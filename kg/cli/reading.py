"""Commands that read articles: extract, build, rebuild."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from kg.cli import printable

if TYPE_CHECKING:
    from kg.build import BuildReport

PARTLY = 3  # exit code: some inputs could not be read
_SOURCES = "SOURCES are folders, globs, files (.txt .md .html .jsonl .json .csv .rss .xml, also .gz) or - for standard input."


def _say(text: str) -> None:
    click.echo(printable(text), err=True)


@click.command(epilog=_SOURCES)
@click.argument("sources", nargs=-1, required=True)
@click.option("--indent", is_flag=True, help="Indent the JSON for reading (default: one line per article).")
@click.option(
    "--finder",
    "finders",
    multiple=True,
    metavar="NAME",
    help="A further mention finder (an installed plug-in).",
)
@click.option("--keep-going", is_flag=True, help="Exit with 0 even when some inputs could not be read.")
@click.option("--debug", is_flag=True, help="Show the full traceback of an error.")
def extract(
    sources: tuple[str, ...], indent: bool, finders: tuple[str, ...], keep_going: bool, debug: bool
) -> int:
    """Print what is read from articles: one JSON object per article.

    \b
    kg extract examples/articles
    kg extract article.html --indent | less
    cat news.jsonl | kg extract - > facts.jsonl
    """
    from kg.errors import ArticleError
    from kg.facts import to_facts
    from kg.pipeline import Reader
    from kg.sources import Unreadable, read_articles

    reader = Reader.load(finders=finders)
    failed = 0
    for item in read_articles(sources):
        if isinstance(item, Unreadable):
            failed += 1
            _say(item.message)
            continue
        try:
            document = reader.read(item)
        except ArticleError as error:
            if debug:
                raise
            failed += 1
            _say(str(error))
            continue
        for warning in document.warnings:
            _say(f"{item.source}: {warning}")
        facts = to_facts(document)
        click.echo(json.dumps(facts, ensure_ascii=False, indent=1 if indent else None))
    return PARTLY if failed and not keep_going else 0


@click.command(epilog=_SOURCES)
@click.argument("sources", nargs=-1, required=True)
@click.option(
    "-o", "--output", "store", required=True, metavar="NAME.kg", help="The store to create or add to."
)
@click.option("--map", "map_file", metavar="FILE.html", help="Draw the map when done.")
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that read articles.",
)
@click.option(
    "--finder",
    "finders",
    multiple=True,
    metavar="NAME",
    help="A further mention finder (an installed plug-in).",
)
@click.option("--keep-going", is_flag=True, help="Exit with 0 even when some inputs could not be read.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no summary.")
@click.option("--debug", is_flag=True, help="Show the full traceback of an error.")
def build(
    sources: tuple[str, ...], store: str, map_file: str | None, workers: int, finders: tuple[str, ...],
    keep_going: bool, quiet: bool, debug: bool,
) -> int:  # fmt: skip
    """Read articles into a store: new ones are added, changed ones replaced, known ones skipped.

    \b
    kg build inbox/ -o desk.kg
    kg build 'archive/2025-*.jsonl' -o desk.kg --map desk.html
    """
    from kg.build import build as run_build
    from kg.pipeline import Reader

    with _progress("Reading", quiet) as advance:
        report = run_build(
            sources,
            store,
            reader=Reader.load(finders=finders),
            keep_going=True,
            workers=workers,
            progress=advance,
        )
    for failure in report.failures:
        _say(failure)
    if map_file:
        from kg.cli.taking import write_map

        write_map(store, map_file)
    if not quiet:
        _summary(store, report, map_file)
    return PARTLY if report.failures and not keep_going else 0


@click.command()
@click.argument("store")
@click.option("-q", "--quiet", is_flag=True, help="No progress, no summary.")
@click.option("--debug", is_flag=True, help="Show the full traceback of an error.")
def rebuild(store: str, quiet: bool, debug: bool) -> int:
    """Derive STORE again from its ledger, after the lexicon or the program changed.

    \b
    kg rebuild desk.kg
    """
    from kg.build import rebuild as run_rebuild
    from kg.pipeline import Reader

    with _progress("Deriving", quiet) as advance:
        report = run_rebuild(store, reader=Reader.load(), progress=advance)
    for failure in report.failures:
        _say(failure)
    if not quiet:
        _summary(store, report, None)
    return PARTLY if report.failures else 0


@contextmanager
def _progress(label: str, quiet: bool) -> Iterator[Any]:
    """A progress bar on a terminal, nothing in a pipe; yields a callback for one more article."""
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn(label),
        MofNCompleteColumn(),
        TextColumn("articles"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda *_: bar.advance(task)


def _summary(store: str, report: BuildReport, map_file: str | None) -> None:
    rows = [
        ("added", report.added),
        ("changed", report.changed),
        ("unchanged", report.unchanged),
        ("not read", len(report.failures)),
    ]
    counts = ", ".join(f"{number:,} {name}" for name, number in rows if number or name == "added")
    click.echo(f"{printable(store)}: {counts}", err=True)
    click.echo(
        f"  {report.people:,} people, {report.countries:,} countries, {report.organisations:,} organisations, "
        f"{report.events:,} events, {report.quotations:,} quotations; {report.quads:,} quads",
        err=True,
    )
    if map_file:
        click.echo(f"  map: {printable(map_file)}", err=True)
