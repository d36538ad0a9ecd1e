"""URLs, taken apart as the server does before it asks for a page."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

from kg.serve.exchange import page_form
from kg.serve.pages import Asked


def asked(url: str, form: str = "html") -> Asked:
    """Return what a URL asks for; `form` is what an Accept header would choose."""
    parts = urlsplit(url)
    path, found = page_form(unquote(parts.path), None)
    params = {name: tuple(values) for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    return Asked(path, params, form if found == "html" else found)
