"""A linked document → its sentences with clauses and parties."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from kg.extractors import Context, links_by_sentence
from kg.model import Document, Link, Sentence, Span
from kg.ontology import Language, Match
from kg.syntax.clauses import find_clauses
from kg.syntax.parties import Known, find_parties
from kg.syntax.records import Parsed

_GIVEN_CUES = frozenset({"GivenNameCue", "MaybeGivenNameCue"})


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
    matches: tuple[Match, ...],
    links: Sequence[Link],
    offices: Mapping[tuple[str, str], list[Span]],
    context: Context,
) -> Parsed:
    clauses, clause_of = find_clauses(sentence, _predicates(sentence, matches, context.language), context)
    verbs = _verbs(sentence, matches, context)
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


def _verbs(sentence: Sentence, matches: Sequence[Match], context: Context) -> frozenset[int]:
    """Positions of auxiliaries, and of lower-case words that a frame or cue knows as a verb by themselves."""
    small = context.free_prepositions | context.language.words["determiner"]
    known = (
        m
        for m in matches
        if m.kind in ("frame", "cue")
        and m.value.how in ("verb", "phrase")
        and m.last - m.first == 1
        and not m.value.index  # the second part is the particle: rief … an
    )
    words = sentence.words
    past, passive = context.language.words["pastAuxiliary"], context.language.words["passiveAuxiliary"]
    auxiliaries = {i for i, word in enumerate(words) if (lower := word.lower()) in past or lower in passive}
    said = {m.first for m in known if words[m.first][0].islower() and words[m.first] not in small}
    return frozenset(auxiliaries | said)


def _deeds(matches: Sequence[Match]) -> frozenset[int]:
    """Positions of nouns that tell of an event: a name behind one is no apposition to it."""
    return frozenset(m.last - 1 for m in matches if m.kind == "frame" and m.value.how == "noun")


def _inflected(matches: Sequence[Match]) -> frozenset[tuple[int, int, str]]:
    """Words that name an entity only with an ending taken off: where they stand, and whom they name."""
    names = [m for m in matches if m.kind == "entity"]
    plain = {(m.first, m.last, m.value.ref) for m in names if not m.inflected}
    return frozenset((m.first, m.last, m.value.ref) for m in names if m.inflected) - plain


def _inflected_people(
    sentence: Sentence, matches: Sequence[Match], links: Sequence[Link], language: Language
) -> frozenset[tuple[int, int, str]]:
    """Unlisted people whose given name and surname have an ending (*skazał Marka Sobieraja*)."""
    given = [m for m in matches if m.kind == "cue" and m.value.cue.kind in _GIVEN_CUES]
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
    sentence: Sentence, matches: Sequence[Match], language: Language
) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Positions of reporting verbs that tell of nothing else (*said*, but not *condemned*), of the verbs of
    events, and of all verbs that report."""
    words = sentence.words
    single = [
        m for m in matches if m.kind in ("cue", "frame") and m.value.total == 1 and m.value.how == "verb"
    ]
    acts = {m.first for m in single if m.kind == "frame" and words[m.first][0].islower()}
    says = {m.first for m in single if m.kind == "cue" and m.value.cue.kind == "ReportingCue"}
    finite = {
        i for i in says if words[i][0].islower() and not (i and _marks_infinitive(words[i - 1], language))
    }
    return frozenset(finite - acts), frozenset(acts), frozenset(finite)


def _marks_infinitive(word: str, language: Language) -> bool:
    return language.is_("infinitiveMarker", word) or language.is_("toPreposition", word)


def _nouns(matches: Sequence[Match]) -> frozenset[int]:
    """Last words of what a frame knows as a noun (*визит*, *атака*), or holds as the object of its verb."""
    return frozenset(
        m.last - 1
        for m in matches
        if m.kind == "frame" and (m.value.how == "noun" or (m.value.how == "phrase" and m.value.index))
    )


def _actors(matches: Sequence[Match]) -> frozenset[int]:
    """Positions of nouns that name who acts for a country or body: an office, an authority, an army."""
    return frozenset(
        m.last - 1
        for m in matches
        if m.kind == "office" or (m.kind == "cue" and m.value.cue.kind == "OrganisationCue")
    )
