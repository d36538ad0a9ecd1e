"""Office phrases: *der ehemalige Außenminister Dmytro Kuleba*, *Kaja Kallas, EU foreign policy chief*.

In: a sentence with its mentions.  Out: per office word its country or organisation, its modifiers and
the person named beside it.  Who holds an office that stands alone is the linker's question.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extractors import Context, mentions_by_sentence
from kg.model import Document, Mention, Sentence
from kg.ontology import Matches

_MODIFIERS = {
    "FormerCue": "former",
    "ActingCue": "acting",
    "DesignateCue": "designate",
    "DeputyCue": "deputy",
}
_REACH_BEFORE, _REACH_AFTER, _REACH_APPOSITION, _REACH_RELATIVE, _REACH_BEHIND = 4, 6, 9, 7, 5
OPENING, CLOSING = frozenset('«„“"'), frozenset('»“”"')


@dataclass(frozen=True, slots=True)
class OfficePhrase:
    """An office as one place in the text shows it; `person` is the mention beside it, if any.

    `named` says that a word follows that looks like a name nobody recognised: the office does not
    stand alone then, so its holder by date must not take the place of whoever is named.  `joined` marks a
    further person of an office that stands before several.
    """

    mention: Mention
    place: Mention | None
    modifiers: frozenset[str]
    person: Mention | None
    sentence: int
    named: bool = False
    definite: bool = True
    joined: bool = False


class _Line:
    """A sentence with its mentions by word position."""

    def __init__(
        self, sentence: Sentence, mentions: Sequence[Mention], matches: Matches, context: Context
    ) -> None:
        self.words, self.context, self.sentence = sentence.words, context, sentence
        self.at: dict[int, Mention] = {}
        self.first: dict[int, int] = {}
        self.last: dict[int, int] = {}
        for mention in mentions:
            starts, span = sentence.starts, mention.span
            places = range(bisect_left(starts, span.start), bisect_left(starts, span.end))
            for i in places:
                self.at[i] = mention
            if places:
                first, last = places[0], places[-1]
                if self._in_marks(first, last):  # the marks of «Слуга народу» belong to the name
                    first, last = first - 1, last + 1
                    self.at[first] = self.at[last] = mention
                self.first[id(mention)], self.last[id(mention)] = first, last
        self.modifiers: dict[int, str] = {}
        self.verbs = {m.first for m in matches.verbal()}
        for match in matches.of(*_MODIFIERS):
            for i in range(match.first, match.last):
                self.modifiers[i] = _MODIFIERS[match.kind]

    def _in_marks(self, first: int, last: int) -> bool:
        inside = first > 0 and last + 1 < len(self.words)
        return inside and self.words[first - 1] in OPENING and self.words[last + 1] in CLOSING

    def is_quoted(self, i: int) -> bool:
        """Say whether a name in marks opens here."""
        mention = self.at.get(i)
        return mention is not None and self.first[id(mention)] == i and self.words[i] in OPENING

    def is_(self, category: str, i: int) -> bool:
        return 0 <= i < len(self.words) and self.context.language.is_(category, self.words[i])


def office_phrases(document: Document, context: Context) -> tuple[OfficePhrase, ...]:
    """Return the office phrases of all sentences, in the order of the text."""
    found: list[OfficePhrase] = []
    by_sentence = mentions_by_sentence(document)
    for number, (sentence, matches) in enumerate(zip(document.sentences, context.matches, strict=True)):
        mentions = [m for m in by_sentence[number] if m.kind != "group"]
        if not any(m.kind == "office" for m in mentions):
            continue
        line = _Line(sentence, mentions, matches, context)
        for mention in mentions:
            if mention.kind == "office":
                phrase = _phrase(mention, line, number)
                found += [
                    phrase,
                    *(replace(phrase, person=other, joined=True) for other in _joined(line, phrase)),
                ]
    return tuple(found)


def _phrase(mention: Mention, line: _Line, number: int) -> OfficePhrase:
    first, last = line.first[id(mention)], line.last[id(mention)]
    place, left = _place_before(line, first)
    after, right = _place_after(line, last)
    if place is None:
        place = after
    person = _person_beside(line, min(left, first), max(last, right))
    before = {line.modifiers[i] for i in range(max(0, left - 3), first) if i in line.modifiers}
    # "Altkanzler" is a former chancellor; "Vizepräsident" is an office of its own, not a deputy one.
    inside = {line.modifiers[first]} - {"deputy"} if first in line.modifiers else set()
    # als Justizministerin nominiert
    behind = {"designate"} if line.modifiers.get(last + 1) == "designate" else set()
    modifiers = frozenset(before | inside | behind)
    named = person is None and _looks_named(line, max(last, right) + 1)
    return OfficePhrase(
        mention, place, modifiers, person, number, named, _is_definite(line, min(left, first))
    )


def _is_definite(line: _Line, left: int) -> bool:
    """*der US-Präsident* means the holder; *ein Sprecher* does not.  Headlines drop articles."""
    language = line.context.language
    if not language.words["indefiniteArticle"] or line.sentence.span.part == "title":
        return True
    i = left - 1
    while i >= 0 and left - i <= 3 and line.words[i][0].islower() and not line.is_("determiner", i):
        i -= 1
    return i >= 0 and line.is_("determiner", i) and not line.is_("indefiniteArticle", i)


def _looks_named(line: _Line, i: int) -> bool:
    """`Minister spraw zagranicznych Ukrainy Iwan Kowal`: two capitalised words right behind the phrase."""
    if line.context.language.nouns_capitalised or i + 1 >= len(line.words):
        return False
    return all(line.at.get(j) is None and line.words[j][:1].isupper() for j in (i, i + 1))


def _place_before(line: _Line, first: int) -> tuple[Mention | None, int]:
    """`US-Präsident`, `der ukrainische Außenminister`, `Israel's prime minister`, `Kenyan Minister`."""
    i = first - 1
    while i >= 0 and i >= first - _REACH_BEFORE:
        mention = line.at.get(i)
        if mention is not None and mention.kind in ("country", "organisation"):
            tied = _modifies(line, mention, i, first)
            return (mention, line.first[id(mention)]) if tied else (None, first)
        if mention is not None and mention.kind == "person":
            break
        word = line.words[i]
        if line.is_("determiner", i) or word in "()":  # allemand a reçu | le président
            break
        joins = word in "-'’" or word in line.context.language.name_clitics
        if not joins and not line.modifiers.get(i) and not word[0].islower():
            break
        if word in ",.;:" or line.is_("conjunction", i) or line.is_("subordinator", i):
            break
        i -= 1
    return None, first


def _modifies(line: _Line, mention: Mention, i: int, first: int) -> bool:
    """Say whether a place at `i` belongs to the office at `first`.

    An adjective does; a name does with a hyphen, a possessive or right before the office.  Not in *In Mali
    warnte Minister Diallo*; and where nouns have cases, not in *z USA dyplomata*.
    """
    if mention.provenance.rule == "adjective" or line.words[i + 1] in "-‑'’":
        return True
    if line.context.language.marks_case:
        return False
    between = range(i + 1, first)
    genitive = any(mention.text.endswith(e) for e, base in line.context.language.name_endings if not base)
    return genitive or all(line.modifiers.get(j) or line.words[j] in "-'’" for j in between)


def _place_after(line: _Line, last: int) -> tuple[Mention | None, int]:
    """`Präsident der Vereinigten Staaten`, `prime minister of Israel`, `Ministerpräsident Thailands`."""
    i = last + 1
    while i < len(line.words) and i <= last + _REACH_AFTER:
        mention = line.at.get(i)
        if mention is not None:
            if mention.kind in ("country", "organisation"):
                # "le président russe": an adjective right behind belongs to the office, a demonym does not
                rule, behind = mention.provenance.rule, i == last + 1
                loose = rule == "demonym" or (rule == "adjective" and not behind)
                return (None, last) if loose else (mention, line.last[id(mention)])
            return None, last
        if not (
            line.is_("determiner", i)
            or line.is_("ofPreposition", i)
            or line.is_("inPreposition", i)
            or i == last + 1
            or _describes_body(line, i, last)
        ):
            break
        if line.words[i] in ",.;:":
            break
        if i == last + 1 and line.is_quoted(i + 1) and line.words[i].islower():  # голова фракції «Голос»
            i += 1
            continue
        if i == last + 1 and not (
            line.is_("determiner", i) or line.is_("ofPreposition", i) or line.words[i] in "-'"
        ):
            break
        i += 1
    return None, last


def _describes_body(line: _Line, i: int, last: int) -> bool:
    """*leader of the main opposition | CHP*: up to two words between article and body."""
    bodies = [j for j in (i + 1, i + 2) if (m := line.at.get(j)) is not None and m.kind == "organisation"]
    determined = any(line.is_("determiner", j) for j in (i - 1, i - 2) if j > last)
    return bool(bodies) and determined and line.words[i].isalpha() and line.words[i].islower()


def _person_beside(line: _Line, left: int, right: int) -> Mention | None:
    """The name behind the phrase (a comma may stand between), or before it as its apposition."""
    i = right + 1
    if i < len(line.words) and line.words[i] in ",(–-":
        i += 1
    mention = line.at.get(i)
    if mention is not None and mention.kind == "person" and not (i > right + 1 and _depends(line, left)):
        return mention
    return (
        _behind_genitives(line, right)
        or _inserted(line, right)
        or _apposed(line, left)
        or _predicated(line, left)
    )


def _behind_genitives(line: _Line, right: int) -> Mention | None:
    """*rzeczniczka śląskiej policji Aleksandra Nowara*, *мэр Верхнего Яра Иван Котов*: what the office
    is of stands between it and the name, in the genitive."""
    endings = tuple(line.context.language.words["genitiveEnding"])
    if not endings:
        return None
    for i in range(right + 1, min(right + 2 + _REACH_BEHIND, len(line.words))):
        mention, word = line.at.get(i), line.words[i]
        if mention is not None and mention.kind == "person":
            return mention if i > right + 1 else None
        body = word in OPENING or (mention is not None and mention.kind in ("country", "organisation"))
        if not body and (not word.endswith(endings) or not word.isalpha() or i in line.verbs):
            return None
    return None


def _depends(line: _Line, left: int) -> bool:
    """*Der Kritiker des Ministerpräsidenten, Sondhi …*: the office is the genitive of another noun.

    *Einer der Putschisten, Adamou …* is one of them.
    """
    if not line.context.language.nouns_capitalised:
        return _is_of_office(line, left)
    if not line.is_("genitiveDeterminer", left - 1):
        return False
    return left > 1 and line.words[left - 2][0].isupper() and not line.is_("indefiniteArticle", left - 2)


def _is_of_office(line: _Line, left: int) -> bool:
    """*le porte-parole du président, Berik Uali*: the name goes with the first office."""
    i, of = left - 1, False
    while i > 0 and (line.is_("ofPreposition", i) or line.is_("determiner", i) or line.words[i] in "'’"):
        of = of or line.is_("ofPreposition", i)
        i -= 1
    before = line.at.get(i)
    return of and before is not None and before.kind == "office"


def _inserted(line: _Line, right: int) -> Mention | None:
    """*Vize-Außenminister für internationale Beziehungen, Abbas Araghchi, sagte …*."""
    for i in range(right + 2, min(right + 2 + _REACH_APPOSITION, len(line.words) - 2)):
        between = line.at.get(i)
        if line.words[i] in ".;:(" or (between is not None and between.kind == "person"):
            return None
        if line.words[i] == ",":
            mention = line.at.get(i + 1)
            opener = line.words[right + 1].lower()
            tied = opener in line.context.free_prepositions or line.is_("genitiveDeterminer", right + 1)
            adjective = i == right + 2 and opener.isalpha() and line.words[right + 1].islower()
            tied = tied or adjective or line.is_("ofPreposition", right + 1)  # la diplomatie européenne, X
            if mention is None or mention.kind != "person" or not tied:
                return None
            end = line.last[id(mention)] + 1
            return mention if end == len(line.words) or line.words[end] in ",.()" else None
    return None


def _joined(line: _Line, phrase: OfficePhrase) -> list[Mention]:
    """*Zwei Abgeordnete der Koalition, Werner Schulz (Grüne) und Jelena Hoffmann (SPD)*: the second one."""
    person = phrase.person
    if person is None or _inserted(line, line.last[id(phrase.place or phrase.mention)]) is not person:
        return []
    i = line.last[id(person)] + 1
    if line.words[i : i + 1] == ("(",):
        i = next((j + 1 for j in range(i, len(line.words)) if line.words[j] == ")"), i)
    other = line.at.get(i + 1) if line.is_("conjunction", i) else None
    return [other] if other is not None and other.kind == "person" else []


def _apposed(line: _Line, left: int) -> Mention | None:
    """*Kaja Kallas, die Außenbeauftragte*; *S. Samardžić, der für das Kosovo zuständige Minister*."""
    j = left - 1
    while j >= 0 and left - j <= _REACH_APPOSITION:
        near = left - j <= 4 or line.at.get(j) is None
        if line.words[j] in ",(":
            before = line.at.get(j - 1)
            opened = left - j <= 5 or line.is_("determiner", j + 1)
            return before if before is not None and before.kind == "person" and opened else None
        inside = line.at.get(j) is None or line.modifiers.get(j) or line.is_("determiner", j)
        place = line.at.get(j) is not None and line.at[j].kind == "country"
        if not (inside or place) or not near:
            return None
        j -= 1
    return None


def _predicated(line: _Line, left: int) -> Mention | None:
    """*Al-Muhandis war stellvertretender Kommandant*, *Ada Furlong, 61, who served as minister*."""
    j = left - 1
    while j > 0 and left - j <= 3 and (line.modifiers.get(j) or line.is_("determiner", j)):
        j -= 1
    if j <= 0 or not line.is_("copula", j):
        return None
    k = j - 1
    while k > 0 and j - k <= _REACH_RELATIVE and _leads_to_copula(line, k):
        k -= 1
    before = line.at.get(k)
    relative = k == j - 1 or any(line.is_("relativePronoun", i) for i in range(k + 1, j))
    return before if before is not None and before.kind == "person" and relative else None


def _leads_to_copula(line: _Line, i: int) -> bool:
    names = ("copula", "pastAuxiliary", "relativePronoun")
    return line.words[i] == "," or line.words[i].isdigit() or any(line.is_(name, i) for name in names)
