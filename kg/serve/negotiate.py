"""Which format a client wants.

In: an Accept header, or the short name of a format.  Out: a `Form`, or None when nothing fits.  Preferences
are weighed as RFC 9110, section 12.5.1 says: the most specific range that fits a media type decides its
weight, and a weight of zero excludes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """A format: its short name, and its media types; the first is sent to who has no wish."""

    name: str
    media_types: tuple[str, ...]
    other_names: tuple[str, ...] = ()  # what clients call it in `?format=`

    def goes_by(self, name: str) -> bool:
        """Say whether a client may call it that."""
        return name.lower() in (self.name, *self.other_names, *self.media_types)


ROWS = (
    Form("json", ("application/sparql-results+json", "application/json")),
    Form("xml", ("application/sparql-results+xml", "application/xml")),
    Form("csv", ("text/csv",)),
    Form("tsv", ("text/tab-separated-values",)),
)
TRIPLES = (
    Form("ttl", ("text/turtle", "application/x-turtle", "text/n3"), ("turtle", "n3")),
    Form("nt", ("application/n-triples", "text/plain"), ("ntriples", "n-triples")),
    Form("rdf", ("application/rdf+xml", "application/xml"), ("xml", "rdfxml", "rdf+xml")),
    Form("jsonld", ("application/ld+json", "application/json"), ("json-ld", "json")),
)
QUADS = (
    Form("trig", ("application/trig",)),
    Form("nq", ("application/n-quads",), ("nquads", "n-quads")),
    Form("jsonld", ("application/ld+json", "application/json"), ("json-ld", "json")),
)
PAGE = Form("html", ("text/html", "application/xhtml+xml"))
LONGEST = 4_000  # characters of a header that are weighed
_UTF8 = ("utf-8", "utf8", '"utf-8"', '"utf8"', "*")


@dataclass(frozen=True, slots=True)
class Choice:
    """A format and the media type it is sent as."""

    name: str
    media_type: str

    @property
    def content_type(self) -> str:
        """Return the header's value; what is text says that it is UTF-8."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


@dataclass(frozen=True, slots=True)
class _Range:
    main: str
    sub: str
    weight: float
    parameters: int
    possible: bool  # no parameter asks for what is not offered, such as another charset

    def fits(self, media_type: str) -> bool:
        main, _, sub = media_type.partition("/")
        return self.main in ("*", main) and self.sub in ("*", sub)

    @property
    def specific(self) -> tuple[bool, bool, int]:
        return self.main != "*", self.sub != "*", self.parameters


def choose(accept: str | None, forms: Sequence[Form], *, wanted: str | None = None) -> Choice | None:
    """Return the format the client likes best, the earlier of equals; `wanted` is a short name and decides.

    Without a wish the first is chosen.
    """
    if wanted is not None:
        found = next((f for f in forms if f.goes_by(wanted)), None)
        return Choice(found.name, found.media_types[0]) if found else None
    ranges = tuple(_ranges((accept or "*/*")[:LONGEST]))
    best, most = None, 0.0
    for form in forms:
        for media_type in form.media_types:
            weight = _weight(media_type, ranges)
            if weight > most:
                best, most = Choice(form.name, media_type), weight
    return best


def _weight(media_type: str, ranges: Sequence[_Range]) -> float:
    fitting = [r for r in ranges if r.fits(media_type)]
    if not fitting:
        return 0.0
    deciding = max(fitting, key=lambda r: r.specific)
    return deciding.weight if deciding.possible else 0.0


def _ranges(accept: str) -> Iterator[_Range]:
    """Read a header; a part that is none is passed over, as the standard wants of a lenient recipient."""
    for part in accept.split(","):
        name, *parameters = (p.strip() for p in part.split(";"))
        main, slash, sub = name.lower().partition("/")
        if name == "*":
            main, slash, sub = "*", "/", "*"  # some clients write it
        if not (main and slash and sub):
            continue
        weight, others, possible = 1.0, 0, True
        for parameter in parameters:
            key, _, value = (p.strip() for p in parameter.lower().partition("="))
            if key == "q":
                weight = _number(value)
                break  # what follows belongs to the header, not to the media type
            others += 1
            possible &= key != "charset" or value in _UTF8
        yield _Range(main, sub, weight, others, possible)


def _number(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0
