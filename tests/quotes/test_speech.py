"""Speech in eight languages: the rows of `speech.csv`, to which a linguist can add."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.model import Document

with (Path(__file__).parent / "speech.csv").open(encoding="utf-8", newline="") as file:
    ROWS = [(row["language"], row["text"], row["said"], row["speaker"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("lang", "text", "said", "speaker"), ROWS)
def test_the_right_words_by_the_right_speaker(
    read: Callable[..., Document], lang: str, text: str, said: str, speaker: str
) -> None:
    """What is said begins and ends where it does, and its speaker is known."""
    assert (said, speaker) in {(q.text, q.speaker) for q in read(text, lang=lang).quotations}
