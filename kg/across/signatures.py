"""Near duplicates: a MinHash signature of an article's words, and how alike two of them are.

In: a Document.  Out: bytes that can be compared without the texts.  Shingles of three words; the
resemblance of two signatures estimates the Jaccard coefficient of their shingles (Broder 1997), from which,
with their numbers, follows how much of the shorter text stands in the longer one.  What was marked as not
the report (teasers, captions, credits) has no part in it.
"""

from __future__ import annotations

import re
import struct

from kg.across.records import Imprint
from kg.model import Document

#: 42 bands of 3: two texts that share two fifths of their shingles meet in a band 19 times in 20.
ROWS, BANDS = 3, 42
PERMUTATIONS = ROWS * BANDS
SEED = 7
SHINGLE = 3  # words
SHORTEST = 40  # words; a shorter text says too little to be called a copy
ALIKE = 0.5  # Jaccard; below, only a text that stands in the other one is its copy
LEAST, CONTAINED = 0.2, 0.72  # Jaccard, and the share of the shorter text that the longer one holds
DAYS = 14  # a text that comes back later is printed anew, or a form that is filled in again
_WORD = re.compile(r"\w+")


def words_of(document: Document) -> list[str]:
    """Return the words of the report, in lower case."""
    text, at, parts = document.article.text, 0, []
    for skipped in sorted(s.span for s in document.skipped if s.span.part == "text"):
        parts.append(text[at : skipped.start])
        at = max(at, skipped.end)
    parts.append(text[at:])
    return _WORD.findall("\n".join(parts).casefold())


def imprint(document: Document, agency: str = "") -> Imprint:
    """Return the signature of a document's words."""
    from rensa import RMinHash

    words = words_of(document)
    if len(words) < SHORTEST:
        return Imprint(agency=agency)
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    hashed = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    hashed.update(sorted(shingles))
    return Imprint(struct.pack(f"<{PERMUTATIONS}I", *hashed.digest()), len(shingles), agency)


def bands(signature: bytes) -> list[int]:
    """Return a key per band, as a signed 64-bit number; copies share at least one, others hardly ever."""
    if not signature:
        return []
    numbers = struct.unpack(f"<{PERMUTATIONS}I", signature)
    rows = (numbers[i : i + ROWS] for i in range(0, PERMUTATIONS, ROWS))
    return [_fold(band, row) for band, row in enumerate(rows)]


def _fold(band: int, row: tuple[int, ...]) -> int:
    key = band + 1
    for number in row:
        key = (key * 0x9E3779B97F4A7C15 + number) & 0xFFFF_FFFF_FFFF_FFFF
    return key - (1 << 64) if key >> 63 else key


def resemblance(a: bytes, b: bytes) -> float:
    """Estimate the Jaccard coefficient of the shingles behind two signatures, from 0 to 1."""
    if not a or not b:
        return 0.0
    ours, theirs = struct.unpack(f"<{PERMUTATIONS}I", a), struct.unpack(f"<{PERMUTATIONS}I", b)
    return sum(map(int.__eq__, ours, theirs)) / PERMUTATIONS


def are_copies(a: Imprint, b: Imprint) -> bool:
    """Say whether two texts are the same one, perhaps cut, reordered or lightly edited."""
    alike = resemblance(a.signature, b.signature)
    if alike >= ALIKE:
        return True
    if alike < LEAST:
        return False
    shared = alike * (a.size + b.size) / (1 + alike)
    return shared >= CONTAINED * min(a.size, b.size)
