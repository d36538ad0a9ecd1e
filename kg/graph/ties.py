"""The plain layer: who dealt with whom, added up over all articles, with the evidence for each tie.

In: documents, one at a time (`ties_in`), later the reports of one tie from all articles (`edge_lines`).
Out: small records that the ledger keeps, and statements of `graph/derived`.  What happened or goes on
becomes a tie; what is planned, denied or hypothetical stays with its event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product

from kg.graph.article import office_ref
from kg.graph.terms import Statements, day, integer, key_hash, literal, node
from kg.model import Document, Entity, Event, Quotation, Role
from kg.ontology import Lexicon
from kg.vocab import DEFAULT_BASE, KG, ORG, RDF, RDFS, SCHEMA, SKOS, iri, slug, split_group

#: Event type → plain relation and its sign: 1 cooperation, -1 conflict, 0 neither.
RELATIONS: dict[str, tuple[str, int]] = {
    "CONSULT": ("consulted", 0), "AGREE": ("agreedWith", 1), "SUPPORT": ("supported", 1),
    "CONCEDE": ("conceded", 1), "COOPERATE": ("cooperatedWith", 1), "AID": ("aided", 1),
    "RETREAT": ("retreatedFrom", 1), "REQUEST": ("requestedOf", 0), "ACCUSE": ("accused", -1),
    "REJECT": ("rejected", -1), "THREATEN": ("threatened", -1), "PROTEST": ("protestedAgainst", -1),
    "SANCTION": ("sanctioned", -1), "MOBILIZE": ("mobilizedAgainst", -1), "COERCE": ("coerced", -1),
    "ASSAULT": ("attacked", -1), "OFFICE": ("appointed", 0),
}  # fmt: skip
#: Here agents deal with each other, and whoever deals with the target is dealt with by it.
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
#: What a speaker does to the one spoken to.
STANCES = {
    "thanks": "SUPPORT", "praises": "SUPPORT", "congratulates": "SUPPORT", "supports": "SUPPORT",
    "welcomes": "SUPPORT", "criticises": "ACCUSE", "accuses": "ACCUSE", "condemns": "ACCUSE",
    "demands": "REQUEST", "asks": "REQUEST", "warns": "THREATEN", "threatens": "THREATEN",
    "rejects": "REJECT",
}  # fmt: skip
_ROLES: tuple[Role, Role] = ("agent", "target")
_REAL = ("happened", "ongoing")
#: Groups (PLOVER's sectors) that stand against their state: what is done to them is not done to it.
_OPPOSED = frozenset({"REB", "OPP", "SEP", "RAD", "CRM"})


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """One report of a relation: refs, its name in `kg:`, evidence (a ref, or empty), date, sign."""

    subject: str
    relation: str
    object: str
    evidence: str = ""
    date: str = ""
    sign: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """What an article says of something that the lexicon does not hold."""

    ref: str
    label: str
    country: str = ""
    person_kind: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Report:
    """A tie as one article reports it."""

    evidence: str
    date: str
    sign: int
    article: str


@dataclass(frozen=True, slots=True)
class Total:
    """What all reports of a relation add up to: different evidence, its sign, first and last date."""

    evidence: int = 0
    sign: int = 0
    first: str = ""
    last: str = ""


def ties_in(document: Document, lexicon: Lexicon) -> set[Tie]:
    """Return the ties that one article reports."""
    ties = {t for e in document.events for t in _event_ties(e, lexicon)}
    told = {(t.subject, t.relation, t.object) for t in ties}
    for quotation in document.quotations:
        ties |= set(_quotation_ties(document, quotation, told))
    return ties | set(_belonging(document, lexicon))


def names_in(document: Document, lexicon: Lexicon) -> set[Name]:
    """Return what one article says of things that the lexicon does not hold."""
    names = {
        _name(e) for e in document.entities if not (e.ref in lexicon.entities or e.ref in lexicon.groups)
    }
    if document.article.publisher:
        names.add(Name(f"outlet/{slug(document.article.publisher)}", document.article.publisher.strip()))
    return names


def _parties(event: Event, role: Role, lexicon: Lexicon) -> list[str]:
    """The nodes of the map in one role: of unnamed groups only the people of a country, as its target.

    *Russia shelled Ukrainian civilians* is between two countries, *French students protested* is not.
    """
    found = []
    for ref in event.refs(role):
        if not ref.startswith("group/"):
            found.append(ref)
            continue
        group, country = lexicon.group(ref)
        if country and role == "target" and group.sector not in _OPPOSED:
            found.append(f"country/{country}")
    return list(dict.fromkeys(found))


def _event_ties(event: Event, lexicon: Lexicon) -> Iterator[Tie]:
    if event.status not in _REAL or event.type not in RELATIONS:
        return
    relation, sign = RELATIONS[event.type]
    date = event.when.value if event.when else ""
    agents, targets = (_parties(event, role, lexicon) for role in _ROLES)
    if event.type in MUTUAL:
        pairs: Iterable[tuple[str, str]] = permutations(dict.fromkeys((*agents, *targets)), 2)
    else:
        pairs = product(agents, targets)
    for a, b in pairs:
        if a != b:
            yield Tie(a, relation, b, event.ref, date, sign)
    if event.type == "CONSULT":
        for party, topic in product((*agents, *targets), event.topics):
            yield Tie(party, "discussed", topic, event.ref, date)


def _quotation_ties(
    document: Document, quotation: Quotation, told: set[tuple[str, str, str]]
) -> Iterator[Tie]:
    """What a speaker says about topics and to someone, unless an event of the article says it already."""
    speaker = quotation.speaker
    if speaker is None:
        return
    date = document.article.date.isoformat() if document.article.date else ""
    for topic in quotation.topics:
        yield Tie(speaker, "spokeAbout", topic, quotation.ref, date)
    if document.article.publisher:
        yield Tie(speaker, "quotedBy", f"outlet/{slug(document.article.publisher)}", quotation.ref, date)
    if quotation.addressee and quotation.addressee != speaker and quotation.stance in STANCES:
        relation, sign = RELATIONS[STANCES[quotation.stance]]
        if (speaker, relation, quotation.addressee) not in told:
            yield Tie(speaker, relation, quotation.addressee, quotation.ref, date, sign)


def _belonging(document: Document, lexicon: Lexicon) -> Iterator[Tie]:
    """Who acts for which country and holds which office, as the articles say it."""
    for entity in document.entities:
        if entity.kind in ("person", "organisation") and entity.country:
            yield Tie(entity.ref, "actsFor", f"country/{entity.country}")
    for holding in document.offices:
        ref = office_ref(holding)
        office = lexicon.offices.get(ref) if ref else None
        if office and office.label == holding.office:  # not the former, acting or deputy one
            yield Tie(holding.person, "holdsOffice", office.ref)


def _name(entity: Entity) -> Name:
    return Name(entity.ref, entity.canonical, entity.country or "", entity.person_kind or "")


def uses_in(document: Document, names: set[Name], ties: set[Tie]) -> set[str]:
    """Return the refs of everything one article speaks of."""
    found = {e.ref for e in document.entities} | {n.ref for n in names}
    found |= {split_group(ref)[0] for ref in found if ref.startswith("group/")}
    for topic in document.topics:
        found |= {topic.ref, *topic.narrower}
    for event in document.events:
        found |= {event.ref, *(p.entity for p in event.participants), *event.topics}
        found |= {event.place} if event.place else set()
    for quotation in document.quotations:
        found |= {quotation.ref, *quotation.topics}
        found |= {r for r in (quotation.speaker, quotation.addressee) if r}
    found |= {ref for holding in document.offices if (ref := office_ref(holding))}
    return found | {t.object for t in ties} | {t.subject for t in ties}


def edge_iri(tie: Tie, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of the node that describes a tie."""
    return f"{base}edge/{key_hash(tie.subject, tie.relation, tie.object)}"


def tie_line(tie: Tie, base: str = DEFAULT_BASE) -> str:
    """Return the plain statement of a tie."""
    out = Statements(base)
    out.add(out.ref(tie.subject), KG[tie.relation], out.ref(tie.object))
    return out.sorted()[0]


def edge_lines(tie: Tie, reports: Sequence[Report], *, base: str = DEFAULT_BASE) -> tuple[str, ...]:
    """Return the plain statement of a tie and, where events or quotations are its evidence, its edge."""
    told = [r for r in reports if r.evidence]
    evidence = sorted({r.evidence for r in told})
    dates = sorted(r.date for r in told if r.date) or [""]
    total = Total(len(evidence), told[0].sign, dates[0], dates[-1]) if told else Total()
    out = Statements(base)
    out.add(node(edge_iri(tie, base)), KG.evidence, *(out.ref(e) for e in evidence))
    return tuple(sorted((*total_lines(tie, total, base=base), *out.sorted())))


#: What `total_lines` states of an edge; the rest is its evidence.
TOTAL_PREDICATES = frozenset(
    {RDF.type, RDF.subject, RDF.predicate, RDF.object, KG.sign, KG["count"], KG.firstDate, KG.lastDate}
)


def total_lines(tie: Tie, total: Total, *, base: str = DEFAULT_BASE) -> tuple[str, ...]:
    """Return the plain statement of a tie and what its reports add up to, without the evidence itself."""
    out = Statements(base)
    subject, target = out.ref(tie.subject), out.ref(tie.object)
    out.add(subject, KG[tie.relation], target)
    if total.evidence:
        me = node(edge_iri(tie, base))
        out.type(me, KG.RelationEdge)
        out.add(me, RDF.subject, subject)
        out.add(me, RDF.predicate, node(KG[tie.relation]))
        out.add(me, RDF.object, target)
        out.add(me, KG.sign, integer(total.sign))
        out.add(me, KG["count"], integer(total.evidence))
        if total.first:
            out.add(me, KG.firstDate, day(total.first))
            out.add(me, KG.lastDate, day(total.last))
    return out.sorted()


def evidence_line(tie: Tie, base: str = DEFAULT_BASE) -> str:
    """Return the statement that a tie's edge has its evidence."""
    return f"{node(edge_iri(tie, base))} <{KG.evidence}> {node(iri(tie.evidence, base))}"


#: What `name_lines` states; everything else about a thing in the derived graph is a tie.
NAME_PREDICATES = frozenset(
    {RDF.type, RDFS.label, SKOS.prefLabel, SKOS.broader, KG.personKind, SCHEMA.location}
)
_CLASSES = {
    "person": (SCHEMA.Person,),
    "country": (SCHEMA.Country,),
    "organisation": (ORG.Organization,),
    "group": (KG.Group,),
    "outlet": (SCHEMA.NewsMediaOrganization,),
}


def name_lines(names: Sequence[Name] | Mapping[Name, int], *, base: str = DEFAULT_BASE) -> tuple[str, ...]:
    """Return what is known of one unlisted thing: what most articles say, the first in order if equal.

    `names` holds what each article says, or how many say so.
    """
    counted = Counter(names)
    ref = next(iter(counted)).ref
    out = Statements(base)
    me = out.ref(ref)
    out.type(me, *_CLASSES.get(ref.partition("/")[0], ()))
    label = _most((n.label, c) for n, c in counted.items()) or ref.partition("/")[2]
    out.add(me, RDFS.label, literal(label, "en"))
    out.add(me, SKOS.prefLabel, literal(label, "en"))
    group, country = split_group(ref)
    if country:
        out.add(me, SKOS.broader, out.ref(group))
        out.add(me, SCHEMA.location, out.ref(f"country/{country}"))
    kind = _most((n.person_kind, c) for n, c in counted.items())
    if kind:
        out.add(me, KG.personKind, literal(kind))
    return out.sorted()


def _most(values: Iterable[tuple[str, int]]) -> str:
    counted: Counter[str] = Counter()
    for value, count in values:
        if value:
            counted[value] += count
    return min(counted, key=lambda v: (-counted[v], v), default="")
