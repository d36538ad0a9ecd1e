"""What kg reads out of whole pages that the report does not say: facts outside the gold text, odd events.

    python benchmarks/html_facts.py PAGES/dev.jsonl [--show]

Two measures.  *Outside*: facts (mentions, events, quotations) whose words do not stand in the gold text of
the page: they came from a teaser, a caption, a bio that was not marked.  *Soft news*: events on pages whose
address or keywords say sport, food, cars, weather (and, apart, leisure); there kg's event types are seldom
told of, so that nearly every event is a misreading.  `--show` prints each.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.facts import to_facts
from kg.model import Article
from kg.pipeline import Reader
from kg.sources.decode import decode
from kg.sources.html import page_article

_SOFT = {
    "sport": r"sports?|fu(?:ss|ß)ball\w*|football|tennis|boxen|marathon|racing|superbike|skisprung\w*"
    r"|vierschanzen\w*|kicker\.de|wsbk",
    "food": r"food|rezepte?|recipes?|fleisch|schlachtung|kochen|cooking|restaurants?",
    "cars": r"cars?|autos?|motor|elektrikli\W+araç|e-?mobilit\w+",
    "weather": r"weather|wetter|orman-yanginlari|heatwave",
    "leisure": r"travel|style|shopping|kaufberatung|leben|lifestyle|celebrity|covermodels|gamestar\.de"
    r"|winfuture\.de|mobilfunk",
}
_TOPIC = {kind: re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.I) for kind, words in _SOFT.items()}
_AROUND = 25  # characters on each side of a fact, by which it is looked up in the gold text


@dataclass(slots=True)
class Outcome:
    """What the pages gave."""

    facts: Counter[str] = field(default_factory=Counter)
    outside: list[tuple[str, str, str, str]] = field(default_factory=list)  # page, kind, words, around
    pages: Counter[str] = field(default_factory=Counter)
    events: list[tuple[str, str, dict[str, Any], str]] = field(default_factory=list)

    def events_per_page(self) -> float:
        """Return how many events a page about sport, food, cars or weather gives."""
        pages = sum(number for kind, number in self.pages.items() if kind != "leisure")
        return sum(kind != "leisure" for _, kind, _, _ in self.events) / max(1, pages)


def subject(gold: dict[str, Any]) -> str | None:
    """Say which soft subject a page has, from its address and the publisher's keywords."""
    words = f"{gold['url']} {gold['topics'] or ''}"
    return next((kind for kind, cue in _TOPIC.items() if cue.search(words)), None)


def spans(facts: dict[str, Any]) -> Iterator[tuple[str, int, int]]:
    """Yield the spans of facts in the text (not in the headline)."""
    for kind in ("persons", "countries", "organisations", "topics"):
        for thing in facts[kind]:
            for mention in thing["mentions"]:
                if mention.get("part") != "title":
                    yield kind, mention["start"], mention["end"]
    for event in facts["events"]:
        if event["trigger"].get("part") != "title":
            yield "events", event["trigger"]["start"], event["trigger"]["end"]
    for quotation in facts["quotations"]:
        if quotation.get("part") != "title":
            yield "quotations", quotation["start"], quotation["end"]


def bare(text: str) -> str:
    """Reduce a text to its letters and digits."""
    return "".join(re.findall(r"[^\W_]+", text.lower()))


def stands_in(text: str, start: int, end: int, gold: str) -> bool:
    """Say whether a fact's words, with what stands before or behind them, are in the gold text."""
    first = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    last = text.find("\n\n", end)
    last = len(text) if last < 0 else last
    before = text[max(first, start - _AROUND) : end]
    behind = text[start : min(last, end + _AROUND)]
    return bare(before) in gold or bare(behind) in gold


def judge(reader: Reader, gold: dict[str, Any], data: bytes, outcome: Outcome) -> None:
    """Read a page and add what it gave."""
    article = page_article(decode(data, markup=True)[0], gold["id"], gold["id"])
    kind = subject(gold)
    if kind:
        outcome.pages[kind] += 1
    if not isinstance(article, Article):
        return
    facts = to_facts(reader.read(article))
    told = bare(gold["text"])
    for what, start, end in spans(facts):
        outcome.facts[what] += 1
        if not stands_in(article.text, start, end, told):
            around = article.text[max(0, start - 60) : end + 60].replace("\n", " ¶ ")
            outcome.outside.append((gold["id"], what, article.text[start:end], around))
    for event in facts["events"] if kind else ():
        place = event["sentence"]
        part = article.title if event["trigger"].get("part") == "title" else article.text
        outcome.events.append((gold["id"], kind or "", event, part[place["start"] : place["end"]]))


def report(outcome: Outcome, show: bool) -> None:
    """Print the two tables."""
    out = Counter(kind for _, kind, _, _ in outcome.outside)
    print("facts outside the gold text   all  outside")
    for kind, number in outcome.facts.items():
        print(f"  {kind:<26}{number:>6}  {out[kind]:>7}")
    for page, kind, words, around in outcome.outside if show else ():
        print(f"    {page}  {kind}  [{words[:60]}]  {around}")
    print("events on soft news         pages  events  per page")
    per = Counter(kind for _, kind, _, _ in outcome.events)
    for kind in _SOFT:
        if pages := outcome.pages[kind]:
            print(f"  {kind:<26}{pages:>5}  {per[kind]:>6}  {per[kind] / pages:>8.2f}")
    print(f"  {'sport, food, cars, weather':<40}{outcome.events_per_page():>8.2f}")
    for page, kind, event, sentence in outcome.events if show else ():
        words = " ".join(sentence.split())
        print(f"    {page}  {kind}  {event['type']} {event['mode']}  [{event['trigger']['text']}]  "
              f"{event['agents']} → {event['targets']}  {event['rule']}  | {words[:240]}")  # fmt: skip


def facts_of(path: Path) -> Outcome:
    """Read all pages of a gold file."""
    reader, outcome = Reader.load(), Outcome()
    for line in path.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        data = (path.parent / gold["html"]).read_bytes()
        judge(reader, gold, gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data, outcome)
    return outcome


def main() -> None:
    """Read all pages and print the tables."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("--show", action="store_true", help="print each fact and event")
    options = arguments.parse_args()
    report(facts_of(options.gold), options.show)


if __name__ == "__main__":
    main()
