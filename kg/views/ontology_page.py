"""The vocabulary as one HTML page: every term with an anchor of its name, light and dark, without a script.

In: a Schema.  Out: a page that asks the network for nothing; its content security policy allows one style
and no script.  Everything is escaped, though it comes from our own files.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib.resources import files

from kg.ontology.schema import Mapping, Schema, Term, Topic, is_event_type
from kg.views.ontology_turtle import GENERATED
from kg.vocab import DEFAULT_BASE, KG, prefixes

_KINDS = {"class": "Classes", "property": "Properties", "datatype": "Datatypes"}
_GRAPHS = {
    "article": "graphs of articles", "derived": "graph/derived", "corroboration": "graph/corroboration",
    "reference": "graph/reference", "provenance": "graph/provenance", "lexicon": "the lexicon",
    "schema": "the schema",
}  # fmt: skip
_RELATIONS = {
    "subClassOf": "is a kind of", "subPropertyOf": "implies", "exactMatch": "the same as",
    "closeMatch": "close to", "broadMatch": "narrower than", "narrowMatch": "wider than",
    "relatedMatch": "related to",
}  # fmt: skip
#: What articles say first, then what is worked out, then what only editors and the reader need.
_ORDER = (
    "articles", "entities", "events", "quotations", "topics", "derived", "across", "provenance", "cues",
    "languages",
)  # fmt: skip
_SIGNS = {"1": "1, cooperation", "-1": "-1, conflict", "0": "0, neither"}


@cache
def style() -> str:
    """Return the style of the page."""
    return (files("kg.views") / "assets" / "ontology.css").read_text("utf-8")


def style_hash() -> str:
    """Return the source that a content security policy names to allow the style of the page."""
    digest = hashlib.sha256(style().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def ontology_page(schema: Schema, *, turtle: str = "newskg.ttl") -> str:
    """Return the page; `turtle` is the address of the same in Turtle."""
    policy = f"default-src 'none'; style-src {style_hash()}; base-uri 'none'; form-action 'none'"
    body = "".join(_body(schema, turtle))
    return (
        f"<!doctype html><!-- {GENERATED} -->\n"
        '<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(schema.title)}</title>\n<style>{style()}</style></head>\n<body>\n{body}</body></html>\n"
    )


def _body(schema: Schema, turtle: str) -> Iterator[str]:
    yield '<a class="skip" href="#terms">To the terms</a>\n<header>\n'
    yield f"<h1>{escape(schema.title)}</h1>\n<p>{escape(schema.description)}</p>\n"
    yield (
        f'<p class="soft">Namespace <code>{escape(KG.base)}</code>, prefix <code>kg:</code>, version '
        f'{escape(schema.version)}. Also as <a href="{escape(turtle)}">Turtle</a>. Licence: '
        f'<a href="{escape(schema.licence)}">{escape(schema.licence)}</a>.</p>\n'
    )
    topics = sorted(schema.topics, key=_place)
    contents = "".join(map(_contents, topics))
    yield f'<nav aria-label="Terms">{contents}</nav>\n</header>\n'
    yield '<main id="terms">\n'
    view = _View(schema)
    for topic in topics:
        yield f'<section><h2 id="topic-{escape(topic.key)}">{escape(topic.title)}</h2>\n'
        for kind in _KINDS:
            for term in topic.terms:
                if term.kind == kind:
                    yield view.term(term)
        yield "</section>\n"
    yield view.event_types()
    yield view.prefixes()
    yield "</main>\n"


def _place(topic: Topic) -> tuple[int, str]:
    return (_ORDER.index(topic.key) if topic.key in _ORDER else len(_ORDER), topic.key)


def _contents(topic: Topic) -> str:
    items = "".join(
        f'<li><a href="#{escape(term.name)}">{escape(term.name)}</a></li>'
        for term in sorted(topic.terms, key=lambda t: (list(_KINDS).index(t.kind), t.name))
    )
    return f"<details><summary>{escape(topic.title)}</summary><ul>{items}</ul></details>\n"


class _View:
    """Writes parts of the page of one schema."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.names = dict(sorted({**schema.prefixes, **prefixes()}.items(), key=lambda item: -len(item[1])))
        self.own = {term.iri for topic in schema.topics for term in topic.terms}
        self.mappings: dict[str, list[Mapping]] = {}
        for mapping in schema.mappings:
            self.mappings.setdefault(mapping.term, []).append(mapping)
        self.domains: dict[str, list[str]] = {}
        for topic in schema.topics:
            for term in topic.terms:
                for name in term.domain:
                    self.domains.setdefault(name, []).append(term.iri)

    def term(self, term: Term) -> str:
        """Return one term: what it is, and everything known of its use."""
        examples = "".join(f"<p>Example: <q>{escape(text)}</q></p>" for text in term.examples)
        return (
            f'<article id="{escape(term.name)}"><h3>{escape(term.label)} '
            f"<code>kg:{escape(term.name)}</code></h3>\n"
            f"<p>{escape(term.definition)}</p>{examples}\n<dl>{''.join(self._rows(term))}</dl></article>\n"
        )

    def _rows(self, term: Term) -> Iterator[str]:
        what = "symmetric property" if term.symmetric else term.kind
        yield _row("IRI", f"<code>{escape(term.iri)}</code> ({what})")
        yield _row("Kind of", self._links(term.parents))
        yield _row("Of", self._links(term.domain))
        yield _row("Values", self._links(term.range))
        yield _row("One of", ", ".join(f"<code>{escape(value)}</code>" for value in term.values))
        yield _row("Implied by", self._links(term.implied_by))
        yield _row("Sign", escape(_SIGNS.get(term.sign, term.sign)))
        yield _row("Properties", self._links(sorted(self.domains.get(term.iri, ()))))
        yield _row("Stands in", ", ".join(escape(_GRAPHS.get(name, name)) for name in term.found_in))
        yield _row("Elsewhere", "<br>".join(map(self._mapping, self.mappings.get(term.iri, ()))))

    def _mapping(self, mapping: Mapping) -> str:
        how = _RELATIONS[mapping.relation.rpartition("#")[2]]
        return f'{how} {self._link(mapping.target)} <span class="why">({escape(mapping.why)})</span>'

    def _links(self, iris: Iterable[str]) -> str:
        return ", ".join(map(self._link, iris))

    def _link(self, iri: str) -> str:
        text = f"<code>{escape(self._short(iri))}</code>"
        if iri in self.own:
            return f'<a href="#{escape(iri.removeprefix(KG.base))}">{text}</a>'
        if is_event_type(iri):
            return f'<a href="#type-{escape(iri.rpartition("/")[2])}">{text}</a>'
        return text if iri in self.schema.labels else f'<a href="{escape(iri)}">{text}</a>'

    def _short(self, iri: str) -> str:
        found = next((name for name, base in self.names.items() if iri.startswith(base)), None)
        return f"{found}:{iri.removeprefix(self.names[found])}" if found else iri

    def event_types(self) -> str:
        """Return the table of event types with their counterparts in PLOVER and CAMEO."""
        rows = []
        for iri, mappings in self.mappings.items():
            if is_event_type(iri):
                cells = "<br>".join(self._mapping(m) + self._label(m.target) for m in mappings)
                name = escape(iri.rpartition("/")[2])
                rows.append(f'<tr id="type-{name}"><td><code>type:{name}</code></td><td>{cells}</td></tr>')
        table = _table(("Type", "Elsewhere"), rows)
        return f'<section><h2 id="event-types">Event types beside PLOVER and CAMEO</h2>\n{table}</section>\n'

    def _label(self, iri: str) -> str:
        label = self.schema.labels.get(iri)
        return f" {escape(label)}" if label else ""

    def prefixes(self) -> str:
        """Return the table of all prefixes."""
        rows = [
            f"<tr><td><code>{escape(name)}:</code></td><td><code>{escape(iri)}</code></td></tr>"
            for name, iri in sorted(self.names.items())
        ]
        table = _table(("Prefix", "Namespace"), rows)
        return (
            '<section><h2 id="prefixes">Prefixes</h2>\n<p>Each kind of things has a prefix below '
            f"<code>{escape(DEFAULT_BASE)}</code>, or the base a build was given.</p>\n{table}</section>\n"
        )


def _table(heads: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "\n".join(rows)
    table = f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
    return f'<div class="scroll">{table}</div>\n'


def _row(name: str, value: str) -> str:
    return f"<dt>{name}</dt><dd>{value}</dd>\n" if value else ""
