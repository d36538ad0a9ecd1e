"""Turn blocks into records: entities, offices, tenures, topics, frames.

Each function takes a reference and its block (or all blocks, where it must look further up) and returns
one record.  An OntologyError begins with the reference; the loader adds file and line.
"""

from __future__ import annotations

from kg.errors import OntologyError
from kg.ontology.blocks import Block, Blocks, day, first, label, texts, to_ref
from kg.ontology.records import Frame, Group, LexiconEntity, Office, Tenure, Topic
from kg.vocab import KG, ORG, OWL, RDF, SCHEMA, SKOS, WD

ROLES = ("agent", "target", "mediator", "place", "none")
VALENCIES = ("directed", "reciprocal", "inverse", "self")
_DEEPEST = 6


def to_entity(ref: str, block: Block) -> LexiconEntity:
    """Read a person, country or organisation."""
    kind, _, key = ref.partition("/")
    same = [iri for iri in block.get(OWL.sameAs, ()) if isinstance(iri, str) and iri.startswith(WD)]
    return LexiconEntity(
        ref=ref,
        kind=kind,  # type: ignore[arg-type]
        canonical=label(block, ref),
        wikidata=same[0].removeprefix(WD) if same else None,
        country=key if kind == "country" else _country(block),
        classification=first(block, ORG.classification),
    )


def _country(block: Block) -> str | None:
    return _key(first(block, SCHEMA.nationality) or first(block, KG.actsFor))


def _key(iri: str | None) -> str | None:
    return iri.rsplit("/", 1)[-1] if iri else None


def to_office(ref: str, blocks: Blocks) -> Office:
    """Read an office with all broader ones; the kind of person is inherited from the nearest that says it."""
    block, ancestors = blocks[ref], _ancestors(ref, blocks)
    kinds = [first(blocks.get(above, {}), KG.personKind) for above in (ref, *ancestors)]
    body = first(block, ORG.organization)
    return Office(
        ref=ref,
        label=label(block, ref),
        person_kind="official" if next((kind for kind in kinds if kind), "") == "official" else "politician",
        ancestors=tuple(ancestors),
        country=_key(first(block, KG.country)),
        organisation=to_ref(body) if body else None,
        held_by_many=first(block, KG.heldByMany) == "true",
        speaks_for_body=any(
            first(blocks.get(above, {}), KG.speaksForBody) == "true" for above in (ref, *ancestors)
        ),
        of_class=frozenset(texts(block, KG.ofClass)),
    )


def _ancestors(ref: str, blocks: Blocks) -> list[str]:
    found: list[str] = []
    queue = [to_ref(iri) for iri in blocks[ref].get(SKOS.broader, ())]
    while queue:
        above = queue.pop(0)
        if above not in found:
            found.append(above)
            queue += [to_ref(iri) for iri in blocks.get(above, {}).get(SKOS.broader, ())]
    return found


def to_tenure(ref: str, block: Block) -> Tenure:
    """Read one term of office; raises OntologyError for a date that is none."""
    place = to_ref(first(block, ORG.organization) or "")
    return Tenure(
        person=to_ref(first(block, ORG.member) or ""),
        offices=tuple(sorted(to_ref(iri) for iri in block.get(ORG.role, ()))),
        country=place.removeprefix("country/") if place.startswith("country/") else None,
        organisation=place if place.startswith("organisation/") else None,
        start=day(ref, block, KG.start),
        end=day(ref, block, KG.end),
        last_seen=day(ref, block, KG.lastSeen),
        verification=first(block, KG.verification) or "unverified",
    )


def to_topic(ref: str, blocks: Blocks) -> Topic:
    """Read a topic and the top topic it belongs to."""
    here = top = ref
    for _ in range(_DEEPEST):
        block = blocks.get(here, {})
        broader = [to_ref(iri) for iri in block.get(SKOS.broader, ())]
        if KG.TopTopic in block.get(RDF.type, ()) or not broader:
            top = here
            break
        here = broader[0]
    pastime = first(blocks[ref], KG.pastime) == "true"
    commonplace = first(blocks[ref], KG.commonplace) == "true"
    name = label(blocks[ref], ref)
    return Topic(ref=ref, label=name, top=top, pastime=pastime, commonplace=commonplace)


def to_group(ref: str, block: Block) -> Group:
    """Read an unnamed group; raises OntologyError where its sector is missing."""
    sector = first(block, KG.sector)
    if sector is None:
        raise OntologyError(f'{ref}: no kg:sector; add PLOVER\'s code of the sector, such as "COP"')
    return Group(ref, label(block, ref), sector, for_state=first(block, KG.forState) == "true")


def to_frame(ref: str, blocks: Blocks, types: frozenset[str]) -> Frame:
    """Read a frame; raises OntologyError for a mode without a type, an unknown role, valency or number."""
    block = blocks[ref]
    kind, mode = _event_type(ref, block, blocks, types)
    needs = first(block, KG.requires)
    return Frame(
        ref=ref,
        type=kind,
        mode=mode,
        valency=_valency(ref, first(block, KG.valency) or "directed"),  # type: ignore[arg-type]
        marks=dict(_mark(ref, text) for text in texts(block, KG.mark)),
        noun_object=first(block, KG.nounObject),
        status=first(block, KG.status),
        requires=frozenset({"agent", "target"} if needs == "both" else {needs} if needs else ()),
        priority=_priority(ref, first(block, KG.priority) or "0"),
    )


def _event_type(ref: str, block: Block, blocks: Blocks, types: frozenset[str]) -> tuple[str, str | None]:
    concept = to_ref(first(block, KG.mode) or "")
    if not concept:
        raise OntologyError(f"{ref}: no kg:mode; add the event mode or type it tells of, such as mode:call")
    if concept.startswith("type/"):
        kind, mode = concept.removeprefix("type/"), None
    else:
        kind, mode = _above(concept, blocks).removeprefix("type/"), concept.removeprefix("mode/")
    if kind not in types:
        raise OntologyError(
            f"{ref}: kg:mode {concept!r} belongs to no event type; add skos:broader type:… to the mode"
        )
    return kind, mode


def _above(concept: str, blocks: Blocks) -> str:
    """The type above a mode: a summit is a kind of meeting, and that of CONSULT."""
    seen: set[str] = set()
    while concept.startswith("mode/") and concept not in seen:
        seen.add(concept)
        concept = to_ref(first(blocks.get(concept, {}), SKOS.broader) or "")
    return concept


def _valency(ref: str, text: str) -> str:
    if text not in VALENCIES:
        raise OntologyError(f"{ref}: kg:valency {text!r} must be one of {', '.join(VALENCIES)}")
    return text


def _priority(ref: str, text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise OntologyError(f"{ref}: kg:priority {text!r} must be a whole number") from error


def _mark(ref: str, text: str) -> tuple[str, str]:
    words, equals, role = text.partition("=")
    if not equals or role not in ROLES:
        raise OntologyError(f"{ref}: kg:mark {text!r} must be preposition=role; roles: {', '.join(ROLES)}")
    return words.strip().lower(), role
