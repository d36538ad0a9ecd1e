"""A store in which every text tries to leave its place: headlines, outlets, quotations, names, links."""

from __future__ import annotations

import json
from pathlib import Path

from hostile import HOSTILE
from tiny import TinyReader

from kg.build import build
from kg.graph.terms import literal
from kg.ontology import load_lexicon
from kg.store import Store
from kg.vocab import DEFAULT_BASE, KG, OWL, RDF, RDFS, SCHEMA, SKOS

KINDS = ("person", "topic", "office", "country", "organisation", "group", "outlet", "type", "mode", "tenure")


def hostile_store(folder: Path) -> Path:
    """Build the store and return its path."""
    file = folder / "hostile.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for number, text in enumerate(HOSTILE):
            out.write(json.dumps(_article(number, text.replace("\ud800", "").replace("\x00", ""))) + "\n")
    report = build([str(file)], folder / "hostile.kg", reader=TinyReader(load_lexicon()))
    assert not report.failures
    with Store.open(folder / "hostile.kg", write=True) as store:
        store.change(
            "derived", remove=(), add=[line for n, text in enumerate(HOSTILE) for line in _named(n, text)]
        )
    return folder / "hostile.kg"


def _article(number: int, text: str) -> dict[str, object]:
    words = text.replace('"', "'")
    return {
        "id": f"h{number}", "title": text, "publisher": text, "authors": [text], "language": "en",
        "date": "2025-07-05", "url": f"https://paper.example/{number}",
        "text": f'Alder called Birch on 2025-07-0{number % 9 + 1}. Cedar: "{words}" Doyle attacked Birch.'
        f"\n\n{text}.",
    }  # fmt: skip


def _named(number: int, text: str) -> list[str]:
    """Things of all kinds that are called so in every way."""
    lines = []
    for kind in KINDS:
        me = f"<{DEFAULT_BASE}{kind}/hostile-{number}>"
        lines += [f"{me} <{p}> {literal(text, 'en')}" for p in (RDFS.label, SKOS.prefLabel, SKOS.definition)]
        lines += [f"{me} <{p}> {literal(text)}" for p in (SKOS.altLabel, KG.personKind, KG.sector, KG.status)]
        lines += [
            f"{me} <{OWL.sameAs}> <javascript:alert(1)>", f"{me} <{SCHEMA.nationality}> <data:text/html,x>",
            f"{me} <{RDF.type}> <javascript:alert(2)>",
        ]  # fmt: skip
    return lines
