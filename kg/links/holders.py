"""Who holds an office: by the article itself, by dated tenures, or by the country spoken of.

In: the office phrases of a document and the links made so far.  Out: the country, the holder and the
holdings of each phrase.  It links nothing itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from kg.extractors import VERSION
from kg.links.offices import OfficePhrase
from kg.model import Link, OfficeHolding, Provenance
from kg.ontology import Lexicon, Office

#: How many times as often as the next one a country must be named to be the country of the article.
DOMINANT = 1.5
_NEAR = 400  # characters before an office in which its holder was named
_AT_HOME = 2  # bodies and people of the language's own country, at least, where it is meant


class Holders:
    """Answers questions about the office phrases of one document; `links` grows while it is asked."""

    def __init__(
        self,
        lexicon: Lexicon,
        day: date | None,
        phrases: Sequence[OfficePhrase],
        links: Mapping[int, Link],
        countries: Counter[str],
        plain: Counter[str],
        around: Counter[str],
        home: str | None = None,
    ) -> None:
        self.lexicon, self.day, self.phrases, self.home = lexicon, day, phrases, home
        self.links, self.countries, self.plain, self.around = links, countries, plain, around

    def country_of(self, phrase: OfficePhrase) -> str | None:
        """The country a phrase names, as ISO code: said beside it, or part of the office word itself."""
        if phrase.place is not None:
            linked = self.links.get(id(phrase.place))
            ref = linked.entity if linked else next(iter(phrase.place.candidates), "")
            entity = self.lexicon.entities.get(ref)
            if entity is not None and entity.country:
                return entity.country
        return next((o.country for o in self.offices(phrase) if o.country), None)

    def home_of(self, phrase: OfficePhrase) -> str | None:
        """The country of a phrase, else the one that the article speaks of most, by far.

        Not for a body without a country: the spokesman of the UN belongs to no country.
        """
        if (country := self.country_of(phrase)) is not None:
            return country
        if self.place_ref(phrase) is not None:
            return None
        return self._own_country() or self.main_country() or self._home(phrase)

    def _home(self, phrase: OfficePhrase) -> str | None:
        """*minister sprawiedliwości Anna Nowak* is one at home, unless the article is of other countries.

        A spokesperson may be one of anything.
        """
        told = not self.plain or self.home in self.plain
        return self.home if told and not any(o.speaks_for_body for o in self.offices(phrase)) else None

    def main_country(self) -> str | None:
        """The country that the article speaks of most, by far; not for one name (*talks with the US*)."""
        ranked = (self.plain + self.around).most_common(2)
        if not ranked or ranked[0][1] < 2:
            return None
        if len(ranked) > 1 and ranked[0][1] < DOMINANT * ranked[1][1]:
            return None
        return ranked[0][0]

    def _own_country(self) -> str | None:
        """The country of the language, where it acts no less than others: *il ministro dell'Agricoltura*."""
        if self.home is None:
            return None
        told = self.plain + self.around
        return self.home if told[self.home] >= max(_AT_HOME, *told.values(), 0) else None

    def offices(self, phrase: OfficePhrase) -> list[Office]:
        """Return the offices that a phrase may mean."""
        return [self.lexicon.offices[ref] for ref in phrase.mention.candidates]

    def office_of(self, phrase: OfficePhrase) -> Office:
        """The office a phrase means; of several the one its country has (*el canciller* is the chancellor
        in Germany, the foreign minister in Colombia)."""
        offices = self.offices(phrase)
        country = self.home_of(phrase) if len(offices) > 1 else None
        there = (o for o in offices if (o.ref, f"country/{country}") in self.lexicon.holders)
        return next(there, offices[-1] if country else offices[0])

    def place_ref(self, phrase: OfficePhrase) -> str | None:
        """Return the country or organisation of an office, as a ref."""
        if phrase.place is not None and id(phrase.place) in self.links:
            return self.links[id(phrase.place)].entity
        if (party := self._party_inside(phrase)) is not None:
            return party
        for office in self.offices(phrase):
            if office.organisation or office.country:
                return office.organisation or f"country/{office.country}"
        return None

    def _party_inside(self, phrase: OfficePhrase) -> str | None:
        """*Il leader della Lega*: the party that the words of the office name themselves."""
        span = phrase.mention.span
        inside = (ln.entity for ln in self.links.values() if span.covers(ln.mention.span))
        known = (self.lexicon.entities.get(ref) for ref in inside if ref.startswith("organisation/"))
        return next((e.ref for e in known if e is not None and e.classification == "party"), None)

    def holder(self, phrase: OfficePhrase) -> tuple[str | None, str]:
        """Return who holds an office that stands alone, and why; (None, …) when it is open."""
        place = self.place_ref(phrase)
        near = self._nearest_holder(phrase) if place is None else None
        if near is not None:
            return near, "named last before it of those who hold this office"
        met = self._holders_met(phrase, place)
        dated = self._dated_holder(phrase, self._places(phrase, place))
        if met is not None and (dated is None or not self._has_left(met, phrase)):
            return met, "holds this office in the article"
        if dated is not None:
            where = place or "the countries spoken of"
            return (
                dated,
                f"the only holder of {phrase.mention.candidates[0]} of {where} at the article's date",
            )
        return met, "holds this office in the article"

    def _nearest_holder(self, phrase: OfficePhrase) -> str | None:
        """*Trump … von der Leyen … il presidente*: of those named before, the last in office."""
        offices = set(self._meanings(phrase))
        here = phrase.mention.span
        before = [
            (ln.mention.span.start, ln.entity)
            for ln in self.links.values()
            if ln.entity.startswith("person/") and ln.mention.span.part == here.part == "text"
            and here.start - _NEAR < ln.mention.span.start < here.start
        ]  # fmt: skip
        for _, ref in sorted(before, reverse=True):
            terms = self.lexicon.tenures.get(ref, ())
            if self.day and any(
                t.covers(self.day) and t.start and offices.intersection(t.offices) for t in terms
            ):
                return ref
        return None

    def former(self, phrase: OfficePhrase) -> tuple[str | None, str]:
        """The one person of the article who held the office before its date: *der Ex-Präsident*."""
        place, day = self.place_ref(phrase), self.day
        offices = set(self._meanings(phrase))
        people = {ln.entity for ln in self.links.values() if ln.entity.startswith("person/")}
        found = {
            t.person for person in people for t in self.lexicon.tenures.get(person, ())
            if offices & self._with_broader(t.offices) and t.end is not None and (day is None or t.end < day)
            and place in (None, t.organisation, f"country/{t.country}")
        }  # fmt: skip
        reason = "the only one in the article who held this office before"
        return (next(iter(found)), reason) if len(found) == 1 else (None, "")

    def _with_broader(self, offices: Sequence[str]) -> set[str]:
        known = [self.lexicon.offices[o] for o in offices if o in self.lexicon.offices]
        return {*offices, *(above for office in known for above in office.ancestors)}

    def _places(self, phrase: OfficePhrase, place: str | None) -> list[str]:
        """Where the office may be held: *US Treasury secretary* names the body, and means the country."""
        if place is None:
            return [f"country/{iso}" for iso in sorted(self.countries)]
        country = self.country_of(phrase)
        body = place.startswith("organisation/") and country is not None
        known = any((office, place) in self.lexicon.holders for office in self._meanings(phrase))
        return [f"country/{country}"] if body and not known else [place]

    def _dated_holder(self, phrase: OfficePhrase, places: Sequence[str]) -> str | None:
        """The one holder at the article's date, in one place or in the only place of several that has one."""
        if self.day is None:
            return None
        for office in self._meanings(phrase):
            many = self.lexicon.offices[office].held_by_many
            if many and not (len(places) == 1 and places[0].startswith("organisation/")):
                continue  # but of one party there is one leader
            holders = {t.person for place in places for t in self.lexicon.holders_of(office, place, self.day)}
            if len(holders) > 1:  # la presidenta: of several the one whom the article names
                holders &= {link.entity for link in self.links.values()}
            if len(holders) == 1:
                return next(iter(holders))
        return None

    def _has_left(self, person: str, phrase: OfficePhrase) -> bool:
        """Say whether the lexicon knows that a person no longer held the office at the article's date."""
        offices = set(self._meanings(phrase))
        terms = [t for t in self.lexicon.tenures.get(person, ()) if offices.intersection(t.offices)]
        return bool(terms) and self.day is not None and not any(t.covers(self.day) for t in terms)

    def has_held(self, person: str, phrase: OfficePhrase) -> bool:
        """Say whether a listed person holds the office on the day (has held it, if the text says former)."""
        offices = set(self._meanings(phrase))
        terms = [t for t in self.lexicon.tenures.get(person, ()) if offices.intersection(t.offices)]
        past = "former" in phrase.modifiers or self.day is None
        return any(past or (self.day is not None and t.covers(self.day)) for t in terms)

    def _meanings(self, phrase: OfficePhrase) -> list[str]:
        """The offices a word stands for: *Kremlchef* says the country and means its president."""
        offices = self.offices(phrase)
        broader = [self.lexicon.offices[a] for o in offices for a in o.ancestors if a in self.lexicon.offices]
        labels = {o.label for o in offices if o.country or o.organisation}
        return [*phrase.mention.candidates, *(o.ref for o in broader if o.label in labels)]

    def _holders_met(self, phrase: OfficePhrase, place: str | None) -> str | None:
        """The one person whom the article has named with this office before, or with one it is a kind of.

        *L’ancien général Lestang … Le général*: a rank or a seat that many hold is kept in speaking of it.
        """
        found: set[str] = set()
        past: set[str] = set()
        many = all(o.held_by_many for o in self.offices(phrase))
        for other in self.phrases:
            if other.person is None or id(other.person) not in self.links:
                continue
            kinds = self._with_broader(other.mention.candidates) if many else set(other.mention.candidates)
            if not kinds & set(phrase.mention.candidates):
                continue
            other_place = self.place_ref(other)
            if place is None or other_place is None or place == other_place:
                former = "former" in other.modifiers
                (past if former else found).add(self.links[id(other.person)].entity)
        found = found or (past if many else set())
        return next(iter(found)) if len(found) == 1 else None

    def holdings(self) -> tuple[OfficeHolding, ...]:
        """Return the offices held as the article says it."""
        rows = []
        for phrase in self.phrases:
            if (
                phrase.person is None
                or id(phrase.person) not in self.links
                or "designate" in phrase.modifiers
            ):
                continue
            place = self.place_ref(phrase)
            office = self.office_of(phrase)
            rows.append(
                OfficeHolding(
                    person=self.links[id(phrase.person)].entity,
                    office=label_with(office.label, phrase.modifiers),
                    country=self.country_of(phrase),
                    organisation=place
                    if place and place.startswith("organisation/")
                    else office.organisation,
                    span=phrase.person.span if phrase.joined else phrase.mention.span,
                    provenance=Provenance("links", VERSION, f"office:{office.ref.split('/')[1]}", 0.8),
                )
            )
        return tuple(rows)


def label_with(label: str, modifiers: frozenset[str]) -> str:
    """Return an office's label with what is said of the holder (*former president*)."""
    return " ".join([*(m for m in ("former", "acting", "designate", "deputy") if m in modifiers), label])
