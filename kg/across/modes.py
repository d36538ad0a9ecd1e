"""Which modes may be said of one event: a wider and a narrower one, and those that the lexicon relates.

In: the lexicon (`skos:broader` and `skos:related` of its modes).  Out: a function of two modes.  *Attack* and
*air attack* are one by the first rule, *visit* and *meeting* by the second; *call* and *meeting* are not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from kg.ontology import Lexicon
from kg.ontology.blocks import to_ref
from kg.vocab import SKOS


def near_modes(lexicon: Lexicon) -> Callable[[str, str], bool]:
    """Return whether two modes of the lexicon may be said of one event."""

    def others(mode: str, predicate: str) -> set[str]:
        iris = map(str, lexicon.blocks.get(f"mode/{mode}", {}).get(predicate, ()))
        return {ref.removeprefix("mode/") for iri in iris if (ref := to_ref(iri)).startswith("mode/")}

    def with_wider(mode: str) -> set[str]:
        found, todo = {mode}, [mode]
        while todo:
            new = others(todo.pop(), SKOS.broader) - found
            found |= new
            todo += new
        return found

    @cache
    def near(mode: str, other: str) -> bool:
        ours, theirs = with_wider(mode), with_wider(other)
        if mode in theirs or other in ours:
            return True
        return any(
            related & far
            for close, far in ((ours, theirs), (theirs, ours))
            for related in (others(m, SKOS.related) for m in close)
        )

    return near
