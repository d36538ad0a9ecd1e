"""Which comma or colon behind a reporting verb opens what is reported: *sagte Merz, man werde …*.

In: a sentence's `Reported` and one cue.  Out: the position of the mark, or None.  What stands behind a comma
is reported where a subordinator, a question word, a subjunctive or an infinitive shows it; relative clauses
and appositions are passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.quotes.cues import ReportingCue
from kg.quotes.moods import has_infinitive, is_infinitive, is_subjunctive
from kg.quotes.phrases import noun_phrase

if TYPE_CHECKING:
    from kg.quotes.indirect import Reported

_REACH = 25  # words between a cue and the comma that opens what is reported
_BESIDE = 8  # words between a verb of asking and its question
_SPEAKING = frozenset(
    {"says", "warns", "announces", "confirms", "denies", "accuses", "criticises", "threatens"}
)


def comma_after(reported: Reported, cue: ReportingCue) -> int | None:
    """The comma or colon that opens the reported clause; an apposition may come before it."""
    weak = None
    for i in range(cue.head + 1, min(reported.end - 2, cue.head + _REACH)):
        if reported.words[i] not in ",:":
            continue
        if (
            reported.words[i] == ":"
            or reported.is_("complementiser", i + 1)
            or _is_question(reported, cue, i + 1)
        ):
            return i
        if reported.is_("subordinator", i + 1):
            if _is_condition(reported, i + 1):
                return i
        elif _is_reported(reported, i + 1, reported.clause_end(i + 1)) or _is_bare(reported, cue, i):
            return i
        elif weak is None and _is_reported(reported, i + 1, reported.end):
            weak = i  # *geht nach einem Treffen mit dem Chef, Joachim Rücker, davon aus, dass …*
    return weak


def _is_question(reported: Reported, cue: ReportingCue, first: int) -> bool:
    """*fragte Merz, ob …*: a question word opens what is said only close behind the verb."""
    if not reported.context.language.nouns_capitalised and reported.is_("relativePronoun", first):
        return False  # blamed the army, which …
    return reported.is_("questionWord", first) and first - cue.head <= _BESIDE


def _is_condition(reported: Reported, first: int) -> bool:
    """*sagte, wenn Moskau nicht einlenke, werde man …*: the main clause behind it is reported."""
    words = reported.words
    return any(
        words[i] == "," and is_subjunctive(words, i + 1, reported.context)
        for i in range(first, reported.end - 1)
    )


def _is_reported(reported: Reported, first: int, last: int) -> bool:
    """German reported speech shows a subjunctive or an infinitive with *zu*; others do without."""
    language = reported.context.language
    if not language.nouns_capitalised:
        return False
    rest = reported.words[first:last]
    if _is_relative(reported, first) or not rest:
        return False
    if reported.has_subjunctive(first, last):
        return True
    return has_infinitive(reported.words[first:last], reported.context)


def _is_relative(reported: Reported, first: int) -> bool:
    """*die seit Januar regiert*: its verb closes the clause; *die geplante Reform sei gut* is none."""
    language, words = reported.context.language, reported.words
    first += reported.is_preposition(first)  # bei der alle vertreten sind
    if first >= reported.end:
        return False
    follower = words[first + 1] if first + 1 < reported.end else ""
    if not language.is_("relativePronoun", words[first]) or not follower[:1].islower():
        return False
    end = reported.clause_end(first)
    if is_infinitive(words[end - 2], words[end - 1], reported.context):
        return False  # die beiden Gefangenen freizulassen
    return not any(is_subjunctive(words, i, reported.context) for i in range(first + 1, end - 1))


def _is_bare(reported: Reported, cue: ReportingCue, comma: int) -> bool:
    """*sagte Rice, die USA hielten sich …*: the speaker alone stands between verb and comma."""
    language, first = reported.context.language, comma + 1
    if not language.nouns_capitalised or cue.cue.stance not in _SPEAKING or reported.end - first < 4:
        return False
    phrase = noun_phrase(reported.words, cue.head + 1, reported.context)
    edge = phrase[1] if phrase else cue.head + 1
    between = reported.words[edge:comma]
    opener = reported.words[first]
    if language.is_("conjunction", opener) or _is_relative(reported, first):
        return False
    return len(between) <= 3 and all(w[0].islower() for w in between) and opener[0].isalpha()
