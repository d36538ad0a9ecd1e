"""Topics of an article and of single sentences, from trigger terms.

In: the topic terms matched in each sentence.  Out: top topics with score, evidence and the narrower
topics found.  A term counts by its weight, more in the headline and the first sentences, and less
each time it comes again; a topic stays when it holds its own against the article's strongest one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.extractors import Context
from kg.model import Document, Event, Sentence, Span, TopicAssignment
from kg.ontology import Match

TITLE_FACTOR, LEAD_FACTOR, LEAD_SENTENCES = 3.0, 1.5, 3
MINIMUM, SHARE_OF_BEST, AT_MOST = 1.6, 0.3, 6
REPEAT_DISCOUNT = 0.7


def extract_topics(document: Document, context: Context) -> tuple[TopicAssignment, ...]:
    """Return the topics of the article, the strongest first."""
    weights: dict[str, float] = defaultdict(float)
    spans: dict[str, list[Span]] = defaultdict(list)
    narrower: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    seen: dict[str, int] = defaultdict(int)
    for number, (sentence, matches) in enumerate(zip(document.sentences, context.matches, strict=True)):
        factor = _factor(sentence, number)
        for ref, weight, match in _terms(matches):
            top = context.lexicon.topics[ref].top
            gain = weight * factor * REPEAT_DISCOUNT ** min(seen[ref], 6)
            seen[ref] += 1
            weights[top] += gain
            spans[top].append(_span(sentence, match))
            if ref != top:
                narrower[top][ref] += gain
    length = max(1.0, len(document.sentences) / 12)
    best = max(weights.values(), default=0.0)
    ranked = sorted(weights, key=lambda ref: (-weights[ref], ref))
    kept = [r for r in ranked if weights[r] / length**0.5 >= MINIMUM and weights[r] >= SHARE_OF_BEST * best][:AT_MOST]
    return tuple(
        TopicAssignment(
            ref=ref,
            score=round(weights[ref] / best, 3),
            spans=tuple(dict.fromkeys(spans[ref])),
            narrower=tuple(sorted(narrower[ref], key=lambda n: (-narrower[ref][n], n))[:3]),
        )
        for ref in kept
    )


def _factor(sentence: Sentence, number: int) -> float:
    if sentence.span.part == "title":
        return TITLE_FACTOR
    return LEAD_FACTOR if number <= LEAD_SENTENCES else 1.0


def _terms(matches: Sequence[Match]) -> Iterator[tuple[str, float, Match]]:
    """Yield (topic, weight, match); of overlapping terms of one topic only the longest."""
    taken: dict[str, set[int]] = defaultdict(set)
    topics = [m for m in matches if m.kind == "topic"]
    for match in sorted(topics, key=lambda m: (m.first - m.last, m.first, -m.value[1], m.value[0])):
        ref, weight = match.value
        places = set(range(match.first, match.last))
        if not taken[ref] & places:
            taken[ref] |= places
            yield ref, weight, match


def _span(sentence: Sentence, match: Match) -> Span:
    return Span(sentence.starts[match.first], sentence.ends[match.last - 1], sentence.span.part)


def topics_within(document: Document, context: Context, span: Span) -> tuple[str, ...]:
    """Return the top topics whose terms stand inside a span (a sentence, a quotation)."""
    found: dict[str, float] = defaultdict(float)
    for sentence, matches in zip(document.sentences, context.matches, strict=True):
        if sentence.span.overlaps(span):
            for ref, weight, match in _terms(matches):
                if span.covers(_span(sentence, match)):
                    found[context.lexicon.topics[ref].top] += weight
    return tuple(sorted((r for r in found if found[r] >= 1.0), key=lambda r: (-found[r], r)))


def event_topics(document: Document, context: Context, event: Event) -> tuple[str, ...]:
    """Return the topics of an event: of its sentence, and of the article for a main event."""
    found = dict.fromkeys(topics_within(document, context, event.sentence))
    if event.main:
        found |= dict.fromkeys(t.ref for t in document.topics)
    return tuple(found)
