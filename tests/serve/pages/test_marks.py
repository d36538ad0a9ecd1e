"""Marks that overlap in any way, over a text that stays whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.serve.pages.marks import Mark, paragraphs

TEXT = "One two three.\n\nFour five six.\n \n\nSeven."
MARKS = st.lists(
    st.builds(
        lambda a, n, kind, href: Mark(a, a + n, kind, href),
        st.integers(0, 45), st.integers(0, 30), st.sampled_from(("person", "event", "sentence")),
        st.sampled_from(("", "/id/a", "/id/b", "/id/c")),
    ),
    max_size=12,
)  # fmt: skip


@given(MARKS, st.text(alphabet="ab \n\U0001f600\u0301", max_size=60))
def test_the_text_stays_whole(marks: list[Mark], text: str) -> None:
    """Whatever the marks, the pieces are the text without the empty lines between paragraphs."""
    pieces = [p for block in paragraphs(text, marks) for p in block]
    assert "".join("".join(p.text for p in pieces).split()) == "".join(text.split())
    assert all(text[p.start : p.start + len(p.text)] == p.text for p in pieces)


@given(MARKS)
def test_every_linked_mark_can_be_followed(marks: list[Mark]) -> None:
    """A mark that links somewhere is the link of a piece, or has a pin where it begins."""
    blocks = paragraphs(TEXT, marks)
    pieces = [p for block in blocks for p in block]
    reached = {p.href for p in pieces} | {pin.href for p in pieces for pin in p.pins}
    for mark in marks:
        words = [p for p in pieces if mark.start <= p.start < mark.end and p.text.strip()]
        if mark.href and words:
            assert mark.href in reached


def test_the_shortest_mark_is_the_link() -> None:
    """A name inside a quotation links to the person; the quotation has a pin when all its words are names."""
    said, name = Mark(0, 3, "quotation", "/id/q"), Mark(0, 3, "person", "/id/p")
    piece = paragraphs("One two", [said, name])[0][0]
    assert piece.href == "/id/p" and [pin.href for pin in piece.pins] == ["/id/q"]
    assert set(piece.kinds) == {"quotation", "person"}


def test_anchors_stand_where_marks_begin() -> None:
    """Only pieces at which a mark begins are anchors, so no anchor stands twice."""
    pieces = paragraphs("One two three", [Mark(0, 7, "sentence"), Mark(4, 7, "event", "/id/e")])[0]
    assert [(p.start, p.is_anchor) for p in pieces] == [(0, True), (4, True), (7, False)]


def test_a_part_of_a_long_text() -> None:
    """Marks that begin before a part or end after it are cut to it."""
    pieces = [
        p for block in paragraphs("abcdefghij", [Mark(0, 10, "sentence")], start=3, end=6) for p in block
    ]
    assert [(p.text, p.kinds) for p in pieces] == [("def", ("sentence",))]


def test_very_many_marks_stay_cheap() -> None:
    """Thousands of marks over each other end in a bounded number of pieces, each with few kinds."""
    marks = [Mark(n, 9_000 - n, "quotation", f"/id/q{n}") for n in range(4_000)]
    pieces = paragraphs("x" * 9_000, marks)[0]
    assert len(pieces) <= 2 * len(marks) and max(len(p.kinds) for p in pieces) == 1
