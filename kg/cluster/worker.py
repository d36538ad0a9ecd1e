"""What runs on a machine of the cluster: the reader, unpacked once per process, and chunks read with it.

A worker of Dask cannot end a task that hangs.  So a chunk is read in a thread of its own, and the task
gives up on it after its patience; a timer that needs no interpreter then ends the process, which the
worker's nanny starts again.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import hashlib
import os
import pickle
import sys
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import ClusterError
from kg.extractors import load_extractor
from kg.model import Article
from kg.pipeline import BUILT_IN, Reader
from kg.workers import Outcome, read_one

T = TypeVar("T")
GRACE = 2.0  # seconds in which a task that gave up tells so, before its process ends

_parcels: dict[str, Parcel] = {}
_one_at_a_time = threading.Lock()  # reading is Python: a second thread would only wait
_hangs = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """A reader as it travels: packed, without finders of plug-ins, which load again by name."""

    version: str
    program: str
    data: bytes
    finders: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return what tells this reader from others on the same cluster."""
        known = repr((self.version, self.program, self.finders)).encode()
        return hashlib.sha256(known + self.data).hexdigest()[:16]


def pack_reader(reader: Reader) -> Parcel:
    """Pack a reader with its lexicon: the workers need no ontology of their own."""
    foreign = [name for name, _ in reader.finders if name not in BUILT_IN]
    if foreign:
        own = tuple(pair for pair in reader.finders if pair[0] in BUILT_IN)
        light = replace(reader, finders=own)
    else:
        light = reader
    data = zlib.compress(pickle.dumps(light, protocol=5), 6)
    return Parcel(reader.version, program(), data, tuple(foreign))


def unpack_reader(parcel: Parcel) -> Reader:
    """Unpack a reader.  Raises ClusterError when this machine makes another of it."""
    reader: Reader = pickle.loads(zlib.decompress(parcel.data))
    if parcel.finders:
        found = tuple((name, load_extractor("kg.mentions", name)) for name in parcel.finders)
        reader = replace(reader, finders=(*reader.finders, *found))
    if reader.version != parcel.version:
        raise ClusterError(
            f"a worker reads with {reader.version}, this machine with {parcel.version}. "
            f"Install the same plug-ins and models on all."
        )
    return reader


@lru_cache(maxsize=1)
def program() -> str:
    """Return what decides the outcome besides reader and article: kg's own code, and Python's tables."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\n" + path.read_bytes())
    python = ".".join(map(str, sys.version_info[:2]))
    return f"kg {digest.hexdigest()[:12]}, Python {python}"


def receive(parcel: Parcel) -> None:
    """Keep a reader for the chunks to come."""
    _parcels[parcel.key] = parcel


def forget(parcel: Parcel) -> None:
    """Drop a reader when its run is over."""
    _parcels.pop(parcel.key, None)


@lru_cache(maxsize=2)
def _reader(key: str) -> Reader:
    for _ in range(100):
        if key in _parcels:
            break
        time.sleep(0.1)  # a worker that has just joined may get work before the reader
    else:
        raise ClusterError("a worker has not received the reader. Start it again, and run the command again.")
    parcel = _parcels[key]
    if parcel.program != program():
        raise ClusterError(
            f"a worker runs {program()}, this machine {parcel.program}. Install the same on all."
        )
    gc.disable()  # as in kg/ontology/pause.py: very many small objects, all of which stay
    try:
        return unpack_reader(parcel)
    finally:
        gc.freeze()
        gc.enable()


def read_chunk(
    key: str, articles: Sequence[Article], base: str, patience: float, then: Callable[[list[Outcome]], T]
) -> T:
    """Read articles with the reader of that key.  Raises TimeoutError, and ends the process soon after."""
    global _hangs
    with _one_at_a_time:
        if _hangs:
            time.sleep(GRACE * 10)  # the timer is running; another worker gets this chunk
        reader = _reader(key)
        _arm(patience + GRACE)
        thread = _Reading(lambda: then([read_one(article, reader, base) for article in articles]))
        thread.start()
        thread.join(patience)
        if thread.is_alive():
            _hangs = True
            raise TimeoutError(f"not done within {patience:g} s")
        faulthandler.cancel_dump_traceback_later()
    if thread.error is not None:
        raise thread.error
    done: T = thread.result
    return done


class _Reading(threading.Thread):
    """Does one thing, and keeps what came of it."""

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self.work = work
        self.result: Any = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self.work()
        except BaseException as error:  # raised again in the thread of the task
            self.error = error


def _arm(seconds: float) -> None:
    """End this process after a while, even when a pattern that never ends holds on to the interpreter."""
    with contextlib.suppress(OSError, ValueError):
        faulthandler.dump_traceback_later(seconds, exit=True, file=_log())


@lru_cache(maxsize=1)
def _log() -> int:
    try:
        os.fstat(2)
    except OSError:
        return os.open(os.devnull, os.O_WRONLY)
    return 2
