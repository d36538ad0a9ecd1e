"""What the type of an event says about it: words or deeds, cooperation or conflict."""

from __future__ import annotations

from kg.extractors import Context
from kg.vocab import KG


def is_verbal(kind: str, context: Context) -> bool:
    """Say whether a type is something said (praise, demand, threat): news reports it when it is said."""
    return _quad_class(kind, context).startswith("verbal")


def is_violent(kind: str, context: Context) -> bool:
    """Say whether a type is a deed against somebody (attack, arrest, sanctions)."""
    return _quad_class(kind, context) == "material conflict"


def _quad_class(kind: str, context: Context) -> str:
    classes = context.lexicon.blocks.get(f"type/{kind}", {}).get(KG.quadClass, ())
    return next((text.lower() for text, _ in classes), "")


def is_hostile(kind: str, context: Context) -> bool:
    """Say whether a type of events is conflict, in words or deeds (*gegen X wird ermittelt*)."""
    return _quad_class(kind, context).endswith("conflict")
