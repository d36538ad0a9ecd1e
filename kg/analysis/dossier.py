"""The dossier of an event: its names, who tells it, whose words these are, and where they differ.

In: an open store and the ref of an event.  Out: a record; printing is the command line's.  An event that was
joined to a better told one has that one's dossier.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.across.differences import differences
from kg.analysis.reading import select_rows
from kg.vocab import DEFAULT_BASE, iri

if TYPE_CHECKING:
    from kg.store import Store


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the event; `reasons` say why it was joined to the leading one, which has none."""

    ref: str
    label: str
    score: float | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """An article that tells it; `told_by` is whose words it is, `story` the text it is a copy of, if any."""

    article: str
    title: str
    outlet: str
    date: str
    lang: str
    told_by: str
    story: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a difference, with the articles (titles) that give it."""

    value: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that is told of one event; the first report stands first, `sources` by whose words."""

    names: tuple[Name, ...]
    reports: tuple[Report, ...]
    sources: tuple[tuple[str, int], ...]
    differences: tuple[tuple[str, tuple[Value, ...]], ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is told in, sorted."""
        return tuple(sorted({r.lang for r in self.reports}))


def dossier(store: Store, event: str) -> Dossier:
    """Return the dossier of an event; `event` may be any of its names."""
    across = store.ledger.across
    events = across.led(across.leading(event))
    mentions = [m for e in events for m in across.mentions(e)]
    labels = _labels(store, events)
    names = []
    for ref in events:
        link = across.link(ref)
        names.append(
            Name(ref, labels.get(ref, ref), link.score if link else None, link.reasons if link else ())
        )
    reports = []
    for teller in across.tellers(m.article for m in mentions):
        entry = store.ledger.entry(teller.article)
        article = entry.article if entry else None
        reports.append(
            Report(
                teller.article, article.title if article else teller.article,
                (article.publisher if article else None) or "", teller.date, teller.lang, teller.told_by,
                across.story(teller.article),
            )
        )  # fmt: skip
    sources: dict[str, int] = defaultdict(int)
    for report in reports:
        sources[report.told_by] += 1
    titles = {r.article: r.outlet or r.title for r in reports}
    found = tuple(
        (d.property, tuple(Value(c.value, tuple(titles.get(a, a) for a in c.articles)) for c in d.claims))
        for d in differences(mentions)
    )
    return Dossier(tuple(names), tuple(reports), tuple(sorted(sources.items())), found)


def _labels(store: Store, refs: list[str]) -> dict[str, str]:
    base = store.ledger.get("base", DEFAULT_BASE)
    by_iri = {iri(ref, base): ref for ref in refs}
    values = " ".join(f"<{name}>" for name in by_iri)
    rows = select_rows(store, f"SELECT DISTINCT ?e ?l WHERE {{ VALUES ?e {{ {values} }} ?e rdfs:label ?l }}")
    return {by_iri[row["e"]]: row["l"] for row in sorted(rows, key=lambda row: row["l"], reverse=True)}
