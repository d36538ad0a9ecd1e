"""Whom a speaker without a name means: a pronoun, a dropped subject, *der Anwalt*, *the institute*.

In: a finding whose speaker is words alone, the sentences read so far, and what was said last.  Out: the
entity meant, or None.  A pronoun, a verb without a subject and *the man* go on with the last speaker; a
definite phrase means whoever was introduced with the same noun (*Anwalt Ayman Sheib al-Din … sagt der
Anwalt*); a spokesperson of nobody speaks for the body the sentence before is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.extractors import Context
from kg.quotes.found import Found
from kg.quotes.phrases import MARKS
from kg.syntax import Parsed, Party

_FAR = 12  # sentences back to a person described by country (*the American leader*)
_BACK = 3  # sentences back to whoever goes on speaking
_BEFORE, _BEHIND = 4, 8  # words before a name, and behind the comma after it, that say who it is
_SAME = 4  # letters of a noun that must agree
_ENDING = 3  # letters by which two forms of a noun may differ


class Coreference:
    """Resolves speakers in one document."""

    def __init__(self, parsed: Sequence[Parsed], context: Context, speakers: Mapping[int, Found]) -> None:
        self.parsed, self.context, self.speakers = parsed, context, speakers

    def speaker(self, found: Found, last: Found | None) -> str | None:
        """Return the entity that speaks, where the words of the speaker mean somebody known."""
        if found.said_by is None:
            dropped = self.context.language.drops_pronouns and found.cue is not None
            return _person(last) if dropped and found.cue is not None and found.cue.how == "verb" else None
        if self.is_pronoun(found):
            return self._subject_before(found) or found.ref or _person(last)
        words = self._words(found)
        if not words:
            return None
        language = self.context.language
        if len(words) == 1 and language.is_("bodyPronoun", words[0]):
            return last.ref if last is not None and (last.ref or "").startswith("organisation/") else None
        nouns = [w for w in words if len(w) >= _SAME and not language.is_("determiner", w)]
        if any(language.is_("personNoun", w) for w in words[:3]):
            return self._of_country(found) or _person(last) or self._person_before(found.parsed.index)
        if self._is_definite(words) and nouns:
            bare = len(words) == 1 and words[0].islower() and not language.words["indefiniteArticle"]
            return self._introduced(found.parsed.index, nouns) or (_person(last) if bare else None)
        return self._body_before(found)

    def _body_before(self, found: Found) -> str | None:
        """*„…“, sagte ein Sprecher*: of the body that the sentences before are about."""
        if not self._is_spokesperson(found):
            return None
        beside = self._place(found)
        if beside is not None:
            return beside
        for back in range(found.parsed.index, max(-1, found.parsed.index - _BACK), -1):
            bodies = [p for p in self.parsed[back].parties if p.kind == "organisation"]
            if bodies:
                return bodies[0].ref
        return None

    def _place(self, found: Found) -> str | None:
        """*A foreign ministry spokesperson in Beijing*: the place right behind the words that name nobody."""
        span, sentence = found.said_by, found.parsed.sentence
        for party in found.parsed.parties if span is not None else ():
            behind = sum(span.end <= s < party.span.start for s in sentence.starts) if span is not None else 0
            inside = span is not None and span.covers(party.span)
            if party.rule == "metonym" and party.mark and (inside or 0 < behind <= 1):
                return party.ref
        return None

    def _is_spokesperson(self, found: Found) -> bool:
        span = found.said_by
        offices = self.context.lexicon.offices
        return span is not None and any(
            m.value in offices and offices[m.value].speaks_for_body
            for m in found.parsed.matches.of("office")
            if span.overlaps(found.parsed.span(m.first, m.last))
        )

    def _subject_before(self, found: Found) -> str | None:
        """Whoever speaks in the sentence before, or is its subject; *des Kanzlers* is no subject."""
        for back in range(found.parsed.index, max(-1, found.parsed.index - _BACK), -1):
            before = self.parsed[back]
            if back < found.parsed.index:
                same = self._same_pronoun(found, before)
                speaker = same or _person(self.speakers.get(back))
                if speaker is not None:
                    return speaker
            for party in before.parties:
                if back == found.parsed.index and found.said_by and party.span.end > found.said_by.start:
                    break
                if found.span.overlaps(party.span):
                    continue  # “Mr Furlong is innocent,” she said
                if party.kind == "person" and not party.rule.startswith("pronoun") and is_free(party):
                    return party.ref
        return None

    def _same_pronoun(self, found: Found, before: Parsed) -> str | None:
        """*Orban dresse une clôture. Elle bascule. « … », dit-elle*: *elle* goes on meaning one person."""
        pronoun = self._words(found)[0].lower()
        for party in before.parties:
            if party.rule == "pronoun" and before.sentence.words[party.first].lower() == pronoun:
                return party.ref
        return None

    def is_pronoun(self, found: Found) -> bool:
        """Say whether one pronoun for a person names the speaker."""
        words, language = self._words(found), self.context.language
        alone = words[0].lower() if len(words) == 1 else ""
        return alone in language.pronouns or language.is_("possessive", alone)

    def is_description(self, found: Found) -> bool:
        """Say whether an adjective and a noun for a person name the speaker (*amerykański przywódca*)."""
        words = self._words(found)
        country = (found.ref or "").startswith("country/")
        return country and any(self.context.language.is_("personNoun", w) for w in words)

    def is_of_country(self, found: Found) -> bool:
        """Say whether an adjective alone names the country that is to speak (*the Iranian media*)."""
        span = found.said_by
        if span is None or not (found.ref or "").startswith("country/"):
            return False
        named = [p for p in found.parsed.parties if p.ref == found.ref and span.overlaps(p.span)]
        return bool(named) and all(p.rule == "adjective" or p.attribute == "compound" for p in named)

    def _of_country(self, found: Found) -> str | None:
        """The person of that country who spoke last, or whom the sentences before name."""
        entities = self.context.lexicon.entities
        country = (found.ref or "").removeprefix("country/")
        for back in range(found.parsed.index, max(-1, found.parsed.index - _FAR), -1):
            last = _person(self.speakers.get(back))
            refs = [last] if last else [p.ref for p in self.parsed[back].parties if p.kind == "person"]
            for ref in refs:
                entity = entities.get(ref)
                if country and entity is not None and entity.country == country:
                    return ref
        return None

    def _words(self, found: Found) -> list[str]:
        sentence, span = found.parsed.sentence, found.said_by
        if span is None or span.part != sentence.span.part:
            return []
        rows = zip(sentence.words, sentence.starts, strict=True)
        return [w for w, start in rows if span.start <= start < span.end]

    def _is_definite(self, words: Sequence[str]) -> bool:
        """*der Anwalt*; without articles any bare noun may be (*адвокат*)."""
        language = self.context.language
        if not language.words["indefiniteArticle"]:
            return len(words) <= 2
        return language.is_("determiner", words[0]) and not language.is_("indefiniteArticle", words[0])

    def _person_before(self, index: int) -> str | None:
        """The one person of the sentences right before, where they name no other."""
        for back in range(index - 1, max(-1, index - 1 - _BACK), -1):
            people = {p.ref for p in self.parsed[back].parties if p.kind == "person"}
            if people:
                return people.pop() if len(people) == 1 else None
        return None

    def _introduced(self, index: int, nouns: Sequence[str]) -> str | None:
        """The person or body that the text introduced with one of these nouns, the latest one."""
        for back in range(index, -1, -1):
            refs = {
                party.ref
                for party in self.parsed[back].parties
                if party.kind != "country" and party.rule != "pronoun"
                if self._fits(list(self._introduction(self.parsed[back], party)), nouns)
            }
            if refs:
                return refs.pop() if len(refs) == 1 else None
        return None

    def _fits(self, words: Sequence[str], nouns: Sequence[str]) -> bool:
        return all(any(_is_same(word, noun) for word in words) for noun in nouns)

    def _introduction(self, parsed: Parsed, party: Party) -> Iterator[str]:
        """The words that say who a name is: right before it, between the commas behind it, or part of it."""
        words = parsed.sentence.words
        comma = party.first > 1 and words[party.first - 1] == ","  # the defence minister, Boris Pistorius
        last, reach = party.first - 1 - comma, _BEHIND if comma else _BEFORE
        for i in range(last, max(-1, min(party.phrase, party.first - reach) - 1), -1):
            if words[i] in MARKS - {"-"}:
                break
            yield words[i]
        if party.kind == "organisation":
            yield from words[party.first : party.last]
        if party.last < len(words) and words[party.last] == ",":
            for i in range(party.last + 1, min(party.last + 1 + _BEHIND, len(words))):
                if words[i] in MARKS - {"-"}:
                    break
                yield words[i]


def is_free(party: Party) -> bool:
    """Say whether a party stands as subjects do: without a preposition, and for itself."""
    return party.mark is None and party.attribute is None and not party.oblique


def _person(found: Found | None) -> str | None:
    return (
        found.ref if found is not None and found.ref is not None and found.ref.startswith("person/") else None
    )


def _is_same(word: str, noun: str) -> bool:
    """Two forms of one noun (*Anwalt*, *Anwalts*), or a compound with it (*Menschenrechtsanwalt*)."""
    a, b = word.lower(), noun.lower()
    if abs(len(a) - len(b)) <= _ENDING and min(len(a), len(b)) >= _SAME:
        shorter = min(len(a), len(b))
        if a[: max(_SAME, shorter - 1)] == b[: max(_SAME, shorter - 1)]:
            return True
    return len(b) > _SAME and a.endswith(b)
