"""Commands that take something out of a store: export, map, analyze."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import printable

if TYPE_CHECKING:
    from kg.analysis import Evidence, Network
    from kg.store import Store

_SUFFIXES = ".ttl .nt .nq .trig .jsonld .rdf .graphml .gexf .json .csv .parquet"


@click.command(epilog=f"Suffixes: {_SUFFIXES}")
@click.argument("store")
@click.argument("file")
@click.option("--graph", metavar="NAME", help="Only one graph: reference, derived, article/… (RDF formats).")
@click.option("--since", metavar="DATE", help="Only what is dated on or after this day (2025-07-04).")
@click.option("--topic", metavar="KEY", help="Only what is about this topic, for example air-defence.")
@click.option(
    "--what",
    type=click.Choice(["events", "ties", "quotations"]),
    default="events",
    show_default=True,
    help="Which table (.csv, .parquet).",
)
@click.option("--debug", is_flag=True, help="Show the full traceback of an error.")
def export(
    store: str, file: str, graph: str | None, since: str | None, topic: str | None, what: str, debug: bool
) -> None:
    """Write STORE to FILE as RDF, as a graph or as a table; the suffix says which.

    \b
    kg export desk.kg desk.nq                           all statements, sorted
    kg export desk.kg events.parquet                    coded events for R and pandas
    kg export desk.kg ties.csv --what ties --topic sanctions
    kg export desk.kg desk.gexf                         for Gephi
    """
    from kg.exports import export as write
    from kg.store import Store

    with Store.open(store) as opened:
        count = write(opened, Path(file), graph=graph, since=since, topic=topic, what=what)
    click.echo(f"{printable(file)}: {count}", err=True)


@click.command("map")
@click.argument("store")
@click.option("-o", "--output", "file", required=True, metavar="FILE.html", help="The page to write.")
@click.option("--title", help="Title of the map (default: the store's name).")
@click.option("--since", metavar="DATE", help="Only evidence dated on or after this day.")
@click.option("--until", metavar="DATE", help="Only evidence dated on or before this day.")
@click.option("--topic", metavar="KEY", help="Only ties about this topic, for example air-defence.")
@click.option(
    "--most",
    default=300,
    show_default=True,
    type=click.IntRange(2, 5_000),
    help="Names drawn, the best connected first.",
)
@click.option(
    "--language", default="en", show_default=True, metavar="CODE", help="Language of the page's own words."
)
@click.option("--debug", is_flag=True, help="Show the full traceback of an error.")
def map_(
    store: str, file: str, title: str | None, since: str | None, until: str | None, topic: str | None, most: int,
    language: str, debug: bool,
) -> None:  # fmt: skip
    """Draw the relationship map of STORE: one HTML file that needs no network.

    \b
    kg map desk.kg -o desk.html
    kg map desk.kg -o july.html --since 2025-07-01 --until 2025-07-31 --topic air-defence
    """
    names, ties = write_map(
        store, file, title=title, since=since, until=until, topic=topic, most=most, language=language
    )
    click.echo(f"{printable(file)}: {names:,} names, {ties:,} relations", err=True)


def write_map(
    store: str, file: str, *, title: str | None = None, since: str | None = None, until: str | None = None,
    topic: str | None = None, most: int = 300, language: str = "en",
) -> tuple[int, int]:  # fmt: skip
    """Draw a store to a file; return how many names and relations it shows."""
    from kg.analysis import read_network
    from kg.exports import new_file
    from kg.store import Store
    from kg.views.from_network import to_map
    from kg.views.map import draw_map
    from kg.views.page import load_strings

    if language not in load_strings():
        raise click.UsageError(
            f"No page language {language!r}; there are {', '.join(sorted(load_strings()))}."
        )
    with Store.open(store) as opened:
        network = read_network(
            opened, since=_day(since), until=_day(until), topic=topic, topics_as_nodes=True
        )
        data = to_map(network, title=title or Path(store).stem, most=most)
    page = draw_map(data, language=language)
    with new_file(Path(file)) as draft:
        draft.write_text(page, encoding="utf-8", newline="\n")
    return len(data.nodes), len(data.edges)


def _day(text: str | None) -> str | None:
    from datetime import date

    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise click.UsageError(f"{text!r} is not a date; write it as 2025-07-04.") from None


# analyze -------------------------------------------------------------------------------


def _shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that every analysis has."""
    for option in reversed((
        click.option("--since", metavar="DATE", help="Only evidence dated on or after this day."),
        click.option("--until", metavar="DATE", help="Only evidence dated on or before this day."),
        click.option("--topic", metavar="KEY", help="Only ties about this topic."),
        click.option("--type", "types", multiple=True, metavar="TYPE", help="Only events of this type (CONSULT …)."),
        click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default=None, help="Default: table."),
        click.option("--debug", is_flag=True, help="Show the full traceback of an error."),
    )):  # fmt: skip
        command = option(command)
    return command


def _network(
    store: str, since: str | None, until: str | None, topic: str | None, types: Sequence[str]
) -> Network:
    from kg.analysis import read_network
    from kg.store import Store

    with Store.open(store) as opened:
        return read_network(
            opened, since=_day(since), until=_day(until), topic=topic, types=[t.upper() for t in types]
        )


def _print(names: Sequence[str], rows: Sequence[Sequence[Any]], form: str | None) -> None:
    from kg.cli.asking import _print_rows

    if form == "json":
        click.echo(
            json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False, indent=1)
        )
    else:
        _print_rows(names, [[str(cell) for cell in row] for row in rows], form or "table")


@click.group()
def analyze() -> None:
    """Analyse the ties of a store: who matters, who belongs together, what connects two names.

    \b
    kg analyze ranking desk.kg --by betweenness
    kg analyze path desk.kg Merz Selenskyj
    kg analyze timeline desk.kg --by week --topic sanctions
    """


@analyze.command()
@click.argument("store")
@click.option(
    "--by",
    type=click.Choice(["pagerank", "betweenness", "reports"]),
    default="pagerank",
    show_default=True,
    help="What to rank by.",
)
@click.option("--most", default=25, show_default=True, type=click.IntRange(1, 100_000), help="Rows shown.")
@_shared
def ranking(
    store: str, by: Any, most: int, since: str | None, until: str | None, topic: str | None, types: tuple[str, ...],
    form: str | None, debug: bool,
) -> None:  # fmt: skip
    """Who matters: PageRank, betweenness and the number of reports."""
    from kg.analysis import rank

    rows = rank(_network(store, since, until, topic, types), by)[:most]
    table = [
        (n, r.node.label, r.node.kind, f"{r.pagerank:.4f}", f"{r.betweenness:.4f}", r.reports)
        for n, r in enumerate(rows, 1)
    ]
    _print(("rank", "name", "kind", "pagerank", "betweenness", "reports"), table, form)


@analyze.command()
@click.argument("store")
@_shared
def communities(
    store: str,
    since: str | None,
    until: str | None,
    topic: str | None,
    types: tuple[str, ...],
    form: str | None,
    debug: bool,
) -> None:
    """Who belongs together: groups with more ties inside than to outside (Louvain)."""
    from kg.analysis import find_communities

    found = find_communities(_network(store, since, until, topic, types))
    table = [
        (c.name, len(c.members), c.inside, c.outside, ", ".join(m.label for m in c.members)) for c in found
    ]
    _print(("community", "members", "ties inside", "ties outside", "names"), table, form)


@analyze.command()
@click.argument("store")
@click.argument("a")
@click.argument("b")
@click.option("--most", default=3, show_default=True, type=click.IntRange(1, 20), help="Paths shown.")
@_shared
def path(
    store: str, a: str, b: str, most: int, since: str | None, until: str | None, topic: str | None,
    types: tuple[str, ...], form: str | None, debug: bool,
) -> None:  # fmt: skip
    """How A and B are connected: paths whose every step is a dated sentence.

    A and B are names in any language, keys (person/…, country/…) or IRIs.
    """
    from kg.analysis import find_paths, read_network
    from kg.analysis.explain import find_thing
    from kg.store import Store

    with Store.open(store) as opened:
        network = read_network(
            opened, since=_day(since), until=_day(until), topic=topic, types=[t.upper() for t in types]
        )
        ends = [find_thing(opened, name)[0] for name in (a, b)]
    found = find_paths(network, *ends, most=most)
    if form in ("json", "csv"):
        rows = [
            (n, *_step(tie, network)) for n, p in enumerate(found, 1) for step in p.steps for tie in step[:1]
        ]
        _print(("path", "from", "relation", "to", "date", "sentence", "article"), rows, form)
        return
    for number, one in enumerate(found, 1):
        click.echo(f"{number}. " + printable(" – ".join(n.label for n in one.nodes)))
        for step in one.steps:
            who, does, whom, day, sentence, article = _step(step[0], network)
            click.echo(f"   {day or 'undated':<10}  {printable(f'{who} {does} {whom}')}")
            click.echo(f"               {printable(sentence)}")
            click.echo(f"               {printable(article)}")
    if not found:
        click.echo("No path: the two are not connected by any tie that these filters leave.", err=True)


def _step(tie: Any, network: Network) -> tuple[str, ...]:
    e: Evidence = max(tie.evidence, key=lambda x: (x.date or "", x.confidence, x.sentence))
    article = f"{e.title} ({e.publisher}, {e.published})" if e.publisher else e.title
    names = network.nodes
    return (
        names[tie.subject].label,
        tie.relation,
        names[tie.object].label,
        e.date or "",
        " ".join(e.sentence.split()),
        article,
    )


@analyze.command()
@click.argument("store")
@click.option(
    "--by",
    "step",
    type=click.Choice(["day", "week", "month", "year"]),
    default="day",
    show_default=True,
    help="Length of a period.",
)
@_shared
def timeline(
    store: str, step: Any, since: str | None, until: str | None, topic: str | None, types: tuple[str, ...],
    form: str | None, debug: bool,
) -> None:  # fmt: skip
    """What happened when: events per period and type."""
    from kg.analysis import timeline as count

    network = _network(store, since, until, topic, types)
    periods = count([e for e in network.evidence() if e.type != "QUOTATION"], step)
    if form in ("json", "csv"):
        _print(
            ("period", "events", "types"),
            [(p.label, p.total, ", ".join(f"{k} {n}" for k, n in p.counts)) for p in periods],
            form,
        )
        return
    widest = max((p.total for p in periods), default=1)
    for period in periods:
        bar = "█" * max(1, round(30 * period.total / widest))
        click.echo(
            f"{period.label:<10} {period.total:>4}  {bar:<30}  "
            + ", ".join(f"{k} {n}" for k, n in period.counts)
        )
    if not periods:
        click.echo("No dated events.", err=True)


map = map_
