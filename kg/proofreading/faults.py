"""What a check found: where, what is wrong, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A mistake (`grave`), or something that may be meant so and deserves a look.

    `lang` is the one language that it is about, if it is about one.
    """

    where: str
    message: str
    grave: bool = True
    lang: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"
