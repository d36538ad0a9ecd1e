"""One writer or many readers: a lock on a file that the system drops when its process ends.  *I/O*"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from kg.errors import StoreError

IN_USE = 75  # exit code (EX_TEMPFAIL): try again later
PATIENCE = 2.0  # seconds: a query that is running may end


class InUse(StoreError):
    """Another process holds the store."""

    exit_code = IN_USE


class Lock:
    """Holds `path`, alone (`exclusive`) or with other readers, until released.

    Raises InUse when somebody else keeps holding it.  Network file systems are not supported.
    """

    def __init__(self, path: Path, *, exclusive: bool, patience: float = PATIENCE) -> None:
        self.path, self.exclusive = path, exclusive
        try:
            self._file: Any = path.open("a+b")
        except OSError as error:
            if exclusive:
                raise StoreError(
                    f"{path.parent}: cannot be written ({error.strerror}). Check permissions and free space."
                ) from error
            try:
                self._file = path.open("rb")
            except OSError:
                self._file = None  # a read-only copy without a lock file: nobody can write it either
                return
        self._wait(patience)
        if exclusive:
            self._file.truncate(0)
            self._file.write(str(os.getpid()).encode())
            self._file.flush()

    def _wait(self, patience: float) -> None:
        end = time.monotonic() + patience
        while not _take(self._file, exclusive=self.exclusive):
            if time.monotonic() >= end:
                self._file.seek(0)
                holder = self._file.read(20).decode("ascii", "replace").strip()
                self._file.close()
                who = f"process {holder}" if holder.isdigit() and not self.exclusive else "another process"
                work = "is being written by" if not self.exclusive else "is in use by"
                raise InUse(f"{self.path.parent}: {work} {who}. Try again when it is done.")
            time.sleep(0.05)

    def release(self) -> None:
        """Let others have it."""
        if self._file is not None:
            self._file.close()  # closing drops the lock
            self._file = None


def _take(file: Any, *, exclusive: bool) -> bool:
    """Try once."""
    try:
        import fcntl
    except ImportError:  # Windows: readers exclude each other, too
        import msvcrt

        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
