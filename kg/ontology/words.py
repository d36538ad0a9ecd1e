"""The words of one language, put into its matcher.

In: the blocks of the lexicon, indexed once by language, and the frames.  Out: a filled `Matcher` whose
values are an EntityWord, a FrameWord, a CueWord, the ref of an office or frame (`unless`), or a topic's
ref with its weight.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from kg.ontology.blocks import Block, Blocks, first
from kg.ontology.matcher import Matcher, expand
from kg.ontology.records import Cue, Frame, Language
from kg.vocab import KG, RDF, SKOS

#: Language → reference → (predicate, text) in the order of the files.
WordIndex = Mapping[str, Mapping[str, list[tuple[str, str]]]]

ALIAS_KINDS = {
    SKOS.altLabel: "name",
    SKOS.prefLabel: "name",
    KG.surname: "surname",
    KG.adjective: "adjective",
    KG.demonym: "demonym",
    KG.metonym: "metonym",
}
NAMES = frozenset({SKOS.altLabel, SKOS.prefLabel, KG.surname})
CUE_CLASSES = frozenset(KG[name] for name in KG if name.endswith("Cue"))
CUE_WORDS = {KG.word: "word", KG.verb: "verb", KG.noun: "noun", KG.before: "before", KG.after: "after"}
FRAME_WORDS = {KG.verb: "verb", KG.noun: "noun", KG.phrase: "phrase"}
GROUP_WORDS = {KG.word: False, KG.wordBeside: True}
TOPIC_WORDS = {KG.trigger: 1.0, KG.hint: 0.3}
_INDEXED = frozenset({*ALIAS_KINDS, *CUE_WORDS, *FRAME_WORDS, *GROUP_WORDS, *TOPIC_WORDS, KG.unless})
#: Cues whose words take the endings of names.
_NAME_CUES = frozenset({"GivenNameCue", "FamilyNameCue", "MaybeGivenNameCue", "MaybeFamilyNameCue"})
#: Cues with thousands of words that nobody tells from each other: they share one value.
_ALONE = _NAME_CUES | {"NounCue"}
_KINDS = frozenset({"person", "country", "organisation", "office", "topic", "frame", "cue", "group"})


@dataclass(frozen=True, slots=True)
class FrameWord:
    """Words of a frame: `how` is verb, noun, phrase or unless; part `index` of `total` when discontinuous."""

    frame: Frame
    how: str
    pattern: int
    index: int = 0
    total: int = 1


@dataclass(frozen=True, slots=True)
class EntityWord:
    """An alias: which entity, and as what kind of alias."""

    ref: str
    alias: str


@dataclass(frozen=True, slots=True)
class GroupWord:
    """A word for an unnamed group; with `beside` it counts only where a country touches it."""

    ref: str
    beside: bool


@dataclass(frozen=True, slots=True)
class CueWord:
    """A cue and how its words work: word, verb, noun, before or after; a part when discontinuous."""

    cue: Cue
    how: str
    pattern: int
    index: int = 0
    total: int = 1


def index_words(blocks: Blocks) -> WordIndex:
    """Sort every word of the lexicon by language, in one pass."""
    found: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for ref, block in blocks.items():
        if ref.partition("/")[0] not in _KINDS:
            continue
        for predicate in block.keys() & _INDEXED:
            for text, lang in block[predicate]:
                found.setdefault(lang, {}).setdefault(ref, []).append((predicate, text))
    return found


def build_matcher(
    index: WordIndex, blocks: Blocks, frames: Mapping[str, Frame], language: Language
) -> Matcher:
    """Fill the matcher of one language; raises OntologyError for a pattern that is too wide."""
    return _Filler(index, blocks, frames, language).fill()


class _Filler:
    """Fills one matcher; `_numbers` numbers the patterns, so that parts of one find each other."""

    def __init__(
        self, index: WordIndex, blocks: Blocks, frames: Mapping[str, Frame], language: Language
    ) -> None:
        self._blocks = blocks
        self._frames = frames
        self._numbers = count()
        self._matcher = Matcher(
            name_endings=language.name_endings, nouns_capitalised=language.nouns_capitalised
        )
        self._own = [index.get(code, {}) for code in ("", "mul", language.code)]
        self._borrowed = [index.get(code, {}) for code in language.fallback]
        self._english = index.get("en", {})

    def fill(self) -> Matcher:
        add = {
            "office": self._add_office,
            "group": self._add_group,
            "topic": self._add_topic,
            "frame": self._add_frame,
            "cue": self._add_cue,
        }
        for ref in sorted({ref for words in (*self._own, *self._borrowed, self._english) for ref in words}):
            add.get(ref.partition("/")[0], self._add_entity)(ref)
        self._matcher.seal()
        return self._matcher

    def _texts(self, ref: str, wanted: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        """Yield (predicate, text) of the language itself, in the order of `wanted`, then of the alphabet."""
        found = [pair for words in self._own for pair in words.get(ref, ())]
        for predicate in wanted:
            yield from sorted(pair for pair in found if pair[0] == predicate)

    def _aliases(self, ref: str) -> Iterator[tuple[str, str]]:
        """Yield (predicate, text): own words, names from fallback languages, the English label."""
        for words in self._own:
            yield from words.get(ref, ())
        for words in self._borrowed:
            yield from (pair for pair in words.get(ref, ()) if pair[0] in NAMES)
        yield from (pair for pair in self._english.get(ref, ()) if pair[0] == SKOS.prefLabel)

    def _add_entity(self, ref: str) -> None:
        for _, text in self._texts(ref, {KG.unless: ""}):
            self._matcher.add_pattern(text, "entity", EntityWord(ref, "unless"))
        aliases = {(ALIAS_KINDS[p], text) for p, text in self._aliases(ref) if p in ALIAS_KINDS}
        values = {kind: EntityWord(ref, kind) for kind, _ in aliases}
        for kind, text in sorted(aliases):
            if len(text) < 2:
                continue
            if "*" in text or kind not in ("name", "surname"):
                self._matcher.add_pattern(text, "entity", values[kind])
                continue
            self._matcher.add_name(text, "entity", values[kind])
            if ref.startswith("person/") and (plain := _without_accents(text)) != text:
                self._matcher.add_name(plain, "entity", values[kind])

    def _add_office(self, ref: str) -> None:
        for _, text in self._texts(ref, {KG.word: ""}):
            self._matcher.add_pattern(text, "office", ref)

    def _add_group(self, ref: str) -> None:
        for predicate, text in self._texts(ref, GROUP_WORDS):
            self._matcher.add_pattern(text, "group", GroupWord(ref, GROUP_WORDS[predicate]))

    def _add_topic(self, ref: str) -> None:
        for predicate, text in self._texts(ref, TOPIC_WORDS):
            self._matcher.add_pattern(text, "topic", (ref, TOPIC_WORDS[predicate]))

    def _add_frame(self, ref: str) -> None:
        frame = self._frames[ref]
        for predicate, text in self._texts(ref, FRAME_WORDS):
            number, parts = next(self._numbers), expand(text)
            for index, part in enumerate(parts):
                value = FrameWord(frame, FRAME_WORDS[predicate], number, index, len(parts))
                for words in part:
                    self._matcher.add(words, "frame", value)
        for _, text in self._texts(ref, {KG.unless: ""}):
            number, parts = next(self._numbers), expand(text)
            for index, part in enumerate(parts):
                for words in part:
                    self._matcher.add(words, "unless", FrameWord(frame, "unless", number, index, len(parts)))

    def _add_cue(self, ref: str) -> None:
        for cue in to_cues(ref, self._blocks[ref]):
            alone: dict[str, CueWord] = {}
            for predicate, text in self._texts(ref, CUE_WORDS):
                how, number, parts = CUE_WORDS[predicate], next(self._numbers), expand(text)
                for index, part in enumerate(parts):
                    value = CueWord(cue, how, number, index, len(parts))
                    if cue.kind in _ALONE and len(parts) == 1:
                        value = alone.setdefault(how, value)
                    for words in part:
                        self._matcher.add(words, cue.kind, value, name=cue.kind in _NAME_CUES)


def to_cues(ref: str, block: Block) -> list[Cue]:
    """Return one Cue per cue class of a block."""
    kinds = sorted(iri.rsplit("#", 1)[1] for iri in block.get(RDF.type, ()) if iri in CUE_CLASSES)
    return [Cue(ref, kind, first(block, KG.stance)) for kind in kinds]


def _without_accents(text: str) -> str:
    """*Antonio Guterres*, *Orban*: newsrooms drop accents that a name has; letters of other scripts stay."""
    parts = unicodedata.normalize("NFD", text)
    plain = "".join(c for c in parts if not unicodedata.combining(c))
    return plain if plain.isascii() else text
