"""Which country an unnamed group belongs to: *South Korean police*, *die Armee Israels*, *rebels in Chad*.

In: a document and the links of its countries and organisations.  Out: one link per group mention, to
`group/KOR-police` where a country stands beside the group, else to `group/police`.  Where the group is
part of a named organisation (*NATO troops*) the organisation says it all, and no link is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.extractors import Context, links_by_sentence
from kg.model import Document, Link, Mention, Sentence

_GAP = 2  # words between a country and its group: Israeli *border* police
#: Those who live where they act; troops may stand in a country that is not theirs.
_LOCAL = frozenset(
    {"COP", "JUD", "LEG", "OPP", "CVL", "LAB", "EDU", "MED", "AGR", "BUS", "REB", "SEP", "REL"}
)
#: Organs of the state that an article names without their country when it is the one it is about.
_AT_HOME = frozenset({"GOV", "COP", "JUD", "LEG"})
_ADJECTIVES = ("adjective", "demonym")


def link_groups(
    document: Document, context: Context, links: Mapping[int, Link], main_country: str | None
) -> Iterator[Link]:
    """Yield the links of all groups; *the government*, *la police* alone are those of the main country."""
    groups = [m for m in document.mentions if m.kind == "group"]
    if not groups:
        return
    wanted = [ln for ln in links.values() if ln.entity.startswith(("country/", "organisation/"))]
    rows = links_by_sentence(document, wanted)
    for mention in groups:
        places = enumerate(document.sentences)
        number = next((n for n, sentence in places if sentence.span.covers(mention.span)), None)
        if number is None:
            continue
        owner, reason = _owner(document.sentences[number], mention, rows[number], context)
        group = context.lexicon.groups[mention.candidates[0]]
        if owner is None and main_country and group.for_state and group.sector in _AT_HOME:
            owner, reason = f"country/{main_country}", "the country that the article is about"
        key = mention.candidates[0].partition("/")[2]
        if owner is None:
            yield Link(mention, f"group/{key}", mention.provenance.confidence, (reason,))
        elif owner.startswith("country/"):
            code = owner.partition("/")[2]
            yield Link(mention, f"group/{code}-{key}", mention.provenance.confidence, (reason,))


def _owner(
    sentence: Sentence, mention: Mention, links: Sequence[Link], context: Context
) -> tuple[str | None, str]:
    """Return the country or organisation of a group, and what shows it."""
    first = next(i for i, s in enumerate(sentence.starts) if s >= mention.span.start)
    last = next((i for i, s in enumerate(sentence.starts) if s >= mention.span.end), len(sentence.words))
    for link in reversed(links):
        span = link.mention.span
        if span.end <= mention.span.start:
            end = next((i for i, s in enumerate(sentence.starts) if s >= span.end), len(sentence.words))
            if _describes(sentence.words[end:first], link, context):
                return link.entity, f"{link.mention.text} stands before it"
            break
    local = context.lexicon.groups[mention.candidates[0]].sector in _LOCAL
    for link in links:
        span = link.mention.span
        if span.start >= mention.span.end:
            start = next(i for i, s in enumerate(sentence.starts) if s >= span.start)
            if _follows(sentence.words[last:start], context, local=local):
                return link.entity, f"{link.mention.text} stands behind it"
            break
    return None, "no country beside it"


def _describes(between: Sequence[str], link: Link, context: Context) -> bool:
    """*Israeli border police*, *US-Truppen*, *Israel's army*: only words that describe may stand between."""
    language = context.language
    words = [w for w in between if w not in "-'’" and w not in language.name_clitics]
    rule = link.mention.provenance.rule
    if rule not in _ADJECTIVES and len(words) == len(between) and words:
        return False  # *told Iran that police …*: a name without an ending owns only what touches it
    if len(words) > _GAP or (language.nouns_capitalised and rule not in _ADJECTIVES and not between):
        return False
    return not any(_is_small(w, context) or not w[0].isalnum() for w in words)


def _follows(between: Sequence[str], context: Context, *, local: bool) -> bool:
    """*la policía colombiana*, *the army of Israel*, *demonstrators in Baghdad*."""
    language = context.language
    if not between:
        return not language.stacks_nouns
    if len(between) > _GAP + 1:
        return False
    of = language.is_("ofPreposition", between[0])
    inside = local and language.is_("inPreposition", between[0])
    genitive = language.nouns_capitalised and language.is_("genitiveDeterminer", between[0])
    if not (of or inside or genitive):
        return False
    return all(language.is_("determiner", w) or w[0].isupper() for w in between[1:])


def _is_small(word: str, context: Context) -> bool:
    language = context.language
    return (
        language.is_("stopWord", word)
        or language.is_("determiner", word)
        or language.is_("conjunction", word)
        or language.is_("pastAuxiliary", word)
        or language.is_("passiveAuxiliary", word)
        or word in context.free_prepositions
    )
