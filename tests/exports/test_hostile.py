"""Characters and addresses that break a format reach none of them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from loaders import FORMATS, READERS, has_jena, has_rapper, need, read_quads
from tiny import TinyReader, article

from kg.build import build_articles
from kg.exports import Form, export
from kg.ontology import Lexicon
from kg.store import Store

#: Controls, separators of lines, noncharacters, a lone surrogate, marks of direction, ends of XML and JSON.
AWKWARD = (
    "\x00\x01\x08\x0b\x0c\x1b\x7f\x85\u2028\ufffe\uffff\ud800\u202e\u2066\u200b"
    "]]><!--</x>&amp;\\u0022 \"'` 😀"
)
SAID = "".join(c for c in AWKWARD if c != '"')
ARTICLES = (
    article(
        f'Alder called Birch on 2025-07-04. Doyle: "{SAID}"',
        "a",
        title=AWKWARD,
        publisher=f"Outlet {AWKWARD}",
    ),
    article("Alder attacked Cedar.", "b", url='https://x.example/a<b>"c d{e}|\\^`\n#ü'),
    article("Birch attacked Cedar.", "c", url="javascript:alert(1)", authors=(AWKWARD, "=cmd|' /C calc'!A0")),
    article("Cedar attacked Doyle.", "d", url="https://x.example/ü?q=%20&r=é#f", lang="zz-<x>"),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> Iterator[Store]:
    """A store of hostile articles."""
    path = tmp_path_factory.mktemp("hostile") / "desk.kg"
    report = build_articles(
        [replace(a, id=f"{a.id} {i}") for i, a in enumerate(ARTICLES)],
        path,
        reader=TinyReader(lexicon),  # type: ignore[arg-type]
    )
    assert not report.failures
    with Store.open(path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("suffix", "name"), [(suffix, name) for name, (formats, _) in READERS.items() for suffix in formats]
)
def test_every_program_reads_hostile_articles(store: Store, tmp_path: Path, suffix: str, name: str) -> None:
    """All statements, without a warning."""
    if name in ("rapper", "Jena RIOT"):
        need(has_rapper() and has_jena(), "raptor2-utils, libapache-jena-java, a Java")
    file = tmp_path / f"x{suffix}"
    written = export(store, file)
    assert READERS[name][1](file) == written > 100


def test_all_formats_hold_the_same_literals(store: Store, tmp_path: Path) -> None:
    """What one format cannot hold is in none: no control character, no surrogate, no noncharacter."""
    found = set()
    for suffix in FORMATS:
        form = Form(flat=suffix == ".jsonld")
        export(store, tmp_path / f"x{suffix}", form=form)
        found.add(frozenset(
            str(q.triple) for q in ox.parse("".join(f"{q} .\n" for q in read_quads(tmp_path / f"x{suffix}")),
                                            format=ox.RdfFormat.N_QUADS)
        ))  # fmt: skip
    assert len(found) == 1
    text = "".join(next(iter(found)))
    assert "\ufffd" in text and "😀" in text
    assert not [
        c for c in text if c in "\x00\x01\x08\x0b\x0c\x1b\x7f\ufffe\uffff" or "\ud800" <= c <= "\udfff"
    ]


def test_rdf_xml_is_well_formed(store: Store, tmp_path: Path) -> None:
    """For a strict XML parser too."""
    export(store, tmp_path / "x.rdf")
    assert len(ET.parse(tmp_path / "x.rdf").getroot())


def test_an_address_that_is_none_becomes_no_iri(store: Store) -> None:
    """A script or an address with spaces is left out; letters beyond ASCII are encoded."""
    addresses = {row[0].value for row in store.query("SELECT ?u { ?a schema:url ?u }").rows}
    assert addresses == {"https://x.example/%C3%BC?q=%20&r=%C3%A9#f"}


def test_a_language_that_is_none_becomes_no_tag(store: Store) -> None:
    """Tags are lower case and well formed, or missing."""
    tags = {
        quad.object.language
        for quad in store.quads()
        if isinstance(quad.object, ox.Literal) and quad.object.language
    }
    assert tags and all(tag.replace("-", "").isalnum() and tag == tag.lower() for tag in tags)
