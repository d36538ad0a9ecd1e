"""What an archive costs: reading into shards, loading them, and what it takes on the disk.

    python benchmarks/shards.py NEWS.jsonl [--articles 1000] [--write docs/scale.md]

NEWS.jsonl holds one article per line (id, title, text, lang, date …).  Prints figures of one machine, and
what follows for ten million articles: sizes by multiplying, times by dividing, nothing guessed.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from itertools import islice
from pathlib import Path

from measuring import Rows, command, machine, put_between, table

from kg.store import Store

MANY = 10_000_000
DAY, GIGA = 86_400, 10**9


def main() -> None:
    """Measure, print, and write where told to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("news", type=Path)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--cores", type=int, default=200, help="of the cluster in the arithmetic")
    parser.add_argument("--write", type=Path, metavar="FILE.md")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        text = report(Path(name), arguments.news, arguments.articles, arguments.cores)
    print(text)
    if arguments.write:
        put_between(arguments.write, text)


def report(folder: Path, news: Path, count: int, cores: int) -> str:
    """Return the tables."""
    inbox = folder / "in.jsonl"
    with news.open(encoding="utf-8") as lines:
        inbox.write_text("".join(islice(lines, count)), encoding="utf-8")
    one, half = folder / "one.jsonl", folder / "x.shards"
    one.write_text(inbox.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    start = command("shards", str(one), "-o", str(folder / "one.shards"), "-q")
    made = command("shards", str(inbox), "-o", str(half), "-q")
    two = command("shards", str(inbox), "-o", str(folder / "two.shards"), "-q", "--workers", "2")
    loaded = command("load", str(half), "-o", str(folder / "x.kg"), "-q")
    manifest = json.loads((half / "manifest.json").read_text(encoding="utf-8"))
    totals, parts = manifest["totals"], manifest["parts"]
    articles = totals["read"]
    each = {
        "statements": totals["statements"] / articles,
        "raw": totals["quads_size"] / articles,
        "packed": sum(p["quads_bytes"] for p in parts) / articles,
        "rows": sum(p["rows_bytes"] for p in parts) / articles,
        "ledger": (folder / "x.kg" / "ledger.sqlite").stat().st_size / articles,
        "store": sum(p.stat().st_size for p in (folder / "x.kg" / "store").rglob("*")) / articles,
        "read": (made.cpu - start.cpu) / articles,
        "load": (loaded.wall - start.wall) / articles,
    }
    with Store.open(folder / "x.kg") as store:
        across = int(store.ledger.get("across", "0")) / articles
    measured: Rows = [
        ("`kg shards`: CPU ms per article, packing included", f"{1000 * each['read']:.1f}"),
        ("the same: articles per second and core", f"{1 / each['read']:.0f}"),
        (
            "two workers : one, wall time without the start",
            f"{(made.wall - start.wall) / (two.wall - start.wall):.2f}",
        ),
        ("peak memory of the largest process", f"{max(made.peak, two.peak):.0f} MB"),
        ("statements per article", f"{each['statements']:.0f}"),
        ("N-Quads per article, bytes", f"{each['raw']:,.0f}"),
        ("the same with gzip", f"{each['packed']:,.0f}"),
        ("ledger rows per article with gzip, bytes", f"{each['rows']:,.0f}"),
        ("statements of the graphs across articles, per article", f"{across:.0f}"),
        ("`kg load`: articles per second, graphs across articles included", f"{1 / each['load']:.0f}"),
        ("`kg load`: peak memory", f"{loaded.peak:.0f} MB"),
        ("store of kg: RDF, bytes per article", f"{each['store']:,.0f}"),
        ("store of kg: ledger, bytes per article", f"{each['ledger']:,.0f}"),
    ]
    follows: Rows = [
        ("reading, core days", f"{MANY * each['read'] / DAY:.1f}"),
        (f"reading on {cores} cores, hours", f"{MANY * each['read'] / cores / 3600:.1f}"),
        ("statements, thousand millions", f"{MANY * each['statements'] / GIGA:.1f}"),
        ("N-Quads unpacked, TB", f"{MANY * each['raw'] / 1e12:.2f}"),
        (
            "shards on the disk: statements and rows, GB",
            f"{MANY * (each['packed'] + each['rows']) / GIGA:.0f}",
        ),
        ("parts of 500 articles", f"{MANY // 500:,}"),
        ("`kg load` on one machine, days, if its rate held", f"{MANY * each['load'] / DAY:.1f}"),
        ("store of kg, TB", f"{MANY * (each['store'] + each['ledger']) / 1e12:.2f}"),
    ]
    head = f"Measured on {machine()}, {articles:,} articles of {_mean(inbox):,} characters.\n\n"
    return (
        head
        + table("One machine", measured)
        + "\n"
        + table("Ten million articles, from these figures", follows)
    )


def _mean(news: Path) -> int:
    texts = [len(json.loads(line)["text"]) for line in news.read_text(encoding="utf-8").splitlines()]
    return sum(texts) // len(texts)


if __name__ == "__main__":
    main()
