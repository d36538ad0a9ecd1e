"""Lines in order, whatever their number and however they come."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.exports import sorting
from kg.exports.sorting import LineSorter

LINES = st.lists(st.binary(max_size=12).map(lambda b: b.replace(b"\n", b"\r")), max_size=60)


@given(lines=LINES, cuts=st.lists(st.integers(1, 9), min_size=1, max_size=5), at_once=st.integers(1, 40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_lines_come_out_in_order_each_once(
    tmp_path: Path, lines: list[bytes], cuts: list[int], at_once: int
) -> None:
    """Also when they come in pieces, and when many files of several levels are merged."""
    text = b"".join(line + b"\n" for line in lines)
    with pytest.MonkeyPatch.context() as patched, LineSorter(tmp_path) as sorter:
        patched.setattr(sorting, "AT_ONCE", at_once)
        patched.setattr(sorting, "FAN_IN", 2)
        start, turn = 0, 0
        while start < len(text):
            size = cuts[turn % len(cuts)]
            sorter.write(text[start : start + size])
            start, turn = start + size, turn + 1
        assert list(sorter.lines()) == sorted(set(lines))
    assert not list(tmp_path.iterdir())


def test_few_files_are_open_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand files of one line each become a few."""
    monkeypatch.setattr(sorting, "AT_ONCE", 1)
    with LineSorter(tmp_path) as sorter:
        for number in range(1_000):
            sorter.write(b"%d\n" % number)
        assert len(sorter._files()) < 2 * sorting.FAN_IN
        assert len(list(sorter.lines())) == 1_000
