"""The documents say what is so: links lead somewhere, commands parse, queries parse, files exist."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pyoxigraph as ox
import pytest

from kg.cli import cli, main
from kg.sparql import check_query
from kg.vocab import prefixes

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    path
    for place in ("*.md", "docs/*.md", "ontology/*.md", "examples/**/*.md")
    for path in ROOT.glob(place)
    if ".venv" not in path.parts
)
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
TOP = ("kg", "ontology", "docs", "tests", "examples", "benchmarks", ".ci")
_PATH = re.compile(rf"(?:{'|'.join(map(re.escape, TOP))})/[\w./*-]*")


def _blocks(text: str, *kinds: str) -> Iterator[str]:
    yield from (body for kind, body in FENCE.findall(text) if kind in kinds)


def _prose(text: str) -> str:
    return FENCE.sub("", text)


def _calls(line: str) -> Iterator[list[str]]:
    """Yield the arguments of every `kg` in a shell line."""
    for piece in re.split(r"\|\||\||&&|;(?=(?:[^']*'[^']*')*[^']*$)", line.strip().removeprefix("$ ")):
        try:
            words = shlex.split(re.split(r"\s\d?>", piece)[0], comments=True)
        except ValueError:
            continue
        if words and words[0].rsplit("/", 1)[-1] == "kg":
            yield words[1:]


def _command(words: list[str]) -> tuple[click.Command, list[str]]:
    """Return the command that words name, and the rest."""
    here: click.Command = cli
    while isinstance(here, click.Group) and words and not words[0].startswith("-"):
        inner = here.get_command(click.Context(here), words[0])
        assert inner is not None, f"no command {words[0]!r} in {here.name or 'kg'}"
        here, words = inner, words[1:]
    return here, words


def _complaint(words: list[str], *, whole: bool) -> str | None:
    """Say what is wrong with a call; `whole` also wants every argument, as typed by a user."""
    try:
        command, rest = _command(words)
        if whole and not isinstance(command, click.Group):
            command.make_context(command.name, rest)
        else:
            command.make_parser(click.Context(command)).parse_args([w for w in rest if w.startswith("-")])
    except click.exceptions.Exit:  # --help, --version
        return None
    except click.BadOptionUsage as error:
        return None if not whole and "requires an argument" in error.message else error.message
    except (click.UsageError, AssertionError) as error:
        return str(error)
    return None


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_links_lead_somewhere(path: Path) -> None:
    """Every relative link names a file that is there."""
    found = [link.partition("#")[0] for link in LINK.findall(_prose(path.read_text(encoding="utf-8")))]
    local = [link for link in found if link and not link.startswith(("http:", "https:", "mailto:"))]
    assert not [link for link in local if not (path.parent / link).exists()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_commands_parse(path: Path) -> None:
    """Every `kg …` line exists as written: command, options, number of arguments."""
    text = path.read_text(encoding="utf-8")
    lines = [line for body in _blocks(text, "", "sh", "bash", "console") for line in body.splitlines()]
    typed = [call for line in lines for call in _calls(line)]
    named = [call for code in CODE.findall(_prose(text)) for call in _calls(code)]
    wrong = [f"kg {shlex.join(call)}: {why}" for call in typed if (why := _complaint(call, whole=True))]
    wrong += [f"kg {shlex.join(call)}: {why}" for call in named if (why := _complaint(call, whole=False))]
    assert not wrong


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_files_exist(path: Path) -> None:
    """A path of this repository that a document names is there."""
    codes = CODE.findall(_prose(path.read_text(encoding="utf-8")))
    names = [
        name.rstrip(".") for code in codes for name in code.split() if _PATH.fullmatch(name.rstrip(".,:"))
    ]
    here = (ROOT, path.parent)
    assert not [name for name in names if not any(any(place.glob(name.rstrip(".,:/"))) for place in here)]


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_queries_parse(path: Path) -> None:
    """Every SPARQL block is one that `kg query` takes."""
    for query in _blocks(path.read_text(encoding="utf-8"), "sparql"):
        check_query(query)
        ox.Store().query(query, prefixes=prefixes())


def test_every_document_is_found_from_the_readme() -> None:
    """The README links every document, so that none is forgotten."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [p.name for p in (ROOT / "docs").glob("*.md") if f"docs/{p.name}" not in readme]
    assert not missing


def test_every_command_is_documented() -> None:
    """The README or docs/ name every command."""
    everything = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    assert not [name for name in cli.list_commands(click.Context(cli)) if f"kg {name}" not in everything]


def test_the_two_lines_of_the_readme() -> None:
    """One line runs the example, one the tests; their extras exist, and CI takes both from there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line for line in readme.splitlines() if line.startswith("python3 -m venv .venv && ")]
    assert len(lines) == 2
    assert "kg build examples/articles" in lines[0] and " -m pytest " in lines[1]
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    wanted = re.search(r"\.\[([\w,]+)\]", lines[1])
    assert wanted and set(wanted[1].split(",")) <= set(extras)
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_tour_of_the_readme_shows_what_is_printed(
    example_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every line of output in the README is one that the command prints; … is what was left out."""
    monkeypatch.chdir(example_store.parent)
    blocks = _blocks((ROOT / "README.md").read_text(encoding="utf-8"), "")
    shown = [body.splitlines() for body in blocks if body.startswith("$ kg ")]
    assert shown
    for command, *lines in shown:
        with pytest.raises(SystemExit):
            main([example_store.name if word == "example.kg" else word for word in shlex.split(command)[2:]])
        printed = capsys.readouterr().out
        assert not [line for line in lines if line.removesuffix("…").rstrip() not in printed], command
