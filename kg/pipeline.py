"""The order of steps: an Article goes in, a Document comes out.

The only file that knows the order, and the only one that puts what extractors return into a new
Document.  A failure inside one article becomes an ArticleError that names the article; what to do
with it is the caller's choice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg import __version__
from kg.corrections import Correction, correct, with_aliases
from kg.errors import ArticleError, CorrectionError, ExtractorError, KgError
from kg.events import extract_events, without_games
from kg.extractors import Context, MentionFinder, load_extractor
from kg.links import link_mentions
from kg.links.pronouns import link_pronouns
from kg.mentions import alias, groups, names, organisations
from kg.model import Article, Document, Link, Mention
from kg.ontology import Lexicon, load_lexicon
from kg.quotes import extract_quotations
from kg.syntax import parse, without_groups
from kg.text import identify_language, segment
from kg.topics import event_topics, extract_topics, find_terms, topics_within

#: Finders in order; each sees the mentions of those before it.
BUILT_IN: dict[str, MentionFinder] = {
    "alias": alias.find_mentions,
    "names": names.find_mentions,
    "organisations": organisations.find_mentions,
    "groups": groups.find_mentions,
}


_BUCKET = 32  # characters; most names are shorter


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads articles with one lexicon and one chain of mention finders."""

    lexicon: Lexicon
    finders: tuple[tuple[str, MentionFinder], ...]
    corrections: tuple[Correction, ...] = ()

    @classmethod
    def load(cls, ontology: Path | None = None, finders: Sequence[str] = ()) -> Reader:
        """Load the ontology and the named finders (default: the built-in ones, then those named).

        A finder is named as `--finder` takes it: `NAME`, or `NAME:key=value,…` for one with options.

        Raises OntologyError or ExtractorError.
        """
        chain: list[tuple[str, MentionFinder]] = list(BUILT_IN.items())
        for name in finders:
            if name not in BUILT_IN:
                chain.append((name, load_extractor("kg.mentions", name)))
        return cls(load_lexicon(ontology), tuple(chain))

    def corrected(self, corrections: Sequence[Correction]) -> Reader:
        """Return a reader that replays corrections.  Raises CorrectionError for one that cannot hold."""
        for correction in corrections:
            _check_type(correction, self.lexicon)
        return replace(self, lexicon=with_aliases(self.lexicon, corrections), corrections=tuple(corrections))

    @property
    def version(self) -> str:
        """Return what decides the outcome besides article and corrections: program, lexicon and finders."""
        return "+".join(
            [__version__, self.lexicon.version]
            + [getattr(finder, "version", name) for name, finder in self.finders if name not in BUILT_IN]
        )

    def read(self, article: Article) -> Document:
        """Read one article.

        Raises ArticleError, with the cause chained, when anything in it goes wrong.
        """
        try:
            return self._read(article)
        except KgError:
            raise
        except RecursionError as error:
            raise ArticleError(f"{article.source}: too deeply nested to be read") from error
        except Exception as error:
            raise ArticleError(
                f"{article.source}: could not be read ({type(error).__name__}: {error})"
            ) from error

    def _read(self, article: Article) -> Document:
        code = identify_language(article, self.lexicon)
        if code is None:
            return Document(article, article.lang or "und", warnings=(*article.warnings, _unknown(article)))
        language = self.lexicon.languages[code]
        parts = segment(article, language, self.lexicon.matcher(code))
        context = Context(self.lexicon, language, parts.matches)
        document = Document(
            article, code, skipped=parts.skipped, sentences=parts.sentences, warnings=article.warnings
        )  # fmt: skip
        for name, finder in self.finders:
            document = replace(document, mentions=_checked(document, name, finder(document, context)))
        linked = link_mentions(document, context)
        document = replace(document, links=linked.links, entities=linked.entities, offices=linked.offices)
        document = replace(document, links=_in_order((*document.links, *link_pronouns(document, context))))
        terms = find_terms(document, context)
        document = replace(document, topics=extract_topics(document, terms))
        parsed = parse(document, context)
        events = without_games(document, context, extract_events(document, context, parsed))
        quotations = extract_quotations(document, context, tuple(without_groups(p) for p in parsed))
        document = replace(
            document,
            events=tuple(replace(e, topics=event_topics(document, terms, e)) for e in events),
            quotations=tuple(replace(q, topics=topics_within(document, terms, q.span)) for q in quotations),
        )
        return correct(document, self.corrections, self.lexicon) if self.corrections else document


def _check_type(correction: Correction, lexicon: Lexicon) -> None:
    if correction.kind != "retype":
        return
    if correction.value not in lexicon.types:
        known = ", ".join(sorted(lexicon.types))
        raise CorrectionError(f"{correction.place}: type: {correction.value!r} is none of {known}")
    if correction.more and f"mode/{correction.more}" not in lexicon.blocks:
        raise CorrectionError(f"{correction.place}: mode: {correction.more!r} is no mode of the lexicon")


def _unknown(article: Article) -> str:
    said = f"declared as {article.lang!r}" if article.lang else "not recognised"
    return f"language {said}: no ontology/lexicon/languages file for it; nothing was extracted"


def _in_order(links: Iterable[Link]) -> tuple[Link, ...]:
    def place(link: Link) -> tuple[bool, int, int]:
        span = link.mention.span
        return span.part != "title", span.start, span.end

    return tuple(sorted(links, key=place))


def _checked(document: Document, name: str, found: Iterable[Mention]) -> tuple[Mention, ...]:
    """Add a finder's mentions; longer new ones replace shorter ones they cover.

    A plug-in's also replace less sure guesses at the same characters: a user adds a model to be told.
    """
    new = []
    for mention in found:
        if document.article.slice(mention.span) != mention.text:
            raise ExtractorError(
                f"{name}: mention {mention.text!r} is not what stands at "
                f"{mention.span.start}–{mention.span.end} of {document.article.id}"
            )
        new.append(mention)
    if not new:
        return document.mentions
    foreign = name not in BUILT_IN
    beside = _Overlaps(document.mentions)
    touched = [(n, beside.of(n)) for n in new]
    gone = {id(m) for n, near in touched for m in near if _replaces(n, m, foreign)}
    old = [m for m in document.mentions if id(m) not in gone]
    kept = [n for n, near in touched if all(id(m) in gone for m in near)]
    return tuple(sorted((*old, *kept), key=lambda m: (m.span.part != "title", m.span.start, m.span.end)))


class _Overlaps:
    """Mentions by place, so that each is compared with its neighbours only."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self.at: dict[tuple[str, int], list[Mention]] = defaultdict(list)
        for mention in mentions:
            for tens in _tens(mention):
                self.at[tens].append(mention)

    def of(self, mention: Mention) -> list[Mention]:
        """Return the mentions that share a character with this one."""
        near = [n for tens in _tens(mention) for n in self.at.get(tens, ())]
        return [n for n in near if n.span.overlaps(mention.span)]


def _tens(mention: Mention) -> list[tuple[str, int]]:
    span = mention.span
    return [(span.part, i) for i in range(span.start // _BUCKET, (span.end - 1) // _BUCKET + 1)]


def _replaces(new: Mention, old: Mention, foreign: bool) -> bool:
    if new.span == old.span:
        guess = not old.candidates and old.provenance.confidence < new.provenance.confidence
        return foreign and guess
    return new.span.covers(old.span)
