"""Text → language, sentences with character offsets, quoted passages, and what is not the report.

In: an Article and the Lexicon.  Out: records whose offsets index the article's own text.  Nothing is
extracted here and no text is changed; stretches that are not the report are marked, never deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Article, Part, Sentence, Skipped, Span
from kg.ontology import CueWord, Language, Lexicon, Match, Matches
from kg.ontology.matcher import TOKEN, Matcher

MAX_QUOTE = 4000  # characters; a longer stretch between two marks is two unpaired marks
_MAX_DEPTH = 8  # marks looked back to for the partner of a closing one
_SAMPLE = 4000  # characters read to recognise the language
_LONGEST_SENTENCE = 300  # words; what goes on longer is no sentence, and is cut
_FEW = 40  # words; in so short a text the words of the lexicon help to recognise the language
_WRAP_WIDTH = 120
_BULLET = re.compile(r"\s*(?:[-–—•*>▶►·]|\d{1,2}[.)])\s+")
_SENTENCE_END = frozenset(".!?…")
_DASHES = frozenset("–—-")
_CLOSERS = frozenset("\"'”“’»«)]›‹")
_AFTER_END = _CLOSERS | _SENTENCE_END
_OPENERS = frozenset("\"'„“‘«»([›‹¿¡")
_BEFORE_INITIAL = _OPENERS | frozenset(":–•")
_SKIP_LABELS = {
    "TeaserCue": "teaser",
    "CaptionCue": "caption",
    "NewsletterCue": "newsletter",
    "BoilerplateCue": "boilerplate",
    "CreditCue": "credit",
}
_SHORT_LINE = 90  # characters; cues for captions and credits count only in lines this short
_FRAGMENT = 6  # words (and marks); a line this short is a label even with a full stop
_OFFERS = frozenset({"BoilerplateCue", "NewsletterCue"})
_OFFER = 260  # characters; in a longer paragraph a sentence that opens so makes no offer or dialog of it
_PER_CUE = {"BoilerplateCue": 150, "NewsletterCue": 180, "CreditCue": 110}  # characters for each of several
_TEASER_LINE = 220  # characters; a longer line is a paragraph, not a headline in a list of links


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage between quotation marks: `inner` without the marks, `outer` with them."""

    outer: Span
    inner: Span


@dataclass(frozen=True, slots=True)
class Segmented:
    """Sentences with the lexicon entries found in each, and what is not the report."""

    sentences: tuple[Sentence, ...]
    matches: tuple[Matches, ...]
    skipped: tuple[Skipped, ...]


def identify_language(article: Article, lexicon: Lexicon) -> str | None:
    """Return the declared language where the lexicon knows it, else the one whose stop words prevail."""
    declared = (article.lang or "").lower().replace("_", "-").split("-")[0]
    if declared in lexicon.languages:
        return declared
    words = TOKEN.findall(article.title + "\n" + article.text[:_SAMPLE])
    lower = [word.lower() for word in words]
    scores = {
        code: sum(w in lang.words["stopWord"] for w in lower) for code, lang in lexicon.languages.items()
    }
    best = _prevailing(scores)
    if best and scores[best] >= max(2, len(words) // 25):
        return best
    if len(words) > _FEW:
        return None
    # "Macron met Scholz in Paris": "in" is German, English and Italian, "met" English
    return _prevailing(
        {
            code: score + _known_words(words, lexicon.languages[code], lexicon.matcher(code))
            for code, score in scores.items()
        }
    )


def _prevailing(scores: Mapping[str, int]) -> str | None:
    """Return the language with the highest score; None when several share it or none has any."""
    most = max(scores.values(), default=0)
    best = [code for code, score in scores.items() if score == most]
    return best[0] if most and len(best) == 1 else None


def _known_words(words: Sequence[str], language: Language, matcher: Matcher) -> int:
    """Count the words that alone name an event or are a cue of the language."""
    found = {
        m.first
        for m in matcher.find(words)
        if (m.kind == "frame" or isinstance(m.value, CueWord)) and m.last - m.first == 1
    }
    return sum(not language.is_("stopWord", words[i]) for i in found)


def segment(article: Article, language: Language, matcher: Matcher) -> Segmented:
    """Split title and text into sentences, match the lexicon, and mark what is not the report."""
    sentences: list[Sentence] = []
    matches: list[Matches] = []
    skipped = list(article.skipped)
    number = 0
    if article.title.strip():
        for sentence in _sentences(article.title, 0, len(article.title), "title", number, language):
            sentences.append(sentence)
            matches.append(Matches(matcher.find(sentence.words, _initials(sentence))))
    blocks = list(_blocks(article.text))
    teaser = False
    for start, end in blocks:
        number += 1
        block = [
            (s, Matches(matcher.find(s.words, _initials(s))))
            for s in _sentences(article.text, start, end, "text", number, language)
        ]
        why = _why_skipped(article.text[start:end], block, in_teaser=teaser)
        teaser = why == "teaser"
        if why is not None:
            skipped.append(Skipped(Span(start, end), why))
        elif not any(gap.span.overlaps(Span(start, end)) for gap in article.skipped):
            sentences += [s for s, _ in block]
            matches += [m for _, m in block]
    return Segmented(tuple(sentences), tuple(matches), _merge(skipped, article.text))


def _merge(skipped: Sequence[Skipped], text: str) -> tuple[Skipped, ...]:
    """Join neighbours of one kind that only white space separates."""
    merged: list[Skipped] = []
    for item in sorted(skipped, key=lambda s: s.span):
        last = merged[-1] if merged else None
        if last and last.why == item.why and not text[last.span.end : item.span.start].strip():
            merged[-1] = Skipped(Span(last.span.start, max(last.span.end, item.span.end)), last.why)
        else:
            merged.append(item)
    return tuple(merged)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of paragraphs: lines, or blank-line paragraphs where lines are wrapped."""
    separator = r"\n[ \t]*\n+" if _is_wrapped(text) else r"\n+"
    here = 0
    for gap in re.finditer(separator, text):
        yield from _trim(text, here, gap.start())
        here = gap.end()
    yield from _trim(text, here, len(text))


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _is_wrapped(text: str) -> bool:
    """Say whether lines are cut at a fixed width, so that a line break does not end a paragraph."""
    if "\n\n" not in text:
        return False
    inner = [line.rstrip() for block in text.split("\n\n") for line in block.split("\n")[:-1] if line.strip()]
    if len(inner) < 4:
        return False
    broken = sum(45 <= len(line) <= _WRAP_WIDTH and line[-1] not in '.!?…:"”“»' for line in inner)
    return broken > 0.7 * len(inner)


def _why_skipped(text: str, block: Sequence[tuple[Sentence, Matches]], *, in_teaser: bool) -> str | None:
    """Say why a paragraph is not the report, from the cues in it; None when it is.

    A cue of one word says nothing in a whole sentence (*Share prices fell …*, *Reuters reported …*), and no
    single cue in a long paragraph; several make a consent dialog, or an agency's line of credits.
    """
    found: dict[str, set[tuple[int, int]]] = {}
    sentence_like = text[-1] in ".!?…" and sum(len(s.words) for s, _ in block) > _FRAGMENT
    for number, (sentence, matches) in enumerate(block):
        for kind, first, words in _cleaning_cues(sentence, matches):
            found.setdefault(kind, set()).add((number, first))
            if sentence_like and words == 1:
                continue
            opens = number == 0 and first <= 2
            if kind == "TeaserCue" and opens and len(text) <= _TEASER_LINE:
                return "teaser"
            if kind in _OFFERS and len(text) <= (_OFFER if first <= 2 else _SHORT_LINE):
                return _SKIP_LABELS[kind]
            if (
                kind in ("CaptionCue", "CreditCue")
                and (len(text) <= _SHORT_LINE)
                and (opens or len(sentence.words) < 9)
            ):
                return _SKIP_LABELS[kind]
    for kind, places in found.items():
        if len(places) > 1 and len(text) <= len(places) * _PER_CUE.get(kind, 0):
            return _SKIP_LABELS[kind]
    if in_teaser and len(text) <= _TEASER_LINE and (_BULLET.match(text) or text[-1] not in '.!?…"”“»'):
        return "teaser"
    return None


def _cleaning_cues(sentence: Sentence, matches: Matches) -> Iterator[tuple[str, int, int]]:
    """Yield the kind and place of the cues of a sentence, and the number of their words, a colon included."""
    parts: dict[int, list[Match]] = {}
    for match in matches.of(*_SKIP_LABELS):
        word: CueWord = match.value
        seen = parts.setdefault(word.pattern, [])
        if all(word.index != other.value.index for other in seen):
            seen.append(match)
        if len(seen) == word.total:
            colon = sentence.words[match.last : match.last + 1] == (":",)
            yield match.kind, match.first, sum(m.last - m.first for m in seen) + colon


def _initials(sentence: Sentence) -> list[int]:
    """Positions where a capital letter says nothing: the beginning, after a colon or an opening mark."""
    words = sentence.words
    after = (i for i, word in enumerate(words[:-1], 1) if word in _BEFORE_INITIAL)
    return [0, *(i for i in after if _opens_again(words, i))]


def _opens_again(words: Sequence[str], i: int) -> bool:
    """A mark in front of a word; an opening one may also close, right behind letters (*"so" Merz*)."""
    mark = words[i - 1]
    return mark not in _OPENERS or mark in "„«‘" or i < 2 or not words[i - 2][-1:].isalpha()


def _sentences(
    text: str, start: int, end: int, part: Part, paragraph: int, language: Language
) -> Iterator[Sentence]:
    spans = [token.span() for token in TOKEN.finditer(text, start, end)]
    words = [text[a:b] for a, b in spans]
    starts = [a for a, _ in spans]
    ends = [b for _, b in spans]
    first = 0
    for i, word in enumerate(words):
        if i - first >= _LONGEST_SENTENCE:
            yield _sentence(words, starts, ends, first, i, part, paragraph)
            first = i
        if word[-1] in _SENTENCE_END and i >= first:
            last = i + 1
            while last < len(words) and words[last] in _AFTER_END and starts[last] == ends[last - 1]:
                last += 1
            if last > first and _ends_here(words, starts, ends, i, last, language):
                yield _sentence(words, starts, ends, first, last, part, paragraph)
                first = last
    if first < len(words):
        yield _sentence(words, starts, ends, first, len(words), part, paragraph)


def _sentence(
    words: list[str], starts: list[int], ends: list[int], first: int, last: int, part: Part, paragraph: int
) -> Sentence:
    return Sentence(
        span=Span(starts[first], ends[last - 1], part),
        words=tuple(words[first:last]),
        starts=tuple(starts[first:last]),
        ends=tuple(ends[first:last]),
        paragraph=paragraph,
    )


def _ends_here(
    words: list[str], starts: list[int], ends: list[int], i: int, last: int, language: Language
) -> bool:
    """Decide whether the mark at token `i` ends a sentence; `last` is the token after closing marks."""
    if last >= len(words):
        return True
    if starts[last] == ends[last - 1]:  # no space behind: 3.5, example.org
        return False
    skip = last + 1 < len(words) and (words[last] in _OPENERS or words[last] in _DASHES)
    following = words[last + 1] if skip else words[last]
    if following[:1].islower():
        return False
    if words[i] != "." and words[i] in _SENTENCE_END:
        return True
    before = words[i] if len(words[i]) > 1 else words[i - 1] if i else ""
    return not _is_abbreviation(before, following, starts[i] == ends[i - 1] if i else False, language)


def _is_abbreviation(before: str, following: str, joined: bool, language: Language) -> bool:
    if not joined and len(before) <= 1:
        return False
    lower = before.lower().rstrip(".")
    if lower + "." in language.words["abbreviation"] or lower in language.words["abbreviation"]:
        return True
    if len(lower) == 1 and lower.isalpha():  # George W. Bush
        return True
    if before.isdigit() and len(before) <= 2:  # am 4. Juli; but "… kostet 20. Das"
        low = following.lower()
        return low in language.months or (
            language.nouns_capitalised and low not in language.words["stopWord"]
        )
    return "." in before[:-1] and before[-1] == "."  # U.S., z.B.


def quoted_passages(
    text: str, part: Part, language: Language, others: Sequence[tuple[str, str]] = ()
) -> tuple[Quoted, ...]:
    """Return the passages between quotation marks, outermost first, in one linear pass.

    A mark without its partner in the same paragraph opens nothing, unless the next paragraph opens again
    or closes what is open (speech over several paragraphs: one passage each).
    """
    pairs = dict.fromkeys((*language.quote_pairs, *others, ('"', '"'), ("'", "'")))
    closers_of: dict[str, set[str]] = {}
    own_closers = {close for _, close in language.quote_pairs}
    own_openers = {opening for opening, _ in language.quote_pairs}
    for opening, close in pairs:
        if opening in own_openers or opening not in own_closers:
            closers_of.setdefault(opening, set()).add(close)
    marks = set(closers_of) | {c for cs in closers_of.values() for c in cs}
    found: list[Quoted] = []
    opened: list[tuple[str, int]] = []
    for place in re.finditer("[\n" + re.escape("".join(sorted(marks))) + "]", text):
        mark, here = place.group(), place.start()
        if mark == "\n":
            if opened and opened[0][1] < here:
                opened = _over_paragraphs(text, here, opened[0], closers_of[opened[0][0]], found, part)
            continue
        innermost = range(len(opened) - 1, max(-1, len(opened) - 1 - _MAX_DEPTH), -1)
        depth = next((d for d in innermost if mark in closers_of[opened[d][0]]), None)
        if depth is not None and _may_close(text, here, mark) and here > opened[depth][1] + 1:
            start = opened[depth][1]
            if here - start <= MAX_QUOTE:
                found.append(_quoted(text, start, here, here + 1, part))
            del opened[depth:]
        elif mark in closers_of and _may_open(text, here, mark):
            opened.append((mark, here))
    return _outermost(found)


def _over_paragraphs(
    text: str, here: int, opened: tuple[str, int], closers: set[str], found: list[Quoted], part: Part
) -> list[tuple[str, int]]:
    """Close a passage at the end of its paragraph where the next one goes on; return what stays open."""
    mark, start = opened
    following = here + len(text[here : here + 40]) - len(text[here : here + 40].lstrip())
    again = mark not in closers and text[following : following + 1] == mark
    on = mark not in closers and not again and _closes_later(text, following, mark, closers)
    if (again or on) and here - start <= MAX_QUOTE:
        found.append(_quoted(text, start, here, here, part))
    return [(mark, following - 1)] if on else []


def _closes_later(text: str, here: int, mark: str, closers: set[str]) -> bool:
    """Say whether a closing mark comes before the next opening one, within the length of a quotation."""
    ends = [i for close in sorted(closers) if (i := text.find(close, here, here + MAX_QUOTE)) >= 0]
    again = text.find(mark, here, here + MAX_QUOTE)
    return bool(ends) and (again < 0 or min(ends) < again)


def _quoted(text: str, start: int, inner_end: int, outer_end: int, part: Part) -> Quoted:
    """Make the record; the blanks that French sets inside its marks are no words (« Oui »)."""
    first, last = start + 1, inner_end
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return Quoted(Span(start, outer_end, part), Span(first, last, part))


def _may_open(text: str, here: int, mark: str) -> bool:
    before = text[here - 1] if here else " "
    after = text[here + 1 : here + 2]
    if mark in "\"'‘“":
        return not before.isalnum() and bool(after.strip())
    return True


def _may_close(text: str, here: int, mark: str) -> bool:
    after = text[here + 1 : here + 2]
    before = text[here - 1] if here else " "
    if mark in "'’":
        return not after.isalnum() and not before.isspace()
    return mark != '"' or not (before.isspace() and after.strip() and after.isalnum())


def _outermost(found: Sequence[Quoted]) -> tuple[Quoted, ...]:
    kept: list[Quoted] = []
    for quote in sorted(found, key=lambda q: (q.outer.start, -q.outer.end)):
        if not kept or quote.outer.start >= kept[-1].outer.end:
            kept.append(quote)
    return tuple(kept)
