"""How well kg reads: every annotated set, one Markdown table.

    python benchmarks/quality.py SETS [--only events] [--write docs/quality.md]

SETS (or the variable KG_SETS) is a folder with `data/<set>/dev.jsonl`, `eval/facts_dev/` and the scorers
`eval/score_*.py` with their bridge `eval/adapt.py`.  The sets are not part of kg: their licences do not
allow it.  Each set is read with `kg extract` as it stands, turned into what its scorer reads, and scored.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from measuring import KG, put_between


@dataclass(frozen=True, slots=True)
class Task:
    """One scoring of one set; `figures` are (label, path in the scorer's JSON, target or None).

    The bridge passes on the type of an event; for those of `modes` it gets the mode in its place.
    """

    name: str
    shape: str
    figures: tuple[tuple[str, str, float | None], ...]
    options: tuple[str, ...] = ()
    articles: str = ""
    gold: str = ""
    modes: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """Return what to type to get the figures, `$S` being the folder of sets."""
        gold, articles = self.files
        score = f"python $S/eval/score_{self.shape}.py $S/{gold} pred.jsonl {' '.join(self.options)}".rstrip()
        return f"kg extract $S/{articles} | python $S/eval/adapt.py {self.shape} > pred.jsonl; {score}"

    @property
    def files(self) -> tuple[str, str]:
        """Return the gold file and the articles file."""
        usual = f"data/{self.name}/dev.jsonl"
        return self.gold or usual, self.articles or usual


FACTS = (
    ("leaders", "leaders", 0.92),
    ("countries", "countries", 0.97),
    ("organisations", "organisations", 0.80),
    ("topics", "topics", 0.70),
    ("statements", "statements", 0.60),
    ("events", "events", 0.55),
    ("main events", "events_main", 0.65),
    ("events, type alone", "events_typed", None),
    ("persons, everyone", "persons", None),
    ("office of the leaders found", "office", 0.90),
    ("country of the leaders found", "country", 0.90),
    ("date of the events found", "event_date", 0.70),
    ("status of the events found", "event_status", 0.85),
)
QUOTES = (
    ("joint (quotation and speaker)", "paper/joint", None),
    ("quotation", "paper/quote", None),
    ("speaker", "paper/speaker", None),
    ("quotation found (half of the words)", "detect_f50", None),
    ("found with speaker", "quote_and_speaker", None),
)
CODED = (
    ("root", "root", None),
    ("who and whom", "dyad", None),
    ("root, who and whom", "full", None),
)
ROOTS = (("root, mean over roots", "macro_root_f1", None), ("roots of the sentence", "root_presence", None))
LINKS = (
    ("entity at its place", "overlap", None),
    ("entities of the article", "doc_set", None),
    ("any mention", "detection", None),
)
PERSONS = (("people", "overlap/PER", 0.80), ("organisations", "overlap/ORG", None))
OTHERS = (("people", "overlap/PER", None), ("organisations", "overlap/ORG", None))
COUNTRIES = (("countries", "code_exact/LOC", 0.80), ("countries of the article", "doc_set", None))


def _tasks() -> Iterator[Task]:
    folder = "eval/facts_dev"
    yield Task("facts_dev", "facts", FACTS, (), f"{folder}/articles.jsonl", f"{folder}/gold.jsonl")
    plain = ("--compat", "--simplified")
    german = (("joint (quotation and speaker)", "paper/joint", 0.55), *QUOTES[1:])
    yield Task("quotes_de_wikinews", "quotes", german, plain)
    share = "speaker of what was found right (share)"
    spoken = ((share, "attribution/overlap", 0.75),)  # the gold of the Bundestag knows no kinds of speech
    yield Task("quotes_de_bundestag", "quotes", (*QUOTES, *spoken), plain)
    yield Task("quotes_en_polnear", "quotes", (*QUOTES, (share, "attribution/overlap", None)), plain)
    direct = (("speaker of direct speech right (share)", "attribution/overlap", 0.75),)
    yield Task("quotes_en_polnear", "quotes", direct, (*plain, "--types", "Direct"))
    gsr = (("root", "root", 0.60), ("who and whom", "dyad", 0.60), CODED[2])
    yield Task("events_en_gsr", "events", gsr)
    yield Task("events_en_gsr", "events", ROOTS, ("--actors", "none"))
    yield Task("events_en_plv", "events", CODED, ("--actors", "text"))
    yield Task("events_en_plv", "events", ROOTS, ("--actors", "none"))
    spanish = (("root", "root", 0.50), *CODED[1:])
    yield Task("events_es_protest", "events", spanish, ("--actors", "text"))
    yield Task("events_es_protest", "events", ROOTS, ("--actors", "none"))
    seen = (("attacks and protests, sentence", "type_presence", None), ("their words", "trigger", None))
    yield Task("events_en_m2e2", "events", seen, ("--mentions", "--types", "ATTACK,PROTEST"))
    talks = ("meeting", "summit", "negotiation", "call", "letter")
    met = (
        ("meetings, sentence", "by_type_presence/MEET", 0.65),
        ("calls and letters, sentence", "by_type_presence/PHONE", 0.65),
    )
    yield Task("events_en_m2e2", "events", met, ("--mentions", "--types", "MEET,PHONE"), modes=talks)
    places = (("countries, cities and regions of the article", "doc_set", None),)
    slavic = (("countries", "code_exact/LOC", 0.85), ("countries of the article", "doc_set", 0.85))
    for lang in ("uk", "ru", "pl"):
        yield Task("el_slavicner", "el", places, ("--kinds", "GPE", "--lang", lang))
        yield Task("el_slavicner", "ner", slavic, ("--restrict", "countries", "--lang", lang))
        yield Task("el_slavicner", "el", LINKS, ("--kinds", "PER,GPE,ORG", "--lang", lang))
    for name in ("el_en_msnbc", "el_en_voxel", "el_en_gum_wikinews"):
        yield Task(name, "el", LINKS)
    for name, langs in (
        ("ner_de_germeval14", ("de",)),
        ("ner_europarl_parallel", ("de", "en", "es", "it")),
        ("ner_ru_factrueval", ("ru",)),
        ("ner_uk_neruk2", ("uk",)),
        ("ner_uner", ("en",)),
    ):
        for lang in langs:
            yield Task(name, "ner", PERSONS if lang not in ("ru", "uk") else OTHERS, ("--lang", lang))
            if lang not in ("ru", "uk"):  # there the scorer knows only uninflected names of countries
                yield Task(name, "ner", COUNTRIES, ("--restrict", "countries", "--lang", lang))


def read_set(sets: Path, articles: str) -> str:
    """Return what `kg extract` prints for a file of articles."""
    found = subprocess.run(
        [*KG, "extract", str(sets / articles), "--keep-going"], capture_output=True, text=True
    )
    if found.returncode:
        sys.exit(f"{articles}: {found.stderr[-500:]}")
    return found.stdout


def _for_bridge(facts: dict[str, Any], task: Task) -> dict[str, Any]:
    """Give the bridge what it can read: unnamed groups among the organisations, modes in place of types."""
    facts["organisations"] += facts.pop("groups")
    for event in facts["events"]:
        if event["mode"] in task.modes:
            event["type"] = event["mode"]
    return facts


def score(sets: Path, task: Task, facts: str, work: Path) -> dict[str, Any]:
    """Turn facts into the scorer's format, score, and return its report."""
    if task.shape == "events":
        facts = "".join(json.dumps(_for_bridge(json.loads(f), task)) + "\n" for f in facts.splitlines())
    tool = [sys.executable, str(sets / "eval" / "adapt.py"), task.shape]
    predicted = work / "pred.jsonl"
    shaped = subprocess.run(tool, input=facts, capture_output=True, text=True, check=True).stdout
    predicted.write_text(shaped, encoding="utf-8")
    scorer = [sys.executable, str(sets / "eval" / f"score_{task.shape}.py"), str(sets / task.files[0])]
    report = subprocess.run(
        [*scorer, str(predicted), *task.options], capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(report.stdout)
    return found


def figure(report: dict[str, Any], path: str) -> tuple[str, float]:
    """Return the figure at a path as cells `precision | recall | value`, and the value."""
    here: Any = report
    for step in path.split("/"):
        here = here.get(step, {}) if isinstance(here, dict) else {}
    if isinstance(here, (int, float)):
        return f" | | {here:.3f}", float(here)
    if "f1" in here:
        return f"{here['p']:.3f} | {here['r']:.3f} | {here['f1']:.3f}", here["f1"]
    if here.get("share") is not None:
        return f" | | {here['share']:.3f}", here["share"]
    return " | | –", 0.0


def rows(sets: Path, task: Task, report: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of one task."""
    lang = task.options[task.options.index("--lang") + 1] if "--lang" in task.options else ""
    for label, path, target in task.figures:
        cells, value = figure(report, path)
        wanted = "" if target is None else f"{target:.2f} {'✓' if value >= target else '✗'}"
        yield f"| {task.name} {lang} | {label} | {cells} | {wanted} |".replace("  ", " ")


def given(sets: Path) -> Iterator[str]:
    """Yield the line about sentences whose actors are given, as classifiers are measured."""
    from given_actors import report

    found = report(sets, "events_en_plv", "none")
    for label, path, target in (("root", "root", None), ("root, mean over roots", "macro_root_f1", 0.70)):
        cells, value = figure(found, path)
        wanted = "" if target is None else f"{target:.2f} {'✓' if value >= target else '✗'}"
        yield f"| events_en_plv, actors given | {label} | {cells} | {wanted} |".replace("  ", " ")


def pages(sets: Path) -> Iterator[str]:
    """Yield the lines about HTML pages: text beside trafilatura, what pages say of themselves, facts."""
    import gzip

    from html_facts import facts_of
    from html_pages import measure, ours, theirs

    folder = sets / "data" / "html_fundus"
    golds = [json.loads(line) for line in (folder / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    data = [(gold, gzip.decompress((folder / gold["html"]).read_bytes())) for gold in golds]
    mine, other = measure(ours, data), measure(theirs, data)
    text, beside = (sum(row[0] for row in s.rows) / len(data) for s in (mine, other))
    precision, recall = (sum(row[i] for row in mine.rows) / len(data) for i in (1, 2))
    wanted = f"{beside:.3f} (trafilatura) {'✓' if text >= beside else '✗'}"
    yield f"| html_fundus | body text | {precision:.3f} | {recall:.3f} | {text:.3f} | {wanted} |"
    for label, share, target in (
        ("title", mine.titles / len(data), 0.97),
        ("day", mine.days / len(data), 0.95),
        ("authors", mine.author_f1(), None),
        ("publisher", mine.publishers / len(data), None),
        ("language (of the publisher's country)", mine.langs / len(data), None),
    ):
        wanted = "" if target is None else f"{target:.2f} {'✓' if share >= target else '✗'}"
        yield f"| html_fundus | {label} | | | {share:.3f} | {wanted} |"
    found = facts_of(folder / "dev.jsonl")
    share = len(found.outside) / max(1, found.facts.total())
    yield f"| html_fundus | facts whose words the gold text lacks | | | {share:.3f} | |"
    per_page = found.events_per_page()
    wanted = f"0.30 {'✓' if per_page < 0.3 else '✗'}"
    label = "events per page about sport, food, cars, weather"
    yield f"| html_fundus | {label} | | | {per_page:.2f} | {wanted} |"


OWN = (
    "leaders",
    "countries",
    "organisations",
    "topics",
    "statements",
    "events",
    "events_typed",
    "office",
    "country",
)


def own_gold() -> Iterator[str]:
    """Yield a table of the project's own gold: tuned on, and held out by language."""
    root = Path(__file__).parents[1]
    yield (
        "| Own articles | "
        + " | ".join(kind.replace("events_typed", "events, type alone") for kind in OWN)
        + " |"
    )
    yield "|---|" + "---:|" * len(OWN)
    for name, folder in (("tuned on", "tests/gold"), ("held out", "benchmarks/held_out")):
        files = [f"{root / folder}/{kind}.jsonl" for kind in ("gold", "articles")]
        done = subprocess.run([*KG, "eval", *files, "--format", "json"], capture_output=True, text=True)
        found = json.loads(done.stdout)["figures"]
        for lang, figures in found.items():
            if lang == "all" or name == "held out":
                cells = [f"{_own(figures[kind]):.3f}" for kind in OWN]
                yield f"| {name}, {figures['articles']} articles, {lang} | " + " | ".join(cells) + " |"


def _own(figure: dict[str, Any] | None) -> float:
    """F1, or a share."""
    return float((figure or {}).get("f1") or (figure or {}).get("share") or 0)


def main() -> None:
    """Score all sets and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", type=Path, nargs="?", default=os.environ.get("KG_SETS"))
    parser.add_argument("--only", default="", help="only sets whose name contains this")
    parser.add_argument("--write", type=Path, metavar="FILE", help="replace the table in this document")
    options = parser.parse_args()
    if options.sets is None:
        parser.error("name the folder of sets, or set KG_SETS")
    lines = ["| Set | Figure | Precision | Recall | F1 or share | Target |", "|---|---|---:|---:|---:|---:|"]
    print("\n".join(lines))
    commands: dict[str, None] = {}

    def show(found: Iterator[str]) -> None:
        for line in found:
            lines.append(line)
            print(line, flush=True)

    read = cache(lambda articles: read_set(options.sets, articles))
    with tempfile.TemporaryDirectory() as name:
        for task in _tasks():
            if options.only in task.name:
                commands[task.command] = None
                show(rows(options.sets, task, score(options.sets, task, read(task.files[1]), Path(name))))
        if options.only in "events_en_plv":
            commands["python benchmarks/given_actors.py $S"] = None
            show(given(options.sets))
        if options.only in "html_fundus":
            commands["python benchmarks/html_pages.py $S/data/html_fundus/dev.jsonl"] = None
            show(pages(options.sets))
        if options.only in "own":
            commands["kg eval benchmarks/held_out/gold.jsonl benchmarks/held_out/articles.jsonl"] = None
            lines.append("")
            show(own_gold())
    if options.write:
        day = f"Measured {date.today().isoformat()}, on the development halves (`dev.jsonl`) of all sets."
        typed = "\n".join(
            ["", "One row at a time, with `S` the folder of sets:", "", "```sh", *commands, "```"]
        )
        put_between(options.write, "\n".join([day, "", *lines, typed]))


if __name__ == "__main__":
    main()
