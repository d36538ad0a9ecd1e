"""The files of a lexicon as an editor sees them: text, lines, blocks, and what they state.  *I/O*"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kg.errors import OntologyError
from kg.vocab import DEFAULT_BASE

_BLOCK = re.compile(r"^([a-z]+:[\w-]+)(?=\s)", re.M)


class Statement(NamedTuple):
    """What a file states: an IRI, or a text with its language (empty without one)."""

    subject: str
    predicate: str
    value: str
    is_text: bool
    lang: str = ""


@dataclass(frozen=True)
class LexiconFile:
    """One file below `lexicon/`; `name` is its path below that folder."""

    name: str
    text: str

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Return what the file states.  Raises OntologyError naming file and line."""
        return parse(self.name, self.text)

    @cached_property
    def blocks(self) -> tuple[tuple[str, int], ...]:
        """Return what begins a block (`country:UKR`) and its line, in the order of the file."""
        found, line, before = [], 1, 0
        for block in _BLOCK.finditer(self.text):
            line, before = line + self.text.count("\n", before, block.start()), block.start()
            found.append((block[1], line))
        return tuple(found)

    @cached_property
    def _lines(self) -> dict[str, int]:
        return dict(reversed(self.blocks))

    @property
    def lang(self) -> str:
        """Return the language that the file is written for (`frames.de.ttl`, `frames.de/`), or nothing."""
        path = Path(self.name)
        return path.stem.partition(".")[2] or path.parent.suffix.removeprefix(".")

    def place(self, iri: str) -> str:
        """Return `file:line` of the block of an IRI, or the file."""
        line = self._lines.get(to_key(iri))
        return f"{self.name}:{line}" if line else self.name


def parse(name: str, text: str) -> tuple[Statement, ...]:
    """Parse Turtle.  Raises OntologyError naming file and line."""
    from pyoxigraph import Literal, RdfFormat
    from pyoxigraph import parse as parse_turtle

    found = []
    try:
        for subject, predicate, value, _ in parse_turtle(text.encode(), format=RdfFormat.TURTLE):
            is_text = isinstance(value, Literal)
            lang = (value.language or "") if isinstance(value, Literal) else ""
            found.append(Statement(subject.value, predicate.value, value.value, is_text, lang))
    except (SyntaxError, ValueError) as error:
        raise OntologyError(f"{name}: not valid Turtle: {error}") from error
    return tuple(found)


def to_key(iri: str) -> str:
    """Return an IRI below the default base as it is written in the files: `country:UKR`."""
    return iri.removeprefix(DEFAULT_BASE).replace("/", ":", 1)


def read_files(folder: Path) -> Sequence[LexiconFile]:
    """Read the files of the lexicon in an ontology folder, in the order of their names.

    Raises OntologyError for a folder without a lexicon, or a file that is no text.
    """
    top = folder / "lexicon"
    paths = sorted(top.rglob("*.ttl"))
    if not paths:
        raise OntologyError(f"{folder} holds no lexicon; expected lexicon/**/*.ttl")
    files = []
    for path in paths:
        try:
            with path.open(encoding="utf-8", newline="") as handle:
                files.append(LexiconFile(path.relative_to(top).as_posix(), handle.read()))
        except UnicodeDecodeError as error:
            raise OntologyError(
                f"{path}: is not UTF-8 text (byte {error.start}). Save it as UTF-8."
            ) from error
        except OSError as error:
            raise OntologyError(f"{path}: cannot be read ({error.strerror}).") from error
    return tuple(files)
