"""What an article is read as, as short statements that two readings can be compared by.

In: an object of `kg extract`, or the statements of an article's graph.  Out: the same records from both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

KINDS = (
    "people", "countries", "organisations", "groups", "topics", "offices", "events", "quotations",
)  # fmt: skip
_BY_REF = {"person": "people", "country": "countries", "organisation": "organisations", "group": "groups"}
_SHOWN = 80  # characters of what is said


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """One statement: its kind, and what it says in words that do not depend on where it stands."""

    kind: str
    text: str


def kind_of(ref: str) -> str | None:
    """Return the kind of an entity or topic by its ref, or None."""
    head = ref.partition("/")[0]
    return "topics" if head == "topic" else _BY_REF.get(head)


def event_text(
    type_: str, mode: str | None, agents: Iterable[str], targets: Iterable[str], date: str | None, status: str
) -> str:
    """Return `CONSULT call: person/a, person/b → country/c (2025-07-04, happened)`."""
    parties = ", ".join(sorted(agents)) + (
        f" → {', '.join(sorted(targets))}" if (targets := list(targets)) else ""
    )
    return f"{type_}{f' {mode}' if mode else ''}: {parties} ({date or 'no date'}, {status})"


def quotation_text(speaker: str | None, kind: str, text: str) -> str:
    """Return who says what, shortened."""
    words = " ".join(text.split())
    return f"{speaker or 'somebody'}: {kind} “{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”"


def from_facts(facts: Mapping[str, Any]) -> tuple[dict[Said, str], str]:
    """Return the statements of an object of `kg extract` with the words each came from, and the language."""
    text, title = str(facts.get("text", "")), str(facts.get("title", ""))

    def words(span: Mapping[str, Any] | None) -> str:
        if not span:
            return ""
        return (title if span.get("part") == "title" else text)[span["start"] : span["end"]]

    found: dict[Said, str] = {}
    for group in ("persons", "countries", "organisations", "groups"):
        for entity in facts.get(group, ()):
            kind = kind_of(entity["ref"])
            if kind:
                found[Said(kind, entity["ref"])] = words(next(iter(entity["mentions"]), None))
    for topic in facts.get("topics", ()):
        found[Said("topics", topic["ref"])] = words(next(iter(topic["mentions"]), None))
    for office in facts.get("offices", ()):
        found[Said("offices", f"{office['person']}: {office['office']}")] = words(office)
    for e in facts.get("events", ()):
        said = event_text(e["type"], e["mode"], e["agents"], e["targets"], e["date"], e["status"])
        found[Said("events", said)] = words(e["sentence"])
    for q in facts.get("quotations", ()):
        found[Said("quotations", quotation_text(q["speaker"], q["kind"], q["text"]))] = words(q.get("frame"))
    return found, str(facts.get("lang", "und"))


def of_kind(said: Iterable[Said], kind: str) -> Sequence[Said]:
    """Return the statements of one kind, sorted."""
    return sorted(s for s in said if s.kind == kind)
