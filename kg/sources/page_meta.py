"""What a page says about itself: title, date, authors, publisher, address, language.

Read are JSON-LD, Open Graph and other `meta` elements, microdata and the headings; each field from the
first that has it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from kg.sources.fields import is_web_address, read_date

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Blog)$")
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "article:published",
    "publishdate", "content:publishdate", "publish-date", "publication_date", "cxenseparse:publishtime",
    "parsely-pub-date", "sailthru.date", "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate",
)  # fmt: skip
_MAX_JSON = 2_000_000
_MAX_NODES = 2000
_LANG = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")
_SUFFIX = re.compile(r"\s+[|•·–—»-]\s+[^|•·–—»]{1,40}$")


@dataclass(slots=True)
class PageMeta:
    """The fields of a page, empty where it does not say."""

    title: str = ""
    description: str = ""
    date: date | None = None
    url: str | None = None
    publisher: str | None = None
    lang: str | None = None
    authors: tuple[str, ...] = ()
    warnings: list[str] = field(default_factory=list)


def read_meta(tree: LexborHTMLParser) -> PageMeta:
    """Read what the page says about itself."""
    names = _names(tree)
    data = _linked_data(tree)
    meta = PageMeta()
    meta.title = _title(tree, names, data)
    meta.description = _clean(names.get("og:description") or names.get("description") or "")
    meta.url = _address(tree, names)
    meta.publisher = _named(data.get("publisher")) or _clean(names.get("og:site_name", "")) or None
    meta.authors = _authors(data, names)
    meta.lang = _language(tree, names, data)
    _set_date(meta, tree, names, data)
    return meta


def _names(tree: LexborHTMLParser) -> dict[str, str]:
    """Return the `meta` elements: property, name or itemprop → content, the first one wins."""
    names: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = attributes.get("content")
        if key and content:
            names.setdefault(key.lower(), content)
    return names


def _linked_data(tree: LexborHTMLParser) -> Mapping[str, Any]:
    """Return the JSON-LD object that describes the article, or an empty one."""
    best: Mapping[str, Any] = {}
    for node in tree.css('script[type="application/ld+json"]'):
        text = node.text()
        if len(text) > _MAX_JSON:
            continue
        try:
            loaded = json.loads(text.strip().removesuffix(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(loaded):
            if _is_article(thing) and len(thing) > len(best):
                best = thing
    return best


def _things(loaded: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a JSON-LD block: lists, @graph and main entities unfolded."""
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
    kinds = thing.get("@type")
    return any(
        isinstance(k, str) and _ARTICLE.search(k) for k in (kinds if isinstance(kinds, list) else [kinds])
    )


def _title(tree: LexborHTMLParser, names: Mapping[str, str], data: Mapping[str, Any]) -> str:
    headings = [t for t in (_clean(node.text(separator=" ")) for node in tree.css("h1")) if t]
    for given in (data.get("headline"), names.get("og:title")):
        title = _clean(given) if isinstance(given, str) else ""
        if title:
            bare = _SUFFIX.sub("", title)
            return next((h for h in headings if h in (title, bare)), title)
    if headings:
        return headings[0]
    node = tree.css_first("title")
    return _SUFFIX.sub("", _clean(node.text())) if node else ""


def _address(tree: LexborHTMLParser, names: Mapping[str, str]) -> str | None:
    node = tree.css_first('link[rel="canonical"]')
    given = [(node.attributes.get("href") if node else None), names.get("og:url")]
    return next((url.strip() for url in given if url and is_web_address(url.strip())), None)


def _named(value: Any) -> str | None:
    """Return the name in a schema.org value: text, an object with `name`, or the first of a list."""
    if isinstance(value, list):
        return next((name for name in map(_named, value[:20]) if name), None)
    if isinstance(value, Mapping):
        value = value.get("name")
    return _clean(value) or None if isinstance(value, str) else None


def _authors(data: Mapping[str, Any], names: Mapping[str, str]) -> tuple[str, ...]:
    given = data.get("author")
    people = given if isinstance(given, list) else [given]
    found = [name for name in map(_named, people[:30]) if name]
    if (
        not found
        and (name := names.get("author") or names.get("article:author"))
        and not is_web_address(name)
    ):
        found = [part.strip() for part in re.split(r"[;|]", _clean(name)) if part.strip()]
    return tuple(dict.fromkeys(found))


def _language(tree: LexborHTMLParser, names: Mapping[str, str], data: Mapping[str, Any]) -> str | None:
    root = tree.root
    given = [root.attributes.get("lang") if root else None, data.get("inLanguage"), names.get("og:locale")]
    found = (_LANG.match(value.strip()) for value in given if isinstance(value, str))
    return next((match.group().lower() for match in found if match), None)


def _set_date(
    meta: PageMeta, tree: LexborHTMLParser, names: Mapping[str, str], data: Mapping[str, Any]
) -> None:
    """Take the first date that can be read; remember the first one that cannot."""
    given = [data.get("datePublished"), *(names.get(key) for key in _DATES), data.get("dateCreated")]
    given += [node.attributes.get("content") for node in tree.css('[itemprop="datePublished"]')[:2]]
    given += [node.attributes.get("datetime") for node in tree.css("time[datetime]")[:3]]
    for value in given:
        if not isinstance(value, str) or not value.strip():
            continue
        day, problem = read_date(value.strip())
        if day is not None:
            meta.date = day
            return
        if problem and not meta.warnings:
            meta.warnings.append(problem)


def _clean(text: str) -> str:
    return " ".join(html.unescape(text).split())
