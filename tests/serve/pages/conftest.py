"""The example store with its index, and one of hostile articles: built once, only read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from asking import asked
from hostile_store import hostile_store as make_hostile

from kg.serve.pages import Page, render
from kg.serve.search import build_index
from kg.store import Store

Get = Callable[..., Page]


@pytest.fixture(scope="session")
def index(example_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the example store."""
    file = tmp_path_factory.mktemp("index") / "index.sqlite"
    with Store.open(example_store) as store:
        build_index(store, file)
    return file


@pytest.fixture(scope="session")
def store(example_store: Path) -> Iterator[Store]:
    """The example store, open."""
    with Store.open(example_store) as opened:
        yield opened


@pytest.fixture(scope="session")
def get(store: Store, index: Path) -> Get:
    """Ask for a page of the example store by its URL."""

    def _get(url: str, form: str = "html") -> Page:
        return render(store, asked(url, form), search=index)

    return _get


@pytest.fixture(scope="session")
def get_hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """Ask for a page of a store in which every text tries to leave its place."""
    folder = tmp_path_factory.mktemp("hostile")
    with Store.open(make_hostile(folder)) as store:
        build_index(store, folder / "index.sqlite")
        yield lambda url, form="html": render(store, asked(url, form), search=folder / "index.sqlite")
