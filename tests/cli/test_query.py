"""`kg query`: samples by name, and queries that take too long."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import waiting as waiting_
from kg.cli.waiting import TIMED_OUT, waiting
from kg.exports.samples import sample_queries

Run = Callable[..., tuple[int, str, str]]
#: Forty million million solutions: nobody waits for it.
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.mark.parametrize("arguments", [("--sample",), ("--sample", "list"), ("x.kg", "--sample")])
def test_samples_are_listed(arguments: tuple[str, ...], run: Run) -> None:
    """Without a name every sample is told in one line, whether or not there is a store."""
    code, out, _ = run("query", *arguments)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == sorted(sample_queries())


def test_unknown_sample_is_answered_with_all(run: Run, example_store: Path) -> None:
    """A name that is wrong: what was meant, and a line for every sample."""
    code, out, err = run("query", example_store, "--sample", "storys")
    first, *lines = err.splitlines()
    assert (code, out) == (1, "")
    assert "Did you mean stories?" in first
    assert len(lines) == len(sample_queries())


def test_timeout_ends_a_query(example_store: Path) -> None:
    """A query without an answer in time ends with a code of its own, a hint, and no part of an answer."""
    command = [sys.executable, "-m", "kg", "query", str(example_store), ENDLESS, "--timeout", "0.2"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout) == (TIMED_OUT, "")
    assert "no answer after 0.2 seconds" in ended.stderr


def test_timeout_leaves_an_answer_alone(run: Run, example_store: Path) -> None:
    """What is answered in time is printed as ever."""
    assert run("query", example_store, "--sample", "planned", "--timeout", 60) == run(
        "query", example_store, "--sample", "planned"
    )


def test_a_person_at_a_terminal_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a while a terminal says that the query still runs; a pipe says nothing."""
    said: list[str] = []
    monkeypatch.setattr(waiting_, "_timer", lambda seconds, work: (work(), _Timer())[1])
    monkeypatch.setattr(waiting_, "_say", said.append)
    with waiting():
        pass
    assert said == []
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with waiting():
        pass
    assert len(said) == 1
    assert "still asking" in said[0]


def test_ctrl_c_ends_at_once_and_only_while_waiting() -> None:
    """Python would handle Ctrl-C after the answer; so the system does, until the answer is there."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background ignore it
    try:
        with waiting():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


class _Timer:
    def cancel(self) -> None:
        """Nothing waits."""
