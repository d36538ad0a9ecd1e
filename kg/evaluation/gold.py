"""A line of gold → a Reading.  What is wrong with it is said with file and line.

The format is a JSON object per article with the keys id, persons, countries, organisations, topics,
events and statements, all of them, the lists empty where there is nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kg.errors import SourceError
from kg.evaluation.readings import EventRead, OrganisationRead, PersonRead, Reading, StatementRead

_LISTS = ("persons", "countries", "organisations", "topics", "events", "statements")


def parse_gold(lines: Iterable[str], name: str) -> dict[str, Reading]:
    """Return the readings by id, in the order of the file.

    Raises SourceError naming file and line for a line that is no gold, or an id that comes twice.
    """
    found: dict[str, Reading] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        reading = _reading(_object(line.strip(), f"{name}:{number}"), f"{name}:{number}")
        if reading.id in found:
            raise SourceError(
                f"{name}:{number}: {reading.id!r} has gold already in a line above. Remove one."
            )
        found[reading.id] = reading
    if not found:
        raise SourceError(f"{name}: holds no gold. Each line must be the JSON object of one article.")
    return found


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise SourceError(f"{where}: no valid JSON at column {error.colno} ({error.msg}).") from error
    except RecursionError as error:
        raise SourceError(f"{where}: too deeply nested to be gold.") from error
    if not isinstance(row, dict):
        raise SourceError(f"{where}: must be a JSON object with the keys id, {', '.join(_LISTS)}.")
    return row


def _reading(row: dict[str, Any], where: str) -> Reading:
    ident = row.get("id")
    if not isinstance(ident, str) or not ident:
        raise SourceError(f'{where}: lacks the id of the article, such as "id": "a-1".')
    for key in _LISTS:
        if not isinstance(row.get(key), list):
            raise SourceError(f"{where}: {key!r} must be a list; [] where the article has none.")
    persons = [_item(one, "persons", where) for one in row["persons"]]
    return Reading(
        id=ident,
        persons=tuple(_person(one, where) for one in persons),
        countries=_texts(row["countries"], "countries", where),
        organisations=tuple(
            _organisation(_item(o, "organisations", where), where) for o in row["organisations"]
        ),
        topics=_texts(row["topics"], "topics", where),
        events=tuple(_event(_item(one, "events", where), where) for one in row["events"]),
        statements=tuple(_statement(_item(one, "statements", where), where) for one in row["statements"]),
    )


def _item(value: object, key: str, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SourceError(f"{where}: every entry of {key!r} must be a JSON object, not {value!r:.60}.")
    return value


def _texts(values: object, key: str, where: str) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise SourceError(f"{where}: {key!r} must be a list of texts.")
    return tuple(values)


def _text(row: dict[str, Any], key: str, what: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise SourceError(f"{where}: {what} lacks {key!r}, or it is no text.")
    return value


def _optional(row: dict[str, Any], key: str, what: str, where: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise SourceError(f"{where}: {key!r} of {what} must be a text or null, not {value!r:.60}.")
    return value


def _person(row: dict[str, Any], where: str) -> PersonRead:
    what = f"person {row.get('name')!r}"
    kind = _text(row, "kind", what, where)
    if kind not in ("politician", "official", "other"):
        raise SourceError(f"{where}: {what} is a {kind!r}; kinds are politician, official and other.")
    return PersonRead(
        name=_text(row, "name", "a person", where),
        canonical=_optional(row, "canonical", what, where) or "",
        forms=_texts(row.get("forms", []), "forms", where),
        kind=kind,
        country=_optional(row, "country", what, where),
        office=_optional(row, "office", what, where),
    )


def _organisation(row: dict[str, Any], where: str) -> OrganisationRead:
    return OrganisationRead(
        name=_text(row, "name", "an organisation", where),
        canonical=_optional(row, "canonical", f"organisation {row['name']!r}", where) or "",
        forms=_texts(row.get("forms", []), "forms", where),
    )


def _event(row: dict[str, Any], where: str) -> EventRead:
    what = f"event {row.get('type')!r}"
    return EventRead(
        type=_text(row, "type", "an event", where),
        mode=_optional(row, "mode", what, where),
        agents=_texts(row.get("agents", []), "agents", where),
        targets=_texts(row.get("targets", []), "targets", where),
        date=_optional(row, "date", what, where),
        status=_optional(row, "status", what, where),
        main=bool(row.get("main")),
        trigger=_optional(row, "trigger", what, where) or "",
    )


def _statement(row: dict[str, Any], where: str) -> StatementRead:
    return StatementRead(
        speaker=_text(row, "speaker", "a statement", where),
        begins=_text(row, "begins", "a statement", where),
        kind=_optional(row, "kind", "a statement", where) or "",
    )
