"""The commands that read articles, on good and on bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.cli import main, printable
from kg.errors import StoreError
from kg.store import Store

GOOD = (
    "Merz trifft Macron\nDate: 2025-07-23\n\n"
    "Bundeskanzler Friedrich Merz traf am Mittwoch Emmanuel Macron in Berlin.\n"
)


def _run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        main([str(a) for a in arguments])
    printed = capsys.readouterr()
    return int(stopped.value.code or 0), printed.out, printed.err


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    return folder


def test_extract_prints_one_object_per_article(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`extract` gives JSON lines, and nothing on stderr when all is well."""
    code, out, err = _run(capsys, "extract", inbox)
    assert (code, err) == (0, "")
    assert {p["canonical"] for p in json.loads(out)["persons"]} == {"Friedrich Merz", "Emmanuel Macron"}


def test_build_adds_then_skips(inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second build of the same folder reads nothing again; both say what they did."""
    store, page = tmp_path / "x.kg", tmp_path / "x.html"
    code, out, err = _run(capsys, "build", inbox, "-o", store, "--map", page)
    assert (code, out) == (0, "")
    assert "1 added" in err and "2 people" in err
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    code, _, err = _run(capsys, "build", inbox, "-o", store)
    assert code == 0
    assert "0 added, 0 changed, 1 unchanged" in err
    assert _run(capsys, "rebuild", store)[0] == 0


BAD: tuple[tuple[str, bytes], ...] = (
    ("empty.txt", b""),
    ("binary.txt", bytes(range(256)) * 20),
    ("broken.jsonl", b'{"title": "x", "text": "y"\n'),
    ("empty.html", b"<html><body></body></html>"),
)


@pytest.mark.parametrize(("name", "data"), BAD, ids=[name for name, _ in BAD])
def test_bad_file_is_named_and_the_rest_goes_on(
    name: str, data: bytes, inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An input that cannot be read is one line naming the file; exit code 3, with --keep-going 0."""
    (inbox / name).write_bytes(data)
    code, _, err = _run(capsys, "build", inbox, "-o", tmp_path / "x.kg")
    assert code == 3
    assert "1 added" in err
    assert len([line for line in err.splitlines() if name in line]) == 1
    assert _run(capsys, "extract", inbox)[0] == 3
    assert _run(capsys, "extract", inbox, "--keep-going")[0] == 0


def test_broken_encoding_is_not_silently_wrong(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Bytes of no encoding either are read with a note or reported, never a traceback."""
    (inbox / "odd.txt").write_bytes(b"Titel\n\nGr\xfc\xdfe aus K\xf6ln \xff\xfe von Friedrich Merz.\n")
    code, _, err = _run(capsys, "extract", inbox)
    assert code in (0, 3)
    assert "Traceback" not in err


def test_unknown_language_and_wrong_date_are_noted(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An article in a language that kg does not know, and one of 30 February, are named."""
    (inbox / "ja.txt").write_text("題\n\n首相は水曜日にベルリンで大統領と会談した。\n" * 3, encoding="utf-8")
    (inbox / "feb.txt").write_text(GOOD.replace("2025-07-23", "2025-02-30"), encoding="utf-8")
    code, _, err = _run(capsys, "extract", inbox)
    assert code in (0, 3)
    assert "ja.txt" in err
    assert "2025-02-30" in err


def test_folder_without_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that holds nothing to read is not a success, and leaves no empty store behind."""
    (tmp_path / "void").mkdir()
    code, _, err = _run(capsys, "build", tmp_path / "void", "-o", tmp_path / "x.kg")
    assert code == 3
    assert "void" in err
    assert "not made" in err
    assert not (tmp_path / "x.kg").exists()


def test_missing_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A source that does not exist is named."""
    code, _, err = _run(capsys, "extract", tmp_path / "no.txt")
    assert code == 3
    assert "no.txt" in err


def test_store_in_use_is_75(inbox: Path, tmp_path: Path) -> None:
    """A second writer gets a message that says to wait, and exit code 75."""
    store = tmp_path / "x.kg"
    with Store.open(store, write=True):
        command = [sys.executable, "-m", "kg", "build", str(inbox), "-o", str(store)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 75
    assert "in use" in done.stderr and "Try again" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_unwritable_folder(inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A store that cannot be made is one line."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    code, _, err = _run(capsys, "build", inbox, "-o", closed / "x.kg")
    assert code == 1
    assert str(closed) in err


def test_store_below_a_file(inbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A path that cannot be a folder is one line."""
    code, _, err = _run(capsys, "build", inbox, "-o", inbox / "good.txt" / "x.kg")
    assert code == 1
    assert err.count("\n") == 1 and "Check the path" in err


def test_closed_pipe_is_quiet(inbox: Path) -> None:
    """`kg extract … | head -1` ends without a word of complaint."""
    for number in range(60):
        (inbox / f"{number}.txt").write_text(GOOD * 20 + str(number), encoding="utf-8")
    command = f"{sys.executable} -m kg extract {inbox} | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=120)
    assert done.stderr == ""


def _texts() -> Sequence[tuple[str, str]]:
    return (("\x1b[2J", "\\x1b[2J"), ("a\u202eb", "a\\u202eb"), ("« a »", "« a »"), ("\x07", "\\x07"))


@pytest.mark.parametrize(("text", "shown"), _texts())
def test_text_cannot_steer_the_terminal(text: str, shown: str) -> None:
    """Escape sequences and direction overrides are printed, not obeyed."""
    assert printable(text) == shown


def test_error_messages_are_made_harmless(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an article or a path says reaches the terminal only escaped."""
    with pytest.raises(StoreError):
        Store.open(tmp_path / "no\x1b[2J.kg")
    _, _, err = _run(capsys, "info", tmp_path / "no\x1b[2J.kg")
    assert "\x1b" not in err


def test_json_cannot_steer_the_terminal_and_means_the_same(
    inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Control characters of an article stand in the JSON as escapes."""
    text = GOOD + "Ein \x9b2J und \u202eein \x1b[2J.\n"
    (inbox / "good.txt").write_text(text, encoding="utf-8")
    _, out, _ = _run(capsys, "extract", inbox)
    assert not {"\x9b", "\u202e", "\x1b"} & set(out)
    assert "\u202e" in json.loads(out)["text"]
