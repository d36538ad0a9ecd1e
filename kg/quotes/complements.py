"""What a verb reports without a comma: *said (that) …*, *told reporters the plan …*, *urged Iran to …*.

In: a sentence's `Reported` and one cue.  Out: the span of what is said, or None.  For languages that set
no comma between verb and clause, and for infinitives behind an addressee in all but German.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from kg.model import Span
from kg.quotes.cues import ReportingCue
from kg.quotes.phrases import MARKS, noun_phrase
from kg.quotes.speakers import is_gerund
from kg.quotes.subjects import is_inverted

if TYPE_CHECKING:
    from kg.quotes.indirect import Reported

_TAIL = 6  # words behind a cue that ends its sentence
_NEAR, _FAR = 6, 25  # words to *that* behind a time, and behind an addressee
_SHORT = 3  # letters; shorter words with such an ending are no infinitives
_NEGATED = 4  # words to an infinitive of one's own: *ne pas avoir …*
_BETWEEN = 4  # small words between the mark of an infinitive and the verb
_MARKED = frozenset('«„“"')
_ADDRESSED = 8  # words to an infinitive behind an addressee
#: Stances that ask somebody to do something, say what one will do, or what somebody did.
_WANTING = frozenset(
    {"demands", "asks", "proposes", "promises", "announces", "threatens", "warns", "accuses"}
)
#: Stances that may tell of one's own deeds: *spera di vincere*, *nega di aver firmato*.
_OWN = frozenset({"says", "promises", "confirms", "denies", "hopes", "regrets", "doubts"})


def complement(reported: Reported, cue: ReportingCue) -> Span | None:
    """Return what a verb governs behind it; an addressee or a time may stand before *that*."""
    first = cue.positions[-1] + 1
    if first >= reported.end or reported.words[first] in ",.":
        return None
    if reported.is_("complementiser", first):
        return reported.behind(first)
    if reported.context.language.is_("predicativeMarker", reported.words[first - 1]):
        return None  # called the talks “frank and useful”: no clause
    inverted = is_inverted(reported.parsed, cue) and not reported.is_apposition(cue, cue.anchor - 1)
    inverted = inverted and not is_gerund(reported.parsed, cue, reported.context)
    if inverted and reported.end - first <= _TAIL and _has_subject(reported, first):
        return None
    opener = _opener(reported, first)
    if opener is not None:
        return reported.behind(opener)
    wanted = _infinitive(reported, cue, first)
    if wanted is not None:
        return wanted
    language = reported.context.language
    if not language.words["omittedComplementiser"]:
        return _own_infinitive(reported, first) if cue.cue.stance in _OWN else None
    if reported.is_preposition(first) or not (cue.cue.stance == "says" or _is_clause(reported, first)):
        return None  # said in his evening address
    return reported.trimmed(_behind_addressee(reported, first), reported.end)


def _is_clause(reported: Reported, first: int) -> bool:
    """*reiterated Turkey was ready*, *warned it would answer*: a subject and an auxiliary right behind it."""
    party = next((p.last for p in reported.parsed.parties if p.phrase == first and p.mark is None), first + 1)
    names = ("passiveAuxiliary", "pastAuxiliary", "futureAuxiliary", "conditional")
    subject = party > first + 1 or reported.words[first][0].isupper()
    subject = subject or any(reported.is_(n, first) for n in ("subjectPronoun", "bodyPronoun"))
    return subject and any(reported.is_(name, party) for name in names)


def opener_behind(reported: Reported, cue: ReportingCue) -> int | None:
    """*…, matizó que …*, *insistió en que …*: the clause that is reported opens right behind the verb."""
    language, first = reported.context.language, cue.positions[-1] + 1
    if language.nouns_capitalised or cue.how != "verb" or first + 1 >= reported.end:
        return None
    if reported.is_("complementiser", first):
        return first
    if not reported.is_preposition(first) or language.words["omittedComplementiser"]:
        return None
    if reported.is_("complementiser", first + 1):
        return first + 1
    if any(reported.is_(name, first) for name in ("ofPreposition", "withPreposition", "againstPreposition")):
        return None
    reach = range(first + 1, min(first + _ADDRESSED, reported.end))  # aseguraron ante el tribunal que …
    near = takewhile(lambda i: reported.words[i] not in MARKS, reach)
    return next((i for i in near if reported.is_("complementiser", i)), None)


def _has_subject(reported: Reported, first: int) -> bool:
    """*…, said the minister*: whoever speaks stands behind the verb."""
    party = any(0 <= p.phrase - first <= 1 for p in reported.parsed.parties)
    return party or noun_phrase(reported.words, first, reported.context) is not None


def _opener(reported: Reported, first: int) -> int | None:
    """The word that opens the clause: at `first`, behind an addressee (*told reporters that*) or a time."""
    if _opens(reported, first):
        return first
    names = ("subjectPronoun", "bodyPronoun")
    if reported.context.language.words["omittedComplementiser"] and any(
        reported.is_(n, first) for n in names
    ):
        return None  # said he had met Yang, who …
    phrase = noun_phrase(reported.words, first, reported.context)
    places = {phrase[1]} if phrase else {first + 1}
    if phrase is None and reported.context.language.words["omittedComplementiser"]:
        places = {first + 1, first + 2}  # warned last week that
    if phrase and _is_past(reported, phrase[1] - 1):
        places = set()  # said the figures showed that …
    addressed = any(first <= p.first <= first + 4 and p.kind == "person" for p in reported.parsed.parties)
    addressed = addressed or reported.is_("toPreposition", first)  # pidió a Irán que …
    if addressed:
        places |= set(range(first + 1, min(first + _FAR, reported.end)))
    elif reported.is_("inPreposition", first) or _stands_free(reported, first):
        reach = range(first + 1, min(first + _NEAR, reported.end))
        places |= set(takewhile(lambda i: reported.words[i] not in MARKS, reach))
    found = next((i for i in sorted(places) if i < reported.end and _opens(reported, i)), None)
    return _behind_time(reported, first) if found is None else found


def _is_past(reported: Reported, i: int) -> bool:
    """Say whether a word looks like the past tense of a verb, where participles share its form (*showed*)."""
    language, word = reported.context.language, reported.words[i]
    shapes = language.words["passiveParticiple"] if language.words["omittedComplementiser"] else ()
    return any(word == shape or (shape[0] == "*" and word.endswith(shape[1:])) for shape in shapes)


def _behind_time(reported: Reported, first: int) -> int | None:
    """*said over the weekend that the …*, *said after the talks that he …*; not *a raid that killed*."""
    time = reported.is_preposition(first) or reported.is_("subordinator", first)
    if not reported.context.language.words["omittedComplementiser"] or not time:
        return None
    if reported.is_("ofPreposition", first):
        return None
    for i in range(first + 1, min(first + _NEAR + 2, reported.end - 1)):
        if reported.words[i] in MARKS:
            return None
        if reported.is_("complementiser", i):
            names = ("passiveAuxiliary", "pastAuxiliary", "futureAuxiliary")
            relative = _is_past(reported, i + 1) or any(reported.is_(n, i + 1) for n in names)
            return None if relative else i
    return None


def _stands_free(reported: Reported, first: int) -> bool:
    """*pidió sin embargo que*, *dijo tras la cita que*, but not *habló de un plan que …*."""
    language = reported.context.language
    apart = language.nouns_capitalised or language.words["omittedComplementiser"]
    small = reported.is_preposition(first) or reported.is_("subordinator", first)
    if apart or not (small or reported.is_("stopWord", first)) or reported.is_("determiner", first):
        return False
    return not any(
        reported.is_(name, first) for name in ("ofPreposition", "againstPreposition", "withPreposition")
    )


def _opens(reported: Reported, i: int) -> bool:
    relative = reported.words[i - 1] == "," and reported.is_("relativePronoun", i)
    bare = relative and i > 2 and reported.is_("determiner", i - 2) and not reported.is_preposition(i - 3)
    if bare and not _MARKED.isdisjoint(reported.words[i:]):
        return False  # назвала те, що відбувається, «цирком»
    return reported.is_("complementiser", i) or (reported.is_("questionWord", i) and not relative)


def _infinitive(reported: Reported, cue: ReportingCue, first: int) -> Span | None:
    """*urged Iran to release …*, *a appelé l’Iran à libérer …*, *призвал Иран освободить …*."""
    if cue.cue.stance not in _WANTING:
        return None
    words, categories = reported.words, reported.context.language.words
    markers, endings = categories["infinitiveMarker"], tuple(categories["objectInfinitive"])
    for i in range(first, min(first + _ADDRESSED, reported.end)):
        if words[i] in MARKS:
            return None
        if not endings:
            if words[i] in markers and i + 1 < reported.end and words[i + 1].islower():
                return reported.trimmed(i, reported.end)
            continue
        marked = not markers or _with_marker(reported, i) < i or words[i - 1] in "'’"
        if marked and words[i].islower() and words[i].endswith(endings) and not reported.is_("stopWord", i):
            return reported.trimmed(_with_marker(reported, i), reported.end)
    return None


def _own_infinitive(reported: Reported, first: int) -> Span | None:
    """*affirme avoir détruit …*, *asegura haber …*: what somebody says of their own deeds."""
    endings = tuple(reported.context.language.words["objectInfinitive"])
    for i in range(first, min(first + _NEGATED, reported.end - 1)):
        word = reported.words[i]
        if word in "'’":
            continue  # n’avoir
        if word in MARKS or (reported.is_preposition(i) and not reported.is_("infinitiveMarker", i)):
            return None
        if word.islower() and word.endswith(endings) and len(word) > _SHORT:
            return reported.trimmed(_with_marker(reported, i), reported.end)
    return None


def _with_marker(reported: Reported, i: int) -> int:
    """*ha chiesto **di** aprire*, *dit **d'**avoir vu*, *exhorté **à ne pas** céder*: with its mark."""
    first = i
    for j in range(i - 1, max(-1, i - 1 - _BETWEEN), -1):
        word = reported.words[j]
        if reported.is_("infinitiveMarker", j):
            return j
        small = word.islower() and len(word) <= _SHORT and not reported.is_("determiner", j)
        if word not in "'’" and (not small or reported.is_preposition(j)):
            break
        first = j if j == i - 2 and reported.words[i - 1] in "'’" else first  # jure n’avoir rien vu
    return first


def _behind_addressee(reported: Reported, first: int) -> int:
    """*told reporters the talks …*, *told Reuters he …*: a clause begins right behind a bare addressee."""
    words = reported.words
    party = next((p for p in reported.parsed.parties if p.first == first and p.kind != "country"), None)
    last = party.last if party is not None else first + 1
    if last >= reported.end or reported.is_("determiner", first) or not words[first].isalpha():
        return first
    bare = party is not None or words[first].islower()
    if bare and (reported.is_("determiner", last) or reported.is_("subjectPronoun", last)):
        return last
    return first
