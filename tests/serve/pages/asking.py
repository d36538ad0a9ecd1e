"""URLs, taken apart as the server does before it asks for a page."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

from kg.serve.pages import Asked

SUFFIXES = ("ttl", "jsonld", "nt", "rdf", "nq", "trig", "json")


def asked(url: str, form: str = "html") -> Asked:
    """Return what a URL asks for."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    params = {name: tuple(values) for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    for suffix in SUFFIXES:
        if path.endswith(f".{suffix}"):
            return Asked(path.removesuffix(f".{suffix}"), params, suffix)
    return Asked(path, params, form)
