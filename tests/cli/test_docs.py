"""docs/commands.md and docs/python.md: complete, and every example runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from kg.cli import cli, main

ROOT = Path(__file__).parents[2]
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
PYTHON = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")


def _all(group: click.Group, name: str) -> list[tuple[str, click.Command]]:
    context = click.Context(group)
    found: list[tuple[str, click.Command]] = []
    for key in group.list_commands(context):
        command = group.get_command(context, key)
        assert command is not None
        found.append((f"{name} {key}", command))
        if isinstance(command, click.Group):
            found += _all(command, f"{name} {key}")
    return found


EVERY = _all(cli, "kg")


@pytest.mark.parametrize(("name", "command"), EVERY, ids=[name for name, _ in EVERY])
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    """A command has a section of its own, and each of its options is named."""
    assert re.search(rf"^##+ {name}$", COMMANDS, re.MULTILINE)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            for option in parameter.opts:
                assert re.search(rf"`{option}\b|, `{option}\b", COMMANDS), option


def _examples() -> list[str]:
    blocks = re.findall(r"^```console\n(.*?)^```", COMMANDS, re.MULTILINE | re.DOTALL)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def test_every_command_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The examples run one after the other in an empty folder, and each prints something."""
    for folder in ("examples", "tests"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    for example in _examples():
        with pytest.raises(SystemExit) as stopped:
            main(shlex.split(example)[1:])
        printed = capsys.readouterr()
        assert stopped.value.code == 0, (example, printed.err)
        assert printed.out + printed.err, example


def test_python_examples_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The Python of docs/python.md runs from top to bottom."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in re.findall(r"^```python\n(.*?)^```", PYTHON, re.MULTILINE | re.DOTALL):
        exec(compile(block, "docs/python.md", "exec"), names)  # our own text
    assert "Volodymyr Zelenskyy" in capsys.readouterr().out
