"""Who plays which role in an event, while it is put together; small words on parties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.syntax import Party


@dataclass(slots=True)
class Cast:
    """Parties by role while an event is put together; `place` holds where it happens."""

    agents: list[Party] = field(default_factory=list)
    targets: list[Party] = field(default_factory=list)
    mediators: list[Party] = field(default_factory=list)
    places: list[Party] = field(default_factory=list)
    sure: float = 0.0
    suffered: bool = False  # wurde angegriffen: nobody need say by whom
    mutual: bool = False  # die EU-Außenminister treffen sich: one body, many who meet

    def add(self, role: str, parties: Sequence[Party]) -> None:
        """Put parties into a role unless they play another one already."""
        known = {
            "agent": self.agents,
            "target": self.targets,
            "mediator": self.mediators,
            "place": self.places,
        }
        rows = known.get(role)
        if rows is None:
            return
        taken = {p.ref for p in (*self.agents, *self.targets, *self.mediators)} if role != "place" else set()
        for party in parties:
            if party.ref not in taken and party.ref not in {p.ref for p in rows}:
                rows.append(party)


def groups_of(parties: Sequence[Party]) -> list[list[Party]]:
    """Return coordinated parties together, in the order of the text."""
    groups: list[list[Party]] = []
    for party in sorted(parties, key=lambda p: p.first):
        if groups and groups[-1][0].group == party.group:
            groups[-1].append(party)
        else:
            groups.append([party])
    return groups


def is_free(party: Party) -> bool:
    """Say whether a party stands for itself: no preposition, no attribute of a noun."""
    return party.mark is None and party.attribute is None


def is_attribute(party: Party) -> bool:
    """Say whether a party describes the noun behind it (*russische* Truppen, *US*-Angriff)."""
    return party.attribute in ("adjective", "compound", "possessive")
