"""Makes docs/pictures/explorer-*.png: pages of the explorer over the example articles, in Chromium.

Usage: python benchmarks/explorer_pictures.py [FOLDER]   (needs playwright and a chromium)
With a folder, all pages in both themes, on a desktop and on a phone, are made there, too.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

from measuring import KG
from serving import running

from kg.build import build
from kg.pipeline import Reader

ROOT = Path(__file__).parents[1]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARTICLE = "/id/article/050eff0848eb0417f71850af"
PAGES = {
    "home": "/", "person": "/id/person/volodymyr-zelenskyy", "event": "/id/event/367ae125a178a10c",
    "article": ARTICLE, "search": "/search?q=selenskyj", "timeline": "/timeline", "query": "/query",
}  # fmt: skip
SHOWN = (("person", "light", 1280, 900), ("article", "light", 1280, 800), ("event", "dark", 1280, 900),
         ("query", "light", 1280, 860))  # fmt: skip


@contextmanager
def example() -> Iterator[str]:
    """Serve a store of the example articles."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build([str(ROOT / "examples" / "articles")], folder / "examples.kg", reader=Reader.load())
        with running([*KG, "serve", str(folder / "examples.kg"), "--port", "{port}"], "/sparql") as address:
            yield address.removesuffix("/sparql")


def main() -> None:
    """Take the pictures."""
    from playwright.sync_api import sync_playwright

    more = Path(sys.argv[1]) if sys.argv[1:] else None
    program = next(found for name in PROGRAMS if (found := shutil.which(name)))
    with example() as url, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, scheme, width, height in SHOWN:
            file = ROOT / "docs" / "pictures" / f"explorer-{name}.png"
            _picture(browser, url + PAGES[name], file, scheme, width, height)
        for name, scheme, width in product(PAGES, ("light", "dark"), (1280, 390)) if more else ():
            _picture(browser, url + PAGES[name], more / f"{name}-{width}-{scheme}.png", scheme, width, 850)
        browser.close()


def _picture(browser: Any, url: str, file: Path, scheme: str, width: int, height: int) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    page.goto(url)
    if url.endswith("/query"):
        page.wait_for_selector("html[data-ready]", state="attached")
        page.click("#run")
        page.wait_for_selector("#result table tbody tr")
    page.wait_for_timeout(300)
    page.screenshot(path=str(file))
    context.close()


if __name__ == "__main__":
    main()
