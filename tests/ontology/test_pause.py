"""The search for garbage while the lexicon is built."""

from __future__ import annotations

import gc

import pytest

from kg.ontology.pause import without_collection


def test_search_is_off_inside_and_on_again_behind_even_after_an_error() -> None:
    """What was on before is on afterwards."""
    with pytest.raises(ValueError, match="wrong"), without_collection():
        assert not gc.isenabled()
        raise ValueError("wrong")
    assert gc.isenabled()


def test_search_that_was_off_stays_off() -> None:
    """Whoever switched it off decides when it is on again."""
    gc.disable()
    try:
        with without_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
