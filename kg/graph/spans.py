"""Where in an article something stands: Web Annotations with targets and selectors, IRIs made of offsets.

In: spans of one document.  Out: statements about mentions, targets and selectors.  One selector per
span carries both position (code points) and quote.
"""

from __future__ import annotations

from kg.graph.terms import Statements, integer, literal
from kg.model import Document, Span
from kg.vocab import GAF, KG, OA

CONTEXT = 24  # characters of text before and after a quote: enough to find it again after an edit


class SpanWriter:
    """Writes the spans of one article, each once."""

    denoted_by = GAF.denotedBy

    def __init__(self, out: Statements, document: Document, key: str) -> None:
        self.out, self.key = out, key
        self.source = document.article
        self.article = out.ref(f"article/{key}")
        self._selectors: dict[Span, str] = {}
        self._targets: dict[Span, str] = {}

    def name(self, span: Span) -> str:
        """Return the part of an IRI that names a span: `<hash>-12-19`, in the headline `<hash>-t0-9`."""
        return f"{self.key}-{'t' if span.part == 'title' else ''}{span.start}-{span.end}"

    def mention(self, span: Span, ref: str, *, body: str | None = None, context: bool = False) -> str:
        """State that the words of `span` name the thing `ref`, and return the mention.

        Words that have no sentence of their own in the graph are given some `context`.
        """
        out = self.out
        me = out.ref(f"mention/{self.name(span)}-{ref.partition('/')[2]}")
        out.type(me, OA.Annotation, KG.Mention)
        out.add(me, OA.hasBody, body or out.ref(ref))
        out.add(me, OA.hasTarget, self.target(span, context=context))
        return me

    def target(self, span: Span, *, context: bool = False) -> str:
        """Return the node that stands for `span` in this article (a specific resource, by its properties)."""
        me = self._targets.get(span)
        if me is None:
            me = self._targets[span] = self.out.ref(f"target/{self.name(span)}")
            self.out.add(me, OA.hasSource, self.article)
        self.out.add(me, OA.hasSelector, self.selector(span, context=context))
        return me

    def selector(self, span: Span, *, context: bool = False) -> str:
        """Return the selector of a span: its position and its words, with `context` also those around."""
        me = self._selectors.get(span)
        if me is None:
            me = self._selectors[span] = self.position(span)
            self.out.type(me, OA.TextQuoteSelector)
            self.out.add(me, OA.exact, literal(self.source.slice(span)))
        if context:
            text = self.source.title if span.part == "title" else self.source.text
            self.out.add(me, OA.prefix, literal(text[max(0, span.start - CONTEXT) : span.start]))
            self.out.add(me, OA.suffix, literal(text[span.end : span.end + CONTEXT]))
        return me

    def position(self, span: Span) -> str:
        """Return the selector of a span with its position alone."""
        me = self.out.ref(f"selector/{self.name(span)}")
        self.out.type(me, OA.TextPositionSelector)
        self.out.add(me, OA.start, integer(span.start))
        self.out.add(me, OA.end, integer(span.end))
        if span.part != "text":
            self.out.add(me, KG.part, literal(span.part))
        return me
