"""The rows of the explorer's index, read from a store.

In: an open store.  Out: what things are called (`names`), and short facts about events, quotations, articles
and ties (`facts`), as text, ready for SQLite.  Streams: no more than one statement is kept.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.vocab import DEFAULT_BASE, KG, PROV, RDF, RDFS, SCHEMA, SEM, SKOS

if TYPE_CHECKING:
    from kg.store import Store

#: What may be searched for; everything else has no name that anybody would type.
NAMED = (
    "person", "country", "organisation", "group", "topic", "office", "outlet", "event", "article", "mode",
    "type",
)  # fmt: skip
#: Predicate → what it is called in the index, per kind of subject.
_FACTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (KG.agent, "agent", ("event",)),
    (KG.target, "target", ("event",)),
    (KG.mediator, "mediator", ("event",)),
    (KG.topic, "topic", ("event", "quotation")),
    (KG.mode, "mode", ("event",)),
    (KG.status, "status", ("event",)),
    (SEM.hasPlace, "place", ("event",)),
    (SEM.eventType, "type", ("event",)),
    (SEM.hasTimeStamp, "day", ("event",)),
    (SEM.hasEarliestBeginTimeStamp, "from", ("event",)),
    (SEM.hasLatestEndTimeStamp, "until", ("event",)),
    (PROV.wasDerivedFrom, "article", ("event",)),
    (SCHEMA.spokenByCharacter, "speaker", ("quotation",)),
    (KG.addressee, "addressee", ("quotation",)),
    (SCHEMA.isPartOf, "article", ("quotation",)),
    (SCHEMA.mentions, "mentions", ("article",)),
    (SCHEMA.about, "about", ("article", "corroboration")),
    (SCHEMA.publisher, "outlet", ("article",)),
    (SCHEMA.datePublished, "day", ("article",)),
    (SCHEMA.inLanguage, "lang", ("article",)),
    (KG.actsFor, "side", ("person", "organisation", "group")),
    (KG.leadingEvent, "leads", ("corroboration",)),
    (KG.independentSources, "sources", ("corroboration", "edge")),
    (KG.articles, "articles", ("corroboration", "edge")),
    (RDF.subject, "subject", ("edge",)),
    (RDF.predicate, "relation", ("edge",)),
    (RDF.object, "object", ("edge",)),
    (KG.sign, "sign", ("edge",)),
    (KG.count, "count", ("edge",)),
    (KG.firstDate, "first", ("edge",)),
    (KG.lastDate, "last", ("edge",)),
)
_NAMES = (RDFS.label, SKOS.prefLabel, SKOS.altLabel, SCHEMA.headline)
#: Letters that Unicode does not take apart, as people without them on the keyboard write them.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_LONGEST = 300  # characters of a name that can be found


def fold(text: str) -> str:
    """Return a text as it is compared: small letters without marks, only letters and digits."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    kept = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c) and c not in "'’ʼ`´")
    return " ".join("".join(kept).split())


def names(store: Store) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield ref, kind, name, language and folded name of everything that has one, a name perhaps twice."""
    for predicate in _NAMES:
        for ref, kind, quad in _stated(store, predicate, NAMED):
            text = quad.object.value[:_LONGEST]
            if folded := fold(text):
                yield ref, kind, text, quad.object.language or "", folded


def facts(store: Store) -> Iterator[tuple[str, str, str]]:
    """Yield ref, property and value, perhaps twice; the value is a ref where it is a thing of the store."""
    base = _base(store)
    for predicate, name, kinds in _FACTS:
        for ref, _, quad in _stated(store, predicate, kinds):
            yield ref, name, quad.object.value.removeprefix(base).removeprefix(KG.base)


def _stated(store: Store, predicate: str, kinds: tuple[str, ...]) -> Iterator[tuple[str, str, Any]]:
    import pyoxigraph as ox

    base = _base(store)
    for quad in store.engine.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
        subject = getattr(quad.subject, "value", "")
        ref = subject.removeprefix(base)
        kind = ref.partition("/")[0]
        if ref != subject and kind in kinds:
            yield ref, kind, quad


def _base(store: Store) -> str:
    return store.ledger.get("base", DEFAULT_BASE)
