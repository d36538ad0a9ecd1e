"""The facts of an article, as `kg extract` prints them → a Reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.evaluation.readings import EventRead, OrganisationRead, PersonRead, Reading, StatementRead

_BEGINNING = 8  # words of what is said


def to_reading(facts: Mapping[str, Any]) -> Reading:
    """Return what kg took from an article; references become names, or ISO codes for countries."""
    names = _names(facts)
    return Reading(
        id=facts["id"],
        lang=facts.get("lang") or "und",
        persons=tuple(
            PersonRead(*_name_and_forms(p), p.get("kind"), p.get("country"), p.get("office"))
            for p in facts.get("persons", ())
        ),
        countries=tuple(c["iso3"] for c in facts.get("countries", ())),
        organisations=tuple(
            OrganisationRead(*_name_and_forms(o)) for o in facts.get("organisations", ())
        ),
        topics=tuple(t["id"] for t in facts.get("topics", ())),
        events=tuple(_event(e, names) for e in facts.get("events", ())),
        statements=tuple(
            StatementRead(_name(names, q["speaker"]), _beginning(q["text"]), q.get("kind") or "")
            for q in facts.get("quotations", ())
            if q.get("speaker")
        ),
    )  # fmt: skip


def _names(facts: Mapping[str, Any]) -> dict[str, str]:
    found = {
        e["ref"]: e.get("canonical") or e["name"]
        for k in ("persons", "organisations")
        for e in facts.get(k, ())
    }
    return found | {c["ref"]: c["iso3"] for c in facts.get("countries", ())}


def _name(names: Mapping[str, str], ref: str) -> str:
    return names.get(ref) or ref.rsplit("/", 1)[-1]


def _name_and_forms(entity: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    forms = {mention["text"] for mention in entity.get("mentions", ())}
    return entity["name"], entity.get("canonical") or "", tuple(sorted(forms))


def _beginning(text: str) -> str:
    return " ".join(text.split()[:_BEGINNING])


def _event(event: Mapping[str, Any], names: Mapping[str, str]) -> EventRead:
    return EventRead(
        type=event["type"],
        mode=event.get("mode"),
        agents=tuple(_name(names, ref) for ref in event.get("agents", ())),
        targets=tuple(_name(names, ref) for ref in event.get("targets", ())),
        date=event.get("date"),
        status=event.get("status"),
        main=bool(event.get("main")),
        trigger=(event.get("trigger") or {}).get("text", ""),
    )
