"""What one reader, a person or kg, took from an article: the records that are compared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonRead:
    """A person with the forms of the name that stand in the text; `kind` is politician, official or other."""

    name: str
    canonical: str = ""
    forms: tuple[str, ...] = ()
    kind: str | None = None
    country: str | None = None
    office: str | None = None

    @property
    def is_leader(self) -> bool:
        """Say whether the person holds, held or seeks an office."""
        return self.kind in ("politician", "official")


@dataclass(frozen=True, slots=True)
class OrganisationRead:
    """An organisation with the forms of its name that stand in the text."""

    name: str
    canonical: str = ""
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventRead:
    """An event; agents and targets are names of people and organisations, or ISO codes of countries."""

    type: str
    mode: str | None = None
    agents: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    date: str | None = None
    status: str | None = None
    main: bool = False
    trigger: str = ""


@dataclass(frozen=True, slots=True)
class StatementRead:
    """Something said: by whom, and how it begins."""

    speaker: str
    begins: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that one reader took from one article."""

    id: str
    lang: str = "und"
    persons: tuple[PersonRead, ...] = ()
    countries: tuple[str, ...] = ()
    organisations: tuple[OrganisationRead, ...] = ()
    topics: tuple[str, ...] = ()
    events: tuple[EventRead, ...] = ()
    statements: tuple[StatementRead, ...] = ()
