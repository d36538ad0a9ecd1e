"""SPARQL text before it reaches the engine: what may be asked, and what a syntax error means.

In: query text.  Out: a prepared query, or QueryError with line, column and what to try.  The engine
runs inside this process, and a few kilobytes of nested groups would end it without a trace; SERVICE
and LOAD would reach the network.  It does not evaluate anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from kg.errors import QueryError
from kg.vocab import KINDS, VOCABULARIES

MAX_LENGTH, MAX_DEPTH, MAX_TOKENS = 200_000, 60, 20_000
#: How often one thing may stand in a query: planning time grows much faster than these.
MAX_REPEATS = {
    "UNION": 200,
    "OPTIONAL": 200,
    "BIND": 200,
    "MINUS": 200,
    "EXISTS": 100,
    ".": 200,
    ";": 200,
    ",": 1_000,
}
MAX_OPERATORS = 400
MAX_UPDATE = 10_000_000  # characters; data to insert may be long
_OPERATORS = ("/", "|", "^", "!", "-", "+", "*", "||", "&&")
_UPDATES = frozenset({"INSERT", "DELETE", "DROP", "CLEAR", "CREATE", "COPY", "MOVE", "ADD"})
_LOCAL = (
    r"""(?:[\w:%~-]|\\[_~.\-!$&'()*+,;=/?\#@%]|\.(?=[\w:%~.\\-]))*"""  # of a prefixed name, with its escapes
)
_TOKEN = re.compile(
    r"""(?P<skip>\s+|\#[^\n\r]*)
      |(?P<string>\"\"\"(?:\\.|(?!\"\"\").)*\"\"\"|'''(?:\\.|(?!''').)*'''|"(?:\\.|[^"\\\n\r])*"|'(?:\\.|[^'\\\n\r])*')
      |(?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
      |(?P<variable>[?$]\w+)
      |(?P<name>[\w][\w.-]*(?<!\.)(?::LOCAL)?|:LOCAL)
      |(?P<mark>&&|\|\||.)""".replace("LOCAL", _LOCAL),
    re.VERBOSE | re.DOTALL,
)
#: What can only be an IRI.  `<` after a number is less-than for the engine: `1<2)SERVICE?v#>` is none to it.
_CLEAR = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]*://.*|[\w:/.~%@+-]{0,300})>\Z", re.DOTALL)
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs (IRIs) that a query sees: their union as its default graph, and those GRAPH may name."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def options(self) -> dict[str, Any]:
        """Return what the engine calls them.  Raises QueryError when one is no IRI."""
        import pyoxigraph as ox

        try:
            return {
                "default_graph": [ox.NamedNode(g) for g in self.default],
                "named_graphs": [ox.NamedNode(g) for g in self.named],
            }
        except ValueError as error:
            raise QueryError(f"the name of a graph is not an IRI: {error}") from error


def tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield kind (string, iri, variable, name, mark), token and offset; comments are left out."""
    for found in _TOKEN.finditer(text):
        if found.lastgroup != "skip":
            yield found.lastgroup or "mark", found.group(), found.start()


def check_query(text: str) -> Counter[str]:
    """Refuse a query that could reach the network, change the store or exhaust the machine.

    Returns how often it says each word (in capitals) and sign.  Raises QueryError.
    """
    _check_length(text, MAX_LENGTH, "query")
    counts = _counted(text, _check_query_word)
    _check_counts(counts)
    if counts.total() > MAX_TOKENS:
        raise QueryError(
            f"the query has {counts.total():,} words and signs; at most {MAX_TOKENS:,} are read. Split it."
        )
    return counts


def check_update(text: str) -> None:
    """Refuse an update that could reach the network or exhaust the machine; data may be long.

    Raises QueryError.
    """
    _check_length(text, MAX_UPDATE, "update")
    counts = _counted(text, _check_network_word)
    _check_counts({name: n for name, n in counts.items() if name.isalpha()})


def _check_length(text: str, most: int, what: str) -> None:
    if len(text) > most:
        raise QueryError(f"the {what} has {len(text):,} characters; at most {most:,} are read. Split it.")


def _counted(text: str, check_word: Callable[[str, str, int], None]) -> Counter[str]:
    """Count words and signs, and check each on the way; brackets may not be nested too deep."""
    depth, counts, before = 0, Counter[str](), ("", "")
    for kind, token, at in tokens(text):
        if kind == "name":
            check_word(token.upper(), text, at)
            counts[token.upper()] += 1
        elif kind == "mark":
            counts[token] += 1
            depth += (token in "({[") - (token in ")}]")
            if depth > MAX_DEPTH:
                raise QueryError(
                    f"{_where(text, at)}: brackets nested more than {MAX_DEPTH} deep. Flatten it."
                )
        else:
            counts[kind + " term"] += 1
            if kind == "iri" and not _CLEAR.match(token) and before[1] != "BASE" and before[0] != "PREFIX":
                raise QueryError(
                    f"{_where(text, at)}: an IRI or a comparison? Write spaces around <, or a whole IRI."
                )
        before = before[1], token.upper()
    return counts


def _check_network_word(word: str, text: str, at: int) -> None:
    if word in ("SERVICE", "LOAD"):
        raise QueryError(
            f"{_where(text, at)}: {word} is off: queries never reach the network. Use kg export instead."
        )


def _check_query_word(word: str, text: str, at: int) -> None:
    _check_network_word(word, text, at)
    if word in _UPDATES:
        raise QueryError(
            f"{_where(text, at)}: {word} would change the store; only kg build does. "
            f"Ask with SELECT, ASK or CONSTRUCT."
        )


def _check_counts(counts: Mapping[str, int]) -> None:
    for name, most in MAX_REPEATS.items():
        if counts.get(name, 0) > most:
            raise QueryError(
                f"the query says {name} {counts[name]:,} times; {most} are allowed. Use VALUES or split it."
            )
    operators = sum(counts.get(mark, 0) for mark in _OPERATORS)
    if operators > MAX_OPERATORS:
        raise QueryError(
            f"the query has {operators:,} operators; at most {MAX_OPERATORS} are allowed. Use VALUES or IN."
        )


def _where(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    return f"line {line}, column {at - (text.rfind(chr(10), 0, at) + 1) + 1}"


def explain_error(text: str, message: str, prefixes: Mapping[str, str]) -> str:
    """Turn the engine's message into one line: where, what, what to try."""
    found = _PLACE.match(message)
    if found is None:
        return f"the query is not valid SPARQL: {_first_line(message)}"
    line, column, said = int(found[1]), int(found[2]), found[3]
    rows = text.splitlines() or [""]
    row = rows[line - 1] if line <= len(rows) else ""
    where = f"line {line}, column {column}"
    if "Prefix not found" in said:
        return f"{where}: {_unknown_prefix(row, column, prefixes)}"
    if "unbound" in said:
        return f"{where}: SELECT names a variable that is neither bound nor grouped. Add it to GROUP BY."
    near = row[max(0, column - 1) : column + 24].strip()
    hint = _keyword_hint(row, column)
    return (
        f"{where}: not valid SPARQL near {near!r}{hint}"
        if near
        else f"{where}: the query ends too early; is a bracket open?"
    )


def _unknown_prefix(row: str, column: int, prefixes: Mapping[str, str]) -> str:
    """Name the prefix that is not declared and the nearest one that is."""
    used = [m for m in re.finditer(r"([\w-]+):", row[: column + 40]) if m[1] not in prefixes]
    after = [m for m in used if m.end() >= column - 1] or used
    if not after:
        return "a prefix that is not declared. kg query --prefixes lists those that are."
    name = after[0][1] if len(after) == 1 else min(after, key=lambda m: abs(m.end() - column))[1]
    near = get_close_matches(name, prefixes, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}:?" if near else f"Known: {', '.join(sorted({*VOCABULARIES, *KINDS}))}."
    return f"prefix {name}: is not declared. {hint}"


_KEYWORDS = (
    "SELECT", "CONSTRUCT", "DESCRIBE", "ASK", "WHERE", "FILTER", "OPTIONAL", "UNION", "GRAPH", "VALUES",
    "BIND",
    "MINUS", "DISTINCT", "ORDER", "GROUP", "HAVING", "LIMIT", "OFFSET", "PREFIX", "COUNT", "SAMPLE", "EXISTS",
)  # fmt: skip


def _keyword_hint(row: str, column: int) -> str:
    """A word that is nearly a keyword, at or before the place of the error."""
    words = [m for m in re.finditer(r"(?<![?$:\w])[A-Za-z_]{3,}(?![\w:])", row) if m.start() < column + 1]
    for word in reversed(words):
        near = get_close_matches(word[0].upper(), _KEYWORDS, n=1, cutoff=0.75)
        if near and near[0] != word[0].upper():
            return f". Did you mean {near[0]}?"
    return ""


def _first_line(message: str) -> str:
    return message.strip().splitlines()[0] if message.strip() else "unknown error"
