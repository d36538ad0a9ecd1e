"""Builds that end at any named point, as by `kill -9`: the same command again ends in the same bytes."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tiny import article

from kg import faults
from kg.errors import KgError
from kg.store import Store

if "forkserver" not in multiprocessing.get_all_start_methods():
    pytest.skip("builds are killed in forked processes", allow_module_level=True)

from killed import build, is_killed, load, make, prune, rebuild_all

BEFORE = tuple(
    article(text, str(n), publisher=f"Outlet {n % 2}")
    for n, text in enumerate(
        (
            "Alder called Birch on 2025-07-04.",
            "Birch called Alder on 2025-07-04.",
            "Cedar attacked Birch on 2025-07.",
            'Birch called Doyle on 2025-07-05. Birch: "Thank you."',
        )
    )
)
#: One is as before, one is shown under another name, one changed, one is gone, one is new.
AFTER = (
    BEFORE[0],
    replace(BEFORE[1], id="9.txt", source="in/9.txt"),
    replace(BEFORE[2], text="Cedar denies calling Alder on 2025-07-02."),
    article("Doyle attacked Cedar on 2025-07-06.", "new"),
)
REBUILD = ("rebuild_begun", "before_swap", "in_swap", "after_swap", "after_swap_noted")
SHARDS = ("after_quads_before_rows", "before_manifest")


def _dump(path: Path) -> list[str]:
    with Store.open(path) as store:
        return list(store.dump())


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of what was there before; and one of what is there after it, whole.kg."""
    folder = tmp_path_factory.mktemp("begun")
    build(folder / "before.kg", BEFORE)
    shutil.copytree(folder / "before.kg", folder / "whole.kg")
    build(folder / "whole.kg", AFTER)
    return folder


@pytest.fixture
def store(begun: Path, tmp_path: Path) -> Path:
    """A store of what was there before."""
    return Path(shutil.copytree(begun / "before.kg", tmp_path / "s.kg"))


BUILD = [p for p in faults.POINTS if p not in (*REBUILD, *SHARDS, "between_prunes")]


@pytest.mark.parametrize("point", BUILD)
def test_a_build_killed_at_any_point_is_resumed(begun: Path, store: Path, point: str) -> None:
    """New, changed and moved articles."""
    assert is_killed(point, build, store, AFTER)
    build(store, AFTER)
    assert _dump(store) == _dump(begun / "whole.kg")


def test_a_build_killed_again_and_again_is_resumed(begun: Path, store: Path) -> None:
    """Each time a little further on."""
    for point in BUILD[::4]:
        is_killed(point, build, store, AFTER)
    build(store, AFTER)
    assert _dump(store) == _dump(begun / "whole.kg")


@pytest.mark.parametrize("point", [*REBUILD, "before_write", "in_ledger", "after_derived", "before_fresh"])
def test_a_rebuild_killed_at_any_point_is_resumed(begun: Path, store: Path, point: str) -> None:
    """The swap of the directories at its end included; no old directory stays."""
    assert is_killed(point, rebuild_all, store)
    rebuild_all(store)
    assert _dump(store) == _dump(begun / "before.kg")
    assert sorted(p.name for p in store.iterdir() if p.is_dir()) == ["store"]


@pytest.mark.parametrize("point", SHARDS)
def test_shards_killed_at_any_point_are_finished(tmp_path: Path, point: str) -> None:
    """The second part lacks its rows, or all lack their manifest."""
    make(tmp_path / "whole", BEFORE)
    assert is_killed(point, make, tmp_path / "s", BEFORE)
    make(tmp_path / "s", BEFORE)
    for part in (tmp_path / "whole").glob("*.*"):
        assert (tmp_path / "s" / part.name).read_bytes() == part.read_bytes()


@pytest.mark.parametrize("point", ["after_store_before_ledger", "in_ledger", "after_derived", "before_fresh"])
def test_loading_killed_at_any_point_is_resumed(begun: Path, tmp_path: Path, point: str) -> None:
    """Shards go the way of a build."""
    make(tmp_path / "shards", BEFORE)
    assert is_killed(point, load, tmp_path / "s.kg", tmp_path / "shards")
    load(tmp_path / "s.kg", tmp_path / "shards")
    assert _dump(tmp_path / "s.kg") == _dump(begun / "before.kg")


@pytest.mark.parametrize(
    "point", ["between_prunes", "after_drop_before_remove", "before_derive", "after_derived", "before_fresh"]
)
def test_a_prune_killed_at_any_point_is_resumed(tmp_path: Path, point: str) -> None:
    """Two of four files are gone."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    for one in BEFORE:
        (inbox / one.id).write_text(f"News\n\n{one.text}\n", encoding="utf-8")
    prune(tmp_path / "s.kg", inbox)
    for one in BEFORE[:2]:
        (inbox / one.id).unlink()
    prune(tmp_path / "new.kg", inbox)
    assert is_killed(point, prune, tmp_path / "s.kg", inbox)
    prune(tmp_path / "s.kg", inbox)
    assert _dump(tmp_path / "s.kg") == _dump(tmp_path / "new.kg")


def test_a_version_whose_successor_was_written_before_the_kill_is_forgotten(store: Path) -> None:
    """The ledger had the new version, the old one was still there: any other build forgets it."""
    assert is_killed("after_ledger", build, store, AFTER)
    build(store, BEFORE[:1])
    with Store.open(store) as opened:
        texts = {entry.article.text for entry in opened.ledger.entries()}
    assert BEFORE[2].text not in texts
    assert AFTER[2].text in texts


def test_the_variable_ends_the_command(tmp_path: Path) -> None:
    """`KG_FAULT=point:kill kg build …` is how anybody tries it."""
    (tmp_path / "a.txt").write_text("News\n\nEmmanuel Macron called Donald Trump.\n", encoding="utf-8")
    files = str(tmp_path / "a.txt"), "-o", str(tmp_path / "s.kg")
    command = [sys.executable, "-m", "kg", "build", *files]
    env = {**os.environ, faults.VARIABLE: "before_fresh:kill"}
    assert subprocess.run(command, env=env, timeout=60, check=False).returncode == -signal.SIGKILL
    assert (tmp_path / "s.kg").is_dir()


@pytest.mark.parametrize("text", ["nowhere:kill", "before_write", "before_write:stop", "before_write:kill:x"])
def test_a_misspelt_point_is_told(text: str) -> None:
    """The message lists all points; nothing is waited for."""
    with pytest.raises(KgError, match="before_swap"):
        faults.arm(text)
