"""`kg serve` when it cannot: one line that says why, and an exit code."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

from kg.cli import main
from kg.store import Store


def _fails(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as stopped:
        main(["serve", *arguments])
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return int(stopped.value.code or 0), said


def test_a_store_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says how to make one."""
    code, said = _fails(capsys, str(tmp_path / "none.kg"), "--port", "0")
    assert code == 1
    assert "no such store" in said


def test_a_port_that_is_taken(example_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says which, and how to choose another."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, said = _fails(capsys, str(example_store), "--port", port)
    assert code == 1
    assert f"127.0.0.1:{port} cannot be had" in said
    assert "--port 0" in said


def test_a_store_that_is_in_use(
    example_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever wants to write it has to wait, and so does whoever wants to publish what is being written."""
    store = shutil.copytree(example_store, tmp_path / "store.kg")
    monkeypatch.setenv("KG_SERVE_TOKEN", "a-token-that-is-long-enough")
    with Store.open(store, write=True):
        for more in ((), ("--writable",)):
            code, said = _fails(capsys, str(store), "--port", "0", *more)
            assert code != 0
            assert "Try again when it is done" in said


def test_writing_without_a_token(
    example_store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """None, or a short one, is not taken."""
    for token in ("", "short"):
        monkeypatch.setenv("KG_SERVE_TOKEN", token)
        code, said = _fails(capsys, str(example_store), "--writable", "--port", "0")
        assert code == 2
        assert "KG_SERVE_TOKEN" in said


def test_other_machines_are_let_in_on_purpose(
    example_store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An address that they reach needs --public."""
    code, said = _fails(capsys, str(example_store), "--host", "0.0.0.0", "--port", "0")
    assert code == 2
    assert "--public" in said
