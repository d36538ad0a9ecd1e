"""The ledger: what was read, its text and its state.  SQLite; the source of truth of a store.  *I/O*

`ledger.py` keeps articles, their sources and what ties are added up from; `across.py` what articles are
compared by; `records.py` the records, `schema.py` the tables.
"""

from kg.ledger.ledger import Ledger
from kg.ledger.records import Entry, place_of

__all__ = ["Entry", "Ledger", "place_of"]
