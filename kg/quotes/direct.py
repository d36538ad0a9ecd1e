"""Direct speech: who says the words between quotation marks.

In: the document, its parsed sentences with their cues, and one passage.  Out: a finding with its
speaker, or None.  Three ways: a reporting cue near the passage, the name right before it, the subject
in front of a colon.  Speech that goes on without any of these is `extract.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extractors import Context
from kg.model import Document, Span
from kg.quotes.cues import ReportingCue
from kg.quotes.found import Found
from kg.quotes.indirect import Reported
from kg.quotes.moods import is_subjunctive
from kg.quotes.speakers import Speaker, find_speaker
from kg.syntax import Parsed
from kg.syntax.clauses import preposition_words
from kg.text import Quoted

MIN_WORDS, MIN_LONE_WORDS = 2, 5
_NEAR, _FAR, _BESIDE = 14, 25, 4  # words between a cue and a short, a long and a one-word passage
_WHOLE = 0.8  # share of a reported clause from which a passage is all of it


class Direct:
    """Finds the speakers of passages in one document."""

    def __init__(
        self,
        document: Document,
        context: Context,
        parsed: Sequence[Parsed],
        cues: Sequence[tuple[ReportingCue, ...]],
        reported: Sequence[Reported],
    ) -> None:
        self.document, self.context, self.parsed = document, context, parsed
        self.cues, self.reported = cues, reported
        self.names = {m.text for m in document.mentions if m.kind != "office"}

    def find(self, quoted: Quoted, inside: Sequence[Parsed]) -> Found | None:
        """Return the passage with its speaker; `inside` are the sentences it touches."""
        return (
            self._attributed(quoted, inside)
            or self._labelled(quoted, inside)
            or self._introduced(quoted, inside)
        )

    def _attributed(self, quoted: Quoted, inside: Sequence[Parsed]) -> Found | None:
        """The speaker of a reporting cue near the passage."""
        length = self.count(quoted.inner)
        if length < MIN_LONE_WORDS and self._is_mere_word(quoted, inside[0]):
            return None
        for parsed in self._frames(quoted, inside):
            options = [c for c in self.cues[parsed.index] if not self.within(parsed, c, quoted.outer)]
            options = [c for c in options if self._may_introduce(parsed, c, quoted, length)]
            for cue in sorted(
                options, key=lambda c: (self._is_behind(parsed, c, quoted), self._distance(parsed, c, quoted))
            ):
                if self._is_partial(parsed, cue, quoted):
                    return None
                speaker = find_speaker(parsed, cue, quoted.outer, self.context)
                if speaker is not None:
                    words = self.words(parsed, speaker)
                    return Found("direct", quoted.inner, "direct", parsed, cue, speaker.ref, words)
                if self.context.language.drops_pronouns and cue.how == "verb":
                    return self.dropped("direct", quoted.inner, "direct", parsed, cue)
        return None

    def _is_mere_word(self, quoted: Quoted, parsed: Parsed) -> bool:
        """*anunció una “tasa de seguridad” del 30 %*: marks around a noun behind its article say nothing."""
        language, rows = self.context.language, zip(parsed.sentence.words, parsed.sentence.ends, strict=True)
        before = [word for word, end in rows if end <= quoted.outer.start]
        article = bool(before) and language.is_("indefiniteArticle", before[-1])
        return article and not language.nouns_capitalised  # nannte es einen „schweren Fehler“

    def dropped(self, kind: str, span: Span, rule: str, parsed: Parsed, cue: ReportingCue) -> Found:
        """*– dodał*, *jej zdaniem*: what has no subject goes on with that of the sentence before."""
        if self.context.language.drops_pronouns and cue.how == "verb":
            before = [
                p
                for p in self.parsed[max(0, parsed.index - 2) : parsed.index + 1]
                if p.sentence.span.part == span.part
            ]
            for earlier in reversed(before):
                for party in earlier.parties:
                    free = party.mark is None and party.attribute is None and not party.oblique
                    if party.kind == "person" and free and not span.overlaps(party.span):
                        return Found(kind, span, rule, parsed, cue, party.ref, party.span)
        return Found(kind, span, rule, parsed, cue)

    def is_reported(self, quoted: Quoted, inside: Sequence[Parsed]) -> bool:
        """Marks around a part of what a cue reports: the whole is an indirect quotation."""
        return any(self._is_partial(p, cue, quoted) for p in inside for cue in self.cues[p.index])

    def _labelled(self, quoted: Quoted, inside: Sequence[Parsed]) -> Found | None:
        """*Stoltenberg: „…“* and *ElBaradei („…“)*: the name right before the passage says it."""
        if self.count(quoted.inner) < MIN_WORDS:
            return None
        part = quoted.outer.part
        before = (self.document.article.title if part == "title" else self.document.article.text)[
            : quoted.outer.start
        ].rstrip()
        if before[-1:] not in (":", "("):
            return None
        end = len(before[:-1].rstrip())
        for parsed in (inside[0], *self.parsed[max(0, inside[0].index - 1) : inside[0].index]):
            for party in parsed.parties:
                beside = party.span.part == part and party.span.end == end and party.kind != "country"
                if beside and (party.mark is None or party.phrase == 0):
                    return Found(
                        "direct",
                        quoted.inner,
                        "labelled",
                        parsed,
                        None,
                        party.ref,
                        parsed.span(party.phrase, party.last),
                    )
        return None

    def _introduced(self, quoted: Quoted, inside: Sequence[Parsed]) -> Found | None:
        """*Dabei griff Merkel den Präsidenten an: „…“*: before a colon the subject of the sentence speaks."""
        for parsed in self._frames(quoted, inside):
            before = [i for i, end in enumerate(parsed.sentence.ends) if end <= quoted.outer.start]
            if not before or parsed.sentence.words[before[-1]] != ":" or self.count(quoted.inner) < MIN_WORDS:
                continue
            free = [
                p for p in parsed.parties if p.last <= before[-1] and p.mark is None and p.attribute is None
            ]
            if free and free[0].kind != "country":
                party = free[0]
                return Found(
                    "direct",
                    quoted.inner,
                    "introduced",
                    parsed,
                    None,
                    party.ref,
                    parsed.span(party.phrase, party.last),
                )
        return None

    def is_name(self, quoted: Quoted) -> bool:
        """A title or a name in marks (*der „Spiegel“*): a mention, or capitals without a verb."""
        text = self.document.article.slice(quoted.inner)
        source = self.document.article.title if quoted.outer.part == "title" else self.document.article.text
        after = source[quoted.outer.end : quoted.outer.end + 2]
        if text in self.names or (after[:1] == "-" and after[1:].isalpha()):  # „Eins zu Eins“-Begegnung
            return True
        words = text.split()
        titled = all(
            w[0].isupper() or self.context.language.is_("determiner", w) for w in words if w[0].isalpha()
        )
        language, before = self.context.language, source[: quoted.outer.start].split()[-1:]
        governed = bool(before) and before[0].lower() in preposition_words(language)
        governed = governed and not language.nouns_capitalised  # депутат із «Голосу»; not: von „Terror“
        return (governed or len(words) > 1) and len(words) <= 5 and titled and text[-1] not in ".!?…"

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
            lower = self.document.article.slice(quoted.inner)[:1].islower()
            return cue.how == "verb" and gap <= _BESIDE and not lower
        return gap < (_FAR if words >= MIN_LONE_WORDS else _NEAR)

    def _is_partial(self, parsed: Parsed, cue: ReportingCue, quoted: Quoted) -> bool:
        """*erklärte, er sei „zutiefst besorgt“, dass …*: the marks quote only a part of what is reported."""
        clause = self.reported[parsed.index].clause(cue) if cue.how == "verb" else None
        if clause is None:
            return False
        if not clause.covers(quoted.inner):
            # "Das sei falsch, warnte er, da es „zu Chaos“ führe": the marks quote words beside what is said
            opens = self.document.article.slice(quoted.inner)[:1].islower()
            if not opens or clause.overlaps(quoted.outer) or clause.end >= quoted.outer.start:
                return False
            between = self._between(parsed, clause.end, quoted.outer.start)
            return self.count(quoted.inner) < MIN_LONE_WORDS or any(
                self.context.language.is_("subordinator", word) for word in between
            )  # not so “The plan is good, he said, but “nobody will pay for it””
        lower = self.document.article.slice(quoted.inner)[:1].islower()
        whole = (quoted.inner.end - quoted.inner.start) > _WHOLE * (clause.end - clause.start) and not lower
        few = not whole and self.count(quoted.inner) <= MIN_WORDS
        if not few and clause.end <= quoted.outer.end + 1 and self._closes(parsed, cue, quoted):
            return False
        return quoted.outer.start - clause.start > 3 and not whole

    @staticmethod
    def _between(parsed: Parsed, start: int, end: int) -> list[str]:
        """Return the words of a sentence between two characters."""
        rows = zip(parsed.sentence.words, parsed.sentence.starts, strict=True)
        return [word for word, at in rows if start <= at < end]

    def _closes(self, parsed: Parsed, cue: ReportingCue, quoted: Quoted) -> bool:
        """*La ville a été touchée par « plusieurs explosions », a dit X*: the marks alone say whose words.

        A subjunctive in front of them says it too (*Die Lage sei „ernst“, sagte X*).
        """
        sentence = parsed.sentence
        before = [i for i, end in enumerate(sentence.ends) if end <= quoted.outer.start]
        if not before or sentence.starts[cue.head] < quoted.outer.end:
            return False
        marked = sentence.words[before[-1]] in ",:"
        return marked or not any(is_subjunctive(sentence.words, i, self.context) for i in before)

    def within(self, parsed: Parsed, cue: ReportingCue, span: Span) -> bool:
        """Say whether a cue stands inside a span."""
        return span.overlaps(parsed.span(cue.positions[0], cue.positions[0] + 1))

    def _distance(self, parsed: Parsed, cue: ReportingCue, quoted: Quoted) -> int:
        starts = parsed.sentence.starts
        inside = [i for i, s in enumerate(starts) if quoted.outer.start <= s < quoted.outer.end]
        if not inside:
            return 20
        return min(abs(i - edge) for i in cue.positions for edge in (inside[0], inside[-1]))

    def _is_behind(self, parsed: Parsed, cue: ReportingCue, quoted: Quoted) -> bool:
        """A verb in front of the passage governs it (*nannte es „wichtig“, gratulierte …*)."""
        return parsed.sentence.starts[cue.head] > quoted.outer.start

    def count(self, span: Span) -> int:
        """Return the number of words of a span."""
        return len(self.document.article.slice(span).split())

    def words(self, parsed: Parsed, speaker: Speaker) -> Span:
        """Return the characters that name a speaker."""
        return parsed.span(speaker.first, speaker.last)
