"""Example sentences that fail to show what they are an example of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.ontology import Lexicon
from kg.pipeline import Reader
from kg.proofreading.examples import check_example, check_examples, examples
from kg.proofreading.names import check_lexicon
from kg.vocab import SKOS


@pytest.mark.parametrize(
    ("ref", "complaint"),
    [
        ("frame/call-en", "must yield CONSULT/call"),
        ("cue/say-en", "no word of this ReportingCue stands in its example"),
        ("topic/air-defence", "yields no topic"),
    ],
)
def test_an_example_that_shows_nothing(ref: str, complaint: str, reader: Reader) -> None:
    """The complaint says what is wanted and what was read."""
    example = next(one for one in examples(reader.lexicon) if one.ref == ref)
    found = check_example(reader, replace(example, text="It rained.", lang="en"))
    assert found is not None and complaint in found


def test_an_example_in_an_unknown_language(reader: Reader) -> None:
    """A language without a file cannot be read."""
    example = replace(next(examples(reader.lexicon)), lang="zz")
    assert "which has no file in languages/" in str(check_example(reader, example))


def test_only_examples_of_the_languages_asked_for(reader: Reader) -> None:
    """Progress counts one step per example."""
    steps: list[None] = []
    assert check_examples(reader, frozenset({"uk"}), lambda: steps.append(None)) == []
    assert len(steps) == sum(example.lang == "uk" for example in examples(reader.lexicon))


def test_mistakes_in_the_lexicon_as_a_whole(lexicon: Lexicon) -> None:
    """One Wikidata item of two keys, a frame without an example; a shared name is only a note."""
    frame = {k: v for k, v in lexicon.blocks["frame/call-en"].items() if k != SKOS.example}
    pair = [replace(lexicon.entities[ref], wikidata="Q1") for ref in ("country/POL", "country/UKR")]
    changed = replace(
        lexicon,
        blocks={**lexicon.blocks, "frame/call-en": frame},
        entities={**lexicon.entities, **{one.ref: one for one in pair}},
    )
    grave = [str(fault) for fault in check_lexicon(changed) if fault.grave]
    assert grave == [
        "country:POL: country:POL and country:UKR have one Wikidata item, Q1: one thing written twice",
        "frame:call-en: has words in en and no example in it: add skos:example",
    ]
    assert any("'Congo'@en is a name of several" in fault.message for fault in check_lexicon(lexicon))
