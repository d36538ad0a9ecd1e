"""Every example sentence of a cue: the cue is found in it, and reported speech becomes a quotation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document
from kg.ontology import load_lexicon
from kg.pipeline import Reader
from kg.proofreading.examples import Example, check_example, examples

#: Least share of reporting examples, per language, that yield a quotation with the stance of the cue.
QUOTED = {"de": 0.92, "en": 0.72, "es": 0.90, "fr": 0.90, "it": 0.88, "pl": 0.55, "ru": 0.60, "uk": 0.60}


CUES = [example for example in examples(load_lexicon()) if example.cue]


@pytest.mark.parametrize("example", CUES, ids=lambda example: example.ref.removeprefix("cue/"))
def test_cue_is_found_in_its_example(example: Example, reader: Reader) -> None:
    """The example sentence of a cue holds the cue."""
    assert check_example(reader, example) is None


@pytest.mark.parametrize("lang", sorted(load_lexicon().languages))
def test_reported_speech_becomes_a_quotation(lang: str, read: Callable[..., Document]) -> None:
    """Most examples of reporting cues yield a quotation with the stance of the cue."""
    cases = [(e.cue, e.text) for e in CUES if e.cue and e.cue.kind == "ReportingCue" and e.lang == lang]
    missed = [
        f"{cue.ref} ({cue.stance}): {text}"
        for cue, text in cases
        if cue.stance not in {q.stance for q in read(text, lang=lang).quotations}
    ]
    share = 1 - len(missed) / len(cases)
    assert share >= QUOTED.get(lang, 0.5), f"{share:.2f}\n" + "\n".join(missed)
