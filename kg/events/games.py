"""Events that are none: games, told in the words of politics.

Chelsea *attacks*, Murray *meets* Dimitrov in the second round, Usyk *defended* his title against the Briton.
In: the events of an article.  Out: all of them, or, where the article is plainly about a pastime (a topic
that the lexicon marks so), those in which somebody acts who acts in public life: a state that is named, a
body that the lexicon knows, a holder of a public office.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extractors import Context
from kg.model import Document, Entity, Event, Link, Participant, Span

_EVIDENCE = 4  # places in the article that tell of the pastime; fewer may be a figure of speech
_BESIDE = 0.8  # score of another topic from which on the article is about that, too
#: The people of a country and its capital are a team or an athlete here: the *Briton*, Füchse *Berlin*.
_TEAMS = ("demonym", "metonym", "adjective")


def without_games(document: Document, context: Context, events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events of an article without those of a game."""
    if not events or not _is_about_a_pastime(document, context):
        return tuple(events)
    entities = {entity.ref: entity for entity in document.entities}
    links = {link.mention.span: link for link in document.links}
    return tuple(
        event for event in events if any(_acts_in_public(party, entities, links) for party in _actors(event))
    )


def _is_about_a_pastime(document: Document, context: Context) -> bool:
    topics = sorted(document.topics, key=lambda topic: -topic.score)
    if not topics or not context.lexicon.topics[topics[0].ref].pastime:
        return False
    return len(topics[0].spans) >= _EVIDENCE and all(topic.score < _BESIDE for topic in topics[1:])


def _actors(event: Event) -> list[Participant]:
    agents = [party for party in event.participants if party.role == "agent"]
    return agents or [party for party in event.participants if party.role == "target"]


def _acts_in_public(party: Participant, entities: dict[str, Entity], links: dict[Span, Link]) -> bool:
    entity = entities.get(party.entity)
    if entity is None:
        return False
    if entity.kind == "country":
        link = links.get(party.span) if party.span else None
        return link is None or not link.mention.provenance.rule.startswith(_TEAMS)
    link = links.get(party.span) if party.span else None
    if link is not None and link.mention.provenance.rule == "name:placed":
        return True  # la questura di Roma
    return entity.known or (entity.kind == "person" and bool(entity.office and entity.country))
