"""What a model says about characters → mentions that the linker understands.

In: labelled stretches of one part of an article.  Out: mentions inside single sentences, with the
lexicon's entities of that name and kind as candidates.  A place is kept only where the lexicon knows
it as a country: kg has no other places.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from kg.errors import ExtractorError
from kg.extractors import Context
from kg.model import Document, Mention, Part, Provenance, Sentence, Span

_EDGES = " \t\r\n\u00a0\"'„“”«»‚‘’()[],;:"


@dataclass(frozen=True, slots=True)
class Labelled:
    """Characters `start` to `end` (exclusive) of a part, with kg's kind, the model's label and its score."""

    start: int
    end: int
    kind: str
    label: str
    score: float
    part: Part = "text"


def parts_of(document: Document) -> tuple[tuple[Part, str], ...]:
    """Return the headline and the body, those of them that hold a sentence to be read."""
    held = {s.span.part for s in document.sentences}
    both: tuple[tuple[Part, str], ...] = (("title", document.article.title), ("text", document.article.text))
    return tuple((part, text) for part, text in both if part in held)


def to_mentions(
    found: Iterable[Labelled], document: Document, context: Context, extractor: str, version: str
) -> tuple[Mention, ...]:
    """Return mentions in the order of the text; the rule is `extractor:label`."""
    places: dict[Part, list[int]] = {"title": [], "text": []}
    for i, sentence in enumerate(document.sentences):
        places[sentence.span.part].append(i)
    mentions: dict[Span, Mention] = {}
    for item in found:
        span = _trimmed(item, document)
        inside = _sentence_around(span, document, places[item.part]) if span else None
        if span is None or inside is None:
            continue
        candidates = _candidates(span, item.kind, document.sentences[inside], context, inside)
        if item.kind == "country" and not candidates:
            continue
        provenance = Provenance(extractor, version, f"{extractor}:{item.label}", round(item.score, 3))
        mentions.setdefault(
            span, Mention(span, document.article.slice(span), item.kind, candidates, provenance)
        )
    return tuple(sorted(mentions.values(), key=lambda m: (m.span.part != "title", m.span)))


def _trimmed(item: Labelled, document: Document) -> Span | None:
    text = document.article.slice(Span(item.start, item.end, item.part))
    start = item.start + len(text) - len(text.lstrip(_EDGES))
    end = start + len(text.strip(_EDGES))
    return Span(start, end, item.part) if start < end else None


def _sentence_around(span: Span, document: Document, numbers: list[int]) -> int | None:
    """The sentence that holds the whole span; what lies in a marked part (a teaser) is in none."""
    i = bisect_right(numbers, span.start, key=lambda n: document.sentences[n].span.start) - 1
    return numbers[i] if i >= 0 and document.sentences[numbers[i]].span.covers(span) else None


def _candidates(span: Span, kind: str, sentence: Sentence, context: Context, number: int) -> tuple[str, ...]:
    """The lexicon's entities of this kind whose alias covers exactly these characters."""
    return tuple(
        sorted(
            {
                m.value.ref
                for m in context.matches[number].of("entity")
                if m.value.alias != "unless"
                and m.value.ref.startswith(f"{kind}/")
                and sentence.starts[m.first] == span.start
                and sentence.ends[m.last - 1] == span.end
            }
        )
    )


def number(name: str, text: str, most: float = 1) -> float:
    """Read an option's number from 0 to `most`.

    Raises ExtractorError that names the option.
    """
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= most:
        raise ExtractorError(f"{name}={text!r}: a number from 0 to {most:g} is meant")
    return value
