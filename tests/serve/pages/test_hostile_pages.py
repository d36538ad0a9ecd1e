"""Texts that try to become markup, on every page of a store that is full of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hostile import HOSTILE
from hostile_store import KINDS
from well_formed import addresses, faults, parse

from kg.serve.pages import Page

Get = Callable[..., Page]


def test_hostile_texts_stay_texts(get_hostile: Get) -> None:
    """A crawl through all pages finds no script, handler, style or address that came from a text."""
    todo, seen, wrong = ["/"], {"/"}, []
    while todo and len(seen) < 1_200:
        url = todo.pop(0)
        page = get_hostile(url)
        if not page.media_type.startswith("text/html"):
            continue
        tree = parse(page.body)
        wrong += [f"{url}: {fault}" for fault in faults(tree) if url != "/ns"]
        wrong += [
            f"{url}: {e.tag}" for e in tree.iter() if e.tag in ("img", "iframe", "object", "base", "embed")
        ]
        wrong += [
            f"{url}: {e.get('src')}"
            for e in tree.iter("script")
            if not e.get("src", "").startswith("/assets/")
        ]
        for _, address in addresses(tree):
            local = address.partition("#")[0]
            if (
                local.startswith("/")
                and not local.startswith(("/assets/", "/sparql", "/map"))
                and local not in seen
            ):
                seen.add(local)
                todo.append(local)
    assert wrong == []
    assert len(seen) > 100


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_names_of_every_kind(get_hostile: Get, kind: str, number: int) -> None:
    """Whatever a thing is called, its page is well-formed and links nowhere it should not."""
    page = get_hostile(f"/id/{kind}/hostile-{number}")
    assert page.status == 200
    assert faults(parse(page.body)) == []


def test_hostile_names_do_not_turn_the_page(get_hostile: Get) -> None:
    """Overrides of the writing direction are gone from names, and replaced in texts."""
    number = next(i for i, text in enumerate(HOSTILE) if "\u202e" in text)
    for url in (f"/id/person/hostile-{number}", "/", "/articles", "/search?q=gpj"):
        body = get_hostile(url).body.decode()
        assert "\u202e" not in body and "\u2066" not in body


def test_hostile_texts_are_data_in_rdf(get_hostile: Get) -> None:
    """In Turtle and JSON-LD they are literals, and parse."""
    import pyoxigraph as ox

    for number in range(len(HOSTILE)):
        for form, format in (("ttl", ox.RdfFormat.TURTLE), ("jsonld", ox.RdfFormat.JSON_LD)):
            body = get_hostile(f"/id/person/hostile-{number}.{form}").body
            assert len(list(ox.parse(body, format=format))) > 5


def test_hostile_words_of_the_search_are_shown_as_words(get_hostile: Get) -> None:
    """What was searched for stands in the box, escaped."""
    from urllib.parse import quote

    for text in HOSTILE:
        page = get_hostile(f"/search?q={quote(text.replace(chr(0xD800), ''))}")
        assert page.status == 200 and faults(parse(page.body)) == []
