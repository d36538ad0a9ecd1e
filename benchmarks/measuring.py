"""What the benchmarks share: commands in a process of their own, tables, and their place in a document."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
KG = (sys.executable, "-c", "from kg.cli import main; main()")
Rows = list[tuple[str, str]]


@dataclass(slots=True)
class Run:
    """One run of a command: wall seconds, CPU seconds, megabytes of its largest process."""

    wall: float
    cpu: float
    peak: float


#: Starts a command from a small process: a child's peak memory counts what its parent held when it began.
_SMALL = """
import json, os, subprocess, sys, time
begun = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
wall = time.perf_counter() - begun
print(json.dumps([wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
sys.exit(os.waitstatus_to_exitcode(status))
"""


def command(*arguments: str) -> Run:
    """Run kg as a user does, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", _SMALL, *KG, *arguments], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"kg {' '.join(arguments)}: {done.stderr}")
    return Run(*json.loads(done.stdout))


def table(title: str, rows: Rows) -> str:
    """Return rows as a Markdown table."""
    lines = [f"| {title} | |", "|---|---:|", *(f"| {name} | {value} |" for name, value in rows)]
    return "\n".join(lines) + "\n"


def put_between(path: Path, text: str, *, begin: str = BEGIN, end: str = END) -> None:
    """Replace what stands between the marks of a document."""
    old = path.read_text(encoding="utf-8")
    found = re.search(f"{re.escape(begin)}\n.*?{re.escape(end)}", old, re.DOTALL)
    if not found:
        sys.exit(f"{path}: has no marks {begin} … {end}")
    path.write_text(f"{old[: found.start()]}{begin}\n{text}\n{end}{old[found.end() :]}", encoding="utf-8")


def machine() -> str:
    """Say on what it ran, and when."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = sys.version.split()[0]
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {python}, {date.today().isoformat()}"
