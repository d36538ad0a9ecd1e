"""What two stores were made with: lexicon, program, corrections."""

from __future__ import annotations

from dataclasses import dataclass

from kg.ledger import Ledger
from kg.replaying import noted

_SAMPLE = 16  # articles asked which program read them


@dataclass(frozen=True, slots=True)
class Made:
    """`lexicon` is a hash of the ontology's files, `readers` are versions of the program with its finders."""

    lexicon: str
    readers: tuple[str, ...]
    corrections: frozenset[str]


def made_with(ledger: Ledger) -> Made:
    """Return what a store was made with; the readers are those of a sample of its articles."""
    entries = (ledger.entry(key) for key in ledger.sample(_SAMPLE))
    readers = sorted({entry.reader for entry in entries if entry})
    return Made(ledger.get("lexicon"), tuple(readers), frozenset(c.key for c in noted(ledger)))


def differences(a: Made, b: Made) -> list[str]:
    """Return what differs, a line each."""
    found = []
    if a.lexicon != b.lexicon:
        found.append(f"another lexicon ({a.lexicon or 'none'} → {b.lexicon or 'none'})")
    if a.readers != b.readers:
        found.append(f"another reader ({', '.join(a.readers)} → {', '.join(b.readers)})")
    gone, new = len(a.corrections - b.corrections), len(b.corrections - a.corrections)
    if gone or new:
        found.append(f"other corrections ({gone} only in A, {new} only in B)")
    return found
