"""Whom a demand, promise, threat or refusal concerns, where only what is demanded says it.

*Bonn agreed to send aid to Warsaw*, *Paris demanded that Baghdad free the hostages*: sending and freeing
are no events yet, but their parties are those of the agreement and of the demand.
"""

from __future__ import annotations

from kg.events.cast import Cast
from kg.events.roles import cast
from kg.events.triggers import Trigger
from kg.extractors import Context
from kg.syntax import Parsed, Party


def cast_with_contents(parsed: Parsed, trigger: Trigger, context: Context) -> Cast:
    """Assign roles around a trigger; what it lacks comes from its content."""
    found = cast(parsed, trigger, context)
    if found.targets or len(found.agents) > 1:
        return found
    doers = {p.ref for p in found.agents}
    for content in trigger.contents:
        meant = [p for p in _concerned(parsed, content, trigger, context) if p.ref not in doers]
        if meant:
            found.add("target", meant)
            break
    return found


def _concerned(parsed: Parsed, content: Trigger, trigger: Trigger, context: Context) -> list[Party]:
    inner = cast(parsed, content, context)
    if content.clause != trigger.clause:  # demanded that X free Y: it is X who is asked
        return inner.agents or inner.targets
    return inner.targets or inner.agents
