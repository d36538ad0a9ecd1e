"""The command that measures: kg eval."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import debug_option, printable
from kg.cli.progress import progress
from kg.cli.reading import finder_option
from kg.cli.tables import json_text, one_line, print_markdown, print_rows, print_table

if TYPE_CHECKING:
    from kg.evaluation import ArticleScore, Comparison, Floor, Reading, Table

_FORMATS = ("table", "markdown", "json", "csv")
_PARTLY = 3  # exit code: gold without its article, or an input that could not be read
_NAMED = 10  # ids named in a message
_EPILOG = (
    "GOLD holds a JSON object per article and line; docs/commands.md says what is in it.  Exit codes: 0 "
    "fine, 1 a floor is missed or gold is faulty, 3 gold without an article or inputs that could not be read."
)
Facts = dict[str, Any]


@click.command(epilog=_EPILOG)
@click.argument("gold")
@click.argument("sources", nargs=-1)
@click.option("--facts", metavar="FACTS.jsonl", help="Take what was found from an output of kg extract.")
@click.option("--articles", is_flag=True, help="Show what differs in each article, gold beside found.")
@click.option("--save", metavar="RUN.json", help="Keep this run, to compare a later one with it.")
@click.option(
    "--compare", "earlier", metavar="RUN.json", help="Say what is better and worse than in a kept run."
)
@click.option(
    "--floors", metavar="FLOORS.toml", help="Least figures per kind and language; exit with 1 below."
)
@click.option("--pin", is_flag=True, help="Raise the floors in FLOORS.toml to this run (makes the file).")
@click.option("--lower", is_flag=True, help="With --pin: floors that are missed are lowered.")
@click.option("--check", is_flag=True, help="Check the gold itself against its articles, and stop.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True)
@finder_option
@debug_option
def eval(  # the command's name; the built-in is not used here
    gold: str, sources: tuple[str, ...], facts: str | None, articles: bool, save: str | None,
    earlier: str | None, floors: str | None, pin: bool, lower: bool, check: bool, form: str,
    finders: tuple[str, ...],
) -> int:  # fmt: skip
    """Measure what is read from SOURCES against GOLD: precision, recall, F1 per kind and language.

    \b
    kg eval gold.jsonl articles.jsonl
    kg eval gold.jsonl articles.jsonl --articles --format markdown > differences.md
    kg eval gold.jsonl --facts facts.jsonl --save run.json
    kg eval gold.jsonl articles.jsonl --compare run.json --floors floors.toml
    """
    from kg import evaluation as ev

    _refuse(sources, facts, floors, pin=pin, lower=lower)
    wanted = ev.read_gold(Path(gold))
    if check:
        return _check(wanted, sources, facts)
    least = ev.read_floors(Path(floors)) if floors and not (pin and not Path(floors).exists()) else ()
    before = ev.read_run(Path(earlier)) if earlier else None
    failures: list[str] = []
    found = _readings(sources, facts, finders, failures)
    code = _compare_ids(wanted, found, gold) or (_PARTLY if failures else 0)
    scores = [ev.score_article(one, found.get(ident)) for ident, one in wanted.items()]
    table = ev.tabulate(scores)
    compared = ev.compare(before, scores) if before is not None else None
    _show(table, scores if articles else None, compared, form)
    if save:
        _save(save, scores)
    missed = () if lower else ev.below(least, table)
    for line in missed:
        click.echo(printable(f"below the floor: {line}"), err=True)
    if pin and floors and not missed:
        _pin(floors, table, () if lower else least)
    return 1 if missed else code


def _refuse(sources: Sequence[str], facts: str | None, floors: str | None, *, pin: bool, lower: bool) -> None:
    if facts and sources:
        raise click.UsageError("Give SOURCES or --facts FACTS.jsonl, not both.")
    if not facts and not sources and sys.stdin.isatty():
        raise click.UsageError("Missing argument 'SOURCES': the articles, or --facts FACTS.jsonl.")
    if (pin and not floors) or (lower and not pin):
        raise click.UsageError("--pin needs --floors FLOORS.toml, and --lower needs --pin.")


def _pin(path: str, table: Table, least: Sequence[Floor]) -> None:
    from kg.evaluation import pinned, to_toml
    from kg.exports.atomic import new_file

    floors = pinned(table, least)
    with new_file(Path(path)) as draft:
        draft.write_text(to_toml(floors), encoding="utf-8")
    click.echo(f"{printable(path)}: {len(floors):,} floors", err=True)


def _readings(
    sources: Sequence[str], facts: str | None, finders: Sequence[str], failures: list[str]
) -> dict[str, Reading]:
    from kg.evaluation import read_facts, to_reading

    rows = read_facts(Path(facts)) if facts else _extract(sources or ("-",), finders, failures)
    found: dict[str, Reading] = {}
    for row in rows:
        if row["id"] in found:
            click.echo(
                printable(f"{row['id']}: a second article with this id; the first one counts"), err=True
            )
            continue
        found[row["id"]] = to_reading(row)
    for line in failures:
        click.echo(printable(line), err=True)
    return found


def _extract(sources: Sequence[str], finders: Sequence[str], failures: list[str]) -> Iterator[Facts]:
    """Read articles as kg extract does; what cannot be read goes to `failures`."""
    from kg.errors import ArticleError
    from kg.facts import to_facts
    from kg.pipeline import Reader
    from kg.sources import Unreadable, read_articles

    reader = Reader.load(finders=finders)
    with progress("Reading", quiet=False) as advance:
        for item in read_articles(sources):
            if isinstance(item, Unreadable):
                failures.append(item.message)
                continue
            try:
                document = reader.read(item)
            except ArticleError as error:
                failures.append(str(error))
                continue
            advance()
            yield to_facts(document)


def _compare_ids(gold: dict[str, Reading], found: dict[str, Reading], name: str) -> int:
    """Say which gold has no article and which article no gold; return the exit code that follows."""
    from difflib import get_close_matches

    from kg.errors import SourceError

    lacking = [ident for ident in gold if ident not in found]
    if len(lacking) == len(gold):
        near = next((n for i in lacking for n in get_close_matches(i, found, n=1)), next(iter(found), None))
        hint = f"Gold has ids such as {lacking[0]!r}, the articles " + (f"{near!r}." if near else "none.")
        raise SourceError(f"{name}: no article has gold here. {hint}")
    beside = [ident for ident in found if ident not in gold]
    for idents, what in (
        (lacking, "gold without an article, all missed"),
        (beside, "articles without gold, left out"),
    ):
        if idents:
            named = ", ".join(idents[:_NAMED]) + (" …" if len(idents) > _NAMED else "")
            click.echo(printable(f"{len(idents):,} {what}: {named}"), err=True)
    return _PARTLY if lacking else 0


def _check(gold: dict[str, Reading], sources: Sequence[str], facts: str | None) -> int:
    from kg.evaluation import Legal, check_gold, read_facts
    from kg.ontology import load_lexicon
    from kg.sources import Unreadable, read_articles

    texts: dict[str, str] = {}
    if facts:
        texts = {row["id"]: f"{row.get('title')}\n{row.get('text')}" for row in read_facts(Path(facts))}
    else:
        for item in read_articles(sources or ("-",)):
            if isinstance(item, Unreadable):
                click.echo(printable(item.message), err=True)
            else:
                texts[item.id] = f"{item.title}\n{item.text}"
    legal = Legal.of(load_lexicon())
    faults = [f"{ident}: there is no such article" for ident in gold if ident not in texts]
    faults += [f"{ident}: this article has no gold" for ident in texts if ident not in gold]
    faults += [
        line for ident, one in gold.items() if ident in texts for line in check_gold(one, texts[ident], legal)
    ]
    for line in faults:
        click.echo(printable(line))
    click.echo(f"{len(gold):,} articles with gold, {len(faults):,} faults", err=True)
    return 1 if faults else 0


def _save(path: str, scores: Sequence[ArticleScore]) -> None:
    from kg import __version__
    from kg.evaluation import write_run
    from kg.exports.atomic import new_file

    with new_file(Path(path)) as draft:
        write_run(draft, scores, __version__)


def _show(
    table: Table, scores: Sequence[ArticleScore] | None, compared: Comparison | None, form: str
) -> None:  # fmt: skip
    from kg.evaluation import report

    if form == "json":
        answer: dict[str, Any] = {"figures": report.to_object(table)}
        if scores is not None:
            answer["differences"] = _records(report.DIFFERENCES, report.difference_rows(scores))
        if compared is not None:
            answer["moved"] = [
                {"kind": m.kind, "language": m.lang, "earlier": round(m.earlier, 4), "now": round(m.now, 4)}
                for m in compared.moved
            ]
            answer["changes"] = _records(report.CHANGES, report.change_rows(compared.changes))
        click.echo(json_text(answer, indent=1))
    elif form == "csv":  # one table: the most particular that was asked for
        if compared is not None:
            print_rows(report.CHANGES, report.change_rows(compared.changes), form)
        elif scores is not None:
            print_rows(report.DIFFERENCES, report.difference_rows(scores), form)
        else:
            print_rows(report.LONG, report.long_rows(table), form)
    else:
        _print_figures(table, form)
        if scores is not None:
            _print_articles(scores, form)
        if compared is not None:
            _print_comparison(compared, form)


def _records(names: Sequence[str], rows: Iterable[Sequence[str]]) -> list[dict[str, str]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _print(
    names: Sequence[str], rows: Sequence[Sequence[str]], form: str, numbers: Sequence[str] = ()
) -> None:
    if form == "markdown":
        print_markdown(names, rows, numbers=numbers)
    else:
        print_table(names, rows, numbers=numbers, whole=("gold", "found", "before", "after"), counted=False)


def _heading(text: str, form: str) -> None:
    click.echo(f"\n## {one_line(text)}\n" if form == "markdown" else f"\n{one_line(text)}")


def _print_figures(table: Table, form: str) -> None:
    from kg.evaluation import report

    _print(report.FIGURES, report.figure_rows(table), form, report.FIGURES[1:])
    click.echo()
    names, rows = report.language_table(table)
    _print(names, rows, form, names[1:])


def _print_articles(scores: Sequence[ArticleScore], form: str) -> None:
    from kg.evaluation import report

    click.echo(f"\n{report.LEGEND}")
    for score in scores:
        _heading(f"{score.id} ({score.lang})", form)
        if score.differences:
            _print(report.SIDES, report.side_rows(score), form)
        else:
            click.echo("as in gold")


def _print_comparison(compared: Comparison, form: str) -> None:
    from kg.evaluation import report

    _heading("Compared with the earlier run", form)
    if compared.moved:
        _print(report.MOVED, report.moved_rows(compared.moved), form, report.MOVED[2:])
    else:
        click.echo("no figure moved")
    by_article: dict[str, list[tuple[str, ...]]] = {}
    for ident, *row in report.change_rows(compared.changes):
        by_article.setdefault(ident, []).append(tuple(row))
    for ident, rows in by_article.items():
        _heading(ident, form)
        _print(report.CHANGES[1:], rows, form)
    for idents, what in (
        (compared.only_earlier, "only in the earlier run"),
        (compared.only_now, "only in this run"),
    ):
        if idents:
            click.echo(f"\n{len(idents):,} articles {what}: {one_line(', '.join(idents[:_NAMED]))}")
