"""Commands that ask a store: query and info."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli import debug_option, printable
from kg.cli.tables import echo_data, json_text, print_rows

if TYPE_CHECKING:
    from kg.store import Result, Store

_FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "nt")


def _complete_sample(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in ("list", *_samples()) if name.startswith(incomplete)]


@click.command()
@click.argument("store", required=False)
@click.argument("sparql", required=False)
@click.option("-f", "--file", metavar="FILE", help="Read the query from a file (- for standard input).")
@click.option("--sample", metavar="[NAME]", is_flag=False, flag_value="list", shell_complete=_complete_sample,
              help="Run a sample query; without a name, list them all.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(_FORMATS),
              help="Default: table on a terminal, csv in a pipe; ttl for CONSTRUCT.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
              help="Stop with exit code 124 when there is no answer by then.")  # fmt: skip
@click.option("--show", is_flag=True, help="Print the text of the query (a sample, say), and stop.")
@click.option("--prefixes", is_flag=True, help="List the prefixes that every query may use, and stop.")
@debug_option
def query(
    store: str | None, sparql: str | None, file: str | None, sample: str | None, form: str | None,
    timeout: float | None, show: bool, prefixes: bool,
) -> None:  # fmt: skip
    """Ask STORE in SPARQL, or run a sample query.

    All prefixes are declared already; the default graph is the union of all graphs.  What articles say of
    an event is best asked with GRAPH ?article { ... }: docs/graph.md says why, and what keeps queries fast.

    \b
    kg query --sample
    kg query desk.kg --sample who-met-whom
    kg query desk.kg 'SELECT ?l WHERE { ?p a schema:Person ; rdfs:label ?l } LIMIT 5' --format csv
    kg query desk.kg -f question.rq --timeout 30 --format json > answer.json
    """
    from kg.cli.waiting import waiting
    from kg.store import Store

    if prefixes:
        _list_prefixes()
    elif sample == "list":
        _list_samples()
    elif store is None:
        raise click.UsageError("Missing argument 'STORE': the folder that kg build made.")
    else:
        text = _query_text(sparql, file, sample)
        if show:
            click.echo(text.rstrip())
            return
        with Store.open(store) as opened:
            with waiting(timeout):
                show_answer = _collect(opened.query(text), form)
            show_answer()


def _list_prefixes() -> None:
    from kg.vocab import prefixes

    for name, iri in sorted(prefixes().items()):
        click.echo(f"PREFIX {name}: <{iri}>")


def _query_text(sparql: str | None, file: str | None, sample: str | None) -> str:
    from kg.errors import QueryError

    given = [x for x in (sparql, file, sample) if x is not None]
    if len(given) != 1:
        raise click.UsageError("Give one query: as text, with -f FILE, or with --sample NAME.")
    if sample is not None:
        return _sample(sample)
    if file == "-" or sparql == "-":
        return sys.stdin.read()
    if file is None:
        return sparql or ""
    try:
        return Path(file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QueryError(f"{file}: cannot be read ({error.strerror}). Check the path.") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{file}: is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error


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
        raise QueryError(f"no sample query {name!r}. {hint}There are:\n" + "\n".join(_sample_lines()))
    return known[name]


def _list_samples() -> None:
    for line in _sample_lines():
        click.echo(line)


def _sample_lines() -> list[str]:
    from kg.exports.samples import question

    known = _samples()
    width = max(map(len, known), default=0)
    return [f"{name:<{width}}  {question(text)}" for name, text in known.items()]


def _collect(result: Result, form: str | None) -> Callable[[], None]:
    """Read the whole answer; return what prints it."""
    if result.kind == "graph":
        text = _graph_text(result, form or "ttl")
    elif form in ("json", "xml") or (form in ("csv", "tsv") and result.kind == "ask"):
        text = _serialised(result, form)
    elif result.kind == "ask":
        text = "yes\n" if result.boolean else "no\n"
    else:
        form = form or ("table" if sys.stdout.isatty() else "csv")
        if form in ("ttl", "nt"):
            raise click.UsageError("A SELECT has rows, not triples: choose table, csv, tsv, json or xml.")
        show = _short_term if form == "table" else _text
        rows = [[show(term) for term in row] for row in result.rows]
        return lambda: print_rows(result.variables, rows, form)
    return lambda: echo_data(text)


def _text(term: Any) -> str:
    return "" if term is None else str(term.value)


def _short_term(term: Any) -> str:
    """An IRI with its prefix, as people write it."""
    text = _text(term)
    if text.startswith("http") and type(term).__name__ == "NamedNode":
        for name, start in _long_prefixes_first():
            if text.startswith(start):
                return f"{name}:{text[len(start) :]}"
    return text


@cache
def _long_prefixes_first() -> list[tuple[str, str]]:
    from kg.vocab import prefixes

    return sorted(prefixes().items(), key=lambda item: -len(item[1]))


def _graph_text(result: Result, form: str) -> str:
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
    return (data or b"").decode("utf-8")


def _serialised(result: Result, form: str) -> str:
    import pyoxigraph as ox

    formats = {
        "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML,
        "csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV,
    }  # fmt: skip
    data = result.raw.serialize(format=formats[form])
    return (data or b"").decode("utf-8").rstrip("\n") + "\n"


@click.command()
@click.argument("store")
@click.option("--json", "as_json", is_flag=True, help="JSON for another program.")
@debug_option
def info(store: str, as_json: bool) -> None:
    """Say what STORE holds: articles by language and outlet, period, entities, events, statements.

    \b
    kg info desk.kg
    kg info desk.kg --json | jq .events
    """
    from kg.store import Store

    with Store.open(store) as opened:
        rows = dict(_info(opened))
    if as_json:
        click.echo(json_text(rows, indent=1))
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
    yield "statements", store.ledger.quads() + int(store.ledger.get("across", "0"))
    yield "graphs", len(store.graphs())
