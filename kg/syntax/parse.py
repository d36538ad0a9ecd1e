"""A linked document → its sentences with clauses and parties."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache

from kg.extractors import Context, links_by_sentence
from kg.model import Document, Link, Sentence, Span
from kg.ontology import Language, Match, Matches
from kg.syntax.clauses import find_clauses
from kg.syntax.parties import Known, find_parties
from kg.syntax.records import Parsed


def parse(document: Document, context: Context) -> tuple[Parsed, ...]:
    """Analyse every sentence of a linked document."""
    links = links_by_sentence(document, document.links)
    offices: dict[tuple[str, str], list[Span]] = {}
    for holding in document.offices:
        offices.setdefault((holding.person, holding.span.part), []).append(holding.span)
    return tuple(
        _parse_sentence(i, sentence, matches, links[i], offices, context)
        for i, (sentence, matches) in enumerate(zip(document.sentences, context.matches, strict=True))
    )


def _parse_sentence(
    index: int,
    sentence: Sentence,
    matches: Matches,
    links: Sequence[Link],
    offices: Mapping[tuple[str, str], list[Span]],
    context: Context,
) -> Parsed:
    verbal = matches.verbal()
    clauses, clause_of = find_clauses(sentence, _predicates(sentence, verbal, context.language), context)
    verbs = _verbs(sentence, verbal, context)
    if not links:
        return Parsed(index, sentence, matches, clauses, clause_of, (), verbs, ())
    actors = _actors(matches)
    case = context.language.marks_case or context.language.nouns_capitalised
    inflected = _inflected(matches) if case else frozenset()
    if context.language.marks_case:
        inflected |= _inflected_people(sentence, matches, links, context.language)
    nouns = _nouns(matches) - verbs if context.language.marks_case else frozenset()
    known = Known(verbs, actors, _deeds(matches), inflected, nouns)
    parties = find_parties(sentence, links, clause_of, offices, known, context)
    plain = [ln for ln in links if not ln.entity.startswith("group/")]
    named = parties
    if len(plain) < len(links):
        named = find_parties(sentence, plain, clause_of, offices, known, context)
    return Parsed(index, sentence, matches, clauses, clause_of, parties, verbs, named)


def _verbs(sentence: Sentence, verbal: Sequence[Match], context: Context) -> frozenset[int]:
    """Positions of auxiliaries, and of lower-case words that a frame or cue knows as a verb by themselves."""
    words, language = sentence.words, context.language
    small, more = context.free_prepositions, language.words["determiner"]
    said = [
        m.first
        for m in verbal
        if m.last - m.first == 1
        and not m.value.index  # the second part is the particle: rief … an
        and (word := words[m.first])[0].islower()
        and word not in small
        and word not in more
    ]
    auxiliaries = _auxiliaries(language)
    return frozenset([*said, *(i for i, word in enumerate(map(str.lower, words)) if word in auxiliaries)])


@lru_cache(maxsize=16)
def _auxiliaries(language: Language) -> frozenset[str]:
    return language.words["pastAuxiliary"] | language.words["passiveAuxiliary"]


def _deeds(matches: Matches) -> frozenset[int]:
    """Positions of nouns that tell of an event: a name behind one is no apposition to it."""
    return frozenset(m.last - 1 for m in matches.of("frame") if m.value.how == "noun")


def _inflected(matches: Matches) -> frozenset[tuple[int, int, str]]:
    """Words that name an entity only with an ending taken off: where they stand, and whom they name."""
    names = matches.of("entity")
    plain = {(m.first, m.last, m.value.ref) for m in names if not m.inflected}
    return frozenset((m.first, m.last, m.value.ref) for m in names if m.inflected) - plain


def _inflected_people(
    sentence: Sentence, matches: Matches, links: Sequence[Link], language: Language
) -> frozenset[tuple[int, int, str]]:
    """Unlisted people whose given name and surname have an ending (*skazał Marka Sobieraja*)."""
    given = matches.of("GivenNameCue", "MaybeGivenNameCue")
    ended = {m.first for m in given if m.inflected} - {m.first for m in given if not m.inflected}
    found = set()
    for link in links if ended else ():
        first = bisect_left(sentence.starts, link.mention.span.start)
        last = bisect_left(sentence.starts, link.mention.span.end)
        unlisted = link.mention.kind == "person" and link.mention.provenance.rule.startswith("name:")
        if unlisted and first in ended and language.name_bases(sentence.words[last - 1]):
            found.add((first, last, link.entity))
    return frozenset(found)


def _predicates(
    sentence: Sentence, verbal: Sequence[Match], language: Language
) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Positions of reporting verbs that tell of nothing else (*said*, but not *condemned*), of the verbs of
    events, and of all verbs that report."""
    words = sentence.words
    single = [m for m in verbal if m.value.total == 1 and m.value.how == "verb"]
    acts = {m.first for m in single if m.kind == "frame" and words[m.first][0].islower()}
    says = {m.first for m in single if m.kind == "ReportingCue"}
    finite = {
        i for i in says if words[i][0].islower() and not (i and _marks_infinitive(words[i - 1], language))
    }
    return frozenset(finite - acts), frozenset(acts), frozenset(finite)


def _marks_infinitive(word: str, language: Language) -> bool:
    return language.is_("infinitiveMarker", word) or language.is_("toPreposition", word)


def _nouns(matches: Matches) -> frozenset[int]:
    """Last words of what a frame knows as a noun (*визит*, *атака*), or holds as the object of its verb."""
    return frozenset(
        m.last - 1
        for m in matches.of("frame")
        if m.value.how == "noun" or (m.value.how == "phrase" and m.value.index)
    )


def _actors(matches: Matches) -> frozenset[int]:
    """Positions of nouns that name who acts for a country or body: an office, an authority, an army."""
    return frozenset(m.last - 1 for m in matches.of("office", "OrganisationCue"))
