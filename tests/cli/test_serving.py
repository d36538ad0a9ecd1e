"""`kg serve` when it cannot: one line that says why, and an exit code."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from kg.store import Store


def _fails(*arguments: str, token: str = "") -> tuple[int, str]:
    """Run the command in a process of its own; return exit code and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "kg", "serve", *arguments], capture_output=True, timeout=60, encoding="utf-8",
        env=os.environ | {"KG_SERVE_TOKEN": token},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    """It says how to make one."""
    code, said = _fails(str(tmp_path / "none.kg"), "--port", "0")
    assert code == 1
    assert "no such store" in said


def test_a_port_that_is_taken(example_store: Path) -> None:
    """It says which, and how to choose another."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, said = _fails(str(example_store), "--port", port)
    assert code == 1
    assert f"127.0.0.1:{port} cannot be had" in said
    assert "--port 0" in said


def test_a_store_that_is_in_use(example_store: Path, tmp_path: Path) -> None:
    """Whoever wants to write it has to wait, and so does whoever wants to publish what is being written."""
    store = shutil.copytree(example_store, tmp_path / "store.kg")
    with Store.open(store, write=True):
        for more in ((), ("--writable",)):
            code, said = _fails(str(store), "--port", "0", *more, token="a-token-that-is-long-enough")
            assert code != 0
            assert "Try again when it is done" in said


def test_writing_without_a_token(example_store: Path) -> None:
    """None, or a short one, is not taken."""
    for token in ("", "short"):
        code, said = _fails(str(example_store), "--writable", "--port", "0", token=token)
        assert code == 2
        assert "KG_SERVE_TOKEN" in said


def test_other_machines_are_let_in_on_purpose(example_store: Path) -> None:
    """An address that they may reach needs --public."""
    for host in ("0.0.0.0", "0", "::"):
        code, said = _fails(str(example_store), "--host", host, "--port", "0")
        assert code == 2
        assert "--public" in said
