"""SPARQL text before it reaches the engine: what may be asked, and what a syntax error means.

In: query text.  Out: a prepared query, or QueryError with line, column and what to try.  The engine
runs inside this process, and a few kilobytes of nested groups would end it without a trace; SERVICE
and LOAD would reach the network.  It does not evaluate anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches

from kg.errors import QueryError
from kg.vocab import KINDS, VOCABULARIES

MAX_LENGTH, MAX_DEPTH = 200_000, 60
#: How often one thing may stand in a query: planning time grows much faster than these.
MAX_REPEATS = {"UNION": 200, "OPTIONAL": 200, "BIND": 200, "MINUS": 200, "EXISTS": 100, ".": 400, ";": 400}
MAX_OPERATORS = 400
_OPERATORS = ("/", "|", "^", "!", "-", "+", "*", "||", "&&")
_UPDATES = frozenset({"INSERT", "DELETE", "DROP", "CLEAR", "CREATE", "COPY", "MOVE", "ADD"})
_TOKEN = re.compile(
    r"""(?P<skip>\s+|\#[^\n\r]*)
      |(?P<string>\"\"\"(?:\\.|(?!\"\"\").)*\"\"\"|'''(?:\\.|(?!''').)*'''|"(?:\\.|[^"\\\n\r])*"|'(?:\\.|[^'\\\n\r])*')
      |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      |(?P<variable>[?$]\w+)
      |(?P<name>[\w][\w.-]*(?<!\.)(?::(?:[\w:%\\.~-]*[\w:%\\~-])?)?|:[\w:%\\.~-]*)
      |(?P<mark>&&|\|\||.)""",
    re.VERBOSE | re.DOTALL,
)
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def check_query(text: str) -> None:
    """Refuse a query that could reach the network, change the store or exhaust the machine.

    Raises QueryError.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"the query has {len(text):,} characters; at most {MAX_LENGTH:,} are read. Split it."
        )
    depth, counts, operators = 0, Counter[str](), 0
    for found in _TOKEN.finditer(text):
        kind, token = found.lastgroup, found.group()
        if kind == "skip":
            continue
        if kind == "name":
            _check_word(token.upper(), text, found.start())
            counts[token.upper()] += 1
        elif kind == "mark":
            counts[token] += 1
            operators += token in _OPERATORS
            depth += (token in "({[") - (token in ")}]")
            if depth > MAX_DEPTH:
                raise QueryError(
                    f"{_where(text, found.start())}: brackets nested more than {MAX_DEPTH} deep. Flatten it."
                )
    _check_counts(counts, operators)


def _check_word(word: str, text: str, at: int) -> None:
    if word in ("SERVICE", "LOAD"):
        raise QueryError(
            f"{_where(text, at)}: {word} is off: queries never reach the network. Use kg export instead."
        )
    if word in _UPDATES:
        raise QueryError(
            f"{_where(text, at)}: {word} would change the store; only kg build does. "
            f"Ask with SELECT, ASK or CONSTRUCT."
        )


def _check_counts(counts: Mapping[str, int], operators: int) -> None:
    for name, most in MAX_REPEATS.items():
        if counts.get(name, 0) > most:
            raise QueryError(
                f"the query says {name} {counts[name]:,} times; {most} are allowed. Use VALUES or split it."
            )
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
