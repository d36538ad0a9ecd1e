"""Events with participants in roles: triggers from frames, parties from grammar, dates, status."""

from kg.events.extract import extract_events
from kg.events.games import without_games

__all__ = ["extract_events", "without_games"]
