"""Topics of an article and of single sentences, from trigger terms.

In: the topic terms matched in each sentence.  Out: top topics with score, evidence and the narrower
topics found.  A term counts by its weight, more in the headline and the first sentences, less towards the
end, where background stands, and less each time it is said again; the strongest terms of a topic count in
full and each further one less, so that one word said ten times does not beat three different ones.  Terms of
commonplace topics (government, justice) count less.  A topic stays when enough speaks for it, also compared
with the others; the strongest one where a trigger does: a short report about nothing else is about the one
thing it names, a long one about ten things is not.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.extractors import Context
from kg.model import Document, Event, Sentence, Span, TopicAssignment
from kg.ontology import Lexicon, Match, Matches

TITLE_FACTOR, LEAD_FACTOR, TAIL_FACTOR = 1.5, 1.5, 0.8
LEAD_SENTENCES, TAIL_FROM = 2, 0.6
MINIMUM, SHARE_OF_BEST, AT_MOST = 1.2, 0.3, 5
#: What the words of a commonplace topic (government, justice) count: they stand in reports about anything.
COMMONPLACE_FACTOR = 0.7
#: Articles longer than this (in characters) need more: in 20,000 characters everything is mentioned once.
LONG_ARTICLE, SHORTEST = 3000, 0.7
#: What a sentence or quotation must hold: one trigger or three hints.
MINIMUM_WITHIN = 0.85
#: What the next weaker term of the same topic counts, compared with the one before it.
DISCOUNT = 0.8
#: What a term counts each time it is said again; forms of a word (*strike, strikes*) begin alike.
REPEAT, STEM = 0.7, 5


@dataclass(frozen=True, slots=True)
class _Term:
    """Words that tell of a top topic, with the topics (itself or narrower ones) whose terms they are."""

    top: str
    refs: tuple[str, ...]
    weight: float
    span: Span
    commonplace: bool = False


#: The terms of an article, sentence by sentence.
Terms = tuple[tuple[_Term, ...], ...]


@dataclass(slots=True)
class _Evidence:
    """What an article holds for one top topic."""

    gains: list[float] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    narrower: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    said: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    by_itself: bool = False

    def add(self, term: _Term, stem: str, factor: float) -> None:
        gain = term.weight * factor * float(REPEAT ** self.said[stem])
        if term.commonplace:
            gain *= COMMONPLACE_FACTOR
        self.said[stem] += 1
        self.by_itself |= term.weight >= MINIMUM_WITHIN
        self.gains.append(gain)
        self.spans.append(term.span)
        for ref in term.refs:
            self.narrower[ref] += term.weight * factor

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
    tail = TAIL_FROM * len(document.sentences)
    for number, (sentence, rows) in enumerate(zip(document.sentences, terms, strict=True)):
        factor = _factor(sentence, number, tail)
        for term in rows:
            found[term.top].add(term, _stem(document, term.span), factor)
    scores = {top: evidence.score() for top, evidence in found.items()}
    best = max(scores.values(), default=0.0)
    least = max(_minimum(document), SHARE_OF_BEST * best)
    if best < least and any(found[top].by_itself for top in scores if scores[top] == best):
        least = best
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
    return MINIMUM * math.sqrt(max(SHORTEST, len(document.article.text) / LONG_ARTICLE))


def _factor(sentence: Sentence, number: int, tail: float) -> float:
    if sentence.span.part == "title":
        return TITLE_FACTOR
    if number <= LEAD_SENTENCES:
        return LEAD_FACTOR
    return TAIL_FACTOR if number > tail else 1.0


def _stem(document: Document, span: Span) -> str:
    """Return how a term begins: its forms (*strike, strikes*) begin alike."""
    article = document.article
    text = article.title if span.part == "title" else article.text
    return text[span.start : min(span.end, span.start + STEM)].lower()


def _terms(sentence: Sentence, matches: Matches, lexicon: Lexicon) -> Iterator[_Term]:
    """Yield the terms of a sentence; of overlapping ones of a top topic only the longest, then heaviest."""
    by_top: dict[str, list[Match]] = defaultdict(list)
    for match in matches.of("topic"):
        by_top[lexicon.topics[match.value[0]].top].append(match)
    for top, own in by_top.items():
        own.sort(key=lambda m: (m.first - m.last, -m.value[1], m.first, m.value[0]))
        taken: set[int] = set()
        for match in own:
            places = range(match.first, match.last)
            if taken.isdisjoint(places):
                taken.update(places)
                refs = tuple(_same_words(match, own))
                span, commonplace = _span(sentence, match), lexicon.topics[top].commonplace
                yield _Term(top, refs, match.value[1], span, commonplace)


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
