"""The command that shows what a person should decide, and writes down what was decided."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import debug_option, printable
from kg.cli.progress import progress
from kg.cli.tables import json_text, one_line, short

if TYPE_CHECKING:
    from kg.analysis.review import Suggestion
    from kg.corrections import Correction

_KINDS = ("duplicates", "links", "offices", "events", "apart", "names")
_ID = 8  # characters of a correction's key


@click.command()
@click.argument("store")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="Only these; may be repeated."
)
@click.option("--most", default=10, show_default=True, type=click.IntRange(1, 10_000), help="Shown per kind.")
@click.option("--accept", "accepted", multiple=True, metavar="ID", help="Write the line of a suggestion.")
@click.option(
    "--add", "added", multiple=True, metavar="CORRECTION", help="Write a correction of your own (docs)."
)
@click.option("--by", metavar="NAME", help="Who decides (default: your login name).")
@click.option("--because", metavar="WORDS", default="", help="Why.")
@click.option("--list", "listed", is_flag=True, help="The corrections, and how many articles each changed.")
@click.option("--undo", "undone", multiple=True, metavar="ID", help="Take a correction back.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines for another program.")
@debug_option
def review(
    store: str, kinds: tuple[str, ...], most: int, accepted: tuple[str, ...], added: tuple[str, ...],
    by: str | None, because: str, listed: bool, undone: tuple[str, ...], as_json: bool,
) -> None:  # fmt: skip
    """Show what in STORE a person should decide, and write decisions into its file of corrections.

    Every build replays the file; a line that is taken back leaves no trace.

    \b
    kg review desk.kg                                  what is open
    kg review desk.kg --accept 3f2a9c01 --by anna      yes, they are one
    kg review desk.kg --add 'distinct: [person/ana-sol, person/anna-sol]'
    kg review desk.kg --add 'alias: Iron Lady, of: person/giorgia-meloni, lang: en'
    kg review desk.kg --add 'reject: event/5d1c9a0b7e3f2a64' --because 'a film'
    kg review desk.kg --list
    kg build inbox/ -o desk.kg                         replays them
    """
    from kg.corrections import NAME, read_corrections

    path = Path(store) / NAME
    if undone:
        _undo(path, undone)
    elif accepted or added:
        _decide(store, path, accepted, added, by or _login(), because)
    elif listed:
        _list(store, read_corrections(path), as_json)
    else:
        _show(_suggestions(store, kinds or _KINDS), kinds or _KINDS, most, as_json)


def _suggestions(store: str, kinds: Sequence[str] = _KINDS) -> tuple[Suggestion, ...]:
    from kg.analysis.review import review as look
    from kg.corrections import NAME, read_corrections
    from kg.ontology import load_lexicon
    from kg.store import Store

    with Store.open(store) as opened:
        many = opened.ledger.count("event") if "apart" in kinds else 0
        with progress("Comparing", quiet=not many, what="events", total=lambda: many) as advance:
            answered = read_corrections(Path(store) / NAME)
            return look(opened, load_lexicon(), answered, kinds=kinds, progress=advance)


def _show(found: Sequence[Suggestion], kinds: Sequence[str], most: int, as_json: bool) -> None:
    for kind in (k for k in _KINDS if k in kinds):
        own = [s for s in found if s.kind == kind]
        if as_json:
            for s in own[:most]:
                click.echo(json_text(_record(s)))
            continue
        if own:
            click.echo(f"{kind}: {len(own):,}")
        for s in own[:most]:
            _print(s)
        if len(own) > most:
            click.echo(f"  … and {len(own) - most:,} more; see --most")
    if not found and not as_json:
        click.echo("Nothing is open.")


def _record(s: Suggestion) -> dict[str, object]:
    return {
        "id": s.answer.key[:_ID] if s.answer else None, "kind": s.kind, "text": s.text,
        "articles": s.articles, "example": s.example, "correction": s.answer.fields() if s.answer else None,
    }  # fmt: skip


def _print(s: Suggestion) -> None:
    from kg.corrections import line_of

    click.echo(f"  {s.articles:>4}  {one_line(s.text)}")
    if s.example:
        click.echo(f"        {short(s.example)}")
    if s.answer:
        click.echo(f"        {s.answer.key[:_ID]}  {printable(line_of(s.answer))[2:]}")


def _decide(
    store: str, path: Path, accepted: Sequence[str], added: Sequence[str], by: str, because: str
) -> None:
    from kg.corrections import add_corrections, line_of, parse_corrections

    new: list[Correction] = []
    if accepted:
        open_ = {s.answer.key: s.answer for s in _suggestions(store) if s.answer}
        new += [open_[_find(word, open_, "suggestion is open")] for word in accepted]
    for text in added:
        new += parse_corrections(f"- {{{text}}}", Path("--add"))
    today = _today()
    signed = [
        replace(c, by=c.by or by, on=c.on or today, because=c.because or because, place="") for c in new
    ]
    if not path.parent.is_dir():
        raise click.UsageError(f"{path.parent}: no such store. Make one with: kg build ARTICLES -o NAME.kg")
    number = add_corrections(path, signed)
    for correction in signed:
        click.echo(printable(line_of(correction)))
    click.echo(f"{path}: {number} written. The next kg build replays them.", err=True)


def _undo(path: Path, words: Sequence[str]) -> None:
    from kg.corrections import line_of, read_corrections, remove_correction

    for word in words:
        found = {c.key: n for n, c in enumerate(read_corrections(path), 1)}
        gone = remove_correction(path, found[_find(word, found, "correction has that id")])
        click.echo(printable(line_of(gone)))
    click.echo(f"{path}: {len(words)} taken back. The next kg build forgets them.", err=True)


def _find(word: str, known: dict[str, object] | dict[str, Correction] | dict[str, int], what: str) -> str:
    keys = [key for key in known if key.startswith(word)] if word else []
    if len(keys) != 1:
        raise click.UsageError(f"{word!r}: {'more than one' if keys else 'no'} {what}.")
    return keys[0]


def _list(store: str, corrections: Sequence[Correction], as_json: bool) -> None:
    from kg.corrections import line_of
    from kg.store import Store

    with Store.open(store) as opened:
        counts = {c.key: len(opened.ledger.corrected(c.key)) for c in corrections}
    for c in corrections:
        if as_json:
            click.echo(json_text({"id": c.key[:_ID], "articles": counts[c.key], **c.fields()}))
        else:
            click.echo(f"{c.key[:_ID]}  {counts[c.key]:>5} articles  {printable(line_of(c))[2:]}")
    if not corrections and not as_json:
        click.echo("No corrections.")


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _today() -> str:
    from datetime import date

    return date.today().isoformat()
