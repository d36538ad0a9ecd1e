"""The example sentences of the lexicon, read: each must show what it is an example of.

In: a Reader, whose lexicon holds the examples.  Out: faults.  Frames must yield an event of their type and
mode with the parties that the example names, cues must stand in their sentence, topics must be found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kg.model import Article, Document, Event
from kg.ontology import Cue, CueWord, Lexicon, Match
from kg.ontology.matcher import TOKEN
from kg.ontology.words import to_cues
from kg.pipeline import Reader
from kg.proofreading.faults import Fault
from kg.proofreading.files import to_key
from kg.text import segment
from kg.vocab import DEFAULT_BASE, KG, RDF, SKOS

#: A Friday; examples may say *am Freitag*.
DAY = date(2025, 7, 4)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that shows what a block means; `cue` only for cues."""

    ref: str
    text: str
    lang: str
    cue: Cue | None = None


def examples(lexicon: Lexicon) -> Iterator[Example]:
    """Yield every example sentence of frames, cues and top topics in the order of their keys."""
    for ref, block in sorted(lexicon.blocks.items()):
        kind = ref.partition("/")[0]
        for text, lang in block.get(SKOS.example, ()):
            if kind == "cue":
                yield from (Example(ref, text, lang, cue) for cue in to_cues(ref, block))
            elif kind == "frame" or KG.TopTopic in block.get(RDF.type, ()):
                yield Example(ref, text, lang)


def check_examples(
    reader: Reader, languages: frozenset[str] | None = None, advance: Callable[[], object] = lambda: None
) -> list[Fault]:
    """Read all examples (of some languages) and return what they fail to show."""
    faults = []
    for example in examples(reader.lexicon):
        if languages is None or example.lang in languages:
            complaint = check_example(reader, example)
            if complaint:
                faults.append(Fault(to_key(example.ref), complaint))
            advance()
    return faults


def check_example(reader: Reader, example: Example) -> str | None:
    """Return what an example fails to show, or None."""
    lexicon = reader.lexicon
    if example.lang not in lexicon.languages:
        return f"the example “{example.text}” is in {example.lang}, which has no file in languages/"
    if example.cue:
        if (example.ref, example.cue.kind) in cues_in(example.text, example.lang, lexicon):
            return None
        return f"no word of this {example.cue.kind} stands in its example “{example.text}”"
    document = reader.read(Article("t", "test", "", example.text, lang=example.lang, date=DAY))
    if example.ref.startswith("topic/"):
        return _topic_complaint(example, document)
    return _frame_complaint(example, document, lexicon)


def _topic_complaint(example: Example, document: Document) -> str | None:
    found = [topic.ref for topic in document.topics]
    if example.ref in found:
        return None
    return f"the example “{example.text}” yields {', '.join(map(to_key, found)) or 'no topic'}"


def _frame_complaint(example: Example, document: Document, lexicon: Lexicon) -> str | None:
    frame, block = lexicon.frames[example.ref], lexicon.blocks[example.ref]
    wanted = {
        (role, iri.removeprefix(DEFAULT_BASE))
        for role, predicate in (("agent", KG.exampleAgent), ("target", KG.exampleTarget))
        for iri in block.get(predicate, ())
    }
    for event in document.events:
        if (event.type, event.mode) == (frame.type, frame.mode) and wanted <= _parties(event):
            return None
    read = "; ".join(map(_said, document.events)) or "nothing"
    parties = ", ".join(f"{role} {to_key(ref)}" for role, ref in sorted(wanted))
    return f"“{example.text}” must yield {frame.type}/{frame.mode} ({parties}), read: {read}"


def _parties(event: Event) -> set[tuple[str, str]]:
    return {(p.role, p.entity) for p in event.participants}


def _said(event: Event) -> str:
    parties = ", ".join(f"{p.role} {to_key(p.entity)}" for p in event.participants)
    return f"{event.type}/{event.mode} ({parties}; {event.status}; {event.provenance.rule})"


def cues_in(text: str, lang: str, lexicon: Lexicon) -> set[tuple[str, str]]:
    """Return (ref, class) of every cue of which all parts stand in a text."""
    parts: dict[tuple[Cue, int, int], set[int]] = defaultdict(set)
    for match in _matches(text, lang, lexicon):
        if isinstance(match.value, CueWord):
            word = match.value
            parts[word.cue, word.pattern, word.total].add(word.index)
    return {(cue.ref, cue.kind) for (cue, _, total), seen in parts.items() if len(seen) == total}


def _matches(text: str, lang: str, lexicon: Lexicon) -> list[Match]:
    """Find all matches; a line that is skipped as teaser or caption is matched as it stands."""
    matcher = lexicon.matcher(lang)
    article = Article(id="t", source="test", title="", text=text, lang=lang)
    found = [m for sentence in segment(article, lexicon.languages[lang], matcher).matches for m in sentence]
    return found + matcher.find(TOKEN.findall(text))
