"""Records → HTML: the one place that turns templates into bytes, everything escaped.

In: the name of a template and what it shows.  Out: a Page.  Jinja2 escapes all that is not a template;
filters here also take out what could turn or hide the text around it.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.serve.pages.answer import HTML, Page
from kg.serve.pages.view import words_of
from kg.views.page import clean_name, clean_text, safe_url

if TYPE_CHECKING:
    from kg.serve.pages.view import View

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # would turn the words after it around
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?\Z")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
LANGUAGES = {
    "de": "German", "en": "English", "es": "Spanish", "fr": "French", "it": "Italian", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian",
}  # fmt: skip
KINDS = {
    "person": "People", "country": "Countries", "organisation": "Organisations", "group": "Groups",
    "topic": "Topics", "office": "Offices", "outlet": "Outlets", "event": "Events", "article": "Articles",
    "type": "Types of events", "mode": "Modes of events",
}  # fmt: skip


def html(template: str, view: View, *, status: int = 200, policy: str | None = None, **shown: Any) -> Page:
    """Return a page made of a template."""
    text = _templates().get_template(template).render(view=view, asked=view.asked, **shown)
    return Page(status, HTML, text.encode("utf-8", "replace"), policy)


def not_found(view: View) -> Page:
    """Return the page for what is not here; it does not repeat what was asked."""
    return html("missing.html", view, status=404)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("kg.serve.pages"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters.update(
        words=words, name=clean_name, day=day, number=number, duration=duration, language=language, lang=lang,
        web=web, spaced=words_of,
    )  # fmt: skip
    made.globals.update(KINDS=KINDS, here=here)
    return made


def words(text: str) -> str:
    """Return words of an article as a page may show them, character for character."""
    return _TURNING.sub("\ufffd", clean_text(text))


def day(value: str) -> str:
    """Return an ISO day, month or year as people write it: 4 Jul 2025."""
    try:
        if len(value) == 10:
            date.fromisoformat(value)
            return f"{int(value[8:])} {_MONTHS[int(value[5:7]) - 1]} {value[:4]}"
        if len(value) == 7:
            return f"{_MONTHS[int(value[5:7]) - 1]} {value[:4]}"
    except (ValueError, IndexError):
        return clean_name(value)
    return clean_name(value)


def number(value: int) -> str:
    """Return a number with thin spaces between thousands."""
    return f"{value:,}".replace(",", "\u202f")


def duration(value: str) -> str:
    """Return `PT40M` as 40 min."""
    found = _DURATION.match(value)
    if found is None or not any(found.groups()):
        return clean_name(value)
    units = zip(found.groups(), ("d", "h", "min", "s"), strict=True)
    return " ".join(f"{n} {unit}" for n, unit in units if n)


def language(tag: str) -> str:
    """Return the English name of a language."""
    return LANGUAGES.get(tag.partition("-")[0], clean_name(tag) or "no language")


def lang(tag: str) -> str:
    """Return a language tag for the attribute; anything else is the empty one, which says: unknown."""
    return tag if _TAG.match(tag) else ""


def web(url: str) -> str:
    """Return an address that may be linked, or an empty text."""
    return safe_url(url) or ""


def here(path: str, **params: Any) -> str:
    """Return a link to a page of ours; parameters without a value are left out."""
    kept = {name: value for name, value in params.items() if value not in ("", None, 0)}
    return quote(path, safe="/%-._~") + (f"?{urlencode(kept)}" if kept else "")
