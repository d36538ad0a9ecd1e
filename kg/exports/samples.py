"""The sample queries that ship with kg: `examples/queries`, in the wheel `kg/_queries`.  *I/O*"""

from __future__ import annotations

from pathlib import Path

_PLACES = (
    Path(__file__).parents[1] / "_queries",
    Path(__file__).parents[2] / "examples" / "queries",
)


def sample_queries() -> dict[str, str]:
    """Return the sample queries by name, sorted; each begins with a comment that asks its question."""
    folder = next((place for place in _PLACES if place.is_dir()), None)
    files = sorted(folder.glob("*.rq")) if folder else ()
    return {file.stem: file.read_text(encoding="utf-8") for file in files}


def question(query: str) -> str:
    """Return what a sample query asks, in plain words."""
    lines = []
    for line in query.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# "))
    return " ".join(lines)
