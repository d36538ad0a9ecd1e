"""Is a store as it must be?  Shapes, spans, terms, names, and the ledger beside the graphs.

`spans.py` compares every span with the stored text, `terms.py` every property and class with the
vocabularies, `shapes.py` runs SHACL; `whole.py` goes through a store; `report.py` writes what was
found as Turtle.  docs/validation.md describes it for those who read a report.
"""

from kg.validating.records import CHECKS, Tally, Violation
from kg.validating.report import report_lines
from kg.validating.whole import validate

__all__ = ["CHECKS", "Tally", "Violation", "report_lines", "validate"]
