"""Who speaks, by the grammar around a reporting cue.

In: a parsed sentence and a cue.  Out: the speaker: a party, or the noun phrase that stands in its place
(*ein Sprecher der Polizei*).  Content is found elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from kg.extractors import Context
from kg.model import Span
from kg.quotes.cues import ReportingCue
from kg.quotes.insertions import behind_insertion
from kg.quotes.nouns import bare_noun
from kg.quotes.phrases import MARKS
from kg.quotes.subjects import is_inverted, may_invert, phrase_options
from kg.syntax import Parsed, Party

_REACH = 14  # words between a verb and the subject before it
_BETWEEN = 3  # adverbs between a verb and the subject behind it


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: words `first` to `last` (exclusive), and the entity where it is known."""

    ref: str | None
    first: int
    last: int


def find_speaker(parsed: Parsed, cue: ReportingCue, outside: Span | None, context: Context) -> Speaker | None:
    """Return who speaks; what stands inside `outside` (the words reported) is not asked."""
    parties = [p for p in parsed.parties if outside is None or not outside.overlaps(p.span)]
    if relative_source(parsed, cue, context) is not None:
        return _antecedent_of_source(parsed, cue, parties)
    pronoun = _pronoun(parsed, cue, outside, context)
    if pronoun is not None:
        return Speaker(next((p.ref for p in parties if p.first == pronoun), None), pronoun, pronoun + 1)
    noun = bare_noun(parsed, cue, outside, context) if is_inverted(parsed, cue) else None
    if noun is not None:
        return Speaker(None, noun, noun + 1)
    phrase = _phrase_speaker(parsed, cue, outside, context)
    party = _party(parsed, cue, [p for p in parties if _may_speak(p, phrase)], context)
    if party is None or _is_named_behind(parsed, phrase, party):
        return _with_apposition(parsed, phrase, parties) if phrase else None
    if phrase is not None and phrase.first <= party.first < phrase.last:
        return _of_phrase(parsed, party, phrase, parties)
    first, last = _widened(parsed, party, context)
    return Speaker(party.ref, first, last)


def relative_source(parsed: Parsed, cue: ReportingCue, context: Context) -> int | None:
    """*Klymenko, secondo cui …*, *selon lequel*: the position of a pronoun that is the source, if one is."""
    words, i = parsed.sentence.words, cue.positions[-1] + 1
    if cue.how != "before" or cue.head == 0:
        return None
    i += i < len(words) and context.language.is_("determiner", words[i])
    return i if i < len(words) - 1 and context.language.is_("relativePronoun", words[i]) else None


def _antecedent_of_source(parsed: Parsed, cue: ReportingCue, parties: Sequence[Party]) -> Speaker | None:
    """Whoever is named last before *secondo cui*; a person rather than a country or body."""
    before = [p for p in parties if p.last <= cue.head and cue.head - p.last <= _REACH]
    people = [p for p in before if p.kind == "person"]
    party = next(reversed(people or [p for p in before if p.kind == "organisation"]), None)
    return Speaker(party.ref, party.phrase, party.last) if party else None


def _pronoun(parsed: Parsed, cue: ReportingCue, outside: Span | None, context: Context) -> int | None:
    """*Deswegen sage ich*, *hat er erklärt*: a pronoun that can only be a subject is the subject.

    *За його словами*, *selon lui*: a pronoun inside a source cue or right behind it names the source.
    """
    words, clauses = parsed.sentence.words, parsed.clause_of
    if cue.how in ("before", "after"):
        relative = any(c.number == clauses[cue.head] and c.antecedent is not None for c in parsed.clauses)
        kinds = (
            context.language.words["possessive"] if not relative else ()
        )  # die Partei, die ihrer Meinung nach
        owner = (i for i in cue.positions if words[i].lower() in kinds)
        behind = cue.positions[-1] + 1 if cue.how == "before" else len(words)
        inside = (i for i in (*cue.positions, behind) if i < len(words))
        person = (i for i in inside if words[i].lower() in context.language.pronouns)
        return next(owner, next(person, None))
    if cue.how != "verb":
        return None
    behind = cue.head + 6 if context.language.nouns_capitalised else cue.head + 2
    if cue.head + 2 < len(words) and words[cue.head + 1] == "-":
        behind = cue.head + 5  # dit-il, explique-t-elle
    places: list[int] = [
        *range(max(0, cue.head - 8), cue.head),
        *range(cue.head + 1, min(behind, len(words))),
    ]
    places.sort(key=lambda i: (abs(i - cue.head), i))
    bodies, subjects = context.language.words["bodyPronoun"], context.language.words["subjectPronoun"]
    for i in places:
        word = words[i].lower()
        pronoun = word in subjects or (word in bodies and i < cue.head)
        pronoun = pronoun or context.language.is_attached(words, i)
        if not pronoun or clauses[i] != clauses[cue.head]:
            continue
        if _crosses(words, min(i, cue.head), max(i, cue.head)):
            continue
        if outside is None or not outside.overlaps(parsed.span(i, i + 1)):
            return i
    return None


def _may_speak(party: Party, phrase: Speaker | None) -> bool:
    """An adjective stands for its country only inside the phrase that speaks (*die russische Delegation*)."""
    if party.attribute not in ("adjective", "compound") and party.rule != "adjective":
        return True
    return party.kind == "country" and phrase is not None and phrase.first <= party.first < phrase.last


def _of_phrase(parsed: Parsed, party: Party, phrase: Speaker, parties: Sequence[Party]) -> Speaker:
    """The phrase names the party (*der Kanzler Friedrich Merz*), or someone of it (*ein Anwalt von Merz*)."""
    head = next(
        (i for i in range(phrase.first, phrase.last) if parsed.sentence.words[i][0].isupper()), party.first
    )
    marked = party.attribute == "genitive" or party.mark is not None
    another = head < party.phrase and party.kind == "person" and marked
    words = parsed.sentence.words
    noun = words[party.last] if phrase.last == party.last < len(words) else ""
    if party.attribute == "adjective" and noun.islower():
        phrase = Speaker(phrase.ref, phrase.first, phrase.last + 1)  # Amerykański | przywódca
    last = max(phrase.last, party.last)  # selon Marine | Le Pen: an article inside a name
    return _with_apposition(parsed, Speaker(None if another else party.ref, phrase.first, last), parties)


def _is_named_behind(parsed: Parsed, phrase: Speaker | None, party: Party) -> bool:
    """*der Vorsitzende des Verbandes, Elmar Gesse*: the name behind the phrase speaks, not the body."""
    words = parsed.sentence.words
    return (
        phrase is not None
        and party.first == phrase.last + 1
        and words[phrase.last] == ","
        and party.kind == "person"
    )


def _with_apposition(parsed: Parsed, phrase: Speaker, parties: Sequence[Party]) -> Speaker:
    """Add the name that stands behind a comma (*Ein Sprecher der Polizei, Lars Beringer,*)."""
    words = parsed.sentence.words
    if phrase.last + 1 < len(words) and words[phrase.last] == ",":
        for party in parties:
            same = party.first == phrase.last + 1 or phrase.first <= party.phrase < phrase.last
            if same and party.kind == "person" and party.first > phrase.last:
                return Speaker(party.ref, phrase.first, party.last)
    return phrase


def _party(parsed: Parsed, cue: ReportingCue, parties: Sequence[Party], context: Context) -> Party | None:
    if cue.how == "before":
        source = _first(p for p in parties if 0 <= p.first - cue.positions[-1] <= 9)
        return _holder(parsed, source, parties) if source is not None else None
    if cue.how == "after":
        return _first(p for p in reversed(parties) if 0 <= cue.head - p.last <= 2)
    if cue.how == "noun" and (giver := _giver(parsed, cue, parties, context)) is not None:
        return giver
    by = [
        p for p in parties if p.mark and context.language.is_("byPreposition", p.mark) and p.attribute is None
    ]
    if by and (
        _is_passive(parsed, {parsed.clause_of[cue.head], by[0].clause}, context)
        or _is_bare_participle(parsed, cue, context)
    ):
        return by[0]
    return _subject(parsed, cue, parties, context)


def _holder(parsed: Parsed, source: Party, parties: Sequence[Party]) -> Party:
    """*Як повідомив голова «Нафтогазу» Сергій Корецький*: the name right behind a body speaks for it."""
    end = source.last + (parsed.sentence.words[source.last : source.last + 1] in (("»",), ("”",), ("“",)))
    behind = (p for p in parties if p.kind == "person" and p.first == end)
    return source if source.kind == "person" else next(behind, source)


def _giver(parsed: Parsed, cue: ReportingCue, parties: Sequence[Party], context: Context) -> Party | None:
    """*le congratulazioni di Ursula von der Leyen: «…»*: whose words a noun names."""
    words, i = parsed.sentence.words, cue.positions[-1] + 1
    if (
        context.language.nouns_capitalised
        or i >= len(words)
        or not context.language.is_("ofPreposition", words[i])
    ):
        return None
    return _first(p for p in parties if p.kind == "person" and 0 < p.phrase - i <= _BETWEEN)


def _first(parties: Iterable[Party]) -> Party | None:
    return next(iter(parties), None)


def _is_passive(parsed: Parsed, clauses: set[int], context: Context) -> bool:
    inside = [i for i, c in enumerate(parsed.clause_of) if c in clauses]
    return any(context.language.is_("passiveAuxiliary", parsed.sentence.words[i]) for i in inside)


def _is_bare_participle(parsed: Parsed, cue: ReportingCue, context: Context) -> bool:
    """*La réunion, jugée « creuse » par la CFDT*: a participle behind a comma, no finite verb."""
    if cue.head == 0 or parsed.sentence.words[cue.head - 1] != "," or context.language.nouns_capitalised:
        return False
    shapes, word = context.language.words["passiveParticiple"], parsed.sentence.words[cue.head].lower()
    shaped = any(fnmatchcase(word, shape) for shape in shapes)
    return shaped and cue.anchor == cue.head


def is_gerund(parsed: Parsed, cue: ReportingCue, context: Context) -> bool:
    """*…, telling Xi that …*: such a form has no subject behind it."""
    endings = tuple(context.language.words["infinitiveEnding"])
    return bool(endings) and parsed.sentence.words[cue.head].lower().endswith(endings)


def _subject(parsed: Parsed, cue: ReportingCue, parties: Sequence[Party], context: Context) -> Party | None:
    words = parsed.sentence.words
    free = [
        p for p in parties if p.mark is None and p.attribute in (None, "genitive", "possessive", "adjective")
    ]
    start, far_off = (
        cue.anchor + 1,
        behind_insertion(parsed, cue, context) if is_inverted(parsed, cue) else cue.anchor + 1,
    )
    if far_off > start:  # lors d’une visite à Paris, X: no second place
        free += [p for p in parties if p.mark is not None and p.phrase == far_off and p.attribute is None]
    after = [
        p for p in free
        if p.first > cue.anchor and not _crosses(
            words,
            far_off if p.phrase >= far_off else start,
            p.phrase - (far_off > start and p.kind == "person" and words[p.phrase - 1] == ","),
        )  # le chef de la diplomatie, X
    ]  # fmt: skip
    far = 0 if context.language.nouns_capitalised else 1  # Mark Carney, in a speech …, spoke … and called
    before = [
        p for p in free
        if p.last <= cue.anchor and (cue.anchor - p.last <= _REACH or (far and p.phrase == 0))
    ]  # fmt: skip
    gerund = is_gerund(parsed, cue, context)
    inverted = is_inverted(parsed, cue) and not gerund  # …, telling Xi that: whom it is told stands behind it
    clause = parsed.clause_of[cue.head]
    named = _antecedent(parsed, cue, parties) or _before_apposition(parsed, cue, free)
    if named is not None:
        return named
    if inverted and after and may_invert(parsed, after[0].last, context):
        return after[0]
    same = [p for p in before if p.clause == clause]
    if not same and not context.language.nouns_capitalised:  # El mandatario, que ayer … de la CAF, insistió
        same = [p for p in free if p.last <= cue.anchor and p.clause == clause and p.attribute is None][-1:]
    if same:
        whole = [p for p in same if p.attribute is None and not p.oblique]
        joined = words[cue.anchor - 1] == "," or context.language.is_("conjunction", words[cue.anchor - 1])
        # "accused Moscow of stalling, adding that": a second verb has the subject of the first
        first = context.language.nouns_capitalised or joined
        return (whole or same)[0 if first else -1]
    if before and not context.language.nouns_capitalised and words[cue.anchor - 1] == ",":
        whole = [p for p in before if p.attribute is None] or before
        beside = whole[-1].kind == "person" and whole[-1].last == cue.anchor - 1 and whole[-1].phrase > 0
        apposed = beside and words[whole[-1].phrase - 1] == ","  # Furlong's barrister, Siobhán Keane, said
        return whole[-1 if apposed and not gerund else 0]  # …, adding that: a participle in its own clause
    if after and after[0].first - cue.anchor <= 8:
        return after[0]
    if before and not inverted:
        return before[-1]
    return None if inverted else _inside_body(parsed, cue, parties, context)


def _inside_body(
    parsed: Parsed, cue: ReportingCue, parties: Sequence[Party], context: Context
) -> Party | None:
    """*В Кремле заявили, что …*: a verb without a subject, behind the body in which somebody speaks."""
    endings = tuple(context.language.words["subjectlessEnding"])
    if not endings or not parsed.sentence.words[cue.head].endswith(endings):
        return None
    return _first(
        p
        for p in reversed(parties)
        if p.kind != "person"
        and (p.kind == "organisation" or p.rule == "metonym")
        and p.mark is not None
        and context.language.is_("inPreposition", p.mark)
        and p.clause == parsed.clause_of[cue.head]
        and 0 <= cue.anchor - p.last <= _BETWEEN
    )


def _antecedent(parsed: Parsed, cue: ReportingCue, parties: Sequence[Party]) -> Party | None:
    """*Athanassiadis, der erklärt hat, …*: the name right before a relative clause without a subject."""
    clause = next((c for c in parsed.clauses if c.number == parsed.clause_of[cue.head]), None)
    if clause is None or clause.antecedent is None or clause.opener is None:
        return None
    if any(p.clause == clause.number and p.last <= cue.anchor for p in parties):
        return None
    words = parsed.sentence.words
    # Kaja Kallas, the European Union's foreign policy chief, who had warned …
    apposed = (
        p for p in reversed(parties)
        if p.kind == "person" and p.attribute is None and p.last < clause.antecedent
        and clause.antecedent - p.last <= _REACH and words[p.last] == ","
        and "," not in words[p.last + 1 : clause.antecedent + 1]
        and parsed.verbs.isdisjoint(range(p.last + 1, clause.antecedent + 1))
    )  # fmt: skip
    beside = (p for p in parties if p.last - 1 == clause.antecedent and p.attribute in (None, "genitive"))
    return _first(apposed) or _first(beside)


def _before_apposition(parsed: Parsed, cue: ReportingCue, free: Sequence[Party]) -> Party | None:
    """*However, Nick Kaufman, a lawyer who served …, said …*: the name before what stands between commas."""
    words = parsed.sentence.words
    if cue.anchor < 3 or words[cue.anchor - 1] != "," or cue.how != "verb":
        return None
    for party in free:
        if party.last >= cue.anchor - 1:
            return None
        opens = party.phrase == 0 or words[party.phrase - 1] == "," or party.attribute is None
        if party.kind == "person" and opens and words[party.last] == ",":
            return party
        if party.last <= cue.head:
            return None
    return None


def _crosses(words: Sequence[str], first: int, last: int) -> bool:
    return any(w in ',;:"„“”«»' for w in words[first:last])


def _widened(parsed: Parsed, party: Party, context: Context) -> tuple[int, int]:
    """The whole noun phrase of a party: article, titles and office in front, a party in brackets behind."""
    words, first, last = parsed.sentence.words, party.phrase, party.last
    while first > 0 and words[first - 1] not in MARKS:
        word = words[first - 1]
        capital = word[0].isupper() and first - 1 > 0
        if not (capital or word == "-" or context.language.is_("determiner", word)):
            break
        first -= 1
        if context.language.is_("determiner", word):
            break
    while first < party.first and words[first] == "-":
        first += 1
    if last + 1 < len(words) and words[last] == "-" and words[last + 1][0].isupper():
        last += 2  # die G8-Staaten
    if last + 2 < len(words) and words[last] == "(" and words[last + 2] == ")":
        last += 3
    return first, last


# noun phrases ------------------------------------------------------------------------


def _phrase_speaker(
    parsed: Parsed, cue: ReportingCue, outside: Span | None, context: Context
) -> Speaker | None:
    """The noun phrase where grammar puts the speaker; its entity, if any, is found by the caller."""
    spans = [s for s in phrase_options(parsed, cue, context) if s is not None]
    for first, last in spans:
        if outside is None or not outside.overlaps(parsed.span(first, last)):
            return Speaker(None, first, last)
    return None
