"""Two sides beside each other: which articles only one has, and what the others are read as on each.

Articles meet by id and source, else by their text: a folder may have moved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.changes.meeting import Meeting
from kg.changes.pairing import Pair, pair
from kg.changes.said import KINDS, Said, of_kind
from kg.changes.sides import Card, Side


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """One article that differs: `how` is removed, added, changed (another text) or read (the same text).

    `gone` and `new` are statements of one side only, with the words they came from; `pairs` are those of
    events, quotations and offices that became another one, with the words on side B.
    """

    how: str
    title: str
    key: str
    lang: str = ""
    gone: tuple[tuple[Said, str], ...] = ()
    new: tuple[tuple[Said, str], ...] = ()
    pairs: tuple[tuple[Pair, str], ...] = ()


@dataclass(slots=True)
class Changes:
    """Sums, filled while `compare` runs: articles by how they differ, statements by kind and by language.

    `other` counts statements that became another one; `across` what differs across articles, which whoever
    runs `compare_across` counts.
    """

    articles: Counter[str] = field(default_factory=Counter)
    same: int = 0
    gone: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)
    other: Counter[str] = field(default_factory=Counter)
    across: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)

    @property
    def differ(self) -> bool:
        """Whether anything differs."""
        return bool(self.articles or self.across)


def compare(a: Side, b: Side, sums: Changes) -> Iterator[ArticleChange]:
    """Yield the articles that differ, those of side `a` in its order, then those only `b` has."""
    with Meeting(b.cards()) as met:
        for card in a.cards():
            other = met.find(card)
            if other is None:
                sums.articles["removed"] += 1
                yield ArticleChange("removed", card.title, card.key)
                continue
            change = _change(a, b, card, other, sums)
            if change is None:
                sums.same += 1
            else:
                sums.articles[change.how] += 1
                yield change
        for card in met.left():
            sums.articles["added"] += 1
            yield ArticleChange("added", card.title, card.key)


def _change(a: Side, b: Side, card: Card, other: Card, sums: Changes) -> ArticleChange | None:
    if card.text == other.text and card.reading and card.reading == other.reading:
        return None  # the ledgers say that both graphs are the same
    (ours, _), (theirs, lang) = a.said(card.place), b.said(other.place)
    only_a = {s: ours[s] for s in ours.keys() - theirs.keys()}
    only_b = {s: theirs[s] for s in theirs.keys() - ours.keys()}
    how = "read" if card.text == other.text else "changed"
    if not only_a and not only_b and how == "read":
        return None
    pairs = pair(only_a, only_b)
    gone = [s for kind in KINDS for s in of_kind(only_a.keys() - {one for one, _ in pairs}, kind)]
    new = [s for kind in KINDS for s in of_kind(only_b.keys() - {other for _, other in pairs}, kind)]
    sums.gone.update(s.kind for s in gone)
    sums.new.update(s.kind for s in new)
    sums.other.update(s.kind for s, _ in pairs)
    sums.languages[lang] += len(gone) + len(new) + len(pairs)
    return ArticleChange(
        how,
        other.title,
        other.key,
        lang,
        tuple((s, ours[s]) for s in gone),
        tuple((s, theirs[s]) for s in new),
        tuple(((one, then), theirs[then]) for one, then in pairs),
    )
