"""Forms of names: which spellings are one name, and what it is in the nominative.

In: names as they stand in the text.  Out: base forms, by the language's endings of names and the names it
lists (*Михайлу Кіперману* → *Михайло Кіперман*).  Who bears a name is not decided here.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from kg.ontology import Language, Matcher

_STEM, _ENDING = 3, 3  # letters that two cases of a word share at least, and by which they differ at most
_GIVEN = frozenset({"GivenNameCue", "MaybeGivenNameCue"})
_SURELY_GIVEN = frozenset({"GivenNameCue"})
_FAMILY = frozenset({"FamilyNameCue", "MaybeFamilyNameCue"})
#: What a base form must have for it: the article shows it, the given name has the same ending, it is listed …
_SHOWN, _SAME_ENDING, _LISTED, _AGREES, _ENOUGH = 5, 2, 3, 1, 2


class NameForms:
    """The forms of names in one language."""

    def __init__(self, language: Language, matcher: Matcher) -> None:
        self.matcher = matcher
        self.declines = any(base for _, base in language.name_endings)
        self.feminine = tuple(sorted(language.words["feminineEnding"]))
        self.bases = lru_cache(maxsize=4096)(language.name_bases)

    def spellings(self, word: str) -> set[str]:
        """Return the word and its base forms."""
        return {word, *(base for base, _, _ in self.bases(word))}

    def may_be_one(self, name: str, other: str) -> bool:
        """Say whether two full names may be forms of one: first and last words have a base in common, or the
        shorter is all but the given name (*García Ortiz*)."""
        a, b = name.split(), other.split()
        short, long = sorted((a, b), key=len)
        if 1 < len(short) < len(long) and short == long[-len(short) :]:
            return True
        return all(self.spellings(a[i]) & self.spellings(b[i]) for i in (0, -1))

    def nominative(self, name: str, shown: Collection[str]) -> str:
        """Return the dictionary form of a name; `shown` are the names and words that the article holds."""
        words = name.split()
        if self.declines and len(words) > 1:
            given = self._given(words[0], words[-1]) or self._mans(words[0], words[-1], shown)
            if given is not None:
                surname = self._surname(words[-1], given, shown)
                return " ".join((given[0], *words[1:-1], surname))
            if self._is_listed(words[0], _GIVEN):
                return name
        for base, _, put in self.bases(name):
            if (not put or self.declines) and (base in shown or base.split()[-1] in shown):
                return base
        return name

    def _given(self, word: str, surname: str) -> tuple[str, str, str] | None:
        """The base of an inflected given name, with its endings; None for one in the nominative.

        *Юлії Свириденко*: beside a surname without an ending a woman's, whose surname does not change.
        """
        if self._is_listed(word, _GIVEN):
            return None
        found = [base for base in self.bases(word) if self._is_listed(base[0], _GIVEN)]
        found.sort(key=lambda base: not self._is_listed(base[0], _SURELY_GIVEN))  # Марину: Марина, not Марин
        if not self.bases(surname):
            found.sort(key=lambda base: not base[0].endswith(self.feminine))
        return found[0] if found else None

    def _mans(self, word: str, surname: str, shown: Collection[str]) -> tuple[str, str, str] | None:
        """*Олександра Губського*, *Геннадія Труханова*: a man's name in a case that a woman's has, too."""
        if not self.feminine or not word.endswith(self.feminine):
            return None
        mans = [b for b in self.bases(word) if self._is_listed(b[0], _GIVEN) and not self._is_womans(b[0])]
        mans.sort(key=lambda base: not base[2])  # Валерій before Валері
        for base, _, _ in self.bases(surname) if mans else ():
            listed = self._is_listed(base, _FAMILY) and not self._is_listed(surname, _FAMILY)
            if not self._is_womans(base) and (base in shown or listed or not self._is_womans(surname)):
                return mans[0]
        return None

    def _is_womans(self, name: str) -> bool:
        return name.endswith(self.feminine)

    def _surname(self, word: str, given: tuple[str, str, str], shown: Collection[str]) -> str:
        def agrees(base: str) -> bool:
            return base.endswith(self.feminine) == given[0].endswith(self.feminine)

        def score(found: tuple[str, str, str]) -> int:
            base = found[0]
            others = [b for b, _, _ in self.bases(base) if agrees(b) and self._is_listed(b, _FAMILY)]
            # Полевицком is listed as a form of Полевицкий, and is no base itself.
            listed = self._is_listed(base, _FAMILY) and not others
            return (
                _SHOWN * (base in shown) + _SAME_ENDING * self._is_same_case(found, given)
                + _LISTED * listed + _AGREES * agrees(base)
            )  # fmt: skip

        best = max(self.bases(word), key=lambda found: (score(found), not found[2]), default=None)
        return best[0] if best is not None and score(best) >= _ENOUGH else word

    def _is_same_case(self, found: tuple[str, str, str], given: tuple[str, str, str]) -> bool:
        """Say whether both names end alike, as *Marka Sobieraja* (-ka of Marek) and *Annę Nowakową* do."""
        if found[1] == given[1] or (found[2] == given[2] != "" and found[2] in self.feminine):
            return True
        masculine = not given[0].endswith(self.feminine)
        return masculine and not found[2] and found[1] != "" and given[1].endswith(found[1])

    def _is_listed(self, word: str, kinds: Collection[str]) -> bool:
        found = self.matcher.find([word])
        return any(m.kind in kinds and not m.inflected for m in found)


def are_forms(name: str, other: str) -> bool:
    """Say whether two names of bodies may be cases of one: each word but its ending is the same."""
    a, b = name.split(), other.split()
    return len(a) == len(b) and all(_alike(x, y) for x, y in zip(a, b, strict=True))


def _alike(word: str, other: str) -> bool:
    stem = max(_STEM, max(len(word), len(other)) - _ENDING)
    return word == other or (word[:stem] == other[:stem] and min(len(word), len(other)) >= stem)
