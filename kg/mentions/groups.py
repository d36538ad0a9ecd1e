"""Unnamed groups: police, rebels, protesters, a court.

In: the matches of each sentence.  Out: mentions of kind group, the longest words first.  A word that
serves only beside a country (*Russian forces*) is a mention where a country touches it.  Which country
a group belongs to is not decided here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extractors import VERSION, Context
from kg.model import Document, Mention, Provenance, Sentence, Span
from kg.ontology import CueWord, FrameWord, GroupWord, Language, Match, Matches

CONFIDENCE = 0.7


def find_mentions(document: Document, context: Context) -> tuple[Mention, ...]:
    """Return mentions of unnamed groups, in the order of the text."""
    return tuple(
        _mention(document, sentence, match)
        for sentence, matches in zip(document.sentences, context.matches, strict=True)
        for match in _longest(sentence, matches, context)
    )


def _longest(sentence: Sentence, matches: Matches, context: Context) -> list[Match]:
    """Choose the longest words that do not overlap."""
    options = matches.of("group")
    if not options:
        return []
    countries = {i for m in matches.of("entity") for i in (m.first - 1, m.last)}
    taken: set[int] = set()
    chosen = []
    for match in sorted(options, key=lambda m: (m.first - m.last, m.first, m.value.ref)):
        word: GroupWord = match.value
        beside = match.first in countries or match.last - 1 in countries
        if (beside or not word.beside) and not taken.intersection(range(match.first, match.last)):
            taken.update(range(match.first, match.last))
            chosen.append(match)
    return sorted((m for m in chosen if _is_head(sentence, m, matches, context)), key=lambda m: m.first)


def _is_head(sentence: Sentence, match: Match, matches: Matches, context: Context) -> bool:
    """*The police arrested*, but not *police station*, *military aid*: English puts nouns before nouns.

    A word behind the group that no list knows as a small word or verb is a noun that the group describes.
    """
    words, language = sentence.words, context.language
    if not language.stacks_nouns or match.last >= len(words):
        return True
    after = words[match.last]
    if not after.islower() or _closes_phrase(language).fullmatch(after):
        return True
    behind = (m.value for m in matches if m.first == match.last and isinstance(m.value, CueWord | FrameWord))
    return any(word.how == "verb" or (word.how == "phrase" and not word.index) for word in behind)


#: Words behind which nothing is described any more.
_SMALL = (
    "stopWord", "withPreposition", "byPreposition", "ofPreposition", "betweenPreposition", "conjunction",
    "againstPreposition", "toPreposition", "inPreposition", "fromPreposition", "subordinator", "determiner",
    "relativePronoun", "passiveAuxiliary", "pastAuxiliary", "futureAuxiliary", "passiveParticiple", "adverb",
)  # fmt: skip


@lru_cache(maxsize=16)
def _closes_phrase(language: Language) -> re.Pattern[str]:
    shapes = sorted({shape for name in _SMALL for shape in language.words[name]})
    return re.compile("|".join(re.escape(s).replace(r"\*", r"\w*") for s in shapes) or r"(?!)")


def _mention(document: Document, sentence: Sentence, match: Match) -> Mention:
    span = Span(sentence.starts[match.first], sentence.ends[match.last - 1], sentence.span.part)
    return Mention(
        span=span,
        text=document.article.slice(span),
        kind="group",
        candidates=(match.value.ref,),
        provenance=Provenance("groups", VERSION, "group", CONFIDENCE),
    )
