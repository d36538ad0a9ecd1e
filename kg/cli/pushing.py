"""The command that sends a store to a SPARQL server."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import debug_option

if TYPE_CHECKING:
    from kg.pushing import Plan, Report, Target
    from kg.pushing.auth import Credentials


@click.command()
@click.argument("store")
@click.argument("url")
@click.option("--by", "way", type=click.Choice(("gsp", "update")),
              help="Graph Store Protocol or SPARQL Update. Default: what the server takes.")  # fmt: skip
@click.option("--gsp-url", metavar="URL", default="", help="The server's graph store, where it is not found.")
@click.option("--update-url", metavar="URL", default="", help="The server's update endpoint.")
@click.option("--query-url", metavar="URL", default="", help="The server's query endpoint, for counting.")
@click.option("--graph", "graphs", metavar="NAME", multiple=True,
              help="Only this graph: derived, article/..., or an IRI. May be repeated.")  # fmt: skip
@click.option("--user", metavar="NAME", envvar="KG_PUSH_USER",
              help="Who asks; the password comes from KG_PUSH_PASSWORD, netrc or a question.")  # fmt: skip
@click.option("--insecure", is_flag=True, help="Send a password or token over http, too.")
@click.option("--no-verify", is_flag=True, help="Do not count afterwards what the server holds.")
@click.option("--again", is_flag=True, help="Send all graphs, also those that have not changed.")
@click.option("--notes", metavar="FILE", help="Where to note what was sent. Default: in the store's folder.")
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be sent and removed; ask nobody.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=300.0, show_default=True,
              metavar="SECONDS", help="How long to wait for one answer.")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="No progress, no summary.")
@debug_option
def push(
    store: str, url: str, way: str | None, gsp_url: str, update_url: str, query_url: str,
    graphs: tuple[str, ...], user: str | None, insecure: bool, no_verify: bool, again: bool,
    notes: str | None, dry_run: bool, timeout: float, quiet: bool,
) -> None:  # fmt: skip
    """Send STORE to the SPARQL 1.1 server at URL: graphs that changed since the last push, and no others.

    A graph is replaced as a whole, graphs that the store no longer has are removed, and what arrived is
    counted.  A push that is cut off goes on where it stopped.  Tokens come from KG_PUSH_TOKEN.

    \b
    kg push desk.kg http://127.0.0.1:7878                     Oxigraph
    kg push desk.kg http://127.0.0.1:3030/desk                Fuseki
    kg push desk.kg http://127.0.0.1:8890 --user dba          Virtuoso
    kg push desk.kg https://graphs.example/repositories/desk  GraphDB, RDF4J
    """
    from kg.cli.progress import progress
    from kg.pushing import Notes, Target, make_plan
    from kg.pushing import push as send
    from kg.pushing.http import Client
    from kg.pushing.notes import notes_file, read_notes
    from kg.store import Store

    with Store.open(store) as opened:
        file = Path(notes) if notes else notes_file(opened.path, url)
        client = Client(None if dry_run else _credentials(url, user), timeout=timeout, insecure=insecure)
        target = Target(url, client, query=query_url, store=gsp_url, update=update_url)
        if dry_run:
            _show_plan(make_plan(opened, {} if again else read_notes(file), only=graphs))
            return
        with Notes(file, url) as remembered:
            known = {} if again else remembered.known
            count = None if no_verify else target.count
            plan = make_plan(opened, known, only=graphs, count=count)
            with progress("push", quiet, "graphs", lambda: plan.steps) as tick:
                report = send(opened, plan, target, remembered, way=way, verify=not no_verify, tick=tick)
    client.close()
    if not quiet:
        _show_report(report, target)


def _credentials(url: str, user: str | None) -> Credentials:
    """Find out who asks: a token, or a name with the password from environment, netrc or terminal."""
    from kg.pushing.auth import Credentials

    if token := os.environ.get("KG_PUSH_TOKEN"):
        return Credentials(token=token)
    found = _netrc(url)
    if user is None and found is None:
        return Credentials()
    name = user or (found[0] if found else "")
    password = os.environ.get("KG_PUSH_PASSWORD")
    if password is None and found and found[0] == name:
        password = found[1]
    if password is None and sys.stdin.isatty():
        password = click.prompt(f"Password of {name}", hide_input=True, err=True)
    if password is None:
        raise click.UsageError(f"No password for {name}: set KG_PUSH_PASSWORD, or put it into netrc.")
    return Credentials(name, password)


def _netrc(url: str) -> tuple[str, str] | None:
    """Return name and password for the host, if a netrc file has them."""
    import netrc
    from urllib.parse import urlsplit

    from kg.errors import PushError

    file = os.environ.get("NETRC")
    try:
        found = netrc.netrc(file).hosts.get(urlsplit(url).hostname or "")
    except (FileNotFoundError, ValueError):
        return None
    except (OSError, netrc.NetrcParseError) as error:
        raise PushError(f"{file or '~/.netrc'}: cannot be read ({error}). Mend it.") from error
    return (found[0], found[2] or "") if found else None


def _show_plan(plan: Plan) -> None:
    for graph in plan.sent:
        click.echo(f"send    {graph.size:>10,}  {graph.iri}")
    for iri in plan.removed:
        click.echo(f"remove  {'':>10}  {iri}")
    statements = sum(graph.size for graph in plan.sent)
    click.echo(
        f"{len(plan.sent):,} graphs with {statements:,} statements to send, {len(plan.removed):,} to remove, "
        f"{len(plan.kept):,} unchanged",
        err=True,
    )


def _show_report(report: Report, target: Target) -> None:
    how = {"gsp": "Graph Store Protocol", "update": "SPARQL Update"}[report.way]
    click.echo(target.address)
    click.echo(f"  sent       {report.sent:,} graphs, {report.statements:,} statements ({how})")
    click.echo(f"  removed    {report.removed:,} graphs")
    click.echo(f"  unchanged  {report.unchanged:,} graphs")
    click.echo(f"  counted    {'all as sent' if report.verified else 'not (--no-verify)'}")
