"""The file of corrections: read with lines, added to, taken back line by line, and strict about mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.corrections import add_corrections, line_of, read_corrections, remove_correction
from kg.errors import CorrectionError

FILE = """# desk
- {same: [person/volodymyr-zelenskyy, person/wolodymyr-selenski], by: anna, on: 2025-07-05, because: one man}

# two calls
- {distinct: [event/a1, event/b2], by: ben}
- alias: No
  of: person/friedrich-merz
  lang: de
- {retype: event/a1, type: CONSULT, mode: call}
- {speaker: person/x, of: quotation/q}
- {reject: person/aktuell, in: 0123}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "corrections.yaml"
    made.write_text(FILE, "utf-8")
    return made


def test_every_kind_is_read_with_its_line(path: Path) -> None:
    """Texts stay texts: `on:` is a field and `No` a name."""
    found = read_corrections(path)
    assert [c.kind for c in found] == ["same", "distinct", "alias", "retype", "speaker", "reject"]
    assert [c.place.rpartition(":")[2] for c in found] == ["2", "5", "6", "9", "10", "11"]
    assert (found[0].by, found[0].on, found[0].because) == ("anna", "2025-07-05", "one man")
    assert (found[2].value, found[2].refs, found[2].more) == ("No", ("person/friedrich-merz",), "de")
    assert found[0].reason == "corrected by anna on 2025-07-05, one man"


def test_lines_read_as_they_were_written(path: Path, tmp_path: Path) -> None:
    """What is written is read again as the same corrections, also with odd characters."""
    found = read_corrections(path)
    odd = tmp_path / "odd.yaml"
    odd.write_text('- {alias: "a: {b}, #c – ’d", of: person/x, by: "Ana: \'Ü\'"}\n', "utf-8")
    copy = tmp_path / "copy.yaml"
    assert add_corrections(copy, [*found, *read_corrections(odd)]) == 7
    assert [c.fields() for c in read_corrections(copy)] == [
        c.fields() for c in (*found, *read_corrections(odd))
    ]
    assert all("\n" not in line_of(c) for c in found)


def test_adding_keeps_comments_and_adds_once(path: Path) -> None:
    """A line that says the same, by whomever, is not added again."""
    found = read_corrections(path)
    assert add_corrections(path, found) == 0
    assert path.read_text("utf-8") == FILE


@pytest.mark.parametrize("number", range(1, 7))
def test_one_is_taken_back_and_nothing_else(path: Path, number: int) -> None:
    """Whether it stands in one line or three."""
    before = read_corrections(path)
    gone = remove_correction(path, number)
    assert gone == before[number - 1]
    assert list(read_corrections(path)) == [c for c in before if c != gone]
    assert "# desk" in path.read_text("utf-8") and "# two calls" in path.read_text("utf-8")


def test_no_file_is_no_correction(tmp_path: Path) -> None:
    """Nor is an empty one."""
    assert read_corrections(tmp_path / "none.yaml") == ()
    (tmp_path / "empty.yaml").write_text("# nothing yet\n", "utf-8")
    assert read_corrections(tmp_path / "empty.yaml") == ()
    with pytest.raises(CorrectionError, match="there is no correction 1; it holds 0"):
        remove_correction(tmp_path / "empty.yaml", 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("same: [a, b]", r":1: write a list"),
        ("- person/x", r":1: write \{kind"),
        ("- {by: me}", r":1: write one of same, distinct"),
        ("# x\n- {same: [person/a], by: me}", r":2: write same: \[the one that stays"),
        ("- {same: [person/a, event/b]}", r":1: same needs different things of one kind"),
        ("- {same: [person/a, person/a]}", r":1: same needs different things"),
        ("- {same: [person/a, 'person/b> <x']}", r":1: 'person/b> <x' is no ref here"),
        ("- {reject: country/UKR}", r":1: 'country/UKR' is no ref here; write person/… or organisation/…"),
        ("- {reject: event/a, wy: me}", r":1: 'wy' is no field of reject. Known: in, by"),
        ("- {reject: event/a, on: yesterday}", r":1: on: 'yesterday' is not a day"),
        ("- {retype: event/a}", r":1: retype needs type:"),
        ("- {alias: [x], of: person/a}", r":1: alias needs alias: with one text"),
        ("- {reject: event/a, reject: event/b}", r":1: one field stands twice"),
        ("- {reject: event/a, retype: event/a}", r":1: write one of"),
        ("- {reject: event/a\n- {x", r":2: not valid YAML"),
        ("- &a {reject: event/a}\n- *a", r"no anchors"),
        ("\x00", r"not valid YAML"),
        ("- " + "[" * 3_000, r"not valid YAML|too deep"),
    ],
)
def test_mistakes_name_their_line(tmp_path: Path, text: str, message: str) -> None:
    """And say what to write."""
    path = tmp_path / "c.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(CorrectionError, match=message):
        read_corrections(path)


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    """Latin-1 is told apart from UTF-8."""
    path = tmp_path / "c.yaml"
    path.write_bytes("- {alias: Müller}".encode("latin-1"))
    with pytest.raises(CorrectionError, match="UTF-8"):
        read_corrections(path)
