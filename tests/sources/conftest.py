"""Files made in one line, and what is read from them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.model import Article
from kg.sources import Unreadable, read_articles

Gathered = tuple[list[Article], list[str]]


@pytest.fixture
def gather(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Gathered]:
    """Write files into an empty folder (name → content), read sources in it, and split what comes out."""
    monkeypatch.chdir(tmp_path)

    def _gather(files: dict[str, str | bytes], *sources: str) -> Gathered:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        items = list(read_articles(sources or tuple(files)))
        articles = [item for item in items if isinstance(item, Article)]
        return articles, [item.message for item in items if isinstance(item, Unreadable)]

    return _gather
