"""Who met on an occasion that the sentence only names: *Putin agreed to a truce after a call with Trump*.

In: the cast of a noun that tells of a meeting, and its sentence.  Out: the cast with the subject of the
clause that the occasion belongs to; of *asked Sharif during a meeting* and *greeted her before their talks*
also its object.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.events.cast import Cast
from kg.events.triggers import Trigger, scene_opener
from kg.extractors import Context
from kg.syntax import Parsed, Party


def add_hosts(found: Cast, parsed: Parsed, trigger: Trigger, context: Context) -> None:
    """Add those of the sentence who met, where the noun stands behind a preposition of time or place."""
    opener = scene_opener(parsed, trigger, context)
    if opener is None or len(found.agents) > 1 or found.targets:
        return
    known = {p.ref for p in found.agents}
    free = [p for p in parsed.parties if p.ref not in known and _may_meet(p, trigger, context)]
    subject = _subject(free, parsed, opener)
    if subject is None:
        return
    joined = [p for p in free if p.group == subject.group]
    if not found.agents and len(joined) == 1:
        others = [p for p in free if p.kind == subject.kind == "person" and p.last <= opener]
        if len({p.ref for p in others}) != 2:
            return  # asked Sharif, during a meeting: both; spoke after a meeting: nobody knows with whom
        joined = others
    found.add("agent", joined)
    found.sure -= 0.1


def _may_meet(party: Party, trigger: Trigger, context: Context) -> bool:
    """Parties that stand for themselves; an object (*spoke with him before the talks*) only as a person."""
    beside = party.kind == "person" and context.language.is_("withPreposition", party.mark or "")
    return party.attribute is None and (party.mark is None or beside) and party.kind != "group"


def _subject(free: Sequence[Party], parsed: Parsed, opener: int) -> Party | None:
    """The first party of the clause before the occasion, or behind the comma where the occasion opens it."""
    standing = [p for p in free if p.mark is None and not p.oblique]
    before = [p for p in standing if p.last <= opener]
    if before:
        clauses = {p.clause for p in before if p.clause == parsed.clause_of[max(0, opener - 1)]}
        near = [p for p in before if p.clause in clauses] or before
        return near[0]
    comma = next(
        (i for i in range(opener, len(parsed.sentence.words)) if parsed.sentence.words[i] == ","), None
    )
    if comma is None:
        return None
    return next((p for p in standing if p.phrase == comma + 1), None)
