"""What a person should look at: names nobody lists, links that could be others, people who may be one.

In: an open store.  Out: suggestions, most reports first, each with the correction that accepting it would
write.  What a correction answers already is not suggested again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kg.analysis.nearly import nearly_one
from kg.analysis.reading import select_rows, to_ref
from kg.corrections import Correction
from kg.links.soundalike import fold, skeleton, sounds_like
from kg.vocab import DEFAULT_BASE, iri

if TYPE_CHECKING:
    from kg.ontology import Lexicon
    from kg.store import Store

KINDS = ("duplicates", "links", "offices", "events", "apart", "names")
CLOSE = 0.12  # between a link's score and its runner-up's
WEAK = 0.75  # score of a link of events that somebody should look at
_BLOCK = 40  # unlisted people of one surname that are compared with each other


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to decide: `text` says what, `articles` how many tell it, `example` one sentence.

    `answer` is the correction that accepting writes; without one there is nothing to accept.  `score` puts
    those of a kind in order, before the number of articles does.
    """

    kind: str
    text: str
    articles: int
    example: str = ""
    answer: Correction | None = None
    score: float = 0.0


def review(
    store: Store, lexicon: Lexicon, answered: Sequence[Correction] = (), *, kinds: Sequence[str] = KINDS,
    progress: Callable[[], object] = lambda: None,
) -> tuple[Suggestion, ...]:  # fmt: skip
    """Return what is open in a store, by kind, then by the number of articles.

    `progress` is called for every event that is compared with others again.
    """
    reviewer = _Reviewer(store, lexicon, progress)
    look: dict[str, Callable[[], Iterator[Suggestion]]] = {
        "duplicates": reviewer.duplicates, "links": reviewer.links, "offices": reviewer.offices,
        "events": reviewer.events, "apart": reviewer.apart, "names": reviewer.names,
    }  # fmt: skip
    found = [suggestion for kind in KINDS if kind in kinds for suggestion in look[kind]()]
    closed = _Closed(answered)
    order = {kind: n for n, kind in enumerate(KINDS)}
    return tuple(
        sorted(
            (s for s in found if s.answer is None or not closed.covers(s.answer)),
            key=lambda s: (order[s.kind], -s.score, -s.articles, s.text),
        )
    )


class _Closed:
    """What corrections answer already, one way or the other."""

    def __init__(self, corrections: Iterable[Correction]) -> None:
        self.pairs: set[frozenset[str]] = set()
        self.keys: set[tuple[str, ...]] = set()
        for c in corrections:
            if c.kind in ("same", "distinct"):
                self.pairs |= {frozenset(pair) for pair in combinations(c.refs, 2)}
            else:
                self.keys.add((c.kind, *c.refs, c.value))

    def covers(self, answer: Correction) -> bool:
        """Say whether somebody said so, or the contrary."""
        if answer.kind in ("same", "distinct"):
            return frozenset(answer.refs[:2]) in self.pairs
        if answer.kind == "alias":
            return any(key[0] == "alias" and key[-1] == answer.value for key in self.keys)
        return (answer.kind, *answer.refs, answer.value) in self.keys


@dataclass(frozen=True, slots=True)
class _Unlisted:
    ref: str
    label: str
    country: str
    articles: int


class _Reviewer:
    def __init__(self, store: Store, lexicon: Lexicon, progress: Callable[[], object]) -> None:
        self.store, self.lexicon, self.progress = store, lexicon, progress
        self.base = store.ledger.get("base", DEFAULT_BASE)
        self.unlisted = [_Unlisted(*row) for row in store.ledger.unlisted()]

    # names ---------------------------------------------------------------------

    def names(self) -> Iterator[Suggestion]:
        """*Named in 12 articles, in no list*: to be listed, or no name at all."""
        for one in self.unlisted:
            if one.articles > 1:
                yield Suggestion(
                    "names",
                    f"{one.label} ({one.ref}) is in no list; if it is no name:",
                    one.articles,
                    self._sentence(one.ref),
                    Correction("reject", (one.ref,)),
                )

    def duplicates(self) -> Iterator[Suggestion]:
        """Unlisted people who sound like listed ones, or like each other."""
        groups: dict[str, list[_Unlisted]] = defaultdict(list)
        for one in self.unlisted:
            if not one.ref.startswith("person/") or not one.label.split():
                continue
            if " " in one.label:
                for ref in sounds_like(one.label, self.lexicon):
                    country = self.lexicon.entities[ref].country
                    if not one.country or not country or country == one.country:
                        yield self._one(ref, self.lexicon.entities[ref].canonical, one)
            groups[skeleton(one.label.split()[-1])].append(one)
        for sound in sorted(groups):
            near = sorted(groups[sound], key=lambda u: (-u.articles, u.ref))[:_BLOCK] if sound else []
            for a, b in combinations(near, 2):
                if _may_be_one(a, b):
                    yield self._one(a.ref, a.label, b)

    def _one(self, ref: str, label: str, other: _Unlisted) -> Suggestion:
        return Suggestion(
            "duplicates",
            f"{other.label} ({other.ref}) may be {label} ({ref})",
            other.articles,
            self._sentence(other.ref),
            Correction("same", (ref, other.ref)),
        )

    def _sentence(self, ref: str) -> str:
        """The words around the first mention of a thing."""
        query = f"""SELECT ?before ?words ?after WHERE {{
          <{iri(ref, self.base)}> gaf:denotedBy/oa:hasTarget/oa:hasSelector ?s . ?s oa:exact ?words .
          OPTIONAL {{ ?s oa:prefix ?before ; oa:suffix ?after }} }} ORDER BY ?before ?words LIMIT 1"""
        for row in select_rows(self.store, query):
            return f"…{row.get('before', '')}[{row['words']}]{row.get('after', '')}…".replace("\n", " ")
        return ""

    # links ---------------------------------------------------------------------

    def links(self) -> Iterator[Suggestion]:
        """Words whose second meaning was nearly as good: the alias may belong to the other."""
        query = """SELECT ?entity ?words ?score ?runner (COUNT(DISTINCT ?a) AS ?n) (MIN(?b) AS ?before)
          WHERE {
          ?m oa:hasBody ?entity ; kg:score ?score ; kg:runnerUp ?runner ; oa:hasTarget ?t .
          ?t oa:hasSource ?a ; oa:hasSelector ?s . ?s oa:exact ?words . OPTIONAL { ?s oa:prefix ?b } }
          GROUP BY ?entity ?words ?score ?runner"""
        counts: dict[tuple[str, str, str], int] = defaultdict(int)
        example: dict[tuple[str, str, str], str] = {}
        for row in select_rows(self.store, query):
            other, _, points = row["runner"].rpartition(" ")
            if float(row["score"]) - float(points) < CLOSE:
                key = (row["words"], to_ref(self.store, row["entity"]), other)
                counts[key] += int(row["n"])
                example[key] = min(example.get(key, "~"), f"…{row.get('before', '')}[{row['words']}]…")
        for (words, ref, other), number in sorted(counts.items()):
            if other in self.lexicon.entities:
                yield Suggestion(
                    "links",
                    f"{words!r} was read as {ref}; it could be {other}. If it always is:",
                    number,
                    example[words, ref, other].replace("\n", " "),
                    Correction("alias", (other,), words),
                )

    # offices -------------------------------------------------------------------

    def offices(self) -> Iterator[Suggestion]:
        """Two people in one office of one country in the same month, as articles tell it."""
        query = """SELECT ?office ?place ?month ?person (COUNT(DISTINCT ?a) AS ?n) (MIN(?l) AS ?label)
          WHERE {
          ?t a kg:Tenure ; org:role ?office ; org:organization ?place ; org:member ?person ; rdfs:label ?l ;
             prov:wasDerivedFrom ?a . ?a schema:datePublished ?day .
          BIND (SUBSTR(STR(?day), 1, 7) AS ?month) }
          GROUP BY ?office ?place ?month ?person"""
        held: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
        for row in select_rows(self.store, query):
            office = to_ref(self.store, row["office"])
            known = self.lexicon.offices.get(office)
            if known and not known.held_by_many and known.label == row["label"]:
                key = (office, to_ref(self.store, row["place"]), row["month"])
                held[key][to_ref(self.store, row["person"])] = int(row["n"])
        told: dict[tuple[str, str, str, str], int] = {}
        for (office, place, _), people in held.items():
            for a, b in combinations(sorted(people, key=lambda p: (-people[p], p)), 2):
                both = (office, place, a, b)
                told[both] = max(told.get(both, 0), people[a] + people[b])
        for (office, place, a, b), number in sorted(told.items()):
            text = f"{a} and {b} are both {office} of {place} in one month; if they are one:"
            yield Suggestion("offices", text, number, self._sentence(b), Correction("same", (a, b)))

    # events --------------------------------------------------------------------

    def events(self) -> Iterator[Suggestion]:
        """Links of events that are hardly good enough."""
        query = f"""SELECT DISTINCT ?event ?leading ?score ?one ?other WHERE {{
          ?l a kg:EventLink ; kg:event ?event ; kg:leadingEvent ?leading ; kg:score ?score .
          ?event rdfs:label ?one . ?leading rdfs:label ?other FILTER (?score < {WEAK}) }}"""
        for row in select_rows(self.store, query):
            event, leading = to_ref(self.store, row["event"]), to_ref(self.store, row["leading"])
            link = self.store.ledger.across.link(event)
            why = "; ".join(link.reasons) if link else ""
            tellers = {m.article for e in (event, leading) for m in self.store.ledger.across.mentions(e)}
            yield Suggestion(
                "events",
                f"“{row['one']}” was joined to “{row['other']}” ({row['score']}: {why}); if they are two:",
                len(tellers),
                answer=Correction("distinct", (leading, event)),
            )

    def apart(self) -> Iterator[Suggestion]:
        """Events that were nearly taken for one."""
        for link in nearly_one(self.store.ledger, self.lexicon, progress=self.progress):
            across = self.store.ledger.across
            one, other = self._label(link.event), self._label(link.leading)
            why = f"{link.score}: {'; '.join(link.reasons)}"
            yield Suggestion(
                "apart",
                f"“{one}” was not joined to “{other}” ({why}); if they are one:",
                len({m.article for e in (link.event, link.leading) for m in across.mentions(e)}),
                answer=Correction("same", (link.leading, link.event)),
                score=link.score,
            )

    def _label(self, ref: str) -> str:
        query = f"SELECT ?label WHERE {{ <{iri(ref, self.base)}> rdfs:label ?label }} ORDER BY ?label LIMIT 1"
        return next((row["label"] for row in select_rows(self.store, query)), ref)


def _may_be_one(a: _Unlisted, b: _Unlisted) -> bool:
    """*J. Sobolev*, *Jurij Sobolev*, *Yuri Sobolev*: surnames sound alike, given names do not differ."""
    if a.country and b.country and a.country != b.country:
        return False
    first, second = fold(a.label).split(), fold(b.label).split()
    if len(first) == 1 or len(second) == 1:
        return first[-1] == second[-1]
    x, y = first[0].rstrip("."), second[0].rstrip(".")
    if len(x) == 1 or len(y) == 1:
        return x[0] == y[0] and first[-1] == second[-1]
    return skeleton(x) == skeleton(y) and skeleton(x) != ""
