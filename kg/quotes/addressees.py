"""Whom a speaker speaks to: *zu Macron*, *told Zelensky*, *forderte Iran auf*.

In: a finding with its cue.  Out: the party addressed, or None.  It is marked with a preposition of
direction, or stands as the bare object behind the verb, in the clause of the cue and outside the words said.
"""

from __future__ import annotations

from kg.extractors import Context
from kg.quotes.found import Found
from kg.quotes.phrases import MARKS
from kg.syntax import Party

#: Stances whose object may be a state or body too (*forderte Iran auf*), not only a person.
_TOWARDS = frozenset(
    {"demands", "asks", "warns", "threatens", "accuses", "thanks", "congratulates", "praises", "criticises"}
)


def find_addressee(found: Found, context: Context) -> Party | None:
    """Return the party spoken to."""
    if found.cue is None:
        return None
    clause = found.parsed.clause_of[found.cue.head]
    others = [
        p
        for p in found.parsed.parties
        if p.ref != found.ref and p.clause == clause and not found.span.overlaps(p.span)
    ]
    marked = (
        p
        for p in others
        if p.kind == "person" and p.mark is not None and context.language.is_("toPreposition", p.mark)
    )
    return next(marked, None) or next((p for p in others if _is_object(p, found)), None)


def _is_object(party: Party, found: Found) -> bool:
    """Say whether a party stands bare behind the verb, as whom one tells, warns or thanks."""
    if found.cue is None or found.cue.how != "verb" or party.mark is not None or party.attribute is not None:
        return False
    towards = party.kind == "person" or found.cue.cue.stance in _TOWARDS
    between = found.parsed.sentence.words[found.cue.anchor + 1 : party.phrase]
    speaks = found.said_by is not None and found.said_by.overlaps(party.span)
    return towards and party.first > found.cue.anchor and MARKS.isdisjoint(between) and not speaks
