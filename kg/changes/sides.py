"""One side of a comparison: a store, or a file of facts as `kg extract` prints them.  *I/O*

Out: for every article a key (its id and source), a hash of its text, and, when asked, what it is read as.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol
from urllib.parse import unquote

from kg.changes.said import Said, event_said, from_facts, kind_of, office_said, quotation_said
from kg.errors import SourceError
from kg.ledger import place_of
from kg.store import ARTICLES, Store
from kg.vocab import DEFAULT_BASE, GAF, KG, OA, ORG, RDF, RDFS, SCHEMA, iri


@dataclass(frozen=True, slots=True)
class Card:
    """An article of one side: where it stands there (`place`), its key, text, and how it was read.

    `reading` is a hash of everything read from it, or empty where only a comparison tells.
    """

    place: str
    key: str
    text: str
    title: str
    reading: str = ""


class Side(Protocol):
    """One side of a comparison."""

    name: str

    def cards(self) -> Iterator[Card]:
        """Yield every article that was read."""

    def said(self, place: str) -> tuple[dict[Said, str], str]:
        """Return what one article is read as, with the words it came from, and its language."""

    def close(self) -> None:
        """Give files back."""

    def __enter__(self) -> Side: ...

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_side(name: str) -> Side:
    """Open a store or a file of facts.  Raises StoreError or SourceError."""
    if Path(name).is_dir():
        return StoreSide(name)
    if Path(name).is_file():
        return FactsSide(name)
    raise SourceError(f"{name}: neither a store nor a file of facts. Make one with kg build or kg extract.")


class _Closing:
    def close(self) -> None:
        raise NotImplementedError

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class FactsSide(_Closing):
    """A file of JSON lines; it is read once for the places of its lines, then line by line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._file = Path(name).open("rb")  # noqa: SIM115 – close() closes it

    def __enter__(self) -> FactsSide:
        return self

    def close(self) -> None:
        self._file.close()

    def cards(self) -> Iterator[Card]:
        """Yield the articles in the order of the file."""
        self._file.seek(0)
        number = 0
        while line := self._file.readline():
            number += 1
            start = self._file.tell() - len(line)
            if line.strip():
                facts = self._parse(line, number)
                yield Card(str(start), _key(facts["id"], facts["source"]), _text(facts), facts["title"])
                self._file.seek(start + len(line))

    def _parse(self, line: bytes, number: int) -> dict[str, str]:
        try:
            facts: dict[str, str] = json.loads(line)
            for name in ("id", "source", "title", "text", "events"):
                facts[name]
        except (ValueError, KeyError, TypeError) as error:
            raise SourceError(
                f"{self.name}:{number}: not an object of kg extract ({error}). Write the file with: "
                f"kg extract ARTICLES > {self.name}"
            ) from error
        return facts

    def said(self, place: str) -> tuple[dict[Said, str], str]:
        """Return what the article of a line is read as."""
        self._file.seek(int(place))
        return from_facts(json.loads(self._file.readline()))


class StoreSide(_Closing):
    """A store; the ledger says which graphs can differ at all."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.store = Store.open(name)
        self.base = self.store.ledger.get("base", DEFAULT_BASE)

    def __enter__(self) -> StoreSide:
        return self

    def close(self) -> None:
        self.store.close()

    def cards(self) -> Iterator[Card]:
        """Yield the articles in the order of their hashes, once for each place that shows them."""
        for entry in self.store.articles():
            if entry.state != "done":
                continue
            article = entry.article
            text = _text({"title": article.title, "text": article.text})
            origins = self.store.ledger.origins(entry.hash) or ((article.id, article.source),)
            for ident, source in origins:
                yield Card(entry.hash, _key(ident, source), text, article.title, entry.digest)

    def said(self, place: str) -> tuple[dict[Said, str], str]:
        """Return what the article of that hash is read as."""
        nodes = self._nodes(place)
        found: dict[Said, str] = {}
        for node in nodes.values():
            kinds = node[RDF.type]
            if SCHEMA.NewsArticle in kinds:
                for ref in map(self._ref, (*node[SCHEMA.mentions], *node[SCHEMA.about])):
                    kind = kind_of(ref)
                    if kind:
                        found[Said(kind, ref)] = self._first_words(nodes, ref)
            elif KG.Tenure in kinds:
                said = office_said(self._ref(node[ORG.member][0]), node[RDFS.label][0])
                found[said] = self._words(nodes, node)
            elif KG.Quotation in kinds:
                speaker = (
                    self._ref(node[SCHEMA.spokenByCharacter][0]) if node[SCHEMA.spokenByCharacter] else None
                )
                said = quotation_said(speaker, node[KG.directness][0], node[SCHEMA.text][0])
                found[said] = self._sentence(nodes, node)
        for m in self.store.ledger.across.told_in(place):
            said = event_said(m.type, m.mode, m.agents, m.targets, m.date, m.status)
            event = nodes.get(self.base + m.event)
            found[said] = self._sentence(nodes, event) if event else ""
        entry = self.store.ledger.entry(place)
        return found, entry.read_as if entry else "und"

    def _nodes(self, place: str) -> dict[str, dict[str, list[str]]]:
        """The article's graph: subject → predicate → values."""
        nodes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in self.store.quads(ARTICLES + place):
            nodes[quad.subject.value][quad.predicate.value].append(quad.object.value)  # type: ignore[union-attr]
        return nodes

    def _ref(self, iri: str) -> str:
        return unquote(iri.removeprefix(self.base))

    def _first_words(self, nodes: dict[str, dict[str, list[str]]], ref: str) -> str:
        node = nodes.get(iri(ref, self.base))
        return self._words(nodes, node) if node else ""

    def _words(self, nodes: dict[str, dict[str, list[str]]], node: dict[str, list[str]]) -> str:
        """The words of the first mention of a node."""
        places = []
        for mention in node[GAF.denotedBy]:
            for target in nodes[mention][OA.hasTarget]:
                for selector in nodes[target][OA.hasSelector]:
                    at = nodes[selector]
                    places.append((bool(at[KG.part]) is False, int(at[OA.start][0]), at[OA.exact][0]))
        return min(places)[2] if places else ""

    def _sentence(self, nodes: dict[str, dict[str, list[str]]], node: dict[str, list[str]]) -> str:
        found = [
            nodes[s][OA.exact][0]
            for m in node[GAF.denotedBy]
            for s in nodes[m][KG.sentence]
            if nodes[s][OA.exact]
        ]
        return min(found, default="")


def _key(ident: str, source: str) -> str:
    return f"{ident}\t{place_of(source)}"


def _text(facts: dict[str, str]) -> str:
    return hashlib.sha256(
        f"{facts['title']}\n{facts['text']}".encode("utf-8", "backslashreplace")
    ).hexdigest()[:24]
