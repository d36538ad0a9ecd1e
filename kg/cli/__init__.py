"""The command line: parse, call, print.  *I/O*

`reading.py` holds extract, build and rebuild, `sharding.py` shards and load, `asking.py` query and info,
`taking.py` export and map, `pushing.py` push; the other files are called as their commands.  A command's
module is imported when the command runs, so `kg --help` stays fast.  Errors that kg raises on purpose
become one line on stderr; a traceback is shown only with --debug.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from importlib import import_module
from typing import Any

import click

from kg import __version__
from kg.errors import KgError

_COMMANDS = {
    "build": ("reading", "Read articles into a store (new ones added, changed ones replaced)."),
    "extract": ("reading", "Print what is read from articles: one JSON object per article."),
    "rebuild": ("reading", "Derive a store again from its ledger, after the lexicon changed."),
    "shards": ("sharding", "Read articles into files of statements, without a store: for archives."),
    "load": ("sharding", "Put shards, also of several machines, into a store."),
    "query": ("asking", "Ask a store in SPARQL, or run a sample query."),
    "explain": ("explaining", "Say why something is in the graph: article, sentence, rule."),
    "info": ("asking", "Say what a store holds."),
    "export": ("taking", "Write a store as RDF, graph or table, by the file's suffix."),
    "push": ("pushing", "Send a store to a SPARQL server: what changed, graph by graph."),
    "map": ("taking", "Draw the relationship map: one HTML file that needs no network."),
    "serve": ("serving", "Serve a store on this machine: SPARQL endpoint and explorer."),
    "analyze": ("analyzing", "Ranking, communities, paths with dated sentences, timelines."),
    "review": ("reviewing", "What a person should decide; corrections that every build replays."),
    "diff": ("differing", "What a new version of articles, lexicon or program changed."),
    "validate": ("validating", "Check a store: shapes, every span beside its text, the ledger."),
    "lexicon": ("lexicon", "Check the ontology, see what a language lacks, add a word."),
    "eval": ("evaluating", "Precision, recall and F1 of what is read, against gold."),
}

_DEBUG = "kg.debug"


def _remember(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    ctx.meta[_DEBUG] = ctx.meta.get(_DEBUG, False) or value


#: May stand before or after the name of the command.
debug_option = click.option(
    "--debug", is_flag=True, expose_value=False, callback=_remember, help="Show the traceback of an error."
)  # fmt: skip


def is_debugging() -> bool:
    """Say whether the running command was given --debug."""
    return bool(click.get_current_context().meta.get(_DEBUG))


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
@debug_option
def cli() -> None:
    """News articles in, knowledge graph out.

    \b
    kg build inbox/ -o desk.kg --map desk.html     read a folder, draw the map
    kg query desk.kg --sample who-met-whom         ask
    kg explain desk.kg Selenskyj                   see the words behind it
    kg export desk.kg desk.nq                      take it elsewhere

    Everything runs on this machine; only kg push uses a network.  Shell completion: see docs/commands.md.
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
    except click.UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # older versions of click have none
            error.show()
            sys.exit(error.exit_code)
        command = error.ctx.command_path if error.ctx else "kg"
        _say(f"{error.format_message()} See {command} --help.")
        sys.exit(error.exit_code)
    except click.ClickException as error:
        _say(error.format_message())
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KgError as error:
        if debug:
            raise
        _say(str(error))
        sys.exit(getattr(error, "exit_code", 1))
    except OSError as error:
        if debug:
            raise
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error)
        _say(f"{what}. Check the path, its permissions and free space.")
        sys.exit(1)
    except Exception as error:  # a mistake in kg or a plug-in: still one line, and how to learn more
        if debug:
            raise
        first = str(error).partition("\n")[0]
        _say(
            f"unexpected {type(error).__name__}: {first}. With --debug the traceback shows; please report it."
        )
        sys.exit(1)


def _say(message: str) -> None:
    click.echo(f"kg: {printable(message)}", err=True)


def _utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def printable(text: str) -> str:
    """Escape control characters and direction overrides, so that no article can steer a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else _harmless(c) for c in text)


def _harmless(character: str) -> str:
    if unicodedata.category(character) == "Zs":
        return " "  # no-break and narrow spaces, which many languages put beside quotation marks
    return "" if character == "\u00ad" else character.encode("unicode_escape").decode("ascii")
