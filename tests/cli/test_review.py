"""`kg review`: what it shows, what it writes, what the next build makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]

FIRST = """Minister of ports resigns
Date: 2025-07-04
Publisher: Gazette
Language: en

The port minister of Ruritania, Jurij Sobolev, resigned on Friday. "I have made mistakes," Jurij Sobolev said.
President Donald Trump met Emmanuel Macron in Paris on Friday. Macron thanked Trump.
"""
SECOND = """Ports without a minister
Date: 2025-07-05
Publisher: Herald
Language: en

Yuri Sobolev, who resigned on Friday, said that he was tired. Yuri Sobolev had served for two years.
"""


@pytest.fixture
def desk(tmp_path: Path, run: Run) -> Path:
    for name, text in (("a.txt", FIRST), ("b.txt", SECOND)):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text(text, "utf-8")
    assert run("build", tmp_path / "in", "-o", tmp_path / "desk.kg", "-q")[0] == 0
    return tmp_path / "desk.kg"


def _open(run: Run, desk: Path, *more: str) -> list[dict[str, Any]]:
    code, out, err = run("review", desk, "--json", *more)
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


def test_people_of_one_sound_are_suggested_joined_and_parted(run: Run, desk: Path) -> None:
    """Two spellings of one man: accepted, replayed, no longer open; taken back, open again."""
    (found,) = _open(run, desk, "--kind", "duplicates")
    assert len(found["correction"]["same"]) == 2
    code, out, _ = run("review", desk, "--accept", found["id"], "--by", "anna", "--because", "one man")
    assert code == 0 and "by: anna" in out
    assert run("build", desk.parent / "in", "-o", desk)[0] == 0
    assert _open(run, desk, "--kind", "duplicates") == []
    (listed,) = _open(run, desk, "--list")
    assert (listed["articles"], listed["because"]) == (1, "one man")
    assert run("review", desk, "--undo", listed["id"])[0] == 0
    assert run("build", desk.parent / "in", "-o", desk)[0] == 0
    assert len(_open(run, desk, "--kind", "duplicates")) == 1


def test_own_corrections_are_checked_and_written(run: Run, desk: Path) -> None:
    """A mistake is told and nothing is written."""
    code, _, err = run("review", desk, "--add", "reject: country/UKR")
    assert code == 1 and "--add:1" in err and not (desk / "corrections.yaml").exists()
    (found,) = _open(run, desk, "--kind", "duplicates")
    pair = ", ".join(found["correction"]["same"])
    assert run("review", desk, "--add", f"distinct: [{pair}]")[0] == 0
    assert "distinct" in (desk / "corrections.yaml").read_text("utf-8")
    assert _open(run, desk, "--kind", "duplicates") == []


def test_unknown_ids_are_refused(run: Run, desk: Path) -> None:
    """With what is wrong."""
    for option in ("--accept", "--undo"):
        code, _, err = run("review", desk, option, "ffffffff")
        assert code == 2 and "ffffffff" in err


def test_what_is_shown_to_people(run: Run, desk: Path) -> None:
    """A heading per kind, the sentence, and the line that accepting writes."""
    _, out, _ = run("review", desk)
    assert "duplicates: 1" in out and "same: [" in out
    assert run("review", desk, "--list")[1] == "No corrections.\n"
