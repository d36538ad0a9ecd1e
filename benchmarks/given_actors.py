"""The event between two given actors: kg on sentences whose actors are marked, as classifiers are measured.

    python benchmarks/given_actors.py SETS [--set events_en_plv] [--actors text] [--out pred.jsonl]

Every sentence of the set marks its source `<s>…</s>` and target `<t>…</t>`.  Both are given to kg as
mentions, by a mention finder beside the built-in ones (`kg.extractors.MentionFinder`, what a plug-in is);
kg reads the sentence as always and says which event holds between the two.  Output and score:
`score_events.py GOLD PRED --actors text`, and `--actors none` for the roots alone.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.extractors import Context, MentionFinder
from kg.model import Article, Document, Event, Mention, Provenance, Span
from kg.pipeline import BUILT_IN, Reader

NOUNS = 0.65  # a noun alone tells of an event less surely than this
_MARK = re.compile(r"</?([st])>")


@dataclass(frozen=True, slots=True)
class Given:
    """A sentence without its marks, and where the actors stand in it."""

    id: str
    text: str
    source: Span
    target: Span


def read_given(record: dict[str, Any]) -> Given:
    """Take the marks off a sentence and keep their places."""
    text, places, end = "", {"s": [0, 0], "t": [0, 0]}, 0
    for mark in _MARK.finditer(markup := record["events"][0]["markup"]):
        text += markup[end : mark.start()]
        places[mark.group(1)][mark.group(0).startswith("</")] = len(text)
        end = mark.end()
    return Given(record["id"], text + markup[end:], Span(*places["s"]), Span(*places["t"]))


def given_finder(given: Given) -> MentionFinder:
    """Return a mention finder that knows the two actors of one sentence."""

    def find(document: Document, context: Context) -> tuple[Mention, ...]:
        provenance = Provenance("given", "1", "name:given", 0.99)
        return tuple(
            Mention(span, document.article.slice(span), "organisation", (), provenance)
            for span in (given.source, given.target)
        )

    return find


#: Types of PLOVER that are cooperation; DEEDS those that hurt.
COOPERATION = frozenset(["CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"])
DEEDS = frozenset(["PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"])
IMPOSED = frozenset({"sanctions", "embargo", "asset-freeze"})


def to_plover(event: Event) -> str:
    """Return the root as PLOVER codes it, which has no status and no offices.

    Cooperation that is planned is AGREE there, a hostile deed that is planned THREATEN, cooperation that
    somebody denies or refuses REJECT, a signature SUPPORT, sanctions imposed COERCE, and who resigns yields.
    """
    if event.type == "OFFICE":
        return "CONCEDE"
    if event.mode in IMPOSED:
        return "COERCE" if event.status in ("happened", "ongoing") else "THREATEN"
    if event.type == "AGREE" and event.provenance.rule.startswith("frame/sign-"):
        return "SUPPORT"
    if event.status == "planned" and event.type in COOPERATION:
        return "AGREE"
    if event.status == "planned" and event.type in DEEDS:
        return "THREATEN"
    if event.status == "denied" and event.type in COOPERATION | {"AGREE"}:
        return "REJECT"
    return event.type


def event_between(document: Document, given: Given) -> Event | None:
    """Return the event that both actors take part in, else one of them.

    Of equals a verb comes before a noun, then the first.
    """
    refs = [_refs(document, span) for span in (given.source, given.target)]

    def fits(event: Event) -> tuple[int, bool]:
        agents, targets = set(event.refs("agent")), set(event.refs("target"))
        everyone = agents | targets
        straight = bool(agents & refs[0]) + bool((targets | agents) & refs[1])
        both = 2 * straight + bool(everyone & refs[0]) + bool(everyone & refs[1])
        return both, event.provenance.confidence > NOUNS

    told = [e for e in document.events if e.type != "OFFICE" or e.mode == "resignation"]
    return max(told, key=lambda e: (fits(e), -e.trigger.start), default=None)


def _refs(document: Document, span: Span) -> set[str]:
    return {ln.entity for ln in document.links if ln.mention.span.overlaps(span)}


def predict(records: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield, for each sentence, the event that kg sees between its actors."""
    reader = Reader.load()
    for record in records:
        given = read_given(record)
        chain = (*BUILT_IN.items(), ("given", given_finder(given)))
        article = Article(id=given.id, source="given", title="", text=given.text, lang="en")
        event = event_between(Reader(reader.lexicon, chain).read(article), given)
        source, target = (
            [{"text": given.text[span.start : span.end]}] for span in (given.source, given.target)
        )
        found = [{"root": to_plover(event), "source": source, "target": target}] if event else []
        yield {"id": given.id, "events": found}


def report(sets: Path, name: str, actors: str, out: Path | None = None) -> dict[str, Any]:
    """Read a set with its actors given, and return what the scorer says."""
    gold = sets / "data" / name / "dev.jsonl"
    records = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in predict(records)]
    with tempfile.TemporaryDirectory() as folder:
        predicted = out or Path(folder) / "pred.jsonl"
        predicted.write_text("".join(lines), encoding="utf-8")
        tool = [sys.executable, str(sets / "eval" / "score_events.py"), str(gold), str(predicted)]
        said = subprocess.run([*tool, "--actors", actors], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def main() -> None:
    """Read the set, score, and print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", type=Path, nargs="?", default=os.environ.get("KG_SETS"))
    parser.add_argument("--set", dest="name", default="events_en_plv")
    parser.add_argument("--actors", choices=("text", "none"), default="none")
    parser.add_argument("--out", type=Path, help="keep the predictions here")
    options = parser.parse_args()
    if options.sets is None:
        parser.error("name the folder of sets, or set KG_SETS")
    print(json.dumps(report(options.sets, options.name, options.actors, options.out), indent=1))


if __name__ == "__main__":
    main()
