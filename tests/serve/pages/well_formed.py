"""What every page of the explorer must be: well-formed, with unique ids, headings, labels and languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

_TAG = re.compile(r"([a-z]{2,3}(-[a-z0-9]{2,8})*)?\Z", re.I)
ALLOWED = {"http", "https"}


def parse(body: bytes) -> Element:
    """Parse a page; whatever a browser would have to mend is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Any = parser.parse(body.decode("utf-8"))
    return tree  # type: ignore[no-any-return]


def faults(page: Element) -> list[str]:
    """Return what is wrong with a page."""
    found = [f"id {name} stands {n} times" for name, n in _ids(page).items() if n > 1]
    found += [f"a heading of level {b} below {a}" for a, b in _levels(page) if b > a + 1]
    found += [f"h1 stands {n} times" for n in [len(list(page.iter("h1")))] if n != 1]
    found += [f"{e.tag} has {name}" for e in page.iter() for name in e.attrib if _is_script(name)]
    found += [f"{e.tag} leads to {url}" for e, url in addresses(page) if not _is_plain(url)]
    found += [f"lang {e.get('lang')!r}" for e in page.iter() if not _TAG.match(e.get("lang", ""))]
    found += [f"{e.tag} has no name" for e in page.iter() if e.tag in ("a", "button") and not _name(e)]
    labels = {e.get("for") for e in page.iter("label")}
    for field in (*page.iter("input"), *page.iter("select"), *page.iter("textarea")):
        if field.get("id") not in labels:
            found.append(f"field {field.get('name')} has no label")
    found += [f"inline {e.tag}" for e in page.iter("script") if not e.get("src")]
    found += ["inline style" for _ in page.iter("style")]
    return found


def _ids(page: Element) -> Counter[str]:
    return Counter(e.get("id", "") for e in page.iter() if e.get("id"))


def _levels(page: Element) -> Iterator[tuple[int, int]]:
    last = 0
    for e in page.iter():
        if isinstance(e.tag, str) and re.fullmatch("h[1-6]", e.tag):
            level = int(e.tag[1])
            yield last, level
            last = level


def _is_script(name: Any) -> bool:
    return str(name).startswith("on") or str(name) == "style"


def _name(e: Element) -> str:
    return ("".join(e.itertext()) or e.get("aria-label", "")).strip()


def addresses(page: Element) -> Iterator[tuple[Element, str]]:
    """Yield everything that an element leads to or loads."""
    for e in page.iter():
        for name in ("href", "src", "action", "formaction", "data", "poster"):
            if e.get(name) is not None:
                yield e, e.get(name, "")


def _is_plain(url: str) -> bool:
    if url.startswith(("/", "#")) and not url.startswith(("//", "/\\")):
        return True
    return url.partition(":")[0] in ALLOWED
