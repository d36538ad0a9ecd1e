"""Coded events with the columns of POLECAT, for code that reads POLECAT.  *I/O*

In: an open store.  Out: one row per report of an event, by day.  A name that ends in `.csv` is separated by
commas, any other by tabs, as POLECAT's own files are.  As there, several values are separated by `; ` and
what is not known is `None`.  Only what happened or goes on is there, and only PLOVER's sixteen types: POLECAT
has no column for what is planned or denied, and no type for elections and appointments.  Columns that kg
knows nothing for (coordinates, towns, Wikipedia titles) are `None` throughout.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.exports.atomic import format_of, new_bytes
from kg.exports.codes import countries, plover
from kg.exports.filters import Selection
from kg.exports.reports import ArticleReport, EventReport, Reports
from kg.exports.sorting import LineSorter
from kg.exports.tables import write_csv
from kg.vocab import KG, ORG, SKOS

if TYPE_CHECKING:
    from kg.store import Store

SUFFIXES = (".txt", ".tsv", ".csv")
COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID",
    "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations",
    "Story Locations", "Language", "Version",
)  # fmt: skip
NOTHING = "None"
_INTENSITY = COLUMNS.index("Intensity")
_REAL = ("happened", "ongoing")
#: PLOVER's sector of an organisation by its kind in the ontology; groups have their sector there.
_SECTORS = {
    "agency": "GOV", "alliance": "IGO", "alliance-organ": "IGO", "armed-group": "REB", "bank": "BUS",
    "central-bank": "GOV", "company": "BUS", "court": "JUD", "eu-institution": "IGO", "government": "GOV",
    "humanitarian": "NGO", "igo": "IGO", "intelligence": "SPY", "media": "MED", "military": "MIL",
    "ministry": "GOV", "movement": "CVL", "ngo": "NGO", "parliament": "LEG", "party": "PTY",
    "party-organ": "PTY", "regional-administration": "GOV", "religious-body": "REL", "security-force": "MIL",
    "un-agency": "IGO", "un-mission": "IGO", "un-organ": "IGO", "union": "LAB", "university": "EDU",
}  # fmt: skip


def write_polecat(store: Store, path: Path, selection: Selection, *, raw: bool = False) -> int:
    """Write the events of the selected articles; return the number of rows."""
    reports, delimiter = Reports(store), "," if format_of(path) == ".csv" else "\t"
    with new_bytes(path) as file, LineSorter(path.parent) as sorter:
        for graph in selection.article_graphs(store):
            for row in _rows(reports, reports.article(graph)):
                sorter.write(json.dumps(row).encode() + b"\n")
        rows = map(_with_number, map(json.loads, sorter.lines()))
        return write_csv(file, COLUMNS, rows, raw=raw, delimiter=delimiter)


def _rows(reports: Reports, article: ArticleReport) -> Iterator[list[str]]:
    for event in article.events:
        if event.status in _REAL and event.type != "OFFICE":
            known = _Row(reports, article, event).values()
            yield [_cell(known.get(name, "")) for name in COLUMNS]


def _with_number(row: list[Any]) -> list[Any]:
    """Make the intensity a number: a text that begins with a minus would be taken for a formula."""
    text = row[_INTENSITY]
    row[_INTENSITY] = text if text == NOTHING else float(text)
    return row


def _cell(text: str) -> str:
    """Return one line: readers of POLECAT split at tabs and newlines, whatever stands in quotation marks."""
    return " ".join(text.split()) or NOTHING


def _several(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, values)))


class _Row:
    """One report of an event, as cells by column."""

    def __init__(self, reports: Reports, article: ArticleReport, event: EventReport) -> None:
        self._reports, self._article, self._event = reports, article, event

    def values(self) -> dict[str, str]:
        """Return the cells that are known."""
        event, article, label = self._event, self._article, self._reports.label
        day = event.date or event.first or article.date
        mode = plover(event.type, event.mode)
        key = "-".join((day.replace("-", "") or "undated", event.ref.partition("/")[2], article.ref[8:20]))
        return {
            "Event ID": key, "Event Date": day, "Event Type": event.type,
            "Event Mode": mode.name or event.mode, "Intensity": mode.intensity,
            "Quad Code": self._reports.text(f"type/{event.type}", KG.quadClass).upper(),
            "Contexts": _several(t.partition("/")[2] for t in event.topics),
            **self._party("Actor", event.parties["agent"]),
            **self._party("Recipient", event.parties["target"]),
            "Placename": label(event.place) if event.place else "",
            "Country": self._reports.country(event.place) if event.place else "",
            "Source": label(article.publisher) if article.publisher else "",
            "Publication Date": article.date, "Story People": self._spoken_of("person/"),
            "Story Organizations": self._spoken_of("organisation/"),
            "Story Locations": self._spoken_of("country/"), "Language": article.lang, "Version": "kg",
        }  # fmt: skip

    def _party(self, side: str, refs: tuple[str, ...]) -> dict[str, str]:
        codes = [self._reports.country(ref) for ref in refs]
        sectors = [self._sector(ref) for ref in refs]
        words = (next((m.words for m in self._article.mentions if m.ref == ref), "") for ref in refs)
        titles = (o.label for ref in refs for o in self._article.offices if o.person == ref)
        return {
            f"{side} Name": _several(map(self._reports.label, refs)), f"{side} Country": _several(codes),
            f"{side} COW": _several(countries()[c].cow for c in codes if c in countries()),
            f"Primary {side} Sector": sectors[0] if sectors else "", f"{side} Sectors": _several(sectors),
            f"{side} Title": _several(titles), f"{side} Name Raw": _several(words),
        }  # fmt: skip

    def _sector(self, ref: str) -> str:
        """Return PLOVER's sector: GOV of a state, and of a person who holds an office on the day."""
        kind, text = ref.partition("/")[0], self._reports.text
        if kind == "person":
            return "GOV" if self._is_in_office(ref) else ""
        if kind == "group":
            above = text(ref, SKOS.broader).removeprefix(self._reports.base)
            return text(ref, KG.sector) or (text(above, KG.sector) if above else "")
        return "GOV" if kind == "country" else _SECTORS.get(text(ref, ORG.classification), "")

    def _is_in_office(self, ref: str) -> bool:
        """Say whether the article gives the person an office, or the ontology one on the day."""
        day = self._event.date or self._article.date
        return any(o.person == ref for o in self._article.offices) or any(
            t.start <= day and (not t.end or day <= t.end) for t in self._reports.tenures(ref) if t.start
        )

    def _spoken_of(self, kind: str) -> str:
        return _several(self._reports.label(m.ref) for m in self._article.mentions if m.ref.startswith(kind))
