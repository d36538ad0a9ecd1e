"""One sentence as the finder of names sees it: which words may be part of a name, and as what.

In: a sentence with its matches and the mentions found before.  Out: per word a kind (given name,
surname, either perhaps, initial, other capital), what stands around it, and runs of such words.
Whether a run is a person is decided in `names.py`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.extractors import Context
from kg.model import Mention, Sentence
from kg.ontology import Language, Matches

MAX_WORDS = 6
GIVEN, MAYBE_GIVEN, FAMILY, MAYBE_FAMILY = "given", "given?", "family", "family?"
INITIAL, OTHER = "initial", "other"
_NAME_CUES = (
    ("GivenNameCue", GIVEN),
    ("FamilyNameCue", FAMILY),
    ("MaybeGivenNameCue", MAYBE_GIVEN),
    ("MaybeFamilyNameCue", MAYBE_FAMILY),
)
_NAME_KINDS = frozenset(cue for cue, _ in _NAME_CUES)
_BEFORE_NAME = {"TitleCue": "title", "ProfessionCue": "profession"}
#: Words with an entry of their own are no names, unless a given name stands before them (*Roland Koch*).
_NO_NAMES = frozenset({"NounCue", "office", "TitleCue", "ProfessionCue", "ReportingCue", "frame", "topic"})
#: Heads of the names of organisations and things are never part of a person's name.
_HEADS = frozenset({"OrganisationCue", "ThingNameCue"})


@dataclass(frozen=True, slots=True)
class Part:
    """One name word, or several joined by hyphens; `first` to `last` (exclusive) are word positions."""

    first: int
    last: int
    kind: str
    inflected: bool = False
    particle: bool = False  # a word in lower case stands before it, as in *Ursula von der Leyen*


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a word is by itself: the same wherever it stands."""

    letters: bool  # opens with a capital, and holds nothing but letters
    quantity: bool
    fixed: bool  # determiner, month, weekday: no name, whatever stands beside it
    stop: bool
    counted: bool  # number or pronoun
    shouted: bool


@lru_cache(maxsize=65_536)
def _shape(word: str, language: Language) -> _Shape:
    lower, words = word.lower(), language.words
    return _Shape(
        letters=word[0].isupper() and (word.isalpha() or is_letters(word)),
        quantity=lower in words["quantity"],
        fixed=lower in words["determiner"] or lower in language.months or lower in language.weekdays,
        stop=lower in words["stopWord"],
        counted=lower in language.numbers or lower in language.pronouns,
        shouted=len(word) > 2 and word.isupper(),
    )


class NameLine:
    """A sentence, with what each of its words is for a name."""

    def __init__(
        self, sentence: Sentence, mentions: Sequence[Mention], matches: Matches, context: Context
    ) -> None:
        self.sentence, self.context, self.language = sentence, context, context.language
        self.words, self.starts, self.ends = sentence.words, sentence.starts, sentence.ends
        self.known: dict[int, Mention] = {}
        for mention in mentions:
            first, last = (bisect_left(self.starts, i) for i in (mention.span.start, mention.span.end))
            self.known.update((i, mention) for i in range(first, last))
        self.before: dict[int, str] = {}  # position → what ends right before it: title, profession, office
        self.begins: dict[int, set[str]] = {}  # position → kinds of matches that begin there
        self.ended: set[int] = set()  # positions whose name took an ending
        self.things: set[int] = set()  # positions behind *St.*, *Hurricane*
        plain: set[int] = set()
        nouns: set[int] = set()
        for match in matches:
            kind = match.kind
            if kind == "ReportingCue" and match.value.index:
                continue
            if kind in _BEFORE_NAME:
                self.before.setdefault(match.last, _BEFORE_NAME[kind])
            elif kind == "office":
                self.before[match.last] = "office"
            elif kind == "ThingNameCue" and match.value.how == "before":
                self.things.add(match.last)
                continue
            elif kind in _NAME_KINDS:
                (self.ended if match.inflected else plain).add(match.first)
            elif kind in _NO_NAMES:
                nouns.add(match.first)
            self.begins.setdefault(match.first, set()).add(kind)
        #: positions of words that are no name, unless a given name stands before them
        self.nouns = nouns - plain - self.ended - self.known.keys()
        self.ended -= plain

    def is_(self, category: str, i: int) -> bool:
        """Say whether the word at `i` belongs to a category of the language."""
        return 0 <= i < len(self.words) and self.language.is_(category, self.words[i])

    def touches(self, i: int) -> bool:
        """Say whether the word at `i` follows the one before without a space."""
        return 0 < i < len(self.words) and self.starts[i] == self.ends[i - 1]

    def is_capital(self, i: int) -> bool:
        """Say whether a word in capital letters stands at `i`."""
        return 0 <= i < len(self.words) and self.words[i][0].isupper()

    def kind(self, i: int, *, named: bool = False) -> str | None:
        """What the word at `i` may be in a name, or None; `named` says that a given name stands before."""
        word = self.words[i]
        shape = _shape(word, self.language)
        if not shape.letters or (shape.quantity and self.is_("ofPreposition", i + 1)):
            return None  # Miles de personas
        if len(word) == 1:  # not M. in French, which is a title
            initial = self.words[i + 1 : i + 2] == (".",) and "TitleCue" not in self.begins.get(i, _NOTHING)
            label = i == 0 and (self.is_("answerLabel", 0) or self.is_("questionLabel", 0))  # R. Cambia todo.
            if initial and not label:
                return INITIAL
            return OTHER if named and self._is_elided(i) else None
        begins = self.begins.get(i, _NOTHING)
        if _HEADS & begins and not (named and self._is_surname(begins)) and "GivenNameCue" not in begins:
            return None
        found = next((kind for cue, kind in _NAME_CUES if cue in begins), None) if begins else None
        if found in (GIVEN, MAYBE_GIVEN) and "TitleCue" in begins and i + 1 in self.known:  # Imam Khomeini
            return None
        mention = self.known.get(i)
        if mention is not None:
            if not self._may_join(mention, i, named=named):
                return None
            if mention.kind != "person":
                return found or OTHER
        if shape.fixed or (shape.stop and not named):
            return None
        if found in (GIVEN, FAMILY):
            return found
        if shape.shouted or (found is None and (shape.stop or shape.counted)):
            return None
        if found in (MAYBE_GIVEN, MAYBE_FAMILY):
            return found
        return None if _NO_NAMES & begins and not named else OTHER

    def _is_elided(self, i: int) -> bool:
        """*Massimo D'Alema*, *Sean O'Casey*: one letter with an apostrophe opens the surname."""
        mark = self.words[i + 1 : i + 2]
        return mark in (("'",), ("’",)) and self._is_joined(i + 1) and self.is_capital(i + 2)

    def _is_surname(self, begins: Collection[str]) -> bool:
        """*Mareike Osterhaus*, *Uwe Döring*: a compound that is no known noun, behind a given name."""
        things = {"NounCue", "OrganisationCue", "ThingNameCue"}
        compound = self.language.nouns_capitalised and not things & set(begins)
        return "FamilyNameCue" in begins or compound

    def _may_join(self, mention: Mention, i: int, *, named: bool) -> bool:
        """A lone surname may be someone else's (*Michelle Obama*), a capital a given name (*Sofia Braun*)."""
        if mention.kind == "person":
            return " " not in mention.text
        if named and mention.provenance.rule == "demonym":  # Christiane Holländer
            return " " not in mention.text
        follower = self.begins.get(i + 1, _NOTHING)
        listed = "FamilyNameCue" in follower and i + 1 not in self.known
        return mention.provenance.rule == "metonym" and listed and not self.is_("inPreposition", i - 1)

    def parts(self, first: int) -> list[Part]:
        """Return the name words in a row that begin at `first`; empty when there are none."""
        found: list[Part] = []
        i = first
        while i < len(self.words) and len(found) < MAX_WORDS:
            start = self._step(i) if found or self.before.get(first) == "title" else i
            part = self._part(start, named=bool(found) and found[-1].kind not in (OTHER, FAMILY))
            if part is None:
                break
            low = start > i and self.words[start - 1][0].islower()
            if low:
                part = replace(part, particle=True, first=part.first if found else i)
            found.append(part)
            i = part.last
        return found

    def _step(self, i: int) -> int:
        """Return where the next name word would stand: behind a full stop of an initial, or particles."""
        if self.words[i] == "." and self.touches(i) and len(self.words[i - 1]) == 1:
            return i + 1
        j = i
        if self.before.get(i) == "title" and self.is_("determiner", i):  # Herr der Lage
            return i
        while j < len(self.words) and j < i + 3 and self._is_particle(j):
            j += 2 if j + 1 < len(self.words) and self.words[j + 1] in "-'’" else 1
        return j if j < len(self.words) and (j == i or self.is_capital(j)) else i

    def _is_particle(self, i: int) -> bool:
        """*von*, *bin*; or *ad-*, which is one only before a hyphen."""
        if self.words[i][0].isupper():
            return False
        if self.is_("nameParticle", i):
            return True
        hyphen = i + 1 < len(self.words) and self.words[i + 1] == "-"
        return hyphen and self.language.is_("nameParticle", self.words[i] + "-")

    def _part(self, i: int, *, named: bool) -> Part | None:
        if i >= len(self.words) or (kind := self.kind(i, named=named)) is None:
            return None
        kinds, last = [kind], i + 1
        while last + 1 < len(self.words) and self.words[last] in "-'’‑" and self._is_joined(last):
            if self.words[last] in "'’" and not self.is_capital(last + 1):
                break
            joined = self.kind(last + 1, named=True)
            kinds.append(joined or "")
            last += 2
        if "" in kinds or len(kinds) > 2:
            return None
        ended = last - 1 in self.ended
        if len(kinds) == 1:
            return Part(i, last, kind, ended)
        return Part(i, last, _joined_kind(kinds), ended)

    def _is_joined(self, i: int) -> bool:
        return self.touches(i) and self.touches(i + 1)


def _joined_kind(kinds: Sequence[str]) -> str:
    """*Karl-Heinz* is a given name, *Kramp-Karrenbauer* a surname, *Weiler-Kiderlen* perhaps one."""
    if kinds[0] in (GIVEN, MAYBE_GIVEN) and kinds[1] in (GIVEN, MAYBE_GIVEN):
        return GIVEN if GIVEN in kinds else MAYBE_GIVEN
    if FAMILY in kinds and kinds[0] != GIVEN:
        return MAYBE_FAMILY
    return OTHER


def is_letters(word: str) -> bool:
    """Say whether a word is made of letters; an apostrophe may stand inside (*Дем'янчук, Мар’яна*)."""
    return word.isalpha() or (word[0].isalpha() and word.replace("'", "").replace("’", "").isalpha())


_NOTHING: frozenset[str] = frozenset()
