"""Commands that ask a store: query, explain, info."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import printable

if TYPE_CHECKING:
    from kg.store import Result, Store

_FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "nt")
_WIDTH = 72  # characters of one cell in a table; the other formats give all


@click.command()
@click.argument("store")
@click.argument("sparql", required=False)
@click.option(
    "-f", "--file", "file", metavar="FILE", help="Read the query from a file (- for standard input)."
)
@click.option("--sample", metavar="NAME", help="Run a sample query; `--sample list` names them.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="Default: table on a terminal, csv in a pipe; ttl for CONSTRUCT.",
)
@click.option("--prefixes", is_flag=True, help="List the prefixes that every query may use, and stop.")
@click.option("--debug", is_flag=True, help="Show the full traceback of an error.")
def query(
    store: str,
    sparql: str | None,
    file: str | None,
    sample: str | None,
    form: str | None,
    prefixes: bool,
    debug: bool,
) -> None:
    """Ask STORE in SPARQL, or run a sample query.

    All prefixes are declared already; the default graph is the union of all graphs.

    \b
    kg query desk.kg --sample list
    kg query desk.kg --sample who-met-whom
    kg query desk.kg 'SELECT ?l WHERE { ?p a schema:Person ; rdfs:label ?l } LIMIT 5' --format csv
    kg query desk.kg -f question.rq --format json > answer.json
    """
    from kg.store import Store

    if prefixes:
        from kg.vocab import prefixes as known

        for name, iri in sorted(known().items()):
            click.echo(f"PREFIX {name}: <{iri}>")
        return
    if sample == "list":
        _list_samples()
        return
    text = _query_text(sparql, file, sample)
    with Store.open(store) as opened:
        _print_result(opened.query(text), form)


def _query_text(sparql: str | None, file: str | None, sample: str | None) -> str:
    from kg.errors import QueryError

    given = [x for x in (sparql, file, sample) if x is not None]
    if len(given) != 1:
        raise click.UsageError("Give one query: as text, with -f FILE, or with --sample NAME.")
    if sample is not None:
        return _sample(sample)
    if file == "-" or sparql == "-":
        return sys.stdin.read()
    if file is not None:
        try:
            return Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{file}: cannot be read as UTF-8 text ({error}). Check the path.") from error
    return sparql or ""


def _samples() -> dict[str, str]:
    from kg.exports.samples import sample_queries

    return sample_queries()


def _sample(name: str) -> str:
    from difflib import get_close_matches

    from kg.errors import QueryError

    known = _samples()
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise QueryError(f"no sample query {name!r}. {hint}All of them: kg query STORE --sample list")
    return known[name]


def _list_samples() -> None:
    from kg.exports.samples import question

    known = _samples()
    width = max(map(len, known), default=0)
    for name, text in known.items():
        click.echo(f"{name:<{width}}  {question(text)}")


def _print_result(result: Result, form: str | None) -> None:
    if result.kind == "graph":
        _print_graph(result, form or "ttl")
    elif form in ("json", "xml") or (form in ("csv", "tsv") and result.kind == "ask"):
        _serialise(result, form)
    elif result.kind == "ask":
        click.echo("yes" if result.boolean else "no")
    else:
        form = form or ("table" if sys.stdout.isatty() else "csv")
        if form in ("ttl", "nt"):
            raise click.UsageError("A SELECT has rows, not triples: choose table, csv, tsv, json or xml.")
        rows = [[_text(term) for term in row] for row in result.rows]
        _print_rows(result.variables, rows, form)


def _text(term: Any) -> str:
    return "" if term is None else str(term.value)


def _print_rows(names: Sequence[str], rows: Sequence[Sequence[str]], form: str) -> None:
    if form == "table":
        print_table(names, rows)
        return
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t" if form == "tsv" else ",", lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    click.echo(out.getvalue(), nl=False)


def print_table(names: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[str] = ()) -> None:
    """Print rows as a table that fits a terminal; text from articles cannot steer the terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 160)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in names:
        table.add_column(Text(name), justify="right" if name in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_short(printable(cell))) for cell in row))
    if rows:
        console.print(table)
    click.echo(f"{len(rows):,} row{'s' if len(rows) != 1 else ''}", err=True)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDTH or flat.startswith("http") else flat[: _WIDTH - 1] + "…"


def _print_graph(result: Result, form: str) -> None:
    import pyoxigraph as ox

    from kg.vocab import prefixes

    if form not in ("ttl", "nt", "xml", "json"):
        raise click.UsageError("A CONSTRUCT gives triples: choose ttl, nt, xml or json (JSON-LD).")
    formats = {
        "ttl": ox.RdfFormat.TURTLE,
        "nt": ox.RdfFormat.N_TRIPLES,
        "xml": ox.RdfFormat.RDF_XML,
        "json": ox.RdfFormat.JSON_LD,
    }
    triples = sorted(result.triples, key=str)
    known = prefixes() if form in ("ttl", "xml") else None
    data = ox.serialize(triples, format=formats[form], prefixes=known)
    click.echo((data or b"").decode("utf-8"), nl=False)


def _serialise(result: Result, form: str) -> None:
    import pyoxigraph as ox

    formats = {
        "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML,
        "csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV,
    }  # fmt: skip
    data = result.raw.serialize(format=formats[form])
    click.echo((data or b"").decode("utf-8"))


@click.command()
@click.argument("store", required=False)
@click.argument("thing", required=False)
@click.option(
    "--cleaning",
    metavar="ARTICLE",
    help="Show what was left out of an article, and why (id, hash or part of the title).",
)
@click.option(
    "--most", default=20, show_default=True, type=click.IntRange(1, 10_000), help="Statements shown."
)
@click.option("--json", "as_json", is_flag=True, help="JSON lines for another program.")
@click.option("--debug", is_flag=True, help="Show the full traceback of an error.")
def explain(
    store: str | None, thing: str | None, cleaning: str | None, most: int, as_json: bool, debug: bool
) -> None:
    """Say why THING is in STORE: article, sentence with the words marked, rule, confidence.

    THING is a name in any language, a key (person/emmanuel-macron, country/UKR, event/…) or an IRI.

    \b
    kg explain desk.kg Selenskyj
    kg explain desk.kg event/5d1c9a0b7e3f2a64
    kg explain desk.kg --cleaning 'Selenskyj und Trump'
    """
    from kg.analysis.explain import explain_cleaning, explain_thing
    from kg.store import Store

    if store is None or (thing is None) == (cleaning is None):
        raise click.UsageError(
            "Give a store and a thing, or a store and --cleaning ARTICLE. See kg explain --help."
        )
    with Store.open(store) as opened:
        if cleaning is not None:
            _print_cleaning(explain_cleaning(opened, cleaning), as_json)
            return
        _print_explanation(explain_thing(opened, str(thing), most=most), as_json)


def _print_cleaning(rows: Sequence[Any], as_json: bool) -> None:
    for row in rows:
        if as_json:
            click.echo(
                json.dumps(
                    {
                        "article": row.title,
                        "why": row.why,
                        "start": row.start,
                        "end": row.end,
                        "text": row.text,
                    },
                    ensure_ascii=False,
                )
            )
        else:
            click.echo(f"{printable(row.title)}  {row.start}–{row.end}  {row.why}")
            click.echo(f"    {_short(printable(row.text))}")
    if not rows and not as_json:
        click.echo("Nothing was left out.")


def _print_explanation(found: Any, as_json: bool) -> None:
    if as_json:
        for e in found.statements:
            row = {name: getattr(e, name) for name in e.__slots__}
            click.echo(json.dumps({"thing": found.ref, **row}, ensure_ascii=False))
        return
    click.echo(f"{printable(found.label)}  {found.ref}")
    for name, value in found.facts:
        click.echo(f"  {name}: {printable(value)}")
    for number, e in enumerate(found.statements, 1):
        click.echo()
        click.echo(f"{number}. {printable(e.what)}")
        click.echo("   " + _marked(e.sentence, e.start, e.end))
        source = ", ".join(filter(None, (e.publisher, e.published)))
        click.echo(f"   {printable(e.title)}" + (f" ({printable(source)})" if source else ""))
        click.echo(
            f"   rule {printable(e.rule)}, confidence {e.confidence:.2f}"
            + (f"; {printable(e.reason)}" if e.reason else "")
        )
    if found.more:
        click.echo(f"\n{found.more:,} more; see --most.")


def _marked(sentence: str, start: int, end: int) -> str:
    """Mark the words: in reverse on a terminal, in brackets in a pipe."""
    before, words, after = (
        printable(" ".join(p.split("\n"))) for p in (sentence[:start], sentence[start:end], sentence[end:])
    )
    marked = click.style(words, reverse=True) if sys.stdout.isatty() else f"[{words}]"
    return f"{before}{marked}{after}"


@click.command()
@click.argument("store")
@click.option("--json", "as_json", is_flag=True, help="JSON for another program.")
@click.option("--debug", is_flag=True, help="Show the full traceback of an error.")
def info(store: str, as_json: bool, debug: bool) -> None:
    """Say what STORE holds: articles by language and outlet, period, entities, events, statements.

    \b
    kg info desk.kg
    kg info desk.kg --json | jq .events
    """
    from kg.store import Store

    with Store.open(store) as opened:
        rows = dict(_info(opened))
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for name, value in rows.items():
        shown = (
            ", ".join(f"{k} {v:,}" for k, v in value.items())
            if isinstance(value, dict)
            else f"{value:,}"
            if isinstance(value, int)
            else value
        )
        click.echo(f"{name:<14} {printable(str(shown))}")


def _info(store: Store) -> Iterator[tuple[str, Any]]:
    from collections import Counter

    languages: Counter[str] = Counter()
    outlets: Counter[str] = Counter()
    dates: list[str] = []
    articles = failed = 0
    for entry in store.articles():
        if entry.state != "done":
            failed += 1
            continue
        articles += 1
        languages[entry.read_as] += 1
        outlets[entry.article.publisher or "(not named)"] += 1
        if entry.article.date:
            dates.append(entry.article.date.isoformat())
    yield "store", str(store.path)
    yield "articles", articles
    if failed:
        yield "not read", failed
    if dates:
        yield "period", f"{min(dates)} to {max(dates)}"
    yield "languages", dict(languages.most_common())
    yield "outlets", dict(sorted(outlets.items(), key=lambda row: (-row[1], row[0]))[:12])
    for kind, name in (
        ("person", "people"),
        ("country", "countries"),
        ("organisation", "organisations"),
        ("event", "events"),
        ("quotation", "quotations"),
    ):
        yield name, store.ledger.count(kind)
    yield "statements", store.ledger.quads()
    yield "graphs", len(store.graphs())
