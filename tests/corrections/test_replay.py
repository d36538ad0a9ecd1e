"""Corrections in a store: applied, replayed, and taken back as if they had never been."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tiny import TinyReader, article

from kg.build import BuildReport, build_articles, rebuild
from kg.corrections import NAME
from kg.errors import CorrectionError
from kg.model import Article
from kg.ontology import Lexicon
from kg.store import Store

ARTICLES = [
    article("Alder called Birch on 2025-07-04. Doyle attacked Cedar.", "1", publisher="Gazette"),
    article("Cedar called Birch on 2025-07-04.", "2", publisher="Herald"),
    article('Alder attacked Doyle on 2025-07-02. Birch: "Thank you."', "3", publisher="Gazette"),
    article("Alder called Birch on 2025-07-05.", "4", publisher="Courier", date=date(2025, 7, 5)),
]


class Desk:
    """A store that articles are built into, with a file of corrections."""

    def __init__(self, path: Path, lexicon: Lexicon) -> None:
        self.path, self.reader = path, TinyReader(lexicon)

    def build(self, items: Sequence[Article] = ARTICLES, **more: object) -> BuildReport:
        return build_articles(items, self.path, reader=self.reader, **more)  # type: ignore[arg-type]

    def correct(self, *lines: str) -> None:
        (self.path / NAME).write_text("".join(f"- {{{line}}}\n" for line in lines), "utf-8")

    def dump(self) -> list[str]:
        with Store.open(self.path) as store:
            return list(store.dump())

    def rows(self, query: str) -> list[tuple[str, ...]]:
        with Store.open(self.path) as store:
            rows = store.query(query.replace("SELECT", "SELECT DISTINCT", 1)).rows
            return sorted(tuple(term.value.rpartition("/")[2] for term in row) for row in rows)

    def event(self, agent: str, day: str) -> str:
        query = f'SELECT ?e WHERE {{ ?e kg:agent person:{agent} ; sem:hasTimeStamp "{day}"^^xsd:date }}'
        return f"event/{self.rows(query)[0][0]}"


@pytest.fixture
def desk(tmp_path: Path, lexicon: Lexicon) -> Desk:
    made = Desk(tmp_path / "desk.kg", lexicon)
    made.build()
    return made


def _lines(desk: Desk) -> dict[str, str]:
    quotation = desk.rows("SELECT ?q WHERE { ?q a kg:Quotation }")[0][0]
    call, second = desk.event("alder", "2025-07-04"), desk.event("alder", "2025-07-05")
    return {
        "same people": "same: [person/alder, person/cedar], by: anna, on: 2025-07-06",
        "same events": f"same: [{call}, {second}], by: anna",
        "apart": f"distinct: [{call}, {second}]",
        "no name": "reject: person/doyle, because: a brand",
        "no event": f"reject: {call}",
        "other type": f"retype: {call}, type: AGREE",
        "other speaker": f"speaker: person/cedar, of: quotation/{quotation}",
    }


KINDS = ("same people", "same events", "apart", "no name", "no event", "other type", "other speaker")
EXPECTED = {
    "same people": ("SELECT ?b WHERE { person:alder kg:attacked ?b }", [("doyle",)]),
    "no event": ("SELECT ?c WHERE { ?c a kg:Event ; kg:agent person:alder ; kg:agent person:birch }", 1),
    "other type": ("SELECT ?b WHERE { person:alder kg:agreedWith ?b }", [("birch",)]),
    "other speaker": ("SELECT ?s WHERE { ?q a kg:Quotation ; schema:spokenByCharacter ?s }", [("cedar",)]),
    "no name": ("SELECT ?m WHERE { person:doyle gaf:denotedBy ?m }", []),
    "same events": (
        "SELECT ?n ?score WHERE { ?c kg:joins ?l ; kg:articles ?n . ?l kg:score ?score }",
        [("2", "1")],
    ),
}


@pytest.mark.parametrize("kind", EXPECTED)
def test_a_correction_holds(desk: Desk, kind: str) -> None:
    """Each kind changes what it is about."""
    desk.correct(_lines(desk)[kind])
    report = desk.build()
    query, expected = EXPECTED[kind]
    found = desk.rows(query)
    assert (len(found) if isinstance(expected, int) else found) == expected
    assert report.warnings == []
    if kind == "same people":
        assert desk.rows("SELECT ?m WHERE { person:cedar gaf:denotedBy ?m }") == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_corrected_store_is_what_a_new_one_would_be(desk: Desk, tmp_path: Path, kind: str) -> None:
    """Corrected afterwards, from the start, by rebuild, or with two processes: the same bytes."""
    before, line = desk.dump(), _lines(desk)[kind]
    desk.correct(line)
    desk.build()
    corrected = desk.dump()
    for workers in (1, 2):
        new = Desk(tmp_path / f"new{workers}.kg", desk.reader.lexicon)
        new.build(ARTICLES[:1])
        new.correct(line)
        new.build(ARTICLES[::-1], workers=workers)
        assert new.dump() == corrected
    rebuild(desk.path, reader=desk.reader)  # type: ignore[arg-type]
    assert desk.dump() == corrected
    desk.correct()
    desk.build([])
    assert desk.dump() == before


def test_a_file_may_be_there_before_the_store(desk: Desk, tmp_path: Path) -> None:
    """A new folder with nothing but corrections is no stranger's."""
    line = _lines(desk)["no name"]
    new = Desk(tmp_path / "new.kg", desk.reader.lexicon)
    new.path.mkdir()
    new.correct(line)
    new.build()
    desk.correct(line)
    desk.build()
    assert new.dump() == desk.dump()


def test_only_what_is_concerned_is_read_again(desk: Desk) -> None:
    """And without the sources: the ledger holds the texts."""
    read: list[str] = []
    desk.correct("reject: person/doyle")
    report = desk.build([], progress=lambda a: read.append(a.id))
    assert sorted(read) == ["1.txt", "3.txt"]
    assert (report.changed, report.added) == (2, 0)
    assert desk.build([]).changed == 0


def test_corrections_together(desk: Desk, tmp_path: Path) -> None:
    """The order of the lines, and of taking them back, leaves no trace."""
    lines = _lines(desk)
    before = desk.dump()
    some = [lines["same people"], lines["no name"], lines["other speaker"], lines["same events"]]
    desk.correct(*some)
    desk.build()
    both = desk.dump()
    desk.correct(*some[::-1])
    desk.build()
    assert desk.dump() == both
    desk.correct(*some[:2])
    desk.build()
    new = Desk(tmp_path / "new.kg", desk.reader.lexicon)
    new.build()
    new.correct(*some[:2])
    new.build()
    assert desk.dump() == new.dump()
    desk.correct()
    desk.build()
    assert desk.dump() == before


@pytest.mark.parametrize("pair", [("no event", "other type"), ("no name", "one name")])
def test_a_line_may_be_about_what_an_earlier_one_took_away(
    desk: Desk, tmp_path: Path, pair: tuple[str, str]
) -> None:
    """An event that was rejected gets another type instead, a name that was none is somebody's."""
    lines = {**_lines(desk), "one name": "same: [person/cedar, person/doyle]"}
    some = [lines[kind] for kind in pair]
    desk.correct(some[0])
    desk.build()
    desk.correct(*some)
    desk.build()
    new = Desk(tmp_path / "new.kg", desk.reader.lexicon)
    new.build(ARTICLES[:1])
    new.correct(*some)
    new.build()
    assert desk.dump() == new.dump()


def test_events_of_one_name_cannot_lead_in_circles(desk: Desk) -> None:
    """Two lines that contradict each other end in one case."""
    a, b = desk.event("alder", "2025-07-04"), desk.event("alder", "2025-07-05")
    desk.correct(f"same: [{a}, {b}]", f"same: [{b}, {a}]")
    desk.build()
    assert len(desk.rows("SELECT ?l WHERE { ?l a kg:EventLink }")) == 1


def test_what_changes_nothing_is_told(desk: Desk) -> None:
    """With file and line; the build goes on."""
    desk.correct("reject: person/nobody", "same: [event/0000000000000000, event/1111111111111111]")
    report = desk.build()
    assert len(report.warnings) == 2
    assert f"{NAME}:1: changes nothing" in report.warnings[0] and "person/nobody" in report.warnings[0]


def test_provenance_says_who_corrected_what(desk: Desk) -> None:
    """Author, day, words, and which graphs it changed."""
    desk.correct("reject: person/doyle, by: anna, on: 2025-07-06")
    desk.build()
    query = """SELECT ?by ?on ?g WHERE { ?c a kg:Correction ; dcterms:creator ?by ; dcterms:date ?on .
               ?g prov:wasInfluencedBy ?c }"""
    rows = desk.rows(query)
    assert [row[:2] for row in rows] == [("anna", "2025-07-06")] * 2
    desk.correct()
    desk.build()
    assert desk.rows("SELECT ?c WHERE { ?c a kg:Correction }") == []


def test_a_build_cut_off_replays_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until everything is written, the ledger does not say that the corrections were replayed."""
    desk.correct("reject: person/doyle")
    monkeypatch.setattr("kg.task.derive", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        desk.build()
    monkeypatch.undo()
    desk.build()
    assert desk.rows("SELECT ?m WHERE { person:doyle gaf:denotedBy ?m }") == []
    with Store.open(desk.path) as store:
        assert len(json.loads(store.ledger.get("corrections"))) == 1


def test_a_broken_file_stops_a_build_before_it_begins(desk: Desk) -> None:
    """The store stays as it is."""
    before = desk.dump()
    (desk.path / NAME).write_text("- {reject: }", "utf-8")
    with pytest.raises(CorrectionError, match=f"{NAME}:1"):
        desk.build([replace(ARTICLES[0], id="9.txt", text="Doyle called Cedar on 2025-07-09.")])
    assert desk.dump() == before
