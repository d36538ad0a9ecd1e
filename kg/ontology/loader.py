"""Read `ontology/` into a frozen Lexicon.  *I/O*

Turtle is parsed by pyoxigraph (about 700,000 triples per second).  The words of a language become a
`Matcher` only when an article of that language is read.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import OntologyError
from kg.ontology.matcher import Matcher, expand
from kg.ontology.records import Cue, Frame, Language, LexiconEntity, Office, Tenure, Topic
from kg.vocab import DEFAULT_BASE, KG, ORG, OWL, RDF, SCHEMA, SKOS, WD

Words = list[tuple[str, str]]  # (text, language)
Block = dict[str, list[Any]]  # predicate IRI → objects

ALIAS_KINDS = {
    SKOS.altLabel: "name",
    SKOS.prefLabel: "name",
    KG.surname: "surname",
    KG.adjective: "adjective",
    KG.demonym: "demonym",
    KG.metonym: "metonym",
}
CUE_CLASSES = frozenset(KG[name] for name in KG if name.endswith("Cue"))
CUE_WORDS = {KG.word: "word", KG.verb: "verb", KG.noun: "noun", KG.before: "before", KG.after: "after"}


def ontology_folder() -> Path:
    """Return the folder `ontology/`: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_ontology", package.parent / "ontology"):
        if (folder / "lexicon").is_dir():
            return folder
    raise OntologyError(f"no ontology beside {package}; reinstall newskg")


@dataclass(frozen=True, slots=True)
class FrameWord:
    """Words of a frame: `how` is verb, noun or phrase; part `index` of `total` when discontinuous."""

    frame: Frame
    how: str
    pattern: int
    index: int = 0
    total: int = 1


@dataclass(frozen=True, slots=True)
class EntityWord:
    """An alias: which entity, and as what kind of alias."""

    ref: str
    alias: str


@dataclass(frozen=True, slots=True)
class CueWord:
    """A cue and how its words work: word, verb, noun, before or after; a part when discontinuous."""

    cue: Cue
    how: str
    pattern: int
    index: int = 0
    total: int = 1


@dataclass(frozen=True)
class Lexicon:
    """Everything in `ontology/lexicon`, indexed; `version` is a hash of the files' bytes."""

    version: str
    folder: Path
    entities: Mapping[str, LexiconEntity]
    offices: Mapping[str, Office]
    tenures: Mapping[str, tuple[Tenure, ...]]
    holders: Mapping[tuple[str, str], tuple[Tenure, ...]]
    topics: Mapping[str, Topic]
    types: frozenset[str]
    languages: Mapping[str, Language]
    names: Mapping[str, Words] = field(repr=False)
    blocks: Mapping[str, Block] = field(repr=False)
    _matchers: dict[str, Matcher] = field(default_factory=dict, repr=False)

    def matcher(self, code: str) -> Matcher:
        """Return the matcher for one language, built at the first call."""
        if code not in self._matchers:
            self._matchers[code] = _build_matcher(self, self.languages[code])
        return self._matchers[code]

    def prepositions(self, code: str) -> frozenset[str]:
        """Return the words that frames of a language use as marks of roles (single words, lower case)."""
        return _prepositions(self, code)

    def given_names(self) -> frozenset[str]:
        """Return the given names of all known people (first word of a name of several words)."""
        return _given_names(self)

    def holders_of(self, office: str, place: str, day: date | None) -> tuple[Tenure, ...]:
        """Return the tenures of an office (or a narrower one) in a country or organisation on a day."""
        found = self.holders.get((office, place), ())
        return tuple(t for t in found if day is None or t.covers(day))


@lru_cache(maxsize=16)
def _prepositions(lexicon: Lexicon, code: str) -> frozenset[str]:
    found = set()
    for ref, block in lexicon.blocks.items():
        spoken = {lang for how in (KG.verb, KG.noun, KG.phrase) for _, lang in block.get(how, ())}
        if ref.startswith("frame/") and code in spoken:
            found |= {text.partition("=")[0].strip().lower() for text in _texts(block, KG.mark)}
    return frozenset(word for word in found if " " not in word)


@lru_cache(maxsize=4)
def _given_names(lexicon: Lexicon) -> frozenset[str]:
    firsts = set()
    for ref, names in lexicon.names.items():
        if ref.startswith("person/"):
            firsts |= {words[0] for text, _ in names if len(words := text.split()) > 1 and len(words[0]) > 2}
    return frozenset(firsts)


Lexicon.__hash__ = lambda self: hash(self.version)  # type: ignore[method-assign,assignment]


@lru_cache(maxsize=4)
def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Read the ontology below `folder` (default: the one that ships with kg).

    Raises OntologyError naming the file (and line, for Turtle that does not parse).
    """
    folder = folder or ontology_folder()
    files = sorted((folder / "lexicon").rglob("*.ttl"))
    if not files:
        raise OntologyError(f"{folder} holds no lexicon; expected lexicon/**/*.ttl")
    digest = hashlib.sha256()
    blocks: dict[str, Block] = {}
    for path in files:
        data = path.read_bytes()
        digest.update(data)
        _parse(path, data, blocks)
    return _assemble(folder, digest.hexdigest()[:16], blocks)


def _parse(path: Path, data: bytes, blocks: dict[str, Block]) -> None:
    from pyoxigraph import Literal, RdfFormat, parse

    try:
        for quad in parse(data, format=RdfFormat.TURTLE):
            block = blocks.setdefault(quad.subject.value, {})
            value = quad.object
            item = (value.value, value.language or "") if isinstance(value, Literal) else value.value
            block.setdefault(quad.predicate.value, []).append(item)
    except (SyntaxError, ValueError) as error:
        raise OntologyError(f"{path}: not valid Turtle: {error}") from error


def _ref(iri: str) -> str:
    return iri.removeprefix(DEFAULT_BASE)


def _texts(block: Block, predicate: str) -> list[str]:
    return [item[0] for item in block.get(predicate, ()) if isinstance(item, tuple)]


def _one(block: Block, predicate: str, default: str | None = None) -> str | None:
    values = block.get(predicate)
    if not values:
        return default
    return values[0][0] if isinstance(values[0], tuple) else values[0]


def _label(block: Block, fallback: str) -> str:
    labels = {lang: text for text, lang in block.get(SKOS.prefLabel, ())}
    return labels.get("en") or next(iter(labels.values()), fallback)


def _assemble(folder: Path, version: str, raw: dict[str, Block]) -> Lexicon:
    blocks = {_ref(iri): block for iri, block in raw.items() if iri.startswith(DEFAULT_BASE)}
    entities = {ref: e for ref, block in blocks.items() if (e := _entity(ref, block)) is not None}
    offices = {ref: _office(ref, blocks) for ref in blocks if ref.startswith("office/")}
    tenures = [_tenure(blocks[ref]) for ref in sorted(blocks) if ref.startswith("tenure/")]
    by_person: dict[str, list[Tenure]] = defaultdict(list)
    by_office: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        by_person[tenure.person].append(tenure)
        for key in sorted(_office_keys(tenure, offices)):
            by_office[key].append(tenure)
    return Lexicon(
        version=version,
        folder=folder,
        entities=entities,
        offices=offices,
        tenures={person: tuple(found) for person, found in by_person.items()},
        holders={key: tuple(found) for key, found in by_office.items()},
        topics={ref: _topic(ref, blocks) for ref in blocks if _is_topic(ref)},
        types=frozenset(ref.removeprefix("type/") for ref in blocks if ref.startswith("type/")),
        languages={ref[9:]: _language(ref[9:], blocks) for ref in blocks if ref.startswith("language/")},
        names={ref: block.get(SKOS.altLabel, []) + block.get(SKOS.prefLabel, []) for ref, block in blocks.items() if ref in entities},
        blocks=blocks,
    )


def _is_topic(ref: str) -> bool:
    return ref.startswith("topic/") and ref != "topic/scheme"


def _entity(ref: str, block: Block) -> LexiconEntity | None:
    kind = ref.split("/", 1)[0]
    if kind not in ("person", "country", "organisation") or SKOS.prefLabel not in block:
        return None
    same = [iri.removeprefix(WD) for iri in block.get(OWL.sameAs, ()) if isinstance(iri, str) and iri.startswith(WD)]
    country = ref.split("/")[1] if kind == "country" else _country(block)
    return LexiconEntity(
        ref=ref,
        kind=kind,  # type: ignore[arg-type]
        canonical=_label(block, ref),
        wikidata=same[0] if same else None,
        country=country,
        classification=_one(block, ORG.classification),
    )


def _country(block: Block) -> str | None:
    iri = _one(block, SCHEMA.nationality) or _one(block, KG.actsFor)
    return iri.rsplit("/", 1)[-1] if iri else None


def _office(ref: str, blocks: Mapping[str, Block]) -> Office:
    block = blocks[ref]
    ancestors: list[str] = []
    queue = [_ref(i) for i in block.get(SKOS.broader, ())]
    while queue:
        above = queue.pop(0)
        if above not in ancestors:
            ancestors.append(above)
            queue += [_ref(i) for i in blocks.get(above, {}).get(SKOS.broader, ())]
    country, body = _one(block, KG.country), _one(block, ORG.organization)
    kind = _one(block, KG.personKind) or next(
        (k for a in ancestors if (k := _one(blocks.get(a, {}), KG.personKind))), "politician"
    )
    return Office(
        ref=ref,
        label=_label(block, ref),
        person_kind=kind,  # type: ignore[arg-type]
        ancestors=tuple(ancestors),
        country=country.rsplit("/", 1)[-1] if country else None,
        organisation=_ref(body) if body else None,
    )


def _tenure(block: Block) -> Tenure:
    place = _one(block, ORG.organization)
    ref = _ref(place) if place else ""
    return Tenure(
        person=_ref(_one(block, ORG.member) or ""),
        offices=tuple(sorted(_ref(i) for i in block.get(ORG.role, ()))),
        country=ref.removeprefix("country/") if ref.startswith("country/") else None,
        organisation=ref if ref.startswith("organisation/") else None,
        start=_day(block, KG.start),
        end=_day(block, KG.end),
        last_seen=_day(block, KG.lastSeen),
        verification=_one(block, KG.verification, "unverified") or "unverified",
    )


def _day(block: Block, predicate: str) -> date | None:
    text = _one(block, predicate)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise OntologyError(f"{text!r} is not a date; write it as 2025-07-04") from error


def _office_keys(tenure: Tenure, offices: Mapping[str, Office]) -> set[tuple[str, str]]:
    place = tenure.organisation or (f"country/{tenure.country}" if tenure.country else None)
    if place is None:
        return set()
    known = [offices[o] for o in tenure.offices if o in offices]
    return {(ref, place) for office in known for ref in (office.ref, *office.ancestors)}


def _topic(ref: str, blocks: Mapping[str, Block]) -> Topic:
    here = top = ref
    for _ in range(6):
        broader = [_ref(i) for i in blocks.get(here, {}).get(SKOS.broader, ())]
        if KG.TopTopic in blocks.get(here, {}).get(RDF.type, ()) or not broader:
            top = here
            break
        here = broader[0]
    return Topic(ref=ref, label=_label(blocks[ref], ref), top=top)


_WORD_CATEGORIES = (
    "stopWord abbreviation withPreposition byPreposition ofPreposition betweenPreposition againstPreposition "
    "toPreposition inPreposition fromPreposition conjunction subordinator relativePronoun passiveAuxiliary "
    "pastAuxiliary futureAuxiliary subjunctive determiner passiveParticiple lastCue nextCue thisCue givenName "
    "nameParticle"
).split()


def _language(code: str, blocks: Mapping[str, Block]) -> Language:
    block = blocks[f"language/{code}"]
    keep_case = {"givenName"}
    words = {
        name: frozenset(w if name in keep_case else w.lower() for text in _texts(block, KG[name]) for w in text.split("|"))
        for name in _WORD_CATEGORIES
    }
    pairs = dict(text.rsplit("=", 1) for text in _texts(block, KG.relativeDay) if "=" in text)
    return Language(
        code=code,
        words=words,
        quote_pairs=tuple(sorted(_pair(code, text) for text in _texts(block, KG.quotePair))),
        nouns_capitalised=_one(block, KG.nounsCapitalised) == "true",
        name_endings=tuple(sorted((_ending(t) for t in _texts(block, KG.nameEnding)), key=lambda e: (-len(e[0]), e))),
        months=_calendar(blocks, "month", code),
        weekdays=_calendar(blocks, "weekday", code),
        relative_days={word.lower(): int(days) for word, days in pairs.items()},
        numbers={w.lower(): float(n) for w, n in _assignments(block, KG.number)},
        units=tuple(sorted(_assignments(block, KG.unit))),
        pronouns={w.lower(): g for w, g in _assignments(block, KG.personPronoun)},
        day_patterns=tuple(sorted(_texts(block, KG.dayPattern), key=lambda p: (-len(p), p))),
        fallback=tuple(sorted(_texts(block, KG.fallback))),
    )


def _pair(code: str, text: str) -> tuple[str, str]:
    marks = text.split()
    if len(marks) != 2:
        raise OntologyError(f"language:{code}: kg:quotePair {text!r} must be two marks separated by a space")
    return marks[0], marks[1]


def _ending(text: str) -> tuple[str, str]:
    """`-s` takes an ending off; `-ого>-ий` puts the dictionary's ending in its place."""
    ending, _, base = text.partition(">")
    return ending.strip().lstrip("-"), base.strip().lstrip("-")


def _assignments(block: Block, predicate: str) -> list[tuple[str, str]]:
    return [(left, right) for text in _texts(block, predicate) if "=" in text for left, right in [text.rsplit("=", 1)]]


def _calendar(blocks: Mapping[str, Block], kind: str, code: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for number in range(1, 13):
        block = blocks.get(f"{kind}/{number}", {})
        for text, lang in block.get(SKOS.altLabel, []) + block.get(SKOS.prefLabel, []):
            if lang == code:
                found.update({word.lower(): number for word in text.split("|")})
    return found


def _build_matcher(lexicon: Lexicon, language: Language) -> Matcher:
    matcher = Matcher(name_endings=language.name_endings, nouns_capitalised=language.nouns_capitalised)
    own = {language.code, "mul", ""}
    for ref in sorted(lexicon.blocks):
        block = lexicon.blocks[ref]
        kind = ref.split("/", 1)[0]
        if kind in ("person", "country", "organisation"):
            _add_entity(matcher, ref, block, language)
        elif kind == "office":
            for text in _spoken(block, KG.word, own):
                matcher.add_pattern(text, "office", ref)
        elif kind == "topic":
            _add_topic(matcher, ref, block, own)
        elif kind == "frame":
            _add_frame(matcher, ref, block, own, lexicon)
        elif kind == "cue":
            _add_cue(matcher, ref, block, own)
    return matcher


def _spoken(block: Block, predicate: str, languages: set[str]) -> list[str]:
    return sorted(text for text, lang in block.get(predicate, ()) if lang in languages)


def _add_entity(matcher: Matcher, ref: str, block: Block, language: Language) -> None:
    seen: set[tuple[str, str]] = set()
    for predicate, alias in ALIAS_KINDS.items():
        for text in _aliases(block, predicate, language, always_english=predicate == SKOS.prefLabel):
            if (text, alias) in seen or len(text) < 2:
                continue
            seen.add((text, alias))
            named = alias in ("name", "surname") and "*" not in text
            matcher.add_pattern(text.replace("|", " "), "entity", EntityWord(ref, alias), name=named)


def _aliases(block: Block, predicate: str, language: Language, *, always_english: bool) -> Iterator[str]:
    by_language: dict[str, list[str]] = defaultdict(list)
    for text, lang in block.get(predicate, ()):
        by_language[lang].append(text)
    yield from sorted(by_language.get("", []) + by_language.get("mul", []))
    yield from sorted(by_language.get(language.code, []))
    if predicate in (SKOS.altLabel, KG.surname, SKOS.prefLabel):
        for code in language.fallback:
            yield from sorted(by_language.get(code, []))
    if always_english:
        yield from by_language.get("en", [])


def _add_topic(matcher: Matcher, ref: str, block: Block, own: set[str]) -> None:
    for predicate, weight in ((KG.trigger, 1.0), (KG.hint, 0.4)):
        for text in _spoken(block, predicate, own):
            matcher.add_pattern(text, "topic", (ref, weight))


def _add_frame(matcher: Matcher, ref: str, block: Block, own: set[str], lexicon: Lexicon) -> None:
    frame = _frame(ref, block, lexicon)
    for predicate, how in ((KG.verb, "verb"), (KG.noun, "noun"), (KG.phrase, "phrase")):
        for number, text in enumerate(_spoken(block, predicate, own)):
            parts = expand(text)
            for index, part in enumerate(parts):
                for words in part:
                    matcher.add(words, "frame", FrameWord(frame, how, hash_pattern(ref, how, number), index, len(parts)))
    for text in _spoken(block, KG.unless, own):
        matcher.add_pattern(text, "unless", frame.ref)


def hash_pattern(ref: str, how: str, number: int) -> int:
    """Return a number that is the same in every run for one pattern of one concept."""
    return int.from_bytes(hashlib.blake2b(f"{ref}|{how}|{number}".encode(), digest_size=6).digest(), "big")


def _frame(ref: str, block: Block, lexicon: Lexicon) -> Frame:
    concept = _ref(_one(block, KG.mode) or "")
    if concept.startswith("type/"):
        kind, mode = concept.removeprefix("type/"), None
    else:
        above = _ref(_one(lexicon.blocks.get(concept, {}), SKOS.broader) or "")
        kind, mode = above.removeprefix("type/"), concept.removeprefix("mode/")
    if kind not in lexicon.types:
        raise OntologyError(f"{ref}: kg:mode {concept!r} belongs to no event type; add skos:broader type:… to the mode")
    marks = dict(pair for text in _texts(block, KG.mark) for pair in [_mark(ref, text)])
    needs = _one(block, KG.requires)
    return Frame(
        ref=ref,
        type=kind,
        mode=mode,
        valency=_one(block, KG.valency, "directed"),  # type: ignore[arg-type]
        marks=marks,
        noun_object=_one(block, KG.nounObject),
        status=_one(block, KG.status),
        requires=frozenset({"agent", "target"} if needs == "both" else {needs} if needs else ()),
        priority=int(_one(block, KG.priority, "0") or 0),
    )


def _mark(ref: str, text: str) -> tuple[str, str]:
    words, equals, role = text.partition("=")
    if not equals or role not in ("agent", "target", "mediator", "place", "none"):
        raise OntologyError(f"{ref}: kg:mark {text!r} must be preposition=role; roles: agent, target, mediator, place, none")
    return words.strip().lower(), role


def _add_cue(matcher: Matcher, ref: str, block: Block, own: set[str]) -> None:
    kinds = sorted(iri.rsplit("#", 1)[1] for iri in block.get(RDF.type, ()) if iri in CUE_CLASSES)
    for kind in kinds:
        cue = Cue(ref, kind, _one(block, KG.stance))
        for predicate, how in CUE_WORDS.items():
            for number, text in enumerate(_spoken(block, predicate, own)):
                parts = expand(text)
                for index, part in enumerate(parts):
                    value = CueWord(cue, how, hash_pattern(ref, how, number), index, len(parts))
                    for words in part:
                        matcher.add(words, "cue", value)
