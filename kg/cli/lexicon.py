"""Commands for those who edit the ontology."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import debug_option, printable
from kg.cli.describing import page
from kg.cli.progress import progress
from kg.cli.tables import json_text, print_markdown, print_rows, print_table

if TYPE_CHECKING:
    from kg.proofreading import Addition, Coverage, Fault, Gap, LexiconFile

_FORMATS = ("table", "markdown", "json", "csv")
_GAPS = ("language", "what", "lacks", "name", "others", "few", "where")
_ontology = click.option(
    "--ontology", "folder", metavar="DIR", help="Another ontology folder (default: the one kg reads with)."
)  # fmt: skip


_ROLES = (
    "name", "surname", "adjective", "demonym", "metonym", "word", "trigger", "hint", "verb", "noun", "phrase",
    "before", "after", "unless", "wordBeside",
)  # fmt: skip


def _complete_language(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from kg.ontology import load_lexicon

    return [code for code in sorted(load_lexicon().languages) if code.startswith(incomplete)]


@click.group()
@debug_option
def lexicon() -> None:
    """Check the ontology, see what a language lacks, add a word.

    \b
    kg lexicon check
    kg lexicon check --language pl --gaps
    kg lexicon add person:emmanuel-macron 'Emanuel Macron' --language pl --dry-run
    kg lexicon page -o docs/ontology
    """


lexicon.add_command(page)


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


def _complete_key(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from kg.ontology import load_lexicon
    from kg.proofreading import ROLES

    refs = load_lexicon().blocks if ":" in incomplete else [f"{kind}/" for kind in ROLES]
    keys = (ref.replace("/", ":", 1) for ref in sorted(refs) if ref.partition("/")[0] in ROLES)
    return [key for key in keys if key.startswith(incomplete)]


@lexicon.command()
@click.argument("key", shell_complete=_complete_key)
@click.argument("text")
@click.option("--language", "lang", metavar="CODE", shell_complete=_complete_language,
              help="The language of the word, or mul for a name that all languages spell alike.")  # fmt: skip
@click.option("--as", "role", type=click.Choice(_ROLES),
              help="What the word is (default: name, word, trigger or verb, by kind of KEY).")  # fmt: skip
@click.option("--shared", is_flag=True, help="Add a name although another thing has it too.")
@click.option("--new", is_flag=True, help="Add a new person or organisation; TEXT is its English name.")
@click.option("--country", metavar="ISO3", help="With --new: the country (of the seat), such as FRA.")
@click.option("--class", "classification", metavar="WORD", help="With --new organisation: media, party …")
@click.option("--office", metavar="KEY", help="With --new person: the office held, such as foreign-minister.")
@click.option("--since", metavar="DATE", help="With --office: the first day in it, as 2025-07-04.")
@click.option("--source", metavar="TEXT", default="own knowledge", show_default=True,
              help="With --office: where this is from.")  # fmt: skip
@click.option(
    "--file", "name", metavar="FILE", help="With --new: the file, such as entities/leaders-more.ttl."
)
@click.option("--dry-run", is_flag=True, help="Print the change and write nothing.")
@_ontology
@debug_option
def add(
    key: str, text: str, lang: str | None, role: str | None, shared: bool, new: bool, country: str | None,
    classification: str | None, office: str | None, since: str | None, source: str, name: str | None,
    dry_run: bool, folder: str | None,
) -> None:  # fmt: skip
    """Add a name, word or pattern to KEY in the ontology, or with --new a person or organisation.

    Lines are put in at the right place; everything else in the file, comments included, stays as it is.
    The lexicon is checked with the change before anything is written.

    \b
    kg lexicon add person:emmanuel-macron 'Emanuel Macron' --language pl
    kg lexicon add country:UKR 'ucraino-*' --language it --as adjective --dry-run
    kg lexicon add organisation:harbour-post 'The Harbour Post' --new --country GBR --class media
    kg lexicon add person:ana-sol 'Ana Sol' --new --country ESP --office health-minister --since 2025-03-01
    """
    from kg import proofreading as pr
    from kg.errors import OntologyError
    from kg.ontology import load_lexicon

    place = _editable(folder)
    files = pr.read_files(place)
    known = load_lexicon(place)
    if new:
        if country:
            pr.kind_of(f"country:{country}", known)
        details = {"country": country, "class": classification, "office": office, "since": since}
        lines = _new_lines(key, text, source, details)
        kind = key.partition(":")[0]
        addition = pr.add_block(files, name or pr.home_of(files, kind, country, classification), lines)
    elif lang is None:
        raise click.UsageError("Say the language of the word: --language CODE.")
    else:
        addition = pr.add_word(files, known, key=key, text=text, lang=lang, role=role, shared=shared)
    faults = pr.check_addition(place, files, addition)
    if faults:
        raise OntologyError(f"not added: {faults[0]}")
    if dry_run:
        click.echo(printable(_difference(addition)), nl=False)
        return
    _write(place, addition)


def _editable(folder: str | None) -> Path:
    """Return the folder to change; what is installed would be lost with the next version."""
    from kg.ontology import ontology_folder

    place = Path(folder) if folder else ontology_folder()
    if folder is None and place.name != "ontology":
        raise click.UsageError("This ontology is installed with kg; name a checkout: --ontology DIR.")
    return place


def _new_lines(key: str, text: str, source: str, details: dict[str, str | None]) -> str:
    from kg.proofreading import entity_block, tenure_block

    kind, _, slug = key.partition(":")
    country, office, since = details["country"], details["office"], details["since"]
    plain = slug.replace("-", "").isalnum() and slug.isascii() and slug == slug.lower()
    if kind not in ("person", "organisation") or not plain:
        raise click.UsageError("--new needs a key such as person:ana-sol or organisation:harbour-post.")
    if country is None:
        raise click.UsageError("--new needs --country, three letters such as FRA.")
    if (
        (details["class"] and kind == "person")
        or (office and kind == "organisation")
        or (since and not office)
    ):
        raise click.UsageError("--class is for organisations, --office and --since are for people.")
    if since:
        _refuse_wrong_day(since)
    lines = entity_block(key, text, country, details["class"])
    return lines + (tenure_block(key, office, country, since, source) if office else "")


def _refuse_wrong_day(text: str) -> None:
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError(f"{text!r} is not a date. Write it as 2025-07-04.") from error


def _difference(addition: Addition) -> str:
    from difflib import unified_diff

    def lines(file: LexiconFile) -> list[str]:
        return file.text.splitlines(keepends=True)

    name = f"lexicon/{addition.after.name}"
    return "".join(unified_diff(lines(addition.before), lines(addition.after), f"a/{name}", f"b/{name}", n=2))


def _write(folder: Path, addition: Addition) -> None:
    from kg.exports.atomic import new_file
    from kg.ontology import load_lexicon

    path = folder / "lexicon" / addition.after.name
    with new_file(path) as draft:
        draft.write_text(addition.after.text, encoding="utf-8", newline="")
    load_lexicon.cache_clear()
    click.echo(printable(f"{path}:{addition.line}: added"), err=True)
