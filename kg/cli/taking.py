"""Commands that take something out of a store: export and map."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli import debug_option, printable
from kg.cli.filters import Day, filter_options, read_filtered

_SUFFIXES = (
    "Suffixes: .nq .trig .jsonld (with graphs), .nt .ttl .rdf (one graph), .graphml .gexf .json (ties as a "
    "graph), .csv .parquet (tables)."
)


@click.command(epilog=_SUFFIXES)
@click.argument("store")
@click.argument("file")
@click.option("--graph", metavar="NAME", help="Only one graph: reference, derived, article/… (RDF, tables).")
@click.option("--since", type=Day(), metavar="DATE", help="Only articles published (graph files: evidence "
              "dated) on or after this day.")  # fmt: skip
@click.option("--topic", metavar="KEY", help="Only what is about this topic, for example air-defence.")
@click.option("--what", type=click.Choice(["events", "ties", "quotations"]), default="events",
              show_default=True, help="Which table (.csv, .parquet).")  # fmt: skip
@click.option("--raw", is_flag=True, help="Leave cells as they are, also those a spreadsheet would run.")
@debug_option
def export(
    store: str, file: str, graph: str | None, since: str | None, topic: str | None, what: str, raw: bool
) -> None:
    """Write STORE to FILE as RDF, as a graph or as a table; the suffix says which.

    \b
    kg export desk.kg desk.nq                           all statements, sorted
    kg export desk.kg events.parquet                    coded events for R and pandas
    kg export desk.kg ties.csv --what ties
    kg export desk.kg desk.gexf --topic sanctions       for Gephi
    """
    from kg.exports import export as write
    from kg.exports import is_network
    from kg.store import Store

    more: dict[str, Any] = {}
    if is_network(file):
        from kg.analysis.projection import multigraph

        if graph:
            raise click.UsageError("--graph is for RDF and tables; a graph file holds ties of all articles.")
        more["network"] = multigraph(read_filtered(store, {"since": since, "topic": topic}))
    with Store.open(store) as opened:
        count = write(opened, Path(file), graph=graph, since=since, topic=topic, what=what, raw=raw, **more)
    click.echo(f"{printable(file)}: {count:,} {_unit(Path(file).suffix.lower(), what)}", err=True)


def _unit(suffix: str, what: str) -> str:
    from kg.exports import NETWORKS, TABLES

    return what if suffix in TABLES else "ties" if suffix in NETWORKS else "statements"


@click.command("map")
@click.argument("store")
@click.option("-o", "--output", "file", required=True, metavar="FILE.html", help="The page to write.")
@click.option("--title", help="Title of the map (default: the store's name).")
@click.option("--most", default=300, show_default=True, type=click.IntRange(2, 5_000),
              help="Names drawn, the best connected first.")  # fmt: skip
@click.option("--language", default="en", show_default=True, metavar="CODE",
              help="Language of the page's own words (en, de).")  # fmt: skip
@filter_options
@debug_option
def map_(store: str, file: str, title: str | None, most: int, language: str, filters: dict[str, Any]) -> None:
    """Draw the relationship map of STORE: one HTML file that needs no network.

    \b
    kg map desk.kg -o desk.html
    kg map desk.kg -o july.html --since 2025-07 --until 2025-07 --topic air-defence
    """
    names, ties = write_map(store, file, title=title, most=most, language=language, filters=filters)
    click.echo(f"{printable(file)}: {names:,} names, {ties:,} relations", err=True)


def write_map(
    store: str, file: str, *, title: str | None = None, most: int = 300, language: str = "en",
    filters: dict[str, Any] | None = None,
) -> tuple[int, int]:  # fmt: skip
    """Draw a store to a file; return how many names and relations it shows."""
    from kg.exports import new_file
    from kg.views.from_network import to_map
    from kg.views.map import draw_map
    from kg.views.page import load_strings

    if language not in load_strings():
        known = ", ".join(sorted(load_strings()))
        raise click.BadParameter(
            f"no page language {language!r}; there are {known}.", param_hint="--language"
        )
    network = read_filtered(store, {**(filters or {}), "topics_as_nodes": True})
    data = to_map(network, title=title or Path(store).resolve().stem, most=most)
    page = draw_map(data, language=language)
    with new_file(Path(file)) as draft:
        draft.write_text(page, encoding="utf-8", newline="\n")
    return len(data.nodes), len(data.edges)


map = map_
