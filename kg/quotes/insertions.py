"""What stands between commas, between a reporting verb and whoever speaks."""

from __future__ import annotations

from kg.extractors import Context
from kg.quotes.cues import ReportingCue
from kg.quotes.phrases import MARKS
from kg.syntax import Parsed

_ADVERBS, _INSERTED = 5, 16  # words before what is inserted between verb and subject, and inside it


def behind_insertion(parsed: Parsed, cue: ReportingCue, context: Context) -> int:
    """*« … », a averti mardi, lors d’une visite à Paris, X*: behind what stands between commas."""
    words, language = parsed.sentence.words, context.language
    last = cue.positions[-1] + 1
    near = range(last, min(last + _ADVERBS, len(words)))
    opener = next((i for i in near if words[i] in MARKS and words[i] not in "'’"), None)
    if opener is None or words[opener] != "," or opener + 3 >= len(words):
        return cue.anchor + 1
    word = words[opener + 1]
    names = (
        "determiner",
        "relativePronoun",
        "subordinator",
        "conjunction",
        "pastAuxiliary",
        "complementiser",
    )
    adverbial = word.islower() and word.isalpha() and not any(language.is_(name, word) for name in names)
    reach = range(opener + 2, min(opener + _INSERTED, len(words)))
    close = next((i for i in reach if words[i] in MARKS and words[i] not in "'’"), None)
    named = any(cue.anchor < p.first < opener for p in parsed.parties)
    if not adverbial or named or close is None or words[close] != ",":
        return cue.anchor + 1
    return close + 1
