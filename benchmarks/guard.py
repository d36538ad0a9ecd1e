"""Which queries and updates of a test suite the guard refuses, though the engine accepts them.

    python benchmarks/guard.py FOLDER

In: a folder with `.rq` and `.ru` files, such as https://github.com/w3c/rdf-tests or `test/data/suites/w3c` of
rdflib's source.  Out: how many texts Oxigraph accepts, and those that kg refuses, with the reason.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError
from kg.sparql import check_query, check_update


def main() -> None:
    """Go through all files."""
    folder = Path(sys.argv[1])
    files = [f for f in sorted(folder.rglob("*.r[qu]")) if _is_accepted(f)]
    refused = [(f, why) for f in files if (why := _refusal(f))]
    for file, why in refused:
        print(f"{file.relative_to(folder)}: {why}")
    print(f"{len(files)} accepted by the engine, {len(refused)} of them refused by kg")


def _is_accepted(file: Path) -> bool:
    store = ox.Store()
    run = store.query if file.suffix == ".rq" else store.update
    try:
        run(file.read_text("utf-8", errors="replace"), base_iri="http://example.org/")
    except SyntaxError:
        return False
    except (OSError, RuntimeError, ValueError):
        return True  # understood, but nothing there that could be done
    return True


def _refusal(file: Path) -> str:
    check = check_query if file.suffix == ".rq" else check_update
    try:
        check(file.read_text("utf-8", errors="replace"))
    except QueryError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    main()
