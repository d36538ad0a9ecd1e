"""The file of corrections: one line each, so that a line can be read, added, and taken back.  *I/O*

YAML of plain texts: no anchors, no types (`on: 2025-07-05` and `alias: No` stay what they are).  What is
written goes to a new file that takes the old one's place.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from kg.corrections.records import Correction, to_correction
from kg.errors import CorrectionError

NAME = "corrections.yaml"  # inside a store
LARGEST = 20_000_000  # bytes
_HEAD = "# Corrections, replayed by every build.  One line each; take one back by deleting its line.\n"


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Return the corrections of a file, in its order; none where there is no file.

    Raises CorrectionError naming file and line.
    """
    if not path.exists():
        return ()
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorrectionError(f"{path}: cannot be read ({error}). Save it as UTF-8 text.") from error
    if len(data) > LARGEST:
        raise CorrectionError(f"{path}: larger than {LARGEST:,} bytes. Is it a file of corrections?")
    return parse_corrections(text, path)


def parse_corrections(text: str, path: Path) -> tuple[Correction, ...]:
    """Return the corrections of a text; `path` stands in messages.  Raises CorrectionError."""
    return tuple(_parse(text, path))


def _parse(text: str, path: Path) -> Iterable[Correction]:
    import yaml

    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.BaseLoader)):
            raise CorrectionError(f"{path}: no anchors and aliases (&, *); write each correction out")
        loader = yaml.BaseLoader(text)
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error)
        raise CorrectionError(
            f"{where}: not valid YAML ({problem}). Write - {{same: [a, b], by: me}}"
        ) from error
    except RecursionError as error:
        raise CorrectionError(f"{path}: brackets too deep") from error
    if root is None:
        return
    if not isinstance(root, yaml.SequenceNode):
        raise CorrectionError(f"{path}:{root.start_mark.line + 1}: write a list: each line begins with '- '")
    for node in root.value:
        place = f"{path}:{node.start_mark.line + 1}"
        if not isinstance(node, yaml.MappingNode):
            raise CorrectionError(f"{place}: write {{kind: …}}, for example {{reject: event/…}}")
        names = [key.value for key, _ in node.value]
        if len(set(map(str, names))) < len(names):
            raise CorrectionError(f"{place}: one field stands twice")
        yield to_correction(loader.construct_object(node, deep=True), place)


def line_of(correction: Correction) -> str:
    """Return the line of a correction."""
    import yaml

    text: str = yaml.safe_dump(
        [correction.fields()], allow_unicode=True, sort_keys=False, default_flow_style=True, width=10**6
    )
    return f"- {text.strip()[1:-1]}"


def add_corrections(path: Path, corrections: Iterable[Correction]) -> int:
    """Append corrections that the file does not hold yet; return how many.  Comments stay."""
    known = {c.key for c in read_corrections(path)}
    new = {c.key: c for c in corrections if c.key not in known}
    if new:
        text = path.read_text("utf-8") if path.exists() else _HEAD
        text += "" if text.endswith("\n") or not text else "\n"
        _write(path, text + "".join(f"{line_of(c)}\n" for c in new.values()))
    return len(new)


def remove_correction(path: Path, number: int) -> Correction:
    """Take back the correction of that number (from 1, in the order of the file); return it."""
    found = read_corrections(path)
    if not 1 <= number <= len(found):
        raise CorrectionError(f"{path}: there is no correction {number}; it holds {len(found)}")
    gone = found[number - 1]
    first = int(gone.place.rpartition(":")[2]) - 1
    last = int(found[number].place.rpartition(":")[2]) - 1 if number < len(found) else None
    lines = path.read_text("utf-8").splitlines(keepends=True)
    end = last if last is not None else len(lines)
    kept = [line for line in lines[first:end] if line.lstrip().startswith("#")]  # a comment on the next one
    _write(path, "".join((*lines[:first], *kept, *lines[end:])))
    return gone


def _write(path: Path, text: str) -> None:
    new = path.with_name(path.name + ".new")
    try:
        with new.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        new.replace(path)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise CorrectionError(f"{path}: cannot be written ({error.strerror}). Check permissions.") from error
