"""Two runs over the same gold: which figures moved, and in each article what is better and what worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.evaluation.figures import tabulate
from kg.evaluation.scoring import KINDS, SHARES, ArticleScore, Difference

#: A worse verdict has a higher number; nothing to note is 0.
_WEIGHT = {"differs": 1, "mistaken": 2, "missed": 3, "spurious": 3}


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that is another than before."""

    kind: str
    lang: str
    earlier: float
    now: float


@dataclass(frozen=True, slots=True)
class Change:
    """One thing in an article that is read better or worse than before."""

    article: str
    better: bool
    kind: str
    gold: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What moved between two runs; `only_earlier` and `only_now` are articles that one run lacks."""

    moved: tuple[Moved, ...]
    changes: tuple[Change, ...]
    only_earlier: tuple[str, ...]
    only_now: tuple[str, ...]


def compare(earlier: Sequence[ArticleScore], now: Sequence[ArticleScore]) -> Comparison:
    """Compare two runs over the articles that both have."""
    before, after = {s.id: s for s in earlier}, {s.id: s for s in now}
    shared = [ident for ident in after if ident in before]
    return Comparison(
        moved=_moved([before[i] for i in shared], [after[i] for i in shared]),
        changes=tuple(c for i in shared for c in _changes(before[i], after[i])),
        only_earlier=tuple(i for i in before if i not in after),
        only_now=tuple(i for i in after if i not in before),
    )


def _moved(earlier: Sequence[ArticleScore], now: Sequence[ArticleScore]) -> tuple[Moved, ...]:
    a, b = tabulate(earlier), tabulate(now)
    pairs = [
        (kind, lang, a.value(kind, lang) or 0.0, b.value(kind, lang) or 0.0)
        for kind in (*KINDS, *SHARES)
        for lang in b.articles
    ]
    return tuple(Moved(*pair) for pair in pairs if abs(pair[2] - pair[3]) >= 5e-5)


def _changes(before: ArticleScore, after: ArticleScore) -> list[Change]:
    old, new = _by_thing(before), _by_thing(after)
    found = []
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        weights = [_WEIGHT[d.verdict] if d else 0 for d in (was, now)]
        one = now or was
        assert one is not None
        # Wrong before and otherwise wrong now: worse, so that nobody overlooks it.
        better = weights[1] < weights[0]
        found.append(Change(after.id, better, one.kind, one.gold, _say(was), _say(now)))
    return sorted(found, key=lambda c: not c.better)


def _by_thing(score: ArticleScore) -> dict[tuple[str, str, int], Difference]:
    """Differences by what gold says; what is spurious by what was found.  Equal ones are numbered."""
    found: dict[tuple[str, str, int], Difference] = {}
    for difference in score.differences:
        number = 0
        while (key := (difference.kind, difference.gold or f"+{difference.found}", number)) in found:
            number += 1
        found[key] = difference
    return found


def _say(difference: Difference | None) -> str:
    if difference is None:
        return ""
    return f"{difference.verdict}: {difference.found}" if difference.found else difference.verdict
