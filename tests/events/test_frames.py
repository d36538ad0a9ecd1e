"""Every frame of the lexicon is found in its own example sentence, with the parties the example names."""

from __future__ import annotations

import pytest

from kg.ontology import load_lexicon
from kg.pipeline import Reader
from kg.proofreading.examples import Example, check_example, examples

FRAMES = [example for example in examples(load_lexicon()) if example.ref.startswith("frame/")]


@pytest.mark.parametrize("example", FRAMES, ids=lambda example: example.ref.removeprefix("frame/"))
def test_example_is_read(example: Example, reader: Reader) -> None:
    """The example yields an event of the frame's type and mode with the example's parties in their roles."""
    assert check_example(reader, example) is None
