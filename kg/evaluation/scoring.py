"""One article's gold beside what was found: counts per kind, and every difference as a line.

The counts are those of the usual scorers: right, in gold, found.  Of what was found right, shares say how
often office, country, date and status are right too.  `leaders` leaves people of kind other out: finding
them is neither rewarded nor punished.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kg.evaluation import matching as m
from kg.evaluation.lines import event_line, organisation_line, person_line, statement_line
from kg.evaluation.readings import EventRead, PersonRead, Reading

KINDS = (
    "persons", "leaders", "countries", "organisations", "topics", "events", "events_main", "events_typed",
    "statements",
)  # fmt: skip
SHARES = ("office", "country", "event_date", "event_status")


@dataclass(frozen=True, slots=True)
class Difference:
    """One line in which two readers disagree; the side that says nothing is empty."""

    verdict: str
    kind: str
    gold: str
    found: str


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """The counts of an article: kind → (right, in gold, found), share → (right, of)."""

    id: str
    lang: str
    counts: Mapping[str, tuple[int, int, int]]
    shares: Mapping[str, tuple[int, int]]
    differences: tuple[Difference, ...] = ()


@dataclass(slots=True)
class _Tally:
    counts: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    shares: dict[str, list[int]] = field(default_factory=lambda: {key: [0, 0] for key in SHARES})
    differences: list[Difference] = field(default_factory=list)

    def share(self, key: str, right: bool) -> None:
        self.shares[key][0] += right
        self.shares[key][1] += 1

    def note(self, verdict: str, kind: str, gold: str, found: str) -> None:
        self.differences.append(Difference(verdict, kind, gold, found))


def score_article(gold: Reading, found: Reading | None) -> ArticleScore:
    """Compare two readings of one article; where nothing was found at all, everything is missed."""
    lang = found.lang if found else gold.lang
    found = found or Reading(gold.id)
    tally = _Tally()
    _score_persons(gold, found, tally)
    _score_ids("countries", gold.countries, found.countries, tally)
    _score_organisations(gold, found, tally)
    _score_ids("topics", gold.topics, found.topics, tally)
    _score_events(gold, found, tally)
    _score_statements(gold, found, tally)
    shares = {key: (right, of) for key, (right, of) in tally.shares.items()}
    counts = {kind: tally.counts[kind] for kind in KINDS}
    return ArticleScore(gold.id, lang, counts, shares, tuple(tally.differences))


def _score_persons(gold: Reading, found: Reading, tally: _Tally) -> None:
    pairs = m.pair_up(gold.persons, found.persons, m.same_person)
    led = [(i, j) for i, j in pairs if gold.persons[i].is_leader]
    tally.counts["persons"] = (len(pairs), len(gold.persons), len(found.persons))
    leaders = sum(p.is_leader for p in gold.persons)
    tally.counts["leaders"] = (len(led), leaders, len(found.persons) - (len(pairs) - len(led)))
    wrong = {(i, j) for i, j in led if not _score_details(gold.persons[i], found.persons[j], tally)}
    lines = [person_line(p) for p in gold.persons], [person_line(p) for p in found.persons]
    _note_all("person", lines, pairs, wrong, tally)


def _score_details(gold: PersonRead, found: PersonRead, tally: _Tally) -> bool:
    """Count office and country of a leader; return whether both are right."""
    right = True
    if gold.office:
        same = m.same_office(gold.office, found.office)
        tally.share("office", same)
        right &= same
    if gold.country:
        same = m.fold(gold.country) == m.fold(found.country or "")
        tally.share("country", same)
        right &= same
    return right


def _score_ids(kind: str, gold: Sequence[str], found: Sequence[str], tally: _Tally) -> None:
    """Score countries and topics, which are ids: each counts once."""
    wanted, got = dict.fromkeys(gold), dict.fromkeys(found)
    tally.counts[kind] = (len(wanted.keys() & got.keys()), len(wanted), len(got))
    one = {"countries": "country", "topics": "topic"}[kind]
    for key in wanted:
        if key not in got:
            tally.note("missed", one, key, "")
    for key in got:
        if key not in wanted:
            tally.note("spurious", one, "", key)


def _score_organisations(gold: Reading, found: Reading, tally: _Tally) -> None:
    pairs = m.pair_up(gold.organisations, found.organisations, m.same_organisation)
    tally.counts["organisations"] = (len(pairs), len(gold.organisations), len(found.organisations))
    lines = (
        [organisation_line(o) for o in gold.organisations],
        [organisation_line(o) for o in found.organisations],
    )
    _note_all("organisation", lines, pairs, (), tally)


def _score_events(gold: Reading, found: Reading, tally: _Tally) -> None:
    likeness = m.event_likeness(gold.persons, found.persons)
    pairs = m.pair_up(gold.events, found.events, likeness)
    main = [event for event in gold.events if event.main]
    typed = m.pair_up(gold.events, found.events, lambda g, f: float(g.type == f.type))
    told = len(m.pair_up(main, found.events, likeness))
    tally.counts["events"] = (len(pairs), len(gold.events), len(found.events))
    tally.counts["events_main"] = (told, len(main), len(main))
    tally.counts["events_typed"] = (len(typed), len(gold.events), len(found.events))
    wrong = {(i, j) for i, j in pairs if not _score_circumstances(gold.events[i], found.events[j], tally)}
    wrong |= {(i, j) for i, j in pairs if likeness(gold.events[i], found.events[j]) < 1.0}
    lines = [event_line(e) for e in gold.events], [event_line(e) for e in found.events]
    _note_all("event", lines, pairs, wrong, tally, lambda i, j: gold.events[i].type == found.events[j].type)


def _score_circumstances(gold: EventRead, found: EventRead, tally: _Tally) -> bool:
    """Count date and status of an event; return whether both are right."""
    right = True
    if gold.date:
        same = (found.date or "").startswith(gold.date)
        tally.share("event_date", same)
        right &= same
    if gold.status:
        tally.share("event_status", gold.status == found.status)
        right &= gold.status == found.status
    return right


def _score_statements(gold: Reading, found: Reading, tally: _Tally) -> None:
    pairs = m.pair_up(gold.statements, found.statements, m.same_statement)
    tally.counts["statements"] = (len(pairs), len(gold.statements), len(found.statements))

    def resemble(i: int, j: int) -> bool:
        return m.same_words(gold.statements[i], found.statements[j])

    lines = [statement_line(s) for s in gold.statements], [statement_line(s) for s in found.statements]
    _note_all("statement", lines, pairs, (), tally, resemble)


def _note_all(
    kind: str,
    lines: tuple[Sequence[str], Sequence[str]],
    pairs: Sequence[tuple[int, int]],
    wrong: Collection[tuple[int, int]],
    tally: _Tally,
    resemble: Callable[[int, int], bool] = lambda i, j: False,
) -> None:
    """Note what is wrong in pairs, what has no partner, and of that what nearly is the same."""
    gold, found = lines
    beside = dict(pairs)
    left = [j for j in range(len(found)) if j not in beside.values()]
    for i, line in enumerate(gold):
        if i in beside:
            if (i, beside[i]) in wrong:
                tally.note("differs", kind, line, found[beside[i]])
            continue
        near = next((j for j in left if resemble(i, j)), None)
        if near is None:
            tally.note("missed", kind, line, "")
        else:
            left.remove(near)
            tally.note("mistaken", kind, line, found[near])
    for j in left:
        tally.note("spurious", kind, "", found[j])
