"""A real browser for the map's tests, and a record of everything a page did in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from map_browser import Opened


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open HTML text from a file, every request but the file itself recorded and refused."""
    contexts = []

    def open_html(html: str, *, wait: str = "html[data-ready]", **settings: Any) -> Opened:
        file = tmp_path / f"map-{len(contexts)}.html"
        file.write_text(html, encoding="utf-8")
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **settings})
        contexts.append(context)
        opened = Opened(context.new_page())

        def decide(route: Any) -> None:
            if route.request.url == file.as_uri():
                route.continue_()
            else:
                opened.requests.append(route.request.url)
                route.abort()

        def refuse(dialog: Any) -> None:
            opened.dialogs.append(dialog.message)
            dialog.dismiss()

        opened.page.route("**/*", decide)
        opened.page.on("console", lambda message: opened.console.append(message.text))
        opened.page.on("pageerror", lambda error: opened.console.append(str(error)))
        opened.page.on("dialog", refuse)
        opened.page.goto(file.as_uri())
        opened.page.wait_for_selector(wait, state="attached")
        return opened

    yield open_html
    for context in contexts:
        context.close()
