"""Bytes → text: byte order mark, UTF-8, the declared encoding, then a guess.

Out: the text and, when it was not plain UTF-8, a warning that says how it was read.  Binary files and
bytes that fit no encoding raise SourceError with the byte offset.
"""

from __future__ import annotations

import codecs
import re

from kg.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (
    (b"%PDF-", "a PDF file; turn it into text first (pdftotext)"),
    (b"PK\x03\x04", "a ZIP archive or office document; unpack it, or save it as text"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save it as text"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"BZh", "a bzip2 file; unpack it first"),
    (b"\xfd7zXZ", "an xz file; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd file; unpack it first"),
)
_SAMPLE = 100_000  # bytes that the guess looks at
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})"""
    rb"""|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.I,
)


def decode(data: bytes, *, markup: bool = False, offset: int = 0) -> tuple[str, str | None]:
    """Return the text of a file and a warning about its encoding.

    `markup` lets an HTML or XML declaration name the encoding and drops NUL bytes, as browsers do;
    `offset` is where the data begin in the file.
    """
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise SourceError(f"this is {what}")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, offset + len(mark)), None
    silent = _utf16_without_mark(data)
    if silent:
        return _strictly(data, silent, offset), f"no byte order mark: read as {silent}"
    if b"\x00" in data:
        if not markup or data.count(b"\x00") > len(data) // 100:
            place = offset + data.index(b"\x00")
            raise SourceError(f"a binary file (NUL byte at offset {place}). Save it as UTF-8 text")
        data = data.replace(b"\x00", b"")
    try:
        return data.decode(), None
    except UnicodeDecodeError as error:
        return _otherwise(data, error.start, markup, offset)


def _strictly(data: bytes, encoding: str, offset: int) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        place = offset + error.start
        raise SourceError(f"broken {encoding.upper()} at byte {place}. Save it again as UTF-8") from error
    if "\x00" in text:
        raise SourceError(
            f"a binary file (NUL character at position {text.index(chr(0))}). Save it as UTF-8 text"
        )
    return text


def _utf16_without_mark(data: bytes) -> str | None:
    """Recognise UTF-16 in which most letters are Latin: every second byte is NUL."""
    head = data[:4000]
    if len(head) < 8 or b"\x00" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.4 * half and even < 0.02 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.02 * half else None


def _otherwise(data: bytes, bad: int, markup: bool, offset: int) -> tuple[str, str]:
    """Read what is not UTF-8: as declared, as nearly UTF-8, or as guessed."""
    place = offset + bad
    declared = _declared(data) if markup else None
    if declared:
        try:
            return data.decode(declared), f"not UTF-8 (byte {place}): read as {declared}, as it declares"
        except (UnicodeDecodeError, LookupError):
            pass
    repaired = data.decode(errors="replace")
    broken = repaired.count("\ufffd")
    letters = sum(ch > "\x7f" for ch in repaired[:_SAMPLE]) - broken
    if letters > 4 * broken:
        return repaired, f"broken UTF-8 at byte {place}: {broken} unreadable places replaced"
    guess = _guess(data)
    if guess is None:
        raise SourceError(f"unknown or broken encoding at byte {place}. Save it again as UTF-8")
    try:
        return data.decode(guess), f"not UTF-8 (byte {place}): read as {guess}"
    except UnicodeDecodeError as error:
        raise SourceError(
            f"broken encoding at byte {offset + error.start}. Save it again as UTF-8"
        ) from error


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    if not found:
        return None
    name = (found[1] or found[2]).decode("ascii", "replace").lower()
    if name in ("utf-8", "utf8"):
        return None
    # Browsers read ISO 8859-1 and ASCII as Windows-1252: that is what authors wrote.
    return "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii") else name


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    if sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in data[:4000]) > len(data[:4000]) // 50:
        return None
    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best is not None else None
