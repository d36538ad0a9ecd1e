"""Terms and statements as text: the only place that writes N-Triples.

In: plain values.  Out: terms in the canonical form that Oxigraph gives back, so that what is written
and what is read again are the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from kg.vocab import DEFAULT_BASE, RDF, XSD, iri

#: Not allowed in XML 1.0, so a literal with one could not be written as RDF/XML; lone surrogates are no text.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*\Z")
_IN_URL = r"(%[0-9a-fA-F]{2}|[\w.~:/?@!$&'()*+,;=-])*"
_URL = re.compile(rf"https?://[a-z0-9.-]+(:\d{{1,5}})?([/?]{_IN_URL})?(#{_IN_URL})?\Z", re.I | re.A)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_DURATION = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?\Z"
)
_DATES = {10: "date", 7: "gYearMonth", 4: "gYear"}


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """A named graph: its IRI and its statements (`subject predicate object`), sorted, each once."""

    iri: str
    lines: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Return a hash of the statements."""
        return hashlib.sha256("\n".join(self.lines).encode()).hexdigest()[:32]

    def encode(self) -> EncodedGraph:
        """Return the graph as N-Quads, ready for a store or a file."""
        end = f" <{self.iri}> .\n"
        data = end.join(self.lines) + end if self.lines else ""
        return EncodedGraph(self.iri, data.encode(), len(self.lines), self.digest)


@dataclass(frozen=True, slots=True)
class EncodedGraph:
    """A named graph as N-Quads: one object of bytes goes from process to process faster than many lines.

    `size` counts its statements, `digest` is their hash.
    """

    iri: str
    data: bytes
    size: int
    digest: str

    @property
    def lines(self) -> list[str]:
        """Return the statements, without graph and full stop."""
        return self.data.decode().split(f" <{self.iri}> .\n")[:-1]


class Statements:
    """Collects statements about things below one base."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self.base = base
        self._lines: set[str] = set()

    def ref(self, ref: str) -> str:
        """Return the term for a reference such as `person/volodymyr-zelenskyy`."""
        return _ref_node(ref, self.base)

    def add(self, subject: str, predicate: str, *objects: str) -> None:
        """State `predicate` (an IRI) of a subject (a term), once per object (terms)."""
        for value in objects:
            self._lines.add(f"{subject} <{predicate}> {value}")

    def type(self, subject: str, *classes: str) -> None:
        """State the classes (IRIs) of a subject."""
        for name in classes:
            self._lines.add(f"{subject} <{RDF.type}> <{name}>")

    def sorted(self) -> tuple[str, ...]:
        """Return all statements, sorted, each once."""
        return tuple(sorted(self._lines))


@lru_cache(maxsize=65_536)
def _ref_node(ref: str, base: str) -> str:
    return f"<{iri(ref, base)}>"


def node(name: str) -> str:
    """Return the term for an IRI that is known to be legal."""
    return f"<{name}>"


def clean(text: str) -> str:
    """Replace characters that no RDF file may hold by U+FFFD, one for one, so that offsets still hold."""
    return _ILLEGAL.sub("\ufffd", text)


def literal(text: str, lang: str | None = None) -> str:
    """Return a string, with a language tag where `lang` is one."""
    body = f'"{clean(text).translate(_ESCAPES)}"'
    tag = (lang or "").lower()
    return f"{body}@{tag}" if tag and tag != "und" and _TAG.match(tag) else body


def typed(text: str, datatype: str) -> str:
    """Return a literal of a datatype (an IRI)."""
    return f'"{clean(text).translate(_ESCAPES)}"^^<{datatype}>'


def integer(number: int) -> str:
    """Return an xsd:integer."""
    return typed(str(number), XSD.integer)


def decimal(number: float) -> str:
    """Return an xsd:decimal with at most three places."""
    text = f"{number:.3f}".rstrip("0").rstrip(".")
    return typed("0" if text in ("-0", "") else text, XSD.decimal)


def boolean(value: bool) -> str:
    """Return an xsd:boolean."""
    return typed("true" if value else "false", XSD.boolean)


def day(value: str) -> str:
    """Return a date of day, month or year precision with its datatype."""
    return typed(value, XSD[_DATES[len(value)]])


def duration(value: str) -> str:
    """Return an xsd:duration in canonical form (PT90M is PT1H30M, P1W is P7D), else a plain string."""
    found = _DURATION.match(value)
    if found is None or not any(found.groups()):
        return literal(value)
    years, months, weeks, days, hours, minutes, seconds = (int(g or 0) for g in found.groups())
    months += 12 * years
    rest = ((days + 7 * weeks) * 24 + hours) * 3600 + minutes * 60 + seconds
    text = _units(((months // 12, "Y"), (months % 12, "M"), (rest // 86_400, "D")))
    clock = _units(((rest // 3600 % 24, "H"), (rest // 60 % 60, "M"), (rest % 60, "S")))
    whole = f"P{text}" + (f"T{clock}" if clock else "")
    return typed("PT0S" if whole == "P" else whole, XSD.duration)


def _units(parts: tuple[tuple[int, str], ...]) -> str:
    return "".join(f"{number}{unit}" for number, unit in parts if number)


def url_node(url: str | None) -> str | None:
    """Return the term for an http(s) address, or None when it is not a legal one.

    Letters beyond ASCII are percent-encoded, as browsers do.
    """
    if not url or len(url) > 2_000:
        return None
    plain = _BEYOND_ASCII.sub(lambda m: quote(m[0]), clean(url))
    return f"<{plain}>" if _URL.match(plain) else None


def key_hash(*parts: str) -> str:
    """Return the hash that names a thing by what makes it itself."""
    return hashlib.sha256("|".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:16]
