"""Proofreading of the ontology: mistakes in its files, and what a language still lacks.

In: an ontology folder.  Out: faults (how files are written, SHACL shapes, names that two things share,
example sentences that fail) and, per language, gaps beside the others; new lines for its files as text.
"""

from kg.proofreading.checking import check_addition, check_ontology
from kg.proofreading.coverage import ASPECTS, Aspect, Coverage, Gap, survey
from kg.proofreading.entries import (
    ROLES,
    Addition,
    add_block,
    add_word,
    entity_block,
    home_of,
    kind_of,
    tenure_block,
)  # fmt: skip
from kg.proofreading.faults import Fault
from kg.proofreading.files import LexiconFile, read_files
from kg.proofreading.shapes import can_check_shapes

__all__ = [
    "ASPECTS", "ROLES", "Addition", "Aspect", "Coverage", "Fault", "Gap", "LexiconFile", "add_block",
    "add_word", "can_check_shapes", "check_addition", "check_ontology", "entity_block", "home_of", "kind_of",
    "read_files", "survey", "tenure_block",
]  # fmt: skip
