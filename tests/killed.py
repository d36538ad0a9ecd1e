"""Builds in processes that are killed at a point of `kg/faults.py`.

A server that has the lexicon, and has never opened a store, forks them: the engine's threads do not live on
in a fork of a process that has.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tiny import TinyReader

from kg import faults
from kg.build import build as build_files
from kg.build import build_articles, rebuild
from kg.model import Article
from kg.ontology import load_lexicon
from kg.shards import load_shards
from kg.shards.making import make_from

READER: Any = TinyReader(load_lexicon())
_server = multiprocessing.get_context("forkserver")
_server.set_forkserver_preload([__name__])


def build(store: Path, items: Sequence[Article], **more: Any) -> None:
    """Build with the tiny reader."""
    build_articles(items, store, reader=READER, **more)


def prune(store: Path, folder: Path) -> None:
    """Build what a folder shows, and remove what it no longer shows."""
    build_files([str(folder)], store, reader=READER, prune=True, most=True)


def rebuild_all(store: Path) -> None:
    """Make a store anew from its ledger."""
    rebuild(store, reader=READER)


def make(folder: Path, items: Sequence[Article]) -> None:
    """Make shards of two articles."""
    make_from(items, folder, reader=READER, size=2)


def load(store: Path, folder: Path) -> None:
    """Load shards."""
    load_shards([folder], store, reader=READER)


def is_killed(point: str, work: Callable[..., object], *values: object, times: int = 1) -> bool:
    """Do something in a process that ends at a point; say whether it got there.  Raises when it failed."""
    process = _server.Process(target=_armed, args=(f"{point}:kill:{times}", work, values))
    process.start()
    process.join(60)
    assert process.exitcode in (0, -signal.SIGKILL), f"the build ended with {process.exitcode}"
    return process.exitcode != 0


def _armed(fault: str, work: Callable[..., object], values: tuple[object, ...]) -> None:
    faults.arm(fault)
    work(*values)
