"""What an extractor is, and how the installed ones are found.

An extractor is a callable `(document, context) -> tuple of records`.  It gets the document as read so
far and returns records; only `pipeline.py` puts them into a new Document.  Built-in and foreign
extractors are registered alike, as entry points of the groups below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, Protocol

from kg.errors import ExtractorError
from kg.model import Document, Link, Mention
from kg.ontology import Language, Lexicon, Match

VERSION = "1"
GROUPS = ("kg.mentions",)


@dataclass(frozen=True, slots=True)
class Context:
    """What every extractor may look at: the lexicon, the language, and the matches per sentence."""

    lexicon: Lexicon
    language: Language
    matches: tuple[tuple[Match, ...], ...]

    @property
    def free_prepositions(self) -> frozenset[str]:
        """Return the prepositions that frames of this language use to mark roles."""
        return self.lexicon.prepositions(self.language.code)


def links_by_sentence(document: Document, links: Iterable[Link]) -> list[list[Link]]:
    """Return links of a document sentence by sentence, each in the order of the text."""
    rows: list[list[Link]] = [[] for _ in document.sentences]
    ordered = sorted(links, key=lambda ln: (ln.mention.span.part != "title", ln.mention.span))
    i = 0
    for link in ordered:
        while i < len(rows) and not document.sentences[i].span.covers(link.mention.span):
            i += 1
        if i == len(rows):
            break
        rows[i].append(link)
    return rows


class MentionFinder(Protocol):
    """Finds mentions; the linker decides what they mean."""

    def __call__(self, document: Document, context: Context) -> tuple[Mention, ...]:
        """Return mentions whose spans slice to their text."""


def load_extractor(group: str, name: str) -> Callable[..., Any]:
    """Return the extractor registered as `name` in an entry-point group.

    Raises ExtractorError with the list of known names.
    """
    known = {point.name: point for point in entry_points(group=group)}
    if name not in known:
        raise ExtractorError(
            f"no extractor {name!r} in {group}; installed: {', '.join(sorted(known)) or 'none'}"
        )
    loaded: Callable[..., Any] = known[name].load()
    return loaded
