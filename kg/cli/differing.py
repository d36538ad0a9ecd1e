"""The command that tells what a new version changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from kg.cli import debug_option
from kg.cli.tables import json_text, one_line, print_table, short
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.changes import AcrossChange, ArticleChange, Changes, Said, Side

_KINDS = ("people", "countries", "organisations", "groups", "topics", "offices", "events", "quotations")
_ACROSS = ("relations", "cases", "stories")
_HOW = {"removed": "only in A", "added": "only in B", "changed": "another text", "read": "read differently"}
DIFFERENT, TROUBLE = 1, 2


@click.command()
@click.argument("a")
@click.argument("b")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice((*_KINDS, *_ACROSS)),
    help="Only these; may be repeated.  Relations, cases and stories are of stores.",
)  # fmt: skip
@click.option("--articles", "details", is_flag=True, help="Everything that differs, with what and why.")
@click.option("--most", default=20, show_default=True, type=click.IntRange(1),
              help="Articles shown, and changes across articles of each kind.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="JSON lines: one per change, then the sums.")
@debug_option
def diff(a: str, b: str, kinds: tuple[str, ...], details: bool, most: int, as_json: bool) -> int:
    """Tell what differs between A and B: stores, or files that kg extract printed.

    Articles meet by id and source, else by their text; what each says is compared by kind.  Of two stores,
    also relations (how many report them), cases (which events are told as one), stories (which articles are
    copies) and what the two were made with.  Exit codes: 0 nothing differs, 1 something does, 2 trouble.

    \b
    kg diff desk-july.kg desk.kg
    kg extract examples/articles > before.jsonl     then change a word of the lexicon
    kg diff before.jsonl after.jsonl --articles --kind events
    """
    from kg.changes import Changes, compare, open_side

    sums = Changes()
    shown: Counter[str] = Counter()
    try:
        with open_side(a) as ours, open_side(b) as theirs:
            made = _made(ours, theirs)
            for change in compare(ours, theirs, sums):
                if as_json:
                    click.echo(json_text(_record(change, kinds)))
                elif details and shown["articles"] < most:
                    shown["articles"] += _print(change, kinds)
            for found in _across(ours, theirs, kinds):
                sums.across[found.kind] += 1
                if as_json:
                    record = {"kind": found.kind, "what": found.what, "before": found.before}
                    click.echo(json_text({**record, "after": found.after}))
                elif details and shown[found.kind] < most:
                    shown[found.kind] += 1
                    click.echo(one_line(f"{found.kind}: {found.what}  {_told(found)}"))
    except KgError as error:
        error.exit_code = TROUBLE  # type: ignore[attr-defined]
        raise
    if as_json:
        click.echo(json_text({"made": made, **_sums(sums)}))
    else:
        _summary(sums, kinds, made)
        total = sum(sums.articles.values()) + sum(sums.across.values())
        if details and any(number == most for number in shown.values()) and total > sum(shown.values()):
            click.echo(f"… and more: {total:,} changes in all; see --most.")
    return DIFFERENT if sums.differ else 0


def _made(a: Side, b: Side) -> list[str]:
    """What the two were made with, where that is known and differs."""
    from kg.changes import StoreSide, differences, made_with

    if isinstance(a, StoreSide) and isinstance(b, StoreSide):
        return differences(made_with(a.store.ledger), made_with(b.store.ledger))
    return []


def _across(a: Side, b: Side, kinds: tuple[str, ...]) -> Iterator[AcrossChange]:
    from kg.changes import StoreSide, compare_across

    wanted = tuple(kind for kind in _ACROSS if not kinds or kind in kinds)
    if isinstance(a, StoreSide) and isinstance(b, StoreSide):
        yield from compare_across(a.store.ledger, b.store.ledger, wanted)


def _told(found: AcrossChange) -> str:
    """The two states in words."""
    before, after = found.before, found.after
    if found.kind == "relations":
        return f"{before or 'no'} → {after or 'no'} reports"
    of = "told as" if found.kind == "cases" else "a copy in the story of"
    if not before:
        return f"now {of} {after}"
    return f"no longer {of} {before}" if not after else f"{of} {after}, before {before}"


def _kept(rows: Iterable[tuple[Said, str]], kinds: tuple[str, ...]) -> list[tuple[Said, str]]:
    return [(said, words) for said, words in rows if not kinds or said.kind in kinds]


def _print(change: ArticleChange, kinds: tuple[str, ...]) -> bool:
    from kg.changes import differing

    gone, new = _kept(change.gone, kinds), _kept(change.new, kinds)
    pairs = [(p, words) for p, words in change.pairs if not kinds or p[0].kind in kinds]
    if kinds and not gone and not new and not pairs:
        return False
    click.echo(f"{one_line(change.title)}  ({one_line(change.key)})  {_HOW[change.how]}")
    for sign, rows in (("-", gone), ("+", new)):
        for said, words in rows:
            click.echo(f"  {sign} {said.kind}: {one_line(said.text)}")
            if words and said.kind in ("events", "offices"):
                click.echo(f"      {short(words)}")
    for (one, other), words in pairs:
        click.echo(f"  ~ {one.kind}: {one_line(one.text)}")
        for name, before, after in differing(one, other):
            click.echo(f"      {name}: {one_line(before) or 'none'} → {one_line(after) or 'none'}")
        if words:
            click.echo(f"      {short(words)}")
    return True


def _record(change: ArticleChange, kinds: tuple[str, ...]) -> dict[str, object]:
    from kg.changes import differing

    def rows(found: Iterable[tuple[Said, str]]) -> list[dict[str, str]]:
        return [{"kind": s.kind, "says": s.text, "words": words} for s, words in _kept(found, kinds)]

    ident, source = change.key.split("\t", 1)
    other = [
        {
            "kind": one.kind, "before": one.text, "after": then.text, "words": words,
            "parts": {name: [before, after] for name, before, after in differing(one, then)},
        }
        for (one, then), words in change.pairs
        if not kinds or one.kind in kinds
    ]  # fmt: skip
    return {
        "id": ident, "source": source, "title": change.title, "how": change.how, "lang": change.lang,
        "gone": rows(change.gone), "new": rows(change.new), "other": other,
    }  # fmt: skip


def _sums(sums: Changes) -> dict[str, object]:
    return {
        "same": sums.same, "articles": dict(sums.articles), "gone": dict(sums.gone), "new": dict(sums.new),
        "other": dict(sums.other), "across": dict(sums.across), "languages": dict(sums.languages),
    }  # fmt: skip


def _summary(sums: Changes, kinds: tuple[str, ...], made: list[str]) -> None:
    for line in made:
        click.echo(f"made with {one_line(line)}")
    if not sums.differ:
        click.echo(f"No difference in {sums.same:,} articles.")
        return
    told = [f"{sums.articles[how]:,} {words}" for how, words in _HOW.items() if sums.articles[how]]
    click.echo(f"articles  {', '.join((f'{sums.same:,} the same', *told))}")
    heads = ("only in A", "other", "only in B")
    rows = [
        [kind, *(f"{counter[kind]:,}" for counter in (sums.gone, sums.other, sums.new))]
        for kind in _KINDS
        if (not kinds or kind in kinds) and (sums.gone[kind] or sums.new[kind] or sums.other[kind])
    ]
    if rows:
        print_table(["kind", *heads], rows, numbers=list(heads), counted=False)
    langs = ", ".join(f"{lang} {n:,}" for lang, n in sorted(sums.languages.items()))
    if langs:
        click.echo(f"by language  {langs}")
    across = ", ".join(f"{sums.across[kind]:,} {kind}" for kind in _ACROSS if sums.across[kind])
    if across:
        click.echo(f"across articles  {across} differ")
