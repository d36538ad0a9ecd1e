"""What `kg extract` prints: the schema, and spans that say what they claim."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kg.facts import to_facts
from kg.model import Article
from kg.pipeline import Reader
from kg.sources import read_articles

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "docs" / "facts.schema.json").read_text(encoding="utf-8"))
ARTICLES = [a for a in read_articles([str(ROOT / "examples" / "articles")]) if isinstance(a, Article)]


@pytest.fixture(scope="module")
def facts(reader: Reader) -> dict[str, dict[str, Any]]:
    """The facts of every example article."""
    return {a.source: to_facts(reader.read(a)) for a in ARTICLES}


@pytest.mark.parametrize("source", [a.source for a in ARTICLES], ids=[Path(a.source).name for a in ARTICLES])
def test_facts_follow_the_schema(facts: dict[str, dict[str, Any]], source: str) -> None:
    """Every example article gives JSON that docs/facts.schema.json accepts."""
    jsonschema.validate(facts[source], SCHEMA, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("source", [a.source for a in ARTICLES], ids=[Path(a.source).name for a in ARTICLES])
def test_spans_slice_to_what_they_say(facts: dict[str, dict[str, Any]], source: str) -> None:
    """Wherever a span and a text stand side by side, the article has that text at that place."""
    article = facts[source]
    for item in _spans(article):
        part = article["title"] if item.get("part") == "title" else article["text"]
        assert 0 <= item["start"] <= item["end"] <= len(part)
        if "text" in item:
            assert part[item["start"] : item["end"]] == item["text"]


def _spans(value: Any, *, top: bool = True) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if not top and "start" in value and "end" in value:
            yield value
        for inner in value.values():
            yield from _spans(inner, top=False)
    elif isinstance(value, list):
        for inner in value:
            yield from _spans(inner, top=False)


@pytest.mark.parametrize("source", [a.source for a in ARTICLES], ids=[Path(a.source).name for a in ARTICLES])
def test_references_point_into_the_object(facts: dict[str, dict[str, Any]], source: str) -> None:
    """Agents, targets, speakers and holders are people, countries or bodies of the same object; unnamed
    groups act, but what they say is nobody's quotation."""
    article = facts[source]
    known = {e["ref"] for kind in ("persons", "countries", "organisations") for e in article[kind]}
    acting = known | {g["ref"] for g in article["groups"]}
    for event in article["events"]:
        assert acting.issuperset([*event["agents"], *event["targets"], *event["mediators"]])
    for quotation in article["quotations"]:
        assert known.issuperset({quotation["speaker"], quotation["addressee"]} - {None})
    assert known.issuperset(o["person"] for o in article["offices"])


def test_the_same_call_is_one_event_in_four_languages(facts: dict[str, dict[str, Any]]) -> None:
    """German, English, Ukrainian and French reports of 4 July 2025 meet in one event."""
    refs: dict[str, set[str]] = {}
    for article in facts.values():
        if article["date"] == "2025-07-04":
            calls = [e for e in article["events"] if e["mode"] == "call" and e["main"]]
            refs[article["lang"]] = {e["ref"] for e in calls}
            assert {e["duration"] for e in calls} <= {"PT40M", "PT45M"}
    assert set(refs) == {"de", "en", "fr", "uk"}
    assert len(set.intersection(*refs.values())) == 1


def test_the_german_report_of_the_call(facts: dict[str, dict[str, Any]]) -> None:
    """The facts DESIGN names: offices, the call, the quotations, thanks, and nothing from the teasers."""
    (article,) = [f for f in facts.values() if f["date"] == "2025-07-04" and f["lang"] == "de"]
    offices = {(p["canonical"], p["office"], p["country"]) for p in article["persons"]}
    assert ("Volodymyr Zelenskyy", "president", "UKR") in offices
    assert ("Donald Trump", "president", "USA") in offices
    assert ("Andrii Yermak", "head of the presidential office", "UKR") in offices
    said = {(q["text"], q["speaker"]) for q in article["quotations"] if q["kind"] == "direct"}
    assert ("sehr wichtig und inhaltsreich", "person/andrii-yermak") in said
    supports = {
        (e["mode"], agent, target)
        for e in article["events"] if e["type"] == "SUPPORT"
        for agent in e["agents"] for target in e["targets"]
    }  # fmt: skip
    assert ("congratulation", "person/volodymyr-zelenskyy", "person/donald-trump") in supports
    assert ("thanks", "person/volodymyr-zelenskyy", "country/USA") in supports
    assert {"air-strikes", "air-defence"} <= {t["id"] for t in article["topics"]}
    assert [s["why"] for s in article["skipped"]] == ["teaser"]
    names = {o["canonical"] for o in article["organisations"]} | {c["iso3"] for c in article["countries"]}
    assert not names & {"Axios", "LTU", "PRK", "TUR"}
