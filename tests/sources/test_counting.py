"""How many articles there are, told before they are read; where that is not known, nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.sources.counting import count_articles


@pytest.mark.parametrize("end", ["", "\n"])
def test_files_and_lines_are_counted(tmp_path: Path, end: str) -> None:
    """A text is one article, and so is a line, the last one too."""
    (tmp_path / "a.txt").write_text("News\n\nText.\n", encoding="utf-8")
    (tmp_path / "b.html").write_text("<p>Text.</p>", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text('{"text": "x"}\n{"text": "y"}\n{"text": "z"}' + end, encoding="utf-8")
    (tmp_path / "notes.bin").write_bytes(b"x")
    assert count_articles([str(tmp_path)]) == 5
    assert count_articles([str(tmp_path / "c.jsonl"), str(tmp_path / "c.jsonl")]) == 3


@pytest.mark.parametrize("name", ["feed.rss", "table.csv", "list.json", "c.jsonl.gz"])
def test_what_must_be_read_is_not_counted(tmp_path: Path, name: str) -> None:
    """Feeds, tables and compressed files."""
    (tmp_path / "a.txt").write_text("News", encoding="utf-8")
    (tmp_path / name).write_bytes(b"x")
    assert count_articles([str(tmp_path)]) is None
    assert count_articles(["-"]) is None


def test_what_is_not_there_counts_nothing(tmp_path: Path) -> None:
    """The build says what is wrong with it."""
    assert count_articles([str(tmp_path / "none")]) == 0
