"""The grammar of one language as a record, from its block in `ontology/lexicon/languages`."""

from __future__ import annotations

from kg.errors import OntologyError
from kg.ontology.blocks import Block, Blocks, assignments, first, texts
from kg.ontology.records import Language
from kg.vocab import KG, SKOS

WORD_CATEGORIES = (
    "adjectiveEnding", "pluralAdjectiveEnding", "adverb", "feminineEnding", "genitiveEnding", "memberNoun",
    "quantity",
    "stopWord", "abbreviation", "withPreposition", "byPreposition", "ofPreposition", "betweenPreposition",
    "againstPreposition", "toPreposition", "inPreposition", "fromPreposition", "conjunction", "subordinator",
    "complementiser", "questionWord", "questionLabel", "answerLabel", "conditional", "personNoun",
    "subjectPronoun", "bodyPronoun",
    "relativePronoun", "passiveAuxiliary", "pastAuxiliary", "futureAuxiliary", "subjunctive", "determiner",
    "infinitiveMarker", "objectInfinitive", "omittedComplementiser", "sourceOpener", "indefiniteArticle",
    "pluperfectAuxiliary", "genitiveDeterminer", "reflexivePronoun", "pluralVerb",
    "objectDeterminer", "lightVerb", "possessive", "subjectlessEnding", "predicativeMarker",
    "activeParticiple", "barePassive", "infinitiveEnding", "passiveParticiple", "sinceWord",
    "lastCue", "nextCue", "scenePreposition",
    "thisCue", "nameParticle", "futureEnding", "copula", "subjectEnding", "personSubjectEnding",
    "bodyAdjective", "bodyGenitive", "adverbialParticiple", "backReference",
)  # fmt: skip

_APOSTROPHES = ("'", "’")


def to_language(code: str, blocks: Blocks) -> Language:
    """Read the block `language:<code>` with its months and weekdays.

    Raises OntologyError for a quotation pair or a number that cannot be read.
    """
    block = blocks[f"language/{code}"]
    return Language(
        code=code,
        words={name: _words(block, name) for name in WORD_CATEGORIES},
        quote_pairs=tuple(sorted(_pair(code, text) for text in texts(block, KG.quotePair))),
        nouns_capitalised=first(block, KG.nounsCapitalised) == "true",
        stacks_nouns=first(block, KG.stacksNouns) == "true",
        drops_pronouns=first(block, KG.dropsPronouns) == "true",
        marks_case=first(block, KG.marksCase) == "true",
        quotes_names=first(block, KG.quotesNames) == "true",
        name_endings=_name_endings(block),
        name_clitics=frozenset(e[1:] for e, _ in _name_endings(block) if e[:1] in _APOSTROPHES and e[1:]),
        months=_calendar(blocks, "month", code),
        weekdays=_calendar(blocks, "weekday", code),
        relative_days={w.lower(): int(_number(code, n)) for w, n in assignments(block, KG.relativeDay)},
        relative_times=tuple(sorted(assignments(block, KG.relativeTime))),
        numbers={w.lower(): _number(code, n) for w, n in assignments(block, KG.number)},
        units=tuple(sorted(assignments(block, KG.unit))),
        pronouns={w.lower(): g for w, g in assignments(block, KG.personPronoun)},
        day_patterns=tuple(sorted(texts(block, KG.dayPattern), key=lambda p: (-len(p), p))),
        home_country=(first(block, KG.homeCountry) or "").rsplit("/", 1)[-1] or None,
        fallback=tuple(sorted(texts(block, KG.fallback))),
        romanisation=tuple(sorted(assignments(block, KG.romanisation))),
    )


def _words(block: Block, category: str) -> frozenset[str]:
    words = [word for text in texts(block, KG[category]) for word in text.split("|")]
    return frozenset(word.lower() for word in words)


def _pair(code: str, text: str) -> tuple[str, str]:
    marks = text.split()
    if len(marks) != 2:
        raise OntologyError(
            f"language/{code}: kg:quotePair {text!r} must be two marks separated by a space, such as „ “"
        )
    return marks[0], marks[1]


def _number(code: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise OntologyError(f"language/{code}: {text!r} must be a number, such as zwei=2") from error


def _name_endings(block: Block) -> tuple[tuple[str, str], ...]:
    """Longest first: `-s` takes an ending off; `-ого>-ий` puts the dictionary's ending in its place."""
    pairs = [text.partition(">") for text in texts(block, KG.nameEnding)]
    endings = [(ending.strip().lstrip("-"), base.strip().lstrip("-")) for ending, _, base in pairs]
    return tuple(sorted(endings, key=lambda e: (-len(e[0]), e)))


def _calendar(blocks: Blocks, kind: str, code: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for number in range(1, 13):
        block = blocks.get(f"{kind}/{number}", {})
        for text, lang in block.get(SKOS.altLabel, []) + block.get(SKOS.prefLabel, []):
            if lang == code:
                found.update({word.lower(): number for word in text.split("|")})
    return found
