"""Published states of a store, which queries read while a build may write the store itself.  *I/O*

```
NAME.kg/snapshots/<generation>/store/          hard links to the RDF store's files, never written
NAME.kg/snapshots/<generation>/index.sqlite    what the pages look up, made when the first is asked for
NAME.kg/snapshots/<generation>/lock            shared by those who read it
```

Opening Oxigraph beside a writer is undefined, a backup of it is a store of its own that takes milliseconds.
A snapshot is made beside its place and renamed, so it is whole or not there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kg.engine import ENGINE
from kg.errors import StoreError
from kg.ledger import Ledger
from kg.locking import InUse, Lock
from kg.store import LEDGER, LOCK, Store

FOLDER, INDEX = "snapshots", "index.sqlite"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published state: the store it is of, its number, and the folder that holds it."""

    store: Path
    generation: int
    folder: Path


class Snapshots:
    """The snapshots of one store; this process keeps the newest, and those that its queries still read."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.current: Snapshot | None = None
        self._locks: dict[int, Lock] = {}
        self._used: dict[int, int] = {}
        self._own: Path | None = None  # where the store's folder cannot be written

    def generation(self) -> int:
        """Return which state the store is in now.  Raises StoreError."""
        ledger = Ledger(self.store / LEDGER, write=False, shared=True)
        try:
            return ledger.generation
        finally:
            ledger.close()

    def publish(self) -> Snapshot:
        """Make the snapshot of the state the store is in.  Raises StoreError when it is in use."""
        with Store.open(self.store) as store:
            return make_snapshot(store, self.place())

    def adopt(self, snapshot: Snapshot) -> None:
        """Let queries read this snapshot from now on.  Raises StoreError when it is gone already."""
        if snapshot == self.current:
            return
        lock = Lock(snapshot.folder / LOCK, exclusive=False)
        if not (snapshot.folder / ENGINE).is_dir():
            lock.release()
            raise StoreError(f"{snapshot.folder}: the snapshot is gone. Start the server again.")
        self._locks[snapshot.generation] = lock
        self.current = snapshot
        self.sweep()

    def place(self) -> Path:
        """Return the folder of the snapshots; a temporary one where the store's cannot be written."""
        if self._own is not None:
            return self._own
        place = self.store / FOLDER
        try:
            place.mkdir(exist_ok=True)
            if place.is_symlink() or not os.access(place, os.W_OK):
                raise OSError("not ours to write")
        except OSError:
            place = self._own = Path(tempfile.mkdtemp(prefix="kg-snapshots-"))
        return place

    def take(self) -> Snapshot:
        """Return the newest snapshot, to be read until `give_back`."""
        snapshot = self.current
        assert snapshot is not None
        self._used[snapshot.generation] = self._used.get(snapshot.generation, 0) + 1
        return snapshot

    def give_back(self, snapshot: Snapshot) -> None:
        """Note that something has been read; an old snapshot that nobody reads any more goes."""
        self._used[snapshot.generation] -= 1
        if not self._used[snapshot.generation] and snapshot != self.current:
            self.sweep()

    def sweep(self) -> None:
        """Remove older snapshots that nobody reads: a newer one may be about to be adopted."""
        for generation in [g for g in self._locks if not self._used.get(g) and not self._is_current(g)]:
            self._locks.pop(generation).release()
        newest = self.current.generation if self.current else 0
        for folder in self.place().iterdir():
            if (int(folder.name) if folder.name.isdecimal() else -1) < newest:
                _remove(folder)

    def _is_current(self, generation: int) -> bool:
        return self.current is not None and self.current.generation == generation

    def close(self) -> None:
        """Let go of everything; the newest snapshot stays for the next server."""
        for lock in self._locks.values():
            lock.release()
        self._locks.clear()
        if self._own is not None:
            shutil.rmtree(self._own, ignore_errors=True)


def open_snapshot(snapshot: Snapshot) -> Store:
    """Open a snapshot for reading, with the ledger of its store.  Raises StoreError.

    It is not locked: the server that asks keeps it.
    """
    import pyoxigraph as ox

    try:
        engine = ox.Store.read_only(str(snapshot.folder / ENGINE))
    except OSError as error:
        raise StoreError(
            f"{snapshot.folder}: the snapshot cannot be opened ({error}). Start the server again."
        ) from error
    ledger = Ledger(snapshot.store / LEDGER, write=False, shared=True)
    return Store(snapshot.store, ledger, engine, None, write=False)


def make_snapshot(store: Store, where: Path) -> Snapshot:
    """Make the snapshot of the state that an open store is in, or return it.  Raises StoreError."""
    generation = store.ledger.generation
    place = where / str(generation)
    if not (place / ENGINE).is_dir():
        draft = where / f".{generation}.{os.getpid()}.tmp"
        try:
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            (draft / LOCK).touch()
            store.engine.backup(str(draft / ENGINE))
            draft.rename(place)
        except (OSError, RuntimeError) as error:
            if not (place / ENGINE).is_dir():  # unless another server was first
                raise StoreError(
                    f"{place}: no snapshot can be made ({error}). Check permissions and free space."
                ) from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return Snapshot(store.path, generation, place)


def _remove(folder: Path) -> None:
    """Remove a snapshot unless another process reads it, or a draft whose maker is gone."""
    if folder.name.endswith(".tmp"):
        maker = folder.name.split(".")[-2]
        if maker.isdecimal() and not Path(f"/proc/{maker}").exists() and Path("/proc/self").exists():
            shutil.rmtree(folder, ignore_errors=True)
        return
    try:
        lock = Lock(folder / LOCK, exclusive=True, patience=0)
    except (InUse, StoreError):
        return
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()
