"""Strings that try to leave the text they stand in, as an article could bring them."""

from __future__ import annotations

from kg.views.map import MapData, MapEdge, MapEvidence, MapNode

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)" onclick="alert(1)">href</a>',
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    " java\nscript:alert(1)",
    "=cmd|' /C calc'!A0",
    "\u202e\u2066gpj.exe\u200b",
    "\x1b]0;evil\x07\x00\ud800",
    "') } ; DROP ALL # \\u0022",
    "\u2028\u2029<!-- ]]> --!>",
    "{{data}} {{t:evil}} \\1 \\g<0> $& __proto__ &lt;b&gt;",
    "../../etc/passwd",
)


def hostile_map(text: str) -> MapData:
    """Return a map that has `text` wherever text can stand; addresses only if they are no web address."""
    item = MapEvidence("2025-07-04", text, 0, len(text), text, text, text, text, text, 0.9)
    nodes = (MapNode(text, text, "person", (text,), 2.0, text, text), MapNode("b", "Bea", "country"))
    edge = MapEdge("e", text, "b", text, text, 1, 1, "2025-07-04", "2025-07-04", (text,), (item,))
    return MapData(text, nodes, (edge,))
