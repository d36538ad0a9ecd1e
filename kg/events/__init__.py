"""Events with participants in roles: triggers from frames, parties from grammar, dates, status."""

from kg.events.extract import extract_events

__all__ = ["extract_events"]
