"""Fills the map's page: template, style, script, data and table into one HTML text.

In: the content that `map.py` made.  Out: a page that asks the network for nothing.  All that comes from
articles is treated as hostile here: it enters the page only as escaped JSON or escaped HTML text, and a
content security policy allows no script but the two whose hashes it names.  Draws nothing itself.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast
from urllib.parse import urlsplit

from kg.views.table import render_tables

#: Our script, in reading order; the files share one scope.
SCRIPTS = ("state.js", "draw.js", "panel.js", "controls.js", "app.js")

# Control characters, lone surrogates (they cannot be written as UTF-8), noncharacters.
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Overrides and isolates that would turn the text around a name: no name needs them.
_BIDI = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_HOLE = re.compile(r"\{\{([a-z_]+)(?::([a-z_]+))?\}\}")


def clean_text(text: str) -> str:
    """Replace what no page can show, character by character, so that offsets stay valid."""
    return _BROKEN.sub("\ufffd", text)


def clean_name(text: str) -> str:
    """Return a name or headline on one line, without characters that turn or hide other text."""
    return " ".join(_BIDI.sub("", clean_text(text)).split())


def safe_url(url: str | None) -> str | None:
    """Return the address if it is plain http or https, else None: `javascript:` is not a link."""
    if not url or re.search(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


@cache
def load_look() -> Mapping[str, Any]:
    """Return the table of shapes, colours and line styles that drawing and legend share."""
    return cast(Mapping[str, Any], json.loads(_asset("look.json")))


@cache
def load_strings() -> Mapping[str, Mapping[str, str]]:
    """Return the words of the user interface, per language."""
    return cast(Mapping[str, Mapping[str, str]], json.loads(_asset("strings.json")))


def render_page(title: str, content: Mapping[str, Any], language: str) -> str:
    """Return the whole page; `title` is plain text, `content` what `map.py` made."""
    words = load_strings()[language]
    library = vis_script()
    script = "(() => {\n'use strict';\n" + "\n".join(_asset(name) for name in SCRIPTS) + "})();\n"
    style = _asset("map.css")
    record = {"title": title, "language": language, "strings": words, "look": load_look(), **content}
    holes = {
        "language": html.escape(language),
        "direction": words["direction"],
        "title": html.escape(title),
        "policy": _policy((library, script), style),
        "style": style,
        "counter": html.escape(_counter(words, content)),
        "tables": render_tables(content, words),
        "data": escape_json(record),
        "library": library,
        "script": script,
    }

    def fill(hole: re.Match[str]) -> str:
        return html.escape(words[hole[2]]) if hole[2] else holes[hole[1]]

    return _HOLE.sub(fill, _asset("map.html"))


def escape_json(value: Any) -> str:
    """Return JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


@cache
def vis_script() -> str:
    """Return vis-network as the installed pyvis ships it (Apache-2.0 or MIT, notice kept at its head).

    Its source-map line goes: a browser's developer tools would ask the network for that file.
    """
    folders = [f for f in files("pyvis").joinpath("lib").iterdir() if f.name.startswith("vis-")]
    newest = max(folders, key=lambda f: [int(part) for part in re.findall(r"\d+", f.name)])
    text = newest.joinpath("vis-network.min.js").read_text(encoding="utf-8").replace("\r\n", "\n")
    return re.sub(r"\n//# sourceMappingURL=.*\s*$", "\n", text)


def _policy(scripts: tuple[str, ...], style: str) -> str:
    hashes = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; img-src data: blob:; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _counter(words: Mapping[str, str], content: Mapping[str, Any]) -> str:
    names, ties = len(content["nodes"]), len(content["ties"])
    return f"{names} {words['names_other']} · {ties} {words['ties_other']}"


def _asset(name: str) -> str:
    return files("kg.views").joinpath("assets", name).read_text(encoding="utf-8").replace("\r\n", "\n")
