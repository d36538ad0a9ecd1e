"""How long the pages of the explorer take, over any store.

    python benchmarks/pages.py STORE.kg

Prints, per page, the milliseconds of CPU of the first and of the best of three more times, and the size.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from kg.serve.finding import Listing
from kg.serve.pages import Asked, render
from kg.serve.search import build_index
from kg.store import Store

PATHS = (
    ("/", {}), ("/events", {}), ("/timeline", {}), ("/articles", {}), ("/map", {}), ("/query", {}),
    ("/ns", {}),
    ("/search", {"q": ("zelensky",)}), ("/search", {"q": ("zelenksy",)}), ("/search", {"q": ("ma",)}),
    ("/graph/derived", {}),
)  # fmt: skip


def main() -> None:
    """Measure."""
    with Store.open(sys.argv[1]) as store, tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index.sqlite"
        began = time.process_time()
        names = build_index(store, index)
        size = index.stat().st_size // 1_000
        print(f"index: {names:,} names, {size:,} kB, {time.process_time() - began:.1f} s of CPU")
        print("| Page | first, ms | again, ms | kB |\n|---|--:|--:|--:|")
        with Listing(index) as listing:
            tops = [listing.top(kind, 1) for kind in ("person", "country", "topic", "outlet", "type")]
            things = [ref for top in tops for ref, _ in top]
            things += [row.ref for row in listing.corroborated(1)]
            things += [row.ref for row in listing.articles(limit=1)[0]]
        for path, params in (*PATHS, *((f"/id/{ref}", {}) for ref in things)):
            _measure(store, index, path, params)
        for ref in things[:2]:
            _measure(store, index, f"/id/{ref}", {}, "ttl")


def _measure(
    store: Store, index: Path, path: str, params: dict[str, tuple[str, ...]], form: str = "html"
) -> None:
    times = []
    for _ in range(4):
        began = time.process_time()
        page = render(store, Asked(path, params, form), search=index)
        times.append((time.process_time() - began) * 1000)
    shown = path + "".join(f"?{k}={v[0]}" for k, v in params.items()) + ("" if form == "html" else f".{form}")
    print(f"| `{shown}` | {times[0]:.0f} | {min(times[1:]):.0f} | {len(page.body) / 1000:.0f} |")


if __name__ == "__main__":
    main()
