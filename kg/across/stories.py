"""Stories: articles that are the same text, and whose words an article is.

In: pairs of copies.  Out: groups.  A story is everything that copies join, named by its first article, so
that it does not depend on the order of reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kg.across.records import Teller, Told


def story_around(article: str, copies: Callable[[str], Iterable[str]]) -> set[str]:
    """Return the articles that copies join to this one, itself included."""
    found, todo = {article}, [article]
    while todo:
        for other in copies(todo.pop()):
            if other not in found:
                found.add(other)
                todo.append(other)
    return found


def first_of(dates: Mapping[str, str]) -> str:
    """Return the first of some articles (hash → date, or empty): the earliest, then the smallest hash."""
    return min(dates, key=lambda article: (not dates[article], dates[article], article))


def teller_of(date: str, article: str, lang: str, outlet: str, story: Iterable[tuple[str, str]]) -> Teller:
    """Return who tells an article; `story`: agency and outlet of its story's articles, the first one first.

    The agency that any copy credits wrote them all; without one, the outlet that was first did.
    """
    rows = list(story)
    agency = next((agency for agency, _ in rows if agency), "")
    first = next((name for _, name in rows), outlet)
    return Teller(date, article, lang, outlet, agency or first or f"article/{article}")


def independent(tellers: Iterable[Teller]) -> int:
    """Count independent sources: copies of one text, and texts of one agency or outlet, are one."""
    return len({teller.told_by for teller in tellers})


def told_by_all(tellers: Sequence[Teller]) -> Told:
    """Return what tellers, the first one first, come to."""
    langs = tuple(sorted({t.lang for t in tellers}))
    first, date = (tellers[0].article, tellers[0].date) if tellers else ("", "")
    return Told(len(tellers), independent(tellers), langs, first, date)
