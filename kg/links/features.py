"""How well a lexicon entity fits a mention: a table of features, each a small function.

Every feature returns a value between -1 and 1 and a short reason; the score is the weighted sum over
the table.  Weights were set by hand on the development articles; see docs/quality.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kg.links.offices import OfficePhrase
from kg.model import Mention
from kg.ontology import Lexicon, LexiconEntity


@dataclass(frozen=True, slots=True)
class Situation:
    """What a candidate is judged by: the mention, the article's date, countries around, office beside."""

    mention: Mention
    lexicon: Lexicon
    day: date | None
    countries: Counter[str]
    phrase: OfficePhrase | None
    full_names: Counter[str]
    home: str | None = None  # the country of the article's language


Feature = Callable[[LexiconEntity, Situation], tuple[float, str]]


def alias_prior(entity: LexiconEntity, situation: Situation) -> tuple[float, str]:
    """The alias itself: a full name says more than a surname or a capital."""
    return situation.mention.provenance.confidence, situation.mention.provenance.rule


def named_in_full(entity: LexiconEntity, situation: Situation) -> tuple[float, str]:
    """The article names this entity in full elsewhere."""
    count = situation.full_names[entity.ref]
    return (1.0, "named in full in the article") if count else (0.0, "")


def in_office(entity: LexiconEntity, situation: Situation) -> tuple[float, str]:
    """In office at the article's date, or in the years around it."""
    tenures = situation.lexicon.tenures.get(entity.ref, ())
    if not tenures or situation.day is None:
        return 0.0, ""
    if any(t.covers(situation.day) for t in tenures):
        return 1.0, "in office at the article's date"
    years = min(_distance(t.start, t.end, situation.day) for t in tenures)
    return (0.4, "in office near the article's date") if years < 6 else (-0.5, "out of office for years")


def _distance(start: date | None, end: date | None, day: date) -> float:
    gaps = [(start - day).days if start and start > day else 0, (day - end).days if end and end < day else 0]
    return max(gaps) / 365.25


def country_mentioned(entity: LexiconEntity, situation: Situation) -> tuple[float, str]:
    """The entity's country is spoken of in the article."""
    if entity.country is None or not situation.countries:
        return 0.0, ""
    share = situation.countries[entity.country] / max(situation.countries.values())
    return (
        (share, f"{entity.country} is spoken of") if share else (-0.3, f"{entity.country} is not spoken of")
    )


def office_agrees(entity: LexiconEntity, situation: Situation) -> tuple[float, str]:
    """The office beside the name is one the candidate has held."""
    if situation.phrase is None:
        return 0.0, ""
    wanted = {
        ref
        for o in situation.phrase.mention.candidates
        for ref in (o, *situation.lexicon.offices[o].ancestors)
    }
    for tenure in situation.lexicon.tenures.get(entity.ref, ()):
        if wanted.intersection(tenure.offices):
            return 1.0, "has held the office named beside"
    return -0.2, ""


def at_home(entity: LexiconEntity, situation: Situation) -> tuple[float, str]:
    """Where nothing else decides, the country of the language (*die Bundesregierung*)."""
    home = situation.home is not None and entity.country == situation.home
    return (1.0, f"{entity.country} is the home of the language") if home else (0.0, "")


FEATURES: tuple[tuple[Feature, float], ...] = (
    (alias_prior, 0.5),
    (named_in_full, 0.3),
    (in_office, 0.25),
    (country_mentioned, 0.25),
    (office_agrees, 0.3),
    (at_home, 0.03),
)


def score(entity: LexiconEntity, situation: Situation) -> tuple[float, tuple[str, ...]]:
    """Return the weighted sum of all features and the reasons that moved it."""
    total, reasons = 0.0, []
    for feature, weight in FEATURES:
        value, reason = feature(entity, situation)
        total += weight * value
        if value and reason:
            reasons.append(f"{reason} ({weight * value:+.2f})")
    return round(total, 4), tuple(reasons)
