"""The explorer in Chromium: light and dark, phone, keyboard, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from serving import Served

ARTICLE, EVENT, PERSON = (
    "/id/article/050eff0848eb0417f71850af", "/id/event/367ae125a178a10c", "/id/person/volodymyr-zelenskyy",
)  # fmt: skip
PAGES = ("/", PERSON, EVENT, ARTICLE, "/search?q=selen", "/events", "/timeline", "/articles", "/query", "/ns",
         "/id/quotation/467bd31edff92e9f", "/graph/derived")  # fmt: skip
#: The contrast of text against what lies behind it, as WCAG counts it, and the worst texts of a page.
CONTRAST = """() => {
  const parse = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
  const curve = (v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => [r, g, b].map((v) => curve(v / 255))
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = (e) => { for (let n = e; n; n = n.parentElement) {
    const c = parse(getComputedStyle(n).backgroundColor);
    if (c.length === 3 || c[3] > .99) return c; } return [255, 255, 255]; };
  const bad = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    const left = ".unseen, script, .yasqe, .yasr, option, svg";
    if (!walk.currentNode.data.trim() || !e.checkVisibility() || e.closest(left)) continue;
    const both = [light(parse(getComputedStyle(e).color)), light(behind(e))];
    const [a, b] = both.sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    const words = walk.currentNode.data.trim().slice(0, 30);
    if (ratio < 4.5) bad.push(`${ratio.toFixed(2)} ${e.className} ${words}`);
  }
  return [...new Set(bad)];
}"""


@pytest.fixture
def open_page(browser: Any, served: Served) -> Iterator[Any]:
    """Open a page; a message on the console or a request to elsewhere fails the test."""
    contexts, wrong = [], []

    def _open(path: str, **settings: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **settings})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: _note(wrong, request.url, served.url))
        page.goto(served.url + path)
        return page

    yield _open
    for context in contexts:
        context.close()
    assert wrong == []


def _note(wrong: list[str], url: str, address: str) -> None:
    if not url.startswith((address + "/", "data:", "blob:" + address)):
        wrong.append(url)


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_does_not_scroll_sideways(open_page: Any, path: str) -> None:
    """No page is wider than a phone; wide tables scroll in themselves."""
    page = open_page(path, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_text_stands_out(open_page: Any, path: str, scheme: str) -> None:
    """In light and dark, all text has the contrast that WCAG AA asks for."""
    assert open_page(path, color_scheme=scheme).evaluate(CONTRAST) == []


def test_dark_is_dark(open_page: Any) -> None:
    """The ground follows the system."""
    grounds = [
        open_page("/", color_scheme=s).evaluate("getComputedStyle(document.body).backgroundColor")
        for s in ("light", "dark")
    ]
    assert grounds == ["rgb(247, 246, 243)", "rgb(20, 23, 27)"]


def test_the_keyboard_reaches_everything(open_page: Any) -> None:
    """The link to the content comes first; a slash goes to the search, the arrows through what it finds."""
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "page-content"
    page.keyboard.press("/")
    page.keyboard.type("Зеленс")
    page.wait_for_selector(".suggested a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/person/volodymyr-zelenskyy")


def test_escape_closes_the_suggestions(open_page: Any) -> None:
    """And what was typed stays."""
    page = open_page("/events")
    page.fill("#q", "trump")
    page.wait_for_selector(".suggested a")
    page.keyboard.press("Escape")
    assert not page.is_visible(".suggested") and page.input_value("#q") == "trump"


def test_a_sentence_leads_to_its_place(open_page: Any) -> None:
    """The link under a sentence opens the article with these words in sight and marked."""
    page = open_page(EVENT)
    page.click(".card .origin a >> nth=0")
    target = page.locator(":target")
    assert target.count() == 1 and target.is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector(':target')).outlineStyle") == "solid"


def test_the_legend_hides_marks(open_page: Any) -> None:
    """Without a script of ours, a box of the legend takes one kind of marks away."""
    page = open_page(ARTICLE, java_script_enabled=False)
    mark = page.locator(".text .m-person").first
    before = mark.evaluate("e => getComputedStyle(e).backgroundColor")
    page.locator("label[for=show-person]").click()
    after = mark.evaluate("e => getComputedStyle(e).backgroundColor")
    assert before != after == "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("path", PAGES)
def test_pages_work_without_a_script(open_page: Any, path: str) -> None:
    """Heading and navigation are there, and no text says that a script is needed."""
    page = open_page(path, java_script_enabled=False)
    assert page.locator("h1").count() == 1
    assert page.locator("header nav a").count() == 5 or path == "/ns"  # a document of its own


def test_search_and_filters_work_without_a_script(open_page: Any) -> None:
    """They are plain forms."""
    page = open_page("/", java_script_enabled=False)
    page.fill("#bigq", "Selenskyj")
    page.press("#bigq", "Enter")
    page.click("main .hits a >> nth=0")
    assert page.locator("h1").inner_text() == "Volodymyr Zelenskyy"
    page.click("header nav a >> text=Events")
    page.select_option("#f-topic", label=page.locator("#f-topic option").nth(1).inner_text())
    page.click(".filters button")
    assert "topic=" in page.url and page.locator(".card").count() > 0


def test_the_chart_can_be_followed(open_page: Any) -> None:
    """Every bar is a link with a name; it opens its day."""
    page = open_page("/timeline")
    bars = page.locator("svg a")
    assert bars.count() == 28
    assert bars.nth(3).get_attribute("aria-label") == "4 Jul 2025: 11 events"
    page.evaluate(
        "document.querySelectorAll('svg a')[3].dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    page.wait_for_url("**/timeline?from=2025-07-04&to=2025-07-04")
    assert "11 events" in page.locator(".lead").inner_text()
