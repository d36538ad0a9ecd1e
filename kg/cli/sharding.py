"""Commands for archives: shards and load."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import debug_option, printable
from kg.cli.progress import progress
from kg.cli.reading import (
    PARTLY,
    SOURCES,
    cluster_option,
    finder_option,
    keep_going_option,
    patience_option,
    quiet_option,
    say,
    say_all,
    summary,
    workers_option,
)  # fmt: skip


@click.command(epilog=SOURCES)
@click.argument("sources", nargs=-1, required=True)
@click.option(
    "-o", "--output", "folder", required=True, metavar="DIR", help="The folder to make or go on in."
)
@click.option("--size", default=500, show_default=True, metavar="N", type=click.IntRange(1, 100_000),
              help="Articles per part.")  # fmt: skip
@workers_option
@patience_option
@cluster_option
@click.option("--retry", is_flag=True, help="Make parts with quarantined articles again.")
@finder_option
@keep_going_option
@quiet_option
@debug_option
def shards(
    sources: tuple[str, ...], folder: str, size: int, workers: int, patience: float, cluster: str | None,
    retry: bool, finders: tuple[str, ...], keep_going: bool, quiet: bool,
) -> int:  # fmt: skip
    """Read articles into DIR as compressed N-Quads with their ledger rows, without a store.

    Any RDF store loads the parts (part-00001.nq.gz …); kg load makes a store of kg of them.  A finished part
    is not made again, so a run that was cut off goes on.

    \b
    kg shards archive/ -o archive.shards --workers 8
    kg shards archive/ -o archive.shards --cluster tcp://head:8786
    kg load archive.shards -o archive.kg
    """
    from kg.pipeline import Reader
    from kg.shards import make_shards

    with progress("Reading", quiet) as advance:
        report = make_shards(
            sources, folder, reader=Reader.load(finders=finders), size=size, workers=workers, cluster=cluster,
            patience=patience, retry=retry, progress=advance,
        )  # fmt: skip
    say_all(report.failures)
    if not report.parts:
        say(f"{folder}: not made, since no article was read.")
    elif not quiet:
        say(folder)
        say(f"  parts     {report.parts:,} ({report.kept:,} from before)")
        say(f"  articles  {report.read:,} read, {len(report.failures):,} not read")
        say(f"  graph     {report.statements:,} statements")
    return PARTLY if report.failures and not keep_going else 0


@click.command()
@click.argument("folders", nargs=-1, required=True, metavar="DIR...")
@click.option("-o", "--output", "store", required=True, metavar="NAME.kg",
              help="The store to create or add to.")  # fmt: skip
@click.option("--map", "map_file", metavar="FILE.html", help="Draw the map when done.")
@finder_option
@click.option("--keep-going", is_flag=True, help="Exit with 0 even when the shards lack some articles.")
@quiet_option
@debug_option
def load(
    folders: tuple[str, ...], store: str, map_file: str | None, finders: tuple[str, ...], keep_going: bool,
    quiet: bool,
) -> int:  # fmt: skip
    """Put the shards in DIR, or in several, into a store, without reading an article again.

    The store is the same, byte for byte, as kg build makes of the same articles.  Shards that were made with
    --finder need the same --finder here.

    \b
    kg load archive.shards -o archive.kg
    kg load machine-1.shards machine-2.shards -o archive.kg
    """
    from kg.pipeline import Reader
    from kg.shards import load_shards

    with progress("Loading", quiet) as advance:
        report = load_shards(folders, store, reader=Reader.load(finders=finders), progress=advance)
    say_all(report.failures)
    if not quiet:
        summary(store, report)
    if map_file:
        from kg.cli.taking import write_map

        names, ties = write_map(store, map_file)
        if not quiet:
            click.echo(f"{printable(Path(map_file).name)}: {names:,} names, {ties:,} relations", err=True)
    return PARTLY if report.failures and not keep_going else 0
