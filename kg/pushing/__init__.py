"""A store into any SPARQL 1.1 server, graph by graph; only what has changed is sent.  *I/O*

In: an open store, a Target, a notebook of what the target holds.  Out: a Report.  Reads the store and
never changes it; talks to the addresses it is given and to no other.

`http.py` sends requests, `auth.py` proves who asks, `target.py` knows where servers keep what,
`writing.py` puts graphs there in bounded parts, `notes.py` remembers what was sent, `plan.py` says what
there is to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.errors import PushError
from kg.pushing.notes import Notes
from kg.pushing.plan import Plan, make_plan
from kg.pushing.target import Target
from kg.pushing.writing import Writer
from kg.store import Store

__all__ = ["Notes", "Plan", "Report", "Target", "make_plan", "push"]
SHOWN = 5  # graphs named in a message


@dataclass(frozen=True, slots=True)
class Report:
    """What a push did: graphs and statements sent, graphs removed and left as they are."""

    sent: int = 0
    statements: int = 0
    removed: int = 0
    unchanged: int = 0
    way: str = ""
    verified: bool = False


def push(
    store: Store, plan: Plan, target: Target, notes: Notes, *, way: str | None = None,
    verify: bool = True, at_once: int | None = None, tick: Callable[[], None] = lambda: None,
) -> Report:  # fmt: skip
    """Bring the target to what the plan says, in one way or in the one that the server knows.

    What arrived is noted at once, so that a push that is cut off goes on where it stopped; `tick` is called
    after each graph; `at_once` bounds the statements of one request.  Raises PushError.
    """
    if verify:
        target.query_url()  # fails now rather than after hours
    writer, statements = Writer(target, way, at_once), 0
    for graph in plan.sent:
        notes.forget(graph.iri)  # half a graph is neither the old one nor the new one
        writer.write(graph.iri, (str(quad.triple) for quad in store.quads(graph.iri)))
        notes.remember(graph.iri, graph.digest)
        statements += graph.size
        tick()
    for iri in plan.removed:
        writer.remove(iri)
        notes.forget(iri)
        tick()
    if verify:
        _verify(target, plan, notes)
    return Report(len(plan.sent), statements, len(plan.removed), len(plan.kept), writer.way, verify)


def _verify(target: Target, plan: Plan, notes: Notes) -> None:
    """Count what the target holds.  Graphs that differ are forgotten, so that the next push sends them."""
    expected = {graph.iri: graph.size for graph in (*plan.sent, *plan.kept)} | dict.fromkeys(plan.removed, 0)
    found = target.count(expected)
    wrong = [iri for iri, size in expected.items() if found.get(iri, 0) != size]
    for iri in wrong:
        notes.forget(iri)
    if wrong:
        raise PushError(
            f"{target.address}: {len(wrong):,} of {len(expected):,} graphs do not hold what was sent: "
            f"{_differences(wrong, expected, found)}. Push again: these graphs are sent anew."
        )


def _differences(wrong: Iterable[str], expected: dict[str, int], found: dict[str, int]) -> str:
    rows = [f"<{iri}> {found.get(iri, 0):,} statements instead of {expected[iri]:,}" for iri in wrong]
    return "; ".join(rows[:SHOWN]) + (" …" if len(rows) > SHOWN else "")
