"""The example plug-in, registered the way an installed package would be."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.errors import ExtractorError
from kg.facts import to_facts
from kg.model import Article
from kg.pipeline import Reader

PLUGIN = Path(__file__).parents[2] / "examples" / "plugin"
TEXT = "Der Verein Blaue Brücke lud am Freitag Marlene Voss nach Berlin ein. Voss lobte Blaue Brücke."


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[None]:
    """Put the plug-in and its metadata on the path, as pip would."""
    metadata = tmp_path / "kg_watchlist-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: kg-watchlist\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[kg.mentions]\nwatchlist = kg_watchlist:find_mentions\n")
    sys.path[:0] = [str(tmp_path), str(PLUGIN)]
    importlib.invalidate_caches()
    yield
    del sys.path[:2]
    sys.modules.pop("kg_watchlist", None)


def _article() -> Article:
    return Article(id="a", source="test", title="", text=TEXT, lang="de", date=date(2025, 7, 4))


@pytest.mark.usefixtures("installed")
def test_names_of_the_list_become_entities_with_the_rule_that_found_them() -> None:
    """A listed organisation is found at both places, with the plug-in's name as rule."""
    facts = to_facts(Reader.load(finders=["watchlist"]).read(_article()))
    (bridge,) = [o for o in facts["organisations"] if o["name"] == "Blaue Brücke"]
    assert [TEXT[m["start"] : m["end"]] for m in bridge["mentions"]] == ["Blaue Brücke", "Blaue Brücke"]
    assert {m["rule"] for m in bridge["mentions"]} == {"watchlist:Blaue Brücke"}


@pytest.mark.usefixtures("installed")
def test_the_plugin_shares_one_identity_with_the_other_finders() -> None:
    """The surname alone, found by another finder, is the person whom the list names."""
    facts = to_facts(Reader.load(finders=["watchlist"]).read(_article()))
    (voss,) = [p for p in facts["persons"] if p["name"] == "Marlene Voss"]
    assert [m["text"] for m in voss["mentions"]] == ["Marlene Voss", "Voss"]


@pytest.mark.usefixtures("installed")
def test_the_plugin_is_part_of_the_reader_version() -> None:
    """A store knows with which finders an article was read."""
    assert Reader.load(finders=["watchlist"]).version.endswith("+watchlist")


def test_an_unknown_finder_is_named_with_the_installed_ones() -> None:
    """`--finder watchlst` fails before anything is read and lists what there is."""
    with pytest.raises(ExtractorError, match=r"no extractor 'watchlst'.*installed: alias"):
        Reader.load(finders=["watchlst"])
