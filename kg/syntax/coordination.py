"""Parties that stand together: *Merz und Macron*, *Selenskyj, Trump und Putin*, *X, y su homólogo, Y*.

In: the parties of a sentence, each with its preposition.  Out: the same, coordinated ones with one group,
preposition and clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extractors import Context
from kg.model import Sentence
from kg.syntax.clauses import preposition_words
from kg.syntax.records import Party

_QUOTES = frozenset('"„“”«»')


def coordinate(
    sentence: Sentence, rows: Sequence[Party], verbs: frozenset[int], context: Context
) -> Iterator[Party]:
    """Give coordinated parties (*Merz und Macron*, *Selenskyj, Trump und Putin*) one group and mark."""
    previous: Party | None = None
    for party in rows:
        if (
            previous is not None
            and party.attribute is None
            and previous.attribute in (None, "genitive")
            and _joined(sentence, previous, party, verbs, context)
        ):
            party = replace(
                party,
                group=previous.group,
                mark=previous.mark,
                attribute=previous.attribute,
                clause=previous.clause,
            )
        previous = party
        yield party


def _is_apart(
    sentence: Sentence, left: Party, right: Party, between: Sequence[str], context: Context
) -> bool:
    """*Desde Oslo, la líder opositora …*, *In Kiew, Selenskyj …*: a comma alone joins like with like."""
    if any(context.language.is_("conjunction", w) for w in between):
        return False
    people = left.kind == "person", right.kind == "person"
    fronted = left.mark is not None and left.phrase <= 2
    return people[0] != people[1] and (fronted or right.phrase < right.first)


def _is_mark(word: str, context: Context) -> bool:
    return word.lower() in preposition_words(context.language) or word.lower() in context.free_prepositions


def _opens_clause(left: Party, right: Party, verbs: frozenset[int], context: Context) -> bool:
    """*recalled its envoy from Niger and Germany suspended aid*: each of two verbs has its own subject."""
    language = context.language
    fixed = language.stacks_nouns and not language.is_("ofPreposition", left.mark or "")
    return fixed and right.last in verbs and any(i < left.phrase for i in verbs)


def _joined(sentence: Sentence, left: Party, right: Party, verbs: frozenset[int], context: Context) -> bool:
    between = sentence.words[left.last : right.phrase]
    if not between or len(between) > 8 or not _QUOTES.isdisjoint(between):
        return False
    if right.clause > left.clause and not any(context.language.is_("conjunction", w) for w in between):
        return False  # fled to Iran, Tass said
    if between[0] == "," and _is_apart(sentence, left, right, between, context):
        return False
    joined = context.language.is_("conjunction", between[0]) or (
        between[0] == ","
        and (len(between) <= 2 or any(context.language.is_("conjunction", w) for w in between[1:]))
    )
    if not joined or verbs.intersection(range(left.last, right.phrase)):
        return False
    rest = [w for w in between[1:] if not context.language.is_("conjunction", w)]
    if between[0] == "," and len(rest) == len(between) - 1 and rest and _is_mark(rest[0], context):
        return False  # met Sisi, in Cairo
    if left.mark is not None and _opens_clause(left, right, verbs, context):
        return False
    if left.kind == right.kind == "person" and between[-1] == "," and len(between) > 2:
        marks = preposition_words(context.language)  # Sánchez, y su homólogo ucranio, Zelenski
        if context.language.is_("conjunction", between[1]) or context.language.is_("conjunction", between[0]):
            return not any(w.lower() in marks for w in rest)
    return (
        all(context.language.is_("determiner", w) or w[0].isupper() or w in "-'," for w in rest)
        or len(rest) <= 1
    )
