"""The relationship map: names and ties in, one self-contained HTML page out, as text.

`draw_map` builds a pyvis `Network` (one node per name, one edge per pair that has anything to do with
each other), whose node and edge records, together with the statements behind them, are what the page
draws.  The page is our own: pyvis's template loads scripts from elsewhere and escapes nothing.  Reads
package data only; writes nothing; takes no clock and no chance, so the same input gives the same bytes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kg.views.layout import place_nodes
from kg.views.page import clean_name, clean_text, load_look, render_page, safe_url

if TYPE_CHECKING:
    from pyvis.network import Network

NodeKind = Literal["person", "country", "organisation", "topic"]
Sign = Literal[-1, 0, 1]

#: Statements shown per relation; the rest are counted ("12 more"), so that pages stay small.
EVIDENCE_CAP = 20


@dataclass(frozen=True, slots=True)
class MapEvidence:
    """One sentence that says so: `start` to `end` (code points in `sentence`) are the words to mark.

    `date` is ISO text of day, month or year precision, or None.  What has the same `event` is counted once;
    `source` tells whose words the article has.
    """

    date: str | None
    sentence: str
    start: int
    end: int
    title: str
    publisher: str | None
    url: str | None
    status: str
    rule: str
    confidence: float
    event: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class MapNode:
    """A name on the map; `aliases` are found by the search, `about` says who or what this is."""

    id: str
    label: str
    kind: NodeKind
    aliases: tuple[str, ...] = ()
    weight: float = 1.0
    wikidata: str | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class MapEdge:
    """One relation between two names, with the evidence for it.

    `directed` is False where both do it together (they consulted), so that no arrow is drawn.
    """

    id: str
    source: str
    target: str
    relation: str
    event_type: str
    sign: Sign = 0
    count: int = 1
    first_date: str | None = None
    last_date: str | None = None
    topics: tuple[str, ...] = ()
    evidence: tuple[MapEvidence, ...] = ()
    directed: bool = True


@dataclass(frozen=True, slots=True)
class MapData:
    """Everything one map shows."""

    title: str
    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]


def draw_map(data: MapData, *, seed: int = 0, language: str = "en") -> str:
    """Return the map as one HTML page that needs no network and no other file.

    Edges whose ends are not among the nodes are left out.  Raises KeyError for a language that
    `assets/strings.json` does not hold.
    """
    nodes = sorted({node.id: node for node in data.nodes}.values(), key=lambda n: (-n.weight, n.id))
    known = {node.id: number for number, node in enumerate(nodes)}
    edges = sorted(
        (edge for edge in data.edges if edge.source in known and edge.target in known),
        key=lambda e: (-e.count, e.source, e.target, e.relation, e.id),
    )
    network = build_network(nodes, edges, seed=seed)
    content = _content(network, nodes, edges)
    return render_page(clean_name(data.title), content, language)


def build_network(nodes: list[MapNode], edges: list[MapEdge], *, seed: int) -> Network:
    """Return the pyvis network: nodes numbered in the given order, one undirected edge per pair.

    The records are appended without `add_node` and `add_edge`, which search the whole list each time
    (54 s for 10,000 nodes).
    """
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    shapes = {kind: row["shape"] for kind, row in load_look()["kinds"].items()}
    known = {node.id: number for number, node in enumerate(nodes)}
    ties = _ties(edges, known)
    heaviest = max((node.weight for node in nodes), default=1.0) or 1.0
    labels = [clean_name(node.label) or clean_name(node.id) for node in nodes]
    sizes = [round(7 + 13 * math.sqrt(max(node.weight, 0.0) / heaviest), 1) for node in nodes]
    widths = [max(8 * min(len(label), 34), 2 * size) + 14 for label, size in zip(labels, sizes, strict=True)]
    places = place_nodes(widths, list(ties), seed=seed)
    network = Network(directed=True)
    network.toggle_physics(False)
    for number, (node, (x, y)) in enumerate(zip(nodes, places, strict=True)):
        options = {"group": node.kind, "x": x, "y": y, "size": sizes[number]}
        record = Node(number, shapes[node.kind], labels[number], **options).options
        network.nodes.append(record)
        network.node_ids.append(number)
        network.node_map[number] = record
    for number, ((source, target), count) in enumerate(ties.items()):
        network.edges.append(Edge(source, target, id=f"t{number}", value=count).options)
    return network


def _ties(edges: list[MapEdge], known: dict[str, int]) -> dict[tuple[int, int], int]:
    """Return the pairs that have anything to do with each other, with the sum of their counts."""
    ties: dict[tuple[int, int], int] = {}
    for edge in edges:
        pair = _pair(edge, known)
        ties[pair] = ties.get(pair, 0) + edge.count
    return ties


def _pair(edge: MapEdge, known: dict[str, int]) -> tuple[int, int]:
    source, target = known[edge.source], known[edge.target]
    return (source, target) if source <= target else (target, source)


class _Index:
    """Numbers equal values once: sentences, articles and topics recur on many edges."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}

    def number(self, value: Any) -> int:
        return self._numbers.setdefault(value, len(self._numbers))

    def values(self) -> list[Any]:
        return list(self._numbers)


def _content(network: Network, nodes: list[MapNode], edges: list[MapEdge]) -> dict[str, Any]:
    """Return what the page's script reads: pyvis's records and the relations behind them."""
    known = {node.id: number for number, node in enumerate(nodes)}
    tie_numbers = {(tie["from"], tie["to"]): number for number, tie in enumerate(network.edges)}
    topics, types, articles, sentences, sources = _Index(), _Index(), _Index(), _Index(), _Index()
    relations = []
    for edge in edges:
        newest = sorted(edge.evidence, key=_newest_first)
        relations.append(
            {
                "t": tie_numbers[_pair(edge, known)],
                "s": known[edge.source],
                "o": known[edge.target],
                "l": clean_name(edge.relation),
                "e": types.number(clean_name(edge.event_type)),
                "g": edge.sign,
                "n": edge.count,
                "a": int(edge.directed),
                "f": edge.first_date,
                "u": edge.last_date,
                "c": [topics.number(clean_name(topic)) for topic in edge.topics],
                "d": _dates(edge),
                "m": max(len(newest) - EVIDENCE_CAP, 0),
                "v": [_evidence(item, articles, sentences) for item in newest[:EVIDENCE_CAP]],
            }
        )
        if len(newest) > EVIDENCE_CAP:  # the summary still counts every article
            relations[-1]["r"] = sorted({articles.number(_article(item)) for item in newest})
    return {
        "nodes": [record | _about(node) for record, node in zip(network.nodes, nodes, strict=True)],
        "ties": network.edges,
        "relations": relations,
        "topics": topics.values(),
        "types": types.values(),
        "articles": [(*article[:3], sources.number(article[3])) for article in articles.values()],
        "sentences": sentences.values(),
    }


def _dates(edge: MapEdge) -> list[str]:
    """The dates of its events; the first report of each that has a date decides."""
    found: dict[str, str] = {}
    for number, item in enumerate(edge.evidence):
        if item.date:
            found.setdefault(item.event or str(number), item.date)
    return sorted(found.values())


def _newest_first(item: MapEvidence) -> tuple[int, tuple[int, ...], str, str, int]:
    dated = tuple(-ord(letter) for letter in item.date or "")
    return (not item.date, dated, item.title, item.sentence, item.start)


def _evidence(item: MapEvidence, articles: _Index, sentences: _Index) -> list[Any]:
    """Return date, sentence in three pieces (number), article (number), status, rule, confidence.

    The sentence is cut here because JavaScript counts UTF-16 units and our offsets are code points.
    """
    text = clean_text(item.sentence)
    start = min(max(item.start, 0), len(text))
    end = min(max(item.end, start), len(text))
    return [
        item.date,
        sentences.number((text[:start], text[start:end], text[end:])),
        articles.number(_article(item)),
        clean_name(item.status),
        clean_name(item.rule),
        round(item.confidence, 2),
    ]


def _article(item: MapEvidence) -> tuple[str, str, str | None, str]:
    """Title, outlet, address, and whose words it has, which reaches the page only as a number."""
    title, outlet = clean_name(item.title), clean_name(item.publisher or "")
    return title, outlet, safe_url(item.url), item.source or outlet or title


def _about(node: MapNode) -> dict[str, Any]:
    """Return what pyvis's record does not hold: reference, aliases, description, Wikidata link."""
    return {
        "ref": clean_name(node.id),
        "aliases": [clean_name(alias) for alias in node.aliases],
        "about": clean_name(node.about),
        "wikidata": safe_url(node.wikidata),
    }
