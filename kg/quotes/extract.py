"""Direct and indirect speech of an article.

In: a linked document, its parsed sentences and the passages between quotation marks.  Out:
quotations.  Direct speech stands in marks (`direct.py`); indirect speech is what a reporting cue
governs (`indirect.py`), or a run of subjunctives that goes on after a speaker was named.  A speaker
whom nobody named (*ein Sprecher der Polizei*) is kept as words, without an entity.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.extractors import VERSION, Context
from kg.model import Document, Provenance, Quotation, Span
from kg.quotes.addressees import find_addressee
from kg.quotes.backward import told_before
from kg.quotes.coreference import Coreference
from kg.quotes.cues import ReportingCue, find_cues
from kg.quotes.direct import MIN_LONE_WORDS, MIN_WORDS, Direct
from kg.quotes.found import CONFIDENCE, Found
from kg.quotes.indirect import Reported
from kg.quotes.labels import Labels
from kg.quotes.objects import find_object
from kg.quotes.passages import Inside, passages
from kg.quotes.runs import Runs, speaker_behind
from kg.quotes.speakers import Speaker, find_speaker, relative_source
from kg.syntax import Parsed
from kg.text import Quoted

MIN_INDIRECT_WORDS = 3
_CLOSING = " ,;:.–—-\"'“”»«’‘"  # what may stand between the end of nested speech and the closing mark
_REACH_QUOTED, _REACH_PRONOUN = 3, 6  # sentences looked back for whoever goes on speaking

Own = Mapping[int, Sequence[Found]]


def extract_quotations(
    document: Document, context: Context, parsed: Sequence[Parsed]
) -> tuple[Quotation, ...]:
    """Return all quotations in the order of the text."""
    reader = _Reader(document, context, parsed)
    found = sorted(reader.read(), key=lambda f: (f.span.part != "title", f.span))
    return tuple(_record(document, context, f) for f in found if document.article.slice(f.span).strip())


class _Reader:
    """Reads one document; remembers the last speaker for speech that goes on."""

    def __init__(self, document: Document, context: Context, parsed: Sequence[Parsed]) -> None:
        self.document, self.context, self.parsed = document, context, parsed
        self.cues = [find_cues(p, context) for p in parsed]
        self.reported = [
            Reported(document.article, p, c, context) for p, c in zip(parsed, self.cues, strict=True)
        ]
        self.direct = Direct(document, context, parsed, self.cues, self.reported)
        self.speakers: dict[int, Found] = {}  # sentence → what was last said in it
        self.runs = Runs(document, context, parsed, self.reported, self.speakers)
        self.coreference = Coreference(parsed, context, self.speakers)
        self.labels = Labels(document, context, parsed)
        self.inside = Inside(parsed)
        self.passages: dict[int, list[Span]] = defaultdict(list)  # sentence → all passages that touch it
        self.covered: dict[int, list[Span]] = defaultdict(list)  # … those that are quotations
        self.spent: set[tuple[int, tuple[int, ...]]] = set()  # cues of direct speech

    def read(self) -> Iterator[Found]:
        """Yield all quotations: first what has its own speaker, then what goes on with the one before."""
        own: dict[int, list[Found]] = defaultdict(list)
        open_: dict[int, list[Quoted]] = defaultdict(list)
        self._label(own)
        for quoted in passages(self.document, self.context, self.parsed):
            self._place(quoted, own, open_)
        for parsed in self.parsed:
            own[parsed.index] += self._by_cue(parsed)
        found = [f for parsed in self.parsed for f in self._in_order(parsed, own, open_[parsed.index])]
        yield from (self._as_in_text(f, found) for f in found)

    def _as_in_text(self, headline: Found, found: Sequence[Found]) -> Found:
        """A quotation that the headline gives without a speaker: of whoever says it in the text."""
        if headline.span.part != "title" or headline.kind != "direct" or headline.ref is not None:
            return headline
        said = _words(self.document.article.slice(headline.span))
        again = (f for f in found if f.ref and f.span.part == "text" and f.kind == "direct")
        same = next((f for f in again if said in _words(self.document.article.slice(f.span))), None)
        return headline if same is None else replace(headline, ref=same.ref)

    def _label(self, own: dict[int, list[Found]]) -> None:
        """What an interview or a headline says behind a label; nothing else is said inside it."""
        headline = self.labels.headline()
        said = (*self.labels.interview(), *self.labels.dialogue())
        for found in (*said, *((headline,) if headline else ())):
            own[found.parsed.index].append(found)
            for parsed in self.inside.of(found.span):
                self.passages[parsed.index].append(found.span)
                self.covered[parsed.index].append(found.span)

    def _place(self, quoted: Quoted, own: dict[int, list[Found]], open_: dict[int, list[Quoted]]) -> None:
        """Attribute a passage, keep it for `_continued`, or leave it to the clause around it."""
        inside = self.inside.of(quoted.outer)
        if not inside or any(s.covers(quoted.inner) for s in self.covered[inside[0].index]):
            return
        for parsed in inside:
            self.passages[parsed.index].append(quoted.outer)
        if self.direct.is_name(quoted):
            return
        found, first = self.direct.find(quoted, inside), inside[0].index
        if found is not None:
            own[first].append(found)
            if found.cue is not None:
                self.spent.add((found.parsed.index, found.cue.positions))
        elif self._may_go_on(quoted, inside) and not self.direct.is_reported(quoted, inside):
            open_[first].append(quoted)
        else:
            return
        for parsed in inside:
            self.covered[parsed.index].append(quoted.outer)

    def _may_go_on(self, quoted: Quoted, inside: Sequence[Parsed]) -> bool:
        """A passage of some length, or one that is a sentence: *„Nein“, sagte X. „Das reicht.“*."""
        words = self.direct.count(quoted.inner)
        if words >= MIN_LONE_WORDS:
            return True
        whole = Span(inside[0].sentence.span.start, inside[-1].sentence.span.end, quoted.outer.part)
        blank = (quoted.outer.start - whole.start) + (whole.end - quoted.outer.end)
        return words >= MIN_WORDS and blank <= 1

    def _in_order(self, parsed: Parsed, own: Own, open_: Sequence[Quoted]) -> Iterator[Found]:
        goes_on = (self._continued(q, parsed, own) for q in open_)
        found = sorted((*own[parsed.index], *(f for f in goes_on if f)), key=lambda f: f.span)
        for item in found or self._run(parsed, own):
            item = self._without_land(self._resolved(item))
            if item.rule != "nested" and (item.has_speaker or item.ref is not None):
                self.speakers[parsed.index] = item
            yield item

    def _resolved(self, found: Found) -> Found:
        """Name the speaker whom the words do not name (*er*, *der Anwalt*)."""
        vague = self.coreference.is_pronoun(found) or self.coreference.is_description(found)
        if found.cue is None or (found.ref is not None and not vague):
            return found
        ref = self.coreference.speaker(found, self._last(found.parsed.index, _REACH_PRONOUN))
        return found if ref is None else replace(found, ref=ref)

    def _without_land(self, found: Found) -> Found:
        """*Irańskie media*, *the Swedish brochure*: the country only says whose they are, and speaks not."""
        return replace(found, ref=None) if self.coreference.is_of_country(found) else found

    def _continued(self, quoted: Quoted, parsed: Parsed, own: Own) -> Found | None:
        """Speech without a cue goes on with the speaker before it, where it opens its sentence."""
        ends = self.document.article.slice(quoted.inner)[-1] in ".!?…"
        alone = Found("direct", quoted.inner, "alone", parsed)
        if abs(parsed.sentence.span.start - quoted.outer.start) > 1:
            return alone if ends or self.direct.count(quoted.inner) >= 2 * MIN_LONE_WORDS else None
        if quoted.outer.end == quoted.inner.end and (closing := self._closing(parsed.index, own)) is not None:
            return replace(alone, rule="continued", ref=closing.ref, said_by=closing.said_by)
        last = self._last(parsed.index, _REACH_QUOTED) or self._next(parsed, own)
        if last is None or parsed.sentence.paragraph - last.parsed.sentence.paragraph > 1:
            return alone
        return Found("direct", quoted.inner, "continued", parsed, None, last.ref, last.said_by)

    # indirect ------------------------------------------------------------------

    def _by_cue(self, parsed: Parsed) -> Iterator[Found]:
        said: list[Found] = []
        for cue in self.cues[parsed.index]:
            if (parsed.index, cue.positions) in self.spent:
                continue
            around = next(
                (q for q in self.passages[parsed.index] if self.direct.within(parsed, cue, q)), None
            )
            found = self._reported(parsed, cue)
            if found is not None and around is not None:
                found = self._nested(found, around)
            if found is None:
                continue
            if not any(found.span.overlaps(f.span) for f in said):
                said.append(found)
            elif (pair := self._second(said[-1], found, cue)) is not None:
                said[-1:] = pair
        return iter(said)

    def _nested(self, found: Found, around: Span) -> Found | None:
        """*„… Trump sagte mir, er werde kommen …“*: what a speech reports of somebody it names."""
        named = found.ref is not None and not found.ref.startswith("country/") and found.said_by is not None
        if not named or found.span.start < around.start or self.coreference.is_pronoun(found):
            return None
        rows = zip(found.parsed.sentence.words, found.parsed.sentence.ends, strict=True)
        opener = next((w for w, end in reversed(list(rows)) if end <= found.span.start), "")
        if opener not in ",:" and not self.context.language.is_("complementiser", opener):
            return None
        inside = Span(found.span.start, min(found.span.end, around.end), found.span.part)
        said = self.document.article.slice(inside).rstrip(_CLOSING)
        return replace(found, rule="nested", span=replace(inside, end=inside.start + len(said)))

    def _second(self, first: Found, found: Found, cue: ReportingCue) -> tuple[Found, Found] | None:
        """*a indiqué que …, précisant que …*: a second verb ends what the first reports."""
        reported = self.reported[found.parsed.index]
        joint = reported.connector(cue)
        behind = found.span.start > found.parsed.sentence.starts[cue.head]
        if joint is None or not behind or not first.span.covers(found.span):
            return None
        rest = reported.until(first.span, joint)
        if rest is None or self.direct.count(rest) < MIN_INDIRECT_WORDS - 1:
            return None
        return replace(first, span=rest), replace(found, ref=first.ref, said_by=first.said_by)

    def _reported(self, parsed: Parsed, cue: ReportingCue) -> Found | None:
        """What one cue reports: a source phrase's sentence or a clause."""
        reported = self.reported[parsed.index]
        if cue.how in ("before", "after"):
            if any(index == parsed.index for index, _ in self.spent):
                return None  # « … », a affirmé le ministre, selon une vidéo: where the speech was heard
            if cue.head and self.context.language.is_("possessive", parsed.sentence.words[cue.head - 1]):
                return self._his_opinion(parsed, cue)
            if cue.how == "before" and self._is_put_in(parsed, cue):
                return None
            source = find_speaker(parsed, cue, None, self.context)
            relative = relative_source(parsed, cue, self.context)
            span = reported.around(cue, source) if relative is None else reported.behind(relative + 1)
            return self._found(parsed, cue, source, span)
        if cue.how != "verb":
            return None
        back = told_before(self.reported, parsed.index, cue, self.context)
        if back is not None:
            covered = any(q.overlaps(back) for q in self.covered[parsed.index - 1])
            speaker = find_speaker(parsed, cue, None, self.context)
            return None if covered else self._found(parsed, cue, speaker, back)
        clause = reported.clause(cue)
        if clause is not None:
            inserted = clause.covers(parsed.span(cue.head, cue.head + 1))  # Das Ziel, sagte Merz, müsse …
            speaker = find_speaker(parsed, cue, None if inserted else clause, self.context)
            return self._found(parsed, cue, speaker, clause)
        speaker = find_speaker(parsed, cue, None, self.context)
        self._note_speaker(parsed, cue, speaker)
        words = None if speaker is None else find_object(parsed, cue, speaker, self.context)
        span = reported.trimmed(*words) if words else None
        if span is None or any(q.overlaps(span) for q in self.covered[parsed.index]):
            return None
        return self._found(parsed, cue, speaker, span, "object")

    def _his_opinion(self, parsed: Parsed, cue: ReportingCue) -> Found | None:
        """*Jej zdaniem spór potrwa*: the opinion of whoever was spoken of last."""
        phrase = Speaker(None, cue.head - 1, cue.positions[-1] + 1)
        span = self.reported[parsed.index].around(cue, phrase)
        if span is None or self.direct.count(span) < MIN_INDIRECT_WORDS or self._is_direct(parsed, cue, span):
            return None
        return self.direct.dropped("indirect", span, "indirect", parsed, replace(cue, how="verb"))

    def _is_put_in(self, parsed: Parsed, cue: ReportingCue) -> bool:
        """*Londres a dénoncé, par la voix de son ministre, un « scandale »*: the verb says what is said."""
        clauses = parsed.clause_of
        verbs = (c for c in self.cues[parsed.index] if c.how == "verb" and c.head < cue.head)
        return any(clauses[c.head] == clauses[cue.head] for c in verbs)

    def _note_speaker(self, parsed: Parsed, cue: ReportingCue, speaker: Speaker | None) -> None:
        """*Das Komitee würdigte Obama. Er habe …*: who praises goes on speaking, quoted or not."""
        if any(self.direct.within(parsed, cue, q) for q in self.passages[parsed.index]):
            return
        if speaker is not None and speaker.ref is not None and parsed.sentence.span.part == "text":
            words = self.direct.words(parsed, speaker)
            note = Found("indirect", parsed.sentence.span, "run", parsed, cue, speaker.ref, words)
            self.speakers.setdefault(parsed.index, note)

    def _found(
        self,
        parsed: Parsed,
        cue: ReportingCue,
        speaker: Speaker | None,
        span: Span | None,
        rule: str = "indirect",
    ) -> Found | None:
        if span is None or self.direct.count(span) < MIN_INDIRECT_WORDS or self._is_direct(parsed, cue, span):
            return None
        if speaker is None:
            return self.direct.dropped("indirect", span, rule, parsed, cue)
        return Found("indirect", span, rule, parsed, cue, speaker.ref, self.direct.words(parsed, speaker))

    def _is_direct(self, parsed: Parsed, cue: ReportingCue, span: Span) -> bool:
        """Say whether a clause is mostly, or from its beginning, inside marks around which the cue stands."""
        covered = [q for q in self.covered[parsed.index] if not self.direct.within(parsed, cue, q)]
        inside = sum(q.end - q.start for q in covered if span.overlaps(q))
        opens = any(q.start <= span.start + 2 < q.end for q in covered)
        return inside > 0.5 * (span.end - span.start) or opens

    def _run(self, parsed: Parsed, own: Own) -> tuple[Found, ...]:
        if parsed.sentence.span.part == "title" or self.covered[parsed.index]:
            return ()
        run = self.runs.find(parsed, next(iter(own.get(parsed.index + 1, ())), None))
        return () if run is None else (run,)

    def _closing(self, index: int, own: Own) -> Found | None:
        """Speech over several paragraphs, left open at the end of one: whoever says where it closes."""
        for following in range(index + 1, len(self.parsed)):
            found = next((f for f in own.get(following, ()) if f.kind == "direct"), None)
            if found is not None:
                return self._resolved(found)
            if not self.covered[following]:
                return None
        return None

    def _last(self, index: int, reach: int) -> Found | None:
        """What was said last, in this sentence or those before it."""
        recent = range(index, index - reach - 1, -1)
        return next((self.speakers[back] for back in recent if back in self.speakers), None)

    def _next(self, parsed: Parsed, own: Own) -> Found | None:
        return speaker_behind(parsed, next(iter(own.get(parsed.index + 1, ())), None))


def _words(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


# records -----------------------------------------------------------------------------


def _record(document: Document, context: Context, found: Found) -> Quotation:
    """Turn a finding into a record with its identity."""
    article, cue, span = document.article, found.cue, found.span
    key = f"{article.id}|{span.part}|{span.start}|{span.end}|{article.slice(span)}"
    addressee = find_addressee(found, context)
    rule = cue.cue.ref if cue else found.rule
    return Quotation(
        ref=f"quotation/{hashlib.sha256(key.encode('utf-8', 'backslashreplace')).hexdigest()[:16]}",
        kind=found.kind,  # type: ignore[arg-type]
        span=span,
        text=article.slice(span),
        speaker=found.ref,
        speaker_span=found.said_by,
        addressee=addressee.ref if addressee else None,
        addressee_span=addressee.span if addressee else None,
        cue=found.parsed.span(cue.head, cue.head + 1) if cue else None,
        frame=found.parsed.sentence.span,
        stance=cue.cue.stance if cue else None,
        topics=(),
        provenance=Provenance("quotes", VERSION, rule, CONFIDENCE[found.rule]),
    )
