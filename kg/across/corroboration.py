"""Who tells an event or a relation, how many independently, and where the reports differ, as statements.

In: mentions and tellers from the ledger.  Out: sorted lines of `graph/corroboration`.  A case stands for one
event, under all names that the links of `identity.py` join; its IRI is made from the leading event's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kg.across.differences import Difference, differences
from kg.across.identity import EventLink
from kg.across.records import EventMention, Teller, Told
from kg.across.stories import told_by_all
from kg.graph import Tie, edge_iri
from kg.graph.terms import Statements, day, decimal, duration, integer, key_hash, literal, node
from kg.vocab import DEFAULT_BASE, KG, SCHEMA


def case_ref(leading: str) -> str:
    """Return the ref of the case of an event (`event/…`)."""
    return f"corroboration/{leading.partition('/')[2]}"


def case_lines(
    events: Sequence[str], mentions: Sequence[EventMention], tellers: Sequence[Teller],
    links: Iterable[EventLink], *, base: str = DEFAULT_BASE,
) -> tuple[str, ...]:  # fmt: skip
    """Return what is told of one event; `events` are its names, the leading one first."""
    out = Statements(base)
    ref = case_ref(events[0])
    me = out.ref(ref)
    out.type(me, KG.Corroboration)
    out.add(me, KG.leadingEvent, out.ref(events[0]))
    out.add(me, SCHEMA.about, *(out.ref(e) for e in events))
    _add_told(out, me, told_by_all(tellers))
    for link in links:
        _add_link(out, me, link)
    for found in differences(mentions):
        _add_difference(out, ref, found)
    return out.sorted()


def relation_lines(tie: Tie, told: Told, *, base: str = DEFAULT_BASE) -> tuple[str, ...]:
    """Return who tells of a relation; its dates and evidence stand with the edge in `graph/derived`."""
    out = Statements(base)
    _add_told(out, node(edge_iri(tie, base)), told)
    return out.sorted()


def story_lines(
    members: Sequence[Teller], *, only: Collection[str] | None = None, base: str = DEFAULT_BASE
) -> tuple[str, ...]:
    """Return which articles are one text, and whose; `members` in order, the first report first.

    With `only`, of the others nothing is told but that they are counted.
    """
    out = Statements(base)
    me = out.ref(f"story/{members[0].article}")
    out.type(me, KG.Story)
    _add_told(out, me, told_by_all(members))
    out.add(me, KG.toldBy, out.ref(members[0].told_by))
    for teller in members:
        if only is None or teller.article in only:
            out.add(out.ref(f"article/{teller.article}"), KG.story, me)
    return out.sorted()


def _add_told(out: Statements, me: str, told: Told) -> None:
    out.add(me, KG.articles, integer(told.articles))
    out.add(me, KG.independentSources, integer(told.sources))
    out.add(me, SCHEMA.inLanguage, *(literal(lang) for lang in told.langs if lang != "und"))
    if told.first:
        out.add(me, KG.firstReport, out.ref(f"article/{told.first}"))
        if told.date:
            out.add(me, KG.firstReported, day(told.date))


def _add_link(out: Statements, case: str, link: EventLink) -> None:
    me = out.ref(f"link/{key_hash(link.event, link.leading)}")
    out.type(me, KG.EventLink)
    out.add(case, KG.joins, me)
    out.add(me, KG.event, out.ref(link.event))
    out.add(me, KG.leadingEvent, out.ref(link.leading))
    out.add(me, KG.score, decimal(link.score))
    out.add(me, KG.reason, *(literal(reason) for reason in link.reasons))


def _add_difference(out: Statements, case: str, found: Difference) -> None:
    me = out.ref(f"difference/{key_hash(case, found.property)}")
    out.type(me, KG.Difference)
    out.add(out.ref(case), KG.differsIn, me)
    out.add(me, KG.property, literal(found.property))
    for claim in found.claims:
        value = out.ref(f"claim/{key_hash(case, found.property, claim.value)}")
        out.type(value, KG.Claim)
        out.add(me, KG.claims, value)
        out.add(value, KG.claimed, _value(out, found.property, claim.value))
        out.add(value, SCHEMA.isPartOf, *(out.ref(f"article/{a}") for a in claim.articles))


def _value(out: Statements, name: str, value: str) -> str:
    if name == "duration":
        return duration(value)
    if name == "date":
        return day(value)
    return literal(value) if name == "status" else out.ref(value)
