"""What the tests of the model finders share: one article, and its facts."""

from __future__ import annotations

from datetime import date
from typing import Any

from kg.facts import to_facts
from kg.model import Article
from kg.pipeline import Reader

TEXT = (
    "Quilbert Ozanne of the Nordlicht Circle called on Germany to act. Germany declined on Friday.\n\n"
    "Read more:\nQuilbert Ozanne opens a museum\nWhy Quilbert Ozanne matters\nQuilbert Ozanne in pictures"
)


def article(text: str = TEXT) -> Article:
    return Article(id="a", source="a.txt", title="", text=text, lang="en", date=date(2025, 7, 4))


def read(spec: str, text: str = TEXT) -> dict[str, Any]:
    """Facts of the article, read with one more finder."""
    return to_facts(Reader.load(finders=[spec]).read(article(text)))


def ruled(facts: dict[str, Any], kind: str, start: str) -> list[tuple[str, str]]:
    """(entity name, mention text) of mentions whose rule starts so."""
    return [
        (entity["name"] if "name" in entity else entity["iso3"], m["text"])
        for entity in facts[kind]
        for m in entity["mentions"]
        if m["rule"].startswith(start)
    ]
