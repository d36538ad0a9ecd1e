"""The entities of one article: name, country, office and kind, as its links and phrases show them.

In: links and office phrases.  Out: Entity records.  Which mention means whom is decided already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from kg.links.holders import Holders, label_with
from kg.links.offices import OfficePhrase
from kg.links.romanise import romanise
from kg.model import Document, Entity, Link, Mention, PersonKind, Span
from kg.ontology import Language, Lexicon, Office, Tenure


class Gatherer:
    """Gathers entities; `unlisted` gives the fullest name of those the lexicon lacks."""

    def __init__(
        self,
        holders: Holders,
        phrase_of: Mapping[int, OfficePhrase],
        unlisted: Mapping[str, str],
        language: Language,
        parties: Mapping[int, str],
    ) -> None:
        self.holders, self.phrase_of, self.unlisted, self.language = holders, phrase_of, unlisted, language
        self.parties = parties  # mention → the party in brackets behind it
        self.lexicon, self.day = holders.lexicon, holders.day

    def entities(self, links: Sequence[Link]) -> tuple[Entity, ...]:
        """Return the entities that the links mean, each once, in the order of the text."""
        by_ref: dict[str, list[Link]] = defaultdict(list)
        for link in links:
            by_ref[link.entity].append(link)
        return tuple(self._entity(ref, found) for ref, found in by_ref.items())

    def _group(self, ref: str, links: Sequence[Link]) -> Entity:
        """*die Polizei* → police, *South Korean police* → police of South Korea."""
        group, country = self.lexicon.group(ref)
        place = self.lexicon.entities.get(f"country/{country}") if country else None
        return Entity(
            ref=ref,
            kind="group",
            name=max((ln.mention.text for ln in links), key=len),
            canonical=f"{group.label} of {place.canonical}" if place else group.label,
            country=country,
            known=True,
            sector=group.sector,
        )

    def _entity(self, ref: str, links: Sequence[Link]) -> Entity:
        listed = self.lexicon.entities.get(ref)
        kind = ref.split("/", 1)[0]
        if kind == "group":
            return self._group(ref, links)
        named = [
            ln.mention for ln in links if not ln.mention.provenance.rule.startswith(("office", "pronoun"))
        ]
        name = max((m.text for m in named), key=len, default=listed.canonical if listed else ref)
        if listed is None:
            name = self.unlisted.get(ref, name)
        office, country, person_kind = (
            self._person_facts(ref, links) if kind == "person" else (None, None, None)
        )
        return Entity(
            ref=ref,
            kind=kind,  # type: ignore[arg-type]
            name=name,
            canonical=listed.canonical if listed else romanise(name, self.language),
            wikidata=listed.wikidata if listed else None,
            country=country or (listed.country if listed else None),
            office=office,
            person_kind=person_kind,
            known=listed is not None,
        )

    def _person_facts(self, ref: str, links: Sequence[Link]) -> tuple[str | None, str | None, PersonKind]:
        """Office, country and kind: as the text says, else from dated tenures."""
        phrases = [p for ln in links if (p := self.phrase_of.get(id(ln.mention))) is not None]
        tenure, party = self._tenure(ref), self._party_country(links)
        for phrase in phrases:
            office = self._narrowest(self.holders.office_of(phrase), phrase, ref)
            listed = self.lexicon.entities.get(ref)
            own = listed.country if listed else self.holders.home_of(phrase) or party
            country = self.holders.country_of(phrase) or own
            if not (tenure and {"former", "designate"} & phrase.modifiers and self._is_current(tenure)):
                return label_with(office.label, phrase.modifiers), country, office.person_kind
        if tenure is not None and tenure.offices:
            offices = [self.lexicon.offices[o] for o in tenure.offices if o in self.lexicon.offices]
            if offices:
                office = max(offices, key=lambda o: (len(o.ancestors), o.ref))
                former = frozenset() if self._is_current(tenure) else frozenset({"former"})
                return label_with(office.label, former), tenure.country, office.person_kind
        if party is not None and ref not in self.lexicon.entities:
            return None, party, "politician"
        return None, None, "politician" if ref in self.lexicon.entities else "other"

    def _party_country(self, links: Sequence[Link]) -> str | None:
        """The country of the party in brackets behind the name."""
        party = next((self.parties[id(ln.mention)] for ln in links if id(ln.mention) in self.parties), None)
        return self.lexicon.entities[party].country if party is not None else None

    def _narrowest(self, office: Office, phrase: OfficePhrase, ref: str) -> Office:
        """The office the person holds or held, where the text names a broader one (*Außenminister Rubio*)."""
        if phrase.modifiers - {"former", "designate"}:
            return office
        tenures = sorted(self.lexicon.tenures.get(ref, ()), key=lambda t: not self._is_current(t))
        held = [self.lexicon.offices[o] for t in tenures for o in t.offices if o in self.lexicon.offices]
        return next((o for o in held if office.ref in o.ancestors), office)

    def _tenure(self, ref: str) -> Tenure | None:
        """The office at the article's date, else the last one before it; without a date the last one.

        Offices at home come first: Macron is also a prince of Andorra.
        """
        tenures = self.lexicon.tenures.get(ref, ())
        home = self.lexicon.entities[ref].country if ref in self.lexicon.entities else None
        if self.day is not None:
            day = self.day
            current = tuple(t for t in tenures if t.covers(day) and t.start)
            tenures = current or tuple(t for t in tenures if (t.start or date.min) <= day)
        return max(
            tenures,
            key=lambda t: (t.country == home, self.day is None and t.end is None, t.start or date.min),
            default=None,
        )

    def _is_current(self, tenure: Tenure) -> bool:
        return self.day is None or tenure.covers(self.day)


def parties_in_brackets(
    document: Document, mentions: Sequence[Mention], links: Mapping[int, Link], lexicon: Lexicon
) -> dict[int, str]:
    """People with their party behind them, *Werner Schulz (Grüne)*: mention → party."""
    found: dict[int, str] = {}
    for person, body in pairwise(mentions):
        gap = Span(person.span.end, body.span.start, person.span.part)
        if person.kind != "person" or body.kind != "organisation" or id(body) not in links:
            continue
        entity = lexicon.entities.get(links[id(body)].entity)
        party = entity is not None and entity.classification == "party"
        if party and document.article.slice(gap).strip() == "(":
            found[id(person)] = links[id(body)].entity
    return found
