"""SPARQL Update texts: what the protocol demands and pyoxigraph does not do is written into them.

In: text and dataset.  Out: the text with USING clauses before every WHERE (DELETE WHERE, which has no place
for them, becomes DELETE … WHERE), and with CLEAR as CLEAR SILENT: a graph that is not there is empty.  A
text that names its own dataset beside the request's is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import QueryError
from kg.sparql import tokens
from kg.store import Dataset


@dataclass(frozen=True, slots=True)
class _Word:
    text: str  # in upper case
    start: int
    end: int
    depth: int


def with_dataset(text: str, dataset: Dataset | None) -> str:
    """Return the update over the graphs of a dataset.  Raises QueryError when it names others itself."""
    if dataset is None:
        return text
    words = _words(text)
    if any(w.text in ("USING", "WITH") for w in words if w.depth == 0):
        raise QueryError(
            "the update names its graphs with USING or WITH, and the request names others. Leave one out."
        )
    clauses = "".join(f"USING <{g}> " for g in dataset.default) + "".join(
        f"USING NAMED <{g}> " for g in dataset.named
    )
    parts, at = [], 0
    for i, word in enumerate(words):
        if word.text != "WHERE" or word.depth:
            continue
        before = words[i - 1] if i else None
        template = ""
        if before is not None and before.text == "DELETE":  # DELETE WHERE { … }
            template = text[word.end : _closing(words, i + 1)]
        parts += [text[at : word.start], template, " ", clauses, "WHERE"]
        at = word.end
    return "".join((*parts, text[at:]))


def with_silent_clear(text: str) -> str:
    """Return the update with every CLEAR silent."""
    words = [w for w in _words(text) if w.depth == 0]
    parts, at = [], 0
    for word, after in zip(words, [*words[1:], None], strict=True):
        if word.text == "CLEAR" and (after is None or after.text != "SILENT"):
            parts += [text[at : word.end], " SILENT"]
            at = word.end
    return "".join((*parts, text[at:]))


def _words(text: str) -> list[_Word]:
    """Return names and braces, with how deep they stand."""
    found, depth = [], 0
    for kind, token, start in tokens(text):
        if kind == "mark" and token == "}":
            depth -= 1
        if kind == "name" or token in ("{", "}"):
            found.append(_Word(token.upper(), start, start + len(token), depth))
        if kind == "mark" and token == "{":
            depth += 1
    return found


def _closing(words: list[_Word], first: int) -> int:
    """Return where the group that opens at or after `first` ends."""
    for word in words[first:]:
        if word.text == "}" and word.depth == 0:
            return word.end
    raise QueryError("a brace is open at the end of the update")
