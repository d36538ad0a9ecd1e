"""What the ontology's files hold, as frozen records; the matcher and the extractors read nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal


@dataclass(frozen=True, slots=True)
class LexiconEntity:
    """A person, country or organisation of the lexicon; `country` is the ISO code it belongs to."""

    ref: str
    kind: Literal["person", "country", "organisation"]
    canonical: str
    wikidata: str | None
    country: str | None
    classification: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """An office or role; `ancestors` are the refs of all broader offices, nearest first.

    `held_by_many` marks offices that several people of one country hold at once (ambassador);
    `speaks_for_body` those whose words are the words of a body (spokesperson).  Words of an office with
    `of_class` mean it only beside a body of such a class (*the leader of the Labour Party*).
    """

    ref: str
    label: str
    person_kind: Literal["politician", "official"]
    ancestors: tuple[str, ...]
    country: str | None = None
    organisation: str | None = None
    held_by_many: bool = False
    speaks_for_body: bool = False
    of_class: frozenset[str] = frozenset()


#: How long a term without an end (or beginning) is believed after (or before) a source showed it.
UNSEEN = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Tenure:
    """One term of office; `end` is None while it lasts, `last_seen` the last day a source showed it."""

    person: str
    offices: tuple[str, ...]
    country: str | None
    organisation: str | None
    start: date | None
    end: date | None
    last_seen: date | None
    verification: str

    def covers(self, day: date) -> bool:
        """Say whether the holder was in office on `day`, as far as the sources tell.

        A term whose beginning nobody knows is believed only shortly before a source showed it.
        """
        start = self.start or (self.last_seen - UNSEEN if self.last_seen else None)
        end = self.end or (self.last_seen + UNSEEN if self.last_seen else None)
        return start is not None and start <= day and (end is None or day <= end)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic; `top` is the ref of the top topic it belongs to (itself for a top topic).

    A pastime borrows the words of politics: in sport, *defeat*, *attack* and *meeting* are parts of a game.
    The words of a commonplace topic (government, justice) stand in reports about anything else, too.
    """

    ref: str
    label: str
    top: str
    pastime: bool = False
    commonplace: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Which event its words tell of, and how the language marks the parties."""

    ref: str
    type: str
    mode: str | None
    valency: Literal["directed", "reciprocal", "inverse", "self"] = "directed"
    marks: Mapping[str, str] = field(default_factory=dict)
    noun_object: str | None = None
    status: str | None = None
    requires: frozenset[str] = frozenset()
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """People without a name of their own (police, protesters); `sector` is PLOVER's (COP, CVL …).

    `for_state` marks organs of the state: with a country beside them they are that country in an event.
    """

    ref: str
    label: str
    sector: str
    for_state: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word's class (`ReportingCue`, `NegationCue` …) and the stance it carries."""

    ref: str
    kind: str
    stance: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Grammar of one language as sets of words, all in lower case unless the property says otherwise."""

    code: str
    words: Mapping[str, frozenset[str]]
    quote_pairs: tuple[tuple[str, str], ...]
    nouns_capitalised: bool
    stacks_nouns: bool
    drops_pronouns: bool
    marks_case: bool
    quotes_names: bool
    name_endings: tuple[tuple[str, str], ...]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    relative_days: Mapping[str, int]
    numbers: Mapping[str, float]
    units: tuple[tuple[str, str], ...]
    pronouns: Mapping[str, str]
    day_patterns: tuple[str, ...]
    fallback: tuple[str, ...]
    home_country: str | None = None
    relative_times: tuple[tuple[str, str], ...] = ()
    romanisation: tuple[tuple[str, str], ...] = ()
    name_clitics: frozenset[str] = frozenset()  # what follows the apostrophe in Trump's

    def name_bases(self, word: str) -> tuple[tuple[str, str, str], ...]:
        """Return (base form, ending taken off, ending put on) for every ending of names the word may have."""
        return tuple(
            (word[: -len(ending)] + base, ending, base)
            for ending, base in self.name_endings
            if word.endswith(ending) and len(word) - len(ending) > 2
        )

    def has_name_ending(self, word: str) -> bool:
        """Say whether the word ends as names do in other cases than the subject's (*Macrons*)."""
        return any(word.endswith(ending) for ending, _ in self.name_endings if ending)

    def is_(self, category: str, word: str) -> bool:
        """Say whether the word (any case) belongs to a category such as `withPreposition`."""
        return word.lower() in self.words.get(category, _NONE)

    def is_attached(self, words: Sequence[str], i: int) -> bool:
        """*dit-il*, *a-t-elle ajouté*: say whether a hyphen ties a pronoun to its verb, as its subject."""
        if i < 2 or words[i - 1] not in "-‑":
            return False
        return words[i].lower() in self.pronouns or words[i].lower() in self.words["subjectPronoun"]


_NONE: frozenset[str] = frozenset()
