"""The files of a folder of shards: names, the first line of a part, the manifest.  *I/O*"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from pathlib import Path
from typing import Any

from kg.errors import SourceError

FORMAT = 1
MANIFEST, LOCK = "manifest.json", ".lock"
OURS = re.compile(r"(part-\d{5,}\.(nq|ledger\.jsonl)\.gz|manifest\.json|\.lock|\.(part-|manifest).*\.tmp)\Z")
DAMAGE = (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError, ValueError, KeyError, TypeError)


def quads_file(folder: Path, number: int) -> Path:
    """Return where the statements of a part stand."""
    return folder / f"part-{number:05}.nq.gz"


def rows_file(folder: Path, number: int) -> Path:
    """Return where the ledger rows of a part stand."""
    return folder / f"part-{number:05}.ledger.jsonl.gz"


def read_head(folder: Path, number: int) -> dict[str, Any] | None:
    """Return the first line of a part's ledger; None where the part is not finished, or damaged."""
    try:
        with gzip.open(rows_file(folder, number), "rb") as handle:
            head = json.loads(handle.readline())
        if head["format"] == FORMAT and quads_file(folder, number).stat().st_size == head["quads_bytes"]:
            found: dict[str, Any] = head
            return found
    except (OSError, *DAMAGE):
        pass
    return None


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest, and see whether all parts are there.  Raises SourceError."""
    path = folder / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        version, parts = manifest["format"], manifest["parts"]
        sizes = [
            (part["number"], part["quads_bytes"], part["rows_bytes"])
            for part in (parts if version == FORMAT else ())
        ]
        _ = manifest["reader"], manifest["base"]
    except FileNotFoundError as error:
        what = "not finished" if any(folder.glob("part-*.gz")) else "no shards"
        raise SourceError(
            f"{folder}: {what}: there is no {MANIFEST}. Run kg shards SOURCES -o {folder}: it goes on where "
            f"it stopped."
        ) from error
    except (OSError, *DAMAGE) as error:
        raise SourceError(
            f"{path}: not a manifest of shards. Run kg shards again: finished parts stay."
        ) from error
    if version != FORMAT:
        raise SourceError(
            f"{path}: format {version}; this kg reads format {FORMAT}. Use the kg that made it."
        )
    for number, quads, rows in sizes:
        for file, size in ((quads_file(folder, number), quads), (rows_file(folder, number), rows)):
            found = file.stat().st_size if file.exists() else None
            if found != size:
                how = "missing" if found is None else f"{found:,} bytes instead of {size:,}"
                raise SourceError(
                    f"{file}: {how}. Copy it again, or run kg shards again: only this part is made anew."
                )
    return manifest
