"""Banks of single sentences with speech per language: what is said, and who says it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kg.model import Article
from kg.pipeline import Reader

FILES = sorted(Path(__file__).parent.glob("sentences.*.jsonl"))
#: Language → least share of sentences with the right words by the right speaker.
FLOORS = {"de": 0.9, "en": 0.85, "es": 0.9, "fr": 0.93, "it": 0.93, "pl": 0.95, "ru": 0.95, "uk": 0.95}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.suffixes[0][1:])
def test_speech_is_attributed(path: Path, reader: Reader) -> None:
    """The share of right speech stays above the floor of the language."""
    lang = path.suffixes[0][1:]
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    missed = []
    for row in rows:
        article = Article("s", "s", "", row["text"], lang=lang, date=date(2025, 11, 17))
        said = [
            (q.text, (q.speaker or "/").split("/", 1)[1])
            for q in reader.read(article).quotations
            if q.text.startswith(row["begins"])
        ]
        if row["speaker"] not in [speaker for _, speaker in said]:
            missed.append(f"{row['text']} {said}")
    assert len(missed) <= (1 - FLOORS[lang]) * len(rows), "\n".join(missed)
