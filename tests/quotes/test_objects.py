"""Demands and announcements in a noun phrase."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Document

# ruff: noqa: E501 (a table reads best with one case a line)
# language, text, what is demanded or announced, stance
CASES = [
    ("de", "Merz kündigte seinen Rücktritt als Parteichef an.", "seinen Rücktritt als Parteichef", "announces"),
    ("de", "Merz hat ein neues Gesetz angekündigt.", "ein neues Gesetz", "announces"),
    ("de", "Die sofortige Freilassung der Geiseln forderte Merz.", "Die sofortige Freilassung der Geiseln", "demands"),
    ("en", "Starmer demanded the immediate release of the hostages.", "the immediate release of the hostages", "demands"),
    ("fr", "Emmanuel Macron a condamné les attaques contre les hôpitaux.", "les attaques contre les hôpitaux", "condemns"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "said", "stance"), CASES)
def test_what_is_demanded_or_announced(
    read: Callable[..., Document], lang: str, text: str, said: str, stance: str
) -> None:
    """The noun phrase without the verb is what is said."""
    assert (said, stance) in {(q.text, q.stance) for q in read(text, lang=lang).quotations}


@pytest.mark.parametrize("text", ["Merz lobte den Minister.", "Merz kündigte Macron einen Brief an."])
def test_people_are_not_what_is_said(read: Callable[..., Document], text: str) -> None:
    """Whom one praises, and to whom one announces something, is no content."""
    assert not any(q.text.startswith(("den Minister", "Macron")) for q in read(text).quotations)
