"""What an article is read as, as short statements that two readings can be compared by.

In: an object of `kg extract`, or the statements of an article's graph.  Out: the same records from both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

KINDS = (
    "people", "countries", "organisations", "groups", "topics", "offices", "events", "quotations",
)  # fmt: skip
_BY_REF = {"person": "people", "country": "countries", "organisation": "organisations", "group": "groups"}
_SHOWN = 80  # characters of what is said


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """One statement: its kind, and what it says in words that do not depend on where it stands.

    `parts` are the same by name (type, agents, date …), of events, quotations and offices.
    """

    kind: str
    text: str
    parts: tuple[tuple[str, str], ...] = field(default=(), compare=False)


def kind_of(ref: str) -> str | None:
    """Return the kind of an entity or topic by its ref, or None."""
    head = ref.partition("/")[0]
    return "topics" if head == "topic" else _BY_REF.get(head)


def event_said(
    type_: str, mode: str | None, agents: Iterable[str], targets: Iterable[str], date: str | None, status: str
) -> Said:
    """Return `CONSULT call: person/a, person/b → country/c (2025-07-04, happened)`."""
    who, whom = ", ".join(sorted(agents)), ", ".join(sorted(targets))
    what, day = f"{type_}{f' {mode}' if mode else ''}", date or "no date"
    parts = (("what", what), ("agents", who), ("targets", whom), ("date", day), ("status", status))
    return Said("events", f"{what}: {who}{f' → {whom}' if whom else ''} ({day}, {status})", parts)


def quotation_said(speaker: str | None, kind: str, text: str) -> Said:
    """Return who says what, shortened."""
    words, who = " ".join(text.split()), speaker or "somebody"
    parts = (("speaker", who), ("directness", kind), ("says", words))
    said = f"{who}: {kind} “{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”"
    return Said("quotations", said, parts)


def office_said(person: str, office: str) -> Said:
    """Return who holds which office."""
    return Said("offices", f"{person}: {office}", (("person", person), ("office", office)))


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
        found[office_said(office["person"], office["office"])] = words(office)
    for e in facts.get("events", ()):
        said = event_said(e["type"], e["mode"], e["agents"], e["targets"], e["date"], e["status"])
        found[said] = words(e["sentence"])
    for q in facts.get("quotations", ()):
        found[quotation_said(q["speaker"], q["kind"], q["text"])] = words(q.get("frame"))
    return found, str(facts.get("lang", "und"))


def of_kind(said: Iterable[Said], kind: str) -> Sequence[Said]:
    """Return the statements of one kind, sorted."""
    return sorted(s for s in said if s.kind == kind)
