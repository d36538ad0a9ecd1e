"""What a build changed, as far as it matters across articles."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.graph import Tie
from kg.ledger import Ledger

ALL_FROM = 2_000  # touched ties; beyond, deriving everything is faster


@dataclass(slots=True)
class Touched:
    """Articles read or dropped, and the ties, names, events, copies and stories that they have or had.

    `ties` are without evidence; `evidence` holds them with it, once for each.
    `cases` are leading events whose corroboration is written again.  Once `everything` is touched, nothing
    but the articles is kept.
    """

    ties: set[Tie] = field(default_factory=set)
    evidence: set[Tie] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    copies: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    stories: set[str] = field(default_factory=set)
    cases: set[str] = field(default_factory=set)
    everything: bool = False

    def see(self, ledger: Ledger, article: str) -> None:
        """Remember what the ledger knows of an article now; call it before and after that changes."""
        self.articles.add(article)
        if self.everything:
            return
        ties = ledger.ties_of(article)
        self.ties |= {Tie(t.subject, t.relation, t.object) for t in ties}
        self.evidence |= {t for t in ties if t.evidence}
        self.names |= ledger.names_of(article)
        self.copies.update(ledger.across.copies(article))
        self.events |= ledger.across.events_of(article)
        if story := ledger.across.story(article):
            self.stories.add(story)
        if len(self.ties) > ALL_FROM:
            self.everything = True
            for kept in (self.ties, self.evidence, self.names, self.copies, self.events, self.stories):
                kept.clear()
