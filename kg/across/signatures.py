"""Near duplicates: a MinHash signature of an article's words, and how alike two of them are.

In: a Document.  Out: bytes that can be compared without the texts.  Shingles of three words; the
resemblance of two signatures estimates the Jaccard coefficient of their shingles (Broder 1997), from which,
with their numbers, follows how much of the shorter text stands in the longer one.  A form that is filled in
again (weather, stock exchange, earthquakes) has the same words and other numbers, so a signature also keeps
the numbers said.  What was marked as not the report (teasers, captions, credits) has no part in it.
"""

from __future__ import annotations

import hashlib
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
LEAST, CONTAINED = 0.2, 0.62  # Jaccard, and the share of the shorter text that the longer one holds
KEPT = 32  # numbers, those of the smallest hashes
TELLING, SAME_NUMBERS = 4, 0.34  # from four numbers on, a third of those of one text stand in its copy
DAYS = 14  # a text that comes back later is printed anew, or a form that is filled in again
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_SIZE = PERMUTATIONS * 4  # bytes


def words_of(document: Document) -> list[str]:
    """Return the words of the report, in lower case."""
    return _WORD.findall(_report(document).casefold())


def _report(document: Document) -> str:
    text, at, parts = document.article.text, 0, []
    for skipped in sorted(s.span for s in document.skipped if s.span.part == "text"):
        parts.append(text[at : skipped.start])
        at = max(at, skipped.end)
    parts.append(text[at:])
    return "\n".join(parts)


def imprint(document: Document, agency: str = "") -> Imprint:
    """Return the signature of a document's words and numbers."""
    from rensa import RMinHash

    words = words_of(document)
    if len(words) < SHORTEST:
        return Imprint(agency=agency)
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    hashed = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    hashed.update(sorted(shingles))
    signature = struct.pack(f"<{PERMUTATIONS}I", *hashed.digest()) + _numbers(_report(document))
    return Imprint(signature, len(shingles), agency)


def _numbers(text: str) -> bytes:
    """Return the smallest hashes of the numbers in a text (Beyer et al. 2007), sorted."""
    said = {hashlib.blake2b(n.encode(), digest_size=4).digest() for n in _NUMBER.findall(text)}
    return b"".join(sorted(said)[:KEPT])


def bands(signature: bytes) -> list[int]:
    """Return a key per band, as a signed 64-bit number; copies share at least one, others hardly ever."""
    if not signature:
        return []
    numbers = _unpacked(signature)
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
    return sum(map(int.__eq__, _unpacked(a), _unpacked(b))) / PERMUTATIONS


def _unpacked(signature: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{PERMUTATIONS}I", signature[:_SIZE])


def _other_numbers(a: bytes, b: bytes) -> bool:
    """Say whether two texts tell of other numbers: then they are a form that was filled in twice."""
    ours, theirs = (_kept(signature[_SIZE:]) for signature in (a, b))
    for mine, other in ((ours, theirs), (theirs, ours)):
        if len(mine) == KEPT:  # more were said: compare only what both would have kept
            other -= {n for n in other if n > max(mine)}
    fewer = min(len(ours), len(theirs))
    return fewer >= TELLING and len(ours & theirs) < SAME_NUMBERS * fewer


def _kept(numbers: bytes) -> set[bytes]:
    return {numbers[i : i + 4] for i in range(0, len(numbers), 4)}


def are_copies(a: Imprint, b: Imprint) -> bool:
    """Say whether two texts are the same one, perhaps cut, reordered or lightly edited."""
    alike = resemblance(a.signature, b.signature)
    if alike < LEAST or _other_numbers(a.signature, b.signature):
        return False
    if alike >= ALIKE:
        return True
    shared = alike * (a.size + b.size) / (1 + alike)
    return shared >= CONTAINED * min(a.size, b.size)
