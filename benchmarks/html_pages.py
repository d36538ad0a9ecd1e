"""How well and how fast pages become text: our extractor beside trafilatura, on pages with gold text.

    python benchmarks/html_pages.py PAGES/dev.jsonl [--worst 10]

The file holds one object per line: id, html (path of the page, relative to the file, may be gzip),
text, title, date.  Scored are the bag of words of the body (what is marked as skipped does not count),
the title to the letter, and the day of publication.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kg.model import Article
from kg.sources.decode import decode
from kg.sources.html import page_article

WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Reading:
    """What an extractor says about a page."""

    text: str = ""
    title: str = ""
    day: str = ""


@dataclass(slots=True)
class Score:
    """The sums of one extractor."""

    rows: list[tuple[float, float, float, str]] = field(default_factory=list)
    titles: int = 0
    days: int = 0
    seconds: float = 0.0


def ours(data: bytes) -> Reading:
    """Read a page as `kg` does."""
    item = page_article(decode(data, markup=True)[0], "page", "page")
    if not isinstance(item, Article):
        return Reading()
    return Reading(kept(item), item.title, item.date.isoformat() if item.date else "")


def theirs(data: bytes) -> Reading:
    """Read a page with trafilatura as it comes, metadata included."""
    from trafilatura import bare_extraction

    found = bare_extraction(data, with_metadata=True, include_comments=False)
    if found is None:
        return Reading()
    return Reading(found.text or "", found.title or "", (found.date or "")[:10])


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
        begun = time.perf_counter()
        reading = read(data)
        score.seconds += time.perf_counter() - begun
        score.rows.append((*compare(reading.text, gold["text"]), gold["id"]))
        score.titles += same(reading.title, gold["title"])
        score.days += reading.day == (gold["date"] or "")[:10]
    return score


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
    arguments.add_argument("--worst", type=int, default=0, help="print our worst pages")
    options = arguments.parse_args()
    golds = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    pages = []
    for gold in golds:
        data = (options.gold.parent / gold["html"]).read_bytes()
        pages.append((gold, gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data))
    print(f"{len(pages)} pages   F1      precision  recall  titles  days  ms/page")
    for name, read in (("kg", ours), ("trafilatura", theirs)):
        score = measure(read, pages)
        f1, precision, recall = (sum(row[i] for row in score.rows) / len(pages) for i in range(3))
        speed = 1000 * score.seconds / len(pages)
        print(f"{name:<12}{f1:.4f}  {precision:.4f}     {recall:.4f}", end="")
        print(f"  {score.titles:>5}  {score.days:>4}  {speed:6.1f}")
        for row in sorted(score.rows)[: options.worst if name == "kg" else 0]:
            print(f"    {row[0]:.2f} {row[1]:.2f} {row[2]:.2f}  {row[3]}")


if __name__ == "__main__":
    main()
