"""The command that writes the pages about the vocabulary."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import debug_option, printable


@click.command()
@click.option(
    "-o", "--output", "folder", metavar="DIR", required=True, help="Folder to write to; made if missing."
)
@click.option(
    "--ontology", "source", metavar="DIR", help="Another ontology folder (default: the one kg reads with)."
)
@debug_option
def page(folder: str, source: str | None) -> None:
    """Write the vocabulary as an HTML page and as Turtle, and the prefixes as Turtle and JSON.

    index.html, newskg.ttl, prefixes.ttl and prefixes.json; docs/ontology/ holds them for the ontology of kg.

    \b
    kg lexicon page -o docs/ontology
    """
    from kg.exports import new_file
    from kg.ontology.schema import load_schema
    from kg.views.ontology_page import ontology_page
    from kg.views.ontology_turtle import ontology_turtle, prefixes_json, prefixes_turtle

    schema = load_schema(Path(source) if source else None)
    texts = {
        "index.html": ontology_page(schema),
        "newskg.ttl": ontology_turtle(schema),
        "prefixes.ttl": prefixes_turtle(),
        "prefixes.json": prefixes_json(),
    }
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        with new_file(place / name) as draft:
            draft.write_text(text, encoding="utf-8", newline="\n")
        click.echo(printable(str(place / name)), err=True)
