"""What the ledger keeps of one article so that articles can be compared later: small, flat records.

The terms are those of cross-document event coreference: an *event mention* is one article's telling of an
event (ACE, ERE); a *story* is a set of articles that are the same text.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph import Name, Tie


@dataclass(frozen=True, slots=True, order=True)
class EventMention:
    """One article's telling of an event.

    `article` is the hash of the article, `event` its ref; `date` ISO text of day, month or year (empty
    when the article gives none), `dated` where that comes from (text, context: another sentence's date,
    publication or empty); `acts_for` pairs its parties with the countries they act for; `start` is the
    offset of the trigger in the text, or -1 in the headline.
    """

    article: str
    event: str
    type: str
    mode: str
    status: str
    date: str
    dated: str
    duration: str
    place: str
    agents: tuple[str, ...]
    targets: tuple[str, ...]
    mediators: tuple[str, ...]
    topics: tuple[str, ...]
    acts_for: tuple[tuple[str, str], ...]
    main: bool
    start: int

    @property
    def parties(self) -> frozenset[str]:
        """Everyone in it, whatever their role."""
        return frozenset((*self.agents, *self.targets))


@dataclass(frozen=True, slots=True)
class Imprint:
    """What an article's text leaves behind: a signature of its words, and the agency it credits.

    `signature` is empty for a text too short to be recognised; `size` counts its different shingles.
    """

    signature: bytes = b""
    size: int = 0
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """What of one article the graphs across articles are made of, and the keys of what corrected it."""

    ties: tuple[Tie, ...] = ()
    names: tuple[Name, ...] = ()
    uses: tuple[str, ...] = ()
    mentions: tuple[EventMention, ...] = ()
    imprint: Imprint = Imprint()
    corrections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Teller:
    """An article as the witness of something: when, in which language, and whose words they are.

    `told_by` is what independent sources are counted by: the agency an article (or its story) credits,
    else the outlet that brought its story first, else the article itself.
    """

    date: str
    article: str
    lang: str
    outlet: str
    told_by: str


@dataclass(frozen=True, slots=True)
class Told:
    """Who tells something, all together: how many articles and independent sources, and the first report."""

    articles: int
    sources: int
    langs: tuple[str, ...]
    first: str
    date: str
