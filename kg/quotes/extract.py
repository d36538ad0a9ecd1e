"""Direct and indirect speech of an article.

In: a linked document, its parsed sentences and the passages between quotation marks.  Out:
quotations.  Direct speech stands in marks; indirect speech is what a reporting cue governs, or a run
of subjunctives that goes on after a speaker was named.  A speaker whom nobody named (*ein Sprecher der
Polizei*) is kept as words, without an entity.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extractors import VERSION, Context
from kg.model import Document, Provenance, Quotation, Span
from kg.quotes.indirect import Reported
from kg.quotes.speakers import ReportingCue, Speaker, find_cues, find_speaker
from kg.syntax import Parsed, Party
from kg.text import Quoted, quoted_passages

MIN_WORDS, MIN_LONE_WORDS, MIN_INDIRECT_WORDS, MIN_OBJECT_WORDS = 2, 5, 3, 3
CONFIDENCE = {"direct": 0.85, "indirect": 0.7, "object": 0.55, "run": 0.6, "labelled": 0.8, "introduced": 0.7, "continued": 0.65, "alone": 0.4}


@dataclass(frozen=True, slots=True)
class _Found:
    """A quotation before it becomes a record; `said_by` are the words that name the speaker `ref`."""

    kind: str
    span: Span
    rule: str
    parsed: Parsed
    cue: ReportingCue | None = None
    ref: str | None = None
    said_by: Span | None = None

    @property
    def has_speaker(self) -> bool:
        """Say whether the text names a speaker, by name or otherwise."""
        return self.said_by is not None


def extract_quotations(
    document: Document, context: Context, parsed: Sequence[Parsed]
) -> tuple[Quotation, ...]:
    """Return all quotations in the order of the text."""
    reader = _Reader(document, context, parsed)
    found = sorted(reader.read(), key=lambda f: (f.span.part != "title", f.span))
    return tuple(reader.record(f) for f in found if document.article.slice(f.span).strip())


class _Reader:
    """Reads one document; remembers the last speaker for speech that goes on."""

    def __init__(self, document: Document, context: Context, parsed: Sequence[Parsed]) -> None:
        self.document, self.context, self.parsed = document, context, parsed
        article = document.article
        skipped = [s.span for s in document.skipped]
        others = tuple(
            sorted({pair for lang in context.lexicon.languages.values() for pair in lang.quote_pairs})
        )
        passages = [
            *quoted_passages(article.title, "title", context.language, others),
            *quoted_passages(article.text, "text", context.language, others),
        ]
        self.passages = [q for q in passages if not any(s.overlaps(q.outer) for s in skipped)]
        self.cues = [find_cues(p, context) for p in parsed]
        self.reported = [Reported(article, p, c, context) for p, c in zip(parsed, self.cues, strict=True)]
        self.covered: list[Span] = []
        self.spent: list[ReportingCue] = []  # cues of direct speech
        self.speakers: dict[int, _Found] = {}  # sentence → what was last said in it

    def read(self) -> Iterator[_Found]:
        """Yield all quotations: first what has its own speaker, then what goes on with the one before."""
        own: dict[int, list[_Found]] = {p.index: [] for p in self.parsed}
        open_: dict[int, list[Quoted]] = {p.index: [] for p in self.parsed}
        for quoted in self.passages:
            inside = [p for p in self.parsed if p.sentence.span.overlaps(quoted.outer)]
            if not inside or self._is_name(quoted):
                continue
            found = self._attributed(quoted, inside) or self._labelled(quoted, inside) or self._introduced(quoted, inside)
            if found is not None:
                own[inside[0].index].append(found)
                self.spent += [found.cue] if found.cue else []
            elif not self._is_reported(quoted, inside) and self._count(quoted.inner) >= MIN_LONE_WORDS:
                open_[inside[0].index].append(quoted)
            else:
                continue
            self.covered.append(quoted.outer)
        for parsed in self.parsed:
            own[parsed.index] += self._by_cue(parsed)
        for parsed in self.parsed:
            yield from self._in_order(parsed, own, open_[parsed.index])

    def _in_order(self, parsed: Parsed, own: Mapping[int, Sequence[_Found]], open_: Sequence[Quoted]) -> Iterator[_Found]:
        found = [*own[parsed.index], *(self._continued(q, parsed, own) for q in open_)]
        for item in sorted((f for f in found if f is not None), key=lambda f: f.span) or self._run(parsed, own):
            if item.has_speaker:
                self.speakers[parsed.index] = item
            yield item

    # direct --------------------------------------------------------------------

    def _attributed(self, quoted: Quoted, inside: Sequence[Parsed]) -> _Found | None:
        """The speaker of a reporting cue near the passage."""
        length = self._count(quoted.inner)
        for parsed in self._frames(quoted, inside):
            options = [c for c in self.cues[parsed.index] if not self._within(parsed, c, quoted.outer)]
            options = [c for c in options if self._may_introduce(parsed, c, quoted, length)]
            for cue in sorted(
                options, key=lambda c: (self._is_behind(parsed, c, quoted), self._distance(parsed, c, quoted))
            ):
                if self._is_partial(parsed, cue, quoted):
                    return None
                speaker = find_speaker(parsed, cue, quoted.outer, self.context)
                if speaker is not None:
                    words = self._words(parsed, speaker)
                    return _Found("direct", quoted.inner, "direct", parsed, cue, speaker.ref, words)
                if self.context.language.drops_pronouns and cue.how == "verb":
                    return self._dropped("direct", quoted.inner, "direct", parsed, cue)
        return None

    def _dropped(self, kind: str, span: Span, rule: str, parsed: Parsed, cue: ReportingCue) -> _Found:
        """*– dodał*: a verb without a subject goes on with the subject of the sentence before."""
        if self.context.language.drops_pronouns and cue.how == "verb":
            before = [p for p in self.parsed[max(0, parsed.index - 2) : parsed.index + 1] if p.sentence.span.part == span.part]
            for earlier in reversed(before):
                for party in earlier.parties:
                    free = party.mark is None and party.attribute is None and not party.oblique
                    if party.kind == "person" and free and not span.overlaps(party.span):
                        return _Found(kind, span, rule, parsed, cue, party.ref, party.span)
        return _Found(kind, span, rule, parsed, cue)

    def _is_reported(self, quoted: Quoted, inside: Sequence[Parsed]) -> bool:
        """Marks around a part of what a cue reports: the whole is an indirect quotation."""
        return any(self._is_partial(p, cue, quoted) for p in inside for cue in self.cues[p.index])

    def _labelled(self, quoted: Quoted, inside: Sequence[Parsed]) -> _Found | None:
        """*Stoltenberg: „…“* and *ElBaradei („…“)*: the name right before the passage says it."""
        if self._count(quoted.inner) < MIN_WORDS:
            return None
        part = quoted.outer.part
        before = (self.document.article.title if part == "title" else self.document.article.text)[: quoted.outer.start].rstrip()
        if before[-1:] not in (":", "("):
            return None
        end = len(before[:-1].rstrip())
        for parsed in (inside[0], *self.parsed[max(0, inside[0].index - 1) : inside[0].index]):
            for party in parsed.parties:
                if party.span.part == part and party.span.end == end and party.kind != "country":
                    return _Found("direct", quoted.inner, "labelled", parsed, None, party.ref, parsed.span(party.phrase, party.last))
        return None

    def _words(self, parsed: Parsed, speaker: Speaker) -> Span:
        return parsed.span(speaker.first, speaker.last)

    def _is_name(self, quoted: Quoted) -> bool:
        """A title or a name in marks (*der „Spiegel“*): a mention, or capitals without a verb."""
        text = self.document.article.slice(quoted.inner)
        if any(
            m.span.covers(quoted.inner) or m.text == text
            for m in self.document.mentions
            if m.kind != "office"
        ):
            return True
        words = text.split()
        titled = all(
            w[0].isupper() or self.context.language.is_("determiner", w) for w in words if w[0].isalpha()
        )
        return 2 <= len(words) <= 5 and titled and text[-1] not in ".!?…"

    def _frames(self, quoted: Quoted, inside: Sequence[Parsed]) -> Iterator[Parsed]:
        """The sentences that may name the speaker: around the passage, then before it after a colon."""
        yield inside[-1]
        if len(inside) > 1:
            yield inside[0]
        before = self.parsed[inside[0].index - 1] if inside[0].index else None
        if (
            before is not None
            and before.sentence.words[-1] == ":"
            and before.sentence.span.part == quoted.outer.part
        ):
            yield before

    def _may_introduce(self, parsed: Parsed, cue: ReportingCue, quoted: Quoted, words: int) -> bool:
        gap = self._distance(parsed, cue, quoted)
        if words < MIN_WORDS:
            return cue.how == "verb" and gap <= 4
        return gap < 25 if words >= MIN_LONE_WORDS else gap < 14

    def _is_partial(self, parsed: Parsed, cue: ReportingCue, quoted: Quoted) -> bool:
        """*erklärte, er sei „zutiefst besorgt“, dass …*: the marks quote only a part of what is reported."""
        clause = self.reported[parsed.index].clause(cue) if cue.how == "verb" else None
        if clause is None or not clause.covers(quoted.inner):
            return False
        whole = (quoted.inner.end - quoted.inner.start) > 0.8 * (clause.end - clause.start)
        return quoted.outer.start - clause.start > 3 and not whole

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

    def _introduced(self, quoted: Quoted, inside: Sequence[Parsed]) -> _Found | None:
        """*Dabei griff Merkel den Präsidenten an: „…“*: before a colon the subject of the sentence speaks."""
        for parsed in self._frames(quoted, inside):
            before = [i for i, end in enumerate(parsed.sentence.ends) if end <= quoted.outer.start]
            if not before or parsed.sentence.words[before[-1]] != ":" or self._count(quoted.inner) < MIN_WORDS:
                continue
            free = [p for p in parsed.parties if p.last <= before[-1] and p.mark is None and p.attribute is None]
            if free and free[0].kind != "country":
                party = free[0]
                return _Found("direct", quoted.inner, "introduced", parsed, None, party.ref, parsed.span(party.phrase, party.last))
        return None

    def _continued(self, quoted: Quoted, parsed: Parsed, own: Mapping[int, Sequence[_Found]]) -> _Found | None:
        """Speech without a cue goes on with the speaker before it, where it opens its sentence."""
        words, ends = self._count(quoted.inner), self.document.article.slice(quoted.inner)[-1] in ".!?…"
        alone = _Found("direct", quoted.inner, "alone", parsed)
        if abs(parsed.sentence.span.start - quoted.outer.start) > 1:
            return alone if ends or words >= 2 * MIN_LONE_WORDS else None
        last = self._last(parsed.index, reach=3) or self._next(parsed, own)
        if last is None or parsed.sentence.paragraph - last.parsed.sentence.paragraph > 1:
            return alone
        return _Found("direct", quoted.inner, "continued", parsed, None, last.ref, last.said_by)

    # indirect ------------------------------------------------------------------

    def _by_cue(self, parsed: Parsed) -> Iterator[_Found]:
        taken: list[Span] = []
        for cue in self.cues[parsed.index]:
            if cue in self.spent or any(self._within(parsed, cue, q.outer) for q in self.passages):
                continue
            found = self._reported(parsed, cue)
            if found is None or any(found.span.overlaps(t) for t in taken):
                continue
            if found.rule == "object":  # who says something is known, what is said is no quotation
                self.speakers.setdefault(parsed.index, found)
                continue
            taken.append(found.span)
            yield found

    def _reported(self, parsed: Parsed, cue: ReportingCue) -> _Found | None:
        """What one cue reports: a source phrase's sentence, a clause, or else an object."""
        reported = self.reported[parsed.index]
        if cue.how in ("before", "after"):
            source = find_speaker(parsed, cue, None, self.context)
            return self._found(parsed, cue, source, reported.around(cue, source), "indirect")
        if cue.how != "verb":
            return None
        clause = reported.clause(cue)
        if clause is not None:
            speaker = find_speaker(parsed, cue, clause, self.context)
            return self._found(parsed, cue, speaker, clause, "indirect")
        speaker = find_speaker(parsed, cue, None, self.context)
        if speaker is None or speaker.ref is None or parsed.sentence.span.part == "title":
            return None
        return self._found(parsed, cue, speaker, reported.object(cue, speaker), "object")

    def _found(
        self, parsed: Parsed, cue: ReportingCue, speaker: Speaker | None, span: Span | None, rule: str
    ) -> _Found | None:
        if span is None or self._is_direct(span) or (speaker is None and rule == "object"):
            return None
        if self._count(span) < (MIN_OBJECT_WORDS if rule == "object" else MIN_INDIRECT_WORDS):
            return None
        if speaker is None:
            return self._dropped("indirect", span, rule, parsed, cue)
        return _Found("indirect", span, rule, parsed, cue, speaker.ref, self._words(parsed, speaker))

    def _is_direct(self, span: Span) -> bool:
        inside = sum(q.end - q.start for q in self.covered if span.overlaps(q))
        opens = any(q.start <= span.start + 2 < q.end for q in self.covered if q.part == span.part)
        return inside > 0.5 * (span.end - span.start) or opens

    def _run(self, parsed: Parsed, cued: Mapping[int, Sequence[_Found]]) -> Iterator[_Found]:
        """A sentence in the subjunctive without a cue goes on reporting the last speaker, or the next one's."""
        language, words = self.context.language, parsed.sentence.words
        if not language.words["subjunctive"] or parsed.sentence.span.part == "title":
            return
        strong = [
            w for w in words if language.is_("subjunctive", w) and not language.is_("futureAuxiliary", w)
        ]
        plain = [w for w in words if language.is_("pastAuxiliary", w) and not language.is_("subjunctive", w)]
        if not strong or plain or any(parsed.sentence.span.overlaps(c) for c in self.covered):
            return
        span, last = self.reported[parsed.index].sentence(), self._last(parsed.index) or self._next(parsed, cued)
        if span is not None and last is not None:
            yield _Found("indirect", span, "run", parsed, None, last.ref, last.said_by)

    def _next(self, parsed: Parsed, cued: Mapping[int, Sequence[_Found]]) -> _Found | None:
        """*S sei stark. T hätten Angst, sagt der Anwalt*: what the next sentence reports from its beginning."""
        after = next(iter(cued.get(parsed.index + 1, ())), None)
        if after is None or after.parsed.sentence.paragraph != parsed.sentence.paragraph or not after.has_speaker:
            return None
        opens = after.span.start - after.parsed.sentence.span.start <= 2
        return after if opens and after.said_by is not None and after.said_by.start > after.span.start else None

    def _last(self, index: int, reach: int = 2) -> _Found | None:
        """What was said last, in this sentence or those before it."""
        recent = range(index, index - reach - 1, -1)
        return next((self.speakers[back] for back in recent if back in self.speakers), None)

    # records -------------------------------------------------------------------

    def record(self, found: _Found) -> Quotation:
        """Turn a finding into a record with its identity."""
        article = self.document.article
        cue = found.cue
        key = (
            f"{article.id}|{found.span.part}|{found.span.start}|{found.span.end}|{article.slice(found.span)}"
        )
        addressee = self._addressee(found)
        return Quotation(
            ref=f"quotation/{hashlib.sha256(key.encode()).hexdigest()[:16]}",
            kind=found.kind,  # type: ignore[arg-type]
            span=found.span,
            text=article.slice(found.span),
            speaker=found.ref,
            speaker_span=found.said_by,
            addressee=addressee.ref if addressee else None,
            addressee_span=addressee.span if addressee else None,
            cue=found.parsed.span(cue.head, cue.head + 1) if cue else None,
            frame=found.parsed.sentence.span,
            stance=cue.cue.stance if cue else None,
            topics=(),
            provenance=Provenance(
                "quotes", VERSION, cue.cue.ref if cue else found.rule, CONFIDENCE[found.rule]
            ),
        )

    def _addressee(self, found: _Found) -> Party | None:
        """The party spoken to: marked with *zu*/*to*, outside what is said."""
        language = self.context.language
        rows = [
            p
            for p in found.parsed.parties
            if p.mark
            and language.is_("toPreposition", p.mark)
            and not found.span.overlaps(p.span)
            and p.ref != found.ref
        ]
        clause = found.parsed.clause_of[found.cue.head] if found.cue else None
        return next((p for p in rows if p.kind == "person" and p.clause == clause), None)
