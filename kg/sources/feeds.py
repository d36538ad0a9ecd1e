"""Feeds: RSS 2.0, RSS 1.0 (RDF) and Atom; one article per entry.

The parser is expat.  A document type or entity declaration is refused before anything is parsed, so
no entity is expanded and nothing is fetched; nesting is limited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from kg.errors import SourceError
from kg.model import Article, Skipped
from kg.sources.decode import decode
from kg.sources.fields import to_article
from kg.sources.records import MAX_DEPTH, Item, Place, Unreadable, read_all

_LANG = "http://www.w3.org/XML/1998/namespace lang"
_ENTRIES = frozenset({"item", "entry"})
_ROOTS = frozenset({"rss", "feed", "RDF"})
_FIELDS = {
    "title": "title", "guid": "id", "id": "id", "pubDate": "date", "published": "date", "date": "date",
    "updated": "updated", "link": "url", "encoded": "content", "content": "content", "description": "summary",
    "summary": "summary", "creator": "author", "name": "author", "publisher": "publisher", "language": "lang",
}  # fmt: skip
_FOREIGN = ("mrss", "itunes", "podcast")  # namespaces whose title, description and content are of media
_DOCTYPE = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_ELEMENT = re.compile(r"<[A-Za-z_]")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#\d+|#x[0-9a-fA-F]+|\w+);")
_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(slots=True)
class _Feed:
    """What the parser has seen so far."""

    depth: int = 0
    root: str = ""
    head: dict[str, str] = field(default_factory=dict)  # of the feed itself
    entry: dict[str, list[str]] | None = None
    entries: list[tuple[int, dict[str, list[str]]]] = field(default_factory=list)
    entry_depth: int = 0
    line: int = 0
    key: str | None = None
    key_depth: int = 0
    words: list[str] = field(default_factory=list)
    inner: bool = False  # markup inside content of type xhtml


def read_feed(place: Place, handle: BinaryIO) -> Iterator[Item]:
    """Yield the entries of a feed."""
    text, _ = decode(read_all(handle), markup=True)
    if not text.strip():
        raise SourceError("empty file: nothing to read")
    start = _ELEMENT.search(text)
    if _DOCTYPE.search(text, 0, start.start() if start else len(text)):
        _refuse()
    feed, problem = _parse(text)
    if feed.root not in _ROOTS:
        raise SourceError(problem or f"an XML file with <{feed.root}>, not a feed. kg reads RSS and Atom")
    for number, (line, entry) in enumerate(feed.entries, 1):
        yield _article(entry, feed.head, f"{place.id}#{number}", f"{place.source}:{line}")
    if problem:
        raise SourceError(problem)
    if not feed.entries:
        raise SourceError("a feed without entries: nothing to read")


def _parse(text: str) -> tuple[_Feed, str | None]:
    """Parse; on an error return what was read up to it, and what is wrong."""
    feed = _Feed()
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: _open(feed, parser, name, attributes)
    parser.EndElementHandler = lambda name: _close(feed, name)
    parser.CharacterDataHandler = lambda data: feed.words.append(data) if feed.key else None
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(_PROLOG.sub("", text).encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        return (
            feed,
            f"not valid XML at line {error.lineno}, column {error.offset + 1} ({what}). Fetch the feed again",
        )
    except SourceError as error:
        return feed, str(error)
    return feed, None


def _refuse(*_: object) -> NoReturn:
    raise SourceError("declares a document type or entities: refused. Take the <!DOCTYPE …> out of the file")


def _open(feed: _Feed, parser: expat.XMLParserType, name: str, attributes: dict[str, str]) -> None:
    feed.depth += 1
    if feed.depth > MAX_DEPTH:
        raise SourceError(
            f"more than {MAX_DEPTH} nested elements at line {parser.CurrentLineNumber}: refused"
        )
    space, _, local = name.rpartition(" ")
    if not feed.root:
        feed.root = local
        if _LANG in attributes:
            feed.head["lang"] = attributes[_LANG]
    if feed.key:
        if feed.inner:
            feed.words.append(f"<{local}>")
        return
    if local in _ENTRIES and feed.entry is None:
        feed.entry, feed.entry_depth, feed.line = {}, feed.depth, parser.CurrentLineNumber
        return
    key = None if any(part in space for part in _FOREIGN) else _FIELDS.get(local)
    if key == "url" and attributes.get("href"):
        if attributes.get("rel", "alternate") == "alternate":
            _keep(feed, "url", attributes["href"])
    elif key:
        feed.key, feed.key_depth, feed.inner = key, feed.depth, attributes.get("type") == "xhtml"


def _close(feed: _Feed, name: str) -> None:
    local = name.rpartition(" ")[2]
    if feed.key and feed.depth == feed.key_depth:
        _keep(feed, feed.key, "".join(feed.words))
        feed.key, feed.inner = None, False
        feed.words.clear()
    elif feed.key and feed.inner:
        feed.words.append(f"</{local}>")
    elif feed.entry is not None and feed.depth == feed.entry_depth:
        feed.entries.append((feed.line, feed.entry))
        feed.entry = None
    feed.depth -= 1


def _keep(feed: _Feed, key: str, value: str) -> None:
    if feed.entry is not None:
        feed.entry.setdefault(key, []).append(value.strip())
    else:
        feed.head.setdefault(key, value.strip())


def _article(entry: dict[str, list[str]], head: dict[str, str], default_id: str, source: str) -> Item:
    """Turn an entry into an article: its content, or its summary where that is all there is."""
    first = {key: next((v for v in values if v), "") for key, values in entry.items()}
    markup = max(first.get("content", ""), first.get("summary", ""), key=len)
    body, skipped = _cleaned(markup)
    if not body:
        return Unreadable.at(source, "an entry without text. Only its title stands in the feed")
    record = {
        "id": first.get("id"),
        "title": _cleaned(first.get("title", ""))[0].replace("\n", " "),
        "text": body,
        "date": first.get("date") or first.get("updated"),
        "url": first.get("url") or None,
        "publisher": first.get("publisher") or _cleaned(head.get("title", ""))[0] or None,
        "lang": first.get("lang") or head.get("lang"),
        "authors": [name for name in entry.get("author", []) if name],
    }
    item = to_article(record, first.get("url") or default_id, source)
    if isinstance(item, Article) and skipped:
        return replace(item, skipped=skipped)
    return item


def _cleaned(markup: str) -> tuple[str, tuple[Skipped, ...]]:
    if not _MARKUP.search(markup):
        return markup.strip(), ()
    from kg.sources.html import fragment_text

    body = fragment_text(markup)
    return body.text, body.skipped
