"""What one article says, as one named graph: `graph/article/<hash of its content>`.

In: a Document and the lexicon (for the words of labels).  Out: a NamedGraph.  What an entity is called
and what it is does not stand here but once for all articles (`reference.py`, `ties.py`): SPARQL engines
repeat an answer for each graph that states the same.
"""

from __future__ import annotations

import hashlib
import json

from kg.graph.events import add_event, add_quotation
from kg.graph.spans import SpanWriter
from kg.graph.terms import NamedGraph, Statements, decimal, literal, typed, url_node
from kg.model import Article, Document, OfficeHolding
from kg.ontology import Lexicon
from kg.vocab import DEFAULT_BASE, KG, OA, ORG, PROV, RDFS, SCHEMA, XSD, graph_iri, slug

TOPIC_WORDS = 3  # shown as evidence per topic
HASH_LENGTH = 24  # 96 bits: no two articles of any archive share one


def content_hash(article: Article) -> str:
    """Return the hash of what the article says: the same words of another outlet are another article."""
    day = article.date.isoformat() if article.date else None
    skipped = [[s.span.start, s.span.end, s.span.part, s.why] for s in article.skipped]
    content = [
        article.title,
        article.text,
        article.lang,
        day,
        article.url,
        article.publisher,
        article.authors,
        skipped,
    ]
    data = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(data.encode()).hexdigest()[:HASH_LENGTH]


def article_graph(document: Document, lexicon: Lexicon, *, base: str = DEFAULT_BASE) -> NamedGraph:
    """Return everything that is known of one article, with the words each statement came from."""
    out = Statements(base)
    key = content_hash(document.article)
    spans = SpanWriter(out, document, key)
    _add_article(out, document, key)
    for skipped in document.skipped:
        where = spans.position(skipped.span)
        out.type(where, KG.Skipped)
        out.add(where, SCHEMA.isPartOf, spans.article)
        out.add(where, KG.skippedBecause, literal(skipped.why))
    _add_mentions(out, document, spans)
    _add_topics(out, document, spans)
    for holding in document.offices:
        _add_tenure(out, holding, spans)
    for event in document.events:
        add_event(out, document, event, spans, lexicon)
    for quotation in document.quotations:
        add_quotation(out, document, quotation, spans)
    return NamedGraph(graph_iri(f"article/{key}"), out.sorted())


def _add_article(out: Statements, document: Document, key: str) -> None:
    article, me = document.article, out.ref(f"article/{key}")
    out.type(me, SCHEMA.NewsArticle)
    out.add(me, KG.contentHash, literal(key))
    out.add(
        me,
        SCHEMA.headline,
        literal(article.title or article.text[:80].strip() or "(no title)", document.lang),
    )
    if document.lang != "und":
        out.add(me, SCHEMA.inLanguage, literal(document.lang))
    if article.date:
        out.add(me, SCHEMA.datePublished, typed(article.date.isoformat(), XSD.date))
    if (url := url_node(article.url)) is not None:
        out.add(me, SCHEMA.url, url)
    if article.publisher:
        out.add(me, SCHEMA.publisher, out.ref(f"outlet/{slug(article.publisher)}"))
    out.add(me, SCHEMA.author, *(literal(name) for name in article.authors))
    out.add(me, SCHEMA.about, *(out.ref(t.ref) for t in document.topics))
    out.add(me, SCHEMA.mentions, *(out.ref(e.ref) for e in document.entities))


def _add_mentions(out: Statements, document: Document, spans: SpanWriter) -> None:
    for link in document.links:
        mention, found = link.mention, link.mention.provenance
        entity = out.ref(link.entity)
        me = spans.mention(mention.span, link.entity, context=True)
        out.add(entity, spans.denoted_by, me)
        out.add(me, KG.rule, literal(found.rule))
        out.add(me, KG.extractor, literal(f"{found.extractor} {found.version}"))
        out.add(me, KG.confidence, decimal(found.confidence))
        out.add(me, KG.score, decimal(link.score))
        if link.reasons:
            out.add(me, KG.reason, literal("; ".join(link.reasons)))
        out.add(me, KG.runnerUp, *(literal(f"{ref} {score:.2f}") for ref, score in link.runners_up))


def _add_topics(out: Statements, document: Document, spans: SpanWriter) -> None:
    """One annotation per topic; the first words that say so are its targets."""
    for topic in document.topics:
        me = out.ref(f"mention/{spans.key}-{topic.ref.partition('/')[2]}")
        out.type(me, OA.Annotation, KG.Mention)
        out.add(me, OA.hasBody, out.ref(topic.ref))
        out.add(me, KG.score, decimal(topic.score))
        out.add(me, KG.narrowerTopic, *(out.ref(n) for n in topic.narrower))
        shown = [spans.target(s) for s in topic.spans[:TOPIC_WORDS]]
        out.add(me, OA.hasTarget, *(shown or [spans.article]))


def _add_tenure(out: Statements, holding: OfficeHolding, spans: SpanWriter) -> None:
    """The office as this article says it; dated tenures of the lexicon stand in the reference graph."""
    found = holding.provenance
    me = out.ref(f"tenure/{spans.name(holding.span)}-{holding.person.partition('/')[2]}")
    out.type(me, KG.Tenure)
    out.add(me, RDFS.label, literal(holding.office, "en"))
    out.add(me, ORG.member, out.ref(holding.person))
    if (office := office_ref(holding)) is not None:
        out.add(me, ORG.role, out.ref(office))
    place = holding.organisation or (f"country/{holding.country}" if holding.country else None)
    if place:
        out.add(me, ORG.organization, out.ref(place))
    words = spans.mention(holding.span, f"tenure/{holding.person.partition('/')[2]}", body=me)
    out.add(me, spans.denoted_by, words)
    out.add(me, PROV.wasDerivedFrom, spans.article)
    out.add(words, KG.rule, literal(found.rule))
    out.add(words, KG.confidence, decimal(found.confidence))


def office_ref(holding: OfficeHolding) -> str | None:
    """Return the ref of the office, which the rule names (`office:president`)."""
    kind, _, key = holding.provenance.rule.partition(":")
    return f"office/{key}" if kind == "office" and key else None
