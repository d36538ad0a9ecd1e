"""Commands that take something out of a store: export and map."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli import debug_option, printable
from kg.cli.filters import Day, filter_options, read_filtered

_EPILOG = """\b
Suffixes
  .nq .trig .jsonld          RDF with graphs
  .nt .ttl .rdf              RDF, all graphs as one
  .graphml .gexf .json       ties as a graph
  .csv .parquet              a table: --what events, ties, quotations
  .json .jsonl .ndjson       with --as ftm
  .txt .tsv (tabs) .csv      with --as polecat
RDF, .csv and both models are packed when .gz follows: desk.nq.gz.
docs/exports.md tells how other programs load each of them."""


@click.command(epilog=_EPILOG)
@click.argument("store")
@click.argument("file")
@click.option("--graph", metavar="NAME", help="Only one graph: reference, derived, article/… (RDF, tables).")
@click.option("--since", type=Day(), metavar="DATE", help="Only articles published (graph files: evidence "
              "dated) on or after this day.")  # fmt: skip
@click.option("--topic", metavar="KEY", help="Only what is about this topic, for example air-defence.")
@click.option("--provenance", is_flag=True, help="RDF: also which run read what, and when. Two builds of the "
              "same articles differ in it.")  # fmt: skip
@click.option("--flat", is_flag=True, help="JSON-LD without graphs, as .nt, .ttl and .rdf always are.")
@click.option("--rdf12", is_flag=True, help="What is known of a relation said of the statement itself, by "
              "triple terms of RDF 1.2 (.nq .trig .nt .ttl).")  # fmt: skip
@click.option("--as", "model", type=click.Choice(["ftm", "polecat"]), help="In the terms of another model: "
              "FollowTheMoney entities, or event data with the columns of POLECAT.")  # fmt: skip
@click.option("--what", type=click.Choice(["events", "ties", "quotations"]), default="events",
              show_default=True, help="Which table (.csv, .parquet).")  # fmt: skip
@click.option("--raw", is_flag=True, help="Leave cells as they are, also those a spreadsheet would run.")
@debug_option
def export(
    store: str, file: str, graph: str | None, since: str | None, topic: str | None, provenance: bool,
    flat: bool, rdf12: bool, model: str | None, what: str, raw: bool,
) -> None:  # fmt: skip
    """Write STORE to FILE as RDF, as a graph or as a table; the suffix says which.

    \b
    kg export desk.kg desk.nq.gz                        all statements, sorted, packed
    kg export desk.kg desk.ttl --graph derived          who dealt with whom
    kg export desk.kg desk.trig --rdf12                 relations with triple terms
    kg export desk.kg events.parquet                    coded events for R and pandas
    kg export desk.kg ties.csv --what ties
    kg export desk.kg desk.gexf --topic sanctions       for Gephi
    kg export desk.kg desk.ftm.json --as ftm            for Aleph
    kg export desk.kg desk.txt --as polecat             for code that reads POLECAT
    """
    from kg.exports import Form, is_network
    from kg.exports import export as write
    from kg.store import Store

    _check_rdf_options(file, model, {"--provenance": provenance, "--flat": flat, "--rdf12": rdf12})
    more: dict[str, Any] = {}
    if model is None and is_network(file):
        from kg.analysis.projection import multigraph

        if graph:
            raise click.UsageError("--graph is for RDF and tables; a graph file holds ties of all articles.")
        more["network"] = multigraph(read_filtered(store, {"since": since, "topic": topic}))
    with Store.open(store) as opened:
        count = write(
            opened, Path(file), graph=graph, since=since, topic=topic, provenance=provenance,
            form=Form(flat, rdf12), what=what, raw=raw, model=model, **more,
        )  # fmt: skip
    click.echo(f"{printable(file)}: {count:,} {_unit(file, what, model)}", err=True)


def _check_rdf_options(file: str, model: str | None, options: dict[str, bool]) -> None:
    """Refuse options of RDF where none is written: they would change nothing, without a word."""
    from kg.exports import is_rdf

    given = [name for name, is_on in options.items() if is_on]
    if given and (model or not is_rdf(file)):
        raise click.UsageError(f"{given[0]} is for RDF; {printable(file)} will hold none.")


def _unit(file: str, what: str, model: str | None) -> str:
    from kg.exports import TABLES, format_of, is_network

    if model is not None:
        return {"ftm": "entities", "polecat": "reports of events"}[model]
    return what if format_of(Path(file)) in TABLES else "ties" if is_network(file) else "statements"


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
