"""What a finder of speech returns, before it becomes a record."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Span
from kg.quotes.cues import ReportingCue
from kg.syntax import Parsed

#: How sure each way of finding speech is; tuned on the development articles.
CONFIDENCE = {
    "direct": 0.85,
    "labelled": 0.8,
    "interview": 0.8,
    "introduced": 0.7,
    "indirect": 0.7,
    "continued": 0.65,
    "run": 0.6,
    "object": 0.55,
    "nested": 0.5,
    "alone": 0.4,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation; `said_by` are the words that name the speaker, `ref` the speaker where known."""

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
