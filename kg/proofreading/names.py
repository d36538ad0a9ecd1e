"""What the lexicon as a whole says of names: one thing written twice, one name of two things.

In: the Lexicon.  Out: faults; names that two things share are no mistake by themselves (*Congo*), but each
is read by what stands around it, so they are worth knowing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.ontology import Lexicon
from kg.proofreading.faults import Fault
from kg.proofreading.files import to_key
from kg.vocab import KG, SKOS

_FRAME_WORDS = (KG.verb, KG.noun, KG.phrase)


def check_lexicon(lexicon: Lexicon) -> list[Fault]:
    """Return what is wrong, or worth a look, in the lexicon as a whole."""
    return [*_same_item(lexicon), *_tenures(lexicon), *_frames(lexicon), *_shared_names(lexicon)]


def _same_item(lexicon: Lexicon) -> Iterator[Fault]:
    found: dict[str, list[str]] = defaultdict(list)
    for entity in lexicon.entities.values():
        if entity.wikidata:
            found[entity.wikidata].append(entity.ref)
    for item, refs in found.items():
        if len(refs) > 1:
            keys = " and ".join(map(to_key, refs))
            yield Fault(to_key(refs[0]), f"{keys} have one Wikidata item, {item}: one thing written twice")


def _tenures(lexicon: Lexicon) -> Iterator[Fault]:
    for person, held in lexicon.tenures.items():
        terms = [(t.offices, t.country, t.organisation, t.start) for t in held]
        if len(set(terms)) < len(terms):
            yield Fault(
                to_key(person), "holds one office of one place twice from the same day: remove a tenure"
            )


def _frames(lexicon: Lexicon) -> Iterator[Fault]:
    for ref in lexicon.frames:
        block = lexicon.blocks[ref]
        words = {lang for how in _FRAME_WORDS for _, lang in block.get(how, ())}
        shown = {lang for _, lang in block.get(SKOS.example, ())}
        for lang in sorted(words - shown):
            yield Fault(to_key(ref), f"has words in {lang} and no example in it: add skos:example")


def _shared_names(lexicon: Lexicon) -> Iterator[Fault]:
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for ref, names in lexicon.names.items():
        for text, lang in names:
            found[lang, text][ref] = None
    for (lang, text), refs in sorted(found.items()):
        if len(refs) > 1:
            keys = ", ".join(map(to_key, sorted(refs)))
            yield Fault(
                to_key(min(refs)), f"{text!r}@{lang} is a name of several: {keys}", grave=False, lang=lang
            )
