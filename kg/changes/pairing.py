"""Which statement of A became which of B: an event on another date, a quotation of another speaker.

In: the statements only one side has, with the words each came from.  Out: pairs, and what is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.changes.said import Said

Pair = tuple[Said, Said]
_LEAST = 0.6  # share of parts in common where the words differ
_LEAST_OF_SAME_WORDS = 0.3
#: What must be the same where the words differ: other parties make another event.
_CORE = {"events": ("agents", "targets"), "quotations": ("says",), "offices": ("person",)}


def pair(gone: Mapping[Said, str], new: Mapping[Said, str]) -> list[Pair]:
    """Return the pairs, each statement in one at most, the likest first."""
    likely = sorted(
        (-likeness, one, other)
        for one in gone
        for other in new
        if one.kind == other.kind and (likeness := _likeness(one, gone[one], other, new[other]))
    )
    found: list[Pair] = []
    taken: set[tuple[str, Said]] = set()
    for _, one, other in likely:
        if not taken & {("gone", one), ("new", other)}:
            taken |= {("gone", one), ("new", other)}
            found.append((one, other))
    return sorted(found)


def differing(one: Said, other: Said) -> list[tuple[str, str, str]]:
    """Return (part, before, after) of what differs between two statements of a pair."""
    before, after = dict(one.parts), dict(other.parts)
    return [(name, before[name], after[name]) for name in before if before[name] != after.get(name)]


def _likeness(one: Said, words: str, other: Said, other_words: str) -> float:
    """The share of parts in common, or 0 where the two are not one statement."""
    a, b = dict(one.parts), dict(other.parts)
    if not a or a.keys() != b.keys():
        return 0.0
    share = sum(a[name] == b[name] for name in a) / len(a)
    if words and words == other_words:
        return 1 + share if share >= _LEAST_OF_SAME_WORDS else 0.0
    core: Sequence[str] = _CORE.get(one.kind, ())
    same = all(a[name] == b[name] for name in core) and any(a[name] for name in core)
    return share if same and share >= _LEAST else 0.0
