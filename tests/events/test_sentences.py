"""Banks of single sentences per language: the type of each event, and who takes part in it.

The sentences are ours, in the manner of the press; `agents` and `targets` are the parties that must be found,
as keys of the ontology.  A floor per language is pinned below what is reached.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kg.model import Article
from kg.pipeline import Reader

FILES = sorted(Path(__file__).parent.glob("sentences.*.jsonl"))
#: Language → least share of sentences with the right type, of right parties, of right status where found.
FLOORS = {
    "de": (0.87, 0.88, 0.97),
    "en": (0.9, 0.92, 0.97),
    "es": (0.96, 0.97, 0.97),
    "fr": (0.86, 0.93, 0.97),
    "it": (0.93, 0.95, 0.97),
    "pl": (0.86, 0.97, 0.96),
    "ru": (0.95, 0.98, 0.97),
    "uk": (0.96, 0.98, 0.97),
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.suffixes[0][1:])
def test_sentences_are_understood(path: Path, reader: Reader) -> None:
    """Shares of types, parties and status stay above the floor of the language."""
    lang = path.suffixes[0][1:]
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    missed, parties, right_parties, right_status = [], 0, 0, 0
    for row in rows:
        article = Article("s", "s", "", row["text"], lang=lang, date=date(2025, 11, 17))
        events = [e for e in reader.read(article).events if e.type == row["type"]]
        if not events:
            missed.append(row["text"])
            continue
        found = {(p.role, p.entity.split("/", 1)[1]) for e in events for p in e.participants}
        wanted = {("agent", ref) for ref in row["agents"]} | {("target", ref) for ref in row["targets"]}
        parties += len(wanted)
        right_parties += len(wanted & found)
        right_status += events[0].status == row["status"]
    types, shares, status = FLOORS[lang]
    found_rows = len(rows) - len(missed)
    assert found_rows >= types * len(rows), f"{found_rows} of {len(rows)}\n" + "\n".join(missed)
    assert right_parties >= shares * parties, f"{right_parties} of {parties} parties"
    assert right_status >= status * found_rows, f"{right_status} of {found_rows} with the right status"
