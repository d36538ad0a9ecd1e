"""Runs of the German subjunctive: reported speech that goes on without naming its speaker again.

In: a sentence without a reporting cue, what was said before it, and what the next sentence reports.  Out:
the sentence as indirect speech, with its speaker.  The speaker stands in the sentence itself, in front of
a verb nobody listed (*X schränkte dahingehend ein, man werde …*), spoke last, speaks next, or is whom the
sentence before is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.extractors import Context
from kg.model import Document
from kg.quotes.found import Found
from kg.quotes.indirect import Reported
from kg.quotes.moods import subjunctives
from kg.syntax import Parsed, Party

_REACH = 2  # sentences looked back for whoever goes on speaking


class Runs:
    """Finds the runs of one document; `speakers` holds what was last said, by sentence, and grows."""

    def __init__(
        self,
        document: Document,
        context: Context,
        parsed: Sequence[Parsed],
        reported: Sequence[Reported],
        speakers: Mapping[int, Found],
    ) -> None:
        self.document, self.context, self.parsed = document, context, parsed
        self.reported, self.speakers = reported, speakers

    def find(self, parsed: Parsed, after: Found | None) -> Found | None:
        """Return the sentence as indirect speech; `after` is what the next one reports."""
        words, language = parsed.sentence.words, self.context.language
        places = subjunctives(words, self.context)
        if not places:
            return None
        certain = any(not language.is_("conditional", words[i]) for i in places)
        own = self._own_speaker(parsed, places) if certain else None
        if own is not None:
            return own
        if not any(not language.is_("futureAuxiliary", words[i]) for i in places):
            return None  # "werde" alone is also the first person's future
        comma = next((i for i, w in enumerate(words) if w == ","), len(words))
        if places[0] > comma and any(c.how == "verb" for c in self.reported[parsed.index].cues):
            return None  # Merz warnte vor einem Krieg, der … treffe
        plain = any(language.is_("pastAuxiliary", w) and i not in places for i, w in enumerate(words))
        if plain or not (certain or self._goes_on(parsed)):
            return None
        span = self.reported[parsed.index].sentence()
        last = self._last(parsed.index) or speaker_behind(parsed, after)
        if span is None:
            return None
        if last is not None:
            return Found("indirect", span, "run", parsed, None, last.ref, last.said_by)
        about = self._about(parsed) if certain else None
        return Found("indirect", span, "run", parsed, None, about.ref, about.span) if about else None

    def _own_speaker(self, parsed: Parsed, places: Sequence[int]) -> Found | None:
        """*X ließ verbreiten, Iran werde …*: who stands in front of the reported clause says it."""
        words = parsed.sentence.words
        comma = next((i for i, w in enumerate(words) if w == ","), None)
        if comma is None or comma < 3 or places[0] < comma or not self._opens(parsed, comma + 1, places):
            return None
        subject = next((p for p in parsed.parties if p.last <= comma and _may_speak(p)), None)
        span = self.reported[parsed.index].behind(comma + 1)
        if subject is None or span is None:
            return None
        said_by = parsed.span(subject.phrase, subject.last)
        return Found("indirect", span, "run", parsed, None, subject.ref, said_by)

    def _opens(self, parsed: Parsed, first: int, places: Sequence[int]) -> bool:
        """Say whether reported speech opens at `first`: *dass*, or a main clause with its subjunctive."""
        language, words = self.context.language, parsed.sentence.words
        if language.is_("complementiser", words[first]):
            return True
        if language.is_("subordinator", words[first]) or language.is_("conjunction", words[first]):
            return False
        end = next((i for i in range(first, len(words)) if words[i] == ","), len(words) - 1)
        return any(first < i < end - 1 for i in places)

    def _goes_on(self, parsed: Parsed) -> bool:
        """*Das wäre ein Problem* is also the writer's own, unless what stands before is reported.

        The sentence before has to report, in the same paragraph.
        """
        before = self.speakers.get(parsed.index - 1)
        return before is not None and before.parsed.sentence.paragraph == parsed.sentence.paragraph

    def _last(self, index: int) -> Found | None:
        recent = range(index, index - _REACH - 1, -1)
        return next((self.speakers[back] for back in recent if back in self.speakers), None)

    def _about(self, parsed: Parsed) -> Party | None:
        """The first party of a sentence right before, where it is its subject."""
        for back in range(parsed.index - 1, max(-1, parsed.index - 1 - _REACH), -1):
            before = self.parsed[back]
            if before.sentence.span.part == "title":
                return None
            if before.parties:
                return before.parties[0] if _may_speak(before.parties[0]) else None
        return None


def speaker_behind(parsed: Parsed, after: Found | None) -> Found | None:
    """*S sei stark. T hätten Angst, sagt der Anwalt*: the next sentence reports from its beginning on."""
    if after is None or after.said_by is None:
        return None
    same = after.parsed.sentence.paragraph == parsed.sentence.paragraph
    opens = after.span.start - after.parsed.sentence.span.start <= 2
    return after if same and opens and after.said_by.start > after.span.start else None


def _may_speak(party: Party) -> bool:
    return party.kind != "country" and party.mark is None and party.attribute is None and not party.oblique
