"""Shallow grammar: clauses of a sentence and the parties in them, with how each is marked.

In: a linked document.  Out: per sentence its clauses and parties (entities at word positions, with
preposition, coordination and attribute).  No word stands here; the sets of words come from
`ontology/lexicon/languages`.  It finds no events and no speech: `events/` and `quotes/` do.
"""

from kg.syntax.dashes import dash_passages
from kg.syntax.parse import parse
from kg.syntax.records import Clause, Parsed, Party, without_groups

__all__ = ["Clause", "Parsed", "Party", "dash_passages", "parse", "without_groups"]
