"""Does every span still say what it said?  An article graph beside the article's own text.

In: the statements of one article graph, and the article as the ledger keeps it.  Out: violations.  Words are
compared as terms, so what a graph may not hold (a control character) counts as what stands in its place.
It does not judge whether the words mean what the graph says they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph import content_hash
from kg.graph.spans import CONTEXT
from kg.graph.terms import literal, node
from kg.model import Article
from kg.validating.records import Facts, Violation
from kg.vocab import GAF, KG, OA, RDF, SCHEMA, iri

_NUMBER = re.compile(r'"(\d{1,9})"\^\^<http://www\.w3\.org/2001/XMLSchema#integer>\Z')
_AGAIN = "Read the article again: kg rebuild."
_MENTION, _QUOTATION, _ARTICLE = node(KG.Mention), node(KG.Quotation), node(SCHEMA.NewsArticle)
#: Selectors that a mention names beside its own target.
_FURTHER = (KG.sentence, KG.cue, KG.speakerWords)


@dataclass(frozen=True, slots=True)
class _Side:
    """An article and its graph, with what messages need."""

    graph: str
    key: str
    article: Article
    facts: Facts
    base: str

    def wrong(self, subject: str, message: str, *, value: str = "", path: str = "") -> Violation:
        return Violation("spans", self.graph, subject, message, value, path, self.article.title)

    @property
    def node(self) -> str:
        return node(iri(f"article/{self.key}", self.base))


def check_spans(graph: str, key: str, article: Article, facts: Facts, base: str) -> Iterator[Violation]:
    """Yield what does not agree between an article graph and the text of the article."""
    side = _Side(graph, key, article, facts, base)
    yield from _check_article(side)
    for subject, values in facts.items():
        if OA.start in values or OA.exact in values:
            yield from _check_selector(side, subject)
        kinds = values.get(RDF.type, ())
        if _MENTION in kinds:
            yield from _check_mention(side, subject)
        if _QUOTATION in kinds:
            yield from _check_quotation(side, subject)


def count_spans(facts: Facts) -> int:
    """Return how many spans an article graph names."""
    return sum(OA.start in values for values in facts.values())


def _check_article(side: _Side) -> Iterator[Violation]:
    """The graph is about the one article that its name says, with the headline that the ledger keeps."""
    if content_hash(side.article) != side.key:
        yield side.wrong(
            side.node,
            "The ledger's text is no longer the one this graph was made of: its hash is another. "
            "Restore the ledger from a backup, or build again from the sources.",
        )
    about = [s for s, values in side.facts.items() if _ARTICLE in values.get(RDF.type, ())]
    if about != [side.node]:
        found = ", ".join(about) or "none"
        yield side.wrong(
            side.node, f"Let the graph describe its own article and no other; it describes {found}. {_AGAIN}"
        )
    for subject in about:
        if side.facts[subject].get(KG.contentHash) != [literal(side.key)]:
            yield side.wrong(
                subject,
                f"Write kg:contentHash as the hash that names this graph, {side.key}. {_AGAIN}",
                path=KG.contentHash,
            )


def _number(side: _Side, subject: str, predicate: str) -> int | None:
    found = side.facts[subject].get(predicate, ())
    match = _NUMBER.match(found[0]) if len(found) == 1 else None
    return int(match[1]) if match else None


def _check_selector(side: _Side, me: str) -> Iterator[Violation]:
    start, end = _number(side, me, OA.start), _number(side, me, OA.end)
    if start is None or end is None or start >= end:
        yield side.wrong(
            me,
            f"Write oa:start and oa:end as whole numbers, the end behind the start. {_AGAIN}",
            path=OA.start,
        )
        return
    in_title = literal("title") in side.facts[me].get(KG.part, ())
    text, what = (side.article.title, "headline") if in_title else (side.article.text, "text")
    name = node(iri(f"selector/{side.key}-{'t' if in_title else ''}{start}-{end}", side.base))
    if me != name:
        yield side.wrong(me, f"Name the selector after its positions: {name}. {_AGAIN}")
    if end > len(text):
        yield side.wrong(
            me, f"Let the span end inside the {what}, which has {len(text):,} characters. {_AGAIN}",
            value=side.facts[me][OA.end][0], path=OA.end,
        )  # fmt: skip
        return
    words = {
        OA.exact: text[start:end],
        OA.prefix: text[max(0, start - CONTEXT) : start],
        OA.suffix: text[end : end + CONTEXT],
    }
    for path, said in words.items():
        for value in side.facts[me].get(path, ()):
            if value != literal(said):
                yield side.wrong(
                    me, f"Let oa:{path.rpartition('#')[2]} be what stands at {start} to {end} of the {what}: "
                    f"{literal(said)}. {_AGAIN}", value=value, path=path,
                )  # fmt: skip


def _check_mention(side: _Side, me: str) -> Iterator[Violation]:
    """Every target lies in this article; every selector a mention names is there."""
    values = side.facts[me]
    selectors = [s for path in _FURTHER for s in values.get(path, ())]
    for target in values.get(OA.hasTarget, ()):
        if target == side.node:  # of a topic that no single word shows
            continue
        found = side.facts.get(target, {})
        selectors += found.get(OA.hasSelector, ())
        if list(found.get(OA.hasSource, ())) != [side.node] or not found.get(OA.hasSelector):
            yield side.wrong(
                me, f"Let oa:hasTarget lead to words of this article: a target with oa:hasSource {side.node} "
                f"and oa:hasSelector. {_AGAIN}", value=target, path=OA.hasTarget,
            )  # fmt: skip
    for selector in selectors:
        if not side.facts.get(selector, {}).get(OA.exact):
            yield side.wrong(
                me, f"Say which words these are: the selector has no oa:exact. {_AGAIN}", value=selector
            )


def _check_quotation(side: _Side, me: str) -> Iterator[Violation]:
    """The text of a quotation is the words of its mention, whatever language they are in."""
    said = {value.rpartition('"')[0] for value in side.facts[me].get(SCHEMA.text, ())}
    words = {
        exact.rpartition('"')[0]
        for mention in side.facts[me].get(GAF.denotedBy, ())
        for target in side.facts.get(mention, {}).get(OA.hasTarget, ())
        for selector in side.facts.get(target, {}).get(OA.hasSelector, ())
        for exact in side.facts.get(selector, {}).get(OA.exact, ())
    }
    for other in sorted(said - words):
        yield side.wrong(
            me, f"Let schema:text be the words that the quotation's mention marks. {_AGAIN}",
            value=f'{other}"', path=SCHEMA.text,
        )  # fmt: skip
