"""The command that checks a whole store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import TYPE_CHECKING

import click

from kg.cli import debug_option
from kg.cli.progress import progress
from kg.cli.tables import echo_data, json_text, one_line, short

if TYPE_CHECKING:
    from kg.validating import Tally, Violation

WRONG = 1
_FORMATS = ("text", "json", "ttl")


@click.command()
@click.argument("store")
@click.option("--shapes/--no-shapes", default=True, show_default=True,
              help="Run the SHACL shapes (extra shacl), or only what needs no extra.")  # fmt: skip
@click.option("--sample", default=200, show_default=True, type=click.IntRange(0),
              help="Article graphs, and nodes across articles, to run shapes over; 0: all.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True)
@click.option("--most", default=100, show_default=True, type=click.IntRange(1),
              help="Violations shown as text; json and ttl give all.")  # fmt: skip
@debug_option
def validate(store: str, shapes: bool, sample: int, form: str, most: int) -> int:
    """Check a store: is everything in it as it must be?

    Every span beside the stored text, every property and class beside the vocabularies, every article graph
    beside the ledger, every name; and the SHACL shapes over a sample of article graphs.  The summary says how
    much was looked at.  A warning may be meant so.
    Exit codes: 0 no violations, 1 violations, 2 wrong use or no pySHACL.

    \b
    kg validate desk.kg
    kg validate desk.kg --sample 0                 the shapes over everything: hours for 100,000 articles
    kg validate desk.kg --format ttl > report.ttl  a sh:ValidationReport
    """
    from kg.store import Store
    from kg.validating import Tally, report_lines
    from kg.validating import validate as run

    if shapes:
        _need_shacl()
    tally = Tally(shapes=shapes)
    with Store.open(store) as opened:
        total = opened.ledger.done()
        with progress("Checking", quiet=False, total=lambda: total) as advance:
            found = run(opened, tally, sample=sample, advance=advance)
            if form == "ttl":
                for piece in report_lines(found):
                    echo_data(piece)
            elif form == "json":
                for violation in found:
                    click.echo(json_text(_record(violation)))
            else:
                shown = list(islice(found, most))
                more = sum(1 for _ in found)
    if form == "json":
        click.echo(json_text(_sums(tally)))
    elif form == "text":
        _print(shown, more)
    if form != "json":
        for line in _summary(tally):
            click.echo(line, err=form == "ttl")
    return WRONG if tally.violations else 0


def _need_shacl() -> None:
    from kg.proofreading import can_check_shapes

    if not can_check_shapes():
        raise click.UsageError(
            "The shapes need pySHACL: pip install 'newskg[shacl]'. With --no-shapes all other checks run."
        )


def _print(shown: Iterable[Violation], more: int) -> None:
    for (graph, headline), group in groupby(shown, key=lambda v: (v.graph, v.headline)):
        name = _short_name(f"<{graph}>") if graph else "the store"
        click.echo(f"{name}  {one_line(headline)}".rstrip())
        for found in group:
            what = found.check if found.grave else f"warning, {found.check}"
            where = f"{one_line(_short_name(found.subject))}  " if found.subject else ""
            click.echo(f"  {what}: {where}{one_line(found.message)}")
            if found.value:
                click.echo(f"      it says {short(_short_name(found.value))}")
    if more:
        click.echo(f"… and {more:,} more; see --most.")


def _short_name(term: str) -> str:
    """Write an IRI with its prefix, for people; a literal stays as it is."""
    from kg.vocab import GRAPH_BASE, prefixes

    if not term.startswith("<"):
        return term
    iri = term[1:-1]
    if iri.startswith(GRAPH_BASE):
        return f"graph/{iri.removeprefix(GRAPH_BASE)}"
    for name, base in prefixes().items():
        if iri.startswith(base):
            return f"{name}:{iri.removeprefix(base)}"
    return term


def _record(found: Violation) -> dict[str, str | bool]:
    return {
        "check": found.check, "graph": found.graph, "headline": found.headline, "subject": found.subject,
        "path": found.path, "value": found.value, "message": found.message, "grave": found.grave,
    }  # fmt: skip


def _sums(tally: Tally) -> dict[str, object]:
    return {
        "conforms": not tally.violations, "violations": tally.violations,
        "warnings": tally.warnings, "articles": tally.articles,
        "statements": tally.statements, "spans": tally.spans, "shapes": tally.shapes,
        "shapes_articles": tally.shaped, "shapes_nodes": tally.nodes, "nodes": tally.nodes_there,
    }  # fmt: skip


def _summary(tally: Tally) -> Iterator[str]:
    yield f"looked at  {tally.articles:,} articles, {tally.statements:,} statements, {tally.spans:,} spans"
    if tally.shapes:
        yield (
            f"shapes     {tally.shaped:,} of {tally.articles:,} article graphs, "
            f"{tally.nodes:,} of {tally.nodes_there:,} nodes across articles"
        )
    else:
        yield "shapes     not run"
    yield f"found      {_many(tally.violations, 'violation')}, {_many(tally.warnings, 'warning')}"


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
