"""Which news agency an article credits as the source of its text.

In: a Document and the credit lines of the ontology (`kg:creditLine`).  Out: the ref of an agency, or an
empty text.  Looked at are the byline, the publisher, the dateline (*KIEW (dpa) –*, *МОСКВА, 4 июл — РИА
Новости.*), the last lines (*dpa/AFP*, *© AFP*) and the end of the last one (*… blieb offen. (dpa)*).  An
agency named in a sentence is a source quoted, not the author.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.model import Document
from kg.ontology import Lexicon

_HEAD, _TAIL = 160, 100  # characters
_CODE = r"[\w.&-]{1,12}"  # initials and regional codes beside an agency: dpa/lno, jo/AFP


def credited_agency(document: Document, lexicon: Lexicon) -> str:
    """Return the agency whose text this is (`organisation/dpa`), the first where several are credited."""
    credits = lexicon.credit_lines
    if not credits:
        return ""
    article = document.article
    for name in (*article.authors, article.publisher or ""):
        if ref := credits.get(name.strip().casefold()):
            return ref
    dateline, line, end = _patterns(tuple(sorted(credits, key=lambda c: (-len(c), c))))
    head = article.text[:_HEAD]
    found = dateline.search(head)
    if found is None:
        lines = article.text.rstrip().rsplit("\n", 3)[-2:]
        found = next((m for text in reversed(lines) if len(text) <= _TAIL and (m := line.match(text))), None)
        found = found or end.search(article.text.rstrip()[-_TAIL:])
    return credits[next(g for g in found.groups() if g).casefold()] if found else ""


@lru_cache(maxsize=8)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Return how a dateline, a line of credits and the end of a text name an agency; the name is a group."""
    name = "|".join(re.escape(n) for n in names)
    beside = rf"(?:\s*[/,;+&·]\s*{_CODE})*"
    dateline = (
        rf"[(\[](?:{_CODE}\s*/\s*)?({name}){beside}[)\]]"  # (dpa/lno)
        rf"|\A[^.!?\n]{{2,60}}?[-–—.]\s*({name})\s*[.:–—-]"  # РИМ, 4 июл — РИА Новости.
    )
    line = (
        rf"\s*(?:[(\[©–—-]|\(c\)|\w+\s*:)?\s*(?:\d{{4}}\s+)?(?:{_CODE}\s*/\s*)*?({name})"
        rf"(?:\s*[/,;:+&·]\s*{_CODE})*[)\].]?\s*\Z"
    )
    end = (  # … blieb offen. (dpa/lno), … (red, APA, 11.9.2015), … war groß. dpa/AFP
        rf"[.!?…](?:\s?[\"'”“»’])?\s+(?:[(\[©–—-]|\(c\))\s*(?:\d{{4}}\s+)?(?:{_CODE}\s*[/,]\s*){{0,2}}?"
        rf"({name}){beside}[)\]]?\.?\Z"
        rf"|\w{{4}}[.!?…](?:\s?[\"'”“»’])?\s+(?:{_CODE}/)??({name})(?:/{_CODE})*\.?\Z"  # not: Dr. Reuters
    )
    return tuple(re.compile(pattern, re.I) for pattern in (dateline, line, end))
