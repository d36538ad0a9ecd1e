"""`kg.changes` and `kg diff`: what a new version of articles, reader or corrections changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from reports import PARAGRAPHS
from tiny import TinyReader, article

from kg.build import build_articles
from kg.changes import (
    AcrossChange,
    ArticleChange,
    Changes,
    Said,
    StoreSide,
    compare,
    compare_across,
    differences,
    differing,
    made_with,
    open_side,
)  # fmt: skip
from kg.changes.pairing import pair
from kg.changes.said import event_said, quotation_said
from kg.cli import main
from kg.errors import SourceError
from kg.facts import to_facts
from kg.model import Article
from kg.ontology import Lexicon
from kg.store import Store

ARTICLES = [
    article('Alder called Birch on 2025-07-04. Birch: "Thank you."', "1", publisher="Gazette"),
    article("Cedar attacked Birch on 2025-07-02.", "2"),
    article("Doyle called Cedar on 2025-07-03.", "3"),
]


def _store(path: Path, lexicon: Lexicon, items: Sequence[Article]) -> str:
    build_articles(items, path, reader=TinyReader(lexicon))  # type: ignore[arg-type]
    return str(path)


def _facts(path: Path, lexicon: Lexicon, items: Sequence[Article]) -> str:
    rows = [json.dumps(to_facts(TinyReader(lexicon).read(a))) for a in items]
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return str(path)


def _compare(a: str, b: str) -> tuple[list[ArticleChange], Changes]:
    sums = Changes()
    with open_side(a) as ours, open_side(b) as theirs:
        return list(compare(ours, theirs, sums)), sums


def _texts(rows: Sequence[tuple[object, str]]) -> list[str]:
    return [f"{said.kind}: {said.text}" for said, _ in rows]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "kinds", [("store", "store"), ("facts", "facts"), ("store", "facts"), ("facts", "store")]
)
def test_the_same_articles_do_not_differ(tmp_path: Path, lexicon: Lexicon, kinds: tuple[str, str]) -> None:
    """Whether they stand in a store or in the lines of extract."""
    make = {"store": _store, "facts": _facts}
    a, b = (make[kind](tmp_path / f"{i}.{kind}", lexicon, ARTICLES) for i, kind in enumerate(kinds))
    found, sums = _compare(a, b)
    assert (found, sums.same, sums.differ) == ([], 3, False)


@pytest.mark.parametrize("kind", ["store", "facts"])
def test_what_was_removed_added_and_changed(tmp_path: Path, lexicon: Lexicon, kind: str) -> None:
    """By article and statement, with the words."""
    make = {"store": _store, "facts": _facts}[kind]
    later = [
        replace(ARTICLES[0], text='Alder called Birch on 2025-07-05. Birch: "Thank you."'),
        ARTICLES[2],
        article("Birch attacked Doyle on 2025-07-09.", "4"),
    ]
    found, sums = _compare(make(tmp_path / "a", lexicon, ARTICLES), make(tmp_path / "b", lexicon, later))
    assert dict(sums.articles) == {"changed": 1, "removed": 1, "added": 1} and sums.same == 1
    change = next(c for c in found if c.how == "changed")
    assert (change.gone, change.new, dict(sums.other)) == ((), (), {"events": 1})
    (((one, other), words),) = change.pairs
    assert one.text == "CONSULT call: person/alder, person/birch (2025-07-04, happened)"
    assert differing(one, other) == [("date", "2025-07-04", "2025-07-05")]
    assert words.startswith("Alder called Birch on 2025-07-05")


def test_another_reading_of_the_same_text(tmp_path: Path, lexicon: Lexicon) -> None:
    """A correction changes what an article says, and nothing else."""
    a, b = _store(tmp_path / "a", lexicon, ARTICLES), _store(tmp_path / "b", lexicon, ARTICLES)
    (tmp_path / "b" / "corrections.yaml").write_text("- {reject: person/doyle}\n", "utf-8")
    _store(tmp_path / "b", lexicon, ARTICLES)
    found, sums = _compare(a, b)
    assert [(c.how, c.title) for c in found] == [("read", "News")] and sums.same == 2
    assert "people: person/doyle" in _texts(found[0].gone)
    (((one, other), _),) = found[0].pairs
    assert [name for name, _, _ in differing(one, other)] == ["agents"]


def _across(a: str, b: str) -> list[AcrossChange]:
    with open_side(a) as ours, open_side(b) as theirs:
        assert isinstance(ours, StoreSide) and isinstance(theirs, StoreSide)
        return list(compare_across(ours.store.ledger, theirs.store.ledger))


def test_relations_cases_and_stories_of_two_stores(tmp_path: Path, lexicon: Lexicon) -> None:
    """A report more; a call under two names that somebody tells apart; a text that another paper copies."""
    text = "Alder called Birch on 2025-07-04.\n" + "\n".join(PARAGRAPHS)
    before = [*ARTICLES[1:], article(text, "5", publisher="Gazette", date=date(2025, 7, 4))]
    more = [
        article(text, "6", publisher="Herald", date=date(2025, 7, 5)),
        article("Birch called Alder on 2025-07-04.", "7", publisher="Post"),
    ]
    a, b = _store(tmp_path / "a", lexicon, before), _store(tmp_path / "b", lexicon, [*before, *more])
    found = _across(a, b)
    relation = "person/alder consulted person/birch"
    assert AcrossChange("relations", relation, "1", "3") in found
    assert not [c for c in found if c.kind == "cases"]  # of the two names, only one was there before
    (story,) = [c for c in found if c.kind == "stories"]
    assert (story.before, story.after) == ("", story.what)
    assert _across(b, b) == []

    c = _store(tmp_path / "c", lexicon, [*before, *more])
    with Store.open(c) as opened:
        names = sorted({event for event, _ in opened.ledger.across.links()})
        (leading,) = {leading for _, leading in opened.ledger.across.links()}
    (tmp_path / "c" / "corrections.yaml").write_text(f"- {{distinct: [{names[0]}, {leading}]}}\n", "utf-8")
    _store(tmp_path / "c", lexicon, [])
    assert _across(b, c) == [AcrossChange("cases", names[0], leading, "")]
    with open_side(b) as ours, open_side(c) as theirs:
        assert isinstance(ours, StoreSide) and isinstance(theirs, StoreSide)
        told = differences(made_with(ours.store.ledger), made_with(theirs.store.ledger))
    assert told == ["other corrections (0 only in A, 1 only in B)"]


def test_pairs_are_the_likest_and_each_statement_is_in_one() -> None:
    """Of two calls in one sentence, the one that has more in common; other parties elsewhere are no pair."""
    call = event_said("CONSULT", "call", ["a"], ["b"], "2025-07-04", "happened")
    later = event_said("CONSULT", "call", ["a"], ["b"], "2025-07-05", "happened")
    other = event_said("CONSULT", "meet", ["a"], ["c"], "2025-07-05", "happened")
    assert pair({call: "s"}, {other: "s", later: "s"}) == [(call, later)]
    assert pair({call: "s"}, {other: "t"}) == []
    assert pair({call: "s", other: "s"}, {later: "s"}) == [(call, later)]
    said = quotation_said("person/x", "direct", "Thank you.")
    heard = quotation_said("person/y", "direct", "Thank you.")
    assert pair({said: ""}, {heard: "", quotation_said("person/x", "direct", "No."): ""}) == [(said, heard)]
    assert pair({Said("people", "person/x"): "X"}, {Said("people", "person/y"): "X"}) == []


def test_articles_of_a_folder_that_moved_meet_by_their_text(tmp_path: Path, lexicon: Lexicon) -> None:
    """Other ids and sources, the same words."""
    moved = [replace(a, id=f"x{a.id}", source=f"else/{a.source}") for a in ARTICLES]
    found, sums = _compare(_facts(tmp_path / "a", lexicon, ARTICLES), _facts(tmp_path / "b", lexicon, moved))
    assert (found, sums.same) == ([], 3)


@pytest.mark.parametrize("text", ["{}", "[1]", "no json", '{"id": 1}'])
def test_files_that_are_no_facts_are_refused(tmp_path: Path, lexicon: Lexicon, text: str) -> None:
    """With file and line."""
    good = _facts(tmp_path / "a", lexicon, ARTICLES)
    (tmp_path / "b").write_text(Path(good).read_text("utf-8") + text, "utf-8")
    with pytest.raises(SourceError, match=r"b:4: not an object of kg extract"):
        _compare(good, str(tmp_path / "b"))


def test_exit_codes_and_output(tmp_path: Path, lexicon: Lexicon, capsys: pytest.CaptureFixture[str]) -> None:
    """0 the same, 1 different, 2 trouble, as diff has them."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main(["diff", *arguments])
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), printed.out, printed.err

    a, b = _facts(tmp_path / "a", lexicon, ARTICLES), _facts(tmp_path / "b", lexicon, ARTICLES[:2])
    assert run(a, a)[:2] == (0, "No difference in 3 articles.\n")
    code, out, _ = run(a, b, "--articles")
    assert code == 1 and "1 only in A" in out and "3.txt" in out
    code, out, _ = run(a, b, "--json")
    assert code == 1 and json.loads(out.splitlines()[-1])["articles"] == {"removed": 1}
    code, _, err = run(a, str(tmp_path / "none"))
    assert code == 2 and "neither a store nor a file" in err
