"""Commands for those who edit the ontology."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import debug_option, printable
from kg.cli.progress import progress
from kg.cli.tables import json_text, print_markdown, print_rows, print_table

if TYPE_CHECKING:
    from kg.proofreading import Coverage, Fault, Gap

_FORMATS = ("table", "markdown", "json", "csv")
_GAPS = ("language", "what", "lacks", "name", "others", "few", "where")
_ontology = click.option(
    "--ontology", "folder", metavar="DIR", help="Another ontology folder (default: the one kg reads with)."
)  # fmt: skip


def _complete_language(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from kg.ontology import load_lexicon

    return [code for code in sorted(load_lexicon().languages) if code.startswith(incomplete)]


@click.group()
@debug_option
def lexicon() -> None:
    """Check the ontology, and see what a language lacks.

    \b
    kg lexicon check
    kg lexicon check --language pl --gaps
    """


@lexicon.command()
@_ontology
@click.option("--language", "languages", multiple=True, metavar="CODE", shell_complete=_complete_language,
              help="Only this language; its gaps are listed one by one.  May be repeated.")  # fmt: skip
@click.option("--gaps", is_flag=True, help="Only what languages lack; do not look for mistakes (quick).")
@click.option("--strict", is_flag=True, help="Exit with 1 also when a language lacks something.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True)
@debug_option
def check(folder: str | None, languages: tuple[str, ...], gaps: bool, strict: bool, form: str) -> int:
    """Find mistakes in the ontology, and say what each language lacks beside the others.

    Files, SHACL shapes (with the extra `shacl`), names, and every example sentence are checked; a number in
    the table with (−5) says how many things are lacking that at least two other languages have.  Exit code 1
    when there is a mistake.

    \b
    kg lexicon check
    kg lexicon check --language fr
    kg lexicon check --language nl --ontology my-ontology --gaps --format markdown
    """
    from kg.ontology import load_lexicon, ontology_folder
    from kg.proofreading import survey

    place = Path(folder) if folder else ontology_folder()
    known = load_lexicon(place)
    _refuse_unknown(languages, sorted(known.languages))
    faults = [] if gaps else _find_faults(place, languages)
    coverage = survey(known)
    shown = [gap for gap in coverage.gaps if not languages or gap.lang in languages]
    _show(faults, coverage, shown, languages, form)
    mistakes = sum(fault.grave for fault in faults)
    if not gaps:
        click.echo(f"{mistakes:,} mistakes, {len(faults) - mistakes:,} notes", err=True)
    return 1 if mistakes or (strict and shown) else 0


def _refuse_unknown(languages: Sequence[str], known: Sequence[str]) -> None:
    for code in languages:
        if code not in known:
            raise click.UsageError(
                f"No language {code!r} here, only {', '.join(known)}. A new one needs languages/{code}.ttl."
            )


def _find_faults(folder: Path, languages: Sequence[str]) -> list[Fault]:
    from kg.proofreading import can_check_shapes, check_ontology

    if not can_check_shapes():
        click.echo("Shapes are not checked: that needs pip install 'newskg[shacl]'.", err=True)
    with progress("Checking", quiet=False, what="files and examples") as advance:
        return check_ontology(folder, languages, advance)


def _show(
    faults: Sequence[Fault], coverage: Coverage, gaps: Sequence[Gap], languages: Sequence[str], form: str
) -> None:
    if form == "json":
        answer = {
            "faults": [{"where": f.where, "message": f.message, "grave": f.grave} for f in faults],
            "has": {lang: {a: len(t) for a, t in counts.items()} for lang, counts in coverage.counts.items()},
            "lacks": [dict(zip(_GAPS, row, strict=True)) for row in map(_gap_row, gaps)],
        }
        click.echo(json_text(answer, indent=1))
        return
    if form == "csv":
        print_rows(_GAPS, [_gap_row(gap) for gap in gaps], form)
        return
    for fault in faults:
        click.echo(printable(f"{'' if fault.grave else 'note: '}{fault}"))
    if faults:
        click.echo()
    _print_coverage(coverage, languages or tuple(coverage.counts), form)
    if languages:
        click.echo()
        names = ("language", "what", "lacks", "name", "where")
        rows = [(g.lang, g.aspect.name, g.thing, g.few or g.label, g.where) for g in gaps]
        _print(names, rows, form, whole=("where",))


def _gap_row(gap: Gap) -> tuple[str, ...]:
    return gap.lang, gap.aspect.name, gap.thing, gap.label, " ".join(gap.others), gap.few, gap.where


def _print_coverage(coverage: Coverage, languages: Sequence[str], form: str) -> None:
    from kg.proofreading import ASPECTS

    rows = [(aspect.name, *(coverage.cell(aspect, lang) for lang in languages)) for aspect in ASPECTS]
    _print(("what", *languages), rows, form, numbers=languages)


def _print(names: Sequence[str], rows: Sequence[Sequence[str]], form: str, **more: Any) -> None:
    if form == "markdown":
        print_markdown(names, rows, numbers=more.get("numbers", ()))
    else:
        print_table(names, rows, counted=False, **more)
