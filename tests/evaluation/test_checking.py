"""Gold beside its article: every fault is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.evaluation import Legal, check_gold
from kg.evaluation.readings import EventRead, OrganisationRead, PersonRead, Reading, StatementRead

TEXT = "Alder ruft an\nAna Alder rief am Freitag\nbei der Nato an. „Wir kommen“, sagte sie."
LEGAL = Legal({"CONSULT"}, {"trade"}, {"POL"})
ALDER = PersonRead("Ana Alder", "Ana Alder", ("Ana Alder", "Alder"), "politician", "POL", "minister")
CALL = EventRead(
    "CONSULT", "call", ("Ana Alder", "Nato"), (), "2025-07-04", "happened", True, "rief ... bei der Nato an"
)
GOLD = Reading(
    "a", "de", (ALDER,), ("POL",), (OrganisationRead("Nato", "NATO", ("Nato",)),), ("trade",), (CALL,),
    (StatementRead("Ana Alder", "Wir kommen", "direct"),),
)  # fmt: skip


def test_sound_gold_has_no_faults() -> None:
    """Line breaks of the text do not matter, nor do words left out of a trigger."""
    assert check_gold(GOLD, TEXT, LEGAL) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"persons": (replace(ALDER, forms=("Alders",)),)}, "'Alders' of 'Ana Alder' does not stand"),
        ({"persons": (replace(ALDER, forms=()),)}, "'Ana Alder' has no forms"),
        ({"persons": (replace(ALDER, country="PL"),)}, "no country has the code 'PL'"),
        ({"countries": ("POL", "POL")}, "country POL is named twice"),
        ({"topics": ("tade",)}, "'tade' is no top topic"),
        ({"events": (replace(CALL, type="CALL"),)}, "'CALL' is no event type"),
        ({"events": (replace(CALL, status=None),)}, "status None is none of"),
        ({"events": (replace(CALL, date="4.7.2025"),)}, "'4.7.2025' is no date"),
        ({"events": (replace(CALL, agents=("Bo Birch",)),)}, "'Bo Birch', party of CONSULT, is no person"),
        ({"events": (replace(CALL, trigger="rief … zu"),)}, "trigger 'zu' does not stand in the text"),
        ({"statements": (StatementRead("Ana Alder", "Wir gehen", "direct"),)}, "statement 'Wir gehen' "),
        ({"statements": (StatementRead("Ana Alder", "Wir kommen"),)}, "statement 'Wir kommen' is ''; kinds"),
    ],
)  # fmt: skip
def test_a_fault_is_named(change: dict[str, object], fault: str) -> None:
    """What is wrong, with the words of the gold."""
    (found,) = check_gold(replace(GOLD, **change), TEXT, LEGAL)  # type: ignore[arg-type]
    assert found.startswith(f"a: {fault}")
