"""A person, organisation, event or statement on one line, as a difference shows it."""

from __future__ import annotations

from kg.evaluation.readings import EventRead, OrganisationRead, PersonRead, StatementRead


def person_line(person: PersonRead) -> str:
    """*Emmanuel Macron (president, FRA)*; of other people the kind."""
    details = [d for d in (person.office, person.country) if d] or [person.kind or "unknown"]
    return f"{person.canonical or person.name} ({', '.join(details)})"


def organisation_line(organisation: OrganisationRead) -> str:
    """*NATO*, or *Nato (NATO)* where the text has another name."""
    name, canonical = organisation.name, organisation.canonical
    return f"{name} ({canonical})" if canonical and canonical != name else name


def event_line(event: EventRead) -> str:
    """*CONSULT call: Macron, Starmer (2025-07-10, happened) “telefonierte”*, after → the targets."""
    what = f"{event.type} {event.mode}" if event.mode else event.type
    who = ", ".join(event.agents) or "?"
    whom = f" → {', '.join(event.targets)}" if event.targets else ""
    when = ", ".join(d for d in (event.date, event.status) if d)
    words = f" “{' '.join(event.trigger.split())}”" if event.trigger else ""
    return f"{what}: {who}{whom}" + (f" ({when})" if when else "") + words


def statement_line(statement: StatementRead) -> str:
    """*Andriy Yermak: sehr wichtig und inhaltsreich*."""
    return f"{statement.speaker}: {' '.join(statement.begins.split())}"
