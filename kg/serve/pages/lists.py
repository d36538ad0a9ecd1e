"""Lists that filters narrow: search, events, articles, and the timeline.

In: a view; what to show stands in its parameters.  Out: the page.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kg.serve.pages.answer import Page
from kg.serve.pages.evidence import article_only, event_card
from kg.serve.pages.shown import KINDS, html
from kg.serve.pages.view import PAGE, Thing, View
from kg.vocab import iri

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z")
_PER_KIND = 6  # results of one kind where all kinds are shown
_BARS = 72  # of the chart; more are added up to the next longer time
_RECALLED = 0.03  # share of the events, the earliest, that the chart may leave out
CHART = (720, 160)  # width and height of the drawing


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the chart: events of one day, month or year."""

    time: str
    count: int
    x: float
    y: float
    width: float
    height: float


def search_page(view: View) -> Page:
    """Return what is called so, best first, by kind; as JSON for the suggestions of the search box."""
    words, kind = view.asked.text("q"), view.asked.text("kind", 20)
    kind = kind if kind in KINDS else ""
    page = view.asked.number("page", most=200)
    if view.asked.form == "json":
        return _suggestions(view, words)
    if kind:
        hits = view.listing.search(words, kind=kind, limit=PAGE, skip=(page - 1) * PAGE)
        groups = [(kind, [_hit(view, f) for f in hits.found])]
    else:
        hits = view.listing.search(words, limit=1)
        read = hits.read_as or words
        groups = [
            (k, [_hit(view, f) for f in view.listing.search(read, kind=k, limit=_PER_KIND, near=False).found])
            for k in KINDS
            if dict(hits.counts).get(k)
        ]
    return html(
        "search.html", view, q=words, kind=kind, groups=groups, counts=dict(hits.counts), cut=hits.cut,
        read_as=hits.read_as, page=page, size=PAGE, per_kind=_PER_KIND,
    )  # fmt: skip


def _hit(view: View, found: Any) -> dict[str, Any]:
    return {"thing": view.of(found.ref), "name": found.name, "lang": found.lang, "weight": found.weight}


def _suggestions(view: View, words: str) -> Page:
    found = view.listing.search(words, limit=8).found
    rows = [
        {"label": thing.label, "kind": thing.kind, "href": thing.href, "name": f.name}
        for f in found
        if (thing := view.of(f.ref))
    ]
    return Page(200, "application/json", json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace"))


def _times(view: View) -> dict[str, str]:
    """The bounds of time that were asked for; what is no date counts as none."""
    found = {"first": view.asked.text("from", 10), "last": view.asked.text("to", 10)}
    return {name: text if _DAY.match(text) else "" for name, text in found.items()}


def _about(view: View) -> Thing | None:
    """The person, country or topic that a list is narrowed to."""
    for kind in ("person", "country", "topic", "organisation"):
        if key := view.asked.text(kind):
            name = iri(f"{kind}/{key}", view.base)
            return view.thing(name) if view.exists(name) else None
    return None


def _filters(view: View) -> tuple[dict[str, str], Thing | None]:
    about, key = _about(view), view.asked.text("type", 40)
    type = f"type/{key}" if key.replace("-", "").isalnum() and key.isascii() else ""
    return {"type": type, "about": view.ref(about.iri) if about else "", **_times(view)}, about


def _kept(view: View) -> dict[str, str]:
    """The parameters that links to other pages of a list keep."""
    names = ("type", "from", "to", "person", "country", "topic", "organisation", "outlet", "lang")
    return {name: text for name in names if (text := view.asked.text(name))}


def _choices(view: View) -> dict[str, Any]:
    return {
        "types": [(view.of(ref), n) for ref, n in view.listing.top("type", 40)],
        "countries": [(view.of(ref), n) for ref, n in view.listing.top("country", 40)],
        "people": [(view.of(ref), n) for ref, n in view.listing.top("person", 40)],
        "topics": [(view.of(ref), n) for ref, n in view.listing.top("topic", 60)],
    }  # fmt: skip


def events_page(view: View) -> Page:
    """Return events of a type, a time and a party, the latest first."""
    filters, about = _filters(view)
    page = view.asked.number("page", most=4_000)
    rows, total = view.listing.events(**filters, limit=PAGE, skip=(page - 1) * PAGE)
    return html(
        "events.html", view, events=[event_card(view, row) for row in rows], total=total, page=page,
        size=PAGE,
        about=about, kept=_kept(view), **_choices(view),
    )  # fmt: skip


def timeline_page(view: View) -> Page:
    """Return events per day, month or year as bars, and the events below them."""
    filters, about = _filters(view)
    letters, counted, earlier = steps(view.listing.per_time(10, **filters))
    page = view.asked.number("page", most=4_000)
    rows, total = view.listing.events(**filters, limit=PAGE, skip=(page - 1) * PAGE)
    return html(
        "timeline.html", view, bars=_bars(counted), per={10: "day", 7: "month", 4: "year"}[letters],
        chart=CHART,
        events=[event_card(view, row) for row in rows], total=total, page=page, size=PAGE, about=about,
        highest=max((n for _, n in counted), default=0), earlier=earlier, kept=_kept(view), **_choices(view),
    )  # fmt: skip


def steps(days: list[tuple[str, int]]) -> tuple[int, list[tuple[str, int]], int]:
    """Return letters of a date, events per day, month or year without gaps, and how many lie before.

    A few events recalled from long ago do not squeeze the rest.
    """
    dated = [(day, n) for day, n in days if len(day) == 10 and _DAY.match(day) and day > "0001"]
    dropped, few = 0, sum(n for _, n in dated) * _RECALLED
    while len(dated) > 1 and dropped + dated[0][1] <= few and dated[0][0][:7] != dated[-1][0][:7]:
        dropped += dated.pop(0)[1]
    if not dated:
        return 10, [], 0
    first, last = dated[0][0], dated[-1][0]
    letters = next((n for n in (10, 7) if len(between(first, last, n)) <= _BARS), 4)
    times = between(first, last, letters)[-_BARS:]
    counted = dict.fromkeys(times, 0)
    for day, n in dated:
        if day[:letters] in counted:
            counted[day[:letters]] += n
        else:
            dropped += n
    return letters, list(counted.items()), dropped


def between(first: str, last: str, letters: int) -> list[str]:
    """Return all days, months or years from one day to another, a few thousand at most."""
    if letters == 4:
        return [f"{year:04d}" for year in range(int(first[:4]), int(last[:4]) + 1)]
    if letters == 7:
        months = range(int(first[:4]) * 12 + int(first[5:7]) - 1, int(last[:4]) * 12 + int(last[5:7]))
        return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in months]
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(start + timedelta(days=n)).isoformat() for n in range(min((end - start).days, 4_000) + 1)]


def _bars(counted: list[tuple[str, int]]) -> list[Bar]:
    width, height = CHART
    highest = max((n for _, n in counted), default=1)
    step = min(width / max(len(counted), 1), 40.0)
    return [
        Bar(
            time, n, round(i * step + step * 0.1, 2), round(height - n / highest * (height - 16), 2),
            round(step * 0.8, 2), round(n / highest * (height - 16), 2),
        )
        for i, (time, n) in enumerate(counted)
    ]  # fmt: skip


def articles_page(view: View) -> Page:
    """Return articles of an outlet, a language and a time, the latest first."""
    key, lang = view.asked.text("outlet"), view.asked.text("lang", 12)
    outlet = view.ref(iri(f"outlet/{key}", view.base)) if key else ""
    page = view.asked.number("page", most=4_000)
    rows, total = view.listing.articles(
        outlet=outlet, lang=lang, **_times(view), limit=PAGE, skip=(page - 1) * PAGE
    )
    return html(
        "articles.html", view, articles=[article_only(view, row.ref) for row in rows], total=total, page=page,
        size=PAGE, kept=_kept(view), languages=view.listing.languages(),
        outlet=view.of(outlet) if outlet else None,
        outlets=[(view.of(ref), n) for ref, n in view.listing.top("outlet", 60)],
    )  # fmt: skip
