"""How Oxigraph is opened: with few files while it is written, and nothing of that stays behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.engine import ENGINE, FILES, open_engine

resource = pytest.importorskip("resource")


def _files(folder: Path) -> int:
    """What RocksDB was told, as it notes it beside its data."""
    options = sorted((folder / ENGINE).glob("OPTIONS-*"))[-1].read_text(encoding="utf-8")
    return int(options.split("max_open_files=")[1].split()[0])


def test_a_writer_opens_few_files_and_the_limit_of_the_process_stays(tmp_path: Path) -> None:
    """Memory would grow with the files that are open."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    open_engine(tmp_path, write=True, create=True).flush()
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == before
    assert _files(tmp_path) == FILES - 48


def test_a_process_with_many_open_files_can_write_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the limit is left as it is."""
    monkeypatch.setattr("kg.engine.FILES", 3)
    open_engine(tmp_path, write=True, create=True).flush()
    assert _files(tmp_path) > FILES
