"""What shallow grammar finds in a sentence, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.model import Sentence, Span
from kg.ontology import Match, Matches


@dataclass(frozen=True, slots=True)
class Party:
    """An entity as part of a sentence.

    `first` to `last` (exclusive) are word positions, `phrase` is where its noun phrase begins (the office
    before a name included); `mark` is the preposition that governs it (lower
    case) or None; `attribute` says how it hangs on the next noun: adjective, compound, genitive,
    possessive, or None when it stands for itself; `group` is shared by coordinated parties.
    """

    ref: str
    kind: str
    rule: str
    first: int
    last: int
    phrase: int
    clause: int
    span: Span
    mark: str | None = None
    attribute: str | None = None
    group: int = 0
    oblique: bool = False

    def hanging(self, attribute: str | None, *, mark: str | None, oblique: bool) -> Party:
        """Return the party as it hangs on its neighbours (every party passes here: `replace` is slow)."""
        return Party(
            self.ref, self.kind, self.rule, self.first, self.last, self.phrase, self.clause, self.span,
            mark, attribute, self.group, oblique,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: `opener` is the subordinator or relative pronoun it begins with, if any."""

    number: int
    positions: tuple[int, ...]
    opener: str | None
    antecedent: int | None  # position of the word before a relative clause


@dataclass(frozen=True, slots=True)
class Parsed:
    """One sentence with its clauses, parties, lexicon matches and the positions of known verbs.

    `named` are the parties as they are where unnamed groups do not count.
    """

    index: int
    sentence: Sentence
    matches: Matches
    clauses: tuple[Clause, ...]
    clause_of: tuple[int, ...]
    parties: tuple[Party, ...]
    verbs: frozenset[int]
    named: tuple[Party, ...]

    def span(self, first: int, last: int) -> Span:
        """Return the characters of words `first` to `last` (exclusive)."""
        return Span(self.sentence.starts[first], self.sentence.ends[last - 1], self.sentence.span.part)

    def has(self, kind: str, clause: int | None = None) -> list[Match]:
        """Return the cues of one class that stand whole in one clause or in the sentence (*sagte … ab*)."""
        found = [m for m in self.matches.of(kind) if clause is None or self.clause_of[m.first] == clause]
        parts = {(m.value.pattern, m.value.index) for m in found}
        return [m for m in found if all((m.value.pattern, i) in parts for i in range(m.value.total))]


def without_groups(parsed: Parsed) -> Parsed:
    """Return a sentence without its unnamed groups: what *the police* say is nobody's statement."""
    return parsed if parsed.named is parsed.parties else replace(parsed, parties=parsed.named)
