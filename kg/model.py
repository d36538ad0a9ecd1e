"""The nouns of kg, as frozen records.

An `Article` is source text with its metadata; a `Document` is the article plus everything read from
it.  Offsets are Unicode code points, end exclusive.  A span indexes the article's `text`, or its
`title` where `part` says so.  References (`ref`) have the form `kind/key`, for example
`person/volodymyr-zelenskyy`; `graph.py` turns them into IRIs.  Nothing here reads, writes or decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Part = Literal["text", "title"]
EntityKind = Literal["person", "country", "organisation", "group"]
PersonKind = Literal["politician", "official", "other"]
Role = Literal["agent", "target", "mediator"]
Status = Literal["happened", "ongoing", "planned", "denied", "hypothetical"]
DateSource = Literal["text", "publication"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (exclusive) of one part of an article."""

    start: int
    end: int
    part: Part = "text"

    def covers(self, other: Span) -> bool:
        """Say whether `other` lies inside this span, in the same part."""
        return self.part == other.part and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Say whether the two share a character."""
        return self.part == other.part and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which extractor and which rule or lexicon entry found something, and how sure it is (0 to 1)."""

    extractor: str
    version: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Skipped:
    """A stretch of text that is not the report; `why` is teaser, caption, newsletter, boilerplate …"""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its source gave it.

    `id` is the source's own identifier (the JSON field, or the path within the source); `source` says
    where it was read (path, and line for JSON lines); `lang` is an ISO 639-1 code or None when unknown.
    """

    id: str
    source: str
    title: str
    text: str
    lang: str | None = None
    date: date | None = None
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()

    def slice(self, span: Span) -> str:
        """Return the characters that `span` covers."""
        return (self.title if span.part == "title" else self.text)[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name something: a lexicon alias, or a name nobody listed.

    `kind` is person, country, organisation, office or group; `candidates` are refs of lexicon entities that
    bear this alias (empty for an unseen name); `head` names the office ref for office mentions.
    """

    span: Span
    text: str
    kind: str
    candidates: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Link:
    """The decision that a mention means an entity, with its score and reasons; runners-up are kept."""

    mention: Mention
    entity: str
    score: float
    reasons: tuple[str, ...]
    runners_up: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, country, organisation or unnamed group as one article shows it.

    `name` is the fullest form in the text, `canonical` the English name, `office` the lexicon's short
    English label at the article's date, `country` an ISO 3166-1 alpha-3 code, `known` whether the
    entity comes from the lexicon; `sector` is PLOVER's code of a group (COP, REB, CVL …).
    """

    ref: str
    kind: EntityKind
    name: str
    canonical: str
    wikidata: str | None = None
    country: str | None = None
    office: str | None = None
    person_kind: PersonKind | None = None
    known: bool = False
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class TopicAssignment:
    """A topic of the article, its score (0 to 1), the words that say so, and narrower topics found."""

    ref: str
    score: float
    spans: tuple[Span, ...]
    narrower: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeHolding:
    """Person holds office for a country or organisation, as this article says it."""

    person: str
    office: str
    country: str | None
    organisation: str | None
    span: Span
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Participant:
    """An entity in a role of an event, with the words that put it there (None: inferred)."""

    role: Role
    entity: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class When:
    """A date as ISO text (`2025-07-04`, `2025-07` or `2025`), its precision and where it came from."""

    value: str
    precision: Literal["day", "month", "year"]
    source: DateSource
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something one party does, plans or refuses to do; a node with roles, never an edge.

    `type` is one of PLOVER's sixteen or OFFICE, `mode` a narrower key (`call`), `duration` an ISO 8601
    duration, `place` the ref of a country (or None), `topics` refs.
    """

    ref: str
    type: str
    mode: str | None
    status: Status
    participants: tuple[Participant, ...]
    when: When | None
    duration: str | None
    place: str | None
    topics: tuple[str, ...]
    trigger: Span
    sentence: Span
    main: bool
    provenance: Provenance

    def refs(self, role: Role) -> tuple[str, ...]:
        """Return the entities in one role, in the order of the text."""
        return tuple(p.entity for p in self.participants if p.role == role)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Direct or indirect speech: what is said, by whom, and the cue that says so.

    `span` covers what is said without its quotation marks; `frame` the whole sentence part that
    introduces it; `stance` is the cue's (says, praises, thanks, criticises, demands, warns, denies …).
    """

    ref: str
    kind: Literal["direct", "indirect"]
    span: Span
    text: str
    speaker: str | None
    speaker_span: Span | None
    addressee: str | None
    addressee_span: Span | None
    cue: Span | None
    frame: Span | None
    stance: str | None
    topics: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and its tokens: parallel tuples of words and code-point offsets in its part."""

    span: Span
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """An article as read: every tuple in the order of the text, nothing decided twice.

    `corrections` are the keys of those that changed it.
    """

    article: Article
    lang: str
    skipped: tuple[Skipped, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    links: tuple[Link, ...] = ()
    entities: tuple[Entity, ...] = ()
    topics: tuple[TopicAssignment, ...] = ()
    offices: tuple[OfficeHolding, ...] = ()
    events: tuple[Event, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    corrections: tuple[str, ...] = ()

    def entity(self, ref: str) -> Entity | None:
        """Return the entity with this ref, or None."""
        return next((e for e in self.entities if e.ref == ref), None)
