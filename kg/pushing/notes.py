"""What a target is known to hold: one line a graph, written as soon as the graph has arrived.  *I/O*

The file belongs to one store and one target.  Lines are added at the end; the last one about a graph
holds, and a last line that a crash tore apart is left out.  It knows no passwords.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from types import TracebackType

from kg.errors import ExportError, PushError, StoreError
from kg.exports.atomic import new_file
from kg.locking import InUse, Lock

FOLDER = "pushed"  # inside a store


def notes_file(store: Path, address: str) -> Path:
    """Return where the notes about a target lie: inside the store, under a hash of its address."""
    return store / FOLDER / f"{sha256(address.encode()).hexdigest()[:16]}.jsonl"


class Notes:
    """The notes of one store about one target.  Use `with Notes(file, address) as notes:`.

    Raises PushError while another push to the same target runs, or when the file cannot be used.
    """

    def __init__(self, file: Path, address: str) -> None:
        self._file, self._address = file, address
        try:
            file.parent.mkdir(exist_ok=True)
            self._lock = Lock(file.with_suffix(".lock"), exclusive=True)
            self.known = read_notes(file)
            self._shorten()
            self._handle = file.open("a", encoding="utf-8", newline="\n")
        except InUse as error:
            raise PushError(f"{address}: another push to it is under way. Wait until it is done.") from error
        except (OSError, StoreError, ExportError) as error:
            raise PushError(f"{file}: cannot be written ({error}). Name another: --notes FILE") from error

    def __enter__(self) -> Notes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._handle.close()
        if kind is None:
            self._shorten()
        self._lock.release()

    def remember(self, graph: str, digest: str) -> None:
        """Note that the target holds a graph with statements of this hash."""
        self.known[graph] = digest
        self._add({"graph": graph, "hash": digest})

    def forget(self, graph: str) -> None:
        """Note that nobody knows what the target holds of a graph."""
        if self.known.pop(graph, None) is not None:
            self._add({"graph": graph, "hash": None})

    def _add(self, row: dict[str, str | None]) -> None:
        self._handle.write(json.dumps(row) + "\n")
        self._handle.flush()

    def _shorten(self) -> None:
        """Write one line a graph in the place of the history."""
        rows = [{"graph": graph, "hash": digest} for graph, digest in sorted(self.known.items())]
        text = "".join(json.dumps(row) + "\n" for row in ({"target": self._address}, *rows))
        with new_file(self._file) as draft:
            draft.write_text(text, encoding="utf-8", newline="\n")


def read_notes(file: Path) -> dict[str, str]:
    """Return name of graph → hash.  Raises PushError when the file is no notes."""
    known: dict[str, str] = {}
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return known
    except (OSError, UnicodeDecodeError) as error:
        raise PushError(f"{file}: cannot be read ({error}). Delete it: all is sent again.") from error
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            if "graph" in row:
                known[row["graph"]] = row["hash"]
        except (ValueError, KeyError, TypeError) as error:
            if number == len(lines) and not text.endswith("\n"):
                break
            raise PushError(f"{file}, line {number}: not a note. Delete it: all is sent again.") from error
    return {graph: digest for graph, digest in known.items() if digest}
