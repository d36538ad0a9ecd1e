"""What differs between two stores, or two runs of `kg extract`: of articles, lexicon, corrections or program.

`said.py` says what one article is read as, `sides.py` opens a store or a file of facts, `meeting.py` finds
which articles are the same, `compare.py` puts two sides beside each other, article by article, and
`pairing.py` tells which statement became which.  Of two stores, `across.py` compares relations, cases and
stories, and `versions.py` what they were made with.
"""

from kg.changes.across import ACROSS, AcrossChange, compare_across
from kg.changes.compare import ArticleChange, Changes, compare
from kg.changes.pairing import differing
from kg.changes.said import KINDS, Said
from kg.changes.sides import Side, StoreSide, open_side
from kg.changes.versions import differences, made_with

__all__ = [
    "ACROSS", "KINDS", "AcrossChange", "ArticleChange", "Changes", "Said", "Side", "StoreSide", "compare",
    "compare_across", "differences", "differing", "made_with", "open_side",
]  # fmt: skip
