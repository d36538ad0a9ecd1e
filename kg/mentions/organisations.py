"""Organisations the lexicon has never seen.

In: the document with its lexicon mentions.  Out: organisation mentions without candidates: runs of
capitalised words around the head of an organisation's name (*Utrecht University*, *Stiftung
Wissenschaft und Politik*), the abbreviation in brackets behind one, and that abbreviation elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from kg.extractors import VERSION, Context
from kg.mentions.introduced import bare_name, introduced_names, is_part_of_name
from kg.mentions.quoted_names import find_names
from kg.model import Document, Mention, Provenance, Sentence, Span
from kg.ontology import Match

HEAD_CONFIDENCE, SHORT_CONFIDENCE = 0.7, 0.55
MAX_WORDS = 9
_NO_NAMES = ("NounCue", "TitleCue", "ProfessionCue", "GivenNameCue")
_ROLES = ("office", "ProfessionCue")  # no part of a body's name (*Analityk Banku Millennium*)
_FIELDS = 2  # *des unions de consommateurs*: nouns behind a head
_SMALL = 4  # letters; shorter words with such an ending are no adjectives
_GENITIVES, _ADJECTIVES = 5, 3  # words in small letters behind and before the head of a name
_PLACED = ("name:placed", "name:alone")
_JOINING = ("ofPreposition", "conjunction", "determiner", "toPreposition")


def find_mentions(document: Document, context: Context) -> tuple[Mention, ...]:
    """Return mentions of unlisted organisations, in the order of the text."""
    found: list[Mention] = []
    shorts: dict[str, str] = {}
    for sentence, matches in zip(document.sentences, context.matches, strict=True):
        heads = matches.of("OrganisationCue")
        if not heads and not context.language.quotes_names:
            continue
        heads = sorted(heads, key=lambda m: (m.first, -m.last, m.value.how != "before"))
        closed = _taken(document, sentence), {m.first for m in matches.of(*_ROLES)}
        lands = {m.first for m in matches.of("entity") if m.value.alias == "adjective"}
        places = {i for m in matches.of("entity") for i in range(m.first, m.last)}
        nouns = {m.first for m in matches.of(*_NO_NAMES)}
        named = list(introduced_names(sentence, heads, context, places | closed[0] | closed[1], nouns))
        found += [_mention(document, sentence, a, b, "name:kind", SHORT_CONFIDENCE) for a, b in named]
        closed[0].update(i for a, b in named for i in range(a, b))
        headed = list(_runs(sentence, heads, context, *closed, nouns))
        closed[0].update(i for first, last, _ in headed for i in range(first, last))
        for first, last, rule in (*headed, *find_names(sentence, matches, context, closed[0])):
            if sentence.words[last - 1].islower() and _is_described(first, last, places, context):
                continue  # French police, Local police
            if rule in _PLACED or not sentence.words[first][0].isupper():
                first, last = _with_land(sentence, first, last, lands)
            found.append(_mention(document, sentence, first, last, rule, HEAD_CONFIDENCE))
            short = _bracketed(sentence, last)
            if short is not None:
                shorts[sentence.words[short]] = "name:short"
    found += _repeated(document, found)
    found += _abbreviations(document, context, shorts, found)
    return tuple(sorted(found, key=lambda m: (m.span.part != "title", m.span.start, m.span.end)))


def _is_described(first: int, last: int, places: set[int], context: Context) -> bool:
    """Say whether a lower-case head has only a country or the first word of the sentence before it."""
    return context.language.stacks_nouns and (first in places or (first == 0 and last < 3))


def _repeated(document: Document, found: Sequence[Mention]) -> list[Mention]:
    """*the retailer Shein* … *Shein said*: the name alone, elsewhere in the article."""
    names = {m.text: m.text.split() for m in found if m.provenance.rule == "name:kind"}
    if not names:
        return []
    taken = [m.span for m in (*document.mentions, *found)]
    rows = []
    for sentence in document.sentences:
        for name in names.values():
            for i in range(len(sentence.words) - len(name) + 1) if name[0] in sentence.words else ():
                span = Span(sentence.starts[i], sentence.ends[i + len(name) - 1], sentence.span.part)
                same = list(sentence.words[i : i + len(name)]) == name
                if same and not any(span.overlaps(other) for other in taken):
                    rows.append(_mention(document, sentence, i, i + len(name), "name:kind", SHORT_CONFIDENCE))
    return rows


def _taken(document: Document, sentence: Sentence) -> set[int]:
    starts = sentence.starts
    return {
        i
        for m in document.mentions
        if m.kind in ("person", "organisation") and sentence.span.covers(m.span)
        for i in range(bisect_left(starts, m.span.start), bisect_left(starts, m.span.end))
    }


def _runs(
    sentence: Sentence,
    heads: Sequence[Match],
    context: Context,
    taken: set[int],
    offices: set[int],
    nouns: set[int],
) -> Iterator[tuple[int, int, str]]:
    end = 0
    for match in heads:
        if match.first < end or match.value.how == "after":
            continue
        alone = match.value.how == "noun" and _is_definite(sentence, match, context)
        placed = match.value.how == "before"
        capital = sentence.words[match.first][0].isupper()
        if not capital and not alone and not placed and not context.language.words["bodyGenitive"]:
            continue
        first, last = _widen(sentence, match, context, taken | offices)
        if placed and context.language.nouns_capitalised:  # Universität Haifa
            last = max(last, bare_name(sentence, match.last, context, taken | offices | nouns))
        elif placed and last > match.last:
            last = _with_place(sentence, last, context, taken)
        if capital and match.value.how == "word":
            last = _with_field(sentence, match.first, last, context, taken | offices)
        if first < match.first and context.language.words["bodyGenitive"]:
            capital = True  # Дзержинский районный суд
        wider = last - first > match.last - match.first and (capital or placed)
        if (wider or alone) and not taken.intersection(range(first, last)):
            end = last
            yield (
                (first, last, "name:placed" if placed else "name:head")
                if wider
                else (match.first, match.last, "name:alone")
            )


def _with_place(sentence: Sentence, last: int, context: Context, taken: set[int]) -> int:
    """*Sąd Okręgowy w Lublinie*: where no word makes the genitive, the place has its own preposition."""
    words, language = sentence.words, context.language
    if language.words["ofPreposition"] or last + 1 >= len(words) or last + 1 in taken:
        return last
    place = language.is_("inPreposition", words[last]) and words[last + 1][0].isupper()
    return last + 2 if place and words[last + 1].isalpha() else last


def _with_field(sentence: Sentence, head: int, last: int, context: Context, closed: set[int]) -> int:
    """*l’Union syndicale des magistrats*: only the head has a capital; its field stands in lower case."""
    words, language = sentence.words, context.language
    endings = tuple(language.words["adjectiveEnding"])
    if language.nouns_capitalised or language.marks_case or not endings or head == 0:
        return last
    end = _behind_adjective(words, last, context, endings)
    for _ in range(_FIELDS):
        i = end
        while i < len(words) and (
            words[i] in "'’" or _joins(words, i, context, ("ofPreposition", "determiner"))
        ):
            i += 1
        opened = i > end and language.is_("ofPreposition", words[end])
        noun = i < len(words) and i not in closed and words[i].islower() and words[i].isalpha()
        if not opened or not noun or language.is_("stopWord", words[i]) or _is_day(words[i], context):
            break
        end = _behind_adjective(words, i + 1, context, endings)
    return end if end - head <= MAX_WORDS + 2 and not closed.intersection(range(last, end)) else last


def _behind_adjective(words: Sequence[str], i: int, context: Context, endings: tuple[str, ...]) -> int:
    """*Institut français | des …*: behind an adjective in lower case, if one stands there."""
    adjective = (
        i < len(words) and words[i].islower() and words[i].endswith(endings) and len(words[i]) > _SMALL
    )
    return i + 1 if adjective and not context.language.is_("stopWord", words[i]) else i


def _is_day(word: str, context: Context) -> bool:
    return word in context.language.weekdays or word in context.language.months


def _with_land(sentence: Sentence, first: int, last: int, lands: set[int]) -> tuple[int, int]:
    """*Ministero della Difesa russo*, *rosyjskie ministerstwo obrony*: the country is part of the name."""
    words = sentence.words
    if last in lands and words[last][0].islower():
        return first, last + 1
    if first - 1 in lands and sentence.starts[first] - sentence.ends[first - 1] == 1:
        return first - 1, last
    return first, last


def _is_definite(sentence: Sentence, match: Match, context: Context) -> bool:
    """*Das Verfassungsgericht*, *парламент*: a body that a country has once, not *ein Parlament*."""
    words, language, first = sentence.words, context.language, match.first
    if first and words[first - 1] in "-‑":
        return False
    reach = range(max(0, first - 3), first)
    return not any(language.is_("indefiniteArticle", words[i]) for i in reach)


def _widen(sentence: Sentence, match: Match, context: Context, closed: set[int]) -> tuple[int, int]:
    """Widen the head to the whole name: capitalised words before it, *of/für/and* + capitals behind.

    `closed` positions belong to other mentions or are offices (*Amt des Bundeskanzlers* is no body).
    """
    words, language = sentence.words, context.language
    if language.words["bodyGenitive"]:
        last = _behind(sentence, match, context, closed)
        return _described(sentence, match.first, last > match.last, context, closed), last
    first, last = match.first, match.last
    while first > 0 and last - first < MAX_WORDS and first - 1 not in closed:
        before = words[first - 1]
        if before in "-" and first > 1 and sentence.ends[first - 1] == sentence.starts[first]:
            first -= 2
        elif is_part_of_name(before, first - 1, context):
            first -= 1
        else:
            break
    while last < len(words) and last - first < MAX_WORDS and last not in closed:
        j = _step(words, last, context)
        if j >= len(words) or j in closed or not words[j][0].isupper() or not words[j].isalpha():
            break
        if language.nouns_capitalised and j == last:
            break
        if j - last > 1 and not language.nouns_capitalised and not language.is_("ofPreposition", words[last]):
            break
        last = j + 1
    return first, last


def _behind(sentence: Sentence, match: Match, context: Context, closed: set[int]) -> int:
    """*Министерство | энергетики Украины*: genitives in small letters, then names; *МВД* | *РФ*."""
    words, language, last, end = sentence.words, context.language, match.last, match.last
    if match.value.how == "noun":
        return end + (end < len(words) and words[end].isupper() and end not in closed)
    for i in range(last, min(last + _GENITIVES, len(words))):
        joined = language.is_("conjunction", words[i]) and i > last
        if i in closed or not (joined or _is_genitive(words[i], context)):
            break
        end = end if joined else i + 1
    while end < len(words) and end - last < MAX_WORDS and end not in closed:
        hyphen = words[end] == "-" and sentence.ends[end - 1] == sentence.starts[end] and end > last
        if not hyphen and not (words[end][0].isupper() and words[end].isalpha()):
            break
        end += 1
    return end - (words[end - 1] == "-")


def _is_genitive(word: str, context: Context) -> bool:
    language = context.language
    if not word.islower() or language.is_("stopWord", word) or language.is_("determiner", word):
        return False
    endings = language.words["bodyGenitive"]
    return word in endings or any(
        e[0] == "-" and word.endswith(e[1:]) and len(word) > len(e) for e in endings
    )


def _described(sentence: Sentence, head: int, long: bool, context: Context, closed: set[int]) -> int:
    """*Дзержинский районный | суд*: adjectives before the head, from one with a capital on."""
    words, endings = sentence.words, tuple(context.language.words["bodyAdjective"])
    i = head
    while i > 0 and head - i < _ADJECTIVES and i - 1 not in closed and words[i - 1].endswith(endings):
        i -= 1
        if not words[i].isalpha() or context.language.is_("determiner", words[i]):
            return head
        if words[i][0].isupper():
            opens = i == 0 or not words[i - 1][-1].isalnum()
            return head if opens and not long and head - i < 2 else i
    return head


def _step(words: Sequence[str], i: int, context: Context) -> int:
    """Step over what may join the parts of a name: *of the*, *für*, *and*; a genitive in German."""
    language = context.language
    if language.nouns_capitalised:  # Rat der Stadt; not: rief das Gericht die Beteiligten an
        purpose = language.is_("predicativeMarker", words[i]) and not language.is_("subordinator", words[i])
        joined = _joins(words, i, context, ("genitiveDeterminer", "ofPreposition"))
        return i + (joined or purpose)  # Institut für Weltwirtschaft
    j = i
    while j < min(len(words), i + 3) and _joins(words, j, context, _JOINING):
        j += 1
    return j


def _joins(words: Sequence[str], i: int, context: Context, categories: Sequence[str]) -> bool:
    return words[i] == "-" or any(context.language.is_(name, words[i]) for name in categories)


def _bracketed(sentence: Sentence, last: int) -> int | None:
    """Return the position of the abbreviation in `… Politik (DGAP)`."""
    words = sentence.words
    if last + 2 < len(words) and words[last] == "(" and words[last + 2] == ")" and _is_short(words[last + 1]):
        return last + 1
    return None


def _is_short(word: str) -> bool:
    return (
        2 <= len(word) <= 7 and word.isalpha() and sum(c.isupper() for c in word) >= 2 and word[0].isupper()
    )


def _abbreviations(
    document: Document, context: Context, shorts: dict[str, str], found: Sequence[Mention]
) -> list[Mention]:
    """Find abbreviations: those introduced in brackets, and capitals that occur again and again.

    In Cyrillic once is enough (*КПРФ*); what they stand for elsewhere (*СМИ*) is listed as nouns.
    """
    counts: Counter[str] = Counter()
    for sentence in document.sentences:
        if sentence.span.part == "text":
            counts.update(w for w in sentence.words if w.isupper() and _is_short(w))
    once = bool(context.language.romanisation)
    nouns = _nouns(document, context) if once else frozenset()
    if once and document.sentences:
        opener = next((s.words[0] for s in document.sentences if s.span.part == "text"), "")
        nouns |= {opener}  # МОСКВА, 18 сентября: where the report was written
    wanted = set(shorts) | {w for w, n in counts.items() if n >= 2 - once and w not in nouns}
    taken = [m.span for m in (*document.mentions, *found)]
    rows = []
    for sentence in document.sentences:
        for i, word in enumerate(sentence.words) if not wanted.isdisjoint(sentence.words) else ():
            if word not in wanted or (word not in shorts and _is_shouted(sentence)):
                continue
            span = Span(sentence.starts[i], sentence.ends[i], sentence.span.part)
            if not any(span.overlaps(other) for other in taken):
                rows.append(_mention(document, sentence, i, i + 1, "name:short", SHORT_CONFIDENCE))
    return rows


def _nouns(document: Document, context: Context) -> frozenset[str]:
    return frozenset(
        sentence.words[m.first]
        for sentence, matches in zip(document.sentences, context.matches, strict=True)
        for m in matches.of("NounCue")
    )


def _is_shouted(sentence: Sentence) -> bool:
    letters = [w for w in sentence.words if w.isalpha()]
    return sum(w.isupper() for w in letters) > len(letters) / 2


def _mention(
    document: Document, sentence: Sentence, first: int, last: int, rule: str, confidence: float
) -> Mention:
    span = Span(sentence.starts[first], sentence.ends[last - 1], sentence.span.part)
    provenance = Provenance("organisations", VERSION, rule, confidence)
    return Mention(span, document.article.slice(span), "organisation", (), provenance)
