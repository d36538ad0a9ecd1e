"""What a language's block says, as the program gets it."""

from __future__ import annotations

import pytest

from kg.ontology import load_lexicon


@pytest.mark.parametrize(("code", "clitics"), [("en", {"s"}), ("de", {"s"}), ("fr", set()), ("uk", set())])
def test_what_follows_an_apostrophe_comes_from_the_endings_of_names(code: str, clitics: set[str]) -> None:
    """*Trump's* falls into three words, of which the last is no name and no noun."""
    assert load_lexicon().languages[code].name_clitics == clitics
