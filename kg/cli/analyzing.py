"""The commands that analyse the ties of a store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from kg.cli import debug_option
from kg.cli.filters import filter_options, read_filtered
from kg.cli.tables import FORMATS, one_line, print_rows

if TYPE_CHECKING:
    from kg.analysis import Network, Path, Period, Tie

_NAMED = 8  # members of a community shown in a table


def _analysis(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that every analysis has."""
    form = click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
    return filter_options(form(debug_option(command)))


def _limit(default: int, what: str) -> Callable[..., Any]:
    return click.option(
        "--most", default=default, show_default=True, type=click.IntRange(1, 100_000), help=f"{what} shown."
    )


@click.group()
@debug_option
def analyze() -> None:
    """Analyse the ties of a store: who matters, who belongs together, what connects two names.

    \b
    kg analyze ranking desk.kg --by betweenness
    kg analyze path desk.kg Merz Putin
    kg analyze timeline desk.kg --by week --topic sanctions
    """


@analyze.command()
@click.argument("store")
@click.option("--by", type=click.Choice(["pagerank", "betweenness", "events", "reports", "sources"]),
              default="pagerank", show_default=True, help="What to rank by.")  # fmt: skip
@_limit(25, "Names")
@_analysis
def ranking(store: str, by: Any, most: int, form: str, filters: dict[str, Any]) -> None:
    """Who matters most.

    PageRank (who deals with those who matter), betweenness (who stands between others), events, the articles
    that report them, and independent sources: copies of one text, and texts of one agency, are one.

    \b
    kg analyze ranking desk.kg
    kg analyze ranking desk.kg --by betweenness --since 2025-07 --format csv
    """
    from kg.analysis import rank

    counts = ("pagerank", "betweenness", "events", "reports", "sources")
    rows = [
        (
            n, r.node.label, r.node.kind, round(r.pagerank, 4), round(r.betweenness, 4), r.events, r.reports,
            r.sources,
        )
        for n, r in enumerate(rank(read_filtered(store, filters), by)[:most], 1)
    ]  # fmt: skip
    print_rows(("rank", "name", "kind", *counts), rows, form, numbers=("rank", *counts))


@analyze.command()
@click.argument("store")
@_analysis
def communities(store: str, form: str, filters: dict[str, Any]) -> None:
    """Who belongs together.

    Groups with more ties inside than to outside (Louvain), named after their best connected members.

    \b
    kg analyze communities desk.kg
    kg analyze communities desk.kg --type CONSULT --type AGREE --format json
    """
    from kg.analysis import find_communities

    columns = ("community", "members", "ties inside", "ties outside", "names")
    rows = []
    for found in find_communities(read_filtered(store, filters)):
        names = [m.label for m in found.members]
        left = len(names) - _NAMED if form == "table" else 0
        shown = ", ".join(names[:_NAMED] if left > 0 else names) + (f" and {left} more" if left > 0 else "")
        rows.append((found.name, len(names), found.inside, found.outside, shown))
    print_rows(columns, rows, form, numbers=columns[1:4], whole=("names",))


@analyze.command()
@click.argument("store")
@click.argument("a")
@click.argument("b")
@_limit(3, "Paths")
@_analysis
def path(store: str, a: str, b: str, most: int, form: str, filters: dict[str, Any]) -> None:
    """How A and B are connected, in dated sentences.

    A and B are names in any language, keys (person/…, country/…) or IRIs.

    \b
    kg analyze path desk.kg Merz Putin
    kg analyze path desk.kg country/IRN 'European Union' --most 1 --format json
    """
    from kg.analysis import find_paths, read_network
    from kg.analysis.explain import find_thing
    from kg.store import Store

    with Store.open(store) as opened:
        ends = [find_thing(opened, name)[0] for name in (a, b)]
        network = read_network(opened, **filters)
    found = find_paths(network, ends[0], ends[1], most=most)
    if form == "table":
        for number, one in enumerate(found, 1):
            _print_path(number, one, network)
    else:
        rows = [(n, *_step(step[0], network)) for n, one in enumerate(found, 1) for step in one.steps]
        print_rows(("path", "from", "relation", "to", "date", "sentence", "article"), rows, form)
    if not found:
        click.echo("No path: no ties that these filters leave connect the two.", err=True)


def _print_path(number: int, found: Path, network: Network) -> None:
    click.echo(f"{number}. " + one_line(" – ".join(n.label for n in found.nodes)))
    for step in found.steps:
        who, does, whom, day, sentence, article = _step(step[0], network)
        click.echo(f"   {day or 'undated':<10}  {one_line(f'{who} {does} {whom}')}")
        click.echo(f"               {one_line(sentence)}")
        click.echo(f"               {one_line(article)}")


def _step(tie: Tie, network: Network) -> Sequence[str]:
    """The newest of the surest sentences of a tie."""
    e = max(tie.evidence, key=lambda x: (bool(x.date), x.confidence, x.date or "", x.sentence))
    source = ", ".join(filter(None, (e.publisher, e.published)))
    names = network.nodes
    return (
        names[tie.subject].label, tie.words, names[tie.object].label, e.date or "",
        " ".join(e.sentence.split()), f"{e.title} ({source})" if source else e.title,
    )  # fmt: skip


@analyze.command()
@click.argument("store")
@click.option("--by", "step", type=click.Choice(["day", "week", "month", "year"]), default="day",
              show_default=True, help="Length of a period.")  # fmt: skip
@_analysis
def timeline(store: str, step: Any, form: str, filters: dict[str, Any]) -> None:
    """What happened when, by type of event.

    \b
    kg analyze timeline desk.kg
    kg analyze timeline desk.kg --by week --topic sanctions --format csv
    """
    from kg.analysis import timeline as count

    network = read_filtered(store, filters)
    periods = count([e for e in network.evidence() if e.type != "QUOTATION"], step)
    if form == "table":
        _print_timeline(periods)
    else:
        print_rows(("period", "events", "types"), [(p.label, p.total, _types(p)) for p in periods], form)
    if not periods:
        click.echo("No dated events that these filters leave.", err=True)


def _print_timeline(periods: Sequence[Period]) -> None:
    widest = max((p.total for p in periods), default=1)
    for period in periods:
        bar = "█" * max(1, round(30 * period.total / widest))
        click.echo(f"{period.label:<10} {period.total:>4}  {bar:<30}  {_types(period)}")


def _types(period: Period) -> str:
    return ", ".join(f"{kind} {number}" for kind, number in period.counts)
