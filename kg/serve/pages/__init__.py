"""The explorer: every thing of a store as a page, in HTML and RDF.

In: an open store, and what was asked.  Out: a Page: status, media type, bytes.  `render` finds the page for a
path; each page has a file here, its HTML stands in `templates/`.  Headers, limits, hosts and methods are the
server's; nothing here writes, and nothing reads without a bound.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kg.serve.finding import Listing
from kg.serve.pages.answer import Asked, Page
from kg.serve.pages.article import article_page
from kg.serve.pages.drawing import map_page
from kg.serve.pages.entity import KINDS as ENTITIES
from kg.serve.pages.entity import entity_page
from kg.serve.pages.event import event_page
from kg.serve.pages.graphs import graph_page
from kg.serve.pages.home import home_page
from kg.serve.pages.lists import articles_page, events_page, search_page, timeline_page
from kg.serve.pages.querying import query_page
from kg.serve.pages.result import result_page
from kg.serve.pages.shown import not_found
from kg.serve.pages.statements import thing_statements
from kg.serve.pages.terms import context_page, prefixes_page, terms_page
from kg.serve.pages.thing import quotation_page, thing_page
from kg.serve.pages.view import View
from kg.serve.search import build_index

if TYPE_CHECKING:
    from kg.answers import Result
    from kg.store import Store

__all__ = ["ASSETS", "ROUTES", "Asked", "Page", "asset", "render", "show_result"]

#: The pages that are no things.
ROUTES: dict[str, Callable[[View], Page]] = {
    "/": home_page, "/search": search_page, "/events": events_page, "/articles": articles_page,
    "/timeline": timeline_page, "/map": map_page, "/query": query_page, "/ns": terms_page,
    "/prefixes.json": prefixes_page, "/prefixes.ttl": prefixes_page, "/context.jsonld": context_page,
}  # fmt: skip
#: Pages of things of one kind; all others are shown as their statements.
_KINDS: dict[str, Callable[[View, str], Page]] = {
    "article": article_page, "event": event_page, "quotation": quotation_page,
    **dict.fromkeys(ENTITIES, entity_page),
}  # fmt: skip
_SCRIPT, _STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
#: The files that may be asked for, with their media types; no other name reaches the disk.
ASSETS = {
    "explorer.css": _STYLE, "explorer.js": _SCRIPT, "query.js": _SCRIPT, "icon.svg": "image/svg+xml",
    "yasgui/yasgui.min.js": _SCRIPT, "yasgui/yasgui.min.css": _STYLE,
}  # fmt: skip
_made: WeakKeyDictionary[Store, tempfile.TemporaryDirectory[str]] = WeakKeyDictionary()


def render(store: Store, asked: Asked, *, search: Path | None = None) -> Page:
    """Return the page of a path.  `search` is the index of the store; without one it is made once."""
    with Listing(search or _own_index(store)) as listing:
        view = View(store, listing, asked)
        if asked.path in ROUTES:
            return ROUTES[asked.path](view)
        if asked.path.startswith("/id/"):
            return _thing(view, asked.path.removeprefix("/id/"))
        if asked.path.startswith("/graph/"):
            return graph_page(view, asked.path.removeprefix("/graph/"))
        return not_found(view)


def show_result(store: Store, query: str, result: Result, *, search: Path) -> Page:
    """Return the answer to a query as a page."""
    with Listing(search) as listing:
        return result_page(View(store, listing, Asked("/sparql", {})), query, result)


def _thing(view: View, path: str) -> Page:
    name = view.asked_iri(path)
    if not view.exists(name):
        return not_found(view)
    if view.asked.form != "html":
        return thing_statements(view, name)
    ref = view.ref(name)
    return _KINDS.get(ref.partition("/")[0], thing_page)(view, ref)


def asset(name: str) -> tuple[bytes, str] | None:
    """Return a file of the explorer and its media type, or None for any name that is not one."""
    if name not in ASSETS:
        return None
    return files("kg.serve").joinpath("assets", *name.split("/")).read_bytes(), ASSETS[name]


def _own_index(store: Store) -> Path:
    """Make the index of a store that was published without one; it goes when the store does."""
    if store not in _made:
        folder = tempfile.TemporaryDirectory(prefix="kg-index-")
        build_index(store, Path(folder.name) / "index.sqlite")
        _made[store] = folder
    return Path(_made[store].name) / "index.sqlite"
