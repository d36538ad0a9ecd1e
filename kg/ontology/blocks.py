"""One block per concept: what the Turtle files say of it, as plain Python.

In: the bytes of a Turtle file.  Out: reference → predicate IRI → objects, a text with its language as
a pair, an IRI as it is.  What a block means is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kg.errors import OntologyError
from kg.vocab import DEFAULT_BASE, SKOS

Words = list[tuple[str, str]]  # (text, language)
Block = dict[str, list[Any]]  # predicate IRI → objects
Blocks = Mapping[str, Block]  # reference → block


def parse_file(path: Path, data: bytes, blocks: dict[str, Block]) -> None:
    """Add what a Turtle file says to `blocks`, by IRI.

    Raises OntologyError naming the file and line.
    """
    from pyoxigraph import Literal, RdfFormat, parse

    seen, block = None, {}
    try:
        for quad in parse(data, format=RdfFormat.TURTLE):
            subject, predicate, value, _ = quad
            # Blocks are long: most triples continue the block of the one before.
            if subject != seen:
                seen, block = subject, blocks.setdefault(subject.value, {})
            item = (value.value, value.language or "") if isinstance(value, Literal) else value.value
            block.setdefault(predicate.value, []).append(item)
    except (SyntaxError, ValueError) as error:
        raise OntologyError(f"{path}: not valid Turtle: {error}") from error


def to_ref(iri: str) -> str:
    """Return the reference (`person/…`) of an IRI below the default base."""
    return iri.removeprefix(DEFAULT_BASE)


def texts(block: Block, predicate: str) -> list[str]:
    """Return the texts of a property, whatever their language."""
    return [item[0] for item in block.get(predicate, ()) if isinstance(item, tuple)]


def first(block: Block, predicate: str) -> str | None:
    """Return the first value of a property as text, or None."""
    values = block.get(predicate)
    if not values:
        return None
    value: str = values[0][0] if isinstance(values[0], tuple) else values[0]
    return value


def label(block: Block, fallback: str) -> str:
    """Return the English preferred label, else any, else `fallback`."""
    labels = {lang: text for text, lang in block.get(SKOS.prefLabel, ())}
    return labels.get("en") or next(iter(labels.values()), fallback)


def day(ref: str, block: Block, predicate: str) -> date | None:
    """Return a date; raises OntologyError naming the block where it is none."""
    text = first(block, predicate)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise OntologyError(f"{ref}: {text!r} is not a date; write it as 2025-07-04") from error


def assignments(block: Block, predicate: str) -> list[tuple[str, str]]:
    """Return the pairs of a property whose texts are written `word=value`."""
    return [
        (left, right) for text in texts(block, predicate) for left, eq, right in [text.rpartition("=")] if eq
    ]


def find_line(folder: Path, ref: str) -> str:
    """Return `file:line` where the block of a reference begins, or the folder; for messages only."""
    name = ref.replace("/", ":", 1)
    for path in sorted((folder / "lexicon").rglob("*.ttl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.split(" ", 1)[0] == name:
                return f"{path}:{number}"
    return str(folder)
