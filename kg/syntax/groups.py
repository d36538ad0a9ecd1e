"""Unnamed groups as parties: with the country they belong to, or with the person that a name makes of them.

In: the parties of a sentence, one per link.  Out: the same, with group and country as one party.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extractors import Context
from kg.syntax.records import Party

_BESIDE = 4  # words between a group and the country it belongs to: police in the city of Lagos


def _gap(a: Party, b: Party) -> int:
    return max(a.first, b.first) - min(a.last, b.last)


def with_owners(rows: Sequence[Party], words: Sequence[str], context: Context) -> list[Party]:
    """*South Korean police*, *la policía colombiana*: group and country are one party.

    An organ of the state is that country in an event; other people stay a group of that country.
    """
    if not any(p.kind == "group" for p in rows):
        return list(rows)
    gone: set[int] = set()
    done: list[Party] = []
    for i, party in enumerate(rows):
        group, country = context.lexicon.group(party.ref) if party.kind == "group" else (None, None)
        holder = _holder(rows, i, words, context)
        if group is not None and group.for_state and holder is not None:
            gone.add(i + 1)
            done.append(replace(holder, phrase=party.phrase))
            continue
        beside = [j for j in (i - 1, i + 1) if 0 <= j < len(rows) and rows[j].ref == f"country/{country}"]
        beside = [j for j in beside if _gap(rows[j], party) <= _BESIDE]
        if group is None or not beside:
            done.append(party)
            continue
        owner = rows[beside[0]]
        gone.add(beside[0])
        whole = replace(
            party,
            first=min(party.first, owner.first),
            last=max(party.last, owner.last),
            phrase=min(party.phrase, owner.phrase),
        )
        if group.for_state:
            whole = replace(whole, ref=owner.ref, kind="country", rule="group", span=owner.span)
        done.append(whole)
    kept = [p for p in done if not any(p is rows[j] for j in gone)]
    return [
        p for p, after in zip(kept, [*kept[1:], None], strict=True) if not _is_named_behind(p, after, words)
    ]


def _holder(rows: Sequence[Party], i: int, words: Sequence[str], context: Context) -> Party | None:
    """*el Gobierno de Milei*, *le gouvernement de Bayrou*: the person whose government it is acts with it."""
    after = rows[i + 1] if i + 1 < len(rows) else None
    if after is None or after.kind != "person":
        return None
    between = words[rows[i].last : after.phrase]
    return after if len(between) == 1 and context.language.is_("ofPreposition", between[0]) else None


def _is_named_behind(party: Party, after: Party | None, words: Sequence[str]) -> bool:
    """*einer der Putschisten, Harouna Adamou, …*, *Rebel leader John Garang*: the name says who."""
    if party.kind != "group" or after is None or after.kind != "person":
        return False
    between = words[party.last : after.first]
    return len(between) < 3 and all(w == "," or w[0].isupper() for w in between)
