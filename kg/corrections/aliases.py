"""A lexicon that also knows the aliases of corrections; everything else in it stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.corrections.records import Correction
from kg.errors import CorrectionError
from kg.ontology import Lexicon
from kg.ontology.words import NAMES
from kg.vocab import SKOS


def with_aliases(lexicon: Lexicon, corrections: Sequence[Correction]) -> Lexicon:
    """Return the lexicon with the aliases of `corrections`; raises CorrectionError for unlisted things.

    An alias without a language holds in all.  It belongs to nobody else then: whoever bears the same name in
    that language loses it.
    """
    aliases = [c for c in corrections if c.kind == "alias"]
    if not aliases:
        return lexicon
    blocks, names = dict(lexicon.blocks), dict(lexicon.names)
    for correction in aliases:
        ref, word = correction.refs[0], (correction.value, correction.more or "mul")
        _check(correction, lexicon)
        for other in [o for o, words in names.items() if o != ref and _holds(words, correction)]:
            blocks[other] = {
                name: [w for w in values if name not in NAMES or not _is(w, correction)]
                for name, values in blocks[other].items()
            }
            names[other] = [w for w in names[other] if not _is(w, correction)]
        block = blocks[ref] = dict(blocks[ref])
        block[SKOS.altLabel] = [*block.get(SKOS.altLabel, ()), word]
        names[ref] = [*names[ref], word]
    return replace(lexicon, blocks=blocks, names=names, _matchers={}, _prepositions={})


def _is(word: object, correction: Correction) -> bool:
    if not isinstance(word, tuple) or word[0] != correction.value:
        return False
    return not correction.more or word[1] in ("", "mul", correction.more)


def _holds(words: Sequence[object], correction: Correction) -> bool:
    return any(_is(word, correction) for word in words)


def _check(correction: Correction, lexicon: Lexicon) -> None:
    if correction.refs[0] not in lexicon.entities:
        raise CorrectionError(
            f"{correction.place}: {correction.refs[0]} is not in the lexicon, so it can have no alias; join "
            f"unlisted names with same: [the one that stays, the other]"
        )
    if correction.more and correction.more not in lexicon.languages:
        known = ", ".join(sorted(lexicon.languages))
        raise CorrectionError(f"{correction.place}: lang: {correction.more!r} is none of {known}")
