"""Independent programs that read RDF files, and how many statements each finds.

    python tests/loaders.py STORE.kg --write docs/exports.md

writes the table of formats and programs of docs/exports.md.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from kg.exports import export
from kg.store import Store

FORMATS = (".nq", ".trig", ".jsonld", ".nt", ".ttl", ".rdf")
OXIGRAPH = {
    ".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG, ".jsonld": ox.RdfFormat.JSON_LD,
    ".nt": ox.RdfFormat.N_TRIPLES, ".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML,
}  # fmt: skip
RDFLIB = {
    ".nq": "nquads", ".trig": "trig", ".jsonld": "json-ld", ".nt": "nt", ".ttl": "turtle", ".rdf": "xml",
}  # fmt: skip
RAPPER = {".nq": "nquads", ".trig": "trig", ".nt": "ntriples", ".ttl": "turtle", ".rdf": "rdfxml"}
#: Debian's Jena has no JSON provider for JSON-LD 1.1; ours is read by its reader of 1.0 as well.
RIOT = {
    ".nq": "nquads", ".trig": "trig", ".jsonld": "jsonld10", ".nt": "ntriples", ".ttl": "turtle",
    ".rdf": "rdfxml",
}  # fmt: skip
JARS = Path("/usr/share/java")
_WANTED = (
    "jena-*", "commons-*", "dexx*", "gson", "guava", "http*", "jackson*", "jakarta*", "jsonld-java",
    "titanium*", "protobuf", "thrift", "slf4j-api", "slf4j-simple",
)  # fmt: skip
_REPLACED = "Unicode replacement character U+FFFD in string"
_MISPLACED = "org/apache/jena/ext/"
BEGIN, END = "<!-- loaded: begin -->", "<!-- loaded: end -->"


def has_rapper() -> bool:
    """Say whether raptor's command is installed."""
    return shutil.which("rapper") is not None


def has_jena() -> bool:
    """Say whether Debian's Jena and a Java are installed."""
    return shutil.which("java") is not None and (JARS / "jena-arq.jar").exists()


def need(is_there: bool, packages: str) -> None:
    """Skip a test that needs a program; where everything must be tested, its absence is a failure."""
    if not is_there:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"not installed: {packages}")


def read_quads(file: Path) -> set[str]:
    """Return the statements of a file as canonical N-Quads."""
    return {str(quad) for quad in ox.parse(path=str(file), format=OXIGRAPH[file.suffix])}


def count_oxigraph(file: Path) -> int:
    """Load a file into an Oxigraph store."""
    store = ox.Store()
    store.load(path=str(file), format=OXIGRAPH[file.suffix])
    return len(store)


def count_rdflib(file: Path) -> int:
    """Load a file into an rdflib Dataset."""
    return len(list(rdflib_dataset(file).quads()))


def rdflib_dataset(file: Path) -> Any:
    """Return a file as rdflib reads it."""
    data: Any = rdflib.Dataset()
    return data.parse(str(file), format=RDFLIB[file.suffix]) and data


def count_rapper(file: Path) -> int:
    """Count what raptor parses; a warning is an error."""
    done = _run("rapper", "-i", RAPPER[file.suffix], "-o", "nquads", str(file))
    assert "arning" not in done.stderr and "rror" not in done.stderr, done.stderr[-2_000:]
    return len(done.stdout.splitlines())


def count_riot(file: Path) -> int:
    """Count what Jena parses, all its checks on and strict; a warning is an error.

    One is none of ours: that a text holds U+FFFD, which stands where an article had what no text may hold.
    """
    options = ("--count", "--check", "--strict", f"--syntax={RIOT[file.suffix]}")
    done = riot(*options, str(file), check=False)
    told = [line for line in (done.stdout + done.stderr).splitlines() if _REPLACED not in line]
    assert not [line for line in told if "WARN" in line or "ERROR" in line], told[-20:]
    found = re.search(r": (?:Quads|Triples) = ([\d,]+)", "\n".join(told))
    assert found, told[-20:]
    return int(found[1].replace(",", ""))


def riot(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run Jena's command line for RDF."""
    return _run("java", "-cp", _classpath(), "riotcmd.riot", *arguments, check=check)


@cache
def _classpath() -> str:
    """Return the jars, and in front of them texts that Debian's jar of Jena 4.5 keeps in another place.

    Debian moved the classes of `org.apache.jena.ext.xerces` to `xerces`, and forgot its message files.
    """
    folder = Path(tempfile.mkdtemp(prefix="jena-texts-"))
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(_MISPLACED) and name.endswith(".properties"):
                place = folder / name.removeprefix(_MISPLACED)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(jar.read(name))
    jars = sorted(str(jar) for pattern in _WANTED for jar in JARS.glob(f"{pattern}.jar"))
    return os.pathsep.join([str(folder), *jars])


def _run(*command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=check)


#: Program → the formats it reads, and how its statements are counted.
READERS: dict[str, tuple[Sequence[str], Callable[[Path], int]]] = {
    "pyoxigraph": (FORMATS, count_oxigraph),
    "rdflib": (FORMATS, count_rdflib),
    "rapper": (tuple(RAPPER), count_rapper),
    "Jena RIOT": (FORMATS, count_riot),
}


def table(store: Path, folder: Path) -> str:
    """Return how many statements each program finds in each format."""
    lines = [f"| Format | written | {' | '.join(READERS)} |", f"|---|{'---:|' * (len(READERS) + 1)}"]
    with Store.open(store) as opened:
        for suffix in FORMATS:
            file = folder / f"desk{suffix}"
            cells = [f"{export(opened, file):,}"]
            for formats, count in READERS.values():
                cells.append(f"{count(file):,}" if suffix in formats else "–")
            lines.append(f"| `{suffix}` | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table, or put it between its marks in a document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--write", type=Path, metavar="FILE.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = table(options.store, Path(folder))
    print(made)
    if options.write:
        text = options.write.read_text(encoding="utf-8")
        head, mark, rest = text.partition(BEGIN)
        if not mark or END not in rest:
            sys.exit(f"{options.write}: has no marks {BEGIN} … {END}")
        tail = rest.partition(END)[2]
        options.write.write_text(f"{head}{BEGIN}\n{made}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
