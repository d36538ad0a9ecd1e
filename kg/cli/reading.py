"""Commands that read articles: extract, build, rebuild."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import debug_option, is_debugging, printable
from kg.cli.progress import progress
from kg.cli.tables import json_text

if TYPE_CHECKING:
    from kg.build import BuildReport

PARTLY = 3  # exit code: some inputs could not be read
SOURCES = (
    "SOURCES are folders, globs, files (.txt .md .html .jsonl .json .csv .rss .xml, also .gz) or - for "
    "standard input.  Exit codes: 0 everything read, 3 some inputs not read, 75 the store is in use."
)
_SHOWN = 20  # notes printed; a large archive has thousands


def say(text: str) -> None:
    """Print a line to standard error."""
    click.echo(printable(text), err=True)


def say_all(notes: list[str]) -> None:
    """Print the first of many notes, and how many there are."""
    for note in notes[:_SHOWN]:
        say(note)
    if len(notes) > _SHOWN:
        say(f"… and {len(notes) - _SHOWN:,} more of this kind")


def _complete_finder(_context: click.Context, _option: click.Parameter, begun: str) -> list[str]:
    from kg.extractors import installed

    return [name for name in installed("kg.mentions") if name.startswith(begun) and name != "alias"]


finder_option = click.option(
    "--finder",
    "finders",
    multiple=True,
    metavar="NAME[:OPTIONS]",
    shell_complete=_complete_finder,
    help="A further mention finder, for example spacy:de_core_news_lg, gliner:MODEL_FOLDER or "
    "llm:url=http://127.0.0.1:8000/v1,model=NAME,cache=FOLDER (docs/finders.md). May be repeated.",
)


workers_option = click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that read articles.",
)
patience_option = click.option(
    "--patience",
    default=120.0,
    show_default=True,
    metavar="SECONDS",
    type=click.FloatRange(min=0.1),
    help="With several workers or a cluster: how long an article may take before it is quarantined.",
)
cluster_option = click.option(
    "--cluster",
    metavar="URL",
    help="Read on the workers of the Dask scheduler at this address, such as tcp://head:8786, or named in "
    "this file (….json).  Needs newskg[cluster] on all machines.",
)
keep_going_option = click.option(
    "--keep-going", is_flag=True, help="Exit with 0 even when some inputs could not be read."
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="No progress, no summary.")


@click.command(epilog=SOURCES)
@click.argument("sources", nargs=-1, required=True)
@click.option("--indent", is_flag=True, help="Indent the JSON for reading (default: one line per article).")
@finder_option
@click.option(
    "--ontology", metavar="DIR", help="Read with another ontology folder, say one with a new language."
)
@keep_going_option
@debug_option
def extract(
    sources: tuple[str, ...], indent: bool, finders: tuple[str, ...], ontology: str | None, keep_going: bool
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

    reader = Reader.load(Path(ontology) if ontology else None, finders)
    failed = 0
    for item in read_articles(sources):
        if isinstance(item, Unreadable):
            failed += 1
            say(item.message)
            continue
        try:
            document = reader.read(item)
        except ArticleError as error:
            if is_debugging():
                raise
            failed += 1
            say(str(error))
            continue
        for warning in document.warnings:
            say(f"{item.source}: {warning}")
        facts = to_facts(document)
        click.echo(json_text(facts, indent=1 if indent else None))
    return PARTLY if failed and not keep_going else 0


@click.command(epilog=SOURCES)
@click.argument("sources", nargs=-1, required=True)
@click.option(
    "-o", "--output", "store", required=True, metavar="NAME.kg", help="The store to create or add to."
)
@click.option("--map", "map_file", metavar="FILE.html", help="Draw the map when done.")
@workers_option
@patience_option
@cluster_option
@click.option("--retry", is_flag=True, help="Read quarantined articles again.")
@click.option("--prune", is_flag=True, help="Remove articles that SOURCES no longer show: deleted files and "
              "lines; never entries of feeds.")  # fmt: skip
@click.option("--yes", is_flag=True, help="With --prune: even if more than half of the store goes.")
@finder_option
@keep_going_option
@quiet_option
@debug_option
def build(
    sources: tuple[str, ...], store: str, map_file: str | None, workers: int, patience: float,
    cluster: str | None, retry: bool, prune: bool, yes: bool, finders: tuple[str, ...], keep_going: bool,
    quiet: bool,
) -> int:  # fmt: skip
    """Read articles into a store: new ones are added, changed ones replaced, known ones skipped.

    \b
    kg build inbox/ -o desk.kg
    kg build 'archive/2025-*.jsonl' -o desk.kg --map desk.html
    kg build inbox/ -o desk.kg --prune                what was deleted from inbox/ leaves the store
    kg build archive/ -o desk.kg --cluster tcp://head:8786    with Dask (docs/scale.md)
    """
    if yes and not prune:
        raise click.UsageError("--yes is for --prune.")
    from kg.build import build as run_build
    from kg.pipeline import Reader
    from kg.sources.counting import count_articles

    with progress("Reading", quiet, total=lambda: count_articles(sources)) as advance:
        report = run_build(
            sources,
            store,
            reader=Reader.load(finders=finders),
            keep_going=True,
            workers=workers,
            progress=advance,
            patience=patience,
            retry=retry,
            cluster=cluster,
            prune=prune,
            most=yes,
        )
    say_all(report.failures)
    if not Path(store).exists():
        say(f"{store}: not made, since no article was read.")
        return PARTLY if report.failures and not keep_going else 0
    if not quiet:
        say_all(report.warnings)
        summary(store, report)
    if map_file:
        from kg.cli.taking import write_map

        names, ties = write_map(store, map_file)
        if not quiet:
            say(f"{map_file}: {names:,} names, {ties:,} relations")
    return PARTLY if report.failures and not keep_going else 0


@click.command()
@click.argument("store")
@workers_option
@quiet_option
@debug_option
def rebuild(store: str, workers: int, quiet: bool) -> int:
    """Derive STORE again from its ledger, after the lexicon or the program changed.

    \b
    kg rebuild desk.kg
    kg rebuild archive.kg --workers 8
    """
    from kg.build import rebuild as run_rebuild
    from kg.pipeline import Reader

    with progress("Deriving", quiet, total=lambda: _held(store)) as advance:
        report = run_rebuild(store, reader=Reader.load(), progress=advance, workers=workers)
    say_all(report.failures)
    if not quiet:
        summary(store, report)
    return PARTLY if report.failures else 0


def _held(store: str) -> int | None:
    """How many articles a store holds, or None where it cannot be asked: the rebuild says why."""
    from kg.errors import StoreError
    from kg.ledger import Ledger
    from kg.store import LEDGER

    path = Path(store) / LEDGER
    if not path.is_file():
        return None
    try:
        ledger = Ledger(path, write=False)
        count = ledger.articles()
        ledger.close()
    except StoreError:
        return None
    return count


def summary(store: str, report: BuildReport) -> None:
    """Say what was done and what there is now, in lines of counts."""
    done = (
        ("added", report.added), ("changed", report.changed), ("unchanged", report.unchanged),
        ("not read", len(report.failures)),
        *((("removed", report.removed),) if report.removed is not None else ()),
        *((("quarantined", report.quarantined),) if report.quarantined else ()),
    )  # fmt: skip
    held = (
        ("people", report.people), ("countries", report.countries), ("organisations", report.organisations),
        ("events", report.events), ("quotations", report.quotations), ("statements", report.quads),
    )  # fmt: skip
    copies, names = report.copies, report.names
    across = (
        ("copy of another article" if copies == 1 else "copies of other articles", copies),
        (f"{'event' if names == 1 else 'events'} told under another name too", names),
    )
    say(store)
    for name, counts in (("articles", done), ("graph", held), ("across", across)):
        say(f"  {name:<9} " + ", ".join(f"{number:,} {what}" for what, number in counts))
