"""Read `ontology/schema/` into frozen records: what the terms of `kg:` are, for descriptions of them.  *I/O*

In: the folder of the ontology.  Out: a Schema with the terms by topic (a file each), the mappings to other
vocabularies with their reasons, and all statements.  Reading articles needs none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.errors import OntologyError
from kg.ontology.loader import ontology_folder
from kg.vocab import DCTERMS, DEFAULT_BASE, KG, OWL, RDF, RDFS, SCHEMA, SKOS

NAMESPACE = KG.base.removesuffix("#")
_KINDS = {RDFS.Class: "class", RDF.Property: "property", RDFS.Datatype: "datatype"}
_PREFIX = re.compile(r"^@prefix ([\w-]+): <([^>]+)> \.", re.M)
_SUBJECT = re.compile(r"^(\w+:\w+)$")
_MAPPING = re.compile(r"^    (\w+:\w+) (.+?) [;.] # (.+)$")
_NO_TOPIC = ("alignment", "coding", "ontology")
Statement = tuple[str, str, str]  # terms as N-Triples write them


@dataclass(frozen=True, slots=True)
class Mapping:
    """A term of ours beside one elsewhere: IRIs of term, relation and target, and the reason."""

    term: str
    relation: str
    target: str
    why: str


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or datatype of `kg:`; what it refers to stands as IRIs.

    `kind` is class, property or datatype, `found_in` where the term stands, `values` the texts it may have.
    """

    iri: str
    kind: str
    label: str
    definition: str
    examples: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    found_in: tuple[str, ...] = ()
    implied_by: tuple[str, ...] = ()
    sign: str = ""
    symmetric: bool = False

    @property
    def name(self) -> str:
        """Return the name without its namespace: the anchor of the term."""
        return self.iri.removeprefix(KG.base)


@dataclass(frozen=True, slots=True)
class Topic:
    """The terms of one file, and what its first line says they are about."""

    key: str
    title: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """The whole vocabulary; `labels` are those of event types and of the codes they are mapped to."""

    title: str
    description: str
    version: str
    licence: str
    topics: tuple[Topic, ...]
    mappings: tuple[Mapping, ...]
    labels: dict[str, str]
    prefixes: dict[str, str]
    statements: tuple[Statement, ...]


@lru_cache(maxsize=4)
def load_schema(folder: Path | None = None) -> Schema:
    """Read the schema of an ontology folder (default: the one that ships with kg).

    Raises OntologyError naming the file when one is missing or no Turtle.
    """
    place = (folder or ontology_folder()) / "schema"
    files = {path.stem: path.read_text("utf-8") for path in sorted(place.glob("*.ttl"))}
    if missing := {"alignment", "ontology"} - set(files):
        raise OntologyError(f"{place}: {min(missing)}.ttl is missing; copy it from the ontology of kg")
    statements = {name: _parse(place / f"{name}.ttl", text) for name, text in files.items()}
    prefixes = {name: iri for text in files.values() for name, iri in _PREFIX.findall(text)}
    about = _blocks(statements["ontology"])[f"<{NAMESPACE}>"]
    topics = tuple(
        Topic(name, _title(text), tuple(_terms(statements[name])))
        for name, text in files.items()
        if name not in _NO_TOPIC
    )
    return Schema(
        title=_text(about, DCTERMS.title),
        description=_text(about, DCTERMS.description),
        version=_text(about, OWL.versionInfo),
        licence=_text(about, DCTERMS.license),
        topics=topics,
        mappings=tuple(_mappings(files["alignment"], prefixes)),
        labels=_labels(statements.get("coding", ())),
        prefixes=dict(sorted(prefixes.items())),
        statements=tuple(sorted({row for rows in statements.values() for row in rows})),
    )


Block = dict[str, list[str]]


def _parse(path: Path, text: str) -> tuple[Statement, ...]:
    from pyoxigraph import RdfFormat, parse

    try:
        quads = parse(text.encode(), format=RdfFormat.TURTLE)
        return tuple((str(q.subject), str(q.predicate), str(q.object)) for q in quads)
    except (SyntaxError, ValueError) as error:
        raise OntologyError(f"{path}: not valid Turtle: {error}") from error


def _blocks(statements: Sequence[Statement]) -> dict[str, Block]:
    """Sort by subject and predicate (an IRI); literals lose quotes and language, IRIs their brackets."""
    from pyoxigraph import Literal, RdfFormat, parse

    lines = "".join(f"{' '.join(row)} .\n" for row in statements)
    found: dict[str, Block] = {}
    for quad in parse(lines.encode(), format=RdfFormat.N_TRIPLES):
        value = quad.object.value if isinstance(quad.object, Literal) else str(quad.object)[1:-1]
        found.setdefault(str(quad.subject), {}).setdefault(quad.predicate.value, []).append(value)
    return found


def _title(text: str) -> str:
    return text.partition("\n")[0].lstrip("# ").rstrip(" .")


def _text(block: Block, predicate: str) -> str:
    return next(iter(block.get(predicate, ())), "")


def _terms(statements: Sequence[Statement]) -> Iterator[Term]:
    for subject, block in _blocks(statements).items():
        kind = next((_KINDS[name] for name in block.get(RDF.type, ()) if name in _KINDS), None)
        if kind is None or not subject.startswith(f"<{KG.base}"):
            continue
        yield Term(
            iri=subject[1:-1],
            kind=kind,
            label=_text(block, RDFS.label),
            definition=_text(block, SKOS.definition),
            examples=tuple(block.get(SKOS.example, ())),
            parents=(*block.get(RDFS.subClassOf, ()), *block.get(RDFS.subPropertyOf, ())),
            domain=tuple(block.get(SCHEMA.domainIncludes, ())),
            range=tuple(block.get(SCHEMA.rangeIncludes, ())),
            values=tuple(block.get(KG.allowedValue, ())),
            found_in=tuple(block.get(KG.foundIn, ())),
            implied_by=tuple(block.get(KG.impliedBy, ())),
            sign=_text(block, KG.sign),
            symmetric=OWL.SymmetricProperty in block[RDF.type],
        )


def _mappings(text: str, prefixes: dict[str, str]) -> Iterator[Mapping]:
    """Read the mappings line by line: their reasons are comments, which a parser drops."""

    def expand(short: str) -> str:
        prefix, _, name = short.partition(":")
        return prefixes[prefix] + name

    subject = ""
    for line in text.splitlines():
        if found := _SUBJECT.match(line):
            subject = expand(found[1])
        elif found := _MAPPING.match(line):
            for target in found[2].split(" , "):
                yield Mapping(subject, expand(found[1]), expand(target), found[3])


def _labels(statements: Sequence[Statement]) -> dict[str, str]:
    found = {subject[1:-1]: block for subject, block in _blocks(statements).items()}
    return {iri: _text(block, SKOS.prefLabel) for iri, block in found.items() if SKOS.prefLabel in block}


def is_event_type(iri: str) -> bool:
    """Say whether an IRI is that of an event type."""
    return iri.startswith(f"{DEFAULT_BASE}type/")
