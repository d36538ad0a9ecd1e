"""Opening Oxigraph on disk, with memory that does not grow with the store while it is written.  *I/O*

RocksDB keeps the index of every file that it has open: some ten megabytes per gigabyte of a store.  Oxigraph
lets it open as many files as the process may, less 48, and asks once, when it opens.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError

if TYPE_CHECKING:
    import pyoxigraph as ox

ENGINE = "store"  # the folder inside a store
FILES = 48 + 128  # Oxigraph's own reserve, and what a build needs at hand; readers may have all


def open_engine(folder: Path, *, write: bool, create: bool) -> ox.Store:
    """Open the RDF store inside a folder.  Raises StoreError when it is missing or damaged."""
    import pyoxigraph as ox

    where = folder / ENGINE
    if not create and not where.is_dir():
        raise StoreError(f"{folder}: the folder {ENGINE}/ is missing. Run: kg rebuild {folder}")
    try:
        return open_writable(where) if write else ox.Store.read_only(str(where))
    except (OSError, RuntimeError) as error:
        raise StoreError(
            f"{folder}: the RDF store cannot be opened ({error}). Check free space, then: kg rebuild {folder}"
        ) from error


def open_writable(where: Path) -> ox.Store:
    """Open an RDF store for writing, or make one.  Raises what Oxigraph raises."""
    import pyoxigraph as ox

    try:
        with _few_files():
            return ox.Store(str(where))
    except OSError:  # this process has more files open already, or the store is damaged
        return ox.Store(str(where))


@contextmanager
def _few_files() -> Iterator[None]:
    """Lower the number of files that this process may open, for as long as Oxigraph asks."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft <= FILES:
        yield
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
