"""Garbage is read in time that grows with its length, not with the square of it."""

from __future__ import annotations

import time

import pytest

from kg.model import Article
from kg.pipeline import Reader

CASES = {
    "one word": "a" * 50_000,
    "full stops": "." * 50_000,
    "commas": "Merz, " * 8_000,
    "said": "said " * 10_000,
    "names": " ".join(
        f"John Ab{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676 % 26)} said no."
        for i in range(2_500)
    ),
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_garbage_is_read_in_a_few_seconds(reader: Reader, text: str) -> None:
    """The square of these lengths took minutes; the limit leaves room for slow machines."""
    begin = time.process_time()
    reader.read(Article(id="x", source="x", title="T", text=text, lang="en"))
    assert time.process_time() - begin < 10


def test_a_sentence_is_cut_where_no_full_stop_comes(reader: Reader) -> None:
    """A text without full stops falls into sentences of 300 words that leave no word out."""
    document = reader.read(Article(id="x", source="x", title="", text="word " * 700, lang="en"))
    assert [len(s.words) for s in document.sentences] == [300, 300, 100]
