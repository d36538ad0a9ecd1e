"""The SPARQL 1.1 Protocol: HTTP request → what is asked.

In: method, query string, content type and body.  Out: an `Operation`, or a Problem with the status that the
protocol wants.  It neither reads SPARQL nor touches a store.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from kg.serve.problems import Problem, method_not_allowed
from kg.store import Dataset

FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
METHODS = "GET, HEAD, POST, OPTIONS"
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*\Z")
MOST_PARAMETERS = 1_000

Parameters = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Operation:
    """What is asked: `describe` (the service itself), `query` or `update`; `dataset` None means the usual."""

    kind: str
    text: str = ""
    dataset: Dataset | None = None
    form: str | None = None


def read_operation(method: str, query_string: bytes, content_type: str | None, body: bytes) -> Operation:
    """Read a request.  Raises Problem."""
    url = parameters(query_string)
    if method in ("GET", "HEAD"):
        return _from_url(url)
    if method != "POST":
        raise method_not_allowed(METHODS)
    media_type, charset = split_content_type(content_type)
    if charset not in ("", "utf-8", "utf8"):
        raise Problem(415, "unsupported charset", "Send SPARQL as UTF-8.")
    if media_type == FORM:
        return _from_form(url, parameters(body))
    text = _utf8(body, "the body")
    if media_type == QUERY:
        return _operation("query", text, url)
    if media_type == UPDATE:
        return _operation("update", text, url)
    raise Problem(415, "unsupported media type", f"POST {QUERY}, {UPDATE} or {FORM}.")


def _from_url(url: Parameters) -> Operation:
    if "update" in url:
        raise Problem(400, "updates are not sent with GET", f"POST them as {UPDATE}.")
    if "query" not in url:
        return Operation("describe", form=_one(url, "format"))
    return _operation("query", _just_one(url, "query"), url)


def _from_form(url: Parameters, form: Parameters) -> Operation:
    both = {key: (*url.get(key, ()), *form.get(key, ())) for key in {*url, *form}}
    if ("query" in both) == ("update" in both):
        raise Problem(400, "one operation is needed", "Send one parameter: query or update.")
    kind = "query" if "query" in both else "update"
    return _operation(kind, _just_one(both, kind), both)


def _operation(kind: str, text: str, given: Parameters) -> Operation:
    names = ("default-graph-uri", "named-graph-uri")
    if kind == "update":
        names = ("using-graph-uri", "using-named-graph-uri")
    default, named = (given.get(name, ()) for name in names)
    for graph in (*default, *named):
        check_graph(graph)
    dataset = Dataset(default, named) if default or named else None
    return Operation(kind, text, dataset, _one(given, "format"))


def parameters(query_string: bytes) -> dict[str, tuple[str, ...]]:
    """Decode what is URL-encoded, once.  Raises Problem when it is not valid or not UTF-8."""
    text = _utf8(query_string, "the query string")
    if _BAD_PERCENT.search(text):
        raise Problem(400, "bad percent-encoding", "A % is followed by two hexadecimal digits, or is %25.")
    found: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError as error:
        raise Problem(400, "not UTF-8", "Percent-encode the bytes of UTF-8.") from error
    except ValueError as error:
        raise Problem(400, "too many parameters", f"At most {MOST_PARAMETERS:,} are read.") from error
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def split_content_type(value: str | None) -> tuple[str, str]:
    """Return media type and charset, in lower case; empty where there is none."""
    media_type, *rest = (part.strip().lower() for part in (value or "").split(";"))
    found = [part.partition("=")[2].strip(' "') for part in rest if part.startswith("charset=")]
    return media_type, found[0] if found else ""


def check_graph(name: str) -> None:
    """Refuse what cannot be the name of a graph.  Raises Problem."""
    if not _ABSOLUTE.match(name):
        raise Problem(400, "not an IRI", "The name of a graph is an absolute IRI, percent-encoded.")


def _just_one(given: Parameters, name: str) -> str:
    if len(given[name]) != 1:
        raise Problem(400, f"several parameters {name}", "One request asks one thing.")
    return given[name][0]


def _one(given: Parameters, name: str) -> str | None:
    values = given.get(name, ())
    return values[-1] if values and values[-1] else None


def _utf8(data: bytes, what: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, "not UTF-8", f"Byte {error.start} of {what} begins no UTF-8 character.") from error
