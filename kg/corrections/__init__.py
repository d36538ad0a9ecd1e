"""Corrections that last: a file of lines that every build replays.

`records.py` says what a correction is, `file.py` reads and writes the file, `apply.py` changes a Document,
`aliases.py` the lexicon.  What events across articles are, or are not, is corrected in `kg/corroborating.py`.
"""

from kg.corrections.aliases import with_aliases
from kg.corrections.apply import correct
from kg.corrections.file import (
    NAME,
    add_corrections,
    line_of,
    parse_corrections,
    read_corrections,
    remove_correction,
)
from kg.corrections.records import Correction, to_correction

__all__ = [
    "NAME", "Correction", "add_corrections", "correct", "line_of", "parse_corrections", "read_corrections",
    "remove_correction", "to_correction", "with_aliases",
]  # fmt: skip
