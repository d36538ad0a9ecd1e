"""kg: news articles in, knowledge graph out.

```
reader = kg.Reader.load()
for item in kg.read_articles(["inbox"]):
    if isinstance(item, kg.Article):
        print(kg.to_facts(reader.read(item)))
with kg.open("desk.kg") as store:
    answer = store.query("SELECT ?l WHERE { ?p a schema:Person ; rdfs:label ?l }")
```

Names are imported when they are used, so `import kg` costs nothing.  Everything else lives in the
modules: `kg.build`, `kg.analysis`, `kg.views`, `kg.exports`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import ArticleError, KgError, QueryError, SourceError, StoreError
    from kg.facts import to_facts
    from kg.model import (
        Article,
        Document,
        Entity,
        Event,
        Link,
        Mention,
        OfficeHolding,
        Participant,
        Provenance,
        Quotation,
        Skipped,
        Span,
        TopicAssignment,
        When,
    )  # fmt: skip
    from kg.pipeline import Reader
    from kg.sources import Unreadable, read_articles
    from kg.store import Result, Store

    open = Store.open

__version__ = "0.1.0"
__all__ = [
    "Article", "ArticleError", "Document", "Entity", "Event", "KgError", "Link", "Mention", "OfficeHolding",
    "Participant", "Provenance", "QueryError", "Quotation", "Reader", "Result", "Skipped", "SourceError",
    "Span", "Store", "StoreError", "TopicAssignment", "Unreadable", "When", "__version__", "open",
    "read_articles", "to_facts",
]  # fmt: skip

_HOMES = {
    "kg.errors": ("ArticleError", "KgError", "QueryError", "SourceError", "StoreError"),
    "kg.facts": ("to_facts",),
    "kg.model": (
        "Article", "Document", "Entity", "Event", "Link", "Mention", "OfficeHolding", "Participant",
        "Provenance", "Quotation", "Skipped", "Span", "TopicAssignment", "When",
    ),
    "kg.pipeline": ("Reader",),
    "kg.sources": ("Unreadable", "read_articles"),
    "kg.store": ("Result", "Store"),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import what is asked for, from where it lives."""
    if name == "open":
        return import_module("kg.store").Store.open
    if name not in _HOME:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
