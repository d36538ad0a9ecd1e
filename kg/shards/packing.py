"""Outcomes as bytes, and back: N-Quads and ledger rows, packed so that the same articles give the same bytes.

A file is a row of gzip members, one per few articles: each can be packed where its articles are read.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from kg.across import Digest
from kg.across.records import EventMention, Imprint
from kg.errors import SourceError
from kg.graph import EncodedGraph, Name, NamedGraph, Tie, content_hash
from kg.ledger import Entry
from kg.ledger.records import COLUMNS, to_entry, to_row
from kg.vocab import graph_iri
from kg.workers import Outcome

_LEFT_OUT = ("reader", "run")  # the first is said once for all, the second is the business of a store


@dataclass(frozen=True, slots=True)
class Packed:
    """A few articles: two gzip members, and what the part's first line counts."""

    quads: bytes
    rows: bytes
    articles: int
    read: int
    statements: int
    quads_size: int
    rows_size: int
    failures: tuple[str, ...]
    quarantined: int


def pack(outcomes: list[Outcome]) -> Packed:
    """Pack the outcomes of a few articles."""
    quads = b"".join(o.graph.data for o in outcomes if o.graph)
    rows = b"".join(to_line(to_json(o)) for o in outcomes)
    return Packed(
        gzipped(quads),
        gzipped(rows),
        articles=len(outcomes),
        read=sum(o.graph is not None for o in outcomes),
        statements=sum(o.graph.size for o in outcomes if o.graph),
        quads_size=len(quads),
        rows_size=len(rows),
        failures=tuple(o.reason for o in outcomes if o.reason),
        quarantined=sum(o.quarantined for o in outcomes),
    )


def gzipped(data: bytes) -> bytes:
    """Return one gzip member that names neither time nor system (RFC 1952)."""
    press = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    tail = struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)
    return head + press.compress(data) + press.flush() + tail


def to_line(record: dict[str, Any]) -> bytes:
    """Return a record as one line of JSON."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def to_json(outcome: Outcome) -> dict[str, Any]:
    """Return the ledger row of an outcome, with what its graphs across articles are made of."""
    graph, digest = outcome.graph, outcome.digest or Digest()
    entry = Entry(
        outcome.hash, outcome.article, outcome.state, "", "", outcome.reason, outcome.read_as,
        graph.size if graph else 0, graph.digest if graph else "", outcome.notes,
    )  # fmt: skip
    row = dict(zip(COLUMNS, to_row(entry), strict=True))
    for name in _LEFT_OUT:
        del row[name]
    imprint = digest.imprint
    return row | {
        "bytes": len(graph.data) if graph else 0,
        "ties": [astuple(tie) for tie in digest.ties],
        "names": [astuple(name) for name in digest.names],
        "uses": digest.uses,
        "mentions": [astuple(mention) for mention in digest.mentions],
        "imprint": [imprint.signature.hex(), imprint.size, imprint.agency],
    }


def from_json(row: dict[str, Any], data: bytes) -> Outcome:
    """Return the outcome of a row and the statements of its graph.

    Raises SourceError when one does not belong to the other, and KeyError, TypeError or ValueError when
    the row is not what `to_json` writes.
    """
    entry = to_entry([row.get(name, "") if name in _LEFT_OUT else row[name] for name in COLUMNS])
    if content_hash(entry.article) != entry.hash:
        raise SourceError(f"article {entry.hash} is not what was read")
    if entry.state != "done":
        quarantined = entry.state == "quarantined"
        return Outcome(entry.article, entry.hash, reason=entry.reason, quarantined=quarantined)
    graph = EncodedGraph(graph_iri(f"article/{entry.hash}"), data, entry.quads, entry.digest)
    if NamedGraph(graph.iri, tuple(graph.lines)).encode() != graph:
        raise SourceError(f"the statements of article {entry.hash} are not what was written")
    signature, size, agency = row["imprint"]
    digest = Digest(
        ties=tuple(Tie(*tie) for tie in row["ties"]),
        names=tuple(Name(*name) for name in row["names"]),
        uses=tuple(row["uses"]),
        mentions=tuple(EventMention(*_tuples(mention)) for mention in row["mentions"]),
        imprint=Imprint(bytes.fromhex(signature), size, agency),
    )
    return Outcome(entry.article, entry.hash, graph, digest, entry.read_as, entry.notes)


def _tuples(values: Sequence[Any]) -> tuple[Any, ...]:
    """Return lists, also those inside, as tuples."""
    return tuple(_tuples(v) if isinstance(v, list) else v for v in values)
