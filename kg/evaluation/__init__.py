"""How well kg reads: what it found beside what a careful reader found.

In: gold (one JSON object per article: people, countries, organisations, topics, events, statements) and
the facts that `kg extract` prints.  Out: precision, recall and F1 per kind and language, what differs in
each article, the comparison of two runs, and floors that must hold.  It reads no article.
"""

from kg.evaluation.checking import Legal, check_gold
from kg.evaluation.comparing import Change, Comparison, Moved, compare
from kg.evaluation.figures import ALL, Figure, Share, Table, tabulate
from kg.evaluation.files import read_facts, read_floors, read_gold, read_run, write_run
from kg.evaluation.floors import Floor, below, pinned, to_toml
from kg.evaluation.found import to_reading
from kg.evaluation.readings import Reading
from kg.evaluation.scoring import KINDS, SHARES, ArticleScore, Difference, score_article

__all__ = [
    "ALL", "KINDS", "SHARES", "ArticleScore", "Change", "Comparison", "Difference", "Figure", "Floor",
    "Legal", "Moved", "Reading", "Share", "Table", "below", "check_gold", "compare", "pinned",
    "read_facts", "read_floors", "read_gold", "read_run", "score_article", "tabulate", "to_reading",
    "to_toml", "write_run",
]  # fmt: skip
