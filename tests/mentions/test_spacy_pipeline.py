"""The spaCy finder, on a pipeline made here: a blank tokenizer and a few patterns, saved to disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from finding import read, ruled

from kg.errors import ExtractorError
from kg.pipeline import Reader

spacy = pytest.importorskip("spacy")


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    nlp = spacy.blank("en")
    nlp.meta["name"], nlp.meta["version"] = "three_patterns", "1.2.3"
    nlp.add_pipe("entity_ruler").add_patterns(
        [
            {"label": "PERSON", "pattern": "Quilbert Ozanne"},
            {"label": "ORG", "pattern": "Nordlicht Circle"},
            {"label": "GPE", "pattern": "Friday"},  # a place that no lexicon knows as a country
            {"label": "DATE", "pattern": "museum"},
        ]
    )
    folder = tmp_path_factory.mktemp("spacy") / "pipeline"
    nlp.to_disk(folder)
    return folder


def test_people_and_organisations_of_the_pipeline_are_linked_with_its_rule(pipeline: Path) -> None:
    facts = read(f"spacy:{pipeline}")
    assert ruled(facts, "organisations", "spacy:ORG") == [("Nordlicht Circle", "Nordlicht Circle")]
    found = [m for p in facts["persons"] for m in p["mentions"] if p["name"] == "Quilbert Ozanne"]
    assert [(m["start"], m["text"]) for m in found] == [(0, "Quilbert Ozanne")]


def test_a_place_counts_only_as_a_country_of_the_lexicon(pipeline: Path) -> None:
    facts = read(f"spacy:{pipeline}")
    assert [c["iso3"] for c in facts["countries"]] == ["DEU"]
    assert ruled(facts, "countries", "spacy") == []


def test_nothing_is_found_in_teasers(pipeline: Path) -> None:
    """The pipeline sees the whole body; what lies in a marked part stays out."""
    facts = read(f"spacy:{pipeline}")
    (teaser,) = [s for s in facts["skipped"] if s["why"] == "teaser"]
    assert all(m["end"] <= teaser["start"] for p in facts["persons"] for m in p["mentions"])


def test_the_score_is_the_users(pipeline: Path) -> None:
    facts = read(f"spacy:model={pipeline},score=0.77")
    (circle,) = [m for o in facts["organisations"] for m in o["mentions"] if m["text"] == "Nordlicht Circle"]
    assert circle["confidence"] == 0.77


def test_the_pipelines_version_is_part_of_the_readers(pipeline: Path) -> None:
    """Not its folder: the same pipeline elsewhere gives the same store."""
    version = Reader.load(finders=[f"spacy:{pipeline}"]).version
    assert version.endswith("+spacy-en-three_patterns-1.2.3")


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("spacy:no_such_pipeline", r"no spaCy pipeline 'no_such_pipeline'.*spacy download"),
        ("spacy", r"needs model; options: model, score"),
        ("spacy:model=x,modle=y", r"does not know 'modle'; options: model, score"),
    ],
)
def test_what_is_wrong_with_the_options_is_said(spec: str, says: str) -> None:
    with pytest.raises(ExtractorError, match=says):
        Reader.load(finders=[spec])


def test_a_score_that_is_no_number_is_named(pipeline: Path) -> None:
    with pytest.raises(ExtractorError, match=r"score='high': a number from 0 to 1"):
        Reader.load(finders=[f"spacy:model={pipeline},score=high"])
