"""The command line as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli import main

ROOT = Path(__file__).parents[2]
COMMANDS = (
    "build", "extract", "rebuild", "query", "explain", "info", "export", "map", "analyze", "eval", "lexicon",
)  # fmt: skip
GROUPS = {"analyze": ("ranking", "communities", "path", "timeline"), "lexicon": ("check", "add")}


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def _run(*arguments: object) -> Ran:
        with pytest.raises(SystemExit) as stopped:
            main([str(a) for a in arguments])
        printed = capsys.readouterr()
        return Ran(int(stopped.value.code or 0), printed.out, printed.err)

    return _run


def _process(*arguments: object, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **more)  # type: ignore[call-overload,no-any-return]


# help -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [(c,) for c in COMMANDS if c not in GROUPS] + [(g, c) for g in GROUPS for c in GROUPS[g]],
    ids=" ".join,
)
def test_help_shows_an_example(command: tuple[str, ...], run: Run) -> None:
    """Every command explains itself with a line that can be copied."""
    shown = run(*command, "--help")
    assert shown.code == 0
    assert f"kg {' '.join(command)} " in shown.out.split("Options:")[0].split("\n", 1)[1]


def test_help_imports_nothing_heavy() -> None:
    """`kg --help` and `import kg` load neither rdflib nor networkx nor any other large library."""
    code = (
        "import sys, kg\n"
        "from kg.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'rdflib', 'networkx', 'pyvis', 'pyoxigraph', 'trafilatura', 'rich', 'kg.ontology'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stderr.strip() == "[]"


def test_unknown_command_names_the_nearest(run: Run) -> None:
    """A mistyped command is wrong use (2), and the nearest one is named."""
    shown = run("qery")
    assert shown.code == 2
    assert "Did you mean 'query'?" in shown.err


def test_completion_lists_commands() -> None:
    """The shell asks kg itself what may come next."""
    import os

    environment = {**os.environ, "_KG_COMPLETE": "bash_complete", "COMP_WORDS": "kg e", "COMP_CWORD": "1"}
    done = _process(env=environment)
    assert {line.partition(",")[2] for line in done.stdout.split()} == {
        "extract",
        "explain",
        "export",
        "eval",
    }


# asking ---------------------------------------------------------------------------------


def test_query_in_a_pipe_is_csv(run: Run, example_store: Path) -> None:
    """Without a terminal, a SELECT is CSV with a header."""
    shown = run("query", example_store, "SELECT ?l WHERE { country:UKR rdfs:label ?l }")
    assert (shown.code, shown.out) == (0, "l\nUkraine\n")


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml"])
def test_query_formats_hold_the_answer(form: str, run: Run, example_store: Path) -> None:
    """Each format of rows holds what was asked for."""
    shown = run("query", example_store, "SELECT ?l WHERE { country:UKR rdfs:label ?l }", "--format", form)
    assert shown.code == 0
    assert "Ukraine" in shown.out


@pytest.mark.parametrize("form", ["ttl", "nt", "xml", "json"])
def test_construct_gives_triples(form: str, run: Run, example_store: Path) -> None:
    """CONSTRUCT prints RDF."""
    text = "CONSTRUCT { ?c rdfs:label ?l } WHERE { VALUES ?c { country:UKR } ?c rdfs:label ?l }"
    shown = run("query", example_store, text, "--format", form)
    assert shown.code == 0
    assert "Ukraine" in shown.out


def test_ask_says_yes(run: Run, example_store: Path) -> None:
    """ASK is answered in a word."""
    assert run("query", example_store, "ASK { ?e a kg:Event }").out == "yes\n"


def test_query_from_file_and_sample(run: Run, example_store: Path, tmp_path: Path) -> None:
    """A query may stand in a file; samples are known by name and can be printed."""
    text = run("query", example_store, "--sample", "who-met-whom", "--show").out
    file = tmp_path / "q.rq"
    file.write_text(text, encoding="utf-8")
    assert (
        run("query", example_store, "-f", file).out
        == run("query", example_store, "--sample", "who-met-whom").out
    )
    assert "Who met" in run("query", "--sample", "list").out


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("SELEC ?a WHERE { ?a ?b ?c }", "Did you mean SELECT?"),
        ("SELECT ?a WHERE { ?a shema:name ?c }", "Did you mean schema:?"),
        ("SELECT ?a WHERE { ?a ?b ?c", "is a bracket open?"),
    ],
)
def test_typo_in_a_query_says_where(text: str, hint: str, run: Run, example_store: Path) -> None:
    """A query that is wrong is one line with line, column and a hint."""
    shown = run("query", example_store, text)
    assert shown.code == 1
    assert shown.err.startswith("kg: line 1, column ")
    assert hint in shown.err
    assert shown.err.count("\n") == 1


def test_explain_shows_the_words(run: Run, example_store: Path) -> None:
    """A name in any language leads to sentences with the words marked, rule and confidence."""
    shown = run("explain", example_store, "Selenskyj", "--most", 500)
    assert shown.out.startswith("Volodymyr Zelenskyy  person/volodymyr-zelenskyy")
    assert "[Selenskyj]" in shown.out
    assert "rule alias" in shown.out


def test_explain_json_spans_hold(run: Run, example_store: Path) -> None:
    """The offsets in the JSON are those of the words in the sentence."""
    rows = [json.loads(line) for line in run("explain", example_store, "Merz", "--json").out.splitlines()]
    words = {row["sentence"][row["start"] : row["end"]] for row in rows if row["what"] == "named"}
    assert "Merz" in {w.split()[-1] for w in words}


def test_explain_shows_the_runners_up(run: Run, example_store: Path) -> None:
    """*Bundesregierung* is German or Austrian: the reasons and the other reading are both shown."""
    shown = run("explain", example_store, "organisation/german-government")
    assert "[Bundesregierung]" in shown.out
    assert "rather than organisation/austrian-government 0." in shown.out


def test_explain_does_not_cut_a_sentence_at_a_day(run: Run, example_store: Path) -> None:
    """*am 4. Juli 2025* is no end of a sentence."""
    shown = run("explain", example_store, "Selenskyj", "--most", 500)
    assert "[Wolodymyr Selenskyj] und US-Präsident Donald Trump haben am 4. Juli 2025" in shown.out


def test_explain_cleaning_shows_teasers(run: Run, example_store: Path) -> None:
    """What was left out of an article can be seen, with the reason."""
    shown = run("explain", example_store, "--cleaning", "Selenskyj und Trump")
    assert "teaser" in shown.out


def test_explain_unknown_name_offers_others(run: Run, example_store: Path) -> None:
    """A name nobody has is an error that names similar ones."""
    shown = run("explain", example_store, "Selenskyjj")
    assert shown.code == 1
    assert "Did you mean Selenskyj" in shown.err


def test_info_counts(run: Run, example_store: Path) -> None:
    """`info --json` tells a program what the store holds."""
    found = json.loads(run("info", example_store, "--json").out)
    assert found["articles"] >= 16
    assert len(found["languages"]) >= 6


# taking ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "suffix", ["ttl", "nt", "nq", "trig", "jsonld", "rdf", "graphml", "gexf", "json", "csv", "parquet"]
)
def test_export_writes_every_format(suffix: str, run: Run, example_store: Path, tmp_path: Path) -> None:
    """The suffix says which format; the count stands on stderr."""
    if suffix == "parquet":
        pytest.importorskip("pyarrow")
    file = tmp_path / f"x.{suffix}"
    shown = run("export", example_store, file)
    assert shown.code == 0, shown.err
    assert file.stat().st_size > 1000
    assert [p.name for p in tmp_path.iterdir()] == [file.name]


def test_map_is_one_page(run: Run, example_store: Path, tmp_path: Path) -> None:
    """The map is written, and says how much it shows; the same store gives the same bytes."""
    first, second = tmp_path / "a.html", tmp_path / "b.html"
    shown = run("map", example_store, "-o", first, "--title", "x")
    assert shown.code == 0
    assert "names" in shown.err
    run("map", example_store, "-o", second, "--title", "x")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize("analysis", ["ranking", "communities", "timeline", "path"])
def test_analyses_print(analysis: str, form: str, run: Run, example_store: Path) -> None:
    """Every analysis has an answer on the example graph in every format."""
    names = ("Merz", "Putin") if analysis == "path" else ()
    shown = run("analyze", analysis, example_store, *names, "--format", form)
    assert shown.code == 0, shown.err
    assert len(shown.out.splitlines()) >= 3


# bad input --------------------------------------------------------------------------------


def test_not_a_store(run: Run, tmp_path: Path) -> None:
    """A store that is none is one line that says what to do."""
    (tmp_path / "x.txt").write_text("x")
    for place in (tmp_path, tmp_path / "x.txt", tmp_path / "missing.kg"):
        for command in (
            ["info", place],
            ["query", place, "ASK {}"],
            ["map", place, "-o", tmp_path / "m.html"],
        ):
            shown = run(*command)
            assert shown.code == 1
            assert shown.err.startswith(f"kg: {place}")
            assert shown.err.count("\n") == 1


def test_wrong_date_is_wrong_use(run: Run, example_store: Path, tmp_path: Path) -> None:
    """A day that no calendar has is refused with the form that is wanted."""
    for command in (
        ["map", example_store, "-o", tmp_path / "m.html"],
        ["export", example_store, tmp_path / "x.nq"],
        ["analyze", "ranking", example_store],
    ):
        shown = run(*command, "--since", "2025-02-30")
        assert shown.code == 2
        assert "'2025-02-30' is not a date. Write it as 2025-07-04" in shown.err


def test_unknown_topic_names_the_nearest(run: Run, example_store: Path) -> None:
    """A topic that does not exist is not simply an empty answer."""
    shown = run("analyze", "ranking", example_store, "--topic", "air-defense")
    assert shown.code == 1
    assert "Did you mean air-defence?" in shown.err


def test_unwritable_output(run: Run, example_store: Path, tmp_path: Path) -> None:
    """Where nothing can be written, the message names the file and nothing is left behind."""
    for command in (["map", example_store, "-o"], ["export", example_store]):
        for file in (tmp_path / "no" / "x.nq", tmp_path):
            shown = run(*command, file)
            assert shown.code == 1
            assert shown.err.startswith(f"kg: {file}")
    assert list(tmp_path.iterdir()) == []


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    """With --debug, also behind the command, the traceback shows; without it never."""
    assert "Traceback" not in _process("info", tmp_path / "no.kg").stderr
    assert "Traceback" in _process("info", tmp_path / "no.kg", "--debug").stderr
    assert "Traceback" in _process("--debug", "info", tmp_path / "no.kg").stderr
