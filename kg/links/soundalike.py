"""People of the lexicon by the sound of their names: *Серж Саргсян* is the listed Serzh Sargsyan.

In: a name in Latin letters, as the article has it or as `romanise.py` wrote it.  Out: listed people whose
surname has the same consonants and whose whole name is spelt alike.  Nobody has to list every spelling
in every script; who is meant is still the linker's decision.

The skeleton of consonants follows the idea of Soundex (Russell, US patent 1,261,167, 1918), with classes
for what transliteration confuses: Мерц, Merts, Merz; Бербок, Berbok, Baerbock.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from kg.ontology import Lexicon

ALIKE = 0.74  # similarity of two whole spellings; Emmanyuel Makron and Emmanuel Macron have 0.84
SAME_GIVEN_NAME = 0.6  # Yekaterina and Ekaterina, Vladimir and Wolodymyr
#: Letters that different scripts and spellings write for one sound, in this order; vowels go last.
_CLASSES = (
    ("dzh", "j"), ("shch", "s"), ("sch", "s"), ("tsch", "s"), ("ch", "s"), ("sh", "s"), ("zh", "s"),
    ("cz", "s"), ("sz", "s"), ("ts", "s"), ("tz", "s"), ("kh", ""), ("ph", "f"), ("th", "t"), ("ck", "k"),
    ("qu", "kv"), ("x", "ks"), ("ce", "s"), ("ci", "s"), ("c", "k"), ("q", "k"), ("z", "s"), ("ß", "s"),
    ("w", "v"), ("ł", "l"), ("h", ""), ("j", ""),
)  # fmt: skip


def skeleton(word: str) -> str:
    """Return the consonants of a Latin word by classes of sound; doubled ones count once."""
    text = fold(word)
    for letters, sound in _CLASSES:
        text = text.replace(letters, sound)
    text = re.sub(r"[^b-df-hj-np-tv-xz]", "", text)
    return re.sub(r"(.)\1+", r"\1", text)


def fold(text: str) -> str:
    """Lower case without marks: *Škoda* and *Skoda* are one."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def bearers(surname: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the listed people whose surname has these consonants."""
    return _index(lexicon).get(skeleton(surname), ())


def sounds_like(name: str, lexicon: Lexicon) -> list[str]:
    """Return the listed people whose whole name sounds like this one of two or more words."""
    words = fold(name).split()
    return [
        ref
        for ref in bearers(words[-1], lexicon)
        if any(_alike(words, fold(other).split()) for other in _spellings(ref, lexicon))
    ]


def _alike(words: list[str], others: list[str]) -> bool:
    if len(others) < 2 or _ratio([words[0]], [others[0]]) < SAME_GIVEN_NAME:
        return False
    return skeleton(words[-1]) == skeleton(others[-1]) and _ratio(words, others) >= ALIKE


def _ratio(words: Iterable[str], others: Iterable[str]) -> float:
    return SequenceMatcher(None, " ".join(words), " ".join(others)).ratio()


def _spellings(ref: str, lexicon: Lexicon) -> set[str]:
    return {lexicon.entities[ref].canonical, *(text for text, _ in lexicon.names.get(ref, ()))}


@lru_cache(maxsize=4)
def _index(lexicon: Lexicon) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for ref, entity in lexicon.entities.items():
        if entity.kind == "person":
            found[skeleton(entity.canonical.split()[-1])].append(ref)
    return {sound: tuple(sorted(refs)) for sound, refs in found.items() if sound}
