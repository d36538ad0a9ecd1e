"""How the files are written: blocks, their order, languages, patterns, prefixes, terms, references.

In: the files, and the terms that the schema declares.  Out: faults.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise

from kg.errors import OntologyError
from kg.ontology.matcher import expand
from kg.proofreading.faults import Fault
from kg.proofreading.files import LexiconFile, Statement, to_key
from kg.vocab import DEFAULT_BASE, KG, RDF, SKOS, prefixes

#: Texts in the notation of patterns.
PATTERNS = frozenset(
    KG[name]
    for name in (
        "verb",
        "noun",
        "phrase",
        "unless",
        "before",
        "after",
        "word",
        "wordBeside",
        "trigger",
        "hint",
        "adjective",
    )
)
#: Words without a language would never be found.
TAGGED = PATTERNS | {KG.demonym, KG.metonym, KG.surname, SKOS.altLabel, SKOS.prefLabel, SKOS.example}
#: Languages in which countries have labels before kg reads them, and `mul` for all.
LABELS_ONLY = frozenset({"mul", "nl", "pt", "tr", "ar", "zh", "ja", "fa", "he", "cs"})
_HEADING = re.compile(r"^# -{2,}.*$", re.M)
_KEY = re.compile(r"^([a-z]+:[\w-]+)\s", re.M)
_PREFIX = re.compile(r"^@prefix (\w+): <([^>]+)> \.", re.M)


def check_file(file: LexiconFile, languages: Collection[str]) -> list[Fault]:
    """Return the faults of one file by itself."""
    return [
        *_repeated_blocks(file),
        *(() if file.name.startswith("languages/") else _disorder(file)),
        *_prefixes(file),
        *_words(file, languages),
    ]


def _repeated_blocks(file: LexiconFile) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for name, line in file.blocks:
        if name in seen:
            yield Fault(
                f"{file.name}:{line}", f"{name} has a block already in line {seen[name]}: join the two"
            )
        seen.setdefault(name, line)


def _disorder(file: LexiconFile) -> Iterator[Fault]:
    """Concepts stand in the order of their keys; a tenure behind its person, a heading begins anew."""
    for section in _HEADING.split(file.text):
        # meet-en comes before meet-future-en: the language is no part of the order.
        found = [key for key in _KEY.findall(section) if not key.startswith("tenure:")]
        for earlier, later in pairwise(found):
            if order_of(later, file.lang) < order_of(earlier, file.lang):
                place = file.place(DEFAULT_BASE + later.replace(":", "/", 1))
                yield Fault(place, f"{later} stands after {earlier}: blocks are in alphabetical order")


def order_of(key: str, lang: str) -> str:
    """Return what orders a block among the others: its key without the language."""
    return key.removesuffix(f"-{lang}") if lang else key


def _prefixes(file: LexiconFile) -> Iterator[Fault]:
    usual = prefixes()
    for name, iri in _PREFIX.findall(file.text):
        if usual.get(name) != iri:
            hint = f"write <{usual[name]}>" if name in usual else "ontology/README.md lists the prefixes"
            yield Fault(file.name, f"prefix {name}: means something else here: {hint}")
    if "http://schema.org" in file.text:
        yield Fault(file.name, "schema.org is written with https")


def _words(file: LexiconFile, languages: Collection[str]) -> Iterator[Fault]:
    known = {*languages, *LABELS_ONLY}
    for one in file.statements:
        if not one.is_text or one.predicate not in TAGGED:
            continue
        place = file.place(one.subject)
        if one.lang not in known:
            what = (
                f"has the language {one.lang!r}, which kg does not know"
                if one.lang
                else "has no language tag"
            )
            yield Fault(place, f"{one.value!r} {what}")
        elif (
            file.lang in languages and one.predicate != SKOS.prefLabel and one.lang not in (file.lang, "mul")
        ):
            yield Fault(place, f"{one.value!r}@{one.lang} stands in a file of {file.lang}: move it")
        if one.predicate in PATTERNS and (fault := _unreadable(one.value)):
            yield Fault(place, fault)


def _unreadable(pattern: str) -> str | None:
    try:
        parts = expand(pattern)
    except OntologyError as error:
        return str(error)
    if not parts or not all(words for part in parts for words in part):
        return f"the pattern {pattern!r} stands for no words"
    return None


def check_together(files: Sequence[LexiconFile], declared: Collection[str]) -> list[Fault]:
    """Return the faults that only all files together show; `declared` are the terms of the schema."""
    return [*_kinds(files), *_unknown_terms(files, declared), *_dangling(files)]


def _kinds(files: Sequence[LexiconFile]) -> Iterator[Fault]:
    """A key is introduced in one file, as one kind of thing; cues may be of several classes."""
    homes: dict[str, list[LexiconFile]] = defaultdict(list)
    kinds: dict[str, set[str]] = defaultdict(set)
    for file in files:
        for one in file.statements:
            if one.predicate == RDF.type:
                kinds[one.subject].add(one.value)
                if file not in homes[one.subject]:
                    homes[one.subject].append(file)
    for iri, found in homes.items():
        if len(found) > 1:
            yield Fault(found[1].place(iri), f"{to_key(iri)} is introduced in {found[0].name} already")
        if len(kinds[iri] - {SKOS.Concept}) > 1 and "/cue/" not in iri:
            yield Fault(
                found[0].place(iri), f"{to_key(iri)} is of several kinds: give one of them another key"
            )


def _unknown_terms(files: Sequence[LexiconFile], declared: Collection[str]) -> Iterator[Fault]:
    for file in files:
        for one in file.statements:
            for iri in _iris(one):
                if iri.startswith(KG.base) and iri not in declared:
                    near = get_close_matches(iri, declared, n=1)
                    hint = f"Did you mean kg:{near[0].removeprefix(KG.base)}?" if near else "See schema/."
                    yield Fault(
                        file.place(one.subject), f"there is no kg:{iri.removeprefix(KG.base)}. {hint}"
                    )


def _dangling(files: Sequence[LexiconFile]) -> Iterator[Fault]:
    """What is referred to has a block that says what it is."""
    known = {one.subject for file in files for one in file.statements if one.predicate == RDF.type}
    for file in files:
        for one in file.statements:
            if not one.is_text and one.value.startswith(DEFAULT_BASE) and one.value not in known:
                near = get_close_matches(to_key(one.value), map(to_key, known), n=1)
                hint = f" Did you mean {near[0]}?" if near else ""
                yield Fault(file.place(one.subject), f"{to_key(one.value)} has no block.{hint}")


def _iris(one: Statement) -> tuple[str, ...]:
    return (one.predicate,) if one.is_text else (one.predicate, one.value)
