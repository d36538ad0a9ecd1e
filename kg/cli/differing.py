"""The command that tells what a new version changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from kg.cli import debug_option
from kg.cli.tables import json_text, one_line, print_table, short
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.changes import ArticleChange, Changes, Said

_KINDS = ("people", "countries", "organisations", "groups", "topics", "offices", "events", "quotations")
_HOW = {"removed": "only in A", "added": "only in B", "changed": "another text", "read": "read differently"}
DIFFERENT, TROUBLE = 1, 2


@click.command()
@click.argument("a")
@click.argument("b")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="Only these; may be repeated."
)
@click.option("--articles", "details", is_flag=True, help="Every article that differs, with what and why.")
@click.option("--most", default=20, show_default=True, type=click.IntRange(1), help="Articles shown.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines: one per article, then the sums.")
@debug_option
def diff(a: str, b: str, kinds: tuple[str, ...], details: bool, most: int, as_json: bool) -> int:
    """Tell what differs between A and B: stores, or files that kg extract printed.

    Articles meet by id and source, else by their text; what each says is compared by kind.  Exit codes:
    0 nothing differs, 1 something does, 2 trouble.

    \b
    kg diff desk-july.kg desk.kg
    kg extract examples/articles > before.jsonl     then change a word of the lexicon
    kg diff before.jsonl after.jsonl --articles --kind events
    """
    from kg.changes import Changes, compare, open_side

    sums = Changes()
    try:
        with open_side(a) as ours, open_side(b) as theirs:
            changes = compare(ours, theirs, sums)
            shown = 0
            for change in changes:
                if as_json:
                    click.echo(json_text(_record(change, kinds)))
                elif details and shown < most:
                    shown += _print(change, kinds)
    except KgError as error:
        error.exit_code = TROUBLE  # type: ignore[attr-defined]
        raise
    if as_json:
        click.echo(json_text(_sums(sums)))
    else:
        _summary(sums, kinds)
        hidden = sum(sums.articles.values()) - shown
        if details and hidden > 0 and shown == most:
            click.echo(f"… and more; see --most ({sum(sums.articles.values()):,} articles differ).")
    return DIFFERENT if sums.differ else 0


def _kept(rows: Iterable[tuple[Said, str]], kinds: tuple[str, ...]) -> list[tuple[Said, str]]:
    return [(said, words) for said, words in rows if not kinds or said.kind in kinds]


def _print(change: ArticleChange, kinds: tuple[str, ...]) -> bool:
    gone, new = _kept(change.gone, kinds), _kept(change.new, kinds)
    if kinds and not gone and not new:
        return False
    click.echo(f"{one_line(change.title)}  ({one_line(change.key)})  {_HOW[change.how]}")
    for sign, rows in (("-", gone), ("+", new)):
        for said, words in rows:
            click.echo(f"  {sign} {said.kind}: {one_line(said.text)}")
            if words and said.kind in ("events", "offices"):
                click.echo(f"      {short(words)}")
    return True


def _record(change: ArticleChange, kinds: tuple[str, ...]) -> dict[str, object]:
    def rows(found: Iterable[tuple[Said, str]]) -> list[dict[str, str]]:
        return [{"kind": s.kind, "says": s.text, "words": words} for s, words in _kept(found, kinds)]

    ident, source = change.key.split("\t", 1)
    return {
        "id": ident, "source": source, "title": change.title, "how": change.how, "lang": change.lang,
        "gone": rows(change.gone), "new": rows(change.new),
    }  # fmt: skip


def _sums(sums: Changes) -> dict[str, object]:
    return {
        "same": sums.same, "articles": dict(sums.articles), "gone": dict(sums.gone), "new": dict(sums.new),
        "languages": dict(sums.languages),
    }  # fmt: skip


def _summary(sums: Changes, kinds: tuple[str, ...]) -> None:
    if not sums.differ:
        click.echo(f"No difference in {sums.same:,} articles.")
        return
    told = ", ".join(f"{sums.articles[how]:,} {words}" for how, words in _HOW.items() if sums.articles[how])
    click.echo(f"articles  {sums.same:,} the same, {told}")
    rows = [
        [kind, f"{sums.gone[kind]:,}", f"{sums.new[kind]:,}"]
        for kind in (kinds or _KINDS)
        if sums.gone[kind] or sums.new[kind]
    ]
    if rows:
        print_table(
            ["kind", "only in A", "only in B"], rows, numbers=["only in A", "only in B"], counted=False
        )
    langs = ", ".join(f"{lang} {n:,}" for lang, n in sorted(sums.languages.items()))
    if langs:
        click.echo(f"by language  {langs}")
