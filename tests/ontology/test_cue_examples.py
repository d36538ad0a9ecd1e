"""Every example sentence of a cue: the cue is found in it, and reported speech becomes a quotation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest

from kg.model import Article, Document
from kg.ontology import Cue, CueWord, Lexicon, Match, load_lexicon
from kg.ontology.matcher import TOKEN
from kg.ontology.words import to_cues
from kg.text import segment
from kg.vocab import SKOS

#: Least share of reporting examples, per language, that yield a quotation with the stance of the cue.
QUOTED = {"de": 0.92, "en": 0.72, "es": 0.90, "fr": 0.90, "it": 0.88, "pl": 0.55, "ru": 0.60, "uk": 0.60}


def examples() -> Iterator[tuple[Cue, str, str]]:
    """Yield every cue with one of its example sentences and the language."""
    for ref, block in load_lexicon().blocks.items():
        if ref.startswith("cue/"):
            for cue in to_cues(ref, block):
                for text, lang in block.get(SKOS.example, ()):
                    yield cue, text, lang


def matches_in(text: str, lang: str, lexicon: Lexicon) -> list[Match]:
    """Find all matches; a line that is skipped as teaser or caption is matched as it stands."""
    matcher = lexicon.matcher(lang)
    article = Article(id="t", source="test", title="", text=text, lang=lang)
    found = [m for sentence in segment(article, lexicon.languages[lang], matcher).matches for m in sentence]
    return found + matcher.find(TOKEN.findall(text))


def cues_found(matches: list[Match]) -> set[tuple[str, str]]:
    """Return (ref, class) of every cue of which all parts are there."""
    parts: dict[tuple[Cue, int, int], set[int]] = defaultdict(set)
    for match in matches:
        if isinstance(match.value, CueWord):
            word = match.value
            parts[word.cue, word.pattern, word.total].add(word.index)
    return {(cue.ref, cue.kind) for (cue, _, total), seen in parts.items() if len(seen) == total}


@pytest.mark.parametrize(
    ("cue", "text", "lang"),
    examples(),
    ids=lambda v: v.ref.removeprefix("cue/") if isinstance(v, Cue) else "",
)
def test_cue_is_found_in_its_example(cue: Cue, text: str, lang: str, lexicon: Lexicon) -> None:
    """The example sentence of a cue holds the cue."""
    assert (cue.ref, cue.kind) in cues_found(matches_in(text, lang, lexicon)), text


@pytest.mark.parametrize("lang", sorted(load_lexicon().languages))
def test_reported_speech_becomes_a_quotation(lang: str, read: Callable[..., Document]) -> None:
    """Most examples of reporting cues yield a quotation with the stance of the cue."""
    cases = [(cue, text) for cue, text, spoken in examples() if cue.kind == "ReportingCue" and spoken == lang]
    missed = [
        f"{cue.ref} ({cue.stance}): {text}"
        for cue, text in cases
        if cue.stance not in {q.stance for q in read(text, lang=lang).quotations}
    ]
    share = 1 - len(missed) / len(cases)
    assert share >= QUOTED.get(lang, 0.5), f"{share:.2f}\n" + "\n".join(missed)
