"""What each language has, and what it lacks beside the others.

In: the Lexicon.  Out: counts per language, aspect and thing (*adjectives, country/UKR: 4 words*), and gaps: a
thing that enough other languages have and this one does not, or has far fewer words for.  A gap is a hint
to an editor, not a mistake: some languages need no subjunctive.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from kg.ontology import Language, Lexicon
from kg.ontology.blocks import Block
from kg.ontology.languages import WORD_CATEGORIES
from kg.ontology.words import CUE_CLASSES, CUE_WORDS, FRAME_WORDS
from kg.vocab import KG, RDF, SKOS

_FEW = 3  # a third of what the others have is too few
_NAMES = (SKOS.altLabel, SKOS.prefLabel)


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing a language needs: its name, the file it stands in, and how it is judged.

    `share` is the share of the other languages that must have a thing (at least two) before lacking it is
    a gap; where words are `counted`, far fewer than the others have are a gap too.
    """

    name: str
    where: str
    share: float = 0.0
    counted: bool = False


ASPECTS = (
    Aspect("country names", "entities/countries.{}.ttl skos:altLabel"),
    Aspect("country adjectives", "entities/countries.{}.ttl kg:adjective"),
    Aspect("demonyms", "entities/countries.{}.ttl kg:demonym"),
    Aspect("seats of government", "entities/countries.{}.ttl kg:metonym"),
    Aspect("leaders in office", "entities/leaders*.ttl skos:altLabel, kg:surname"),
    Aspect("organisations", "entities/organisations-*.ttl skos:altLabel"),
    Aspect("offices", "entities/offices.{}.ttl kg:word"),
    Aspect("unnamed groups", "entities/groups.{}.ttl kg:word, kg:wordBeside"),
    Aspect("top topics", "topics/triggers.{}.ttl kg:trigger"),
    Aspect("narrower topics", "topics/triggers.{}.ttl kg:trigger"),
    Aspect("kinds of events", "events/frames.{}.ttl kg:verb, kg:noun, kg:phrase"),
    Aspect("words of events", "events/frames.{}.ttl kg:verb, kg:noun, kg:phrase", 0.5, True),
    Aspect("words that report", "cues/reporting.{}.ttl kg:verb, kg:noun, kg:before", 0.5, True),
    Aspect("cues of status", "cues/status.{}.ttl kg:word"),
    Aspect("cues of names", "cues/names.{}.ttl kg:word"),
    Aspect("cues of teasers and captions", "cues/cleaning.{}.ttl kg:word"),
    Aspect("months", "languages/{}.ttl month:…"),
    Aspect("weekdays", "languages/{}.ttl weekday:…"),
    Aspect("relative days", "languages/{}.ttl kg:relativeDay", 0.5),
    Aspect("shapes of dates", "languages/{}.ttl kg:dayPattern", 0.5),
    Aspect("numbers", "languages/{}.ttl kg:number", 0.5),
    Aspect("units of time", "languages/{}.ttl kg:unit", 0.5),
    Aspect("quotation marks", "languages/{}.ttl kg:quotePair", 0.5, True),
    Aspect("grammar", "languages/{}.ttl", 0.5),
    Aspect("given and family names", "cues/*-names.ttl kg:word", 0.5, True),
)
_COUNTRY_WORDS = {
    KG.adjective: "country adjectives",
    KG.demonym: "demonyms",
    KG.metonym: "seats of government",
}
_CUE_ASPECTS = {
    "cues of status": ("Negation", "Denial", "Plan", "Modal", "Ongoing", "Background"),
    "cues of names": (
        "Former",
        "Acting",
        "Designate",
        "Deputy",
        "Title",
        "Organisation",
        "Profession",
        "ThingName",
    ),
    "given and family names": ("GivenName", "FamilyName", "MaybeGivenName", "MaybeFamilyName"),
    "cues of teasers and captions": ("Teaser", "Caption", "Newsletter", "Boilerplate", "Credit"),
}
_ASPECT_OF_CUE = {KG[f"{cue}Cue"]: aspect for aspect, cues in _CUE_ASPECTS.items() for cue in cues}

#: Aspect → thing → number of words, for one language.
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Gap:
    """A thing that a language lacks, or (`few`) has few words for; `others` have it."""

    lang: str
    aspect: Aspect
    thing: str
    label: str
    others: tuple[str, ...]
    few: str = ""

    @property
    def where(self) -> str:
        """Return the file and property in which the gap is filled."""
        return self.aspect.where.format(self.lang)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What every language has (`counts`) and lacks (`gaps`)."""

    counts: Mapping[str, Counts]
    gaps: tuple[Gap, ...]

    def cell(self, aspect: Aspect, lang: str) -> str:
        """Return what a language has of an aspect: *241/250*, or the number of words where those count."""
        have = self.counts[lang].get(aspect.name, {})
        lacking = [gap for gap in self.gaps if gap.lang == lang and gap.aspect == aspect]
        if aspect.counted:
            return f"{sum(have.values()):,}" + (f" (−{len(lacking)})" if lacking else "")
        wanted = {thing for other in self.counts.values() for thing in other.get(aspect.name, {})}
        missing = {gap.thing for gap in lacking}
        return f"{len([t for t in wanted if t in have]):,}" + (f" (−{len(missing)})" if missing else "")


def survey(lexicon: Lexicon) -> Coverage:
    """Count what every language has, and compare."""
    counts: dict[str, dict[str, Counter[str]]] = {
        lang: defaultdict(Counter) for lang in sorted(lexicon.languages)
    }
    for ref, block in sorted(lexicon.blocks.items()):
        for lang, aspect, thing, number in _words_of(ref, block, lexicon):
            for one in counts if lang == "mul" else (lang,):
                if one in counts:
                    counts[one][aspect][thing] += number
    for lang, language in lexicon.languages.items():
        for aspect, thing, number in _grammar(language):
            counts[lang][aspect][thing] += number
        if not counts[lang]["demonyms"]:  # written like the adjective: los ucranianos, gli ucraini
            counts[lang]["demonyms"] = counts[lang]["country adjectives"].copy()
    _borrow(counts, lexicon)
    return Coverage(counts, tuple(_gaps(counts, lexicon)))


def _words_of(ref: str, block: Block, lexicon: Lexicon) -> Iterator[tuple[str, str, str, int]]:
    """Yield (language, aspect, thing, number of words) of one block."""
    kind = ref.partition("/")[0]
    if kind == "country":
        yield from _texts(block, _NAMES, "country names", ref)
        for predicate, aspect in _COUNTRY_WORDS.items():
            yield from _texts(block, (predicate,), aspect, ref)
    elif kind == "organisation":
        yield from _texts(block, _NAMES, "organisations", ref)
    elif kind == "person" and _is_in_office(ref, lexicon):
        yield from _texts(block, (*_NAMES, KG.surname), "leaders in office", ref)
    elif kind == "office":
        yield from _texts(block, (KG.word,), "offices", ref)
    elif kind == "group":
        yield from _texts(block, (KG.word, KG.wordBeside), "unnamed groups", ref)
    elif kind == "topic" and ref in lexicon.topics:
        aspect = "top topics" if lexicon.topics[ref].top == ref else "narrower topics"
        yield from _texts(block, (KG.trigger,), aspect, ref)
    elif kind == "frame":
        frame = lexicon.frames[ref]
        thing = f"mode/{frame.mode}" if frame.mode else f"type/{frame.type}"
        yield from _texts(block, tuple(FRAME_WORDS), "kinds of events", thing)
        yield from _texts(block, tuple(FRAME_WORDS), "words of events", f"type/{frame.type}")
    elif kind == "cue":
        yield from _cue_words(block)


def _cue_words(block: Block) -> Iterator[tuple[str, str, str, int]]:
    for iri in block.get(RDF.type, ()):
        if iri in CUE_CLASSES:
            aspect = _ASPECT_OF_CUE.get(iri, "words that report")
            stances = [text for text, _ in block.get(KG.stance, ())]
            thing = stances[0] if stances else iri.removeprefix(KG.base)
            yield from _texts(block, tuple(CUE_WORDS), aspect, thing)


def _texts(
    block: Block, predicates: Sequence[str], aspect: str, thing: str
) -> Iterator[tuple[str, str, str, int]]:
    for predicate in predicates:
        for text, lang in block.get(predicate, ()):
            yield lang, aspect, thing, text.count("|") + 1


def _is_in_office(ref: str, lexicon: Lexicon) -> bool:
    return any(tenure.end is None for tenure in lexicon.tenures.get(ref, ()))


def _grammar(language: Language) -> Iterator[tuple[str, str, int]]:
    """Yield (aspect, thing, number) of what `languages/` says."""
    for category in WORD_CATEGORIES:
        if words := language.words.get(category):
            yield "grammar", f"kg:{category}", len(words)
    for thing, found in (
        ("kg:personPronoun", language.pronouns), ("kg:nameEnding", language.name_endings),
        ("kg:fallback", language.fallback),
    ):  # fmt: skip
        if found:
            yield "grammar", thing, len(found)
    yield from (("months", f"month/{number}", 1) for number in language.months.values())
    yield from (("weekdays", f"weekday/{number}", 1) for number in language.weekdays.values())
    yield from (("relative days", f"{days:+d} days", 1) for days in language.relative_days.values())
    yield from (("numbers", f"{number:g}", 1) for number in language.numbers.values())
    yield from (("units of time", unit, 1) for _, unit in language.units)
    yield from (("shapes of dates", _shape(pattern), 1) for pattern in language.day_patterns)
    if language.quote_pairs:
        yield "quotation marks", "kg:quotePair", len(language.quote_pairs)


def _shape(pattern: str) -> str:
    """Return which parts a date pattern names: *day month year*."""
    named = re.findall(r"\(\?P<(\w+)>", pattern)
    return " ".join(part for part in ("day", "monthname", "month", "year") if part in named)


def _borrow(counts: dict[str, dict[str, Counter[str]]], lexicon: Lexicon) -> None:
    """Names of fallback languages serve where they are in the same script; then nothing is lacking."""
    for lang, language in lexicon.languages.items():
        script = _script(" ".join(sorted(language.words["stopWord"])))
        for ref in lexicon.entities:
            aspect = "organisations" if ref.startswith("organisation/") else "leaders in office"
            if ref.startswith("country/") or ref in counts[lang][aspect]:
                continue
            if aspect == "leaders in office" and not _is_in_office(ref, lexicon):
                continue
            names = [text for text, code in lexicon.names[ref] if code in (*language.fallback, "en")]
            if usable := sum(_script(text) == script for text in names):
                counts[lang][aspect][ref] = usable


def _script(text: str) -> str:
    """Return the script that most letters of a text belong to: LATIN, CYRILLIC …"""
    found = Counter(unicodedata.name(c, "").partition(" ")[0] for c in text if c.isalpha())
    return max(found, key=lambda script: (found[script], script), default="")


def _gaps(counts: Mapping[str, Counts], lexicon: Lexicon) -> Iterator[Gap]:
    for lang, own in counts.items():
        for aspect in ASPECTS:
            others = {code: found.get(aspect.name, {}) for code, found in counts.items() if code != lang}
            least = max(2, aspect.share * len(others)) if len(others) > 1 else 1
            for thing in sorted({thing for found in others.values() for thing in found}):
                having = tuple(code for code, found in others.items() if thing in found)
                if len(having) < least:
                    continue
                number = own.get(aspect.name, {}).get(thing, 0)
                usual = median(found.get(thing, 0) for found in others.values())
                if not number:
                    yield Gap(lang, aspect, thing, _label(thing, lexicon), having)
                elif aspect.counted and number * _FEW < usual:
                    few = f"{number} words, the others have about {usual:g}"
                    yield Gap(lang, aspect, thing, _label(thing, lexicon), having, few)


def _label(thing: str, lexicon: Lexicon) -> str:
    """Return the English name of a thing of the lexicon."""
    labels = lexicon.blocks.get(thing, {}).get(SKOS.prefLabel, ())
    return next((text for text, lang in labels if lang == "en"), "")
