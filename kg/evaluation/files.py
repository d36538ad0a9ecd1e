"""Gold, facts, runs and floors as files.  *I/O*"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.evaluation.floors import Floor, to_floors
from kg.evaluation.gold import parse_gold
from kg.evaluation.readings import Reading
from kg.evaluation.scoring import KINDS, SHARES, ArticleScore, Difference

_VERSION = 1


def read_gold(path: Path) -> dict[str, Reading]:
    """Read gold by id.  Raises SourceError naming file and line."""
    with _lines(path) as lines:
        return parse_gold(lines, str(path))


def read_facts(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the facts of a file that `kg extract` printed.  Raises SourceError naming file and line."""
    with _lines(path) as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _facts(line, f"{path}:{number}")


def _facts(line: str, where: str) -> dict[str, Any]:
    try:
        facts = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise SourceError(f"{where}: no valid JSON. Write it with kg extract, without --indent.") from error
    if not isinstance(facts, dict) or facts.get("kg") != 1 or not isinstance(facts.get("id"), str):
        raise SourceError(f"{where}: not the facts of an article. Write them with kg extract.")
    return facts


def write_run(path: Path, scores: Sequence[ArticleScore], version: str) -> None:
    """Write a run as JSON, to be compared with a later one."""
    articles = [
        {
            "id": s.id,
            "lang": s.lang,
            "counts": {kind: list(s.counts[kind]) for kind in KINDS},
            "shares": {key: list(s.shares[key]) for key in SHARES},
            "differences": [[d.verdict, d.kind, d.gold, d.found] for d in s.differences],
        }
        for s in scores
    ]
    text = json.dumps(
        {"kg_eval": _VERSION, "version": version, "articles": articles}, ensure_ascii=False, indent=1
    )
    path.write_text(text + "\n", encoding="utf-8")


def read_run(path: Path) -> tuple[ArticleScore, ...]:
    """Read a run that `write_run` wrote.  Raises SourceError for anything else."""
    data = _json(path)
    if not isinstance(data, dict) or data.get("kg_eval") != _VERSION:
        raise SourceError(f"{path}: not a run of kg eval. Write one with kg eval … --save {path.name}.")
    try:
        return tuple(
            ArticleScore(
                one["id"], one["lang"], {kind: _triple(one["counts"][kind]) for kind in KINDS},
                {key: (one["shares"][key][0], one["shares"][key][1]) for key in SHARES},
                tuple(Difference(*row) for row in one["differences"]),
            )
            for one in data["articles"]
        )  # fmt: skip
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise SourceError(f"{path}: damaged, or written by another version of kg. Run it again.") from error


def _triple(counts: Sequence[int]) -> tuple[int, int, int]:
    right, gold, found = counts
    return right, gold, found


def read_floors(path: Path) -> tuple[Floor, ...]:
    """Read floors from TOML or JSON.  Raises SourceError."""
    if path.suffix.lower() == ".json":
        data = _json(path)
    else:
        try:
            data = tomllib.loads(_text(path))
        except tomllib.TOMLDecodeError as error:
            raise SourceError(f"{path}: not valid TOML: {error}.") from error
    if not isinstance(data, dict):
        raise SourceError(f"{path}: must hold a table: kind, then language, then the least figure.")
    return to_floors(data, str(path))


def _json(path: Path) -> Any:
    try:
        return json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise SourceError(f"{path}:{error.lineno}: no valid JSON ({error.msg}).") from error


def _text(path: Path) -> str:
    with _lines(path) as lines:
        return "".join(lines)


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[str]]:
    try:
        with path.open(encoding="utf-8-sig") as handle:
            yield iter(handle)
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}). Check the path.") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
