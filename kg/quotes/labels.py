"""Speech whose speaker stands in front of a colon, or behind a dash: interviews and headlines.

In: a document and its parsed sentences.  Out: findings.  In an interview the answers bear no marks:
*Thomas Jäger: Das war entscheidend.* opens one, and after each question the same person answers; or a
letter stands before each (*P. … R. …*).
Headlines name the source before a colon (*Axios: Trump versprach …*) or at the end (*… — Reuters*).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from kg.extractors import Context
from kg.model import Document, Span
from kg.quotes.found import Found
from kg.syntax import Parsed, Party

_LABEL = 7  # words of a label, colon included
_QUOTES = frozenset("\"'„“”«»‘’")
_DASHES = frozenset("–—-")
_MIN_WORDS = 5  # words of an answer and of a headline's statement
_ASKED = 3  # questions that make an interview
_TURNS = 2  # questions of one whose turns open with a dash
_LONGEST = 40  # words of the longest question
_CREDIT = 9  # words of a line that names the interviewer
_MEDIA = "media"

Paragraph = Sequence[Parsed]


class Labels:
    """Finds labelled speech in one document."""

    def __init__(self, document: Document, context: Context, parsed: Sequence[Parsed]) -> None:
        self.document, self.context, self.parsed = document, context, parsed

    # interviews ------------------------------------------------------------------

    def interview(self) -> Iterator[Found]:
        """Yield the answers of an interview, one for each paragraph."""
        text = [p for p in self.parsed if p.sentence.span.part == "text"]
        paragraphs = [list(rows) for _, rows in groupby(text, key=lambda p: p.sentence.paragraph)]
        yield from self._lettered(paragraphs)
        yield from self._marked(paragraphs)
        start = self._start(paragraphs)
        if start is None:
            yield from self._unlabelled(paragraphs)
            return
        speaker: Party | None = None
        for paragraph in paragraphs[start:]:
            colon, party = _label(paragraph[0])
            if party is not None and party.kind == "person":
                speaker = party
            asked = colon is not None and (party is None or party.kind != "person")
            if speaker is None or asked or _is_question(paragraph):
                continue
            found = self._answer(paragraph, speaker, 0 if party is None or colon is None else colon + 1)
            if found is not None:
                yield found

    def _lettered(self, paragraphs: Sequence[Paragraph]) -> Iterator[Found]:
        """*P. ¿Cedió Bruselas? R. Cedió, claro.*: a letter or word stands before question and answer."""
        labels = [self._letter(paragraph[0]) for paragraph in paragraphs]
        if not {"questionLabel", "answerLabel"} <= {kind for kind, _ in labels}:
            return
        first = next(i for i, (kind, _) in enumerate(labels) if kind is not None)
        speaker = self._interviewee([p for paragraph in paragraphs[:first] for p in paragraph])
        answers = False
        for (kind, start), paragraph in zip(labels[first:], paragraphs[first:], strict=True):
            answers = kind == "answerLabel" or (answers and kind is None)
            found = self._answer(paragraph, speaker, start) if answers and speaker is not None else None
            if found is not None:
                yield found

    def _marked(self, paragraphs: Sequence[Paragraph]) -> Iterator[Found]:
        """Questions bare, answers in marks, each a paragraph: *E l'Italia?* | *«Farà la sua parte».*"""
        spans = [self._inside_marks(paragraph) for paragraph in paragraphs]
        answers = [i for i in range(1, len(spans)) if spans[i] is not None and spans[i - 1] is None]
        asked = [i for i in answers if _is_question(paragraphs[i - 1])]
        if len(asked) < _ASKED or 2 * len(asked) < len(answers):
            return
        speaker = self._interviewee([p for paragraph in paragraphs[: asked[0] - 1] for p in paragraph])
        for i in answers if speaker is not None else ():
            span = spans[i]
            if span is not None and speaker is not None:
                yield Found("direct", span, "interview", paragraphs[i][0], None, speaker.ref, speaker.span)

    def _inside_marks(self, paragraph: Paragraph) -> Span | None:
        """What a paragraph says that stands between marks as a whole, else None."""
        span = Span(paragraph[0].sentence.span.start, paragraph[-1].sentence.span.end)
        text = self.document.article.slice(span)
        said = text.strip().rstrip(".")
        if len(said.split()) < _MIN_WORDS or said[0] not in _QUOTES or said[-1] not in _QUOTES:
            return None
        if any(mark in said[1:-1] for mark in said[0] + said[-1]):
            return None
        first = span.start + text.index(said[0]) + 1
        return Span(first, first + len(said) - 2)

    def _letter(self, parsed: Parsed) -> tuple[str | None, int]:
        """The label that opens a paragraph, and where what is said begins behind it."""
        words = parsed.sentence.words
        i = int(words[0] in _DASHES)
        for kind in ("questionLabel", "answerLabel"):
            if words[i + 1 : i + 2] in ((".",), (":",)) and self.context.language.is_(kind, words[i]):
                return kind, i + 2
        return None, 0

    def _interviewee(self, opening: Sequence[Parsed]) -> Party | None:
        """Who is asked: the person in the headline, else the first one whom the opening names."""
        title = [p for p in self.parsed if p.sentence.span.part == "title"]
        named = (party for p in (*title, *opening) for party in p.parties)
        return next((party for party in named if party.kind == "person"), None)

    def _start(self, paragraphs: Sequence[Paragraph]) -> int | None:
        """The first answer: a person's name and a colon, right behind a question."""
        for i in range(1, len(paragraphs)):
            colon, party = _label(paragraphs[i][0])
            if colon is None or party is None or party.kind != "person" or _is_question(paragraphs[i]):
                continue
            words = paragraphs[i][0].sentence.words
            spoken = colon + 1 < len(words) and words[colon + 1] not in _QUOTES
            if spoken and _is_question(paragraphs[i - 1]):
                return i
        return None

    def _unlabelled(self, paragraphs: Sequence[Paragraph]) -> Iterator[Found]:
        """Questions alone in a paragraph, answers behind each: whom headline or opening names answers."""
        asked = [i for i, paragraph in enumerate(paragraphs) if _is_asked(paragraph)]
        if len(asked) < _ASKED or 2 * len(asked) < len(paragraphs) - asked[0] - 1:
            return
        speaker = self._interviewed([s for paragraph in paragraphs[: asked[0]] for s in paragraph])
        if speaker is None:
            return
        for before, paragraph in pairwise(paragraphs[asked[0] :]):
            if _is_asked(before) and not _is_asked(paragraph) and self._inside_marks(paragraph) is None:
                found = self._answer(paragraph, speaker, 0)
                if found is not None:
                    yield found

    def _interviewed(self, opening: Paragraph) -> Party | None:
        """Who is named before the colon of the headline, or first in the opening of the text."""
        title = [p for p in self.parsed if p.sentence.span.part == "title"]
        label = _label(title[0])[1] if title else None
        if label is not None and label.kind == "person":
            return label
        return next((p for s in (*opening, *title) for p in s.parties if p.kind == "person"), None)

    def _answer(self, paragraph: Paragraph, speaker: Party, first: int) -> Found | None:
        opening = paragraph[0].sentence
        if first >= len(opening.words) and len(paragraph) > 1:  # Respuesta. | Cedió, claro.
            opening, first = paragraph[1].sentence, 0
        if first >= len(opening.words):
            return None
        span = Span(opening.starts[first], paragraph[-1].sentence.span.end)
        said = self.document.article.slice(span)
        drawn_out = (
            self.document.article.text.find(said, span.end) >= 0
        )  # a quotation set apart, in large type
        if len(said.split()) < _MIN_WORDS or drawn_out or _is_credit(paragraph, speaker):
            return None
        return Found("direct", span, "interview", paragraph[0], None, speaker.ref, speaker.span)

    def dialogue(self) -> Iterator[Found]:
        """*– Чому це так довго?* and *– Тому що межа …*: a dash opens questions and answers by turns."""
        text = [p for p in self.parsed if p.sentence.span.part == "text"]
        paragraphs = [list(rows) for _, rows in groupby(text, key=lambda p: p.sentence.paragraph)]
        turns = [i for i, paragraph in enumerate(paragraphs) if paragraph[0].sentence.words[0] in _DASHES]
        asked = [i for i in turns if _is_question(paragraphs[i])]
        if len(turns) < 2 * _TURNS or len(asked) < _TURNS:
            return
        speaker = self._interviewee([p for paragraph in paragraphs[: turns[0]] for p in paragraph])
        answers = True
        for i in turns if speaker is not None else ():
            answers = not answers and i not in asked  # a remark may stand in the place of a question
            found = self._answer(paragraphs[i], speaker, 1) if answers and speaker is not None else None
            if found is not None:
                yield found

    # headlines -------------------------------------------------------------------

    def headline(self) -> Found | None:
        """Return what a headline says in the name of the source in front of it or at its end."""
        title = [p for p in self.parsed if p.sentence.span.part == "title"]
        if not title or not _QUOTES.isdisjoint(w for p in title for w in p.sentence.words):
            return None
        colon, party = _label(title[0])
        if colon is not None and party is not None and self._is_source(party, title):
            first = title[0].sentence.starts[colon + 1] if colon + 1 < len(title[0].sentence.words) else None
            return self._said(title[0], party, first, title[-1].sentence.span.end)
        last = title[-1].sentence
        party = next((p for p in title[-1].parties if p.last == len(last.words)), None)
        if party is None or party.phrase < _MIN_WORDS or not self._is_source(party, title):
            return None
        mark = party.phrase - 1
        spaced = last.ends[mark] < last.starts[mark + 1] and last.ends[mark - 1] < last.starts[mark]
        if last.words[mark] == ":" or (last.words[mark] in _DASHES and spaced):
            return self._said(title[-1], party, title[0].sentence.span.start, last.ends[mark - 1])
        return None

    def _is_source(self, party: Party, title: Sequence[Parsed]) -> bool:
        """A person or a medium; who is spoken of in the rest is its subject, not its source."""
        again = sum(p.ref == party.ref for t in title for p in t.parties) > 1
        entity = self.context.lexicon.entities.get(party.ref)
        medium = entity is not None and entity.classification == _MEDIA
        return not again and party.attribute is None and (party.kind == "person" or medium)

    def _said(self, parsed: Parsed, party: Party, start: int | None, end: int) -> Found | None:
        if start is None or len(self.document.article.title[start:end].split()) < _MIN_WORDS:
            return None
        span = Span(start, end, "title")
        return Found("indirect", span, "labelled", parsed, None, party.ref, party.span)


def _label(parsed: Parsed) -> tuple[int | None, Party | None]:
    """The colon behind a short label at the beginning of a sentence, and the party the label names."""
    words = parsed.sentence.words
    colon = next((i for i in range(1, min(_LABEL, len(words))) if words[i] == ":"), None)
    if colon is None or not all(w[0].isupper() or not w[0].isalpha() for w in words[:colon]):
        return None, None
    return colon, next((p for p in parsed.parties if p.last == colon and p.phrase == 0), None)


def _is_credit(paragraph: Paragraph, speaker: Party) -> bool:
    """*Das Gespräch führte Peter Hanselmann.*: one short sentence about somebody else."""
    short = len(paragraph) == 1 and len(paragraph[0].sentence.words) <= _CREDIT
    return short and any(p.kind == "person" and p.ref != speaker.ref for p in paragraph[0].parties)


def _is_asked(paragraph: Paragraph) -> bool:
    """A paragraph that is a question and nothing else; one in marks is somebody's speech."""
    words = [w for p in paragraph for w in p.sentence.words]
    return _is_question(paragraph) and len(words) <= _LONGEST and words[0] not in _QUOTES


def _is_question(paragraph: Paragraph) -> bool:
    return paragraph[-1].sentence.words[-1] == "?"
