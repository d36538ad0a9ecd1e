"""Files that are complete or not there at all.  *I/O*"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import ExportError


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
