"""The yardstick of speed: spaCy's blank tokenizer and its PhraseMatcher, over the aliases of our lexicon.

In: the lexicon and a language.  Out: a function that reads one text and returns how many aliases it
found.  Needs `pip install spacy`; kg itself does not use spaCy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.ontology import Lexicon
from kg.ontology.matcher import expand
from kg.ontology.words import ALIAS_KINDS, NAMES, index_words
from kg.vocab import KG, SKOS


def phrases(lexicon: Lexicon, code: str) -> list[str]:
    """Return every alias and office word that the matcher of a language holds, as plain phrases.

    PhraseMatcher knows no beginnings of words, so `ukrainisch*` becomes `ukrainisch`.
    """
    language = lexicon.languages[code]
    index = index_words(lexicon.blocks)
    found: set[str] = set()
    own, all_kinds = ("", "mul", code), {*ALIAS_KINDS, KG.word}
    for lang in (*own, *language.fallback, "en"):
        wanted = all_kinds if lang in own else NAMES if lang in language.fallback else {SKOS.prefLabel}
        for ref, words in index.get(lang, {}).items():
            if ref.partition("/")[0] in ("person", "country", "organisation", "office"):
                found.update(
                    p for predicate, text in words if predicate in wanted for p in _plain(text, predicate)
                )
    return sorted(found)


def _plain(text: str, predicate: str) -> Iterator[str]:
    if predicate in NAMES and "*" not in text:
        yield text
        return
    for part in expand(text):
        for words in part:
            yield " ".join(word.strip("*") or word for word in words)


def phrase_reader(lexicon: Lexicon, code: str) -> tuple[Callable[[str], int], int]:
    """Return the reader and the number of phrases it looks for."""
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank(code)
    matcher = PhraseMatcher(nlp.vocab)
    wanted = phrases(lexicon, code)
    matcher.add("alias", list(nlp.tokenizer.pipe(wanted)))
    return (lambda text: len(matcher(nlp.make_doc(text)))), len(wanted)
