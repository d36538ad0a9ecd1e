"""What the tests of pushing share: the command line as a function."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.cli import main


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run kg and return exit code, output and messages."""

    def _run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main([str(a) for a in arguments])
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), printed.out, printed.err

    return _run
