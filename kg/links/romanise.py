"""Names in another script → Latin letters, by the pairs of the language (`kg:romanisation`).

In: a name as an article writes it.  Out: the name as English newspapers would write it, so that a person
whom nobody listed has one identity in articles of several languages.
Source of the pairs: the national system of Ukraine (2010); for Russian, the usage of news agencies.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.ontology import Language

_BEGIN, _END = r"(?<!\w)", r"(?!\w)"


def romanise(name: str, language: Language) -> str:
    """Return the name in Latin letters; unchanged where the language has no pairs."""
    pattern, latin = _pairs(language)
    return pattern.sub(lambda m: _cased(m.group(), latin[m.lastgroup or ""]), name) if latin else name


@lru_cache(maxsize=32)
def _pairs(language: Language) -> tuple[re.Pattern[str], dict[str, str]]:
    """One alternation, the bound and the longer pairs first: `^є=ye` before `є=ie`."""
    pairs = sorted(language.romanisation, key=lambda p: (-("^" in p[0] or "$" in p[0]), -len(p[0]), p))
    latin = {f"p{i}": target for i, (_, target) in enumerate(pairs)}
    shapes = [
        f"(?P<p{i}>{_BEGIN if source[0] == '^' else ''}{re.escape(source.strip('^$'))}"
        f"{_END if source[-1] == '$' else ''})"
        for i, (source, _) in enumerate(pairs)
    ]
    return re.compile("|".join(shapes), re.IGNORECASE), latin


def _cased(source: str, latin: str) -> str:
    return latin[:1].upper() + latin[1:] if source[:1].isupper() else latin
