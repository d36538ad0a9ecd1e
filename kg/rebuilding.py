"""A new RDF store beside the old one, which takes its place when it is complete.  *I/O*

Until then the ledger says that a rebuild is under way, so that nobody reads what is half made.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg import faults
from kg.engine import open_writable
from kg.errors import StoreError
from kg.ledger import Ledger
from kg.locking import Lock
from kg.store import EDITED, ENGINE, LEDGER, LOCK, REBUILDING, Store
from kg.vocab import GRAPH_BASE

_NEW, _OLD = "store-new", "store-old"


@contextmanager
def rebuild_store(path: str | Path) -> Iterator[Store]:
    """Give a store with the old ledger and an empty engine; swap the engines when the block ends well.

    Raises StoreError when there is no ledger to rebuild from, or the store is in use.
    """
    folder = Path(path)
    if not (folder / LEDGER).is_file():
        raise StoreError(f"{folder}: no {LEDGER} to rebuild from. Name a store that kg build made.")
    lock = Lock(folder / LOCK, exclusive=True)
    try:
        ledger = Ledger(folder / LEDGER, write=True)
        with ledger.transaction():
            ledger.set(REBUILDING, "yes")
            ledger.set("derived", "stale")
            ledger.set("reference", "")
        faults.passing("rebuild_begun")
        for name in (_NEW, _OLD):
            shutil.rmtree(folder / name, ignore_errors=True)
        try:
            engine = open_writable(folder / _NEW)
        except (OSError, RuntimeError) as error:
            raise StoreError(
                f"{folder}: cannot be written ({error}). Check permissions and free space."
            ) from error
        store = Store(folder, ledger, engine, lock, write=True)
        del engine
        yield store
        if ledger.get(EDITED):
            _keep_others(folder, store)
        store.flush()
        del store.engine
        faults.passing("before_swap")
        _swap(folder, ledger)
        ledger.close()
    finally:
        lock.release()


def _keep_others(folder: Path, store: Store) -> None:
    """Carry over the graphs that kg did not make: somebody put them there by SPARQL updates."""
    import pyoxigraph as ox

    old = ox.Store.read_only(str(folder / ENGINE))
    others = [
        g for g in old.named_graphs() if not (isinstance(g, ox.NamedNode) and g.value.startswith(GRAPH_BASE))
    ]
    for graph in (ox.DefaultGraph(), *others):
        store.engine.extend(old.quads_for_pattern(None, None, None, graph))


def _swap(folder: Path, ledger: Ledger) -> None:
    if (folder / ENGINE).exists():
        (folder / ENGINE).rename(folder / _OLD)
    faults.passing("in_swap")
    (folder / _NEW).rename(folder / ENGINE)
    faults.passing("after_swap")
    with ledger.transaction():
        ledger.set(REBUILDING, "")
        ledger.set(EDITED, "")
    faults.passing("after_swap_noted")
    shutil.rmtree(folder / _OLD, ignore_errors=True)
