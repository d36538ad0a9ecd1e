"""What differs across the articles of two stores: relations, events that are one, copies.

In: two ledgers.  Out: changes, merged from rows that both keep in the same order, so that nothing is held in
memory.  Links and stories are compared where both stores know the event or the article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from kg.ledger import Ledger

K = TypeVar("K", tuple[str, ...], str)
ACROSS = ("relations", "cases", "stories")


@dataclass(frozen=True, slots=True)
class AcrossChange:
    """One change: `what` is it about (a relation, an event, an article), with the state on each side.

    Of a relation the state is the number of reports, of an event the one it is told under, of an article the
    first one of its story; empty where there is none.
    """

    kind: str
    what: str
    before: str
    after: str


def compare_across(a: Ledger, b: Ledger, kinds: tuple[str, ...] = ACROSS) -> Iterator[AcrossChange]:
    """Yield the changes, kind by kind, sorted."""
    if "relations" in kinds:
        for key, before, after in _merged(_relations(a), _relations(b)):
            if before != after:
                yield AcrossChange("relations", " ".join(key), before or "", after or "")
    if "cases" in kinds:
        yield from _moved("cases", a.across.links(), b.across.links(), _knows_event(a), _knows_event(b))
    if "stories" in kinds:
        yield from _moved("stories", a.across.in_stories(), b.across.in_stories(), _has(a), _has(b))


def _relations(ledger: Ledger) -> Iterator[tuple[tuple[str, ...], str]]:
    for tie in ledger.ties():
        told = ledger.across.told(tie)
        yield (tie.subject, tie.relation, tie.object), f"{told.articles}" if told else "0"


def _moved(
    kind: str, a: Iterator[tuple[str, str]], b: Iterator[tuple[str, str]], in_a: Callable[[str], bool],
    in_b: Callable[[str], bool],
) -> Iterator[AcrossChange]:  # fmt: skip
    for key, before, after in _merged(a, b):
        if before != after and (before is not None or in_a(key)) and (after is not None or in_b(key)):
            yield AcrossChange(kind, key, before or "", after or "")


def _knows_event(ledger: Ledger) -> Callable[[str], bool]:
    return lambda event: bool(ledger.across.mentions(event))


def _has(ledger: Ledger) -> Callable[[str], bool]:
    return lambda article: ledger.state(article) is not None


def _merged(
    a: Iterator[tuple[K, str]], b: Iterator[tuple[K, str]]
) -> Iterator[tuple[K, str | None, str | None]]:
    """Yield (key, value of a, value of b) of two sorted iterators; None where a side lacks the key."""
    end: Any = (None, None)
    one, other = next(a, end), next(b, end)
    while one is not end or other is not end:
        if other is end or (one is not end and one[0] < other[0]):
            yield one[0], one[1], None
            one = next(a, end)
        elif one is end or other[0] < one[0]:
            yield other[0], None, other[1]
            other = next(b, end)
        else:
            yield one[0], one[1], other[1]
            one, other = next(a, end), next(b, end)
