"""Texts and event mentions that several tests compare."""

from __future__ import annotations

from dataclasses import replace

from kg.across.records import EventMention

PARAGRAPHS = (
    "The finance ministers of the two republics met in the port city of Ostmark on Tuesday to discuss "
    "the ferry treaty that their predecessors had signed eleven years ago.",
    "Officials said that the talks had been frank. Neither side was prepared to lower the harbour "
    "fees before the end of the season, which traditionally lasts until the middle of October.",
    "Fishermen blocked the southern quay for several hours. They demand that foreign trawlers keep a "
    "distance of twelve miles and that the coast guard be given two more boats.",
    "A spokeswoman for the harbour authority called the blockade regrettable but peaceful; nobody was "
    "hurt and the evening ferry left with a delay of forty minutes.",
    "The ministers intend to meet again in spring. Until then a commission of engineers will look "
    "into the state of the breakwater, which last winter's storms have damaged badly.",
)
OTHER = (
    "Parliament has passed the new school law by a narrow majority after a debate of nine hours. "
    "Teachers will have to give two more lessons a week, while classes may have no more than twenty- "
    "four pupils. The opposition announced that it would take the law to the constitutional court."
)
CALL = EventMention(
    "a1", "event/1", "CONSULT", "call", "happened", "2025-07-04", "text", "PT40M", "",
    ("person/volodymyr-zelenskyy", "person/donald-trump"), (), (), ("topic/air-defence",),
    (("person/donald-trump", "country/USA"), ("person/volodymyr-zelenskyy", "country/UKR")), True, 10,
)  # fmt: skip
STRIKE = replace(
    CALL, event="event/2", type="ASSAULT", mode="aerial-attack", duration="", agents=("country/RUS",),
    targets=("country/UKR",), acts_for=(),
)  # fmt: skip
