"""Which format a client gets."""

from __future__ import annotations

import pytest

from kg.serve.negotiate import PAGE, QUADS, ROWS, TRIPLES, Form, choose


@pytest.mark.parametrize(
    ("accept", "forms", "name"),
    [
        (None, ROWS, "json"),
        ("", ROWS, "json"),
        ("*/*", ROWS, "json"),
        ("*", ROWS, "json"),
        ("application/*", ROWS, "json"),
        ("text/*", ROWS, "csv"),
        ("text/csv", ROWS, "csv"),
        ("text/csv;q=0.1, text/tab-separated-values;q=0.2", ROWS, "tsv"),
        ("text/csv, text/tab-separated-values", ROWS, "csv"),
        ("application/json", ROWS, "json"),
        ("application/sparql-results+xml", ROWS, "xml"),
        ("*/*, application/sparql-results+json;q=0", ROWS, "json"),  # as application/json
        ("*/*, application/sparql-results+json;q=0, application/json;q=0", ROWS, "xml"),
        ("*/*;q=0.5, text/csv;q=0.4", ROWS, "json"),
        ("text/csv;q=0.4, */*;q=0", ROWS, "csv"),
        ("text/turtle;charset=utf-8", TRIPLES, "ttl"),
        ('text/turtle;charset="UTF-8"', TRIPLES, "ttl"),
        ("text/turtle;q=0.3;level=1, application/n-triples;q=0.2", TRIPLES, "ttl"),
        ("TEXT/Turtle", TRIPLES, "ttl"),
        ("application/n-quads", QUADS, "nq"),
        ("nonsense, text/csv", ROWS, "csv"),
        ("text/csv;q=much", ROWS, None),
        ("text/turtle;charset=utf-16", TRIPLES, None),
        ("image/png", ROWS, None),
        ("*/*;q=0", ROWS, None),
    ],
)  # fmt: skip
def test_the_preferred_format(accept: str | None, forms: tuple[Form, ...], name: str | None) -> None:
    """The most specific range decides, a weight of zero excludes, the earlier of equals is taken."""
    choice = choose(accept, forms)
    assert (choice and choice.name) == name


def test_a_browser_gets_a_page() -> None:
    """What browsers send prefers HTML."""
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
    choice = choose(accept, (*TRIPLES, PAGE))
    assert choice is not None
    assert choice.name == "html"


def test_the_short_name_decides() -> None:
    """`?format=` goes before the header; one that is unknown gives none."""
    choice = choose("text/csv", ROWS, wanted="tsv")
    assert choice is not None
    assert choice.content_type == "text/tab-separated-values; charset=utf-8"
    assert choose("text/csv", ROWS, wanted="ttl") is None
    for name in ("turtle", "text/turtle", "TTL"):
        assert choose("*/*", TRIPLES, wanted=name) == choose("text/turtle", TRIPLES)
