"""The fields of a record → an Article: names and types checked, dates read, nothing dropped in silence.

`text` is taken as it stands, so offsets index the field; `html` is cleaned like a page.  A field that
cannot be used becomes a warning of the article; a record without text is Unreadable.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from kg.model import Article
from kg.sources.records import MAX_ARTICLE, Item, Unreadable, one_line, size_text

#: Other names under which archives and feeds keep a field; the first name is ours.
NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "guid", "uuid"),
    "title": ("title", "headline"),
    "text": ("text", "body", "articleBody", "content_text"),
    "html": ("html", "content_html"),
    "date": (
        "date",
        "published",
        "datePublished",
        "date_published",
        "pubDate",
        "published_at",
        "publish_date",
    ),
    "url": ("url", "link"),
    "publisher": ("publisher", "site_name", "outlet"),
    "lang": ("lang", "language", "inLanguage"),
    "authors": ("authors", "author", "byline"),
}
_OTHER_NAMES = frozenset(name for names in NAMES.values() for name in names[1:])
FIRST_YEAR, LAST_YEAR = 1600, 2100
_UNDATED = "the article is read without a date"
_MAX_DATE = 80
_MAX_URL = 2048
_WEB = re.compile(r'https?://[^\s<>"{}|\\^`/][^\s<>"{}|\\^`]*$', re.I)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?!\d)")
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?$")
_SURROGATES = re.compile("[\ud800-\udfff]")
_TYPES = {
    list: "a list",
    dict: "an object",
    int: "a number",
    float: "a number",
    bool: "true or false",
    str: "text",
}


def to_article(record: Mapping[str, Any], default_id: str, source: str) -> Item:
    """Turn one record of JSON, CSV or a feed into an article."""
    if not _OTHER_NAMES.isdisjoint(record):
        record = _renamed(record)
    get = record.get
    text = get("text")
    if type(text) is not str or not text or text.isspace():
        if text is None and get("html") is not None:
            return _from_html(record, default_id, source)
        return Unreadable.at(source, _no_text(record, text))
    warnings: list[str] = []
    ident = get("id")
    title = get("title", "")
    authors = get("authors")
    return Article(
        ident if type(ident) is str and ident else _identity(ident, warnings) or default_id,
        source,
        title if type(title) is str else _string("title", title, warnings) or "",
        text,
        _lang(get("lang"), warnings),
        _date(get("date"), warnings),
        _url(get("url"), warnings),
        _publisher(get("publisher"), warnings),
        () if authors is None else _authors(authors, warnings),
        (),
        tuple(warnings) if warnings else (),
    )


def _renamed(record: Mapping[str, Any]) -> dict[str, Any]:
    """Give fields our names; of several names for one field the first of NAMES that holds something wins."""
    fields = dict(record)
    for field, names in NAMES.items():
        for name in names:
            if record.get(name) is not None:
                fields[field] = record[name]
                break
    return fields


def mend_surrogates(record: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """Replace half surrogate pairs (`\\ud800`), which nothing can write, by U+FFFD; say if any was there."""
    mended: dict[str, Any] = {}
    changed = False
    for key, value in record.items():
        if isinstance(value, str) and _SURROGATES.search(value):
            value, changed = _SURROGATES.sub("\ufffd", value), True
        elif isinstance(value, list):
            value = [_SURROGATES.sub("\ufffd", v) if isinstance(v, str) else v for v in value]
        mended[_SURROGATES.sub("\ufffd", key)] = value
    return mended, changed


def _from_html(record: Mapping[str, Any], default_id: str, source: str) -> Item:
    """Clean the field `html`; the record's own fields win over what the page says of itself."""
    from kg.sources.html import page_article

    page = record["html"]
    if not isinstance(page, str) or len(page) > MAX_ARTICLE:
        return Unreadable.at(source, f"field html must be text of at most {size_text(MAX_ARTICLE)}")
    article: Item = page_article(page, default_id, source)
    if isinstance(article, Unreadable):
        return article
    warnings = list(article.warnings)
    given = {
        "id": _identity(record.get("id"), warnings),
        "title": _string("title", record.get("title"), warnings),
        "lang": _lang(record.get("lang"), warnings),
        "date": _date(record.get("date"), warnings),
        "url": _url(record.get("url"), warnings),
        "publisher": _publisher(record.get("publisher"), warnings),
        "authors": _authors(record.get("authors"), warnings),
    }
    changes: dict[str, Any] = {key: value for key, value in given.items() if value}
    return replace(article, **changes, warnings=tuple(warnings))


def _no_text(record: Mapping[str, Any], text: Any) -> str:
    if text is None:
        found = ", ".join(str(key) for key in list(record)[:8]) or "none"
        return f"no field text or html (fields found: {found}). Name the field with the article's text `text`"
    if not isinstance(text, str):
        return f"field text is {_type(text)}, not text"
    return "field text is empty: nothing to read"


def _type(value: Any) -> str:
    return _TYPES.get(type(value), "of a wrong type")


def _string(field: str, value: Any, warnings: list[str]) -> str | None:
    if value is None or value == "":
        return None
    if type(value) is str:
        return value.strip() or None
    if field == "title" and type(value) in (int, float):
        return str(value)
    warnings.append(f"field {field} is {_type(value)}, not text: ignored")
    return None


def _lang(value: Any, warnings: list[str]) -> str | None:
    """Return the language's code without region or script; what is no code is kept as it is."""
    code = _string("lang", value, warnings)
    if code is None or (len(code) == 2 and code.islower()):
        return code
    found = _CODE.match(code)
    return found[1].lower() if found else code


def _identity(value: Any, warnings: list[str]) -> str | None:
    if type(value) is int:
        return str(value)
    if type(value) is str and value.strip():
        return value
    if value is not None and value != "":
        warnings.append("field id is neither text nor a number: an id is made from the place in the source")
    return None


def _publisher(value: Any, warnings: list[str]) -> str | None:
    if isinstance(value, Mapping):  # schema.org: {"@type": "Organization", "name": …}
        value = value.get("name")
    return _string("publisher", value, warnings)


def _authors(value: Any, warnings: list[str]) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        return tuple(name.strip() for name in re.split(r"[;|]", value) if name.strip())
    people = value if isinstance(value, list) else [value]
    names = [person.get("name") if isinstance(person, Mapping) else person for person in people]
    good = tuple(name.strip() for name in names if isinstance(name, str) and name.strip())
    if len(good) < len(names):
        warnings.append("field authors holds entries that are not names: ignored")
    return good


def _url(value: Any, warnings: list[str]) -> str | None:
    address = _string("url", value, warnings)
    if address is None or is_web_address(address):
        return address
    warnings.append(f"field url is not a web address ({one_line(address)[:80]}): ignored")
    return None


def is_web_address(value: str) -> bool:
    """Accept http and https with a host, and nothing that hides blanks or control characters."""
    return bool(_WEB.match(value)) and len(value) <= _MAX_URL and value.isprintable()


def _date(value: Any, warnings: list[str]) -> date | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str | int | float):
        warnings.append(f"field date is {_type(value)}, not text; {_UNDATED}")
        return None
    day, problem = read_date(value[:_MAX_DATE] if isinstance(value, str) else value)
    if problem:
        warnings.append(problem)
    return day


@lru_cache(maxsize=4096)
def unescaped(text: str) -> str:
    """Return a text as page makers meant it: entities resolved, white space as single spaces."""
    return " ".join(html.unescape(text).split())


def read_date(value: str | int | float) -> tuple[date | None, str | None]:
    """Return the day that a value names, or None and what is wrong with it.

    Read are ISO 8601 (2025-07-04, with or without time), 20250704, 4.7.2025, 2025/07/04, the dates of
    e-mail and RSS, and seconds or milliseconds since 1970.  13/12/11 is not read: nobody knows what it is.
    """
    shown = one_line(str(value))[:60]
    try:
        day = _seconds(value) if isinstance(value, int | float) else _written(value.strip())
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None, f"field date: {shown} is not a day of the calendar; {_UNDATED}"
    if day is None:
        return None, f"field date: {shown} is not understood (write 2025-07-04); {_UNDATED}"
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None, f"field date: the year of {shown} is not credible; {_UNDATED}"
    return day, None


def _seconds(value: int | float) -> date | None:
    """Read Unix time; zero means that nobody knew the date."""
    if isinstance(value, bool) or value <= 0:
        return None
    if 19_000_000 < value < 21_010_000:
        return _written(str(int(value)))
    return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, tz=UTC).date()


def _written(value: str) -> date | None:
    for pattern in (_ISO, _COMPACT, _SLASHED):
        if found := pattern.match(value):
            return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.match(value):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if value[:1].isalpha() or re.match(r"\d{1,2} [A-Z][a-z]{2} \d{4}", value):
        return (
            parsedate_to_datetime(value[:60]).date()
            if re.search(r"\d{1,2} [A-Za-z]{3} \d{4}", value[:60])
            else None
        )
    return None


def date_of_name(name: str) -> date | None:
    """Return the date with which a file's name begins: 2025-07-04-talks.txt, 20250704_talks.html."""
    found = re.match(r"(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)", name)
    if not found:
        return None
    day, _ = read_date(f"{found[1]}-{found[3]}-{found[4]}")
    return day
