"""Mentions from the lexicon: every alias of a known entity, and every office word.

In: the matches of each sentence.  Out: mentions with all entities that bear the alias as candidates.
The longest alias wins (*European Union* over *Union*).  Which candidate is meant is not decided here.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extractors import VERSION, Context
from kg.model import Document, Mention, Provenance, Sentence, Span
from kg.ontology import Match, Matches

#: How sure an alias of each kind is, before context speaks; tuned on the development articles.
CONFIDENCE = {"name": 0.95, "surname": 0.85, "adjective": 0.9, "demonym": 0.85, "metonym": 0.7}
RULES = {
    "name": "alias",
    "surname": "alias:surname",
    "adjective": "adjective",
    "demonym": "demonym",
    "metonym": "metonym",
}
_ORDER = tuple(CONFIDENCE)
_OPENING = frozenset('«„“"')
_APART = 4  # words from an office to its body: leader of the main opposition …


def find_mentions(document: Document, context: Context) -> tuple[Mention, ...]:
    """Return mentions of known entities and of offices, in the order of the text.

    An office may contain an organisation (*Leiter des Präsidialamtes*): both are found.
    """
    found: list[Mention] = []
    for sentence, matches in zip(document.sentences, context.matches, strict=True):
        names = _longest(matches.of("entity"))
        taken = {i for group in names for i in range(group[0].first, group[0].last)}
        names = [meant for group in names if (meant := _meant(group))]
        found += [
            _entity_mention(document, sentence, group)
            for group in (*names, *_countries_inside(names, matches, context))
        ]
        offices = _beside_bodies(matches.of("office"), names, sentence, context)
        for group in _longest(offices):
            if not taken >= set(range(group[0].first, group[0].last)):
                found.append(_office_mention(document, sentence, group))
    return tuple(sorted(found, key=lambda m: (m.span.part != "title", m.span.start, m.span.end)))


def _beside_bodies(
    matches: Sequence[Match], names: Sequence[list[Match]], sentence: Sentence, context: Context
) -> list[Match]:
    """Offices; *leader* and *head* are one only beside a body that has such, and then nothing else."""
    offices = context.lexicon.offices
    bound = {
        id(m)
        for m in matches
        if offices[m.value].of_class and any(_is_of(m, group, sentence, context) for group in names)
    }
    if not bound:
        return [m for m in matches if not offices[m.value].of_class]
    meant = {(m.first, m.last) for m in matches if id(m) in bound}
    return [
        m for m in matches
        if id(m) in bound or not (offices[m.value].of_class or (m.first, m.last) in meant)
    ]  # fmt: skip


def _is_of(match: Match, group: Sequence[Match], sentence: Sentence, context: Context) -> bool:
    """*the Sinn Féin leader*, *the leader of the opposition Sinn Féin*, *CDU-Chef*."""
    classes, entities = context.lexicon.offices[match.value].of_class, context.lexicon.entities
    if not any((body := entities.get(m.value.ref)) and body.classification in classes for m in group):
        return False
    words, language = sentence.words, context.language
    if group[0].last <= match.first:
        between = words[group[0].last : match.first]
        return all(w in "-‑'’" or w in language.name_clitics for w in between)
    between = words[match.last : group[0].first]
    if language.marks_case and (not between or between[-1] in _OPENING):
        return len(between) <= 2 and (len(between) < 2 or between[0].islower())  # голова фракції «Голос»
    if not between or len(between) > _APART:
        return False
    opens = language.is_("ofPreposition", between[0]) or language.is_("genitiveDeterminer", between[0])
    return opens and all(w.islower() and w.isalpha() for w in between)


def _meant(group: Sequence[Match]) -> list[Match]:
    """Without those that the words do not mean in this language (*Rada* alone is no parliament in Polish)."""
    vetoed = {m.value.ref for m in group if m.value.alias == "unless"}
    return [m for m in group if m.value.alias != "unless" and m.value.ref not in vetoed]


def _countries_inside(names: Sequence[list[Match]], matches: Matches, context: Context) -> list[list[Match]]:
    """The country of a national body stands in its name (*russisches Außenministerium*): both are found."""
    spans = [
        (m.first, m.last, f"country/{body.country}")
        for group in names for m in group
        if (body := context.lexicon.entities.get(m.value.ref))
        and body.kind == "organisation" and body.country
    ]  # fmt: skip
    inside = [
        m for m in (matches.of("entity") if spans else ())
        if m.value.alias != "unless"
        and any(
            a <= m.first and m.last <= b and m.last - m.first < b - a and m.value.ref == ref
            for a, b, ref in spans
        )
    ]  # fmt: skip
    return _longest(inside)


def _longest(matches: Sequence[Match]) -> list[list[Match]]:
    """Group matches by span and keep the longest, leftmost spans that do not overlap."""
    if not matches:
        return []
    spans: dict[tuple[int, int], list[Match]] = {}
    for match in matches:
        spans.setdefault((match.first, match.last), []).append(match)
    taken: set[int] = set()
    kept = []
    for first, last in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if not taken.intersection(range(first, last)):
            taken.update(range(first, last))
            kept.append(spans[first, last])
    return sorted(kept, key=lambda group: group[0].first)


def _entity_mention(document: Document, sentence: Sentence, group: Sequence[Match]) -> Mention:
    plain = [m for m in group if not m.inflected]
    if plain and _is_person(plain[0]):
        group = [m for m in group if not (m.inflected and _is_person(m))]  # Zełenski is no form of Zełenska
    best = min(group, key=lambda m: (_ORDER.index(m.value.alias), m.inflected, m.value.ref))
    refs = sorted({m.value.ref for m in group}, key=lambda ref: (ref != best.value.ref, ref))
    return _mention(
        document, sentence, best, best.value.ref.split("/", 1)[0], tuple(refs), RULES[best.value.alias],
        CONFIDENCE[best.value.alias] - (0.03 if best.inflected else 0.0),
    )  # fmt: skip


def _is_person(match: Match) -> bool:
    return bool(match.value.ref.startswith("person/"))


def _office_mention(document: Document, sentence: Sentence, group: Sequence[Match]) -> Mention:
    refs = tuple(sorted({m.value for m in group}))
    return _mention(document, sentence, group[0], "office", refs, "office", 0.8)


def _mention(
    document: Document,
    sentence: Sentence,
    match: Match,
    kind: str,
    refs: tuple[str, ...],
    rule: str,
    confidence: float,
) -> Mention:
    span = Span(sentence.starts[match.first], sentence.ends[match.last - 1], sentence.span.part)
    return Mention(
        span=span,
        text=document.article.slice(span),
        kind=kind,
        candidates=refs,
        provenance=Provenance("alias", VERSION, rule, round(confidence, 3)),
    )
