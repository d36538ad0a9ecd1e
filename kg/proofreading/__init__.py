"""Proofreading of the ontology: mistakes in its files, and what a language still lacks.

In: an ontology folder.  Out: faults (how files are written, SHACL shapes, names that two things share,
example sentences that fail) and, per language, gaps beside the others.  `entries.py` proposes new lines.
Nothing is written here.
"""

from kg.proofreading.checking import check_ontology
from kg.proofreading.coverage import ASPECTS, Aspect, Coverage, Gap, survey
from kg.proofreading.faults import Fault
from kg.proofreading.shapes import can_check_shapes

__all__ = [
    "ASPECTS", "Aspect", "Coverage", "Fault", "Gap", "can_check_shapes", "check_ontology", "survey",
]  # fmt: skip
