"""How long exports take and how much memory, beside Oxigraph's own dump of the same store.

    python benchmarks/exports.py STORE.kg [--rounds 2] [--write docs/performance.md]

In: a store that kg built (of about a million statements: `generate.py` with 450 articles).  Out: a table
with, for each format, CPU seconds, statements per CPU second, the ratio to Oxigraph's dump to the nearest
format, the peak memory of the process, and the size of the file.  Every export runs in a process of its own,
in turn with the dumps; the best of the rounds counts.  Oxigraph's dump has no order: ours is sorted besides.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from measuring import BEGIN, END, machine, put_between

#: What is exported, and the format of Oxigraph's dump that it stands beside.
EXPORTS: dict[str, tuple[str, str | None]] = {
    ".nq": ("{}", "N_QUADS"), ".nq.gz": ("{}", "N_QUADS"), ".trig": ("{}", "TRIG"),
    ".trig --rdf12": ("{'form': Form(rdf12=True)}", "TRIG"), ".jsonld": ("{}", "JSON_LD"),
    ".nt": ("{}", "N_QUADS"), ".ttl": ("{}", "TRIG"), ".rdf": ("{}", None),
    ".json --as ftm": ("{'model': 'ftm'}", None), ".txt --as polecat": ("{'model': 'polecat'}", None),
    ".csv": ("{}", None),
}  # fmt: skip
_MEASURED = """
import json, resource, sys, time
def told(count, begun):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([time.process_time() - begun, count, peak]))
"""
_OURS = """
from pathlib import Path
from kg.exports import Form, export
from kg.store import Store
with Store.open(sys.argv[1]) as store:
    begun = time.process_time()
    told(export(store, Path(sys.argv[2]), **{more}), begun)
"""
_THEIRS = """
import pyoxigraph as ox
store = ox.Store.read_only(sys.argv[1] + "/store")
begun = time.process_time()
store.dump(sys.argv[2], format=ox.RdfFormat.{name})
told(len(store), begun)
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """One run: CPU seconds, what was written, megabytes of memory at most, bytes of the file."""

    cpu: float
    count: int
    peak: float
    size: int


def _run(code: str, store: Path, file: Path) -> Figures:
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED + code, str(store), str(file)], capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(done.stderr)
    cpu, count, peak = json.loads(done.stdout)
    size = file.stat().st_size
    file.unlink()
    return Figures(cpu, count, peak, size)


def measure(store: Path, rounds: int) -> tuple[dict[str, Figures], dict[str, Figures]]:
    """Return the best of some rounds of every export and of every dump."""
    dumps = {name for _, name in EXPORTS.values() if name}
    ours: dict[str, list[Figures]] = {label: [] for label in EXPORTS}
    theirs: dict[str, list[Figures]] = {name: [] for name in sorted(dumps)}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for name, figures in theirs.items():
                figures.append(_run(_THEIRS.replace("{name}", name), store, Path(folder) / "dump"))
            for label, figures in ours.items():
                code = _OURS.replace("{more}", EXPORTS[label][0])
                figures.append(_run(code, store, Path(folder) / f"desk{label.split()[0]}"))
    return _best(ours), _best(theirs)


def _best(runs: dict[str, list[Figures]]) -> dict[str, Figures]:
    return {name: min(figures, key=lambda f: f.cpu) for name, figures in runs.items()}


def table(ours: dict[str, Figures], theirs: dict[str, Figures]) -> str:
    """Return a table, Oxigraph's dumps at the end."""
    lines = ["| Export | written | CPU | a second | to Oxigraph's dump | peak memory | file |"]
    lines.append("|---|---:|---:|---:|---:|---:|---:|")
    for label, found in ours.items():
        other = EXPORTS[label][1]
        lines.append(_line(f"`{label}`", found, f"{found.cpu / theirs[other].cpu:.2f}" if other else ""))
    lines += [_line(f"Oxigraph's dump, {name}", found, "1") for name, found in theirs.items()]
    return "\n".join(lines) + "\n"


def _line(name: str, found: Figures, ratio: str) -> str:
    speed, size = found.count / found.cpu, found.size / 1_000_000
    return (
        f"| {name} | {found.count:,} | {found.cpu:.1f} s | {speed:,.0f} | {ratio} | {found.peak:.0f} MB "
        f"| {size:.0f} MB |"
    )


def main() -> None:
    """Print the table, or put it between the marks of a document."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store", type=Path)
    parser.add_argument("--rounds", type=int, default=2, help="of everything (%(default)s)")
    parser.add_argument("--write", type=Path, metavar="FILE.md", help="put it between the marks of exports")
    options = parser.parse_args()
    text = f"Measured on {machine()}.\n\n{table(*measure(options.store, options.rounds))}"
    print(text)
    if options.write:
        marks = {"begin": BEGIN.replace("measured", "exports"), "end": END.replace("measured", "exports")}
        put_between(options.write, text, **marks)


if __name__ == "__main__":
    main()
