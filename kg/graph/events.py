"""Events and quotations of one article as statements.

An event's IRI is a hash of type, mode, parties and date, so several articles state the same event; what
only this article says of it (status, confidence, sentence) stands also on its mention.
"""

from __future__ import annotations

from calendar import monthrange

from kg.graph.spans import SpanWriter
from kg.graph.terms import Statements, boolean, day, decimal, duration, literal
from kg.model import Document, Event, Quotation, When
from kg.ontology import Lexicon
from kg.vocab import KG, PROV, RDFS, SCHEMA, SEM, SKOS, TIME


def add_event(out: Statements, document: Document, event: Event, spans: SpanWriter, lexicon: Lexicon) -> None:
    """State an event, its parties, and the words that tell of it."""
    me = out.ref(event.ref)
    out.type(me, SEM.Event, KG.Event)
    out.add(me, RDFS.label, literal(event_label(document, event, lexicon), "en"))
    out.add(me, SEM.eventType, out.ref(f"type/{event.type}"))
    if event.mode:
        out.add(me, KG.mode, out.ref(f"mode/{event.mode}"))
    for party in event.participants:
        out.add(me, KG[party.role], out.ref(party.entity))
        out.add(me, SEM.hasActor, out.ref(party.entity))
    out.add(me, KG.status, literal(event.status))
    if event.when:
        _add_date(out, me, event.when)
    if event.duration:
        out.add(me, TIME.hasXSDDuration, duration(event.duration))
    if event.place:
        out.add(me, SEM.hasPlace, out.ref(event.place))
    out.add(me, KG.topic, *(out.ref(t) for t in event.topics))
    if event.main:
        out.add(me, KG.main, boolean(True))
    out.add(me, PROV.wasDerivedFrom, spans.article)
    _add_words(out, event, spans)


def _add_words(out: Statements, event: Event, spans: SpanWriter) -> None:
    words = spans.mention(event.trigger, event.ref)
    out.add(out.ref(event.ref), spans.denoted_by, words)
    out.add(words, KG.sentence, spans.selector(event.sentence))
    out.add(words, KG.status, literal(event.status))
    out.add(words, KG.rule, literal(event.provenance.rule))
    out.add(words, KG.confidence, decimal(event.provenance.confidence))


def _add_date(out: Statements, me: str, when: When) -> None:
    out.add(me, KG.datePrecision, literal(when.precision))
    out.add(me, KG.dateSource, literal(when.source))
    if when.precision == "day":
        out.add(me, SEM.hasTimeStamp, day(when.value))
        return
    first, last = _bounds(when.value)
    out.add(me, SEM.hasEarliestBeginTimeStamp, day(first))
    out.add(me, SEM.hasLatestEndTimeStamp, day(last))


def _bounds(value: str) -> tuple[str, str]:
    """Return the first and the last day of a month or year."""
    if len(value) == 4:
        return f"{value}-01-01", f"{value}-12-31"
    return f"{value}-01", f"{value}-{monthrange(int(value[:4]), int(value[5:7]))[1]:02d}"


def event_label(document: Document, event: Event, lexicon: Lexicon) -> str:
    """Return `Donald Trump, Volodymyr Zelenskyy: call (2025-07-04)`, the same in every article."""
    agents, targets = (_names(document, event.refs(role), lexicon) for role in ("agent", "target"))
    parties = f"{agents} → {targets}" if agents and targets else agents or (f"→ {targets}" if targets else "")
    what = concept_label(lexicon, f"mode/{event.mode}" if event.mode else f"type/{event.type}")
    date = f" ({event.when.value})" if event.when else ""
    return f"{parties}: {what}{date}" if parties else f"{what}{date}"


def _names(document: Document, refs: tuple[str, ...], lexicon: Lexicon) -> str:
    return ", ".join(sorted({entity_label(document, ref, lexicon) for ref in refs}))


def entity_label(document: Document, ref: str, lexicon: Lexicon) -> str:
    """Return the English name of an entity."""
    if ref in lexicon.entities:
        return lexicon.entities[ref].canonical
    entity = document.entity(ref)
    return entity.canonical if entity else ref.partition("/")[2]


def concept_label(lexicon: Lexicon, ref: str) -> str:
    """Return the English label of a type, mode, topic or office, else its key in words."""
    labels = {lang: text for text, lang in (lexicon.blocks.get(ref) or {}).get(SKOS.prefLabel, ())}
    return labels.get("en") or ref.partition("/")[2].replace("-", " ").lower()


def add_quotation(out: Statements, document: Document, quotation: Quotation, spans: SpanWriter) -> None:
    """State a quotation, who says it to whom, and the words that say so."""
    me = out.ref(quotation.ref)
    out.type(me, SCHEMA.Quotation, KG.Quotation)
    out.add(me, SCHEMA.text, literal(quotation.text, document.lang))
    if quotation.speaker:
        out.add(me, SCHEMA.spokenByCharacter, out.ref(quotation.speaker))
    if quotation.addressee:
        out.add(me, KG.addressee, out.ref(quotation.addressee))
    if quotation.stance:
        out.add(me, KG.stance, literal(quotation.stance))
    out.add(me, KG.directness, literal(quotation.kind))
    out.add(me, KG.topic, *(out.ref(t) for t in quotation.topics))
    out.add(me, SCHEMA.isPartOf, spans.article)
    out.add(me, PROV.wasQuotedFrom, spans.article)
    _add_quoted_words(out, quotation, spans)


def _add_quoted_words(out: Statements, quotation: Quotation, spans: SpanWriter) -> None:
    words = spans.mention(quotation.span, quotation.ref)
    out.add(out.ref(quotation.ref), spans.denoted_by, words)
    if quotation.cue:
        out.add(words, KG.cue, spans.selector(quotation.cue))
    if quotation.frame:
        out.add(words, KG.sentence, spans.selector(quotation.frame))
    if quotation.speaker_span:
        out.add(words, KG.speakerWords, spans.selector(quotation.speaker_span))
    out.add(words, KG.rule, literal(quotation.provenance.rule))
    out.add(words, KG.confidence, decimal(quotation.provenance.confidence))
