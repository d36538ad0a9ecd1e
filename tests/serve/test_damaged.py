"""Queries that are nearly right: a sample with words left out, doubled, exchanged or put in."""

from __future__ import annotations

import random

import pytest
from serving import Served

from kg.exports.samples import sample_queries
from kg.sparql import tokens

SAMPLES = sample_queries()
ODD = (
    "{",
    "}",
    "(",
    ")",
    ".",
    ";",
    "OPTIONAL",
    "UNION",
    "FILTER",
    "?x",
    "'",
    '"',
    "<",
    "GRAPH",
    "\x00",
    "é",
    "\U0001f600",
)


def damaged(text: str, chance: random.Random) -> str:
    """Return a query with one to three changes."""
    words = [token for _, token, _ in tokens(text)]
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(words))
        kind = chance.randrange(4)
        if kind == 0:
            del words[at]
        elif kind == 1:
            words.insert(at, words[at])
        elif kind == 2:
            other = chance.randrange(len(words))
            words[at], words[other] = words[other], words[at]
        else:
            words.insert(at, chance.choice(ODD))
    return " ".join(words)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_query_is_answered_or_refused(name: str, served: Served) -> None:
    """It gets an answer, a reason why not, or runs out of time; the server itself is never at fault."""
    chance = random.Random(name)
    for _ in range(8):
        text = damaged(SAMPLES[name], chance)
        reply = served.query(text)
        assert reply.status in (200, 400, 503), (text, reply.body)
        if reply.status != 200:
            assert reply.json["detail"], text
