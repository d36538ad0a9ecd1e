"""JSON-LD in a page: the object that describes the article, with what it points at.

In: a parsed page.  Out: a LinkedData, empty where the page has none.  Blocks that are no JSON are passed
over; nothing is fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.sources.fields import unescaped

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Blog)$")
_MAX_JSON = 2_000_000
_MAX_NODES = 2000
_MAX_NAMES = 30


@dataclass(slots=True)
class LinkedData:
    """The article's object, and the named objects of the page by their `@id`."""

    article: Mapping[str, Any] = field(default_factory=dict)
    by_id: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Return a field that holds text."""
        value = self.article.get(key)
        return unescaped(value) if isinstance(value, str) else ""

    def names(self, key: str) -> list[str]:
        """Return the names in a field: text, objects with `name`, references to such, or a list of these."""
        value = self.article.get(key)
        found = (self._name(item) for item in (value if isinstance(value, list) else [value])[:_MAX_NAMES])
        return [name for name in found if name]

    def _name(self, value: Any) -> str:
        if isinstance(value, Mapping):
            name = value.get("name")
            known = self.by_id.get(str(value.get("@id"))) if not name else None
            value = known.get("name") if known else name
        if isinstance(value, list):
            value = value[0] if value else None
        return unescaped(value) if isinstance(value, str) else ""


def read_linked_data(tree: LexborHTMLParser) -> LinkedData:
    """Return what a page's JSON-LD says: the article with most fields, and whoever else has a name."""
    data = LinkedData()
    articles = []
    for node in tree.css('script[type="application/ld+json"]'):
        for thing in _things(_loaded(node.text())):
            if _is_article(thing):
                articles.append(thing)
            elif "@id" in thing and "name" in thing:
                data.by_id.setdefault(str(thing["@id"]), thing)
    if articles:
        best = max(articles, key=len)
        data.article = {**best, "author": max((_people(a, best) for a in articles), key=len)}
    return data


def _people(article: Mapping[str, Any], best: Mapping[str, Any]) -> list[Any]:
    """Return the authors of an object about the same article; plug-ins of one page know different ones."""
    people = article.get("author")
    days = {str(thing.get("datePublished"))[:10] for thing in (article, best)}
    same = article is best or len(days) == 1
    return [] if not same or people is None else people if isinstance(people, list) else [people]


def _loaded(text: str) -> Any:
    """Read a block; line breaks inside texts and a semicolon behind it are forgiven."""
    if len(text) > _MAX_JSON:
        return None
    try:
        return json.loads(text.strip().removesuffix(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _things(loaded: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a block: lists, @graph and main entities unfolded."""
    waiting = [loaded]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item[:_MAX_NODES])
        elif isinstance(item, Mapping):
            yield item
            waiting.extend(item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item)


def _is_article(thing: Mapping[str, Any]) -> bool:
    """Say whether an object is about an article of some kind."""
    kinds = thing.get("@type")
    return any(
        isinstance(kind, str) and _ARTICLE.search(kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )
