"""The rooms of `kg/` and who may look into which: imports point upward in the list, never down."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kg"
#: The rooms in the order data flows; docs/architecture.md says what each does.
ROOMS = (
    "errors", "faults", "model", "vocab", "ontology", "sources", "text", "extractors", "mentions", "links",
    "syntax", "events", "topics", "quotes", "corrections", "pipeline", "facts", "evaluation",
    "proofreading", "graph", "across", "ledger", "locking", "sparql", "answers", "rdflib_view",
    "checking", "engine", "store", "touched", "rebuilding", "corroborating", "replaying", "deriving",
    "pruning", "workers", "cluster",
    "task", "build", "exports", "validating", "pushing", "shards", "analysis", "changes", "views", "serve",
    "cli",
)  # fmt: skip
EXTRACTORS = frozenset({"mentions", "links", "events", "topics", "quotes"})
FILES = sorted(PACKAGE.rglob("*.py"))


def _room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "cli" if first == "__main__" else first  # python -m kg: the command line's other door


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and room of everything imported from kg, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] if node.module != "kg" else [f"kg.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "kg" and len(parts) > 1 and not parts[1].startswith("__"):
                yield node.lineno, parts[1]


def test_every_room_is_listed() -> None:
    """A new file or folder of kg gets its place in the order."""
    assert {_room(path) for path in FILES} - {"__init__"} == set(ROOMS)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_upward(path: Path) -> None:
    """No room uses a room below it."""
    room = _room(path)
    if room == "__init__":  # the door leads everywhere
        return
    down = [
        f"{path.name}:{line} imports kg.{other}"
        for line, other in _imports(path)
        if other not in ROOMS or ROOMS.index(other) > ROOMS.index(room)
    ]
    assert not down


@pytest.mark.parametrize("path", [p for p in FILES if _room(p) in EXTRACTORS], ids=lambda p: p.stem)
def test_extractors_do_not_know_one_another(path: Path) -> None:
    """One kind of extractor never imports another: only the pipeline puts them together."""
    others = [
        f"{path.name}:{line} imports kg.{o}" for line, o in _imports(path) if o in EXTRACTORS - {_room(path)}
    ]
    assert not others


def test_no_room_for_everything() -> None:
    """Nothing is called utils, helpers, common or core: such rooms fill with what has no place."""
    assert not [p.name for p in FILES if p.stem in ("utils", "util", "helpers", "common", "core")]


def test_the_pipeline_alone_puts_extractors_together() -> None:
    """Only the pipeline (and the door) imports more than one kind of extractor."""
    several = [
        str(path.relative_to(PACKAGE))
        for path in FILES
        if len({o for _, o in _imports(path)} & EXTRACTORS) > 1
        and _room(path) not in ("pipeline", "__init__")
    ]
    assert not several
