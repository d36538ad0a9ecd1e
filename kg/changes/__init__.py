"""What differs between two stores, or two runs of `kg extract`: of articles, lexicon, corrections or program.

`said.py` says what one article is read as, `sides.py` opens a store or a file of facts, `compare.py` puts two
sides beside each other, article by article, so that memory does not grow with what is read.
"""

from kg.changes.compare import ArticleChange, Changes, compare
from kg.changes.said import KINDS, Said
from kg.changes.sides import Side, open_side

__all__ = ["KINDS", "ArticleChange", "Changes", "Said", "Side", "compare", "open_side"]
