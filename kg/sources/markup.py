"""What the markup of news pages says about a block: the conventions by which pages name their parts.

Tags, roles and the words inside class names and ids are conventions of page makers in every country,
not words of a language; words that stand in the text belong in `ontology/` and are looked up later.
"""

from __future__ import annotations

import re
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Elements that hold no text of the report; they are left out with everything in them.
DROPPED = _words("""
    audio button canvas datalist dialog embed footer form head iframe input map math nav noscript object
    script select style svg template textarea video
""")
#: Elements that end a paragraph.
BLOCKS = _words("""
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure
    h1 h2 h3 h4 h5 h6 header hgroup hr li main ol p pre section summary table tbody td tfoot th thead tr ul
""")
BOLD = _words("b strong")
HEADINGS = _words("h2 h3 h4 h5 h6")

#: Reasons that hold even where such a part is longer than the report.
NEVER = frozenset({"consent", "caption"})

#: Why a part is not the report ← words in class names, ids and roles, in this order.
_CUES = (
    (
        "consent",
        r"cookie\w*|consent\w*|gdpr|cmp-?(?:box|banner|layer|modal)|modal|modal-(?:dialog|content|body)"
        r"|onetrust|privacy|opt-?out",
    ),
    ("newsletter", r"newsletter|subscri(?:be|ption)|sign-?up|offer"),
    ("ticker", r"ticker-?(?:box|list|teaser)|breaking-?news"),
    ("bio", r"author-?(?:bio|info|box|card|detail|description|profile)|about-?(?:the-)?authors?|biograph\w*"),
    (
        "teaser",
        r"related|teasers?|recommend\w*|read-?(?:more|also|next)|more-?(?:on|from|stories|about)|promos?|recirc\w*"
        r"|most-?(?:read|viewed|popular)|popular|trending|outbrain|taboola|link-?list|see-?also|further|up-?next"
        r"|related-?\w+|suggest\w*|story-?(?:list|teaser)|article-?list|topic-?list|top-?stories"
        r"|mehr-zum-thema|lesen-sie-(?:auch|mehr)|(?:a-)?lire-aussi|l(?:ee|ea)-(?:tambien|mas)|relacionad[ao]s?"
        r"|leggi-anche|correlat[ei]|czytaj-(?:takze|tez|wiecej|dalej)|powiazane|chyta[iy]te-takozh"
        r"|chitay?te-takzhe|po-teme",
    ),
    (
        "caption",
        r"captions?|figcaption|(?:image|img|photo|picture|pic|media|gallery)-?(?:caption|credits?|source|copyright"
        r"|description|box|info|sub-?title|rights|legend)|wp-caption|wp-caption-text|credits?|copyright|legende"
        r"|bild-?(?:unterschrift|text|nachweis|quelle)|absatz-?bild|pie-(?:de-)?foto|didascalia|podpis",
    ),
    (
        "boilerplate",
        r"share|sharing|shares|social\w*|share-?\w+|advert\w*|ads?|ad-\w+|banner|sponsor\w*|breadcrumbs?"
        r"|tags?|tag-?list|keywords?|toolbar|comments?|comment-?\w+|disqus|print-?only|visually-?hidden|sr-?only"
        r"|screen-?reader\w*|byline\w*|author|authors|author-?names?|dateline|timestamp|publish\w*-?date"
        r"|meta-?data|reading-?time|disclaimer|correction-?form|player|audio\w*|video-?player|toc|login|menu"
        r"|jump-?label\w*|access-?wall|subscription-\w+|paywall-?(?:message|box|overlay|banner|teaser|info|prompt)"
        r"|[\w-]*backup-paywall|video-fallback|broadcast-?hint\w*|sendungsbezug"
        r"|table-?of-?contents|hidden|twitter-?tweet|instagram-?media|embed\w*",
    ),
)  # fmt: skip
#: Names of a trail of breadcrumbs, and of the line above a headline.
CRUMBS = re.compile(r"bread-?(?:crumb|bar)|(?<![a-z])crumbs?(?![a-z])")
KICKER = re.compile(
    r"kicker|over-?line|top-?line|dach-?zeile|eyebrow|roof-?line|spitzmarke|sur-?titre|ante-?titulo|occhiello"
    r"|pre-?title|super-?title|(?<![a-z])flag(?![a-z])"
)
_BEFORE, _AFTER = r"(?:^|_|(?<=[a-z0-9])-|--)", r"(?=$|[_-])"
_CUE = tuple(re.compile(rf"{_BEFORE}(?:{words}){_AFTER}") for _, words in _CUES)
_ANY = re.compile(rf"{_BEFORE}(?:{'|'.join(words for _, words in _CUES)}){_AFTER}")  # most names hold none
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TAG_CUES = {
    "address": "boilerplate",
    "aside": "teaser",
    "caption": "caption",
    "figcaption": "caption",
    "figure": "caption",
}
_ROLE_CUES = {
    "banner": "boilerplate",
    "alertdialog": "consent",
    "complementary": "teaser",
    "contentinfo": "boilerplate",
    "dialog": "consent",
    "navigation": "boilerplate",
}


def why_not_report(tag: str, names: str, role: str) -> str | None:
    """Say why an element is not the report, from its tag, its class names and id, and its role."""
    if tag in _TAG_CUES:
        return _TAG_CUES[tag]
    if role in _ROLE_CUES:
        return _ROLE_CUES[role]
    if not names or tag in ("html", "body", "main"):
        return None
    places = [place for name in names[:400].split() if (place := _place(name)) is not None]
    return _CUES[min(places)][0] if places else None


@lru_cache(maxsize=16384)
def _place(name: str) -> int | None:
    """Return which row of the cues a single name belongs to: sites name thousands of elements alike."""
    words = _CAMEL.sub("-", name).lower()
    if not _ANY.search(words):
        return None
    return next((place for place, cue in enumerate(_CUE) if cue.search(words)), None)
