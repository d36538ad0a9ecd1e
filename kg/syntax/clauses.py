"""Where a sentence falls into clauses: at subordinators, relative pronouns and strong marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.extractors import Context
from kg.model import Sentence
from kg.ontology import Language
from kg.syntax.records import Clause

_BREAKS = frozenset(";:–—")
_DASHES = frozenset("–—")
_QUOTES = frozenset('"“„«‘')
_MARKS = _BREAKS | {","}
_SUBJECT = 6  # words of a subject behind a conjunction, its verb included


_NAME = 5  # words of a name, and the mark behind it
_SOURCE, _TAIL = 12, 8  # words from the comma to the reporting verb, and from there to the end


def find_clauses(
    sentence: Sentence, predicates: tuple[frozenset[int], frozenset[int], frozenset[int]], context: Context
) -> tuple[tuple[Clause, ...], tuple[int, ...]]:
    """Split at commas before subordinators and at stronger marks; what follows a subordinate clause
    goes on with the main clause (*Trump, der seit Januar regiert, telefonierte …*).

    `predicates` are the positions of verbs that only report, of verbs of events, and of all that report: a
    reporting verb that closes the sentence stands in a clause of its own.
    """
    words = sentence.words
    without_comma = _open_without_comma(context.language)
    if _is_one_clause(words, without_comma, context):
        return (Clause(0, tuple(range(len(words))), None, None),), (0,) * len(words)
    clause_of = [0] * len(words)
    state = _Splitting()
    insertion = _insertion(sentence)
    for i, word in enumerate(words):
        if i == 0:
            if context.language.is_("subordinator", word) and _is_closed(words, context):
                state.open(word.lower(), None)
        elif words[i - 1] == ",":
            _behind_comma(state, words, i, predicates, context)
        elif insertion and i - 1 == insertion[1]:
            state.main, state.current = state.outer
        elif words[i - 1] in _BREAKS or (insertion and i - 1 == insertion[0]):
            state.open_main()
        elif (
            without_comma and i > 1 and word.lower() in without_comma
            and not _is_predicative(words, i, context)
        ):  # fmt: skip
            if context.language.is_("conjunction", words[i - 1]) and state.is_relative(context.language):
                state.open_like(word.lower())
            else:
                state.open(word.lower(), i - 1)
        elif i in predicates[2] and without_comma and _resumes(words, i, state, context.language):
            state.current = state.main
        if i == 0 or state.current != clause_of[i - 1]:
            state.since = i
        clause_of[i] = state.current
    places: dict[int, list[int]] = defaultdict(list)
    for i, number in enumerate(clause_of):
        places[number].append(i)
    clauses = tuple(Clause(n, tuple(places[n]), *state.openers.get(n, (None, None))) for n in sorted(places))
    return clauses, tuple(clause_of)


@dataclass(slots=True)
class _Splitting:
    """Which clause the words stand in, while a sentence is read from left to right."""

    main: int = 0
    current: int = 0
    newest: int = 0
    outer: tuple[int, int] = (0, 0)  # main and current clause before the last strong mark
    since: int = 0  # where the words of the current clause began
    left: list[int] = field(default_factory=list)  # they wait for their verb while others stand inside them
    openers: dict[int, tuple[str | None, int | None]] = field(default_factory=lambda: {0: (None, None)})

    def open(self, opener: str | None, antecedent: int | None) -> None:
        """Begin a clause."""
        self.newest += 1
        self.current = self.newest
        self.openers[self.current] = (opener, antecedent)

    def is_relative(self, language: Language) -> bool:
        """Say whether the clause one is in began with a relative pronoun, behind what it is about."""
        opener, antecedent = self.openers[self.current]
        return antecedent is not None and language.is_("relativePronoun", opener or "")

    def open_like(self, opener: str) -> None:
        """Begin a second relative clause about the same (*que gobierna y que negocia*)."""
        antecedent = self.openers[self.current][1]
        self.open(opener, antecedent)

    def open_main(self) -> None:
        """Begin a main clause, behind a strong mark."""
        self.outer = (self.main, self.current)
        self.open(None, None)
        self.main = self.current
        self.left.clear()


def _behind_comma(
    state: _Splitting,
    words: Sequence[str],
    i: int,
    predicates: tuple[frozenset[int], frozenset[int], frozenset[int]],
    context: Context,
) -> None:
    """Begin a clause at the word behind a comma, go on with one that waits for its verb, or stay."""
    opener = _opener(words, i, context)
    if opener is not None:
        if state.current != state.main and _lacks_its_verb(words, i - 2, context):
            state.left.append(state.current)
        state.open(opener, i - 2)
    elif _names_the_source(words, i, predicates, context) or _is_new_main(words, i, predicates, context):
        state.open(None, None)
    elif state.current != state.main and _is_named_inside(state, words, i, predicates, context):
        pass  # cuando el presidente de Ecuador, Daniel Noboa, anunció; informó la ministra, Ana Ruiz
    elif state.current != state.main and _lacks_its_verb(words, i - 2, context):
        pass  # dass Thaçi, der Premierminister, die Unabhängigkeit ausruft
    elif state.current == state.main or not state.left:
        state.current = state.main
    else:
        state.current = state.left.pop()


def _is_named_inside(
    state: _Splitting,
    words: Sequence[str],
    i: int,
    predicates: tuple[frozenset[int], frozenset[int], frozenset[int]],
    context: Context,
) -> bool:
    """A name between two commas explains the noun before it: the clause that waits for its verb goes on."""
    if context.language.nouns_capitalised or not words[i][:1].isupper():
        return False
    _, acts, reports = predicates
    inside = range(state.since, i - 1)
    verbs = [j for j in inside if j in acts or j in reports]
    if verbs and (state.openers[state.current][0] is not None or verbs[0] != state.since):
        return False
    end = next((j for j in range(i, min(i + _NAME, len(words))) if not words[j][:1].isupper()), None)
    return end is not None and words[end] in ",."


def _resumes(words: Sequence[str], i: int, state: _Splitting, language: Language) -> bool:
    """*dijo que Rusia miente y pidió …*: a second reporting verb goes on with who said the first thing."""
    opener = state.openers[state.current][0] or ""
    return (
        state.current != state.main
        and language.is_("conjunction", words[i - 1])
        and language.is_("complementiser", opener)
    )


def _is_one_clause(words: Sequence[str], without_comma: frozenset[str], context: Context) -> bool:
    """Say whether no mark and no word splits the sentence, as in every third one."""
    return (
        _MARKS.isdisjoint(words)
        and not context.language.is_("subordinator", words[0])
        and without_comma.isdisjoint(map(str.lower, words))
    )


def _is_predicative(words: Sequence[str], i: int, context: Context) -> bool:
    """*described it as “…” and warned Tallinn*, *condemned the deal as a gift*: no clause begins here."""
    if not context.language.is_("predicativeMarker", words[i]) or i + 1 >= len(words):
        return False
    return words[i + 1] in _QUOTES or context.language.is_("indefiniteArticle", words[i + 1])


def _insertion(sentence: Sentence) -> tuple[int, int] | None:
    """*Саргсян – десять лет президент – подал в отставку*: what stands between two dashes is put in.

    Agencies write a hyphen between blanks (*The report - published on Monday - found that …*).
    """
    words = sentence.words
    if _DASHES.isdisjoint(words) and "-" not in words:
        return None
    dashes = [
        i for i, word in enumerate(words) if word in _DASHES or (word == "-" and _is_spaced(sentence, i))
    ]
    if len(dashes) != 2 or dashes[0] == 0 or any(w in ";:" for w in words[dashes[0] : dashes[1]]):
        return None
    return dashes[0], dashes[1]


def _is_spaced(sentence: Sentence, i: int) -> bool:
    starts, ends = sentence.starts, sentence.ends
    return 0 < i < len(starts) - 1 and ends[i - 1] < starts[i] and ends[i] < starts[i + 1]


def _names_the_source(
    words: Sequence[str],
    i: int,
    predicates: tuple[frozenset[int], frozenset[int], frozenset[int]],
    context: Context,
) -> bool:
    """*Iran freed two sailors, officials in London said on Friday*: who says so has no part in it."""
    says, acts, _ = predicates
    if i in says and _is_inverted(words, i, acts, context):
        return True
    verb = next((j for j in range(i, min(len(words), i + _SOURCE)) if j in says or j in acts), None)
    if verb is None or verb in acts or "," in words[i:] or len(words) - verb > _TAIL:
        return False
    return not any(context.language.is_("complementiser", w) for w in words[verb:])  # adding that …


def _is_new_main(
    words: Sequence[str],
    i: int,
    predicates: tuple[frozenset[int], frozenset[int], frozenset[int]],
    context: Context,
) -> bool:
    """*Merz praised the deal, but Macron criticised it*: subject and verb of its own behind the comma."""
    language = context.language
    if not language.stacks_nouns or not language.is_("conjunction", words[i]):
        return False
    verbs = predicates[0] | predicates[1]
    if not any(j < i - 1 for j in verbs) or _is_adverb(words[i + 1 : i + 2], language):
        return False  # Estonia, Latvia, and Lithuania signed; killed Abdallah, and severely wounded
    auxiliaries = ("pastAuxiliary", "passiveAuxiliary", "conditional", "futureAuxiliary")
    for j in range(i + 1, min(i + 1 + _SUBJECT, len(words))):
        verb = j in verbs or any(language.is_(name, words[j]) for name in auxiliaries)
        if verb:
            return j > i + 1
        if not words[j].isalpha() or is_preposition(words[j], context):
            return False
    return False


def _is_adverb(words: Sequence[str], language: Language) -> bool:
    shapes = language.words["adverb"]
    return any(w == s or (s[0] == "*" and w.endswith(s[1:])) for w in words for s in shapes)


def _is_inverted(words: Sequence[str], i: int, acts: frozenset[int], context: Context) -> bool:
    """*37 personas fueron detenidas, informó la ministra, Ana Ruiz, …*: what is said stands before."""
    language = context.language
    if language.nouns_capitalised or i + 1 >= len(words) or not any(a < i for a in acts):
        return False
    if words[i - 2][:1].isupper():
        return False  # el presidente, Daniel Noboa, anunció una tasa
    return language.is_("determiner", words[i + 1]) or words[i + 1][:1].isupper()


def _is_closed(words: Sequence[str], context: Context) -> bool:
    """Say whether a comma ends the clause that opens the sentence; a German one ends with its verb
    (*Als Merz ankam, …*, but *Als Reaktion auf den Angriff beraten die Minister*)."""
    comma = next((i for i, word in enumerate(words) if word == ","), 0)
    if not context.language.nouns_capitalised:
        return len(words) > 1
    return comma > 0 and not _lacks_its_verb(words, comma - 1, context)


def _lacks_its_verb(words: Sequence[str], last: int, context: Context) -> bool:
    """*dass die USA, wenn es dazu kommt, Israel unterstützen*: a German clause is not over at a noun."""
    return context.language.nouns_capitalised and not words[last][:1].islower()


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
        and is_preposition(word, context)
    ):
        return words[i + 1].lower() if words[i + 1].lower() not in language.words["determiner"] else None
    return None


@lru_cache(maxsize=16)
def _open_without_comma(language: Language) -> frozenset[str]:
    """English, French … open clauses without a comma (*said that*, *after the attack killed*)."""
    if language.nouns_capitalised:
        return frozenset()
    relative = (
        language.words["relativePronoun"] & language.words["questionWord"]
        if language.words["omittedComplementiser"]
        else frozenset()
    )
    return (language.words["subordinator"] | relative) - language.words["inPreposition"]


PREPOSITIONS = (
    "withPreposition", "byPreposition", "ofPreposition", "betweenPreposition", "againstPreposition",
    "toPreposition", "inPreposition", "fromPreposition",
)  # fmt: skip


def is_preposition(word: str, context: Context) -> bool:
    return word.lower() in preposition_words(context.language)


@lru_cache(maxsize=16)
def preposition_words(language: Language) -> frozenset[str]:
    """Return all words that mark parties, in lower case."""
    return frozenset().union(*(language.words[name] for name in PREPOSITIONS))
