"""People the lexicon has never seen, found from their names and the words around them.

In: the document with its lexicon mentions.  Out: person mentions without candidates.  A run of
capitalised words is a name when a given name opens it or a surname closes it, an office, title or
profession stands before it, or an apposition, an age or a reporting verb stands beside it.  Who it is,
is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extractors import VERSION, Context, mentions_by_sentence
from kg.mentions.name_line import (
    FAMILY,
    GIVEN,
    INITIAL,
    MAYBE_FAMILY,
    MAYBE_GIVEN,
    OTHER,
    NameLine,
    Part,
    is_letters,
)
from kg.mentions.repeats import find_repeats
from kg.model import Document, Mention, Provenance, Span

_PLACE_WIDTH = 5  # words of a place between an office and the comma before its holder
#: Evidence → confidence; a given name before a surname is the surest sign.
EVIDENCE = {
    "given-name": 0.85,
    "title": 0.85,
    "office": 0.85,
    "profession": 0.75,
    "surname": 0.75,
    "apposition": 0.7,
    "speaker": 0.65,
    "particle": 0.65,
    "single": 0.55,
}
_OVER = 9  # words between an office and the comma behind what it is over
_ADVERBS = 3  # words between a reporting verb and the name of who speaks
_PREPOSITIONS = ("inPreposition", "fromPreposition", "toPreposition", "ofPreposition", "withPreposition")
_GIVEN, _FAMILY = (GIVEN, MAYBE_GIVEN), (FAMILY, MAYBE_FAMILY)
_AHEAD = 4  # capitalised words from a name to the head of the body it is part of
_HEADS = frozenset({"OrganisationCue", "ThingNameCue"})


def find_mentions(document: Document, context: Context) -> tuple[Mention, ...]:
    """Return mentions of unlisted people, and of listed ones under an unlisted given name."""
    speaking = _speaking(document, context)
    inside = mentions_by_sentence(document)
    found: list[Mention] = []
    for mentions, sentence, matches in zip(inside, document.sentences, context.matches, strict=True):
        finder = _Finder(document, NameLine(sentence, mentions, matches, context), speaking)
        found += finder.names()
    return tuple(found) + find_repeats(document, context, found)


class _Finder:
    """Finds the names in one sentence."""

    def __init__(self, document: Document, line: NameLine, speaking: frozenset[str]) -> None:
        self.document, self.line, self.speaking = document, line, speaking
        self.words, self.language = line.words, line.language
        self.nouns_capitalised = line.language.nouns_capitalised
        self.endings = tuple(ending for ending, _ in line.language.name_endings)
        self.declines = any(base for _, base in line.language.name_endings)
        # Ricardo Salinas Pliego: where nouns do not describe nouns, what follows is a second surname
        self.one_surname = self.nouns_capitalised or self.declines or line.language.stacks_nouns

    def names(self) -> Iterator[Mention]:
        """Yield every name of the sentence, left to right."""
        i, before, nouns = 0, self.line.before, self.line.nouns
        while i < len(self.words):
            word = self.words[i]
            is_none = not word[0].isupper() or (i in nouns and len(word) > 1)
            if is_none and before.get(i) != "title":
                i += 1
                continue
            run = self.line.parts(i)
            found = self._person(run) if run else None
            if found is None:
                i += 1
                continue
            parts, evidence = found
            yield self._mention(parts, evidence)
            i = parts[-1].last

    def _person(self, run: list[Part]) -> tuple[list[Part], str] | None:
        """The name in a run of name words that begins here, with its evidence; None when there is none."""
        parts = self._cut(run)
        evidence = self._evidence(parts, parts[0].first, parts[-1].last)
        if evidence is None or any(part.first in self.line.things for part in parts):  # Cerro San Félix
            return None
        return None if self._is_known(parts) or self._is_thing(parts) else (parts, evidence)

    def _cut(self, run: list[Part]) -> list[Part]:
        """End a run behind the surname: *Malcolm Smith Motorsports*, *Wolfgang Schäuble Recht*."""
        if len(run) == 1:
            return run
        opener = run[0]  # Дії Затуленка: an ordinary word opens the sentence, a genitive follows
        ordinary = opener.kind == OTHER or (opener.kind == MAYBE_GIVEN and opener.inflected)
        stray = ordinary and self._opens_sentence(opener.first)
        owned = len(run) > 2 and opener.kind == OTHER and self._owns(opener.first, run)
        if self.declines and (stray or owned):
            run = run[1:]
        elif self.declines and len(run) > 2 and opener.kind == OTHER and run[1].kind == GIVEN:
            run = run[1:]  # burmistrz Zarzecza Marek Sobieraj: the genitive of a place
        i = 0
        while i < len(run) and run[i].kind in (*_GIVEN, INITIAL):
            i += 1
        if i == 0:
            return run
        end = min(i + 1, len(run))
        while end < len(run) and (run[end].kind != OTHER or not self.nouns_capitalised):
            if self.one_surname and run[end - 1].kind in _FAMILY and run[end].kind not in (*_FAMILY, INITIAL):
                break
            end += 1
        return run[:end]

    def _owns(self, first: int, run: Sequence[Part]) -> bool:
        """*из Екатеринбурга | Артём Зуев*, *Института Седжонга | Чон Сон Чан*: a genitive stands before."""
        if run[1].kind == GIVEN and not run[1].inflected:
            return True
        return first > 0 and "OrganisationCue" in self.line.begins.get(first - 1, _NOTHING)

    def _is_known(self, parts: Sequence[Part]) -> bool:
        """The words are a mention of the lexicon already."""
        known = [self.line.known.get(i) for part in parts for i in range(part.first, part.last)]
        return None not in known and len({id(m) for m in known}) == 1

    def _is_thing(self, parts: Sequence[Part]) -> bool:
        """*Max Planck Institute*, *Paul-Löbe-Haus*, *rue Victor Hugo*: a head beside the name."""
        line, first, last = self.line, parts[0].first, parts[-1].last
        if last < len(self.words) and self.words[last] in "-‑" and line.touches(last):
            return True
        behind = line.is_capital(last) and bool(_HEADS & line.begins.get(last, _NOTHING))
        if not self.nouns_capitalised and line.is_capital(last):  # Garda National | Economic Crime Bureau
            ahead = next((i for i in range(last, last + _AHEAD) if not line.is_capital(i)), last + _AHEAD) - 1
            behind = behind or "OrganisationCue" in line.begins.get(ahead, _NOTHING)
        if behind and not parts[-1].inflected and not self._has_ending(parts[-1]):
            return True
        if first == 0 or line.touches(first):
            return first > 1 and self.words[first - 1] in "-‑" and line.touches(first)
        before = self.words[first - 1]
        if not before[0].isupper() or line.touches(first - 1):
            return False
        short = before.isupper() and before.isalpha() and 1 < len(before) < 5 and not self.declines
        if short and first - 1 not in line.known:
            return "ProfessionCue" not in line.begins.get(first - 1, _NOTHING)
        if (
            self.declines or first - 1 in line.known
        ):  # голова Верховної Ради Валентин …: a genitive stands before
            return False
        heads = line.begins.get(first - 1, _NOTHING)
        return bool(_HEADS & heads) and not {"ProfessionCue", "TitleCue", "office"} & heads

    def _has_ending(self, part: Part) -> bool:
        return self.nouns_capitalised and self.words[part.last - 1].endswith(self.endings)

    def _evidence(self, parts: Sequence[Part], first: int, last: int) -> str | None:
        kinds = [part.kind for part in parts]
        before = self.line.before.get(first)
        if len(parts) == 1:
            return self._single(parts[0], before)
        if self._opens_with_name(parts):
            return "given-name"
        before = before or self._office_of_place(first) or self._office_of_unlisted(first)
        before = before or self._office_before_comma(first, last)
        if before is not None:
            return before
        given = kinds[-1] == GIVEN and self.nouns_capitalised and not parts[-1].particle  # LeBron James
        # Not the plural of a club: Red Wings.
        family = kinds[-1] == FAMILY and not (self.nouns_capitalised and parts[-1].inflected)
        listed = family or given
        if listed or (kinds[0] == FAMILY and kinds[1] == GIVEN):
            return "surname" if self._is_bare(first) else None
        if self._is_bare(first) and not any(part.particle for part in parts):
            return self._beside(first, last)
        return None

    def _opens_with_name(self, parts: Sequence[Part]) -> bool:
        """A given name or initial, and a surname behind it; the first word may be no name (*Нині Сили …*)."""
        first, last = parts[0], parts[-1]
        if last.kind == INITIAL:
            return first.kind != INITIAL and len(parts) > 1
        if first.kind == GIVEN and not (first.inflected and self._opens_sentence(first.first)):
            return True
        if first.kind == INITIAL or (first.kind in _GIVEN and last.kind in _FAMILY):
            return True
        # Jet Airways, Good Job Thanks: in German only, where a list of nouns says what is none.
        begins = [self.line.begins.get(part.first, _NOTHING) for part in parts]
        plain = len(parts) == 2 and last.kind == OTHER and not last.particle
        return (
            plain
            and first.kind == MAYBE_GIVEN
            and self.nouns_capitalised
            and all("NounCue" not in found for found in begins)
        )

    def _opens_sentence(self, i: int) -> bool:
        return i == 0 or self.words[i - 1] in '„“”"«»:–—-•*!?.…('

    def _single(self, part: Part, before: str | None) -> str | None:
        """One word alone: behind an office or title, or a listed name that stands free."""
        # Where names are declined, the genitive of a place may follow: мер Запоріжжя, депутат Київради.
        certain = part.kind in (GIVEN, FAMILY, MAYBE_GIVEN)
        if before in ("title", "office") and (certain or not self.declines):
            return before
        if before == "profession" and (certain or (part.kind == MAYBE_FAMILY and not self.declines)):
            return before
        if part.kind in (GIVEN, FAMILY) and self._stands_free(part):
            return "single"
        return "speaker" if self._speaks_alone(part) else None

    def _speaks_alone(self, part: Part) -> bool:
        """*„…“, sagt Riederer.*: one word alone behind a quotation and its verb."""
        first, last = part.first, part.last
        if first < 2 or part.kind not in (OTHER, *_FAMILY, GIVEN):
            return False
        if not self.nouns_capitalised and self.words[first - 1] in '“”"»':  # …," Griffin said.
            return self._reports(last) and first not in self.line.known
        if not self._reports(first - 1):
            return False
        opener = self.words[first - 2]
        closed = (
            last >= len(self.words) or self.words[last] in ',.:;»“”"' or self.line.is_("determiner", last)
        )
        return opener in ",“”\"»«‘'!?" and closed and first not in self.line.known

    def _stands_free(self, part: Part) -> bool:
        """Not part of a longer name, no place (*in Emden*), no title in quotation marks."""
        line, first, last = self.line, part.first, part.last
        if line.is_capital(last) and not part.inflected:
            return False
        if part.inflected and self.declines and self._opens_sentence(first):
            return False
        if first == 0:
            return True
        before = self.words[first - 1]
        if line.is_("inPreposition", first - 1) or line.is_("determiner", first - 1):
            return False
        if before[0].isupper() and first > 1 and not line.touches(first):
            noun = "NounCue" in line.begins.get(first - 1, _NOTHING)
            if not self.nouns_capitalised or (not noun and line.kind(first - 1) == OTHER):  # Wall Street
                return False
        return not (before in "„“\"«»‚'" and last < len(self.words) and self.words[last] in "”“\"»«‘'")

    def _office_of_place(self, first: int) -> str | None:
        """*der Außenminister von Kenia, Wafula Odhiambo*: a place may stand between office and name."""
        line = self.line
        i = first - 1 if first and self.words[first - 1] == "," else first
        place = line.known.get(i - 1)
        if place is None or place.kind not in ("country", "organisation"):
            return None
        while i > 0 and line.known.get(i - 1) is place:
            i -= 1
        while i > 0 and (line.is_("determiner", i - 1) or line.is_("ofPreposition", i - 1)):
            i -= 1
        return "office" if line.before.get(i) == "office" else None

    def _office_of_unlisted(self, first: int) -> str | None:
        """*des Gouverneurs der Region Transkarpatien, Myroslaw Bilezkyj*: a place that nobody listed."""
        line, i = self.line, first - 1
        if not self.nouns_capitalised or i < 1 or self.words[i] != ",":
            return None
        while i > max(0, first - _PLACE_WIDTH) and line.is_capital(i - 1) and i not in line.before:
            i -= 1
        if i and (line.is_("genitiveDeterminer", i - 1) or line.is_("ofPreposition", i - 1)):
            return "office" if line.before.get(i - 1) == "office" else None
        return None

    def _office_before_comma(self, first: int, last: int) -> str | None:
        """*le porte-parole de l’armée de terre, Berik Uali, …*: office and what it is over, then the name."""
        line, words = self.line, self.words
        closed = last >= len(words) or words[last] in ",.;:!?)»”" or self._reports(last)
        if first < 3 or words[first - 1] != "," or not closed:
            return None
        for i in range(first - 1, max(0, first - 1 - _OVER), -1):
            if words[i] in ',;:.!?()«»“”"' and i < first - 1:
                return None
            if line.before.get(i) == "office":
                governs = any(line.is_(name, i) for name in ("ofPreposition", "genitiveDeterminer"))
                return "office" if governs or first - i <= 2 else None
        return None

    def _is_bare(self, first: int) -> bool:
        """No article or adjective in front; German nouns mostly have one (*die Fragen*)."""
        before = self.words[first - 1] if first else ""
        if not before or not self.nouns_capitalised:
            return True
        if not before[0].islower():
            return not self.language.is_("determiner", before)
        binds = before.endswith(tuple(self.language.words["adjectiveEnding"]))
        return not (binds or self.language.is_("determiner", before))

    def _beside(self, first: int, last: int) -> str | None:
        """What stands beside two or three words of which none is a listed name."""
        if self._is_speaker(first, last) or self.words[last - 1] in self.speaking:
            return "speaker"
        joined = (self.words[i] == "-" and self.words[i - 1][0].islower() for i in range(first + 1, last))
        if any(joined) and not self.line.is_("inPreposition", first - 1):  # in Scharm al-Scheich
            return "particle"
        return "apposition" if self._has_apposition(last) else None

    def _has_apposition(self, end: int) -> bool:
        """`Jessica Dorsey, an expert in …`, `Maher Nazeh, 53,`, `Armin Laschet (CDU)`."""
        line = self.line
        if end + 1 >= len(self.words) or self.words[end] not in ",(":
            return False
        following = self.words[end + 1]
        if following.isdigit() and len(following) == 2:
            return True
        if self.words[end] == "(":
            return line.known.get(end + 1) is not None and line.known[end + 1].kind == "organisation"
        return any(
            {"office", "ProfessionCue"} & line.begins.get(i, _NOTHING)
            for i in range(end + 1, min(end + 6, len(self.words)))
        )

    def _is_speaker(self, first: int, end: int) -> bool:
        """A name beside a reporting verb, unless a preposition or an inflected adjective opens the run."""
        if first and any(self.line.is_(name, first - 1) for name in _PREPOSITIONS):
            return False
        plural = tuple(self.language.words["pluralAdjectiveEnding"])
        if first == 0 and plural and self.words[0].endswith(plural):  # Zahlreiche Abgeordnete sagten
            return False
        verb = end + 1 if self._is_inserted(first, end) else end
        return self._reports(first - 1) or self._reports(verb) or self._reports_before(first)

    def _reports_before(self, first: int) -> bool:
        """*« … », témoigne au contraire Abdelkrim Ziani*: adverbs between verb and name."""
        if self.nouns_capitalised:
            return False
        for i in range(first - 2, max(0, first - 2 - _ADVERBS), -1):
            if not all(w.islower() and w.isalpha() for w in self.words[i:first]):
                return False
            if self._reports(i):
                opener = self.words[i - 1]
                return opener in ',»”"' or self.line.is_("pastAuxiliary", i - 1)
        return False

    def _reports(self, i: int) -> bool:
        return (
            0 <= i < len(self.words)
            and "ReportingCue" in self.line.begins.get(i, _NOTHING)
            and self.words[i][0].islower()
        )

    def _is_inserted(self, first: int, end: int) -> bool:
        """*Einer der Putschisten, Harouna Adamou, dankte …*: the name stands between commas."""
        return first > 0 and end < len(self.words) and self.words[first - 1] == "," == self.words[end]

    def _mention(self, parts: Sequence[Part], evidence: str) -> Mention:
        sentence = self.line.sentence
        start, end = sentence.starts[parts[0].first], sentence.ends[parts[-1].last - 1]
        span = Span(start, end, sentence.span.part)
        provenance = Provenance("names", VERSION, f"name:{evidence}", EVIDENCE[evidence])
        return Mention(span, self.document.article.slice(span), "person", (), provenance)


def _speaking(document: Document, context: Context) -> frozenset[str]:
    """Words alone beside a reporting verb (*Kowalski antwortet*): surnames, if a run of names ends in one."""
    found: set[str] = set()
    for sentence, matches in zip(document.sentences, context.matches, strict=True):
        words = sentence.words
        for match in matches.of("ReportingCue"):
            if match.value.how != "verb":
                continue
            for i, before in ((match.first - 1, match.first - 2), (match.last, match.first)):
                if (
                    0 <= i < len(words)
                    and words[i][0].isupper()
                    and is_letters(words[i])
                    and len(words[i]) > 3
                ):
                    alone = before < 0 or words[before] in ',"“”»«' or before == match.first
                    if alone and words[match.first][0].islower() and not _is_noun(context, words[i]):
                        found.add(words[i])
    return frozenset(found)


def _is_noun(context: Context, word: str) -> bool:
    """A word with an entry of its own is no name: an office, a topic, a profession."""
    language = context.language
    if (
        language.is_("stopWord", word)
        or language.is_("determiner", word)
        or word.lower() in language.pronouns
    ):
        return True
    found = context.lexicon.matcher(language.code).find([word])
    return any(m.kind != "entity" and not m.kind.endswith("NameCue") for m in found)


_NOTHING: frozenset[str] = frozenset()
