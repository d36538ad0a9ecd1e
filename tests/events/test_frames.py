"""Every frame of the lexicon is found in its own example sentence, with the parties the example names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document, Event
from kg.ontology import load_lexicon
from kg.vocab import DEFAULT_BASE, KG, SKOS

LEXICON = load_lexicon()
EXAMPLES = [
    pytest.param(ref, text, language, id=f"{ref.removeprefix('frame/')}-{number}")
    for ref, block in sorted(LEXICON.blocks.items())
    if ref.startswith("frame/")
    for number, (text, language) in enumerate(block.get(SKOS.example, ()))
]


def _concept(ref: str) -> tuple[str, str | None]:
    """Return type and mode that a frame stands for."""
    concept = LEXICON.blocks[ref][KG.mode][0].removeprefix(DEFAULT_BASE)
    if concept.startswith("type/"):
        return concept.removeprefix("type/"), None
    above = LEXICON.blocks[concept][SKOS.broader][0].removeprefix(DEFAULT_BASE)
    return above.removeprefix("type/"), concept.removeprefix("mode/")


def _said(event: Event) -> str:
    parties = ", ".join(f"{p.role} {p.entity}" for p in event.participants)
    return f"{event.type}/{event.mode} ({parties}; {event.status}; {event.provenance.rule})"


@pytest.mark.parametrize(("ref", "text", "language"), EXAMPLES)
def test_example_is_read(ref: str, text: str, language: str, read: Callable[..., Document]) -> None:
    """The example yields an event of the frame's type and mode with the example's parties in their roles."""
    block = LEXICON.blocks[ref]
    wanted = {
        (role, iri.removeprefix(DEFAULT_BASE))
        for role, predicate in (("agent", KG.exampleAgent), ("target", KG.exampleTarget))
        for iri in block.get(predicate, ())
    }
    events = read(text, lang=language).events
    assert any(
        (e.type, e.mode) == _concept(ref) and wanted <= {(p.role, p.entity) for p in e.participants}
        for e in events
    ), f"wanted {_concept(ref)} with {sorted(wanted)}, read: {'; '.join(map(_said, events)) or 'nothing'}"
