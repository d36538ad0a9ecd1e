"""Stories, events that are one, and `graph/corroboration`, brought up to date after a build.  *I/O*

In: a store whose ledger knows the new articles.  Out: the ledger with stories and links worked out, and
the graph.  After a few articles only their neighbours are looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, islice

from kg.across.corroboration import case_lines, case_ref, relation_lines, story_lines
from kg.across.identity import EventLink, Profile, best, compare
from kg.across.modes import near_modes
from kg.corrections import Correction
from kg.graph import Tie, edge_iri
from kg.ledger import Ledger
from kg.ontology import Lexicon
from kg.store import Store
from kg.touched import Touched
from kg.vocab import KG, graph_iri, iri

CORROBORATION = graph_iri("corroboration")
_AT_ONCE = 1_000  # events compared in one transaction
_PROFILES = 4_096  # kept at hand


def compare_articles(
    ledger: Ledger, lexicon: Lexicon, touched: Touched, corrections: Sequence[Correction]
) -> None:
    """Work out stories and links of what a build touched, and note in `touched` what follows from that.

    Corrections say which events are one, and which are not.
    """
    with ledger.transaction():
        around = ledger.across.copied() if touched.everything else ()
        new = ledger.across.untold(() if touched.everything else touched.articles)
        if new != touched.articles:
            new.clear()  # others went or changed: stories may come apart
        changed = ledger.across.tell_stories({*touched.articles, *touched.copies, *around}, new)
        touched.stories.update(filter(None, changed.values()))  # an earlier report renames its story
        for article in sorted(changed):
            touched.see(ledger, article)
    linker = _Linker(ledger, lexicon, corrections)
    if touched.everything:
        with ledger.transaction():
            ledger.across.clear_links()
        events = ledger.across.events_by_day()
        while part := list(islice(events, _AT_ONCE)):
            with ledger.transaction():
                for event in part:
                    ledger.across.set_link(event, linker.best(event))
    else:
        with ledger.transaction():
            linker.link_again(touched)


class _Linker:
    """Compares events with their neighbours."""

    def __init__(self, ledger: Ledger, lexicon: Lexicon, corrections: Sequence[Correction]) -> None:
        self.across = ledger.across
        self.joined, self.apart = _decided(corrections)
        self.near = near_modes(lexicon)
        self.profile: Callable[[str], Profile | None] = lru_cache(maxsize=_PROFILES)(self.across.profile)

    def best(self, event: str, among: Iterable[str] | None = None) -> EventLink | None:
        """Return the link from an event to the one it most likely is."""
        me = self.profile(event)
        if me is None:
            return None
        if (told := self.joined.get(event)) is not None and self.profile(told[0]):
            return EventLink(event, told[0], 1.0, (told[1],))
        others = sorted(self.across.neighbours(event) if among is None else among)
        open_ = (o for o in others if o not in self.joined and frozenset((event, o)) not in self.apart)
        better = (other for o in open_ if (other := self.profile(o)) and other.rank > me.rank)
        found = (compare(me, other, self.near) for other in better)
        return best((link for link in found if link), event)

    def link_again(self, touched: Touched) -> None:
        """Link touched events and their neighbours; those that only neighbour one look at it alone."""
        across = self.across
        near: dict[str, set[str]] = {}
        for event in sorted(touched.events):
            for other in (*across.neighbours(event), *across.linked_to(event)):
                near.setdefault(other, set()).add(event)
        todo = touched.events | set(near)
        before = {event: across.leading(event) for event in todo}
        changed = set(touched.events)
        for event in sorted(todo):
            old = across.link(event)
            if event in touched.events or (old and old.leading in touched.events):
                new = self.best(event)
            else:
                new = best(filter(None, (old, self.best(event, near[event]))), event)
            if new != old:
                across.set_link(event, new)
                changed.add(event)
        touched.cases |= {before[event] for event in changed} | {across.leading(event) for event in changed}


def _decided(
    corrections: Sequence[Correction],
) -> tuple[dict[str, tuple[str, str]], frozenset[frozenset[str]]]:
    """Return which event is told by which other one, with the reason, and which pairs are not one.

    Whatever stands in the file, no event leads to itself.
    """
    joined: dict[str, tuple[str, str]] = {}
    apart = set()

    def root(event: str) -> str:
        while event in joined:
            event = joined[event][0]
        return event

    for correction in corrections:
        first, *others = correction.refs
        if correction.kind == "distinct":
            apart |= {frozenset(pair) for pair in combinations(correction.refs, 2)}
        elif correction.kind == "same" and first.startswith("event/"):
            for other in others:
                if root(other) != root(first):
                    joined[root(other)] = (root(first), correction.reason)
    return joined, frozenset(apart)


def all_lines(store: Store, base: str) -> Iterator[str]:
    """Yield the whole of the graph."""
    across = store.ledger.across
    for event in across.events():
        if across.link(event) is None:
            yield from _case(store.ledger, event, base)
    for story in across.stories():
        yield from story_lines(across.members(story), base=base)
    for tie in store.ledger.ties():
        yield from _relation(store.ledger, tie, base)


def update(store: Store, touched: Touched, base: str) -> int:
    """Write the touched cases, stories and relations again; return by how much the graph grew."""
    old: set[str] = set()
    new: set[str] = set()
    for leading in touched.cases:
        old |= _written_case(store, iri(case_ref(leading), base))
        if store.ledger.across.link(leading) is None and store.ledger.across.mentions(leading):
            new |= set(_case(store.ledger, leading, base))
    told = touched.articles | touched.copies  # whose story may be another one
    for article in told:
        old |= set(store.about(iri(f"article/{article}", base), CORROBORATION))
        story = store.ledger.across.story(article)
        touched.stories |= {story} if story else set()
    for story in touched.stories:
        old |= set(store.about(iri(f"story/{story}", base), CORROBORATION))
        if members := store.ledger.across.members(story):
            new |= set(story_lines(members, only=told, base=base))
    for tie in touched.ties:
        old |= set(store.about(edge_iri(tie, base), CORROBORATION))
        new |= set(_relation(store.ledger, tie, base))
    return store.change(CORROBORATION, remove=old, add=new)


def _case(ledger: Ledger, leading: str, base: str) -> tuple[str, ...]:
    events = ledger.across.led(leading)
    mentions = [m for event in events for m in ledger.across.mentions(event)]
    tellers = ledger.across.tellers(m.article for m in mentions)
    links = [link for event in events if (link := ledger.across.link(event))]
    return case_lines(events, mentions, tellers, links, base=base)


def _relation(ledger: Ledger, tie: Tie, base: str) -> tuple[str, ...]:
    told = ledger.across.told(tie)
    return relation_lines(tie, told, base=base) if told else ()


def _written_case(store: Store, case: str) -> set[str]:
    """Return the statements about a case and what hangs on it."""
    found: set[str] = set()
    todo = [case]
    while todo:
        lines = store.about(todo.pop(), CORROBORATION)
        found |= set(lines)
        for line in lines:
            _, predicate, value = line.split(" ", 2)
            if predicate[1:-1] in (KG.joins, KG.differsIn, KG.claims):
                todo.append(value[1:-1])
    return found
