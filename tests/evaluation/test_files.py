"""Gold, facts, runs and floors as files: what is wrong is said with file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import SourceError
from kg.evaluation import (
    below,
    read_facts,
    read_floors,
    read_gold,
    read_run,
    score_article,
    tabulate,
    write_run,
)
from kg.evaluation.readings import Reading

LISTS = ("persons", "countries", "organisations", "topics", "events", "statements")
EMPTY: dict[str, Any] = {"id": "a", **{key: [] for key in LISTS}}


def lines(path: Path, *rows: object) -> Path:
    """Write rows, texts as they are."""
    path.write_text(
        "".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows), encoding="utf-8"
    )
    return path


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", "gold.jsonl:2: no valid JSON at column 2"),
        ("[]", "gold.jsonl:2: must be a JSON object"),
        ({}, "gold.jsonl:2: lacks the id"),
        ({**EMPTY}, "gold.jsonl:2: 'a' has gold already"),
        ({**EMPTY, "id": "b", "topics": None}, "gold.jsonl:2: 'topics' must be a list"),
        ({**EMPTY, "id": "b", "countries": [1]}, "gold.jsonl:2: 'countries' must be a list of texts"),
        (
            {**EMPTY, "id": "b", "persons": ["Ana"]},
            "gold.jsonl:2: every entry of 'persons' must be a JSON object",
        ),
        ({**EMPTY, "id": "b", "persons": [{"name": "Ana", "kind": "king"}]}, "kinds are politician"),
        ({**EMPTY, "id": "b", "events": [{"mode": "call"}]}, "gold.jsonl:2: an event lacks 'type'"),
        ({**EMPTY, "id": "b", "events": [{"type": "AID", "agents": "POL"}]}, "'agents' must be a list"),
        (
            {**EMPTY, "id": "b", "events": [{"type": "AID", "date": 2025}]},
            "'date' of event 'AID' must be a text",
        ),
        ({**EMPTY, "id": "b", "statements": [{"speaker": "Ana"}]}, "a statement lacks 'begins'"),
        ({**EMPTY, "id": "b", "organisations": [{}]}, "an organisation lacks 'name'"),
    ],
)
def test_malformed_gold_says_where(row: object, message: str, tmp_path: Path) -> None:
    """File, line and what is wrong."""
    with pytest.raises(SourceError) as raised:
        read_gold(lines(tmp_path / "gold.jsonl", EMPTY, row))
    assert message in str(raised.value)


def test_gold_keeps_its_order(tmp_path: Path) -> None:
    """Articles come in the order of the file, blank lines do not matter."""
    assert list(read_gold(lines(tmp_path / "g", {**EMPTY, "id": "b"}, "", EMPTY))) == ["b", "a"]


@pytest.mark.parametrize("content", ["", "\xff", None])
def test_gold_that_is_none(content: str | None, tmp_path: Path) -> None:
    """An empty file, one that is no text, one that is not there."""
    file = tmp_path / "gold.jsonl"
    if content is not None:
        file.write_bytes(content.encode("latin-1"))
    with pytest.raises(SourceError, match="gold"):
        read_gold(file)


def test_facts_must_come_from_extract(tmp_path: Path) -> None:
    """Any other JSON is refused, with its line."""
    file = lines(tmp_path / "f.jsonl", {"kg": 1, "id": "a"}, {"id": "b"})
    with pytest.raises(SourceError, match=r"f\.jsonl:2: not the facts"):
        list(read_facts(file))


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Counts, shares and differences survive."""
    gold = Reading("a", "und", countries=("POL",), topics=("trade",))
    scores = (score_article(gold, Reading("a", "en", countries=("DEU",))),)
    write_run(tmp_path / "run.json", scores, "1")
    assert read_run(tmp_path / "run.json") == scores


@pytest.mark.parametrize("text", ["{}", "[1]", "{", '{"kg_eval": 1, "articles": [{"id": "a"}]}'])
def test_a_run_that_is_none(text: str, tmp_path: Path) -> None:
    """What kg eval did not write is refused."""
    with pytest.raises(SourceError):
        read_run(lines(tmp_path / "run.json", text))


def test_floors_from_toml_and_json(tmp_path: Path) -> None:
    """Both formats hold the same; what is below a floor is said, what reaches it is not."""
    toml = lines(tmp_path / "f.toml", "[countries]", "all = 0.5", "en = 0.6", "[office]", "all = 0.1")
    same = lines(tmp_path / "f.json", {"countries": {"all": 0.5, "en": 0.6}, "office": {"all": 0.1}})
    assert read_floors(toml) == read_floors(same)
    gold = Reading("a", "und", countries=("POL", "SWE"))
    table = tabulate([score_article(gold, Reading("a", "en", countries=("DEU", "POL")))])
    assert below(read_floors(toml), table) == [
        "countries in en: 0.5000, at least 0.6000 wanted",
        "office in all languages: at least 0.1000 wanted, but there is nothing to judge it by",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[leader]\nall = 1", "Did you mean leaders?"),
        ("leaders = 0.9", "write [leaders] and below it all = 0.9"),
        ("[leaders]\nall = 90", "must be a number from 0 to 1"),
        ("[leaders", "not valid TOML"),
        ("", "holds no floors"),
    ],
)
def test_floors_that_are_none(text: str, message: str, tmp_path: Path) -> None:
    """A misspelt kind would otherwise be a floor that always holds."""
    with pytest.raises(SourceError) as raised:
        read_floors(lines(tmp_path / "f.toml", text))
    assert message in str(raised.value)
