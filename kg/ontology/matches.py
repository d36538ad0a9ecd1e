"""What the matcher finds in a sentence: matches, and all of them together, sorted by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

_VERBAL = frozenset({"verb", "phrase"})


class Match(NamedTuple):
    """Words `first` to `last` (exclusive) of a sentence bear a lexicon entry.

    `kind` is entity, office, group, topic, frame or unless; of a cue it is its class (`ReportingCue`).
    A named tuple: an article has a match for every second word, and a frozen dataclass takes longer to make.
    """

    first: int
    last: int
    kind: str
    value: Any
    inflected: bool = False


class Matches(tuple[Match, ...]):
    """The matches of one sentence; those of one kind are looked up, not searched for again and again."""

    def __init__(self, found: Iterable[Match] = ()) -> None:
        by_kind: dict[str, list[Match]] = {}
        for match in self:
            kind = match.kind
            if kind in by_kind:
                by_kind[kind].append(match)
            else:
                by_kind[kind] = [match]
        self._by_kind = by_kind

    def of(self, *kinds: str) -> Sequence[Match]:
        """Return the matches of some kinds, in the order in which they were found."""
        present = [kind for kind in kinds if kind in self._by_kind]
        if not present:
            return ()
        return self._by_kind[present[0]] if len(present) == 1 else [m for m in self if m.kind in present]

    def verbal(self) -> list[Match]:
        """Return the frames and cues whose words are a verb, or a phrase with one, in no order."""
        told = (rows for kind, rows in self._by_kind.items() if kind == "frame" or kind.endswith("Cue"))
        return [m for rows in told for m in rows if m.value.how in _VERBAL]
