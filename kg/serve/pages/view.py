"""What all pages look things up with: names, links and statements of one open store.

In: a store, the index, what was asked.  Out: small records that templates show.  Every look-up is bounded;
no text is ever pasted into a query.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import pyoxigraph as ox

from kg.serve.pages.answer import Asked
from kg.views.page import clean_name, safe_url
from kg.vocab import (
    DCTERMS,
    DEFAULT_BASE,
    GRAPH_BASE,
    KG,
    OA,
    ORG,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    VOCABULARIES,
    iri,
)

if TYPE_CHECKING:
    from kg.serve.finding import Listing
    from kg.store import Store

PAGE = 25  # rows of a list on one page
PART = 200_000  # characters of an article on one page
_NAMES = (RDFS.label, SKOS.prefLabel, SCHEMA.headline, SCHEMA.text, DCTERMS.title)
_LOOKED_AT = 60  # labels among which a good one is chosen
#: Kinds that have so few statements that reading all of them is cheaper than asking for some.
_SMALL = frozenset(
    {"article", "claim", "difference", "edge", "link", "mention", "selector", "story", "target", "tenure"}
)
_MOST_STATED = 2_000
_SHORT = 110  # characters of a name made of a long text


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to name and link: `href` is a page here, a web address, or empty."""

    iri: str
    kind: str
    label: str
    lang: str = ""
    href: str = ""

    @property
    def is_external(self) -> bool:
        """Say whether the link leads away from here."""
        return self.href.startswith("http")


@dataclass(frozen=True, slots=True)
class Text:
    """Words with their language (empty: unknown) and, where an article has them, their place in it."""

    text: str
    lang: str = ""
    start: int = -1
    end: int = -1
    part: str = ""


class View:
    """One look at a store, for one page."""

    def __init__(self, store: Store, listing: Listing, asked: Asked) -> None:
        self.store, self.listing, self.asked = store, listing, asked
        self._things: dict[str, Thing] = {}
        self._texts: dict[str, str] = {}
        self._known: dict[str, dict[str, list[Any]]] = {}

    @cached_property
    def base(self) -> str:
        """The IRI below which all things of this store stand."""
        return self.store.ledger.get("base", DEFAULT_BASE)

    # statements ----------------------------------------------------------------

    def quads(
        self, subject: str | None = None, predicate: str | None = None, object: str | None = None,
        graph: str | None = None,
    ) -> Iterator[Any]:  # fmt: skip
        """Yield quads that have these IRIs."""
        nodes = [ox.NamedNode(name) if name else None for name in (subject, predicate, object, graph)]
        return iter(self.store.engine.quads_for_pattern(*nodes))

    def objects(self, subject: str, predicate: str, graph: str | None = None, most: int = 200) -> list[Any]:
        """Return the different objects of a property, in a fixed order; at most so many are read."""
        if graph is None and self.ref(subject).partition("/")[0] in _SMALL:
            return self._stated(subject).get(predicate, [])
        return _in_order({q.object for q in islice(self.quads(subject, predicate, None, graph), most)})

    def _stated(self, subject: str) -> dict[str, list[Any]]:
        """Everything that is said of a thing with few statements: asked for once."""
        if subject not in self._known:
            found: dict[str, set[Any]] = {}
            for quad in islice(self.quads(subject), _MOST_STATED):
                found.setdefault(quad.predicate.value, set()).add(quad.object)
            self._known[subject] = {predicate: _in_order(objects) for predicate, objects in found.items()}
        return self._known[subject]

    def values(self, subject: str, predicate: str, graph: str | None = None, most: int = 200) -> list[str]:
        """Return the objects of a property as text: IRIs, or words without their language."""
        return [o.value for o in self.objects(subject, predicate, graph, most) if hasattr(o, "value")]

    def value(self, subject: str, predicate: str, graph: str | None = None) -> str:
        """Return one object of a property as text, or an empty one."""
        found = self.values(subject, predicate, graph, 20)
        return found[0] if found else ""

    def exists(self, subject: str) -> bool:
        """Say whether anything is stated about a subject."""
        return next(self.quads(subject), None) is not None

    # names and links -----------------------------------------------------------

    def ref(self, name: str) -> str:
        """Return the ref of an IRI of this store (still encoded), or an empty text."""
        return name[len(self.base) :] if name.startswith(self.base) else ""

    def iri(self, ref: str) -> str:
        """Return the IRI of a ref as it stands in the store."""
        return self.base + ref

    def asked_iri(self, path: str) -> str:
        """Return the IRI that a path names (decoded once): as kg writes it, else with letters as they are."""
        name = iri(path, self.base)
        if self.exists(name):
            return name
        try:
            plain = ox.NamedNode(self.base + path).value
        except ValueError:
            return name
        return plain if self.exists(plain) else name

    def of(self, ref: str) -> Thing:
        """Return the thing of a ref."""
        return self.thing(self.base + ref)

    def thing(self, name: str) -> Thing:
        """Return name, kind and link of an IRI."""
        if name not in self._things:
            self._things[name] = self._thing(name)
        return self._things[name]

    def _thing(self, name: str) -> Thing:
        if ref := self.ref(name):
            kind = ref.partition("/")[0]
            text = self.label(name)
            text = text if text.text else self._described(kind, name)
            label = clean_name(text.text)
            short = label if len(label) <= _SHORT else label[:_SHORT].rsplit(" ", 1)[0] + " …"
            return Thing(name, kind, short or ref.partition("/")[2], text.lang, f"/id/{ref}")
        if name.startswith(GRAPH_BASE):
            key = name[len(GRAPH_BASE) :]
            return Thing(name, "graph", f"graph {key}", "", f"/graph/{key}")
        if name.startswith(KG.base):
            return Thing(name, "term", self.short(name), "", f"/ns#{quote(name[len(KG.base) :])}")
        return Thing(name, "web", self.short(name), "", safe_url(name) or "")

    def short(self, name: str) -> str:
        """Return an IRI as `prefix:name` where a prefix fits, else as it is."""
        for prefix, start in VOCABULARIES.items():
            rest = name[len(start) :]
            if name.startswith(start) and rest and "/" not in rest:
                return f"{prefix}:{rest}"
        return name

    def label(self, name: str) -> Text:
        """Return the name of a thing: the English one where there is one."""
        for predicate in _NAMES:
            found = [q.object for q in islice(self.quads(name, predicate), _LOOKED_AT)]
            words = [o for o in found if isinstance(o, ox.Literal)]
            if words:
                best = min(words, key=lambda o: (o.language != "en", o.language or "", o.value))
                return Text(best.value, best.language or "")
        return Text("")

    def _described(self, kind: str, name: str) -> Text:
        """Return a name for what has none, made of what it points to."""
        if kind in ("mention", "target", "selector"):
            target = self.value(name, OA.hasTarget) if kind == "mention" else name
            selector = name if kind == "selector" else self.value(target, OA.hasSelector)
            words = self._selected(selector)
            return words if words.text else Text("place in an article")
        if kind == "edge":
            ends = (self.value(name, RDF.subject), self.value(name, RDF.object))
            relation = words_of(self.value(name, RDF.predicate).removeprefix(KG.base))
            return Text(f"{self.name(ends[0])} – {relation} – {self.name(ends[1])}")
        if kind == "tenure":
            parts = (self.value(name, p) for p in (ORG.member, ORG.role, ORG.organization))
            return Text(", ".join(self.name(p) for p in parts if p))
        told = {"corroboration": (KG.leadingEvent, "reports of"), "link": (KG.event, "link of"),
                "difference": (KG.property, "difference in"), "claim": (KG.claimed, "claim:"),
                "story": (KG.firstReport, "story:")}.get(kind)  # fmt: skip
        if told and (value := self.value(name, told[0])):
            return Text(f"{told[1]} {self.name(value) if self.ref(value) else value}")
        return Text(words_of(unquote(name.rsplit("/", 1)[-1])))

    def name(self, name: str) -> str:
        """Return the name of an IRI as text."""
        return self.thing(name).label if name else "…"

    # words in articles ---------------------------------------------------------

    def quoted(self, mention: str) -> Text:
        """Return the words of a mention."""
        return self._selected(self.selector(mention))

    def selector(self, mention: str) -> str:
        """Return the selector of a mention's first target."""
        target = self.value(mention, OA.hasTarget)
        return self.value(target, OA.hasSelector) if target else ""

    def selected(self, selector: str) -> Text:
        """Return the words that a selector marks."""
        return self._selected(selector)

    def _selected(self, selector: str) -> Text:
        if not selector:
            return Text("")
        found = {predicate: objects[0] for predicate, objects in self._stated(selector).items()}
        start, end = (found.get(p) for p in (OA.start, OA.end))
        exact, part = found.get(OA.exact), found.get(KG.part)
        words = exact.value if exact is not None else ""
        if start is None or end is None:
            return Text(words)
        place = (int(start.value), int(end.value), part.value if part is not None else "")
        return Text(
            words or f"characters {place[0]} to {place[1]}", getattr(exact, "language", "") or "", *place
        )

    def text_of(self, article: str) -> str:
        """Return the text of an article (its IRI), or an empty one."""
        if article not in self._texts:
            entry = self.store.ledger.entry(self.ref(article).partition("/")[2])
            self._texts[article] = entry.article.text if entry else ""
        return self._texts[article]

    def article_of(self, mention: str) -> str:
        """Return the article (its IRI) that a mention stands in."""
        target = self.value(mention, OA.hasTarget)
        return self.value(target, OA.hasSource) or (target if self.ref(target).startswith("article/") else "")


def _in_order(objects: set[Any]) -> list[Any]:
    return sorted(objects, key=lambda o: (str(getattr(o, "value", o)), str(o)))


def words_of(key: str) -> str:
    """Return a key as words: `air-defence` is air defence, `spokeAbout` spoke about."""
    spaced = "".join(
        f" {c.lower()}" if c.isupper() and i and not key.isupper() else c for i, c in enumerate(key)
    )
    return spaced.replace("-", " ").replace("_", " ").strip()


def place(article: str, words: Text) -> str:
    """Return the link to words in an article (its path)."""
    if words.start < 0:
        return article
    if words.part == "title":
        return f"{article}#t{words.start}"
    part = words.start // PART + 1
    return f"{article}{f'?part={part}' if part > 1 else ''}#c{words.start}"
