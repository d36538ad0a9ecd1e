"""Named points of a build at which it can be made to end as by `kill -9`: for tests of crashes.

```sh
KG_FAULT=after_store_before_ledger:kill kg build inbox -o desk.kg      the first time it gets there
KG_FAULT=after_store_before_ledger:kill:3 kg build inbox -o desk.kg    the third time
```

Without the variable a point costs a look at a name.  Processes that only read articles pass none.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping

from kg.errors import KgError

VARIABLE = "KG_FAULT"
#: Every point, in the order of a build, with what is on the disk there.
POINTS: Mapping[str, str] = {
    "before_write": "a batch is read, nothing of it written",
    "after_store_before_flush": "its graphs are in the RDF store, perhaps not on the disk",
    "after_store_before_ledger": "its graphs are on the disk, the ledger knows nothing of them",
    "in_ledger": "the ledger's transaction is open",
    "after_ledger": "the ledger has the batch, old versions are still there",
    "after_drop_before_remove": "the ledger forgot articles whose graphs are still there",
    "between_prunes": "some of the articles that no source shows any more are gone",
    "before_derive": "all articles are written, nothing across them",
    "after_compare": "stories and links are in the ledger, in no graph yet",
    "after_derived": "the graph derived is written",
    "after_corroboration": "the graph corroboration is written",
    "after_reference": "the graph reference is written",
    "after_provenance": "the graph provenance is written",
    "before_fresh": "all graphs are on the disk, the ledger calls them stale",
    "rebuild_begun": "the ledger says that a rebuild is under way, the new RDF store is not made",
    "before_swap": "the new RDF store is complete, beside the old one",
    "in_swap": "the old RDF store is moved away, the new one not in its place",
    "after_swap": "the new RDF store is in its place, the ledger still says that a rebuild is under way",
    "after_swap_noted": "the rebuild is done, the old RDF store not deleted",
    "after_quads_before_rows": "a shard has its statements, but no ledger rows",
    "before_manifest": "all shards are written, not their manifest",
}

_armed = ""
_left = 0


def arm(text: str) -> None:
    """Wait for a point, as the variable would: `point:kill`, `point:kill:n` for the n-th time, or nothing.

    Raises KgError when there is no such point.
    """
    global _armed, _left
    name, _, action = text.partition(":")
    action, _, times = action.partition(":")
    if text and (name not in POINTS or action != "kill" or not (times or "1").isdecimal()):
        raise KgError(f"{VARIABLE}={text}: write POINT:kill or POINT:kill:N.  Points: {', '.join(POINTS)}")
    _armed, _left = name, int(times or "1")


def passing(point: str) -> None:
    """Say that a build is at a point; it ends there if it is the one that is waited for."""
    global _left
    if point == _armed:
        _left -= 1
        if _left <= 0:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


arm(os.environ.get(VARIABLE, ""))
