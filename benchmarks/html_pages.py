"""How well and how fast pages become text: our extractor beside trafilatura, on pages with gold text.

    python benchmarks/html_pages.py PAGES/dev.jsonl [--facts] [--worst 10]

The file holds one object per line: id, html (path of the page, relative to the file, may be gzip),
text, title, date, authors, publisher, lang.  Scored are the bag of words of the body (what is marked as
skipped does not count), the title to the letter, the day of publication, the names of the authors (F1),
the publisher (whose names in the gold are short: BSZ for the Braunschweiger Zeitung) and the language.
Then the milliseconds of each step of ours.
"""

from __future__ import annotations

import argparse
import ast
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from html_facts import facts_of, report
from selectolax.lexbor import LexborHTMLParser

from kg.model import Article
from kg.sources.decode import decode
from kg.sources.html import hostile, page_article
from kg.sources.page_body import body_of
from kg.sources.page_meta import read_meta
from kg.sources.page_walk import walk_page

WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Reading:
    """What an extractor says about a page."""

    text: str = ""
    title: str = ""
    day: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    lang: str = ""


@dataclass(slots=True)
class Score:
    """The sums of one extractor."""

    rows: list[tuple[float, float, float, str]] = field(default_factory=list)
    titles: int = 0
    days: int = 0
    publishers: int = 0
    langs: int = 0
    authors: Counter[str] = field(default_factory=Counter)  # found, told, both
    seconds: float = 0.0

    def author_f1(self) -> float:
        """Return F1 of the authors' names over all pages."""
        return 2 * self.authors["both"] / max(1, self.authors["found"] + self.authors["told"])


def ours(data: bytes) -> Reading:
    """Read a page as `kg` does."""
    item = page_article(decode(data, markup=True)[0], "page", "page")
    if not isinstance(item, Article):
        return Reading()
    day = item.date.isoformat() if item.date else ""
    return Reading(kept(item), item.title, day, item.authors, item.publisher or "", item.lang or "")


def theirs(data: bytes) -> Reading:
    """Read a page with trafilatura as it comes, metadata included."""
    from trafilatura import bare_extraction

    found = bare_extraction(data, with_metadata=True, include_comments=False)
    if found is None:
        return Reading()
    authors = tuple((found.author or "").split("; "))
    day = (found.date or "")[:10]
    return Reading(
        found.text or "", found.title or "", day, authors, found.sitename or "", found.language or ""
    )


def kept(article: Article) -> str:
    """Return the text without what is skipped."""
    parts, here = [], 0
    for gap in article.skipped:
        parts.append(article.text[here : gap.span.start])
        here = gap.span.end
    return "".join([*parts, article.text[here:]])


def compare(found: str, gold: str) -> tuple[float, float, float]:
    """Return F1, precision and recall of the words."""
    left, right = Counter(WORD.findall(found.lower())), Counter(WORD.findall(gold.lower()))
    common = (left & right).total()
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / left.total(), common / right.total()
    return 2 * precision * recall / (precision + recall), precision, recall


def measure(read: Callable[[bytes], Reading], pages: list[tuple[dict[str, str], bytes]]) -> Score:
    """Read every page and add up."""
    score = Score()
    read(pages[0][1])  # imports
    for gold, data in pages:
        begun = time.process_time()
        reading = read(data)
        score.seconds += time.process_time() - begun
        score.rows.append((*compare(reading.text, gold["text"]), gold["id"]))
        score.titles += same(reading.title, gold["title"])
        score.days += reading.day == (gold["date"] or "")[:10]
        score.publishers += is_named(reading.publisher, gold["publisher"])
        score.langs += reading.lang == gold["lang"]
        told, found = set(listed(gold["authors"])), set(reading.authors) - {""}
        score.authors.update(told=len(told), found=len(found), both=len(told & found))
    return score


def listed(authors: object) -> list[str]:
    """Return the names of a gold list, which some sets hold as its Python text."""
    if isinstance(authors, str):
        authors = ast.literal_eval(authors)
    return [str(name) for name in authors] if isinstance(authors, list) else []


def is_named(found: str, gold: str) -> bool:
    """Compare names of publishers: letters only, one within the other, or four initials at most."""
    left, right = ("".join(WORD.findall(name.lower())) for name in (found, gold))
    if not left or not right:
        return False
    rest = iter(left)
    return left in right or right in left or (len(right) <= 4 and all(letter in rest for letter in right))


def steps(pages: list[tuple[dict[str, str], bytes]]) -> dict[str, float]:
    """Return the milliseconds per page of each step."""
    spent: dict[str, float] = {}

    def timed(name: str, call: Callable[..., Any], *arguments: object) -> Any:
        begun = time.process_time()
        result = call(*arguments)
        spent[name] = spent.get(name, 0.0) + 1000 * (time.process_time() - begun) / len(pages)
        return result

    for _, data in pages:
        text = timed("decode", lambda raw: decode(raw, markup=True)[0], data)
        timed("guard", hostile, text)
        tree = timed("parse", LexborHTMLParser, text)
        meta = timed("meta", read_meta, tree)
        walk = timed("walk", walk_page, tree.body)
        timed("body", body_of, walk, meta.description, meta.title)
    return spent


def same(one: str, other: str) -> bool:
    """Compare titles; white space and the kind of quotation mark do not matter."""
    marks = str.maketrans("‘’“”„«»", '\'\'"""""')
    return " ".join(one.translate(marks).split()) == " ".join(other.translate(marks).split())


def main() -> None:
    """Print one line per extractor."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("--facts", action="store_true", help="also count misread facts (html_facts.py)")
    arguments.add_argument("--worst", type=int, default=0, help="print our worst pages")
    options = arguments.parse_args()
    golds = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    pages = []
    for gold in golds:
        data = (options.gold.parent / gold["html"]).read_bytes()
        pages.append((gold, gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data))
    print(f"{len(pages)} pages   F1      precision  recall  titles  days  authors  publ.  lang  ms/page")
    for name, read in (("kg", ours), ("trafilatura", theirs)):
        score = measure(read, pages)
        f1, precision, recall = (sum(row[i] for row in score.rows) / len(pages) for i in range(3))
        speed = 1000 * score.seconds / len(pages)
        print(f"{name:<12}{f1:.4f}  {precision:.4f}     {recall:.4f}", end="")
        print(f"  {score.titles:>5}  {score.days:>4}  {score.author_f1():7.3f}", end="")
        print(f"  {score.publishers:>5}  {score.langs:>4}  {speed:6.1f}")
        for row in sorted(score.rows)[: options.worst if name == "kg" else 0]:
            print(f"    {row[0]:.2f} {row[1]:.2f} {row[2]:.2f}  {row[3]}")
    if options.facts:
        report(facts_of(options.gold), show=False)
    print("ms/page:  " + "  ".join(f"{name} {ms:.2f}" for name, ms in steps(pages).items()))


if __name__ == "__main__":
    main()
