"""RDF 1.2: what is known of a relation, said of the statement itself.  Pure.

In: N-Triples or N-Quads in order, without the newline.  Out: the same, with

    edge rdf:subject s .  edge rdf:predicate p .  edge rdf:object o .

replaced by one statement, `edge rdf:reifies <<( s p o )>>`.  The edge keeps its count, dates, sign and
evidence, which annotate the statement `s p o` now.  The order stays right: `#reifies` comes where
`#subject` was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.vocab import RDF

_OBJECT, _PREDICATE, _SUBJECT, _REIFIES = (
    f"<{RDF.base}{name}>".encode() for name in ("object", "predicate", "subject", "reifies")
)
_PARTS = (_OBJECT, _PREDICATE, _SUBJECT)  # in the order of the lines


def reified(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines with each described statement as a triple term."""
    held: list[tuple[bytes, bytes, bytes]] = []
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        follows = predicate == _PARTS[len(held)] and (not held or held[0][0] == subject)
        if not follows:
            yield from map(b" ".join, held)
            held.clear()
            if predicate != _PARTS[0]:
                yield line
                continue
        held.append((subject, predicate, rest))
        if len(held) == len(_PARTS):
            yield _triple_term(held)
            held.clear()
    yield from map(b" ".join, held)


def _triple_term(parts: list[tuple[bytes, bytes, bytes]]) -> bytes:
    """Join object, predicate and subject, all of them IRIs; behind each stand a graph, if any, and a stop."""
    me = parts[0][0]
    (target, graph), (predicate, _), (subject, _) = (rest.split(b" ", 1) for _, _, rest in parts)
    return b"%s %s <<( %s %s %s )>> %s" % (me, _REIFIES, subject, predicate, target, graph)
