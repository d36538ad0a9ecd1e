"""HTML pages: title, date, authors, publisher, address, language and the body of the report.

A page is read by our own extractor on lexbor's parser; where that finds hardly any text, trafilatura,
which knows more kinds of pages and is many times slower, has a try.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from kg.errors import SourceError
from kg.model import Article
from kg.sources.decode import decode
from kg.sources.fields import date_of_name
from kg.sources.page_body import MIN_BODY, Body, read_body
from kg.sources.page_meta import read_meta
from kg.sources.records import Item, Place, Unreadable, read_all

_MANY_TAGS = 20_000  # a page with more is checked for hostile nesting, on which parsers take minutes
_MAX_NESTING = 5_000
_SCRAP = 25  # characters; less than that is a button, not a report
_LONG_TAG = 3_000  # characters
_LONG = re.compile(r"<[^>]{3000}")
_MAX_WORK = 25_000_000  # sum of squares of the attributes in long tags: parsers compare each with each
_VOID = r"p|li|t[dhr]|d[dt]|option|br|img|meta|link|input|hr|source|wbr|col|area|base|param|track"
_NESTED = re.compile(rf"<(/?)(?!(?:{_VOID})[\s/>])[a-zA-Z]", re.I)
_TAG = re.compile(r"<[a-zA-Z]")


def read_html(place: Place, handle: BinaryIO) -> Iterator[Item]:
    """Yield the one article of a page."""
    text, warning = decode(read_all(handle), markup=True)
    if not text.strip():
        raise SourceError("empty file: nothing to read")
    item = page_article(text, place.id, place.source)
    if isinstance(item, Article):
        item = replace(
            item,
            date=item.date or date_of_name(place.name),
            warnings=(*((warning,) if warning else ()), *item.warnings),
        )
    yield item


def page_article(page: str, default_id: str, source: str) -> Item:
    """Turn the source text of a page into an article."""
    from selectolax.lexbor import LexborHTMLParser

    problem = hostile(page)
    if problem:
        return Unreadable.at(source, problem)
    tree = LexborHTMLParser(page)
    meta = read_meta(tree)
    body = read_body(tree.body, meta.description, meta.title) if tree.body else Body("", (), 0)
    if body.report < MIN_BODY and page.count("<") < _MANY_TAGS:
        body = _second_try(page, body)
    if body.report < _SCRAP:
        return Unreadable.at(
            source, "no text of an article in this page. Is it a login, error or index page?"
        )
    return Article(
        id=default_id,
        source=source,
        title=meta.title,
        text=body.text,
        lang=meta.lang,
        date=meta.date,
        url=meta.url,
        publisher=meta.publisher,
        authors=meta.authors,
        skipped=body.skipped,
        warnings=tuple(meta.warnings),
    )


def fragment_text(markup: str) -> Body:
    """Return the text of a piece of HTML, such as the description of a feed's entry."""
    from selectolax.lexbor import LexborHTMLParser

    if hostile(markup):
        return Body("", (), 0)
    tree = LexborHTMLParser(f"<body>{markup}</body>")
    return read_body(tree.body, "") if tree.body else Body("", (), 0)


def _second_try(page: str, ours: Body) -> Body:
    """Ask trafilatura; keep what we have when it finds no more."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it complains of every page without text
    text = trafilatura.extract(page, include_comments=False, include_tables=True)
    if not text or len(text) <= ours.report:
        return ours
    paragraphs = "\n\n".join(line.strip() for line in text.split("\n") if line.strip())
    return Body(paragraphs, (), len(paragraphs))


def hostile(page: str) -> str | None:
    """Recognise pages made to stall a parser: thousands of attributes in a tag, or of nested elements."""
    work = 0
    for piece in page.split(">") if _LONG.search(page) else ():
        if len(piece) > _LONG_TAG and (tag := _TAG.search(piece)):
            work += len(piece[tag.start() :].split()) ** 2
            if work > _MAX_WORK:
                return "tags with thousands of attributes: refused"
    if page.count("<") > _MANY_TAGS and _nesting(page) > _MAX_NESTING:
        return f"more than {_MAX_NESTING} nested elements: refused"
    return None


def _nesting(page: str) -> int:
    """Estimate how deep elements are nested; those that HTML closes by itself do not count."""
    depth = deepest = 0
    for closing in _NESTED.findall(page):
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest
