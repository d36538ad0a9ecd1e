"""Direct and indirect speech of an article.

In: a linked document, its parsed sentences and the passages between quotation marks.  Out:
quotations.  Direct speech stands in marks; indirect speech is the clause that a reporting verb
governs, the sentence of a source phrase (*laut*, *according to*), or a run of subjunctives that goes
on after a speaker was named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extractors import VERSION, Context
from kg.model import Document, Provenance, Quotation, Span
from kg.quotes.speakers import ReportingCue, find_cues, find_speaker
from kg.syntax import Parsed, Party
from kg.text import Quoted, quoted_passages

MIN_WORDS, MIN_LONE_WORDS, MIN_INDIRECT_WORDS = 2, 5, 3
CONFIDENCE = {"direct": 0.85, "indirect": 0.7, "run": 0.6, "continued": 0.65, "alone": 0.4}
_TRIM = " \t\n,;:–—-"


@dataclass(frozen=True, slots=True)
class _Found:
    """A quotation before it becomes a record."""

    kind: str
    span: Span
    rule: str
    parsed: Parsed
    cue: ReportingCue | None = None
    speaker: Party | None = None
    speaker_ref: str | None = None


def extract_quotations(document: Document, context: Context, parsed: Sequence[Parsed]) -> tuple[Quotation, ...]:
    """Return all quotations in the order of the text."""
    reader = _Reader(document, context, parsed)
    found = [*reader.direct(), *reader.indirect()]
    found.sort(key=lambda f: (f.span.part != "title", f.span))
    return tuple(reader.record(f) for f in found if document.article.slice(f.span).strip())


class _Reader:
    """Reads one document; remembers the last speaker for speech that goes on."""

    def __init__(self, document: Document, context: Context, parsed: Sequence[Parsed]) -> None:
        self.document, self.context, self.parsed = document, context, parsed
        article = document.article
        skipped = [s.span for s in document.skipped]
        others = tuple(sorted({pair for lang in context.lexicon.languages.values() for pair in lang.quote_pairs}))
        passages = [
            *quoted_passages(article.title, "title", context.language, others),
            *quoted_passages(article.text, "text", context.language, others),
        ]
        self.passages = [q for q in passages if not any(s.overlaps(q.outer) for s in skipped)]
        self.cues = [find_cues(p, context) for p in parsed]
        self.covered: list[Span] = []
        self.speakers: dict[int, tuple[str, Party | None]] = {}  # sentence → last speaker

    # direct --------------------------------------------------------------------

    def direct(self) -> Iterator[_Found]:
        """Yield the quotations in marks; partial quotes inside reported clauses are left to `indirect`."""
        previous: _Found | None = None
        for quoted in self.passages:
            inside = [p for p in self.parsed if p.sentence.span.overlaps(quoted.outer)]
            if not inside:
                continue
            found = self._attributed(quoted, inside) or self._continued(quoted, inside, previous)
            if found is None:
                continue
            self.covered.append(quoted.outer)
            if found.speaker_ref:
                self.speakers[inside[-1].index] = (found.speaker_ref, found.speaker)
            previous = found
            yield found

    def _attributed(self, quoted: Quoted, inside: Sequence[Parsed]) -> _Found | None:
        words = self._count(quoted.inner)
        for parsed in self._frames(quoted, inside):
            options = [c for c in self.cues[parsed.index] if not self._within(parsed, c, quoted.outer)]
            options = [c for c in options if self._may_introduce(parsed, c, quoted, words)]
            for cue in sorted(options, key=lambda c: (self._is_behind(parsed, c, quoted), self._distance(parsed, c, quoted))):
                speaker = find_speaker(parsed, cue, quoted.outer, self.context)
                if speaker is not None:
                    if self._is_partial(parsed, cue, quoted):
                        return None
                    return _Found("direct", quoted.inner, "direct", parsed, cue, speaker, speaker.ref)
        return None

    def _frames(self, quoted: Quoted, inside: Sequence[Parsed]) -> Iterator[Parsed]:
        """The sentences that may name the speaker: around the passage, then before it after a colon."""
        yield inside[-1]
        if len(inside) > 1:
            yield inside[0]
        before = self.parsed[inside[0].index - 1] if inside[0].index else None
        if before is not None and before.sentence.words[-1] == ":" and before.sentence.span.part == quoted.outer.part:
            yield before

    def _may_introduce(self, parsed: Parsed, cue: ReportingCue, quoted: Quoted, words: int) -> bool:
        if words < MIN_WORDS and cue.how != "verb":
            return False
        gap = self._distance(parsed, cue, quoted)
        return gap < 25 if words >= MIN_LONE_WORDS else gap < 14

    def _is_partial(self, parsed: Parsed, cue: ReportingCue, quoted: Quoted) -> bool:
        """*erklärte, er sei „zutiefst besorgt“, dass …*: the marks quote only a part of what is reported."""
        clause = self._reported_clause(parsed, cue)
        if clause is None or not clause.covers(quoted.inner):
            return False
        return quoted.outer.start - clause.start > 3 and (quoted.inner.end - quoted.inner.start) < 0.6 * (clause.end - clause.start)

    def _within(self, parsed: Parsed, cue: ReportingCue, span: Span) -> bool:
        return span.overlaps(parsed.span(cue.positions[0], cue.positions[0] + 1))

    def _distance(self, parsed: Parsed, cue: ReportingCue, quoted: Quoted) -> int:
        starts = parsed.sentence.starts
        inside = [i for i, s in enumerate(starts) if quoted.outer.start <= s < quoted.outer.end]
        if not inside:
            return 20
        return min(abs(i - edge) for i in cue.positions for edge in (inside[0], inside[-1]))

    def _is_behind(self, parsed: Parsed, cue: ReportingCue, quoted: Quoted) -> bool:
        """A verb in front of the passage governs it (*nannte es „wichtig“, gratulierte …*)."""
        return cue.how == "verb" and parsed.sentence.starts[cue.head] > quoted.outer.start

    def _count(self, span: Span) -> int:
        return len(self.document.article.slice(span).split())

    def _continued(self, quoted: Quoted, inside: Sequence[Parsed], previous: _Found | None) -> _Found | None:
        """Speech without a cue goes on with the speaker of the quotation before, in the same paragraph."""
        words = self._count(quoted.inner)
        if words < MIN_LONE_WORDS:
            return None
        near = previous is not None and inside[0].sentence.paragraph - previous.parsed.sentence.paragraph <= 1
        starts_sentence = abs(inside[0].sentence.span.start - quoted.outer.start) <= 1
        if previous is not None and near and previous.speaker_ref and starts_sentence:
            return _Found("direct", quoted.inner, "continued", inside[0], None, None, previous.speaker_ref)
        last = self._last_speaker(inside[0].index)
        if last is not None and starts_sentence:
            return _Found("direct", quoted.inner, "continued", inside[0], None, None, last)
        return _Found("direct", quoted.inner, "alone", inside[0])

    # indirect ------------------------------------------------------------------

    def indirect(self) -> Iterator[_Found]:
        """Yield reported clauses, source phrases and runs of subjunctives."""
        for parsed in self.parsed:
            found = list(self._reported(parsed)) or list(self._run(parsed))
            for item in found:
                if item.speaker_ref:
                    self.speakers[parsed.index] = (item.speaker_ref, item.speaker)
                yield item

    def _reported(self, parsed: Parsed) -> Iterator[_Found]:
        taken: list[Span] = []
        for cue in self.cues[parsed.index]:
            if any(self._within(parsed, cue, q.outer) for q in self.passages):
                continue
            span = self._reported_clause(parsed, cue)
            if span is None or any(span.overlaps(t) for t in taken) or self._is_direct(span):
                continue
            if self._count(span) < MIN_INDIRECT_WORDS:
                continue
            speaker = find_speaker(parsed, cue, span, self.context)
            if speaker is None:
                continue
            taken.append(span)
            yield _Found("indirect", span, "indirect", parsed, cue, speaker, speaker.ref)

    def _is_direct(self, span: Span) -> bool:
        inside = sum(q.end - q.start for q in self.covered if span.overlaps(q))
        return inside > 0.5 * (span.end - span.start) or any(q.start <= span.start + 2 < q.end for q in self.covered if q.part == span.part)

    def _reported_clause(self, parsed: Parsed, cue: ReportingCue) -> Span | None:
        """The words a cue reports: behind the comma after it, before the comma in front of it, or around."""
        words, last = parsed.sentence.words, len(parsed.sentence.words)
        while last > 1 and words[last - 1] in ".!?…":
            last -= 1
        if cue.how in ("before", "after"):
            return self._around_source(parsed, cue, last)
        if cue.how != "verb":
            return None
        comma = self._comma_after(parsed, cue, last)
        if comma is not None:
            first = comma + 1
            while first < last and self.context.language.is_("subordinator", words[first]) and not words[first][0].isupper():
                first += 1
            return self._trimmed(parsed, first, last)
        before = self._comma_before(parsed, cue) if cue.head > 3 else None
        if before is not None and not any(c.head < before and c.how == "verb" for c in self.cues[parsed.index]):
            return self._trimmed(parsed, 0, before)
        if not self.context.language.nouns_capitalised:
            return self._complement(parsed, cue, last)
        return None

    def _comma_after(self, parsed: Parsed, cue: ReportingCue, last: int) -> int | None:
        """The comma or colon that opens the reported clause; an apposition may come before it."""
        words = parsed.sentence.words
        for i in range(cue.head + 1, min(last - 2, cue.head + 25)):
            if words[i] not in ",:":
                continue
            following = words[i + 1]
            opener = self.context.language.is_("subordinator", following)
            if opener or words[i] == ":" or self._has_verb_of_speech(parsed, i + 1, last):
                return i
        return None

    def _has_verb_of_speech(self, parsed: Parsed, first: int, last: int) -> bool:
        """German reported speech shows a subjunctive or an infinitive with *zu*; others do without."""
        language, words = self.context.language, parsed.sentence.words
        if not language.nouns_capitalised:
            return False
        rest = words[first:last]
        if any(language.is_("subjunctive", w) for w in rest):
            return True
        infinitives = any(language.is_("toPreposition", a) and b[:1].islower() and b.endswith("n") for a, b in zip(rest, rest[1:], strict=False))
        relative = language.is_("relativePronoun", rest[0]) if rest else True
        return infinitives and not relative

    def _comma_before(self, parsed: Parsed, cue: ReportingCue) -> int | None:
        """`…, sagte Merz` and `…, Dorsey said`: the comma right before the cue or before its subject."""
        words = parsed.sentence.words
        if words[cue.head - 1] == ",":
            return cue.head - 1
        if self.context.language.nouns_capitalised:
            return None
        subject = [p for p in parsed.parties if p.last <= cue.head and cue.head - p.last <= 3]
        first = subject[-1].first if subject else cue.head - 1
        while first > 0 and words[first - 1] not in ",\"”" and cue.head - first < 8:
            first -= 1
        return first - 1 if first > 1 and words[first - 1] == "," and self._is_last(parsed, cue) else None

    def _is_last(self, parsed: Parsed, cue: ReportingCue) -> bool:
        return len(parsed.sentence.words) - cue.positions[-1] <= 6

    def _complement(self, parsed: Parsed, cue: ReportingCue, last: int) -> Span | None:
        """`said (that) …` without a comma."""
        words, first = parsed.sentence.words, cue.positions[-1] + 1
        if first >= last or words[first] in ",.":
            return None
        for i in range(first, min(first + 10, last)):
            if self.context.language.is_("subordinator", words[i]):
                return self._trimmed(parsed, i + 1, last)
        return self._trimmed(parsed, first, last) if cue.cue.stance == "says" else None

    def _around_source(self, parsed: Parsed, cue: ReportingCue, last: int) -> Span | None:
        """`Laut X …`: what follows the source; in mid-sentence the whole sentence."""
        source = find_speaker(parsed, cue, None, self.context)
        if source is None:
            return None
        edge = max(source.last, cue.positions[-1] + 1)
        words = parsed.sentence.words
        if min(cue.head, source.first) <= 2:
            while edge < last and words[edge] in "\"“”»«',":
                edge += 1
            return self._trimmed(parsed, edge, last)
        if edge >= last - 1:
            return self._trimmed(parsed, 0, min(cue.head, source.first))
        return self._trimmed(parsed, 0, last)

    def _trimmed(self, parsed: Parsed, first: int, last: int) -> Span | None:
        if last <= first:
            return None
        span = parsed.span(first, last)
        text = self.document.article.slice(span)
        start = span.start + len(text) - len(text.lstrip(_TRIM))
        end = span.end - (len(text) - len(text.rstrip(_TRIM)))
        return Span(start, end, span.part) if end > start else None

    def _run(self, parsed: Parsed) -> Iterator[_Found]:
        """A sentence in the subjunctive without a cue goes on reporting the last speaker."""
        language, words = self.context.language, parsed.sentence.words
        if not language.words["subjunctive"] or parsed.sentence.span.part == "title":
            return
        strong = [w for w in words if language.is_("subjunctive", w) and not language.is_("futureAuxiliary", w)]
        plain = [w for w in words if language.is_("pastAuxiliary", w) and not language.is_("subjunctive", w)]
        last = self._last_speaker(parsed.index)
        if not strong or plain or last is None or any(parsed.sentence.span.overlaps(c) for c in self.covered):
            return
        span = self._trimmed(parsed, 0, len(words) - (words[-1] in ".!?…"))
        if span is not None:
            yield _Found("indirect", span, "run", parsed, None, None, last)

    def _last_speaker(self, index: int) -> str | None:
        for back in (index, index - 1, index - 2):
            if back in self.speakers:
                return self.speakers[back][0]
        return None

    # records -------------------------------------------------------------------

    def record(self, found: _Found) -> Quotation:
        """Turn a finding into a record with its identity."""
        article = self.document.article
        cue = found.cue
        cue_span = found.parsed.span(cue.head, cue.head + 1) if cue else None
        key = f"{article.id}|{found.span.part}|{found.span.start}|{found.span.end}|{article.slice(found.span)}"
        addressee = self._addressee(found)
        return Quotation(
            ref=f"quotation/{hashlib.sha256(key.encode()).hexdigest()[:16]}",
            kind=found.kind,  # type: ignore[arg-type]
            span=found.span,
            text=article.slice(found.span),
            speaker=found.speaker_ref,
            speaker_span=found.speaker.span if found.speaker else None,
            addressee=addressee.ref if addressee else None,
            addressee_span=addressee.span if addressee else None,
            cue=cue_span,
            frame=found.parsed.sentence.span,
            stance=cue.cue.stance if cue else None,
            topics=(),
            provenance=Provenance("quotes", VERSION, cue.cue.ref if cue else found.rule, CONFIDENCE[found.rule]),
        )

    def _addressee(self, found: _Found) -> Party | None:
        """The party spoken to: marked with *zu*/*to*, outside what is said."""
        language = self.context.language
        rows = [
            p
            for p in found.parsed.parties
            if p.mark and language.is_("toPreposition", p.mark) and not found.span.overlaps(p.span) and p.ref != found.speaker_ref
        ]
        clause = found.parsed.clause_of[found.cue.head] if found.cue else None
        return next((p for p in rows if p.kind == "person" and p.clause == clause), None)
