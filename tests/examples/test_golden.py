"""What every example article says, as sorted N-Quads: reviewing a change means reading their diff.

`KG_UPDATE_GOLDEN=1 python -m pytest tests/examples/test_golden.py` writes the files again.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.graph import article_graph
from kg.model import Article
from kg.pipeline import Reader
from kg.sources import read_articles

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).with_name("golden")
ARTICLES = [a for a in read_articles([str(ROOT / "examples" / "articles")]) if isinstance(a, Article)]


def _name(article: Article) -> str:
    """The file, and the line where a file holds several articles: `agency.jsonl-2.nq`."""
    return Path(article.source).name.replace(":", "-") + ".nq"


@pytest.mark.parametrize("article", ARTICLES, ids=_name)
def test_an_example_article_says_what_it_said(reader: Reader, article: Article) -> None:
    """The graph of the article is, byte for byte, the one in tests/examples/golden."""
    graph = article_graph(reader.read(article), reader.lexicon)
    found = "".join(f"{line} <{graph.iri}> .\n" for line in graph.lines)
    path = GOLDEN / _name(article)
    if os.environ.get("KG_UPDATE_GOLDEN") == "1":
        path.write_text(found, encoding="utf-8")
    assert path.exists(), f"{path.name} is missing; write it with KG_UPDATE_GOLDEN=1"
    wanted = path.read_text(encoding="utf-8")
    if found != wanted:
        gone = sorted(set(wanted.splitlines()) - set(found.splitlines()))[:5]
        new = sorted(set(found.splitlines()) - set(wanted.splitlines()))[:5]
        pytest.fail(f"{path.name} differs.\nno longer: {gone}\nnew: {new}", pytrace=False)


def test_no_golden_file_is_left_over() -> None:
    """Every file belongs to an example article."""
    assert {p.name for p in GOLDEN.glob("*.nq")} == {_name(a) for a in ARTICLES}
