"""The headline of a page, out of the many that it gives: the one on which most of its own fields agree.

A page tells its title in JSON-LD (`headline`, `name`), Open Graph, `<title>` and a heading.  Some of these
carry the site's name, a section or a date behind a dash, others were written for search engines; so they
vote.  A main heading inside a trail of breadcrumbs is not what readers see: it repeats the wording for search
engines, and the headline stands in an h2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.sources.fields import unescaped
from kg.sources.linked_data import LinkedData
from kg.sources.markup import CRUMBS, KICKER

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SEPARATOR = re.compile(r"\s+[|•·–—»*-]+\s+|\s*\|\s*")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_WORD = re.compile(r"[^\W_]+")
# What a field counts; JSON-LD's headline is written for those who cite.  A lesser heading is looked at only
# where the main one is no heading, and counts only where a field says the same.  The title of the window
# is for search engines, and shows only how others are written.
_HEADLINE, _FIELD, _LESSER, _WINDOW = 2, 1, 2, 0
_MAX_SITE = 45  # characters of a segment that may be the site's name
_MAX_HEADINGS = 60
_UP = 5  # elements above a heading in which breadcrumbs are looked for
_COMMON = frozenset(
    ("www", "com", "org", "net", "co", "gov", "ac", "news", "amp", "m")
)  # parts of hosts that name no site


@dataclass(frozen=True, slots=True)
class Site:
    """The words by which a site goes."""

    names: tuple[frozenset[str], ...]
    host: frozenset[str]

    @classmethod
    def of(cls, names: Sequence[str | None], url: str | None) -> Site:
        """Take what the page calls itself, and its host."""
        given = (frozenset(_WORD.findall(name.lower())) for name in names if name)
        labels = (urlsplit(url or "").hostname or "").split(".")[:-1]
        host = frozenset(labels) - _COMMON
        return cls(tuple(words for words in given if words), host)

    def is_named_by(self, segment: str) -> bool:
        """Say whether the end of a title names the site, or a date."""
        if len(segment) > _MAX_SITE:
            return False
        words = frozenset(_WORD.findall(segment.lower()))
        return bool(
            _DATE.fullmatch(segment)
            or words & self.host
            or fold(segment) in self.host
            or any(words and (words <= name or name <= words) for name in self.names)
        )

    def signature(self, title: str) -> str:
        """Return the end of a title if it names the host."""
        last = _last(title)
        end = title[last.end() :] if last else ""
        words = _WORD.findall(end.lower())
        return end if len(end) <= _MAX_SITE and self.host & {*words, fold(end)} else ""

    def cut(self, title: str) -> str:
        """Cut what names the site off both ends of a title."""
        while (last := _last(title)) and self.is_named_by(title[last.end() :]):
            title = title[: last.start()]
        while (first := _SEPARATOR.search(title)) and self.is_named_by(title[: first.start()]):
            title = title[first.end() :]
        return title


@dataclass(slots=True)
class _Ballot:
    """Wordings, with the weight of the fields that give them and the forms in which they stand there."""

    weights: dict[str, int] = field(default_factory=dict)
    forms: dict[str, list[str]] = field(default_factory=dict)

    def add(self, title: str, weight: int) -> None:
        """Count a field; one without letters says nothing."""
        if key := fold(title):
            self.weights[key] = self.weights.get(key, 0) + weight
            self.forms.setdefault(key, []).append(title)

    def latest(self) -> list[str]:
        """Return the newest form of each wording."""
        return [forms[-1] for forms in self.forms.values()]

    def winner(self) -> str:
        """Return the wording with the most weight in its commonest form; of equals the one told first."""
        best = max(self.weights, key=self.weights.__getitem__, default="")
        forms = self.forms.get(best, [""])
        return max(forms, key=forms.count)


def read_title(tree: LexborHTMLParser, names: Mapping[str, str], data: LinkedData, site: Site) -> str:
    """Return the headline of a page, empty where there is none."""
    shown, crumbs = _main_headings(tree)
    headings = [form for forms in shown for form in forms]
    headline, graph = site.cut(data.text("headline")), unescaped(names.get("og:title", ""))
    told = _Ballot()
    told.add(headline, _HEADLINE)
    known = [*headings, headline]
    for title in (graph, data.text("name") if headline else ""):
        told.add(_plain(title, known, site), _FIELD)
    if window := tree.css_first("title"):
        title = _plain(unescaped(window.text()), [*known, *told.latest()], site)
        told.add(title if told.forms or shown else _without_end(title), _WINDOW)
    if shown:
        told.add(_seen(shown, told.weights), _FIELD)
    else:
        for lesser in _lesser_headings(tree, told.weights.keys() - crumbs):
            told.add(lesser, _LESSER)
            break
    for crumb in sorted(crumbs & told.weights.keys()):
        told.weights[crumb] -= _FIELD
    return told.winner()


def fold(text: str) -> str:
    """Reduce a title to its letters and digits: marks of quotation and spaces differ from field to field."""
    return "".join(_WORD.findall(text.lower()))


def _last(title: str) -> re.Match[str] | None:
    found = None
    for found in _SEPARATOR.finditer(title):  # noqa: B007  (the last one is wanted)
        pass
    return found


def _without_end(title: str) -> str:
    """Cut what follows the last dash: where a page tells nothing else, that is most often its name."""
    last = _last(title)
    return title[: last.start()] if last and len(title) - last.end() <= _MAX_SITE else title


def _plain(title: str, known: Sequence[str], site: Site) -> str:
    """Return a title as the page's other fields have it: without site, section or kicker around it.

    “Ministers meet - Politics - The Desk” is a vote for the heading “Ministers meet”.
    """
    for anchor in known:
        if anchor and fold(title) == fold(anchor):
            return title
    for anchor in filter(None, known):
        rest = title[len(anchor) :] if title.startswith(anchor) else ""
        if _SEPARATOR.match(rest) or title.endswith((f": {anchor}", f"| {anchor}")):
            return anchor
    return site.cut(title)


def _seen(shown: Sequence[Sequence[str]], weights: Mapping[str, int]) -> str:
    """Return the heading that readers see: of several, the first that another field confirms."""
    for forms in shown:
        confirmed = [form for form in forms if fold(form) in weights]
        if confirmed:
            return max(confirmed, key=lambda form: weights[fold(form)])
    return shown[0][0]


def _main_headings(tree: LexborHTMLParser) -> tuple[list[list[str]], frozenset[str]]:
    """Return the h1 that readers see, each in its forms, and those among breadcrumbs."""
    shown: list[list[str]] = []
    crumbs: set[str] = set()
    for node in tree.css("h1")[:_MAX_HEADINGS]:
        forms = list(_forms(node))
        if forms and _is_crumb(node):
            crumbs.update(map(fold, forms))
        elif forms:
            shown.append(forms)
    return shown, frozenset(crumbs)


def _lesser_headings(tree: LexborHTMLParser, wanted: frozenset[str] | set[str]) -> Iterator[str]:
    """Yield the lesser headings that say what a field of the page says, perhaps behind a kicker."""
    for node in tree.css("h2, h3")[:_MAX_HEADINGS]:
        for form in _forms(node):
            if fold(form) in wanted:
                yield form


def _forms(node: LexborNode) -> Iterator[str]:
    """Yield the text of a heading, first without the kicker that stands above it."""
    inner = node.css("span, small, div, p")
    whole = unescaped(node.text(separator=" " if inner or node.css_first("br") else ""))
    if not whole:
        return
    for part in inner:
        kicker = unescaped(part.text(separator=" "))
        if kicker and whole.startswith(kicker) and len(kicker) < len(whole) and _is_kicker(part):
            yield whole[len(kicker) :].lstrip(" :|•–—-")
            break
    yield whole
    if inner and (last := unescaped(inner[-1].text(separator=" "))) and last != whole:
        yield last


def _is_kicker(node: LexborNode) -> bool:
    attributes = node.attributes
    return bool(
        KICKER.search(f"{attributes.get('class') or ''} {attributes.get('data-testid') or ''}".lower())
    )


def _is_crumb(node: LexborNode) -> bool:
    """Say whether a heading stands in a trail of breadcrumbs or a menu."""
    above: LexborNode | None = node
    for _ in range(_UP):
        if above is None or above.tag in ("article", "main", "body"):
            return False
        if above.tag == "nav":
            return True
        attributes = above.attributes
        names = " ".join([attributes.get("class") or "", attributes.get("id") or "", *attributes])
        if CRUMBS.search(names.lower()):
            return True
        above = above.parent
    return False
