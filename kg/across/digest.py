"""A Document → what is kept of it for the graphs across articles."""

from __future__ import annotations

from kg.across.agencies import credited_agency
from kg.across.records import Digest, EventMention
from kg.across.signatures import imprint
from kg.graph import names_in, ties_in, uses_in
from kg.model import Document, Event
from kg.ontology import Lexicon


def digest(document: Document, lexicon: Lexicon) -> Digest:
    """Return ties, unlisted names, refs of everything spoken of, event mentions and the text's imprint."""
    ties, names = ties_in(document, lexicon), names_in(document, lexicon)
    agency = credited_agency(document, lexicon)
    uses = uses_in(document, names, ties) | ({agency} if agency else set())
    return Digest(
        ties=tuple(sorted(ties)),
        names=tuple(sorted(names)),
        uses=tuple(sorted(uses)),
        mentions=tuple(sorted(_mention(document, event, lexicon) for event in document.events)),
        imprint=imprint(document, agency),
        corrections=document.corrections,
    )


def _mention(document: Document, event: Event, lexicon: Lexicon) -> EventMention:
    when = event.when
    roles = {role: tuple(sorted(set(event.refs(role)))) for role in ("agent", "target", "mediator")}
    parties = sorted({*roles["agent"], *roles["target"]})
    return EventMention(
        document.article.id, event.ref, event.type, event.mode or "", event.status,
        when.value if when else "", _dated(event), event.duration or "", event.place or "",
        roles["agent"], roles["target"], roles["mediator"], tuple(sorted(event.topics)),
        tuple((p, country) for p in parties if (country := _country(document, p, lexicon))),
        event.main, event.trigger.start if event.trigger.part == "text" else -1,
    )  # fmt: skip


def _dated(event: Event) -> str:
    """Return where the date is from: publication, the text, or only the text around the event's sentence."""
    when = event.when
    if when is None or when.source != "text":
        return when.source if when else ""
    at, sentence = when.span, event.sentence
    own = at is None or (at.part == sentence.part and sentence.start <= at.start < sentence.end)
    return "text" if own else "context"


def _country(document: Document, ref: str, lexicon: Lexicon) -> str:
    """Return the country a party acts for, or an empty text; of a country itself, none."""
    if ref.startswith("country/"):
        return ""
    entity = document.entity(ref)
    country = entity.country if entity else None
    if ref.startswith("group/"):
        country = lexicon.group(ref)[1] or country
    return f"country/{country}" if country else ""
