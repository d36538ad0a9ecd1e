"""kg lexicon as an editor of the ontology runs it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main
from kg.ontology import ontology_folder

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run kg and return exit code, output and messages."""

    def _run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main([str(a) for a in arguments])
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), printed.out, printed.err

    return _run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the ontology that a test may damage."""
    return Path(shutil.copytree(ontology_folder(), tmp_path / "ontology"))


def test_gaps_are_a_table_of_languages(run: Run) -> None:
    """One column per language; with --language its gaps are listed one by one."""
    code, out, _ = run("lexicon", "check", "--gaps")
    assert code == 0
    assert out.splitlines()[0].split() == ["what", "de", "en", "es", "fr", "it", "pl", "ru", "uk"]
    _, out, _ = run("lexicon", "check", "--gaps", "--language", "ru")
    assert any(line.split()[:3] == ["ru", "leaders", "in"] for line in out.splitlines())


def test_gaps_for_programs(run: Run) -> None:
    """JSON and CSV hold the same gaps."""
    found = json.loads(run("lexicon", "check", "--gaps", "--format", "json")[1])
    rows = run("lexicon", "check", "--gaps", "--format", "csv")[1].splitlines()
    assert len(found["lacks"]) == len(rows) - 1 > 0
    assert found["has"]["de"]["months"] == 12


def test_strict_fails_when_something_lacks(run: Run) -> None:
    """Without --strict a gap is a hint, with it an error."""
    assert run("lexicon", "check", "--gaps", "--language", "uk")[0] == 0
    assert run("lexicon", "check", "--gaps", "--language", "uk", "--strict")[0] == 1


def test_unknown_language(run: Run) -> None:
    """A language without a file is wrong use, and the known ones are named."""
    code, _, err = run("lexicon", "check", "--language", "xx")
    assert code == 2
    assert "No language 'xx' here, only de, en," in err


def test_a_mistake_is_found(run: Run, folder: Path) -> None:
    """Order, shapes and examples: every mistake is a line, and the exit code is 1."""
    file = folder / "lexicon" / "cues" / "status.it.ttl"
    text = file.read_text("utf-8")
    more = '\ncue:aaa-it a kg:NegationCue ;\n    kg:word "mica"@it ;\n    skos:example "Piove."@it .\n'
    file.write_text(text + more, encoding="utf-8")
    code, out, err = run("lexicon", "check", "--ontology", folder, "--language", "it")
    assert code == 1
    line = text.count("\n") + 2
    assert f"cues/status.it.ttl:{line}: cue:aaa-it stands after cue:" in out
    assert "cue:aaa-it: no word of this NegationCue stands in its example “Piove.”" in out
    assert "2 mistakes" in err


def test_a_file_that_cannot_be_read(run: Run, folder: Path) -> None:
    """What is no Turtle is one line with file and line."""
    file = folder / "lexicon" / "entities" / "countries.it.ttl"
    file.write_text(file.read_text("utf-8") + "\ncountry:ZZZ kg:metonym ", encoding="utf-8")
    code, _, err = run("lexicon", "check", "--ontology", folder)
    assert code == 1
    assert "countries.it.ttl" in err and err.count("\n") == 1


def test_a_folder_without_a_lexicon(run: Run, tmp_path: Path) -> None:
    """Says what is expected."""
    code, _, err = run("lexicon", "check", "--ontology", tmp_path)
    assert code == 1
    assert "expected lexicon/**/*.ttl" in err
