"""How fast kg reads and builds, where the time goes, and how much memory it takes.

    pip install . spacy
    python benchmarks/build_1000.py NEWS.jsonl [--articles 1000] [--many 5000] [--repeat 5]
    python benchmarks/build_1000.py NEWS.jsonl --write docs/performance.md

NEWS.jsonl holds one article per line (id, title, text, lang, date …), of one language.  Every figure is
the best of a few runs, CPU seconds beside wall seconds where both say something: on a machine that does
other things, only the CPU seconds tell.  spaCy and kg read the same texts in turn, in one process.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from measuring import Rows, Run, command, machine, put_between, table
from spacy_phrases import phrase_reader

import kg.pipeline
import kg.store
import kg.task
import kg.workers
from kg.build import build_articles
from kg.extractors import Context
from kg.facts import to_facts
from kg.ledger import Ledger
from kg.mentions.alias import find_mentions
from kg.model import Article, Document
from kg.ontology.matcher import TOKEN
from kg.pipeline import Reader
from kg.sources import read_articles
from kg.store import Store
from kg.text import segment

#: What is timed inside a build: where the name is looked up, the name, and what it is called in the table.
STEPS: tuple[tuple[Any, str, str], ...] = (
    (kg.pipeline, "segment", "reading: sentences, words, patterns"),
    (kg.pipeline, "link_mentions", "reading: links"),
    (kg.pipeline, "link_pronouns", "reading: pronouns"),
    (kg.pipeline, "find_terms", "reading: topics"),
    (kg.pipeline, "extract_topics", "reading: topics"),
    (kg.pipeline, "parse", "reading: clauses"),
    (kg.pipeline, "extract_events", "reading: events"),
    (kg.pipeline, "extract_quotations", "reading: quotations"),
    (Reader, "read", "reading"),
    (kg.workers, "article_graph", "graph of the article"),
    (kg.workers, "digest", "digest for the ledger"),
    (Store, "write", "store"),
    (Store, "flush", "store"),
    (Ledger, "put", "ledger"),
    (kg.task, "derive", "graphs across articles"),
)


def _cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


# reading ---------------------------------------------------------------------------------


def reading(articles: list[Article], reader: Reader, repeat: int) -> Rows:
    """Time the whole of `kg extract` on one core beside spaCy's tokenizer and matcher."""
    code = reader.read(articles[0]).lang
    phrase, count = phrase_reader(reader.lexicon, code)
    texts = [article.text for article in articles]

    def ours() -> None:
        for article in articles:
            json.dumps(to_facts(reader.read(article)), ensure_ascii=False)

    matcher = reader.lexicon.matcher(code)
    language = reader.lexicon.languages[code]

    def same_job() -> None:
        for article in articles:
            parts = segment(article, language, matcher)
            document = Document(article, code, sentences=parts.sentences)
            find_mentions(document, Context(reader.lexicon, language, parts.matches))

    def scan() -> None:
        for text in texts:
            matcher.find(TOKEN.findall(text))

    def theirs() -> None:
        for text in texts:
            phrase(text)

    ours()  # fills the memory of words, which every run but the first one has
    theirs()
    rounds = [(_cpu(ours), _cpu(same_job), _cpu(theirs), _cpu(scan)) for _ in range(repeat)]
    mine, words, spacy, bare = (min(r[i] for r in rounds) for i in range(4))
    ratio = statistics.median(r[2] / r[0] for r in rounds)
    bare_ratio = statistics.median(r[3] / r[0] for r in rounds)
    same_ratio = statistics.median(r[2] / r[1] for r in rounds)
    size = sum(map(len, texts)) / len(texts)
    per_3k = len(texts) / mine * size / 3000
    return [
        ("articles, mean characters", f"{len(texts):,}, {size:,.0f}"),
        ("`kg extract` (all steps, JSON), articles per second and core", f"{len(texts) / mine:,.0f}"),
        ("the same for articles of 3,000 characters", f"{per_3k:,.0f}"),
        (
            f"spaCy blank tokenizer + PhraseMatcher ({count:,} phrases), articles per second",
            f"{len(texts) / spacy:,.0f}",
        ),
        ("kg, all steps : spaCy, speed (median of pairs)", f"{ratio:.2f}"),
        (
            "kg, sentences, words, patterns and mentions alone, articles per second",
            f"{len(texts) / words:,.0f}",
        ),
        ("kg, these alone : spaCy, speed (median of pairs)", f"{same_ratio:.2f}"),
        ("one bare scan of the words for all patterns, articles per second", f"{len(texts) / bare:,.0f}"),
        ("kg, all steps : bare scan, speed (median of pairs)", f"{bare_ratio:.2f}"),
    ]


# building --------------------------------------------------------------------------------


@contextmanager
def timers() -> Iterator[dict[str, float]]:
    """Time the steps of a build while the block runs: CPU seconds, without the engine's own threads."""
    spent: dict[str, float] = defaultdict(float)
    before = [(place, name, getattr(place, name)) for place, name, _ in STEPS]
    for place, name, label in STEPS:
        setattr(place, name, _timed(getattr(place, name), label, spent))
    try:
        yield spent
    finally:
        for place, name, function in before:
            setattr(place, name, function)


def _timed(function: Callable[..., Any], label: str, spent: dict[str, float]) -> Callable[..., Any]:
    def run(*values: Any, **named: Any) -> Any:
        begun = time.thread_time()
        try:
            return function(*values, **named)
        finally:
            spent[label] += time.thread_time() - begun

    return run


def where_time_goes(articles: list[Article], reader: Reader, folder: Path) -> Rows:
    """Build in this process and say what each step took."""
    with timers() as spent:
        whole = _cpu(lambda: build_articles(articles, folder, reader=reader))
    inside = sum(seconds for label, seconds in spent.items() if label.startswith("reading:"))
    spent["reading: mentions"] = spent["reading"] - inside
    named = [(label, seconds) for label, seconds in spent.items()]
    tops = sum(seconds for label, seconds in named if not label.startswith("reading:"))
    named.append(("the rest, most of it the engine's threads", whole - tops))
    labels = (label for *_, label in STEPS)
    order = list(dict.fromkeys(["reading", "reading: mentions", *labels]))
    rows = sorted(named, key=lambda row: order.index(row[0]) if row[0] in order else len(order))
    return [(f"{'– ' if ':' in label else ''}{label}", f"{s:.2f} s ({s / whole:.0%})") for label, s in rows]


def building(news: Path, work: Path, repeat: int) -> Rows:
    """Time `kg build` as a user runs it, with one worker and with two."""
    runs: dict[int, list[Run]] = {1: [], 2: []}
    for number in range(repeat):
        for workers in runs:
            store = work / f"run-{number}-{workers}.kg"
            runs[workers].append(
                command("build", str(news), "-o", str(store), "--workers", str(workers), "-q")
            )
            shutil.rmtree(store)
    start = min(
        command("build", str(_empty(work)), "-o", str(work / "none.kg"), "-q").wall for _ in range(repeat)
    )
    one, two = (min(run.wall for run in runs[n]) for n in (1, 2))
    return [
        (
            "`kg build`, one worker, from start to exit: wall, CPU",
            f"{one:.1f} s, {min(r.cpu for r in runs[1]):.1f} s",
        ),
        ("`kg build`, two workers: wall, CPU", f"{two:.1f} s, {min(r.cpu for r in runs[2]):.1f} s"),
        ("two workers : one, speed, start included", f"{one / two:.2f}"),
        (f"two workers : one, without the start ({start:.2f} s)", f"{(one - start) / (two - start):.2f}"),
        ("peak memory, one worker", f"{max(r.peak for r in runs[1]):.0f} MB"),
        ("peak memory of the largest process, two workers", f"{max(r.peak for r in runs[2]):.0f} MB"),
    ]


def _empty(work: Path) -> Path:
    """A source with one short article: what remains is the start."""
    path = work / "one.txt"
    path.write_text(
        "Wetter\n\nEs bleibt kühl und trocken, und der Wind weht schwach aus dem Westen.\n", encoding="utf-8"
    )
    return path


def storing(folder: Path, work: Path, repeat: int) -> Rows:
    """Write the graphs of a store again, our way and with the engine's own bulk load of one file."""
    import pyoxigraph as ox

    from kg.graph import EncodedGraph, NamedGraph

    graphs: list[EncodedGraph] = []
    with Store.open(folder) as store:
        names = [g for g in store.graphs() if "/article/" in g]
        graphs = [
            NamedGraph(name, tuple(str(q.triple) for q in store.quads(name))).encode() for name in names
        ]
    data = "".join(f"{line} <{g.iri}> .\n" for g in graphs for line in g.lines).encode()

    def bulk() -> None:
        target = work / "bulk"
        engine = ox.Store(str(target))
        engine.bulk_load(input=data, format=ox.RdfFormat.N_QUADS)
        engine.flush()
        del engine
        shutil.rmtree(target)

    def ours() -> None:
        target = work / "ours.kg"
        with Store.open(target, write=True) as store:
            for part in _batches(graphs):
                store.write(part)
                store.flush()
            store.ledger.set("derived", "stale")
        shutil.rmtree(target)

    pairs = [(_wall(ours), _wall(bulk)) for _ in range(repeat)]
    count = sum(g.size for g in graphs)
    return [
        ("statements in article graphs", f"{count:,}"),
        ("store writing, statements per second", f"{count / min(a for a, _ in pairs):,.0f}"),
        (
            "pyoxigraph's bulk load of the same, statements per second",
            f"{count / min(b for _, b in pairs):,.0f}",
        ),
        ("store writing : bulk load, speed", f"{statistics.median(b / a for a, b in pairs):.2f}"),
    ]


def _wall(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _batches(graphs: Iterable[Any]) -> Iterator[list[Any]]:
    part: list[Any] = []
    for graph in graphs:
        part.append(graph)
        if sum(g.size for g in part) >= kg.task.BATCH:
            yield part
            part = []
    yield part


# growing ---------------------------------------------------------------------------------


def growing(news: Path, articles: list[Article], reader: Reader, work: Path, many: int, repeat: int) -> Rows:
    """Build a larger store: memory, and the time to add one article to the small and the large one."""
    large = work / "many.jsonl"
    with large.open("w", encoding="utf-8") as out:
        for number in range(many):
            article = articles[number % len(articles)]
            row = {
                "id": f"{number}",
                "title": article.title,
                "text": f"{article.text}\n\n({number})",
                "lang": article.lang,
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    rows: Rows = []
    for name, source in ((f"{len(articles):,}", news), (f"{many:,}", large)):
        store = work / f"{source.stem}-grown.kg"
        run = command("build", str(source), "-o", str(store), "-q")
        added = [_add_one(articles[0], store, reader, n) for n in range(repeat)]
        rows.append((f"peak memory of `kg build`, {name} articles", f"{run.peak:.0f} MB ({run.wall:.0f} s)"))
        rows.append((f"adding one article to {name}, lexicon loaded", f"{min(added):.2f} s"))
    return rows


def _add_one(article: Article, store: Path, reader: Reader, number: int) -> float:
    new = replace(article, id=f"new-{number}", text=f"{article.text}\n\n[{number}]", source=f"new-{number}")
    return _wall(lambda: build_articles([new], store, reader=reader))


def main() -> None:
    """Measure, print, and put the tables into a document when asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("news", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--many", type=int, default=5000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--write", type=Path, metavar="FILE", help="replace the tables in this document")
    options = parser.parse_args()
    items = [item for item in read_articles([str(options.news)]) if isinstance(item, Article)][
        : options.articles
    ]
    begun = time.perf_counter()
    reader = Reader.load()
    reader.read(items[0])
    loaded = time.perf_counter() - begun
    parts = [f"Measured on {machine()}; best of {options.repeat} runs.\n"]

    def show(text: str) -> None:
        parts.append(text)
        print(text, flush=True)

    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        news = work / "news.jsonl"
        lines = options.news.read_text(encoding="utf-8").splitlines(keepends=True)
        news.write_text("".join(lines[: options.articles]), encoding="utf-8")
        rows = reading(items, reader, options.repeat)
        show(table("Reading, one core", [*rows, ("loading the lexicon and one language", f"{loaded:.2f} s")]))
        show(
            table(
                f"Where the time goes, {len(items):,} articles",
                where_time_goes(items, reader, work / "here.kg"),
            )
        )
        show(table("Store", storing(work / "here.kg", work, options.repeat)))
        show(table(f"Building {len(items):,} articles", building(news, work, min(3, options.repeat))))
        show(table("Growing", growing(news, items, reader, work, options.many, min(3, options.repeat))))
    if options.write:
        put_between(options.write, "\n".join(parts))


if __name__ == "__main__":
    main()
