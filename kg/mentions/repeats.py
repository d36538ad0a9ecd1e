"""People named before, found again by surname (or unusual given name) alone.

In: the names found in a document.  Out: person mentions without candidates, rule `name:repeat`.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extractors import VERSION, Context
from kg.model import Document, Mention, Provenance, Span

CONFIDENCE = 0.8


def find_repeats(document: Document, context: Context, found: Sequence[Mention]) -> tuple[Mention, ...]:
    """Find surnames (and unusual given names) of the people found, standing alone elsewhere."""
    full = [m.text.split() for m in (*found, *document.mentions) if m.kind == "person" and " " in m.text]
    if not full:
        return ()
    taken = {(m.span.part, i) for m in (*found, *document.mentions) for i in (m.span.start, m.span.end - 1)}
    tails = _tails(document, full, [m.span for m in (*found, *document.mentions)])
    taken |= {(m.span.part, i) for m in tails for i in range(m.span.start, m.span.end)}
    wanted = _forms({base for word in _short(full) for base in bases(word, context)}, context)
    rows = list(tails)
    known: dict[str, bool] = {}
    for sentence in document.sentences:
        if wanted.isdisjoint(sentence.words):
            continue
        part = sentence.span.part
        for word, start, end in zip(sentence.words, sentence.starts, sentence.ends, strict=True):
            if word not in wanted or not word[0].isupper() or len(word) < 3:
                continue
            if word not in known:
                known[word] = not _is_word(word, context)
            if known[word] and (part, start) not in taken and (part, end - 1) not in taken:
                rows.append(_person(document, Span(start, end, part)))
    return tuple(rows)


def _short(full: Sequence[Sequence[str]]) -> set[str]:
    short = {words[-1] for words in full} | {words[0] for words in full}
    return {word for word in short if len(word) > 2 and word[0].isupper()}


def _is_word(word: str, context: Context) -> bool:
    """*Die Burg* is not the person of that name, nor is *Aber* at the beginning of a sentence."""
    if context.language.is_("stopWord", word):
        return True
    found = context.lexicon.matcher(context.language.code).find([word])
    return any(m.kind == "NounCue" for m in found)


def bases(word: str, context: Context) -> set[str]:
    """Return the forms that a word may have in a dictionary: *Свиридова* → *Свиридова*, *Свиридов* …"""
    return {word, *(base for base, _, _ in context.language.name_bases(word))}


def _forms(names: set[str], context: Context) -> set[str]:
    """Return all words that have one of these forms in a dictionary, as `bases` finds it."""
    stems = (
        (name.removesuffix(base), ending)
        for name in names
        for ending, base in context.language.name_endings
        if name.endswith(base)
    )
    return names | {stem + ending for stem, ending in stems if len(stem) > 2}


def _person(document: Document, span: Span) -> Mention:
    provenance = Provenance("names", VERSION, "name:repeat", CONFIDENCE)
    return Mention(span, document.article.slice(span), "person", (), provenance)


def _tails(document: Document, full: Sequence[Sequence[str]], taken: Sequence[Span]) -> list[Mention]:
    """Find surnames of several words standing alone (*Ayman Sheib ad-Din* … *Sheib ad-Din*)."""
    tails = sorted({" ".join(words[1:]) for words in full if len(words) > 2}, key=lambda t: (-len(t), t))
    rows: list[Mention] = []
    for tail in tails:
        start = document.article.text.find(tail)
        while start >= 0:
            span = Span(start, start + len(tail))
            inside = any(s.span.covers(span) for s in document.sentences)
            if inside and not any(span.overlaps(o) for o in (*taken, *(r.span for r in rows))):
                rows.append(_person(document, span))
            start = document.article.text.find(tail, start + len(tail))
    return rows
