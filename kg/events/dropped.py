"""The subject that a verb leaves out: *Zełenski przyleciał do Brukseli. Zaapelował o nowe sankcje.*

In: the events of single sentences, in the order of the text, and all parsed sentences.  Out: the same, where
a verb that opens its sentence without a subject has that of the sentence before.  Only in languages that
leave pronouns out; verbs in the plural are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from kg.events.cast import is_free
from kg.events.drafts import Draft
from kg.events.roles import is_passive
from kg.events.triggers import shapes_of
from kg.extractors import Context
from kg.ontology import Language
from kg.syntax import Parsed, Party
from kg.syntax.clauses import is_preposition

_LESS_SURE = 0.1


def with_dropped_subjects(drafts: Sequence[Draft], parsed: Sequence[Parsed], context: Context) -> list[Draft]:
    """Return the drafts, those without a subject with the one that goes on."""
    at = {sentence.index: i for i, sentence in enumerate(parsed)}
    done: list[Draft] = []
    for draft in drafts:
        i = at[draft.parsed.index]
        if i and context.language.drops_pronouns and _lacks_subject(draft, context):
            before = parsed[i - 1]
            subject = _subject(before, [d for d in done if d.parsed is before])
            if subject is not None and subject.ref not in draft.parties:
                cast = replace(draft.cast, agents=[subject], sure=draft.cast.sure - _LESS_SURE)
                draft = replace(draft, cast=cast)
        done.append(draft)
    return done


def _lacks_subject(draft: Draft, context: Context) -> bool:
    """A verb in the singular opens the sentence, and no noun in the subject's form stands behind it."""
    trigger, words, language = draft.trigger, draft.parsed.sentence.words, context.language
    verb = trigger.head + 1 if language.is_("reflexivePronoun", words[0]) else trigger.head
    if trigger.how == "noun" or draft.cast.agents or verb != trigger.head or trigger.head > 0:
        return False
    if _plural_verbs(language).fullmatch(words[0].lower()) or is_passive(draft.parsed, trigger, context):
        return False
    i = 1
    while i < len(words) and (i in trigger.positions or language.is_("reflexivePronoun", words[i])):
        i += 1
    if i == len(words):
        return True
    word = words[i].lower()
    governed = is_preposition(word, context) or word in context.free_prepositions
    opens = not word[0].isalnum() or language.is_("subordinator", word)
    named = any(p.oblique and p.phrase <= i < p.last for p in draft.parsed.parties)
    return governed or opens or named


def _subject(parsed: Parsed, drafts: Sequence[Draft]) -> Party | None:
    acting = [p for d in drafts if d.trigger.how != "noun" for p in d.cast.agents if p.kind == "person"]
    free = (p for p in parsed.parties if p.kind == "person" and is_free(p) and not p.oblique)
    found = {p.ref: p for p in acting}
    return next(iter(found.values())) if len(found) == 1 else next(free, None)


@lru_cache(maxsize=16)
def _plural_verbs(language: Language) -> re.Pattern[str]:
    return shapes_of(language.words["pluralVerb"])
