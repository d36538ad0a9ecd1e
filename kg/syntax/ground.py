"""What stands to the left of a party: the preposition that governs it, the noun it is a genitive of.

In: a party, and where verbs, deeds, nouns and prepositions stand in its sentence.  Out: the party with its
mark and attribute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extractors import Context
from kg.model import Sentence
from kg.syntax.records import Party

WALK = 6  # words looked at, to the left of a party, for its preposition
_STEM = 4  # letters; shorter words are no nouns that a name hangs on


@dataclass(frozen=True, slots=True)
class Ground:
    """What a party is looked at with: its sentence, the words that mark, verbs, actors, nouns of events."""

    sentence: Sentence
    marks: frozenset[str]
    verbs: frozenset[int]
    actors: frozenset[int]
    deeds: frozenset[int]
    ended: frozenset[tuple[int, int, str]]
    nouns: frozenset[int]
    context: Context

    def marked(self, party: Party, rows: Sequence[Party]) -> Party:
        """Find preposition and genitive; the country of *die Außenminister der EU* acts as that noun does."""
        others = {i for p in rows if p is not party for i in range(p.first, p.last)}
        party, host = self._walked(party, others)
        while host in self.actors and party.attribute == "genitive" and party.kind != "person":
            party, host = self._walked(replace(party, phrase=host, attribute=None, mark=None), others)
        return party

    def _walked(self, party: Party, others: set[int]) -> tuple[Party, int]:
        """Walk left over determiners, adjectives, titles and nouns to the preposition that governs the
        party; return it with the position of the noun it is a genitive of (or -1)."""
        words, language = self.sentence.words, self.context.language
        crossed_noun = determined = oblique = hyphen = False
        host = self._bare_host(party, others)
        mark = None
        if party.oblique and party.phrase - 1 in self.nouns and not self._is_governed(party):
            return replace(party, attribute="genitive"), party.phrase - 1  # после атаки России
        for step in range(1, WALK + 1):
            i = party.phrase - step
            if i < 0 or words[i] in ',;:.()"„“”«»' or i in others:
                break
            word = words[i].lower()
            if word in language.words["conjunction"]:
                break
            if _inside_compound(self.sentence, i):  # Editor-in-Chief
                crossed_noun = True
                continue
            if hyphen or word == "-":  # des damaligen | US-Präsidenten Trump
                hyphen = not hyphen
                continue
            if word in self.marks or (
                word not in language.words["determiner"] and _is_free_preposition(word, self.context)
            ):
                if word in language.words["ofPreposition"] and i and language.is_("quantity", words[i - 1]):
                    return self._walked(replace(party, phrase=i - 1), others)  # a group of diplomats
                if word in language.words["ofPreposition"] and self._noun_before(i) and step <= 3:
                    host = i - 1
                    crossed_noun = True
                    continue
                if step == 1 or party.oblique or not language.marks_case:
                    mark = word  # but w nocy | Rosja: a subject's form stands behind no preposition
                break
            if word in language.weekdays or (language.marks_case and word in language.months):
                break  # traf am Mittwoch | Macron
            if i in self.verbs or any(word in language.words[c] for c in ("complementiser", "adverb")):
                break  # am Montag | sagte Merz; à son tour | Macron
            if word in language.words["determiner"]:
                determined = True
                oblique = oblique or word in language.words["objectDeterminer"]
                if (
                    word in language.words["genitiveDeterminer"]
                    and self._noun_before(i)
                    and (not crossed_noun or party.kind == "person")  # seines Kandidaten Matt Gaetz
                ):
                    host = i - 1
                continue
            if words[i][0].isupper():
                if self._ends_at_noun(i, party, host, determined=determined):
                    break
                crossed_noun = True
                continue
            if words[i][0].islower() and (crossed_noun or step > 3):
                break
            if determined and words[i][0].islower() and not language.nouns_capitalised:
                break  # in conferenza stampa | il procuratore Grisanti
        return self._hung(party, host, mark, oblique)

    def _ends_at_noun(self, i: int, party: Party, host: int, *, determined: bool) -> bool:
        """Say whether a word with a capital to the left of a party has no part in its phrase."""
        language = self.context.language
        if not language.nouns_capitalised:
            return i == 1 and language.is_(
                "inPreposition", self.sentence.words[0]
            )  # In Puglia | Antonio Decaro
        if determined and host < 0:
            return True  # am Donnerstag | die Ukraine
        return i in self.deeds and party.kind == "person"  # bei einem Luftangriff | Soleimani

    def _is_governed(self, party: Party) -> bool:
        """Say whether a preposition stands right before the words of a party."""
        before = self.sentence.words[party.phrase - 1].lower() if party.phrase else ""
        return before in self.marks or _is_free_preposition(before, self.context)

    def _hung(self, party: Party, host: int, mark: str | None, oblique: bool) -> tuple[Party, int]:
        """Return the party with what the walk found, and the noun it is a genitive of (or -1)."""
        if host < 0 and mark is None and party.oblique:
            host = self._noun_it_hangs_on(party)  # візит Зеленського, атака России
        attribute = party.attribute or ("genitive" if host >= 0 else None)
        oblique = party.oblique or (oblique and mark is None and attribute is None)
        if (mark, attribute, oblique) != (party.mark, party.attribute, party.oblique):
            party = party.hanging(attribute, mark=mark, oblique=oblique)
        return party, host

    def _bare_host(self, party: Party, others: set[int]) -> int:
        """*die Regierung Griechenlands*: a German name with an ending right behind a noun is its genitive."""
        i = party.phrase - 1
        ended = (party.first, party.last, party.ref) in self.ended and party.phrase == party.first
        return i if ended and i > 0 and i not in others and self.sentence.words[i][0].isupper() else -1

    def _noun_it_hangs_on(self, party: Party) -> int:
        """The noun before a name with an ending: lower case, no verb, no small word; adjectives may stand
        between (*wizyta byłego premiera Tuska*).  -1 where there is none."""
        language, words, i = self.context.language, self.sentence.words, party.phrase - 1
        adjective = tuple(language.words["adjectiveEnding"])
        while i > 0 and language.marks_case and words[i].islower() and words[i].endswith(adjective):
            i -= 1
        if not language.marks_case or i < 0 or i in self.verbs:
            return -1
        if i in self.actors:
            return i  # Депутаты Государственной думы
        word = words[i]
        noun = word.islower() or i in self.deeds  # Отставка Джонсона
        named = word.isalpha() and noun and len(word) > _STEM and not language.is_("stopWord", word)
        return i if named and not word.endswith(adjective or ("\n",)) else -1

    def _noun_before(self, i: int) -> bool:
        if i == 0:
            return False
        word, language = self.sentence.words[i - 1], self.context.language
        if language.nouns_capitalised:
            return word[0].isupper() and i - 1 > 0
        return word[0].isupper() or (word[0].isalpha() and not language.is_("stopWord", word))


def _inside_compound(sentence: Sentence, i: int) -> bool:
    """Say whether a word stands between two hyphens that touch it."""
    words = sentence.words
    return (
        0 < i < len(words) - 1
        and words[i - 1] == "-" == words[i + 1]
        and sentence.ends[i] == sentence.starts[i + 1]
    )


def _is_free_preposition(word: str, context: Context) -> bool:
    return word in context.free_prepositions
