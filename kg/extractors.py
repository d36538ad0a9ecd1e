"""What an extractor is, and how the installed ones are found.

An extractor is a callable `(document, context) -> tuple of records`.  It gets the document as read so
far and returns records; only `pipeline.py` puts them into a new Document.  Built-in and foreign
extractors are registered alike, as entry points of the group `kg.mentions`: a function, or a class that is
called with options (`NAME:key=value`) and holds a loaded model.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, Protocol, TypeVar

from kg.errors import ExtractorError
from kg.model import Document, Link, Mention, Span
from kg.ontology import Language, Lexicon, Matches

VERSION = "1"
_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class Context:
    """What every extractor may look at: the lexicon, the language, and the matches per sentence."""

    lexicon: Lexicon
    language: Language
    matches: tuple[Matches, ...]

    @property
    def free_prepositions(self) -> frozenset[str]:
        """Return the prepositions that frames of this language use to mark roles."""
        return self.lexicon.prepositions(self.language.code)


def links_by_sentence(document: Document, links: Iterable[Link]) -> list[list[Link]]:
    """Return links of a document sentence by sentence, each in the order of the text."""
    return _by_sentence(document, [(ln.mention.span, ln) for ln in links])


def mentions_by_sentence(document: Document) -> list[list[Mention]]:
    """Return the mentions of a document sentence by sentence, each in the order of the text."""
    return _by_sentence(document, [(m.span, m) for m in document.mentions])


def _by_sentence(document: Document, things: Iterable[tuple[Span, _Thing]]) -> list[list[_Thing]]:
    rows: list[list[_Thing]] = [[] for _ in document.sentences]
    i, last = 0, len(rows)
    places = [s.span for s in document.sentences]
    for span, thing in sorted(things, key=lambda row: (row[0].part != "title", row[0].start, row[0].end)):
        while i < last and not places[i].covers(span):
            i += 1
        if i == last:
            break
        rows[i].append(thing)
    return rows


class MentionFinder(Protocol):
    """Finds mentions; the linker decides what they mean."""

    def __call__(self, document: Document, context: Context) -> tuple[Mention, ...]:
        """Return mentions whose spans slice to their text."""


def installed(group: str) -> tuple[str, ...]:
    """Return the names of the extractors registered in an entry-point group, in the order of letters."""
    return tuple(sorted({point.name for point in entry_points(group=group)}))


def load_extractor(group: str, spec: str) -> Callable[..., Any]:
    """Return the extractor that `spec` names: `NAME`, `NAME:VALUE` or `NAME:key=value,key=value`.

    A registered function is the extractor; a registered class is called with the options (a lone value
    goes to its first parameter) and holds what it loaded.  Raises ExtractorError with the known names
    or the known options.
    """
    name, _, options = spec.partition(":")
    known = {point.name: point for point in entry_points(group=group)}
    if name not in known:
        raise ExtractorError(
            f"no extractor {name!r} in {group}; installed: {', '.join(installed(group)) or 'none'}"
        )
    loaded: Any = known[name].load()
    if inspect.isclass(loaded):
        loaded = loaded(**_options(name, options, loaded))
        options = ""
    if options:
        raise ExtractorError(f"the extractor {name!r} takes no options, but was given {options!r}")
    extractor: Callable[..., Any] = loaded
    return extractor


def _options(name: str, text: str, factory: type) -> dict[str, str]:
    parameters = inspect.signature(factory).parameters
    given: dict[str, str] = {}
    for part in filter(None, text.split(",")):
        key, equals, value = part.partition("=")
        if not equals and not given:
            key, value = next(iter(parameters), ""), part
        given[key.strip()] = value.strip()
    needed = [key for key, p in parameters.items() if p.default is p.empty and key not in given]
    unknown = [key for key in given if key not in parameters]
    if needed or unknown:
        wrong = f"needs {', '.join(needed)}" if needed else f"does not know {', '.join(map(repr, unknown))}"
        raise ExtractorError(
            f"the extractor {name!r} {wrong}; options: {', '.join(parameters)}, "
            f"written {name}:{'=…,'.join(parameters)}=…"
        )
    return given
