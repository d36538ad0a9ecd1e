"""Garbage is read with an effort that grows with its length, not with the square of it."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from kg.model import Article
from kg.pipeline import Reader

#: What a text of about `n` words of garbage looks like.
CASES: dict[str, Callable[[int], str]] = {
    "one word": lambda n: "a" * (6 * n),
    "full stops": lambda n: "." * (6 * n),
    "commas": lambda n: "Merz, " * n,
    "said": lambda n: "said " * n,
    "capitals": lambda n: "Abc " * n,
    "hyphens": lambda n: "Abc-" * n,
    "quotation marks": lambda n: '"„“”«»' * n,
    "names": lambda n: " ".join(
        f"John Ab{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676 % 26)} said no."
        for i in range(n // 4)
    ),
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    """A reader that has read once: what is remembered of words is made."""
    made = Reader.load()
    for case in CASES.values():
        made.read(_article(case(100)))
    return made


def _article(text: str) -> Article:
    return Article(id="x", source="x", title="T", text=text, lang="en")


def _calls(reader: Reader, text: str) -> int:
    """Count the calls that reading takes: the same on every machine, whatever else it does."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        reader.read(_article(text))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_twice_the_garbage_is_not_much_more_than_twice_the_work(
    reader: Reader, case: Callable[[int], str]
) -> None:
    """The square would be four times the work."""
    once, twice = _calls(reader, case(2_000)), _calls(reader, case(4_000))
    assert twice < 2.7 * once


def test_a_sentence_is_cut_where_no_full_stop_comes(reader: Reader) -> None:
    """A text without full stops falls into sentences of 300 words that leave no word out."""
    document = reader.read(Article(id="x", source="x", title="", text="word " * 700, lang="en"))
    assert [len(s.words) for s in document.sentences] == [300, 300, 100]
