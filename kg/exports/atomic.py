"""Files that are complete or not there at all, packed where the name ends in `.gz`.  *I/O*"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from kg.errors import ExportError

PACKED = ".gz"
_LEVEL = 6  # of nine; above, hardly smaller and much slower


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give the path of a temporary file beside `path`; when the block ends well it takes its place.

    Raises ExportError when the disk refuses; what stood at `path` before is untouched then.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield draft
        with draft.open("rb") as handle:
            os.fsync(handle.fileno())
        draft.replace(path)
    except OSError as error:
        why = error.strerror or str(error)
        raise ExportError(
            f"{path}: cannot be written ({why}). Check the folder, its permissions and free space."
        ) from error
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def new_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write bytes to, which takes the place of `path` as `new_file` says.

    A name that ends in `.gz` packs them.  Neither name nor time stands inside: the same stays the same.
    """
    with new_file(path) as draft, draft.open("wb") as raw:
        if path.suffix.lower() != PACKED:
            yield raw
            return
        with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=raw, mtime=0) as packed:
            yield cast(IO[bytes], packed)


def format_of(path: Path) -> str:
    """Return the suffix that says what is written: `.nq` of `desk.nq` and of `desk.nq.gz`."""
    suffix = path.suffix.lower()
    return Path(path.stem).suffix.lower() if suffix == PACKED else suffix
