"""How well kg knows what is the same: events of many reports, and texts that are copies.

    python benchmarks/stories.py [--errors] [--write docs/quality.md]

`stories/articles.jsonl` holds articles of invented outlets in five languages about public events, each told
by several of them; `stories/gold.jsonl` says which words of which article tell which event.  Events are
scored by B-cubed (Bagga and Baldwin 1998): for every gold mention, how much of its cluster belongs to it, and
how much of what belongs to it is there.  `stories/held_out` holds some more, written after the rules and
never looked at for them.  `--errors` lists what is wrong.  Copies are scored by pairs (`copies.py`).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

from copies import Pairs, datasketch_pairs, kg_pairs, make_copies, sources
from measuring import put_between

from kg.build import build_articles
from kg.model import Article, Document, Event, Span
from kg.pipeline import Reader
from kg.sources import read_articles
from kg.store import Store

HERE = Path(__file__).parent / "stories"
BEGIN, END = "<!-- across: begin -->", "<!-- across: end -->"


@dataclass(frozen=True, slots=True)
class Mention:
    """A gold mention, and the event that kg found there with what its links lead to (empty: not found)."""

    article: str
    gold: str
    type: str
    trigger: str
    event: str = ""
    leading: str = ""

    @property
    def alone(self) -> str:
        """A cluster of its own, for what was not found."""
        return f"{self.article} {self.trigger}"


@dataclass(frozen=True, slots=True)
class Score:
    """B-cubed over mentions."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b_cubed(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Score:
    """Score a clustering: the labels that mentions got against those that they should have."""
    clusters: dict[Hashable, set[int]] = defaultdict(set)
    events: dict[Hashable, set[int]] = defaultdict(set)
    for i, (mine, right) in enumerate(zip(found, gold, strict=True)):
        clusters[mine].add(i)
        events[right].add(i)
    both = [(clusters[mine], events[right]) for mine, right in zip(found, gold, strict=True)]
    if not both:
        return Score(0.0, 0.0)
    precision = sum(len(c & e) / len(c) for c, e in both) / len(both)
    recall = sum(len(c & e) / len(e) for c, e in both) / len(both)
    return Score(precision, recall)


def read_gold(reader: Reader, folder: Path = HERE) -> list[Mention]:
    """Build a store of the articles; return every gold mention with what kg made of it."""
    articles = [a for a in read_articles([str(folder / "articles.jsonl")]) if isinstance(a, Article)]
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    wanted: dict[str, list[Mention]] = defaultdict(list)
    for row in map(json.loads, lines):
        wanted[row["article"]].append(Mention(row["article"], row["event"], row["type"], row["trigger"]))
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "stories.kg"
        build_articles(articles, path, reader=reader)
        with Store.open(path) as store:
            across = store.ledger.across
            return [
                Mention(m.article, m.gold, m.type, m.trigger, event, across.leading(event) if event else "")
                for article in articles
                for m, event in match(reader.read(article), wanted.pop(article.id, []))
            ]


def match(document: Document, wanted: Sequence[Mention]) -> list[tuple[Mention, str]]:
    """Give each gold mention the event told in its words, nearest ones first, no event to two mentions."""
    offers = []
    for i, mention in enumerate(wanted):
        start = document.article.text.index(mention.trigger)
        span = Span(start, start + len(mention.trigger))
        for j, event in enumerate(document.events):
            rank = _nearness(event, span, mention.type) or _again(document, event, span, mention.type)
            if rank is not None:
                offers.append((rank, i, j))
    given: dict[int, int] = {}
    for _, i, j in sorted(offers):
        if i not in given and j not in given.values():
            given[i] = j
    return [(m, document.events[given[i]].ref if i in given else "") for i, m in enumerate(wanted)]


def _nearness(event: Event, span: Span, kind: str) -> tuple[int, int] | None:
    """Rank an event for some words: its trigger is among them, or its sentence holds them."""
    if event.trigger.part != "text":
        return None
    same = event.type == kind
    if event.trigger.start < span.end and span.start < event.trigger.end:
        return (0 if same else 1), abs(event.trigger.start - span.start)
    if same and event.sentence.start < span.end and span.start < event.sentence.end:
        return 2, abs(event.trigger.start - span.start)
    return None


def _again(document: Document, event: Event, span: Span, kind: str) -> tuple[int, int] | None:
    """Rank an event that was told before, as in the headline: its span is there, its parties are here too."""
    sentence = next((s.span for s in document.sentences if s.span.start <= span.start < s.span.end), None)
    if event.type != kind or sentence is None:
        return None
    spans = [(k.entity, k.mention.span) for k in document.links]
    here = {e for e, s in spans if s.part == "text" and sentence.start <= s.start < sentence.end}
    parties = {*event.refs("agent"), *event.refs("target")}
    before = event.trigger.part == "title" or event.trigger.start < span.start
    return (3, -len(parties)) if len(parties) > 1 and before and parties <= here else None


def scores(mentions: Sequence[Mention]) -> dict[str, Score]:
    """Score all mentions, those that were found at all, and all with the hash alone."""
    found = [m for m in mentions if m.event]
    gold, gold_found = [m.gold for m in mentions], [m.gold for m in found]
    return {
        "all mentions": b_cubed([m.leading or m.alone for m in mentions], gold),
        "mentions that were found": b_cubed([m.leading for m in found], gold_found),
        "all mentions, by hash alone": b_cubed([m.event or m.alone for m in mentions], gold),
        "found mentions, by hash alone": b_cubed([m.event for m in found], gold_found),
    }


def errors(mentions: Sequence[Mention]) -> list[str]:
    """Say what was not found, what is in pieces and what was thrown together."""
    lines = [f"not found: {m.gold} {m.type} {m.article}: {m.trigger}" for m in mentions if not m.event]
    events: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    clusters: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for m in (m for m in mentions if m.event):
        events[m.gold][m.leading].append(m.article)
        clusters[m.leading][m.gold].append(m.article)
    lines += [f"in pieces: {e} {dict(found)}" for e, found in sorted(events.items()) if len(found) > 1]
    lines += [f"together: {c} {dict(found)}" for c, found in sorted(clusters.items()) if len(found) > 1]
    return lines


def event_table(mentions: Sequence[Mention], what: str) -> list[str]:
    """Return the scores of events as lines of Markdown."""
    articles, events = len({m.article for m in mentions}), len({m.gold for m in mentions})
    head = f"{what}: {len(mentions)} gold mentions of {events} events in {articles} articles"
    return [
        f"| {head} | precision | recall | F1 |",
        "|---|---:|---:|---:|",
        *(f"| {n} | {s.precision:.3f} | {s.recall:.3f} | {s.f1:.3f} |" for n, s in scores(mentions).items()),
        f"| share of mentions found | | {sum(bool(m.event) for m in mentions) / len(mentions):.3f} | |",
        "",
    ]


def pairs_table(pairs: dict[str, Pairs]) -> list[str]:
    """Return the scores of copies as lines of Markdown."""
    return [
        "| Pairs of copies | precision | recall | pairs |",
        "|---|---:|---:|---:|",
        *(f"| {n} | {p.precision:.4f} | {p.recall:.4f} | {p.wanted} |" for n, p in pairs.items()),
    ]


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--errors", action="store_true", help="list what is wrong, on stderr")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables between the marks of FILE")
    options = parser.parse_args()
    reader = Reader.load()
    mentions = read_gold(reader)
    if options.errors:
        print("\n".join(errors(mentions)), file=sys.stderr)
    texts = make_copies(sources())
    pairs = {"kg": kg_pairs(texts)}
    for threshold in (0.5, 0.8):
        theirs = datasketch_pairs(texts, threshold)
        if theirs:
            pairs[f"datasketch, MinHashLSH, threshold {threshold}"] = theirs
    held_out = event_table(read_gold(reader, HERE / "held_out"), "Held out")
    text = "\n".join([*event_table(mentions, "Seen"), *held_out, *pairs_table(pairs)])
    print(text)
    if options.write:
        put_between(options.write, text, begin=BEGIN, end=END)


if __name__ == "__main__":
    main()
