"""The map of the example articles, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from map_browser import Opened

from kg.analysis import read_network
from kg.store import Store
from kg.views.from_network import to_map
from kg.views.map import MapData, draw_map


@pytest.fixture(scope="module")
def data(example_store: Path) -> MapData:
    with Store.open(example_store) as store:
        return to_map(read_network(store, topics_as_nodes=True), title="Examples")


def test_every_relation_has_a_sentence(data: MapData) -> None:
    """Nothing is drawn without at least one sentence that says so, its words marked."""
    assert len(data.nodes) > 30
    for edge in data.edges:
        assert edge.evidence
        assert all(e.sentence[e.start : e.end].strip() for e in edge.evidence)


def test_topics_do_not_crowd_out_people(data: MapData) -> None:
    """Of the names at most about a fifth are topics."""
    topics = [n for n in data.nodes if n.kind == "topic"]
    assert 0 < len(topics) <= max(6, len(data.nodes) / 4)


def test_example_map_works_without_network(data: MapData, open_page: Callable[..., Opened]) -> None:
    """The page asks for nothing and complains of nothing; a found name leads to a sentence in two clicks."""
    opened = open_page(draw_map(data))
    opened.page.locator("#search").fill("Selenskyj")
    opened.page.keyboard.press("Enter")
    opened.page.locator("#panel button.tie").first.click()
    assert opened.page.locator("#panel mark").first.inner_text().strip()
    assert (opened.requests, opened.console, opened.dialogs) == ([], [], [])


def test_one_old_date_does_not_squeeze_the_time_line(data: MapData, open_page: Callable[..., Opened]) -> None:
    """Recalled events of years ago are cut off, so that the weeks of the reports fill the time line."""
    page = open_page(draw_map(data)).page
    thumb = page.locator("#period-from")
    days = int(thumb.get_attribute("max")) - int(thumb.get_attribute("min"))
    assert 14 < days < 200
