"""Verb forms of reported speech (*er sei, man werde*).

In: words of a sentence.  Out: the positions of such forms, or whether a word is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.extractors import Context


def subjunctives(words: Sequence[str], context: Context, *, opens: bool = True) -> list[int]:
    """Positions of the verb forms of reported speech in words that open their sentence, or do not."""
    forms = context.language.words["subjunctive"]
    if not forms:
        return []
    found = [i for i, word in enumerate(words) if word.lower() in forms]
    return [i for i in found if (opens and i == 0) or words[i][0].islower()]


def is_subjunctive(words: Sequence[str], i: int, context: Context) -> bool:
    """Say whether a word is a verb form of reported speech; with a capital it is a noun (*die Folge*)."""
    return context.language.is_("subjunctive", words[i]) and (i == 0 or words[i][0].islower())


def is_infinitive(before: str, word: str, context: Context) -> bool:
    """*zu reisen*, *zurückzukehren*: the mark stands before the verb or inside it."""
    language = context.language
    if not word[:1].islower() or not word.endswith(tuple(language.words["objectInfinitive"])):
        return False
    marks = language.words["infinitiveMarker"]
    return before.lower() in marks or any(m in word[2:-2] for m in marks)


def has_infinitive(words: Sequence[str], context: Context) -> bool:
    """Say whether an infinitive with its mark stands among these words."""
    inside = any(is_infinitive(a, b, context) for a, b in pairwise(words))
    return inside or bool(words and is_infinitive("", words[-1], context))
