"""What many tests share: the lexicon, a reader, and articles made in one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

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
