"""The command that serves a store: endpoint and explorer."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from kg.cli import debug_option, printable

_TOKEN = "KG_SERVE_TOKEN"
_SHORTEST_TOKEN = 16


@click.command()
@click.argument("store")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65_535),
              help="Port to listen on; 0 takes a free one.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--public", is_flag=True, help="Allow an address that other machines reach, and any Host header."
)
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME",
              help="A name that this server goes by, behind a proxy say.  May be repeated.")  # fmt: skip
@click.option("--writable", is_flag=True,
              help=f"Take updates from whoever sends the token that {_TOKEN} holds.")  # fmt: skip
@click.option("--timeout", default=10.0, show_default=True, metavar="SECONDS", type=click.FloatRange(0.1, 60),
              help="Time that a query has.")  # fmt: skip
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64),
              help="Processes that answer queries.")  # fmt: skip
@click.option("--memory", default=1024, show_default=True, metavar="MB", type=click.IntRange(256),
              help="Memory that each of them may take.")  # fmt: skip
@click.option("--max-answer", default=100, show_default=True, metavar="MB", type=click.IntRange(1),
              help="The largest answer; a larger one is refused or broken off.")  # fmt: skip
@click.option("--cors", is_flag=True, help="Let pages of other sites read the endpoint.")
@click.option("--log", metavar="FILE",
              help="Append a line of JSON per query: a hash of its text, time, status, size.")  # fmt: skip
@debug_option
def serve(
    store: str, port: int, host: str, public: bool, hosts: tuple[str, ...], writable: bool, timeout: float,
    workers: int, memory: int, max_answer: int, cors: bool, log: str | None,
) -> None:  # fmt: skip
    """Serve STORE on this machine: a SPARQL endpoint, and pages to explore it with a browser.

    The store is read from a snapshot, so that builds may go on; what a build adds is shown a second after it
    ends.  Nothing can be changed through the server unless --writable is given.

    \b
    kg serve desk.kg                               http://127.0.0.1:8080/
    curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT * { ?s a schema:Person } LIMIT 5' \\
         http://127.0.0.1:8080/sparql
    KG_SERVE_TOKEN=... kg serve desk.kg --writable
    """
    _need_extra()
    from kg.serve.running import serve as run
    from kg.serve.settings import MB, Settings

    if not _is_local(host) and not public:
        raise click.UsageError(f"--host {host} may let others in.  Add --public if that is meant.")
    if public:
        click.echo("kg: --public: every machine that reaches this one can ask.", err=True)
    name = f"[{host}]" if ":" in host else host
    settings = Settings(
        store=Path(store), host=host, port=port, hosts=(*hosts, name), public=public,
        token=_token() if writable else None, seconds=timeout, workers=workers, memory=memory * MB,
        max_answer=max_answer * MB, cors=cors, log=_logging(log) if log else None,
    )  # fmt: skip
    run(
        settings,
        lambda address: click.echo(f"{printable(store)} is served at {address}  (Ctrl-C stops)", err=True),
    )


def _need_extra() -> None:
    from importlib.util import find_spec

    missing = [name for name in ("starlette", "uvicorn", "jinja2") if find_spec(name) is None]
    if missing:
        raise click.ClickException(
            f"kg serve needs {', '.join(missing)}.  Install them with: pip install 'newskg[serve]'"
        )


def _is_local(host: str) -> bool:
    """Say whether an address is reached from this machine alone."""
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _token() -> str:
    token = os.environ.get(_TOKEN, "")
    if len(token) < _SHORTEST_TOKEN:
        raise click.UsageError(
            f"--writable needs a token of at least {_SHORTEST_TOKEN} characters in {_TOKEN}.  "
            f"Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe())'"
        )
    return token


def _logging(file: str) -> Callable[[Mapping[str, Any]], None]:
    handle = Path(file).open("a", encoding="utf-8", buffering=1)  # noqa: SIM115 - open as long as the server

    def log(said: Mapping[str, Any]) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        handle.write(json.dumps({"at": at, **said}) + "\n")

    return log
