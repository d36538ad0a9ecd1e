"""The command line: parse, call, print.  *I/O*

`reading.py` holds extract, build and rebuild, `asking.py` query, explain and info, `taking.py` export,
map and analyze.  A command's module is imported when the command runs, so `kg --help` stays fast.
Errors that kg raises on purpose become one line on stderr; a traceback is shown only with --debug.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from kg import __version__
from kg.errors import KgError

_COMMANDS = {
    "build": ("reading", "Read articles into a store (new ones added, changed ones replaced)."),
    "extract": ("reading", "Print what is read from articles: one JSON object per article."),
    "rebuild": ("reading", "Derive a store again from its ledger, after the lexicon changed."),
    "query": ("asking", "Ask a store in SPARQL, or run a sample query."),
    "explain": ("asking", "Say why something is in the graph: article, sentence, rule."),
    "info": ("asking", "Say what a store holds."),
    "export": ("taking", "Write a store as RDF, graph or table, by the file's suffix."),
    "map": ("taking", "Draw the relationship map: one HTML file that needs no network."),
    "analyze": ("taking", "Ranking, communities, paths with dated sentences, timelines."),
}


class _LazyGroup(click.Group):
    """Lists every command, imports only the one that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"kg.cli.{_COMMANDS[cmd_name][0]}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and name not in _COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, _COMMANDS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"No such command '{name}'.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="kg")
@click.option("--debug", is_flag=True, help="Show the full traceback of an error.")
def cli(debug: bool) -> None:
    """News articles in, knowledge graph out.

    \b
    kg build inbox/ -o desk.kg --map desk.html     read a folder, draw the map
    kg query desk.kg --sample who-met-whom         ask
    kg explain desk.kg Selenskyj                   see the words behind it
    kg export desk.kg desk.nq                      take it elsewhere

    Everything runs on this machine, without a network.  Shell completion: see docs/commands.md.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 fine, 1 error, 2 wrong use, 3 some inputs unread, 75 locked."""
    debug = "--debug" in (arguments if arguments is not None else sys.argv[1:])
    try:
        _utf8()
        result: Any = cli.main(args=arguments, prog_name="kg", standalone_mode=False)
        sys.exit(result if isinstance(result, int) else 0)
    except click.exceptions.Abort:
        click.echo("Stopped. What was read so far is kept.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except KgError as error:
        if debug:
            raise
        click.echo(f"kg: {printable(str(error))}", err=True)
        sys.exit(getattr(error, "exit_code", 1))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        if debug:
            raise
        name = f"{error.filename}: " if error.filename else ""
        click.echo(
            f"kg: {printable(name)}{error.strerror or error}. Check the path, its permissions and free space.",
            err=True,
        )
        sys.exit(1)


def _utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def printable(text: str) -> str:
    """Escape control characters and direction overrides, so that no article can steer a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else f"\\x{ord(c):02x}" for c in text)
