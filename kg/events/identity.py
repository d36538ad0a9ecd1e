"""What makes an event itself: type, mode, parties and date; without a date also the place in its article.

Equal events of several articles so have one name without any comparison.  An article is its words: under
another name (a path, a line of a file) its events stay the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from kg.model import Article, Participant, Span, When


def event_ref(
    article: Article, type: str, mode: str | None, participants: Sequence[Participant], when: When | None,
    sentence: Span, trigger: Span,
) -> str:  # fmt: skip
    """Return the ref of an event."""
    parties = sorted({(p.role, p.entity) for p in participants})
    where = when.value if when else f"{article.title}\n{article.text}|{sentence}|{trigger}"
    text = "|".join([type, mode or "", *(f"{role}={entity}" for role, entity in parties), where])
    return f"event/{hashlib.sha256(text.encode('utf-8', 'backslashreplace')).hexdigest()[:16]}"
