"""News of any number by a seeded script, to measure how stores grow: made of our example articles.

    python benchmarks/generate.py OUT.jsonl --articles 10000
    python benchmarks/generate.py OUT.jsonl --articles 100000 --copies 0.2 --reports 0.3 --texts NEWS.jsonl

In: examples/articles, cut into sentences in which people and countries are slots.  Out: one article per
line.  A *case* is an event: people, countries and a day put into the slots of one example (or of the
examples that tell of one event, in several languages).  An article is a new case, another report of a case
of the last days (the same sentences about the event, another outlet, other background), or a copy of a
recent article (cut, with an agency's credit or a sentence of its own).  New people keep turning up, known
ones come back.  With --texts, a share of the articles is real: two halves of texts of that file, which are
never the same two; nothing of them is kept anywhere else.  The same options give the same bytes.

Left out: names are not inflected, and of dates in the text only the year is changed.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kg.model import Article, Document
from kg.pipeline import Reader
from kg.sources import read_articles

ROOT = Path(__file__).parent.parent
SOURCES = ("examples/articles",)
FIRST_DAY = date(2016, 1, 1)
TOLD = 2  # sentences of an example that tell of its event; the rest is background
RECENT = 400  # articles that may be copied, and cases that may be reported again
NEW_PERSON = 0.1  # share of people that nobody has heard of
OUTLETS = 60
AGENCIES = {
    "de": "dpa",
    "en": "Reuters",
    "fr": "AFP",
    "es": "EFE",
    "uk": "Укрінформ",
    "it": "ANSA",
    "pl": "PAP",
}
_LATIN = (
    ("Jo", "Ma", "Le", "Ka", "Ri", "To", "Be", "Su", "Da", "El"),
    ("ra", "no", "lin", "rek", "vas", "mi"),
)
_CYRILLIC = (("Ма", "Бо", "Та", "Ру", "Ве", "Ко", "Да", "Ле"), ("рко", "лина", "дим", "ва", "рена", "сла"))


@dataclass(frozen=True, slots=True)
class Slot:
    """Where somebody stands: who, and in which form (the rule of the mention)."""

    ref: str
    form: str
    text: str


Sentence = tuple["str | Slot", ...]


@dataclass(frozen=True, slots=True)
class Example:
    """An example article with slots."""

    event: str
    lang: str
    title: Sentence
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """An event: its examples, its day, and a seed that says who stands in the slots."""

    examples: tuple[Example, ...]
    day: date
    seed: int


@dataclass(frozen=True, slots=True)
class Shares:
    """What the news is made of."""

    copies: float = 0.15
    reports: float = 0.3
    real: float = 0.3
    per_day: int = 200
    length: int = 3000


def sentences_of(document: Document) -> tuple[Sentence, tuple[Sentence, ...]]:
    """Return the title and the sentences of an article with slots in them."""
    article = document.article
    slots = {
        (link.mention.span.part, link.mention.span.start): link
        for link in document.links
        if link.mention.kind in ("person", "country") and link.mention.provenance.extractor == "alias"
    }

    def cut(part: str, text: str, start: int, end: int) -> Sentence:
        pieces: list[str | Slot] = []
        at = start
        for (where, begin), link in sorted(slots.items()):
            span = link.mention.span
            if where == part and at <= begin and span.end <= end:
                pieces += [text[at:begin], Slot(link.entity, _form(link.mention), link.mention.text)]
                at = span.end
        return (*pieces, text[at:end])

    texts = [s.span for s in document.sentences if s.span.part == "text"]
    title = cut("title", article.title, 0, len(article.title))
    return title, tuple(cut("text", article.text, s.start, s.end) for s in texts if s.end - s.start > 40)


def _form(mention: object) -> str:
    kind, rule, text = mention.kind, mention.provenance.rule, mention.text  # type: ignore[attr-defined]
    return rule if kind == "country" else ("full" if " " in text else "surname")


class News:
    """Writes articles; everything is drawn from one seed."""

    def __init__(self, reader: Reader, shares: Shares, seed: int, texts: list[tuple[str, str]]) -> None:
        self.shares, self.texts, self.draw = shares, texts, random.Random(seed)
        self.examples = self._examples(reader)
        self.events: dict[str, list[Example]] = defaultdict(list)
        for example in self.examples:
            self.events[example.event].append(example)
        self.forms: dict[tuple[str, str, str], str] = {}
        for example in self.examples:
            for slot in (p for s in (example.title, *example.sentences) for p in s if isinstance(p, Slot)):
                self.forms.setdefault((example.lang, slot.ref, slot.form), slot.text)
        self.countries = sorted({ref for _, ref, _ in self.forms if ref.startswith("country/")})
        self.known = sorted(
            e.canonical
            for e in reader.lexicon.entities.values()
            if e.kind == "person" and len(e.canonical.split()) == 2
        )
        self.recent: deque[dict[str, str]] = deque(maxlen=RECENT)
        self.cases: deque[Case] = deque(maxlen=RECENT)

    def _examples(self, reader: Reader) -> list[Example]:
        found = []
        for item in read_articles([str(ROOT / source) for source in SOURCES]):
            if isinstance(item, Article) and item.date:
                document = reader.read(item)
                title, sentences = sentences_of(document)
                if len(sentences) > TOLD:
                    found.append(Example(item.date.isoformat(), document.lang, title, sentences))
        return sorted(found, key=lambda e: (e.event, e.lang, repr(e.title)))

    def articles(self, count: int) -> Iterator[dict[str, str]]:
        """Yield articles in the order of their days."""
        for number in range(count):
            day = FIRST_DAY + timedelta(days=number // self.shares.per_day)
            row = self._article(number, day)
            self.recent.append(row)
            yield {"id": f"news-{number}", **row}

    def _article(self, number: int, day: date) -> dict[str, str]:
        kind = self.draw.random()
        if kind < self.shares.copies and self.recent:
            return self._copy(self.draw.choice(self.recent), day)
        if self.texts and self.draw.random() < self.shares.real:
            return self._real(day)
        if kind < self.shares.copies + self.shares.reports and self.cases:
            case = self.draw.choice(self.cases)
        else:
            event = self.draw.choice(sorted(self.events))
            case = Case(tuple(self.events[event]), day, self.draw.randrange(2**32))
            self.cases.append(case)
        return self._report(case, max(case.day, day - timedelta(days=1)))

    def _report(self, case: Case, day: date) -> dict[str, str]:
        example = self.draw.choice(case.examples)
        told = [self._fill(s, example.lang, case.seed, day) for s in example.sentences[:TOLD]]
        others = [e for e in self.examples if e.lang == example.lang]
        size, body = sum(map(len, told)), []
        while size < self.shares.length * self.draw.uniform(0.7, 1.3):
            other = self.draw.choice(others)
            text = self._fill(self.draw.choice(other.sentences), other.lang, self.draw.randrange(2**32), day)
            body.append(text)
            size += len(text)
        title = self._fill(example.title, example.lang, case.seed, day)
        return self._row(title, _paragraphs([*told, *body]), example.lang, day)

    def _copy(self, row: dict[str, str], day: date) -> dict[str, str]:
        parts = row["text"].split("\n")
        parts = parts[: max(1, round(len(parts) * self.draw.uniform(0.6, 1)))]
        parts[-1] += f" ({AGENCIES.get(row['lang'], 'dpa')})"
        return self._row(row["title"], "\n".join(parts), row["lang"], day)

    def _real(self, day: date) -> dict[str, str]:
        (lang, one), (_, two) = self.draw.choice(self.texts), self.draw.choice(self.texts)
        first, second = one[: len(one) // 2].rpartition(". "), two[len(two) // 2 :].partition(". ")
        text = f"{first[0]}{first[1]}\n{second[2]}"
        return self._row(text[:60].strip(), text, lang, day)

    def _row(self, title: str, text: str, lang: str, day: date) -> dict[str, str]:
        outlet = f"{lang.upper()} Post {self.draw.randrange(OUTLETS)}"
        return {"title": title, "text": text, "lang": lang, "date": day.isoformat(), "publisher": outlet}

    def _fill(self, sentence: Sentence, lang: str, seed: int, day: date) -> str:
        """Put people and countries into the slots: the same ones for the same seed, in every language."""
        parts = [p if isinstance(p, str) else self._name(p, lang, seed) for p in sentence]
        return "".join(parts).replace("2025", str(day.year)).strip()

    def _name(self, slot: Slot, lang: str, seed: int) -> str:
        draw = random.Random(f"{seed} {slot.ref}")
        if slot.form in ("full", "surname"):
            name = self._person(draw, lang)
            return name if slot.form == "full" else name.split()[-1]
        return self.forms.get((lang, draw.choice(self.countries), slot.form), slot.text)

    def _person(self, draw: random.Random, lang: str) -> str:
        new, known, pick = draw.random() < NEW_PERSON, draw.choice(self.known), draw.randrange(2**16)
        if not new and lang not in ("uk", "ru"):
            return known
        named = random.Random(pick if new else known)
        heads, tails = _CYRILLIC if lang in ("uk", "ru") else _LATIN
        last = named.choice(heads) + named.choice(tails) + named.choice(tails)
        return f"{named.choice(heads)}{named.choice(tails)} {last}"


def _paragraphs(sentences: list[str]) -> str:
    return "\n".join(" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3))


def write_news(
    path: Path, count: int, *, shares: Shares, seed: int = 1, texts: Path | None = None,
    reader: Reader | None = None,
) -> None:  # fmt: skip
    """Write a file of `count` articles."""
    real = []
    if texts:
        with texts.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        real = [(row.get("lang") or "und", row["text"]) for row in rows if len(row["text"]) > 400]
    news = News(reader or Reader.load(), shares, seed, real)
    with path.open("w", encoding="utf-8") as out:
        for row in news.articles(count):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def shares_of(options: argparse.Namespace) -> Shares:
    """Return what the options of `add_options` say."""
    return Shares(options.copies, options.reports, options.real, options.per_day, options.length)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what the news is made of."""
    usual = Shares()
    parser.add_argument("--copies", type=float, default=usual.copies, help="share of copies (%(default)s)")
    parser.add_argument("--reports", type=float, default=usual.reports, help="of reports of a known event")
    parser.add_argument("--texts", type=Path, metavar="FILE.jsonl", help="real texts to mix in (lang, text)")
    parser.add_argument("--real", type=float, default=usual.real, help="share of real texts (%(default)s)")
    parser.add_argument("--per-day", type=int, default=usual.per_day, help="articles of a day (%(default)s)")
    parser.add_argument("--length", type=int, default=usual.length, help="characters, about (%(default)s)")
    parser.add_argument("--seed", type=int, default=1)


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    add_options(parser)
    options = parser.parse_args()
    write_news(
        options.out, options.articles, shares=shares_of(options), seed=options.seed, texts=options.texts
    )


if __name__ == "__main__":
    main()
