"""What the ontology says of the things a store speaks of: `graph/reference`.

In: the refs that articles use, and the lexicon.  Out: types, labels, names, dated tenures, offices,
topics with what is broader, event types and modes.  `rdfs:label` is one, in English; `skos:prefLabel`
and `skos:altLabel` carry every language.  Grammar and patterns stay in the ontology.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kg.graph.events import concept_label
from kg.graph.terms import NamedGraph, Statements, literal, node, typed
from kg.ontology import Lexicon
from kg.vocab import DEFAULT_BASE, KG, ORG, OWL, RDF, RDFS, SCHEMA, SKOS, WD, XSD, graph_iri

_CONCEPTS = ("type/", "mode/")
_NAMES = (SKOS.altLabel, KG.surname)
_LINKS = (
    SCHEMA.nationality,
    KG.actsFor,
    SCHEMA.location,
    KG.country,
    ORG.organization,
    ORG.member,
    ORG.role,
    SKOS.broader,
)
_DATES = (KG.start, KG.end, KG.lastSeen)
_TEXTS = (KG.quadClass, KG.sector, KG.personKind, KG.verification, ORG.classification)


def reference_graph(refs: Iterable[str], lexicon: Lexicon, *, base: str = DEFAULT_BASE) -> NamedGraph:
    """Return the reference graph for everything in `refs` that the lexicon knows."""
    out = Statements(base)
    known = {ref for ref in refs if ref in lexicon.blocks}
    known |= {ref for ref in lexicon.blocks if ref.startswith(_CONCEPTS)}
    known |= {ref for ref, block in lexicon.blocks.items() if KG.TopTopic in block.get(RDF.type, ())}
    tenures = _tenures_by_person(lexicon)
    people = {ref for ref in known if ref.startswith("person/")}
    known |= {tenure for person in people for tenure in tenures.get(person, ())}
    known |= {above for ref in known for above in _above(ref, lexicon)}
    for ref in known:
        _add_block(out, ref, lexicon)
    beside = {near for ref in known for near in _beside(ref, lexicon)}
    for ref in beside - known:
        _add_label(out, ref, lexicon)
    for person in people:
        if _is_leader(person, lexicon):
            out.type(out.ref(person), KG.Leader)
    return NamedGraph(graph_iri("reference"), out.sorted())


def _ref(iri: str) -> str:
    return iri.removeprefix(DEFAULT_BASE)


def _tenures_by_person(lexicon: Lexicon) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for ref, block in lexicon.blocks.items():
        if ref.startswith("tenure/"):
            for person in block.get(ORG.member, ()):
                found.setdefault(_ref(person), []).append(ref)
    return found


def _above(ref: str, lexicon: Lexicon) -> Iterator[str]:
    """All broader concepts, and the office of a tenure with the broader ones."""
    queue, seen = [ref], {ref}
    while queue:
        block = lexicon.blocks.get(queue.pop()) or {}
        for iri in (*block.get(SKOS.broader, ()), *block.get(ORG.role, ())):
            above = _ref(iri)
            if above not in seen and above in lexicon.blocks:
                seen.add(above)
                queue.append(above)
                yield above


def _beside(ref: str, lexicon: Lexicon) -> Iterator[str]:
    block = lexicon.blocks.get(ref) or {}
    for predicate in _LINKS:
        for iri in block.get(predicate, ()):
            if isinstance(iri, str) and _ref(iri) in lexicon.blocks:
                yield _ref(iri)


def _is_leader(person: str, lexicon: Lexicon) -> bool:
    offices = {o for t in lexicon.tenures.get(person, ()) for o in t.offices}
    return any(lexicon.offices[o].person_kind == "politician" for o in offices if o in lexicon.offices)


def _add_block(out: Statements, ref: str, lexicon: Lexicon) -> None:
    block, me = lexicon.blocks[ref], out.ref(ref)
    _add_label(out, ref, lexicon)
    out.add(me, SKOS.prefLabel, *_texts(block, SKOS.prefLabel))
    for predicate in _NAMES:
        out.add(
            me,
            SKOS.altLabel,
            *_texts(block, predicate, names=ref.startswith(("person/", "country/", "organ"))),
        )
    out.add(me, SKOS.definition, *_texts(block, SKOS.definition))
    for predicate in _LINKS:
        out.add(me, predicate, *(out.ref(_ref(i)) for i in block.get(predicate, ()) if isinstance(i, str)))
    for predicate in _DATES:
        out.add(me, predicate, *(typed(text, XSD.date) for text, _ in block.get(predicate, ())))
    for predicate in _TEXTS:
        out.add(me, predicate, *(literal(text) for text, _ in block.get(predicate, ())))
    for predicate in (OWL.sameAs, SKOS.exactMatch):
        out.add(
            me, predicate, *(node(i) for i in block.get(predicate, ()) if isinstance(i, str) and _is_match(i))
        )
    if ref.startswith("country/"):
        out.add(me, SKOS.notation, typed(ref.removeprefix("country/"), KG.iso3))


def _add_label(out: Statements, ref: str, lexicon: Lexicon) -> None:
    block, me = lexicon.blocks[ref], out.ref(ref)
    out.type(me, *(i for i in block.get(RDF.type, ()) if isinstance(i, str)))
    if SKOS.prefLabel in block:
        out.add(me, RDFS.label, literal(concept_label(lexicon, ref), "en"))
    if ref.startswith("tenure/"):
        out.type(me, ORG.Membership)


def _is_match(iri: str) -> bool:
    return iri.startswith((WD, "http://", "https://"))


def _texts(block: Any, predicate: str, *, names: bool = False) -> Iterator[str]:
    """Texts that stand in an article as they are; patterns such as `ukrainisch*` are left out."""
    for text, lang in (item for item in block.get(predicate, ()) if isinstance(item, tuple)):
        if not names or not any(mark in text for mark in "*|…"):
            yield literal(text, None if lang == "mul" else lang)
