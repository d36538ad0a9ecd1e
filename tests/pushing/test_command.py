"""The command `kg push`: what it prints, its exit codes, and where passwords come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_server import FakeServer, is_basic, serving
from tiny import TinyReader, article

from kg.build import build_articles
from kg.ontology import Lexicon

Run = Callable[..., tuple[int, str, str]]
CHALLENGE = (401, {"WWW-Authenticate": 'Basic realm="x"'}, "who are you?")


@pytest.fixture
def path(tmp_path: Path, lexicon: Lexicon) -> Path:
    """A store of one article."""
    where = tmp_path / "desk.kg"
    build_articles([article("Alder called Birch.", "1")], where, reader=TinyReader(lexicon))  # type: ignore[arg-type]
    return where


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeServer]:
    for name in ("KG_PUSH_PASSWORD", "KG_PUSH_TOKEN", "KG_PUSH_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with serving(FakeServer()) as running:
        yield running


def test_it_says_what_it_did(path: Path, server: FakeServer, run: Run) -> None:
    """Sent, removed, unchanged, counted; quiet when asked to be."""
    code, said, _ = run("push", path, server.url)
    assert code == 0 and server.url in said and "counted    all as sent" in said
    sent = len(server.written())
    assert f"sent       {sent} graphs, {len(server.lines()):,} statements (Graph Store Protocol)" in said
    code, said, _ = run("push", path, server.url, "--no-verify")
    assert f"unchanged  {sent} graphs" in said and "not (--no-verify)" in said
    assert run("push", path, server.url, "-q") == (0, "", "")


def test_a_dry_run_asks_nobody(path: Path, server: FakeServer, run: Run) -> None:
    """It lists the graphs; no request is made and no note is written."""
    code, said, summary = run("push", path, server.url, "--dry-run")
    assert code == 0 and "https://w3id.org/newskg/graph/derived" in said and "to send" in summary
    assert not server.requests and not (path / "pushed").exists()
    run("push", path, server.url)
    assert run("push", path, server.url, "-n")[1] == ""


def test_a_password_comes_from_the_environment_or_netrc(
    path: Path, server: FakeServer, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never from the command line."""
    server.trouble = lambda r: None if is_basic(r.authorization, "me", "s3cret") else CHALLENGE
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password s3cret\n", encoding="utf-8")
    (tmp_path / "netrc").chmod(0o600)
    assert run("push", path, server.url)[0] == 0
    (tmp_path / "netrc").unlink()
    assert run("push", path, server.url, "--user", "me")[0] == 2
    monkeypatch.setenv("KG_PUSH_PASSWORD", "s3cret")
    assert run("push", path, server.url, "--user", "me")[0] == 0
    monkeypatch.setenv("KG_PUSH_PASSWORD", "wrong")
    code, _, said = run("push", path, server.url, "--user", "me")
    assert code == 1 and "Check user" in said and "wrong" not in said


def test_exit_codes(path: Path, server: FakeServer, run: Run, tmp_path: Path) -> None:
    """75 when nobody answers, 1 when something is refused, 2 for wrong use."""
    assert run("push", path, "http://127.0.0.1:9")[0] == 75
    assert run("push", path, "127.0.0.1:9")[0] == 1
    assert run("push", tmp_path / "none.kg", server.url)[0] == 1
    assert run("push", path, server.url, "--graph", "none")[0] == 1
    assert run("push", path, server.url, "--by", "mail")[0] == 2


def test_notes_may_lie_elsewhere(path: Path, server: FakeServer, run: Run, tmp_path: Path) -> None:
    """For stores that cannot be written; where they cannot be written either, the file is named."""
    notes = tmp_path / "notes.jsonl"
    assert run("push", path, server.url, "--notes", notes)[0] == 0
    assert notes.exists() and not (path / "pushed").exists()
    (tmp_path / "file").touch()
    code, _, said = run("push", path, server.url, "--notes", tmp_path / "file" / "notes.jsonl")
    assert code == 1 and "--notes FILE" in said
