"""kg lexicon as an editor of the ontology runs it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.ontology import ontology_folder

Run = Callable[..., tuple[int, str, str]]


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
    assert " mistakes, " in err


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


def test_add_writes_one_line(run: Run, folder: Path) -> None:
    """The file has one line more or longer, the place is said, and a second time it is there already."""
    file = folder / "lexicon" / "entities" / "leaders.pl.ttl"
    before = file.read_text("utf-8")
    call = (
        "lexicon",
        "add",
        "person:emmanuel-macron",
        "Emanuel Macron",
        "--language",
        "pl",
        "--ontology",
        folder,
    )
    code, out, _ = run(*call, "--dry-run")
    assert code == 0 and '+    skos:altLabel "Emanuel Macron"@pl .' in out
    assert file.read_text("utf-8") == before
    code, _, err = run(*call)
    assert code == 0 and "leaders.pl.ttl:" in err and err.endswith(": added\n")
    added = set(file.read_text("utf-8").splitlines()) - set(before.splitlines())
    assert added == {"person:emmanuel-macron", '    skos:altLabel "Emanuel Macron"@pl .'}
    assert [p.name for p in file.parent.iterdir() if p.name.startswith(".")] == []
    code, _, err = run(*call)
    assert code == 1 and "is there already" in err


def test_a_new_person_is_read_in_an_article(run: Run, folder: Path, tmp_path: Path) -> None:
    """What was added is found by kg extract with that ontology."""
    details = ("--country", "ESP", "--office", "health-minister", "--since", "2025-03-01")
    code, _, err = run("lexicon", "add", "person:ana-sol", "Ana Sol", "--new", *details, "--ontology", folder)
    assert code == 0, err
    article = tmp_path / "a.txt"
    article.write_text(
        "Visit\nDate: 2025-07-04\nLanguage: en\n\nAna Sol met Emmanuel Macron in Paris.\n", "utf-8"
    )
    facts = json.loads(run("extract", article, "--ontology", folder)[1])
    found = next(p for p in facts["persons"] if p["canonical"] == "Ana Sol")
    assert (found["ref"], found["office"], found["country"]) == ("person/ana-sol", "health minister", "ESP")


@pytest.mark.parametrize(
    ("more", "code", "message"),
    [
        ((), 2, "--new needs --country"),
        (("--country", "ESX"), 1, "there is no country:ESX. Did you mean"),
        (("--country", "ESP", "--office", "helth-minister"), 1, "Did you mean office:health-minister?"),
        (("--country", "ESP", "--office", "health-minister", "--since", "May"), 2, "'May' is not a date"),
        (("--country", "ESP", "--class", "media"), 2, "--class is for organisations"),
        (
            ("--country", "ESP", "--file", "entities/nowhere.ttl"),
            1,
            "there is no file lexicon/entities/nowhere.ttl",
        ),
    ],
)
def test_a_new_person_that_may_not_be_added(
    more: tuple[str, ...], code: int, message: str, run: Run, folder: Path
) -> None:
    """The message says what to do, and no file changes."""
    before = {path: path.read_bytes() for path in folder.rglob("*.ttl")}
    call = ("lexicon", "add", "person:ana-sol", "Ana Sol", "--new", "--ontology", folder, *more)
    found = run(*call)
    assert found[0] == code
    assert message in found[2]
    assert {path: path.read_bytes() for path in folder.rglob("*.ttl")} == before
