"""Across articles: which are one text, which events are one, who tells it independently, where they differ.

In the order of use: `digest.py` keeps of one article what can be compared; `signatures.py` and `stories.py`
find copies, `agencies.py` whose text it is; `identity.py` joins events that differ in precision only
(`modes.py` says which modes are near);
`differences.py` puts the values side by side, and `corroboration.py` writes it all as statements.
Everything here is pure; `kg/ledger.py` keeps the records and `kg/deriving.py` runs the steps.
"""

from kg.across.digest import digest
from kg.across.records import Digest, EventMention, Imprint, Teller

__all__ = ["Digest", "EventMention", "Imprint", "Teller", "digest"]
