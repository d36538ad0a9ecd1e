"""The map as text: determinism, escaping, size, and what the page is made of."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import random
import re
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hostile import HOSTILE, hostile_map
from map_demo import demo_map

from kg.views.map import EVIDENCE_CAP, MapData, MapEdge, MapEvidence, MapNode, build_network, draw_map
from kg.views.page import clean_name, clean_text, escape_json, load_look, load_strings, safe_url


def content_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="map-data">(.*?)</script>', page, re.S)
    assert found
    return dict(json.loads(found[1]))


def evidence(sentence: str = "They met.", **changes: Any) -> MapEvidence:
    item = MapEvidence(
        "2025-07-04", sentence, 0, 4, "A meeting", "The Ledger", None, "happened", "alias", 0.9
    )
    return replace(item, **changes)


def two_names(*edges: MapEdge) -> MapData:
    return MapData("Two", (MapNode("a", "Ada", "person"), MapNode("b", "Bea", "person")), edges)


def test_same_input_gives_same_bytes() -> None:
    """Drawing twice gives the same page, and the order of nodes and edges does not matter."""
    data = demo_map()
    mixed = random.Random(7)
    nodes, edges = list(data.nodes), list(data.edges)
    mixed.shuffle(nodes)
    mixed.shuffle(edges)
    page = draw_map(data)
    assert draw_map(data) == page
    assert draw_map(MapData(data.title, tuple(nodes), tuple(edges))) == page


def test_seed_changes_places_only() -> None:
    """Another seed gives another picture of the same names."""
    one, two = content_of(draw_map(demo_map())), content_of(draw_map(demo_map(), seed=1))
    assert [node["label"] for node in one["nodes"]] == [node["label"] for node in two["nodes"]]
    assert [node["x"] for node in one["nodes"]] != [node["x"] for node in two["nodes"]]


def test_empty_page_is_small() -> None:
    """A map of nothing stays below 600 kB and is still a page."""
    page = draw_map(MapData("Nothing", (), ()))
    assert len(page.encode()) <= 600_000
    assert content_of(page)["nodes"] == []


def test_edges_are_cheap() -> None:
    """An edge without evidence adds 250 bytes or less to the data, 500 with its row in the table."""
    nodes = tuple(MapNode(f"n{i}", f"Name {i}", "person") for i in range(100))
    edges = tuple(
        MapEdge(f"e{i}", f"n{i}", f"n{(i * 7 + 3) % 100}", "met", "consult", 1, 2, "2025-07-04", "2025-07-05")
        for i in range(100)
    )
    bare, full = draw_map(MapData("m", nodes, ())), draw_map(MapData("m", nodes, edges))
    data = [len(json.dumps(content_of(page), separators=(",", ":"))) for page in (bare, full)]
    assert (data[1] - data[0]) / 100 <= 250
    assert (len(full) - len(bare)) / 100 <= 550


def test_policy_names_exactly_the_scripts_of_the_page() -> None:
    """The two scripts that run are those whose hashes stand in the policy; no other may."""
    page = draw_map(demo_map())
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    assert re.search("script-src ([^;]+)", policy[1])[1] == " ".join(f"'sha256-{h}'" for h in hashes)  # type: ignore[index]
    assert "unsafe" not in policy[1]


def test_library_keeps_its_licence_notice() -> None:
    """vis-network comes from the installed pyvis with its notice, and asks for no source map."""
    page = draw_map(MapData("Nothing", (), ()))
    assert "@license" in page and "visjs contributors" in page
    assert "sourceMappingURL" not in page


def test_page_has_language_title_and_viewport() -> None:
    """The page says its language and title, and fits a phone."""
    page = draw_map(demo_map("A <b> title"), language="de")
    assert '<html lang="de" dir="ltr">' in page
    assert "<title>A &lt;b&gt; title</title>" in page
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page
    assert "Zur Tabelle springen" in page


def test_unknown_language_is_refused() -> None:
    """A language without words raises instead of showing keys."""
    with pytest.raises(KeyError):
        draw_map(demo_map(), language="tlh")


def test_languages_have_the_same_words() -> None:
    """Every language of the user interface has every word."""
    english = load_strings()["en"]
    for language, words in load_strings().items():
        assert words.keys() == english.keys(), language
        assert all(words.values()), language


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_never_becomes_markup(text: str) -> None:
    """A hostile string in every field adds no tag, no attribute and no template hole to the page."""
    quiet, loud = draw_map(hostile_map("quiet")), draw_map(hostile_map(text))
    tags = re.compile(r"<(script|img|a|iframe|svg|meta)\b[^>]*>")
    policy = re.compile(r"sha256-[^']+")
    kept = [policy.sub("", tag) for tag in (m[0] for m in tags.finditer(loud))]
    assert kept == [policy.sub("", tag) for tag in (m[0] for m in tags.finditer(quiet))]
    assert content_of(loud)["relations"][0]["v"][0][0] == "2025-07-04"
    loud.encode("utf-8")


def test_only_web_addresses_are_links() -> None:
    """Addresses that are not plain http or https are dropped."""
    for text in (*HOSTILE, "//host/x", "http:///x", "ftp://host/x", "http://[::1", "HTTPS ://a", ""):
        assert safe_url(text) is None, text
    assert safe_url("https://example.org/a?b=c&d#e") == "https://example.org/a?b=c&d#e"
    assert safe_url(None) is None


def test_names_lose_what_turns_text_and_sentences_keep_their_length() -> None:
    """Bidirectional overrides leave names; broken characters in sentences are replaced one by one."""
    assert clean_name("\u202eevil\u200b  name\n") == "evil name"
    assert clean_text("a\x00b\ud800c") == "a\ufffdb\ufffdc"


def test_json_cannot_end_its_script_element() -> None:
    """No markup and no line separator survives in the data block, and it reads back unchanged."""
    value = {"text": "</script><!-- & \u2028\u2029"}
    assert not set("<>&\u2028\u2029") & set(escape_json(value))
    assert json.loads(escape_json(value)) == value


def test_sentences_are_cut_at_code_points() -> None:
    """Words after a character outside the basic plane are still marked exactly."""
    sentence = "🕊 They met in Kyiv."
    edge = MapEdge("e", "a", "b", "met", "consult", 1, evidence=(evidence(sentence, start=7, end=10),))
    assert content_of(draw_map(two_names(edge)))["sentences"] == [["🕊 They ", "met", " in Kyiv."]]


def test_evidence_is_newest_first_and_capped() -> None:
    """Of many sentences the newest are kept, and the rest is counted."""
    items = tuple(evidence(f"Day {day}.", date=f"2025-07-{day:02}") for day in range(1, 31))
    relation = content_of(draw_map(two_names(MapEdge("e", "a", "b", "met", "consult", evidence=items))))[
        "relations"
    ][0]
    assert [row[0] for row in relation["v"]] == [f"2025-07-{day:02}" for day in range(30, 10, -1)]
    assert relation["m"] == 30 - EVIDENCE_CAP
    assert len(relation["r"]) == 1


def test_one_tie_per_pair() -> None:
    """Relations of one pair, whatever their direction, are one line on the map."""
    edges = [
        MapEdge("1", "a", "b", "accused", "accuse", -1, 2),
        MapEdge("2", "b", "a", "met", "consult", 1, 3),
    ]
    nodes = [MapNode("a", "Ada", "person"), MapNode("b", "Bea", "person")]
    network = build_network(nodes, edges, seed=0)
    assert [(tie["from"], tie["to"], tie["value"]) for tie in network.edges] == [(0, 1, 5)]
    assert network.num_nodes() == 2 and network.get_node(0)["label"] == "Ada"


def test_edges_without_ends_are_left_out() -> None:
    """An edge to a name that is not on the map is not drawn."""
    assert content_of(draw_map(two_names(MapEdge("e", "a", "nobody", "met", "consult"))))["relations"] == []


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# Machado, Oliveira and Fernandes (2009), full loss of one kind of cone, on linear RGB.
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def _lab(colour: str, blindness: str) -> tuple[float, float, float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    seen = [
        min(max(sum(m * v for m, v in zip(row, linear, strict=True)), 0), 1) for row in BLINDNESS[blindness]
    ]
    rows = ((0.4339, 0.3762, 0.1899), (0.2126, 0.7152, 0.0722), (0.0178, 0.1095, 0.8727))
    x, y, z = (sum(m * v for m, v in zip(row, seen, strict=True)) for row in rows)
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_cooperation_and_conflict_differ_for_every_eye(theme: str, blindness: str) -> None:
    """Cooperation, conflict and neutral keep a colour distance of 20, whichever cones are missing.

    Purple cannot keep it from blue and red at once: mixed ties are told by their line (next test).
    """
    signs = load_look()["signs"]
    for one, other in combinations(("cooperation", "conflict", "neutral"), 2):
        distance = math.dist(_lab(signs[one][theme], blindness), _lab(signs[other][theme], blindness))
        assert distance >= 20, (one, other, distance)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_signs_differ_by_line_and_stand_out(theme: str) -> None:
    """Every sign has its own colour and its own line style, with contrast of 3:1 or more."""
    look = load_look()
    signs = look["signs"].values()
    ground = _light(look["ground"][theme])
    for sign in signs:
        high, low = sorted((_light(sign[theme]), ground), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 3
    assert len({sign[theme] for sign in signs}) == len({tuple(sign["dash"]) for sign in signs}) == 4
    assert len({kind["shape"] for kind in look["kinds"].values()}) == 4
