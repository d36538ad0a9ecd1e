"""kg shards and kg load: what they print, and their exit codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Run = Callable[..., tuple[int, str, str]]


def _articles(folder: Path) -> Path:
    folder.mkdir()
    for number in range(3):
        text = f"Note {number}\nDate: 2025-07-0{number + 1}\n\nThe president of Ukraine thanked the USA.\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def test_shards_become_the_store_of_a_build(run: Run, tmp_path: Path) -> None:
    """Made, loaded and exported, they are what a build gives; a second run keeps all parts."""
    inbox, folder = _articles(tmp_path / "in"), tmp_path / "x.shards"
    code, out, err = run("shards", inbox, "-o", folder, "--size", 2)
    assert (code, out) == (0, "")
    assert "2 (0 from before)" in err and "3 read, 0 not read" in err
    assert "2 (2 from before)" in run("shards", inbox, "-o", folder, "--size", 2)[2]
    assert run("load", folder, "-o", tmp_path / "a.kg", "--quiet") == (0, "", "")
    assert run("build", inbox, "-o", tmp_path / "b.kg", "--quiet") == (0, "", "")
    for name in "ab":
        assert run("export", tmp_path / f"{name}.kg", tmp_path / f"{name}.nq")[0] == 0
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()


def test_inputs_that_cannot_be_read_make_the_code_3(run: Run, tmp_path: Path) -> None:
    """The rest is there; --keep-going makes it 0; without any article nothing is made."""
    inbox = _articles(tmp_path / "in")
    (inbox / "bad.jsonl").write_text("{broken\n", encoding="utf-8")
    code, _, err = run("shards", inbox, "-o", tmp_path / "x.shards")
    assert code == 3 and "bad.jsonl" in err and "3 read, 1 not read" in err
    assert run("shards", inbox, "-o", tmp_path / "x.shards", "--keep-going")[0] == 0
    code, _, err = run("shards", tmp_path / "nowhere", "-o", tmp_path / "y.shards")
    assert code == 3 and "not made" in err and not (tmp_path / "y.shards").exists()


def test_what_is_no_shards_is_told(run: Run, tmp_path: Path) -> None:
    """One line, and no store."""
    code, _, err = run("load", tmp_path, "-o", tmp_path / "x.kg")
    assert code == 1 and "no shards" in err and err.count("\n") == 1
    assert not (tmp_path / "x.kg").exists()
