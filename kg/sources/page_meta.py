"""What a page says about itself: title, date, authors, publisher, address, language.

Read are JSON-LD, Open Graph and other `meta` elements, microdata and the headings; each field from the
first that has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kg.sources.fields import is_web_address, read_date, unescaped
from kg.sources.linked_data import LinkedData, read_linked_data
from kg.sources.page_title import Site, read_title

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "article:published",
    "publishdate", "content:publishdate", "publish-date", "publication_date", "cxenseparse:publishtime",
    "parsely-pub-date", "sailthru.date", "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate",
)  # fmt: skip
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_BYLINES = (
    '[itemprop="author"] [itemprop="name"]', '[itemprop="author"]', '[rel="author"]',
    ".byline a, .author a, a.author, [class*=byline] a", "[class*=byline] span",
)  # fmt: skip
_LIST = re.compile(r",\s|\s[&/]\s")
_MAX_AUTHORS = 8
_MAX_BYLINE = 60
_DAY_IN_ADDRESS = re.compile(r"/(\d{4})[/-](\d\d)[/-](\d\d)(?!\d)")
_DAY_IN_TITLE = re.compile(r"(?<!\d)\d\d\.\d\d\.\d{4}$")
_LANG = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


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
    data = read_linked_data(tree)
    meta = PageMeta()
    meta.description = unescaped(names.get("og:description") or names.get("description") or "")
    meta.url = _address(tree, names)
    publisher = next(iter(data.names("publisher")), "") or unescaped(names.get("og:site_name", ""))
    site = Site.of((publisher, names.get("og:site_name"), names.get("application-name")), meta.url)
    meta.publisher = publisher or _signed(tree, site) or None
    meta.title = read_title(tree, names, data, site)
    meta.authors = _authors(tree, names, data, site)
    meta.lang = _language(tree, names, data)
    _set_date(meta, tree, names, data)
    return meta


def _signed(tree: LexborHTMLParser, site: Site) -> str:
    """Return the name that the title of the window ends in, where it is the host's."""
    window = tree.css_first("title")
    return site.signature(unescaped(window.text())) if window else ""


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


def _address(tree: LexborHTMLParser, names: Mapping[str, str]) -> str | None:
    node = tree.css_first('link[rel="canonical"]')
    given = [(node.attributes.get("href") if node else None), names.get("og:url")]
    return next((url.strip() for url in given if url and is_web_address(url.strip())), None)


def _authors(
    tree: LexborHTMLParser, names: Mapping[str, str], data: LinkedData, site: Site
) -> tuple[str, ...]:
    """Return who wrote it; where a page names only itself, the byline is asked."""
    given = [name for whole in data.names("author") for name in _people(whole)]
    if not given:
        given = next((found for key in _AUTHORS if (found := _people(names.get(key, "")))), [])
    people = [name for name in given if not site.is_named_by(name)]
    return tuple(dict.fromkeys(people or _byline(tree, site) or given))


def _people(text: str) -> list[str]:
    """Take apart what stands between names; a comma only where full names stand on both sides."""
    found: list[str] = []
    for part in re.split(r"\s*[;|]\s*", unescaped(text)):
        names = _LIST.split(part)
        found += names if all(" " in name.strip() for name in names) else [part]
    return [name.strip() for name in found if name.strip() and not is_web_address(name.strip())]


def _byline(tree: LexborHTMLParser, site: Site) -> list[str]:
    """Return the names that the markup calls authors, from the first kind of markup that has any."""
    for selector in _BYLINES:
        texts = [unescaped(node.text(separator=" ")) for node in tree.css(selector)[:_MAX_AUTHORS]]
        found = [name for text in texts if len(text) <= _MAX_BYLINE for name in _people(text)]
        if found := [name for name in found if " " in name and not site.is_named_by(name)]:
            return found
    return []


def _language(tree: LexborHTMLParser, names: Mapping[str, str], data: LinkedData) -> str | None:
    root = tree.root
    given = [root.attributes.get("lang") if root else None, data.text("inLanguage"), names.get("og:locale")]
    found = (_LANG.match(value.strip()) for value in given if value)
    return next((match.group().lower() for match in found if match), None)


def _set_date(meta: PageMeta, tree: LexborHTMLParser, names: Mapping[str, str], data: LinkedData) -> None:
    """Take the first date that can be read; remember the first one that cannot."""
    given = [data.text("datePublished"), *(names.get(key) for key in _DATES), data.text("dateCreated")]
    given += [node.attributes.get("content") for node in tree.css('[itemprop="datePublished"]')[:2]]
    given += [node.attributes.get("datetime") for node in tree.css("time[datetime]")[:3]]
    given += ["-".join(day.groups()) for day in _DAY_IN_ADDRESS.finditer(meta.url or "")]
    if window := tree.css_first("title"):
        given += _DAY_IN_TITLE.findall(window.text())[:1]
    for value in given:
        if not value or not value.strip():
            continue
        day, problem = read_date(value.strip())
        if day is not None:
            meta.date = day
            return
        if problem and not meta.warnings:
            meta.warnings.append(problem)
