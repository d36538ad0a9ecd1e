"""The map in a real browser: it draws, searches, filters, explains itself, and trusts nothing."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hostile import HOSTILE, hostile_map
from map_browser import Opened
from map_demo import demo_map

from kg.views.map import MapData, draw_map
from kg.views.page import clean_name, clean_text, load_look

Open = Callable[..., Opened]


@pytest.fixture(scope="module")
def demo() -> str:
    return draw_map(demo_map())


def panel(opened: Opened) -> str:
    return str(opened.page.inner_text("#panel"))


def find(opened: Opened, text: str) -> None:
    opened.page.keyboard.press("/")
    opened.page.keyboard.type(text)
    opened.page.keyboard.press("Enter")


def painted(opened: Opened) -> int:
    """Count the pixels of the map that are not empty."""
    script = """() => {
      const canvas = document.querySelector('#map canvas');
      const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      let count = 0;
      for (let i = 3; i < pixels.length; i += 4) if (pixels[i]) count += 1;
      return count;
    }"""
    opened.page.wait_for_timeout(150)
    return int(opened.page.evaluate(script))


def persons(opened: Opened) -> set[int]:
    """Return the pixels of the map that have the colour of persons: where their shapes are."""
    colour = [int(load_look()["kinds"]["person"]["light"][0][i : i + 2], 16) for i in (1, 3, 5)]
    script = """([r, g, b]) => {
      const canvas = document.querySelector('#map canvas');
      const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      const found = [];
      for (let i = 0; i < pixels.length; i += 4) {
        if (pixels[i] === r && pixels[i + 1] === g && pixels[i + 2] === b) found.push(i / 4);
      }
      return found;
    }"""
    opened.page.wait_for_timeout(150)
    return set(opened.page.evaluate(script, colour))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_draws_without_network_or_complaint(open_page: Open, demo: str, scheme: str) -> None:
    """The page draws itself, asks the network for nothing and the console stays empty."""
    opened = open_page(demo, color_scheme=scheme)
    assert painted(opened) > 20_000
    find(opened, "zelensky")
    opened.page.click("#panel .tie >> nth=0")
    opened.page.click("#theme")
    opened.page.click("#open-table")
    assert opened.requests == [] and opened.console == [] and opened.dialogs == []


def test_click_on_a_line_shows_its_sentences(open_page: Open) -> None:
    """One click on the line between two names shows sentence, words, date, outlet, headline, rule."""
    data = demo_map()
    names = {"merz", "macron"}
    two = MapData(
        "Two",
        tuple(n for n in data.nodes if n.id in names),
        tuple(e for e in data.edges if {e.source, e.target} == names),
    )
    opened = open_page(draw_map(two))
    box = opened.page.locator("#map").bounding_box()
    line = opened.page.locator("#timeline").bounding_box()
    middle = (box["x"] + box["width"] / 2, (box["y"] + line["y"]) / 2)
    for shift in range(-40, 41, 8):
        opened.page.mouse.click(middle[0], middle[1] + shift)
        if opened.page.locator("#panel .statement").count():
            break
    assert opened.page.inner_text("#panel-title").replace("\n", " ") == "Emmanuel Macron – Friedrich Merz"
    first = opened.page.locator("#panel .statement").first
    assert first.locator("time").get_attribute("datetime") == "2025-07-23"
    assert first.locator("mark").inner_text() == "consulted"
    assert "Friedrich Merz consulted Emmanuel Macron" in first.inner_text()
    link = first.locator("a")
    assert (link.get_attribute("href") or "").startswith("https://example.org/")
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert "frame consulted-en" in first.inner_text() and "%" in first.inner_text()
    assert "5 statements in " in panel(opened)
    dates = opened.page.eval_on_selector_all("#panel time", "all => all.map((t) => t.dateTime)")
    assert dates == sorted(dates, reverse=True)


def test_every_tie_has_its_evidence(open_page: Open, demo: str) -> None:
    """From each name every tie leads to at least one sentence."""
    opened = open_page(demo)
    find(opened, "Donald Trump")
    ties = opened.page.locator("#panel .tie")
    assert ties.count() == 16
    for number in range(ties.count()):
        opened.page.locator("#panel .tie").nth(number).click()
        assert opened.page.locator("#panel blockquote").first.inner_text()
        opened.page.keyboard.press("Escape")
        find(opened, "Donald Trump")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("erdogan", "Recep Tayyip Erdoğan"),
        ("Зеленський", "Volodymyr Zelenskyy"),
        ("lula", "Luiz Inácio Lula da Silva"),
    ],
)
def test_search_finds_folded_names_and_aliases(open_page: Open, demo: str, typed: str, name: str) -> None:
    """Names are found without their accents and by their aliases in other scripts."""
    opened = open_page(demo)
    find(opened, typed)
    assert opened.page.inner_text("#panel-title") == name
    opened.page.keyboard.press("Escape")
    assert opened.page.is_hidden("#panel")


def test_filters_change_the_counter_and_reset(open_page: Open, demo: str) -> None:
    """Filters chain, say how much is left, and one button takes all of them back."""
    opened = open_page(demo)
    counter = opened.page.locator("#counter")
    assert counter.inner_text() == "44 names · 77 ties"
    opened.page.click("[data-facet=sign][data-value=conflict]")
    assert counter.inner_text() == "23 of 44 names · 20 of 77 ties shown"
    shown = opened.page.inner_text("[data-facet=kind][data-value=country] .number")
    opened.page.click("[data-facet=kind][data-value=country]")
    assert "ties shown" in counter.inner_text() and int(shown) < 10
    opened.page.click("#reset")
    assert counter.inner_text() == "44 names · 77 ties"
    assert opened.page.is_hidden("#reset")


def test_counts_beside_filters_keep_their_promise(open_page: Open, demo: str) -> None:
    """Clicking a value leaves as many ties as the number beside it said."""
    opened = open_page(demo)
    for facet in ("sign", "topic", "type"):
        for value in opened.page.locator(f"[data-facet={facet}]").all()[:4]:
            number = value.locator(".number").inner_text()
            value.click()
            assert f" {number} of 77 ties" in opened.page.inner_text("#counter")
            opened.page.click("#reset")


def test_search_brings_back_a_filtered_name(open_page: Open, demo: str) -> None:
    """A name that the filters hide is found, and the filters give way."""
    opened = open_page(demo)
    opened.page.click("[data-facet=kind][data-value=country]")
    find(opened, "merz")
    assert opened.page.inner_text("#panel-title") == "Friedrich Merz"
    assert opened.page.inner_text("#counter") == "44 names · 77 ties"


def test_period_narrows_and_nothing_moves(open_page: Open, demo: str) -> None:
    """The time line hides what lies outside; what stays, stays where it was."""
    opened = open_page(demo)
    before = persons(opened)
    opened.page.evaluate("""() => {
      const thumb = document.getElementById('period-to');
      thumb.value = Number(thumb.min) + 30;
      thumb.dispatchEvent(new Event('input'));
    }""")
    during = persons(opened)
    assert 0 < len(during) < len(before)
    assert len(during - before) < 0.03 * len(during)
    assert opened.page.inner_text("#period") == "7 Apr – 7 May 2025"
    assert "ties shown" in opened.page.inner_text("#counter")
    opened.page.click("#reset")
    assert opened.page.inner_text("#counter") == "44 names · 77 ties"
    assert persons(opened) == before


def test_keyboard_alone_is_enough(open_page: Open, demo: str) -> None:
    """Arrow keys walk from name to name, digits widen the view, Enter enters the evidence, Escape leaves."""
    opened = open_page(demo)
    opened.page.focus("#map")
    opened.page.keyboard.press("ArrowRight")
    first = opened.page.inner_text("#panel-title")
    for key in ("ArrowRight", "ArrowUp", "ArrowDown", "ArrowLeft"):
        opened.page.keyboard.press(key)
    assert opened.page.inner_text("#panel-title") != "" and first == "Donald Trump"
    opened.page.keyboard.press("2")
    assert opened.page.get_attribute(".steps button >> nth=1", "aria-pressed") == "true"
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.id") == "panel"
    opened.page.keyboard.press("Escape")
    assert opened.page.is_hidden("#panel")
    assert opened.page.evaluate("document.activeElement.id") == "map"


def test_selection_fades_the_rest(open_page: Open, demo: str) -> None:
    """With a name selected, less ink is on the map; Escape brings it back."""
    opened = open_page(demo)
    ink = "() => { const c = document.querySelector('#map canvas'); const p = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let s = 0; for (let i = 0; i < p.length; i += 4) s += (255 - p[i]) * p[i + 3] / 255; return s; }"  # noqa: E501
    opened.page.wait_for_timeout(150)
    before = opened.page.evaluate(ink)
    opened.page.focus("#map")
    opened.page.keyboard.press("ArrowRight")
    opened.page.wait_for_timeout(150)
    assert opened.page.evaluate(ink) < before * 0.8


def test_legend_matches_the_drawing(open_page: Open, demo: str) -> None:
    """Every kind and sign in the data has its sample, in the colours of the theme."""
    opened = open_page(demo, color_scheme="dark")
    assert opened.page.locator("[data-facet=kind] svg.sample").count() == 4
    lines = opened.page.eval_on_selector_all(
        "[data-facet=sign] line",
        "all => all.map((l) => [l.getAttribute('stroke'), l.getAttribute('stroke-dasharray')])",
    )
    assert lines[0] == ["#6baed6", "none"] and lines[1] == ["#ff8a65", "9 5"]
    opened.page.click("#theme")
    assert opened.page.get_attribute("[data-facet=sign] line >> nth=0", "stroke") == "#2166ac"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(open_page: Open, text: str) -> None:
    """No dialog, no injected element, no link, no request: the words appear as words."""
    opened = open_page(draw_map(hostile_map(text)))
    page = opened.page
    assert page.inner_text("h1") == clean_name(text)
    page.focus("#map")
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#panel-title") == clean_name(text)
    page.click("#panel .tie")
    assert page.locator("#panel blockquote").evaluate("e => e.textContent") == clean_text(text)
    assert page.locator("#panel .headline").inner_text() == clean_name(text)
    assert page.locator("#panel a").count() == 0
    page.click("#open-table")
    assert clean_name(text) in page.inner_text("#table-names tbody")
    assert page.locator("script").count() == 3 and page.locator("img:not(#print-picture)").count() == 0
    assert page.locator("[onclick], [onerror], a[href^='javascript']").count() == 0
    assert opened.dialogs == [] and opened.requests == [] and opened.console == []


def test_hostile_address_fragment_is_ignored(open_page: Open, demo: str) -> None:
    """Whatever stands behind the # of the address changes nothing."""
    opened = open_page(demo)
    for fragment in ("__proto__", "%00<script>alert(1)</script>", "n999999", "x" * 100_000):
        opened.page.evaluate("text => { location.hash = text; }", fragment)
    assert opened.page.inner_text("#counter") == "44 names · 77 ties"
    assert opened.dialogs == [] and opened.console == []


def test_table_is_readable_without_script(open_page: Open, demo: str) -> None:
    """Without JavaScript the page is the table: names, ties, sentences, sources."""
    opened = open_page(demo, wait="#table", java_script_enabled=False)
    text = opened.page.inner_text("body")
    assert "This browser runs no scripts" in text
    assert opened.page.is_visible("#table-ties") and opened.page.is_visible("#table-names")
    assert "Friedrich Merz" in text and "Harbour Wire" in text and "consulted" in text
    assert opened.page.is_hidden("#map") and opened.page.is_hidden("#search")
    assert opened.requests == []


def test_table_follows_the_filters(open_page: Open, demo: str) -> None:
    """The table shows what the map shows, sorts by a column, and its names lead back to the map."""
    opened = open_page(demo)
    opened.page.click("[data-facet=sign][data-value=conflict]")
    opened.page.click("#open-table")
    signs = opened.page.eval_on_selector_all(
        "#table-ties tbody tr:not([hidden]) td:nth-child(4)", "all => all.map((c) => c.innerText)"
    )
    assert set(signs) == {"Conflict"}
    opened.page.click("#table-names thead button >> nth=0")
    names = opened.page.eval_on_selector_all(
        "#table-names tbody tr:not([hidden]) th", "all => all.map((c) => c.innerText)"
    )
    assert names[0] == "António Guterres" and len(names) == 23
    opened.page.click("#table-ties tbody tr:not([hidden]) a >> nth=0")
    assert opened.page.is_hidden("#table-ties") and opened.page.is_visible("#panel")


def test_phone_layout(open_page: Open, demo: str) -> None:
    """On 360 × 640 nothing scrolls sideways, buttons are large enough, evidence comes from below."""
    opened = open_page(demo, viewport={"width": 360, "height": 640}, has_touch=True)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 360
    opened.page.tap("#open-filters")
    sizes = opened.page.eval_on_selector_all(
        "button",
        "all => all.filter((b) => b.offsetParent).map((b) => [b.offsetWidth, b.offsetHeight, b.className])",
    )
    assert all(width >= 44 and height >= 44 for width, height, _ in sizes), sizes
    opened.page.fill("#search", "iran")
    opened.page.keyboard.press("Enter")
    box = opened.page.locator("#panel").bounding_box()
    assert box["x"] == 0 and box["width"] == 360 and box["y"] > 200


def test_german_words(open_page: Open) -> None:
    """In German, counter, dates and legend are German."""
    opened = open_page(draw_map(demo_map(), language="de"))
    assert opened.page.inner_text("#counter") == "44 Namen · 77 Verbindungen"
    find(opened, "jermak")
    opened.page.click("#panel .tie >> nth=0")
    assert "2025" in panel(opened) and "Juli" in panel(opened)


def test_picture_can_be_saved(open_page: Open, demo: str) -> None:
    """The map can be saved as a picture, without leaving the page."""
    opened = open_page(demo)
    with opened.page.expect_download() as download:
        opened.page.click("#picture")
    assert download.value.suggested_filename == "map.png"
    assert opened.console == []


def test_empty_map_says_nothing_wrong(open_page: Open) -> None:
    """A map without names opens without an error."""
    opened = open_page(draw_map(MapData("Nothing", (), ())))
    assert opened.page.inner_text("#counter") == "0 names · 0 ties"
    assert opened.console == []


def test_data_block_is_plain_json(demo: str) -> None:
    """The data of the page can be read by other programs."""
    block = demo.split('id="map-data">', 1)[1].split("</script>", 1)[0]
    assert json.loads(block)["title"].startswith("Who deals with whom")
