"""The query page in Chromium: the editor asks our own endpoint, and nothing else anywhere."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import Served

ASSETS = Path(__file__).parents[3] / "kg" / "serve" / "assets"


def test_the_editor_is_the_one_of_the_table() -> None:
    """The vendored files are those whose hashes ORIGIN.md gives, and the licence is there."""
    table = (ASSETS / "yasgui" / "ORIGIN.md").read_text(encoding="utf-8")
    rows = re.findall(r"`([\w.]+)` \| `@zazuko/yasgui` \| [\d.]+ \| `([0-9a-f]{64})`", table)
    assert len(rows) == 2
    for name, digest in rows:
        assert hashlib.sha256((ASSETS / "yasgui" / name).read_bytes()).hexdigest() == digest
    assert "MIT License" in (ASSETS / "yasgui" / "LICENSE.txt").read_text(encoding="utf-8")


@pytest.fixture
def query_page(browser: Any, served: Served) -> Iterator[Any]:
    """The query page with its editor; every request is noted in `asked`."""
    url = served.url
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.asked, page.wrong = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda message: page.wrong.append(message.text))
    page.goto(url + "/query")
    page.wait_for_selector("html[data-ready]", state="attached")
    yield page
    assert all(a.startswith((url + "/", "data:", "blob:")) for a in page.asked), page.asked
    assert page.wrong == []
    context.close()


def _rows(page: Any) -> int:
    page.locator("#told", has_text=re.compile("rows?,")).wait_for()
    return int(page.inner_text("#told").split()[0])


def test_a_query_gives_a_table(query_page: Any) -> None:
    """Ctrl+Enter in the editor asks the endpoint; the answer is a table."""
    query_page.click("#editor .CodeMirror-code")
    query_page.keyboard.press("Control+Enter")
    assert _rows(query_page) == 23
    query_page.wait_for_selector("#result table tbody tr")
    assert "Emmanuel Macron" in query_page.inner_text("#result")


def test_names_in_a_result_lead_to_pages_here(query_page: Any) -> None:
    """An IRI of the store opens its page on this server."""
    _set(query_page, "SELECT ?s { ?s a schema:Person } LIMIT 3")
    query_page.click("#run")
    assert _rows(query_page) == 3
    link = query_page.locator("#result tbody a").first
    link.hover()
    assert (link.get_attribute("href") or "").startswith("/id/person/")


def test_a_graph_is_a_table_and_a_text(query_page: Any) -> None:
    """The statements of a CONSTRUCT are shown as a table, and as they came."""
    _set(query_page, "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 5")
    query_page.click("#run")
    query_page.wait_for_selector("#result table tbody tr")
    query_page.click("#result .select_response")
    query_page.wait_for_selector("#result .CodeMirror")


def _set(page: Any, text: str) -> None:
    page.evaluate("t => document.querySelector('#editor .CodeMirror').CodeMirror.setValue(t)", text)


def test_a_sample_fills_the_editor(query_page: Any) -> None:
    """A click on a sample puts it into the editor and asks it."""
    query_page.click(".samples a[href$='sample=stories']")
    assert _rows(query_page) >= 1
    assert "kg:Story" in query_page.inner_text("#editor")
    assert query_page.get_attribute(".samples a[aria-current]", "href") == "/query?sample=stories"


def test_prefixes_and_terms_complete_offline(query_page: Any) -> None:
    """Typing a prefix declares it, and our terms complete, without a request to any vocabulary site."""
    _set(query_page, "")
    query_page.click("#editor .CodeMirror-code")
    query_page.keyboard.type("SELECT * WHERE { ?e kg:")
    query_page.wait_for_timeout(300)
    before = len(query_page.asked)
    query_page.keyboard.press("Control+ ")
    query_page.wait_for_timeout(500)
    assert len(query_page.asked) == before


def test_a_mistake_is_told(query_page: Any) -> None:
    """What the endpoint refuses stands beside the button, as text."""
    _set(query_page, "SELEKT <b>x</b>")
    query_page.wrong.clear()
    query_page.click("#run")
    query_page.locator("#told", has_text="Refused").wait_for()
    query_page.wrong = [w for w in query_page.wrong if "400" not in w]  # the browser notes the status itself


def test_results_can_be_downloaded(query_page: Any) -> None:
    """A download asks the endpoint for the same query in another form."""
    with query_page.expect_download() as waiting:
        query_page.click("[data-format=csv]")
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert text.splitlines()[0] == "when,who,whom,what" and len(text.splitlines()) == 24


def test_the_plain_form_works_without_a_script(browser: Any, served: Served) -> None:
    """A text field, the samples as links, and the choice of the form of the answer."""
    url = served.url
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url + "/query")
    page.click(".samples a[href$='sample=planned']")
    assert "planned" in page.input_value("#text")
    page.select_option("#format", "json")
    page.click("#ask button")
    assert "bindings" in page.content()
    context.close()
