"""The example store with its index, and one of hostile articles: built once, only read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asking import asked
from hostile_store import hostile_store as make_hostile

from kg.serve.pages import Page, render
from kg.serve.search import build_index
from kg.store import Store

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Start Chromium; without one, skip and say so, but fail under CI=true."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        message = "No Chromium: install Debian's package chromium to run the browser tests."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    playwright = pytest.importorskip("playwright.sync_api") if os.environ.get("CI") != "true" else None
    if playwright is None:
        import playwright.sync_api as playwright
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()
