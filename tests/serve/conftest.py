"""Servers that several tests ask: one that only reads, one that may be written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Served, serving


@pytest.fixture(scope="session")
def served(example_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The example store, as `kg serve` shows it."""
    store = shutil.copytree(example_store, tmp_path_factory.mktemp("served") / "examples.kg")
    with serving(store, "--timeout", "5") as running:
        yield running


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A store without articles that may be written."""
    from kg.store import Store

    store = tmp_path_factory.mktemp("writable") / "scratch.kg"
    Store.open(store, write=True).close()
    with serving(store, writable=True) as running:
        yield running
