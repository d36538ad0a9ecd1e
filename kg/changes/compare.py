"""Two sides beside each other: which articles only one has, and what the others are read as on each.

Articles meet by id and source, else by their text: a folder may have moved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.changes.said import KINDS, Said, of_kind
from kg.changes.sides import Card, Side


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """One article that differs: `how` is removed, added, changed (another text) or read (the same text).

    `gone` and `new` are statements of one side only, with the words they came from.
    """

    how: str
    title: str
    key: str
    lang: str = ""
    gone: tuple[tuple[Said, str], ...] = ()
    new: tuple[tuple[Said, str], ...] = ()


@dataclass(slots=True)
class Changes:
    """Sums, filled while `compare` runs: articles by how they differ, statements by kind and by language."""

    articles: Counter[str] = field(default_factory=Counter)
    same: int = 0
    gone: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)

    @property
    def differ(self) -> bool:
        """Whether anything differs."""
        return bool(self.articles)


def compare(a: Side, b: Side, sums: Changes) -> Iterator[ArticleChange]:
    """Yield the articles that differ, those of side `a` in its order, then those only `b` has."""
    cards = list(b.cards())
    by_key = {card.key: card for card in cards}
    by_text = {card.text: card for card in cards}
    seen: set[str] = set()
    for card in a.cards():
        other = by_key.get(card.key) or by_text.get(card.text)
        if other is None:
            sums.articles["removed"] += 1
            yield ArticleChange("removed", card.title, card.key)
            continue
        seen.update((other.key, f"text {other.text}"))
        change = _change(a, b, card, other, sums)
        if change is None:
            sums.same += 1
        else:
            sums.articles[change.how] += 1
            yield change
    for card in cards:
        if card.key not in seen and f"text {card.text}" not in seen:
            sums.articles["added"] += 1
            yield ArticleChange("added", card.title, card.key)


def _change(a: Side, b: Side, card: Card, other: Card, sums: Changes) -> ArticleChange | None:
    if card.text == other.text and card.reading and card.reading == other.reading:
        return None  # the ledgers say that both graphs are the same
    (ours, _), (theirs, lang) = a.said(card.place), b.said(other.place)
    gone = [s for kind in KINDS for s in of_kind(ours.keys() - theirs.keys(), kind)]
    new = [s for kind in KINDS for s in of_kind(theirs.keys() - ours.keys(), kind)]
    how = "read" if card.text == other.text else "changed"
    if not gone and not new and how == "read":
        return None
    sums.gone.update(s.kind for s in gone)
    sums.new.update(s.kind for s in new)
    sums.languages[lang] += len(gone) + len(new)
    return ArticleChange(
        how,
        other.title,
        other.key,
        lang,
        tuple((s, ours[s]) for s in gone),
        tuple((s, theirs[s]) for s in new),
    )
