"""kg eval as a user runs it, on the project's own gold."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

GOLD = Path(__file__).parents[1] / "gold" / "gold.jsonl"
ARTICLES = GOLD.with_name("articles.jsonl")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The facts of the gold's articles, as kg extract prints them."""
    import subprocess
    import sys

    file = tmp_path_factory.mktemp("eval") / "facts.jsonl"
    command = [sys.executable, "-m", "kg", "extract", str(ARTICLES)]
    file.write_bytes(subprocess.run(command, capture_output=True, check=True, timeout=120).stdout)
    return file


def edited(path: Path, source: Path, change: Callable[[dict[str, object]], None]) -> Path:
    """Write a JSONL file with every row changed."""
    rows = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    for row in rows:
        change(row)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_sources_and_facts_give_the_same(run: Run, facts: Path) -> None:
    """Reading again or taking what kg extract printed: the figures are the same."""
    code, out, _ = run("eval", GOLD, ARTICLES)
    assert code == 0
    assert out == run("eval", GOLD, "--facts", facts)[1]
    assert [line.split()[0] for line in out.splitlines()[2:4]] == ["persons", "leaders"]


def test_formats_hold_the_same_figures(run: Run, facts: Path) -> None:
    """Table, Markdown, CSV and JSON agree on the F1 of the countries."""
    found = {
        form: run("eval", GOLD, "--facts", facts, "--format", form)[1]
        for form in ("table", "markdown", "csv", "json")
    }
    f1 = json.loads(found["json"])["figures"]["all"]["countries"]["f1"]
    rows = list(csv.DictReader(io.StringIO(found["csv"])))
    assert [float(r["f1"]) for r in rows if (r["kind"], r["language"]) == ("countries", "all")] == [f1]
    for form, mark in (("table", ""), ("markdown", "|")):
        line = next(ln for ln in found[form].splitlines() if "countries" in ln)
        assert line.replace(mark or " ", " ").split()[3] == f"{f1:.4f}"


def test_articles_stand_side_by_side(run: Run, facts: Path, tmp_path: Path) -> None:
    """A person and an event that gold has and kg lacks stand in the gold column, with their mark."""

    def lose(row: dict[str, object]) -> None:
        row.update(persons=[], countries=[])

    less = edited(tmp_path / "less.jsonl", facts, lose)
    _, out, _ = run("eval", GOLD, "--facts", less, "--articles")
    assert any(line.split()[:3] == ["−", "country", "UKR"] for line in out.splitlines())
    _, out, _ = run("eval", GOLD, "--facts", less, "--articles", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {"verdict": "missed", "what": "country", "gold": "UKR", "found": ""}.items() <= next(
        row for row in rows if row["gold"] == "UKR"
    ).items()


def test_two_runs_are_compared(run: Run, facts: Path, tmp_path: Path) -> None:
    """What an article lost is worse, what it regained is better; an equal run moved nothing."""
    kept = tmp_path / "run.json"
    less = edited(tmp_path / "less.jsonl", facts, lambda row: row.update(countries=[]))
    assert run("eval", GOLD, "--facts", facts, "--save", kept)[0] == 0
    assert "no figure moved" in run("eval", GOLD, "--facts", facts, "--compare", kept)[1]
    answer = json.loads(run("eval", GOLD, "--facts", less, "--compare", kept, "--format", "json")[1])
    moved = {(one["kind"], one["language"]): one for one in answer["moved"]}
    assert moved["countries", "all"]["earlier"] > 0.5
    assert moved["countries", "all"]["now"] == 0
    assert {kind for kind, _ in moved} == {"countries"}
    lost = [c for c in answer["changes"] if c["what"] == "country" and c["gold"]]
    assert lost and {c["now"] for c in lost} == {"worse"}


def test_floors_are_a_gate(run: Run, facts: Path, tmp_path: Path) -> None:
    """Below a floor the exit code is 1 and the floor is named; only --lower lowers one."""
    floors = tmp_path / "floors.toml"
    assert run("eval", GOLD, "--facts", facts, "--floors", floors, "--pin")[0] == 0
    assert run("eval", GOLD, "--facts", facts, "--floors", floors)[0] == 0
    less = edited(tmp_path / "less.jsonl", facts, lambda row: row.update(countries=[]))
    for more in ((), ("--pin",)):
        code, _, err = run("eval", GOLD, "--facts", less, "--floors", floors, *more)
        assert code == 1
        assert "below the floor: countries in all languages: 0.0000, at least " in err
    assert run("eval", GOLD, "--facts", less, "--floors", floors, "--pin", "--lower")[0] == 0
    assert "[countries]\nall = 0.00" in floors.read_text("utf-8")


def test_gold_without_article_counts_as_missed(run: Run, facts: Path, tmp_path: Path) -> None:
    """Leaving an article out is said, exits with 3, and does not help the figures."""
    one = tmp_path / "one.jsonl"
    one.write_text(facts.read_text("utf-8").splitlines()[0], encoding="utf-8")
    code, out, err = run("eval", GOLD, "--facts", one, "--format", "json")
    assert code == 3
    assert "gold without an article, all missed" in err
    assert json.loads(out)["figures"]["all"]["persons"]["recall"] < 1


def test_article_without_gold_is_left_out(run: Run, facts: Path, tmp_path: Path) -> None:
    """Articles beside the gold are named and move no figure."""
    gold = tmp_path / "gold.jsonl"
    gold.write_text(GOLD.read_text("utf-8").splitlines()[0], encoding="utf-8")
    code, out, err = run("eval", gold, "--facts", facts, "--format", "json")
    assert code == 0
    assert "articles without gold, left out" in err
    assert json.loads(out)["figures"]["all"]["articles"] == 1


def test_ids_that_do_not_fit(run: Run, facts: Path, tmp_path: Path) -> None:
    """When nothing fits, an id of each side is shown."""
    other = edited(tmp_path / "o.jsonl", facts, lambda row: row.update(id=f"x/{row['id']}"))
    code, _, err = run("eval", GOLD, "--facts", other)
    assert code == 1
    assert "no article has gold here" in err and "'x/" in err


def test_check_names_faults_of_the_gold(run: Run, tmp_path: Path) -> None:
    """--check prints one line per fault and exits with 1; sound gold exits with 0."""
    assert run("eval", "--check", GOLD, ARTICLES)[:2] == (0, "")
    wrong = edited(tmp_path / "gold.jsonl", GOLD, lambda row: row.update(topics=["sports"]))
    code, out, _ = run("eval", "--check", wrong, ARTICLES)
    assert code == 1
    assert "'sports' is no top topic" in out


@pytest.mark.parametrize("options", [("--lower",), ("--pin",), ("--facts", "f.jsonl", "articles")])
def test_options_that_do_not_fit(options: tuple[str, ...], run: Run) -> None:
    """Wrong use is 2."""
    assert run("eval", GOLD, *options)[0] == 2
