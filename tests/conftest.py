"""What many tests share: the lexicon, a reader, articles made in one line, a browser, the command line."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.model import Article, Document
from kg.ontology import Lexicon, load_lexicon
from kg.pipeline import Reader


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The ontology that ships with kg."""
    return load_lexicon()


@pytest.fixture(scope="session")
def reader() -> Reader:
    """A reader with the built-in finders."""
    return Reader.load()


@pytest.fixture(scope="session")
def read(reader: Reader) -> Callable[..., Document]:
    """Read a text as an article of 4 July 2025, a Friday."""

    def _read(
        text: str, *, title: str = "", lang: str = "de", day: date | None = date(2025, 7, 4)
    ) -> Document:
        return reader.read(Article(id="t", source="test", title=title, text=text, lang=lang, date=day))

    return _read


EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory, reader: Reader) -> Path:
    """The store of `examples/articles`, built once; tests only read it."""
    from kg.build import build

    store = tmp_path_factory.mktemp("example") / "examples.kg"
    report = build([str(EXAMPLES / "articles")], store, reader=reader)
    assert not report.failures
    return store


PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
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


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run kg and return exit code, output and messages."""

    def _run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main([str(a) for a in arguments])
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), printed.out, printed.err

    return _run
