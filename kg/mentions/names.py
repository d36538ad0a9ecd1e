"""People the lexicon has never seen, found from the words around their names.

In: the document with its lexicon mentions.  Out: person mentions without candidates.  A run of
capitalised words is a name when a given name opens it, an office, title or profession stands before
it, or an apposition, an age or a reporting verb stands beside it.  Who it is, is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extractors import VERSION, Context
from kg.model import Document, Mention, Provenance, Sentence, Span
from kg.ontology import Match

MAX_WORDS = 5
#: Evidence → confidence; a given name before a surname is the surest sign.
EVIDENCE = {
    "given-name": 0.85,
    "title": 0.85,
    "office": 0.85,
    "profession": 0.75,
    "apposition": 0.7,
    "speaker": 0.65,
    "particle": 0.65,
    "repeat": 0.8,
}
_BEFORE_NAME = {"TitleCue": "title", "ProfessionCue": "profession"}
_PREPOSITIONS = ("inPreposition", "fromPreposition", "toPreposition", "ofPreposition", "withPreposition")
_NO_NAMES = frozenset(
    {"office", "TitleCue", "ProfessionCue", "OrganisationCue", "ReportingCue", "frame", "topic"}
)


def find_mentions(document: Document, context: Context) -> tuple[Mention, ...]:
    """Return mentions of unlisted people, and of listed ones under an unlisted given name."""
    given = context.language.words["givenName"] | context.lexicon.given_names()
    speaking = _speaking(document, context)
    found: list[Mention] = []
    for sentence, matches in zip(document.sentences, context.matches, strict=True):
        reader = _Reader(document, context, sentence, matches, given, speaking)
        found += reader.names()
    return tuple(found) + _repeats(document, context, found)


class _Reader:
    """Looks at one sentence; holds its words and which of them are already known."""

    def __init__(
        self, document: Document, context: Context, sentence: Sentence, matches: Sequence[Match],
        given: frozenset[str], speaking: frozenset[str],
    ) -> None:  # fmt: skip
        self.document, self.context, self.sentence = document, context, sentence
        self.given, self.speaking = given, speaking
        self.words = sentence.words
        mentions = [m for m in document.mentions if sentence.span.covers(m.span)]
        self.known = {i: m for m in mentions for i in self._positions(m)}
        self.ends_at: dict[int, str] = {}
        self.begins_at: dict[int, set[str]] = {}
        for match in matches:
            kind = match.value.cue.kind if match.kind == "cue" else match.kind
            if kind in _BEFORE_NAME:
                self.ends_at.setdefault(match.last, _BEFORE_NAME[kind])
            elif kind == "office":
                self.ends_at[match.last] = "office"
            self.begins_at.setdefault(match.first, set()).add(kind)

    def _positions(self, mention: Mention) -> list[int]:
        return [
            i
            for i, start in enumerate(self.sentence.starts)
            if mention.span.start <= start < mention.span.end
        ]

    def names(self) -> Iterator[Mention]:
        """Yield every name of the sentence, left to right."""
        i = 0
        while i < len(self.words):
            end = self._run(i)
            evidence = self._evidence(i, end) if end > i else None
            if evidence is None:
                i += 1
                continue
            yield self._mention(i, end, evidence)
            i = end

    def _run(self, first: int) -> int:
        """Return the end of the run of name words that begins at `first` (first itself when none)."""
        if not self._is_name(first) or self._is_inside(first):
            return first
        i = first + 1
        words = 1
        while i < len(self.words) and words < MAX_WORDS:
            step = self._next(i)
            if step is None:
                break
            i = step
            words += 1
        return i

    def _next(self, i: int) -> int | None:
        """Return the position after the next name word, stepping over hyphens, initials, particles."""
        words, touching = self.words, self.sentence.starts[i] == self.sentence.ends[i - 1]
        if words[i] in "-'" and touching and i + 1 < len(words) and self._is_name(i + 1):
            return i + 2
        if (
            words[i] == "."
            and touching
            and len(words[i - 1]) == 1
            and i + 1 < len(words)
            and self._is_name(i + 1)
        ):
            return i + 2
        if touching:
            return None
        if self._is_name(i) and not self._is_particle(i):
            return i + 1
        j = i
        while j < len(words) and j < i + 2 and self._is_particle(j):
            j += 2 if j + 1 < len(words) and words[j + 1] in "-'’" else 1
        return j + 1 if i < j < len(words) and self._is_name(j) else None

    def _is_particle(self, i: int) -> bool:
        """*von*, *bin*; or *ad-*, which is one only before a hyphen."""
        language = self.context.language
        if language.is_("nameParticle", self.words[i]):
            return True
        hyphen = i + 1 < len(self.words) and self.words[i + 1] == "-"
        return hyphen and language.is_("nameParticle", self.words[i] + "-")

    def _is_name(self, i: int) -> bool:
        word = self.words[i]
        if not word[0].isupper() or not word.isalpha() or (len(word) > 4 and word.isupper()):
            return False
        if len(word) == 1 and (i + 1 == len(self.words) or self.words[i + 1] != "."):
            return False
        mention = self.known.get(i)
        if mention is not None and not self._may_join(mention, i):
            return False
        language = self.context.language
        lower = word.lower()
        if lower in language.words["determiner"] or lower in language.months or lower in language.weekdays:
            return False
        if word in self.given:
            return True
        if lower in language.words["stopWord"] or lower in language.numbers or lower in language.pronouns:
            return False
        return not (_NO_NAMES & self.begins_at.get(i, set()))

    def _may_join(self, mention: Mention, i: int) -> bool:
        """A lone surname may be someone else's (*Michelle Obama*), a capital a given name (*Sofia Braun*)."""
        if mention.kind == "person":
            return " " not in mention.text
        follower = self.words[i + 1] if i + 1 < len(self.words) else ""
        return mention.provenance.rule == "metonym" and follower in self.speaking

    def _is_inside(self, i: int) -> bool:
        mention = self.known.get(i)
        return (
            mention is not None
            and not self._is_given(i)
            and not (mention.kind == "country" and self._may_join(mention, i))
        )

    def _is_given(self, i: int) -> bool:
        return self.words[i] in self.given

    def _evidence(self, first: int, end: int) -> str | None:
        if (
            all(i in self.known for i in range(first, end))
            and len({id(self.known[i]) for i in range(first, end)}) == 1
        ):
            return None
        several = end - first > 1 and any(
            self.sentence.starts[i] > self.sentence.ends[i - 1] for i in range(first + 1, end)
        )
        if several and self._is_given(first):
            return "given-name"
        before = self.ends_at.get(first) or self._office_of_place(first)
        if before is not None and (several or before != "profession"):
            return before
        if several and self._looks_like_name(first, end):
            if self._is_speaker(first, end) or self.words[end - 1] in self.speaking:
                return "speaker"
            if any(self.words[i] == "-" and self._is_particle(i - 1) for i in range(first + 1, end)):
                return "particle"
            if self._has_apposition(end):
                return "apposition"
        return None

    def _office_of_place(self, first: int) -> str | None:
        """*der Außenminister von Kenia, Wafula Odhiambo*: a place may stand between office and name."""
        language = self.context.language
        i = first - 1 if first and self.words[first - 1] == "," else first
        place = self.known.get(i - 1)
        if place is None or place.kind not in ("country", "organisation"):
            return None
        while i > 0 and self.known.get(i - 1) is place:
            i -= 1
        while i > 0 and (
            language.is_("determiner", self.words[i - 1]) or language.is_("ofPreposition", self.words[i - 1])
        ):
            i -= 1
        return "office" if self.ends_at.get(i) == "office" else None

    def _looks_like_name(self, first: int, end: int) -> bool:
        """Two or three words without article in front; German nouns mostly have one (*die Fragen*)."""
        before = self.words[first - 1] if first else ""
        words = self.words
        plain = all(
            words[i][0].isupper() or words[i] in "-'." or (self._is_particle(i) and words[i + 1] in "-'’")
            for i in range(first, end)
        )
        bare = not before or not (
            before[0].islower() and self.context.language.nouns_capitalised and self._binds(before)
        )
        return plain and bare and end - first <= MAX_WORDS + 1

    def _binds(self, word: str) -> bool:
        language = self.context.language
        return language.is_("determiner", word) or word[-2:] in ("en", "er", "es", "em") or word.endswith("e")

    def _has_apposition(self, end: int) -> bool:
        """`Jessica Dorsey, an expert in …`, `Maher Nazeh, 53,`, `Armin Laschet (CDU)`."""
        if end + 1 >= len(self.words) or self.words[end] not in ",(":
            return False
        following = self.words[end + 1]
        if following.isdigit() and len(following) == 2:
            return True
        if self.words[end] == "(":
            return self.known.get(end + 1) is not None and self.known[end + 1].kind == "organisation"
        return any(
            {"office", "ProfessionCue"} & self.begins_at.get(i, set())
            for i in range(end + 1, min(end + 6, len(self.words)))
        )

    def _is_speaker(self, first: int, end: int) -> bool:
        """A name beside a reporting verb, unless a preposition or an inflected adjective opens the run."""
        language = self.context.language
        if first and any(language.is_(name, self.words[first - 1]) for name in _PREPOSITIONS):
            return False
        if first == 0 and language.nouns_capitalised and self.words[0][-1] == "e":
            return False
        before = any(
            "ReportingCue" in self.begins_at.get(i, set())
            for i in (first - 1,)
            if i >= 0 and self.words[i][0].islower()
        )
        verb = end + 1 if self._is_inserted(first, end) else end
        after = (
            verb < len(self.words)
            and "ReportingCue" in self.begins_at.get(verb, set())
            and self.words[verb][0].islower()
        )
        return before or after

    def _is_inserted(self, first: int, end: int) -> bool:
        """*Einer der Putschisten, Harouna Adamou, dankte …*: the name stands between commas."""
        return first > 0 and end < len(self.words) and self.words[first - 1] == "," == self.words[end]

    def _mention(self, first: int, end: int, evidence: str) -> Mention:
        span = Span(self.sentence.starts[first], self.sentence.ends[end - 1], self.sentence.span.part)
        return _person(self.document, span, f"name:{evidence}", EVIDENCE[evidence])


def _person(document: Document, span: Span, rule: str, confidence: float) -> Mention:
    return Mention(
        span, document.article.slice(span), "person", (), Provenance("names", VERSION, rule, confidence)
    )


def _speaking(document: Document, context: Context) -> frozenset[str]:
    """Words alone beside a reporting verb (*Kowalski antwortet*): surnames, if a run of names ends in one."""
    found: set[str] = set()
    for sentence, matches in zip(document.sentences, context.matches, strict=True):
        words = sentence.words
        for match in matches:
            if match.kind != "cue" or match.value.cue.kind != "ReportingCue" or match.value.how != "verb":
                continue
            for i, before in ((match.first - 1, match.first - 2), (match.last, match.first)):
                if 0 <= i < len(words) and words[i][0].isupper() and words[i].isalpha() and len(words[i]) > 3:
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
    return any(m.kind != "entity" for m in context.lexicon.matcher(language.code).find([word]))


def _repeats(document: Document, context: Context, found: Sequence[Mention]) -> tuple[Mention, ...]:
    """Find surnames (and unusual given names) of the people found, standing alone elsewhere."""
    full = [m.text.split() for m in (*found, *document.mentions) if m.kind == "person" and " " in m.text]
    tails = _tails(document, full, [m.span for m in (*found, *document.mentions)])
    found = (*found, *tails)
    common = context.language.words["givenName"]
    short = {words[-1] for words in full} | {words[0] for words in full if words[0] not in common}
    short = {word for word in short if len(word) > 2 and word[0].isupper()}
    taken = [m.span for m in (*found, *document.mentions)]
    rows = list(tails)
    for sentence in document.sentences:
        for i, word in enumerate(sentence.words):
            if word[0].isupper() and (word in short or _without_ending(word, context) in short):
                span = Span(sentence.starts[i], sentence.ends[i], sentence.span.part)
                if not any(span.overlaps(other) for other in taken):
                    rows.append(_person(document, span, "name:repeat", EVIDENCE["repeat"]))
    return tuple(rows)


def _tails(document: Document, full: Sequence[Sequence[str]], taken: Sequence[Span]) -> list[Mention]:
    """Find surnames of several words standing alone (*Ayman Sheib ad-Din* … *Sheib ad-Din*)."""
    tails = sorted({" ".join(words[1:]) for words in full if len(words) > 2}, key=lambda t: (-len(t), t))
    rows: list[Mention] = []
    for tail in tails:
        start = document.article.text.find(tail)
        while start >= 0:
            span = Span(start, start + len(tail))
            inside = any(s.span.covers(span) for s in document.sentences)
            if inside and not any(span.overlaps(o) for o in (*taken, *(r.span for r in rows))):
                rows.append(_person(document, span, "name:repeat", EVIDENCE["repeat"]))
            start = document.article.text.find(tail, start + len(tail))
    return rows


def _without_ending(word: str, context: Context) -> str | None:
    for ending, base in context.language.name_endings:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)] + base
    return None
