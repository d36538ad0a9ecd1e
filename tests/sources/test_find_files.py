"""Folders, globs, files: what is found, in which order, and what is said when nothing is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

NOTE = "Talks resume\n\nThe ministers met on Monday."


def test_a_folder_is_read_recursively_in_sorted_order_without_hidden_files(gather):
    """Sub-folders count; hidden files and folders and unknown suffixes do not."""
    names = ["b.txt", "a/z.md", "a/c.txt", ".hidden.txt", ".git/x.txt", "photo.jpg"]
    articles, problems = gather(dict.fromkeys(names, NOTE), ".")
    assert [article.id for article in articles] == ["b.txt", "a/c.txt", "a/z.md"]
    assert not problems


def test_an_id_is_the_path_within_the_source_and_the_source_is_the_path_as_given(gather):
    """The same file name in two folders gives one id and two sources."""
    articles, _ = gather({"one/x.txt": NOTE, "two/x.txt": NOTE}, "one", "two")
    assert [(a.id, a.source) for a in articles] == [("x.txt", "one/x.txt"), ("x.txt", "two/x.txt")]
    assert "used before" in articles[1].warnings[0]


def test_a_file_reached_twice_is_read_once(gather):
    """Naming a folder and a file in it, or a link to it, gives one article."""
    articles, _ = gather({"in/x.txt": NOTE}, "in", "in/x.txt", "in/../in/x.txt")
    assert len(articles) == 1


def test_a_glob_is_sorted_and_passes_over_what_cannot_be_read(gather):
    """`*` matches pictures as well; only articles are read."""
    articles, problems = gather({"b.txt": NOTE, "a.txt": NOTE, "c.png": b"\x89PNG"}, "*")
    assert [a.id for a in articles] == ["a.txt", "b.txt"]
    assert not problems


def test_a_glob_goes_into_folders_with_two_stars(gather):
    """`**` is any depth."""
    articles, _ = gather({"x/y/z.txt": NOTE}, "**/*.txt")
    assert [a.source for a in articles] == ["x/y/z.txt"]


def test_a_file_of_unknown_suffix_is_recognised_by_content(gather):
    """A file that was named outright is looked into."""
    articles, _ = gather({"dump": '{"id": "1", "text": "They met."}\n{"id": "2", "text": "They left."}\n'})
    assert [a.id for a in articles] == ["1", "2"]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("articels", "articels: there is no such file or folder. Did you mean articles?"),
        ("articles/monday.tx", "Did you mean articles/monday.txt?"),
        ("empty", "empty: no articles in this folder. kg reads .txt .md"),
        ("nothing*.txt", "matches no file"),
        ("pict*", "matches nothing that kg reads"),
        ("https://example.org/a", "save the page first"),
        ("", "not a path"),
    ],
)
def test_what_cannot_be_found_is_explained_in_one_line(gather, tmp_path: Path, source: str, says: str):
    """The message names the source and what to try."""
    (tmp_path / "empty").mkdir()
    articles, problems = gather({"articles/monday.txt": NOTE, "picture.png": b"\x89PNG"}, source)
    assert not articles
    assert len(problems) == 1
    assert says in problems[0]
    assert "\n" not in problems[0]


def test_one_missing_source_does_not_stop_the_others(gather):
    """Reading goes on."""
    articles, problems = gather({"a.txt": NOTE}, "missing.txt", "a.txt")
    assert len(articles) == len(problems) == 1


def test_pipes_and_devices_are_refused(gather, tmp_path: Path):
    """A FIFO would block for ever."""
    os.mkfifo(tmp_path / "pipe.txt")
    articles, problems = gather({"a.txt": NOTE}, ".", "/dev/null")
    assert len(articles) == 1
    assert "pipe.txt: a pipe, not a file" in problems[0]
    assert "/dev/null: a device" in problems[1]


def test_links_that_go_in_circles_end(gather, tmp_path: Path):
    """Links to folders are not followed, a link to itself is reported."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "round").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "self.txt").symlink_to(tmp_path / "in" / "self.txt")
    articles, problems = gather({"in/a.txt": NOTE}, "in")
    assert len(articles) == 1
    assert len(problems) == 1
    assert "self.txt" in problems[0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_reported(gather, tmp_path: Path):
    """The others are read."""
    (tmp_path / "locked.txt").write_text(NOTE)
    (tmp_path / "locked.txt").chmod(0)
    articles, problems = gather({"a.txt": NOTE}, ".")
    assert len(articles) == 1
    assert "permission denied" in problems[0]


def test_control_characters_in_a_file_name_do_not_reach_the_terminal(gather):
    """A name may hold escape sequences and line breaks."""
    _, problems = gather({"x\x1b]0;evil\x07\n.txt": ""}, ".")
    assert len(problems) == 1
    assert problems[0].isprintable()


def test_a_file_name_that_is_no_utf8_is_shown_with_replacement_characters(gather, tmp_path: Path):
    """Its article can be written like any other."""
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(NOTE)
    (tmp_path / os.fsdecode(b"na\xefve.txt")).write_text("")
    (article,), (problem,) = gather({}, ".")
    assert article.id == "caf\ufffd.txt"
    assert article.source.encode()
    assert problem.encode()


def test_importing_the_package_loads_no_parser():
    """`kg --help` must stay fast."""
    code = (
        "import sys, kg.sources; "
        "print([m for m in ('trafilatura', 'lxml', 'selectolax', 'charset_normalizer') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (b'{"id": "1", "title": "T", "text": "They met."}\n', "T"),
        (b'[{"title": "T", "text": "They met."}]', "T"),
        (b'{\n "title": "T",\n "text": "They met."\n}', "T"),
        (b"title,text\nT,They met.\n", "T"),
        (b"title\ttext\nT\tThey met.\n", "T"),
        (b"T\n\nThey met.", "T"),
        (b"\xef\xbb\xbfT\n\nThey met.", "T"),
        ("T\n\nThey met.".encode("utf-16"), "T"),
        (
            b"<html><title>T</title><p>They met in the capital on Monday.</p></html>",
            "T",
        ),
        (
            b"<rss><item><title>T</title><description>They met.</description></item></rss>",
            "T",
        ),
    ],
)
def test_standard_input_is_recognised_by_content(tmp_path: Path, content: bytes, title: str):
    """JSON lines, JSON, tables, text, HTML and feeds need no name."""
    code = "from kg.sources import read_articles\nfor a in read_articles(['-']): print(a.title, a.source)"
    run = subprocess.run([sys.executable, "-c", code], input=content, capture_output=True)
    assert run.stdout.decode().startswith(f"{title} stdin"), run.stderr
