"""Speech that stands in the sentence before its cue (*Об этом сообщил X*; *Así lo anunció X*).

In: the sentences of a document and a cue.  Out: the sentence that the words at the beginning point back to.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extractors import Context
from kg.model import Span
from kg.quotes.cues import ReportingCue
from kg.quotes.indirect import Reported

_DATELINE = 12  # words of a dateline at most
_NEAR = 3  # words between what points back and its verb


def told_before(reported: Sequence[Reported], index: int, cue: ReportingCue, context: Context) -> Span | None:
    """Return the sentence before, where the one of the cue opens with words that stand for it."""
    backward, here = context.language.words["backReference"], reported[index]
    if not backward or index == 0 or cue.how != "verb":
        return None
    before, words = reported[index - 1].parsed.sentence, here.words
    opener = next((n for n in (1, 2) if " ".join(words[:n]).lower() in backward), 0)
    if not opener or before.span.part != here.parsed.sentence.span.part:
        return None
    if cue.anchor - opener > _NEAR or any(here.is_("complementiser", i) for i in range(opener, here.end)):
        return None
    return reported[index - 1].trimmed(_dateline(before.words), reported[index - 1].end)


def _dateline(words: Sequence[str]) -> int:
    """*КИЇВ, 5 квітня – …*: where and when the report was written is no part of what is said."""
    dash = next((i for i, word in enumerate(words[:_DATELINE]) if word in "–—-"), 0)
    return dash + 1 if any(word.isdigit() for word in words[:dash]) and words[0].isupper() else 0
