"""The Lexicon: every record of `ontology/lexicon`, indexed, with one matcher per language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from kg.ontology.blocks import Blocks, Words
from kg.ontology.matcher import Matcher
from kg.ontology.pause import without_collection
from kg.ontology.records import Frame, Group, Language, LexiconEntity, Office, Tenure, Topic
from kg.ontology.words import WordIndex, build_matcher, index_words
from kg.vocab import split_group


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Everything in `ontology/lexicon`, indexed; `version` is a hash of the files' bytes."""

    version: str
    folder: Path
    entities: Mapping[str, LexiconEntity]
    offices: Mapping[str, Office]
    tenures: Mapping[str, tuple[Tenure, ...]]
    holders: Mapping[tuple[str, str], tuple[Tenure, ...]]
    topics: Mapping[str, Topic]
    types: frozenset[str]
    frames: Mapping[str, Frame]
    groups: Mapping[str, Group]
    languages: Mapping[str, Language]
    credit_lines: Mapping[str, str]
    names: Mapping[str, Words] = field(repr=False)
    blocks: Blocks = field(repr=False)
    _matchers: dict[str, Matcher] = field(default_factory=dict, repr=False)
    _prepositions: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    @cached_property
    def _words(self) -> WordIndex:
        return index_words(self.blocks)

    def matcher(self, code: str) -> Matcher:
        """Return the matcher for one language, built at the first call."""
        if code not in self._matchers:
            with without_collection():
                language = self.languages[code]
                self._matchers[code] = build_matcher(self._words, self.blocks, self.frames, language)
        return self._matchers[code]

    def prepositions(self, code: str) -> frozenset[str]:
        """Return the words that frames of a language use as marks of roles (single words, lower case)."""
        if code not in self._prepositions:
            frames = [self.frames[ref] for ref in self._words.get(code, ()) if ref.startswith("frame/")]
            marks = {word for frame in frames for word in frame.marks if " " not in word}
            self._prepositions[code] = frozenset(marks)
        return self._prepositions[code]

    def group(self, ref: str) -> tuple[Group, str | None]:
        """Return the group of a ref and its country: `group/KOR-police` is police of KOR."""
        group, country = split_group(ref)
        return self.groups[group], country

    def holders_of(self, office: str, place: str, day: date | None) -> tuple[Tenure, ...]:
        """Return the tenures of an office (or a narrower one) in a country or organisation on a day."""
        found = self.holders.get((office, place), ())
        return tuple(t for t in found if day is None or t.covers(day))
