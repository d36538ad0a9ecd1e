"""Makes docs/pictures/map-light.png and map-dark.png: the map of the example articles in Chromium.

Usage: python benchmarks/map_pictures.py [FOLDER]   (needs playwright and a chromium)
With a folder, all views in both themes, on a desktop and on a phone, are made there, too.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

from kg.analysis import read_network
from kg.build import build
from kg.pipeline import Reader
from kg.store import Store
from kg.views.from_network import to_map
from kg.views.map import draw_map

ROOT = Path(__file__).parents[1]
SHOWN = ("whole", "node", "tie", "table")
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def draw_example(folder: Path) -> Path:
    """Build a store of the example articles and return the page of its map."""
    build([str(ROOT / "examples" / "articles")], folder / "examples.kg", reader=Reader.load())
    with Store.open(folder / "examples.kg") as store:
        data = to_map(read_network(store, topics_as_nodes=True), title="July 2025 in 24 articles")
    page = folder / "map.html"
    page.write_text(draw_map(data), encoding="utf-8")
    return page


def main() -> None:
    """Draw the example and take the pictures."""
    from playwright.sync_api import sync_playwright

    more = Path(sys.argv[1]) if sys.argv[1:] else None
    program = next(found for name in PROGRAMS if (found := shutil.which(name)))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        page = draw_example(Path(folder))
        browser = running.chromium.launch(executable_path=program, args=["--no-sandbox"])
        pictures = ROOT / "docs" / "pictures"
        _picture(browser, page, pictures / "map-light.png", scheme="light")
        _picture(browser, page, pictures / "map-dark.png", scheme="dark", show="tie")
        for scheme, show, width in product(("light", "dark"), SHOWN, (1280, 390)) if more else ():
            _picture(
                browser, page, more / f"{show}-{width}-{scheme}.png", scheme=scheme, show=show, width=width
            )
        browser.close()


def _picture(
    browser: Any, page: Path, file: Path, *, scheme: str, show: str = "whole", width: int = 1280
) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    opened = context.new_page()
    opened.goto(page.as_uri())
    opened.wait_for_selector("html[data-ready]", state="attached")
    if show == "table":
        opened.locator("#open-table").click()
    elif show != "whole":
        if width < 700:
            opened.locator("#open-filters").click()
        opened.locator("#search").fill("Zelenskyy")
        opened.keyboard.press("Enter")
        if show == "tie":
            opened.locator("#panel button.tie").first.click()
    opened.wait_for_timeout(600)
    opened.screenshot(path=file)
    context.close()


if __name__ == "__main__":
    main()
