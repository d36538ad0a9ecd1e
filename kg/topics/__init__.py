"""Topics of an article and of single sentences, from trigger terms.

In: the topic terms matched in each sentence.  Out: top topics with score, evidence and the narrower
topics found.  A term counts by its weight, more in the headline and the first sentences; the strongest
terms of a topic count in full and each further one less, so that one word said ten times does not beat
three different ones by much.  A topic stays when one trigger speaks for it, unless others are much stronger:
a short report about nothing else is about the one thing it names, a long one about ten things is not.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.extractors import Context
from kg.model import Document, Event, Sentence, Span, TopicAssignment
from kg.ontology import Lexicon, Match

TITLE_FACTOR, LEAD_FACTOR, LEAD_SENTENCES = 1.75, 1.5, 3
MINIMUM, SHARE_OF_BEST, AT_MOST = 1.0, 0.38, 6
#: Articles longer than this (in characters) need more: in 20,000 characters everything is mentioned once.
LONG_ARTICLE = 4000
#: What a sentence or quotation must hold: one trigger or three hints.
MINIMUM_WITHIN = 0.85
#: What the next weaker term of the same topic counts, compared with the one before it.
DISCOUNT = 0.55


@dataclass(frozen=True, slots=True)
class _Term:
    """Words that tell of a top topic, with the topics (itself or narrower ones) whose terms they are."""

    top: str
    refs: tuple[str, ...]
    weight: float
    span: Span


#: The terms of an article, sentence by sentence.
Terms = tuple[tuple[_Term, ...], ...]


@dataclass(slots=True)
class _Evidence:
    """What an article holds for one top topic."""

    gains: list[float] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    narrower: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def score(self) -> float:
        ranked = sorted(self.gains, reverse=True)
        return sum(gain * float(DISCOUNT**place) for place, gain in enumerate(ranked))

    def strongest_narrower(self, top: str) -> tuple[str, ...]:
        found = {ref: gain for ref, gain in self.narrower.items() if ref != top}
        return tuple(sorted(found, key=lambda ref: (-found[ref], ref))[:3])


def find_terms(document: Document, context: Context) -> Terms:
    """Return the terms of every sentence, in the order of the text."""
    return tuple(
        tuple(_terms(sentence, matches, context.lexicon))
        for sentence, matches in zip(document.sentences, context.matches, strict=True)
    )


def extract_topics(document: Document, terms: Terms) -> tuple[TopicAssignment, ...]:
    """Return the topics of the article, the strongest first."""
    found: dict[str, _Evidence] = defaultdict(_Evidence)
    for number, (sentence, rows) in enumerate(zip(document.sentences, terms, strict=True)):
        factor = _factor(sentence, number)
        for term in rows:
            evidence = found[term.top]
            evidence.gains.append(term.weight * factor)
            evidence.spans.append(term.span)
            for ref in term.refs:
                evidence.narrower[ref] += term.weight * factor
    scores = {top: evidence.score() for top, evidence in found.items()}
    best = max(scores.values(), default=0.0)
    least = max(_minimum(document), SHARE_OF_BEST * best)
    return tuple(
        TopicAssignment(
            ref=top,
            score=round(scores[top] / best, 3),
            spans=tuple(dict.fromkeys(found[top].spans)),
            narrower=found[top].strongest_narrower(top),
        )
        for top in sorted(scores, key=lambda top: (-scores[top], top))[:AT_MOST]
        if scores[top] >= least
    )


def _minimum(document: Document) -> float:
    return MINIMUM * math.sqrt(max(1.0, len(document.article.text) / LONG_ARTICLE))


def _factor(sentence: Sentence, number: int) -> float:
    if sentence.span.part == "title":
        return TITLE_FACTOR
    return LEAD_FACTOR if number <= LEAD_SENTENCES else 1.0


def _terms(sentence: Sentence, matches: Sequence[Match], lexicon: Lexicon) -> Iterator[_Term]:
    """Yield the terms of a sentence; of overlapping ones of a top topic only the longest, then heaviest."""
    by_top: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        if match.kind == "topic":
            by_top[lexicon.topics[match.value[0]].top].append(match)
    for top, own in by_top.items():
        own.sort(key=lambda m: (m.first - m.last, -m.value[1], m.first, m.value[0]))
        taken: set[int] = set()
        for match in own:
            places = range(match.first, match.last)
            if taken.isdisjoint(places):
                taken.update(places)
                yield _Term(top, tuple(_same_words(match, own)), match.value[1], _span(sentence, match))


def _same_words(match: Match, matches: Iterable[Match]) -> Iterator[str]:
    """Yield every topic that has these very words as a term."""
    words = (match.first, match.last)
    yield from dict.fromkeys(m.value[0] for m in matches if (m.first, m.last) == words)


def _span(sentence: Sentence, match: Match) -> Span:
    return Span(sentence.starts[match.first], sentence.ends[match.last - 1], sentence.span.part)


def topics_within(document: Document, terms: Terms, span: Span) -> tuple[str, ...]:
    """Return the top topics whose terms stand inside a span (a sentence, a quotation)."""
    found: dict[str, float] = defaultdict(float)
    for sentence, rows in zip(document.sentences, terms, strict=True):
        if rows and sentence.span.start < span.end and span.start < sentence.span.end:
            for term in rows:
                if span.covers(term.span):
                    found[term.top] += term.weight
    return tuple(sorted((r for r in found if found[r] >= MINIMUM_WITHIN), key=lambda r: (-found[r], r)))


def event_topics(document: Document, terms: Terms, event: Event) -> tuple[str, ...]:
    """Return the topics of an event: of its sentence, and of the article for a main event."""
    found = dict.fromkeys(topics_within(document, terms, event.sentence))
    if event.main:
        found |= dict.fromkeys(t.ref for t in document.topics)
    return tuple(found)
