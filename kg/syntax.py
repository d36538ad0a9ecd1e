"""Shallow grammar: clauses of a sentence and the parties in them, with how each is marked.

In: a linked document.  Out: per sentence its clauses and parties (entities at word positions, with
preposition, coordination and attribute).  No word stands here; the sets of words come from
`ontology/lexicon/languages`.  It finds no events and no speech: `events/` and `quotes/` do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extractors import Context
from kg.model import Document, Link, Sentence, Span
from kg.ontology import Match

_BREAKS = frozenset(";:–—")
_BRACKETS = {"(": 1, ")": -1, "[": 1, "]": -1}
_OFFICE_WIDTH = 12  # words from the office word to the name
_WALK = 6  # words looked at, to the left of a party, for its preposition


@dataclass(frozen=True, slots=True)
class Party:
    """An entity as part of a sentence.

    `first` to `last` (exclusive) are word positions, `phrase` is where its noun phrase begins (the office
    before a name included); `mark` is the preposition that governs it (lower
    case) or None; `attribute` says how it hangs on the next noun: adjective, compound, genitive,
    possessive, or None when it stands for itself; `group` is shared by coordinated parties.
    """

    ref: str
    kind: str
    rule: str
    first: int
    last: int
    phrase: int
    clause: int
    span: Span
    mark: str | None = None
    attribute: str | None = None
    group: int = 0
    oblique: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: `opener` is the subordinator or relative pronoun it begins with, if any."""

    number: int
    positions: tuple[int, ...]
    opener: str | None
    antecedent: int | None  # position of the word before a relative clause


@dataclass(frozen=True, slots=True)
class Parsed:
    """One sentence with its clauses, parties and lexicon matches."""

    index: int
    sentence: Sentence
    matches: tuple[Match, ...]
    clauses: tuple[Clause, ...]
    clause_of: tuple[int, ...]
    parties: tuple[Party, ...]

    def span(self, first: int, last: int) -> Span:
        """Return the characters of words `first` to `last` (exclusive)."""
        return Span(self.sentence.starts[first], self.sentence.ends[last - 1], self.sentence.span.part)

    def has(self, kind: str, clause: int | None = None) -> list[Match]:
        """Return the cues of one class, in one clause or in the whole sentence."""
        return [
            m
            for m in self.matches
            if m.kind == "cue"
            and m.value.cue.kind == kind
            and (clause is None or self.clause_of[m.first] == clause)
        ]


def parse(document: Document, context: Context) -> tuple[Parsed, ...]:
    """Analyse every sentence of a linked document."""
    links = _links_by_sentence(document)
    offices = {(o.person, o.span.part): [] for o in document.offices}  # type: dict[tuple[str, str], list[Span]]
    for holding in document.offices:
        offices[holding.person, holding.span.part].append(holding.span)
    return tuple(
        _parse_sentence(i, sentence, matches, links[i], offices, context)
        for i, (sentence, matches) in enumerate(zip(document.sentences, context.matches, strict=True))
    )


def _links_by_sentence(document: Document) -> list[list[Link]]:
    rows: list[list[Link]] = [[] for _ in document.sentences]
    ordered = sorted(document.links, key=lambda ln: (ln.mention.span.part != "title", ln.mention.span))
    i = 0
    for link in ordered:
        while i < len(rows) and not document.sentences[i].span.covers(link.mention.span):
            i += 1
        if i == len(rows):
            break
        rows[i].append(link)
    return rows


def _parse_sentence(
    index: int,
    sentence: Sentence,
    matches: tuple[Match, ...],
    links: Sequence[Link],
    offices: Mapping[tuple[str, str], list[Span]],
    context: Context,
) -> Parsed:
    clauses, clause_of = _clauses(sentence, context)
    parties = _parties(sentence, links, clause_of, offices, _verbs(sentence, matches), context)
    return Parsed(index, sentence, matches, clauses, clause_of, parties)


def _verbs(sentence: Sentence, matches: Sequence[Match]) -> frozenset[int]:
    """Positions of lower-case words that a frame or cue knows as a verb by themselves."""
    known = (
        m for m in matches if m.kind in ("frame", "cue") and m.value.how == "verb" and m.last - m.first == 1
    )
    return frozenset(m.first for m in known if sentence.words[m.first][0].islower())


# clauses -------------------------------------------------------------------------


def _clauses(sentence: Sentence, context: Context) -> tuple[tuple[Clause, ...], tuple[int, ...]]:
    """Split at commas before subordinators and at stronger marks; what follows a subordinate clause
    goes on with the main clause (*Trump, der seit Januar regiert, telefonierte …*)."""
    words = sentence.words
    clause_of = [0] * len(words)
    openers: dict[int, tuple[str | None, int | None]] = {0: (None, None)}
    main = current = newest = 0
    for i, word in enumerate(words):
        if i == 0:
            if context.language.is_("subordinator", word) and len(words) > 1:
                newest += 1
                current = newest
                openers[current] = (word.lower(), None)
        elif words[i - 1] == ",":
            opener = _opener(words, i, context)
            if opener is not None:
                newest += 1
                current = newest
                openers[current] = (opener, i - 2)
            else:
                current = main
        elif words[i - 1] in _BREAKS:
            newest += 1
            main = current = newest
            openers[current] = (None, None)
        elif i > 1 and not context.language.nouns_capitalised and _opens_without_comma(words, i, context):
            newest += 1
            current = newest
            openers[current] = (word.lower(), i - 1)
        clause_of[i] = current
    places: dict[int, list[int]] = defaultdict(list)
    for i, number in enumerate(clause_of):
        places[number].append(i)
    clauses = tuple(Clause(n, tuple(places[n]), *openers.get(n, (None, None))) for n in sorted(places))
    return clauses, tuple(clause_of)


def _opener(words: Sequence[str], i: int, context: Context) -> str | None:
    """The subordinator or relative pronoun behind a comma; a preposition may stand before it."""
    language = context.language
    word = words[i].lower()
    if word in language.words["subordinator"]:
        return word
    if word in language.words["relativePronoun"]:
        if word in language.words["determiner"] and i + 1 < len(words) and words[i + 1][0].isupper():
            return None if language.nouns_capitalised else word
        return word
    if (
        i + 1 < len(words)
        and words[i + 1].lower() in language.words["relativePronoun"]
        and _preposition(word, context)
    ):
        return words[i + 1].lower() if words[i + 1].lower() not in language.words["determiner"] else None
    return None


def _opens_without_comma(words: Sequence[str], i: int, context: Context) -> bool:
    """English, French … open clauses without a comma (*said that*, *after the attack killed*)."""
    return context.language.is_("subordinator", words[i]) and not context.language.is_(
        "inPreposition", words[i]
    )


_PREPOSITIONS = (
    "withPreposition", "byPreposition", "ofPreposition", "betweenPreposition", "againstPreposition",
    "toPreposition", "inPreposition", "fromPreposition",
)  # fmt: skip


def _preposition(word: str, context: Context) -> bool:
    return any(context.language.is_(name, word) for name in _PREPOSITIONS)


# parties -------------------------------------------------------------------------


def _parties(
    sentence: Sentence,
    links: Sequence[Link],
    clause_of: Sequence[int],
    offices: Mapping[tuple[str, str], list[Span]],
    verbs: frozenset[int],
    context: Context,
) -> tuple[Party, ...]:
    marks = _mark_words(context)
    rows = [
        p
        for link in sorted(links, key=lambda ln: ln.mention.span)
        if (p := _party(sentence, link, clause_of)) is not None
    ]
    rows = [_with_office(sentence, p, offices.get((p.ref, p.span.part), ())) for p in rows]
    rows = _attributes(sentence, rows, context)
    rows = _drop_inside_offices(rows, sentence)
    rows = [_marked(sentence, p, rows, marks, verbs, context) for p in rows]
    return tuple(_coordinate(sentence, rows, context))


def _party(sentence: Sentence, link: Link, clause_of: Sequence[int]) -> Party | None:
    span = link.mention.span
    places = [i for i, s in enumerate(sentence.starts) if span.start <= s < span.end]
    if not places:
        return None
    return Party(
        ref=link.entity,
        kind=link.entity.split("/", 1)[0],
        rule=link.mention.provenance.rule,
        first=places[0],
        last=places[-1] + 1,
        phrase=places[0],
        clause=clause_of[places[0]],
        span=span,
    )


def _with_office(sentence: Sentence, party: Party, offices: Sequence[Span]) -> Party:
    """*der Leiter des Präsidialamtes, Andrij Jermak*: the noun phrase begins with the office."""
    for office in offices if not party.rule.startswith("pronoun") else ():
        if office.end <= party.span.start and sentence.span.covers(office):
            start = next(i for i, s in enumerate(sentence.starts) if s >= office.start)
            if party.first - start <= _OFFICE_WIDTH:
                return replace(party, phrase=start)
    return party


def _attributes(sentence: Sentence, rows: Sequence[Party], context: Context) -> list[Party]:
    """Say how each party hangs on the noun behind it: *russische* Truppen, *US*-Angriff, *Israels* Armee."""
    words, language = sentence.words, context.language
    people = {p.first for p in rows if p.kind == "person"}
    done = []
    for party in rows:
        attribute = None
        nxt = words[party.last] if party.last < len(words) else ""
        if party.rule == "adjective" and nxt:
            attribute = "adjective"
        elif (
            nxt == "-"
            and party.last + 1 < len(words)
            and sentence.ends[party.last] == sentence.starts[party.last + 1]
        ):
            attribute = "compound"
        elif (nxt == "'" and party.last + 1 < len(words) and words[party.last + 1] == "s") or (
            language.nouns_capitalised
            and sentence.words[party.last - 1][-1:] in "s'’"
            and nxt[:1].isupper()
            and party.last not in people
            and _has_ending(words[party.last - 1], context)
        ):
            attribute = "possessive"
        done.append(replace(party, attribute=attribute) if attribute else party)
    return done


def _has_ending(word: str, context: Context) -> bool:
    return any(word.endswith(ending) for ending, _ in context.language.name_endings if ending)


def _drop_inside_offices(rows: Sequence[Party], sentence: Sentence) -> list[Party]:
    """*der ukrainische Präsident Selenskyj*, *der Präsident der Ukraine, Selenskyj*: the country belongs
    to the person behind it."""
    kept = []
    for i, party in enumerate(rows):
        if any(other.phrase <= party.first < other.first for other in rows if other is not party):
            continue
        nxt = rows[i + 1] if i + 1 < len(rows) else None
        before = (
            party.attribute in ("adjective", "compound", "possessive")
            and nxt is not None
            and nxt.kind == "person"
            and nxt.phrase - party.last <= 4
            and not any(w in ",;:()" for w in sentence.words[party.last : nxt.phrase])
        )
        if not before:
            kept.append(party)
    return kept


def _mark_words(context: Context) -> frozenset[str]:
    return frozenset().union(*(context.language.words[name] for name in _PREPOSITIONS))


def _marked(
    sentence: Sentence,
    party: Party,
    rows: Sequence[Party],
    marks: frozenset[str],
    verbs: frozenset[int],
    context: Context,
) -> Party:
    """Walk left over determiners, adjectives, titles and nouns to the preposition that governs the party."""
    language = context.language
    others = {i for p in rows if p is not party for i in range(p.first, p.last)}
    crossed_noun = genitive = determined = False
    for step in range(1, _WALK + 1):
        i = party.phrase - step
        if i < 0 or sentence.words[i] in ',;:.()"„“”«»' or i in others:
            break
        word = sentence.words[i].lower()
        if word in language.words["conjunction"]:
            break
        if _inside_compound(sentence, i):  # Editor-in-Chief
            crossed_noun = True
            continue
        if word in marks or (
            word not in language.words["determiner"] and _is_free_preposition(word, context)
        ):
            if word in language.words["ofPreposition"] and _noun_before(sentence, i, context) and step <= 3:
                genitive = True
                crossed_noun = True
                continue
            return replace(party, mark=word, attribute=party.attribute or ("genitive" if genitive else None))
        if i in verbs:
            break  # am Montag | sagte Merz
        if word in language.words["determiner"]:
            determined = True
            if (
                language.nouns_capitalised
                and word in ("des", "der")
                and _noun_before(sentence, i, context)
                and not crossed_noun
            ):
                genitive = True
            continue
        if sentence.words[i][0].isupper():
            if determined and not genitive and language.nouns_capitalised:
                break  # am Donnerstag | die Ukraine
            crossed_noun = True
            continue
        if sentence.words[i][0].islower() and (crossed_noun or step > 3):
            break
    return replace(party, attribute="genitive") if genitive and party.attribute is None else party


def _inside_compound(sentence: Sentence, i: int) -> bool:
    """Say whether a word stands between two hyphens that touch it."""
    words = sentence.words
    return (
        0 < i < len(words) - 1
        and words[i - 1] == "-" == words[i + 1]
        and sentence.ends[i] == sentence.starts[i + 1]
    )


def _is_free_preposition(word: str, context: Context) -> bool:
    return word in context.free_prepositions


def _noun_before(sentence: Sentence, i: int, context: Context) -> bool:
    if i == 0:
        return False
    word = sentence.words[i - 1]
    if context.language.nouns_capitalised:
        return word[0].isupper() and i - 1 > 0
    return word[0].isalpha() and not context.language.is_("stopWord", word)


def _coordinate(sentence: Sentence, rows: Sequence[Party], context: Context) -> Iterator[Party]:
    """Give coordinated parties (*Merz und Macron*, *Selenskyj, Trump und Putin*) one group and mark."""
    group = 0
    previous: Party | None = None
    for party in rows:
        if (
            previous is not None
            and party.attribute is None
            and previous.attribute in (None, "genitive")
            and _joined(sentence, previous, party, context)
        ):
            party = replace(
                party,
                group=previous.group,
                mark=previous.mark,
                attribute=previous.attribute,
                clause=previous.clause,
            )
        else:
            group += 1
            party = replace(party, group=group)
        previous = party
        yield party


def _joined(sentence: Sentence, left: Party, right: Party, context: Context) -> bool:
    between = sentence.words[left.last : right.phrase]
    if not between or len(between) > 8:
        return False
    joined = context.language.is_("conjunction", between[0]) or (
        between[0] == ","
        and (len(between) <= 2 or any(context.language.is_("conjunction", w) for w in between[1:]))
    )
    if not joined:
        return False
    rest = [w for w in between[1:] if not context.language.is_("conjunction", w)]
    return (
        all(context.language.is_("determiner", w) or w[0].isupper() or w in "-'," for w in rest)
        or len(rest) <= 1
    )
