"""What is broken in a real graph is found, and the message names what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.checking import ARTICLES
from kg.graph.terms import decimal
from kg.ledger import Entry
from kg.store import Store
from kg.validating import Violation
from kg.validating.records import to_facts
from kg.validating.shapes import check_shapes
from kg.validating.spans import check_spans
from kg.validating.terms import check_terms
from kg.vocab import DEFAULT_BASE, GAF, KG, OA, ORG, PROV, RDF, RDFS, SCHEMA, SEM, TIME, graph_iri

TITLE = "Selenskyj telefoniert mit Trump"
DAY = "http://www.w3.org/2001/XMLSchema#date"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
Lines = list[str]


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of the example store, as sorted statements."""

    entry: Entry
    article: Lines
    derived: Lines
    reference: Lines
    corroboration: Lines


@pytest.fixture(scope="module")
def parts(example_store: Path) -> Parts:
    """The German report of the call, and what stands across articles."""
    with Store.open(example_store) as store:
        entry = next(e for e in store.articles() if "telefonat-selenskyj-trump" in (e.article.url or ""))
        graphs = [ARTICLES + entry.hash, *map(graph_iri, ("derived", "reference", "corroboration"))]
        lines = [sorted(str(quad.triple) for quad in store.quads(graph)) for graph in graphs]
    derived = lines[1]
    edge = next(s for s, v in to_facts(derived).items() if KG.evidence in v)
    ends = [to_facts(derived)[edge][path][0] for path in (RDF.subject, RDF.predicate, RDF.object)]
    lines[1] = [line for line in derived if line.startswith(f"{edge} ") or line == " ".join(ends)]
    return Parts(entry, *lines)


def find(entry: Entry, lines: Lines, *, graph: str = "") -> Iterator[Violation]:
    """Run every check that needs no store."""
    facts = to_facts(lines)
    yield from check_terms(graph, facts)
    yield from check_shapes(graph, lines)
    if not graph:
        yield from check_spans(graph, entry.hash, entry.article, facts, DEFAULT_BASE)


# mutations ---------------------------------------------------------------------------------


def with_(path: str, of: str = "") -> Callable[[Lines], list[int]]:
    """Find the statements with a property, of subjects of one kind."""
    return lambda lines: [
        i for i, line in enumerate(lines) if f"/id/{of}" in line.split()[0] and f"> <{path}> " in line
    ]


def drop(path: str, of: str = "") -> Callable[[Lines], Lines]:
    """Leave out the first statement with a property."""

    def mutate(lines: Lines) -> Lines:
        at = with_(path, of)(lines)[0]
        return lines[:at] + lines[at + 1 :]

    return mutate


def say(path: str, value: str, of: str = "") -> Callable[[Lines], Lines]:
    """Let the first statement with a property say something else."""

    def mutate(lines: Lines) -> Lines:
        at = with_(path, of)(lines)[0]
        subject = lines[at].split()[0]
        return sorted([*lines[:at], *lines[at + 1 :], f"{subject} <{path}> {value}"])

    return mutate


def also(path: str, value: str, of: str = "") -> Callable[[Lines], Lines]:
    """Let the subject of the first statement with a property say something more."""

    def mutate(lines: Lines) -> Lines:
        subject = lines[with_(path, of)(lines)[0]].split()[0]
        return sorted([*lines, f"{subject} <{path}> {value}"])

    return mutate


def swap(pattern: str, new: str) -> Callable[[Lines], Lines]:
    """Replace what a pattern finds, everywhere."""
    return lambda lines: [re.sub(pattern, new, line) for line in lines]


def drop_speaker(lines: Lines) -> Lines:
    """Drop the speaker of a quotation whose speaker words are a mention of somebody."""
    facts = to_facts(lines)
    targets = {
        s
        for v in facts.values()
        for t in v.get(OA.hasTarget, ())
        for s in facts.get(t, {}).get(OA.hasSelector, ())
    }
    for quotation, values in facts.items():
        for mention in values.get(GAF.denotedBy, ()):
            words = facts[mention].get(KG.speakerWords, ())
            if SCHEMA.spokenByCharacter in values and set(words) & targets:
                gone = f"{quotation} <{SCHEMA.spokenByCharacter}>"
                return [line for line in lines if not line.startswith(gone)]
    raise AssertionError("no quotation names its speaker by a mention")


def ends_first(lines: Lines) -> Lines:
    """Give an event bounds the wrong way round."""
    first = say(SEM.hasTimeStamp, day("2025-07-01"))(lines)
    both = also(SEM.hasTimeStamp, day("2025-07-31"))(first)
    for value, path in (
        ("2025-07-01", SEM.hasLatestEndTimeStamp),
        ("2025-07-31", SEM.hasEarliestBeginTimeStamp),
    ):
        both = [line.replace(SEM.hasTimeStamp, path) if f'"{value}"' in line else line for line in both]
    return both


def node(ref: str) -> str:
    return f"<{DEFAULT_BASE}{ref}>"


def day(value: str) -> str:
    return f'"{value}"^^<{DAY}>'


def number(value: object) -> str:
    return f'"{value}"^^<{INTEGER}>'


MUTANTS = {
    "article without headline": (drop(SCHEMA.headline), "Give the article one schema:headline"),
    "two headlines": (also(SCHEMA.headline, '"Another"@de'), "Give the article one schema:headline"),
    "article without hash": (drop(KG.contentHash), "Give the article one kg:contentHash"),
    "another article's hash": (say(KG.contentHash, '"ab12"'), "Write kg:contentHash as the hash that names"),
    "publication on 30 February": (
        say(SCHEMA.datePublished, day("2025-02-30")),
        "Write schema:datePublished",
    ),
    "language in words": (
        say(SCHEMA.inLanguage, '"German"'),
        "Write schema:inLanguage once as a language code",
    ),
    "address of a script": (say(SCHEMA.url, "<javascript:alert(1)>"), "Write schema:url as a web address"),
    "speaker dropped": (drop_speaker, "add schema:spokenByCharacter"),
    "two speakers": (also(SCHEMA.spokenByCharacter, node("person/somebody")), "Name one speaker"),
    "quotation without text": (drop(SCHEMA.text), "Add schema:text with what is said"),
    "quotation of other words": (say(SCHEMA.text, '"Kein Wort davon"@de'), "Let schema:text be the words"),
    "quotation without article": (drop(PROV.wasQuotedFrom), "Add prov:wasQuotedFrom"),
    "quotation neither direct nor indirect": (say(KG.directness, '"half"'), "Add kg:directness"),
    "unknown stance": (say(KG.stance, '"shouts"'), "Write kg:stance once"),
    "event without provenance": (drop(PROV.wasDerivedFrom, "event"), "Add prov:wasDerivedFrom"),
    "event without evidence": (drop(GAF.denotedBy, "event"), "Add gaf:denotedBy"),
    "event without name": (drop(RDFS.label, "event"), "Add rdfs:label once"),
    "unknown event type": (say(SEM.eventType, node("type/QUARREL")), "Add sem:eventType"),
    "event on 31 June": (say(SEM.hasTimeStamp, day("2025-06-31")), "Write sem:hasTimeStamp"),
    "event that ends before it begins": (ends_first, "not after sem:hasLatestEndTimeStamp"),
    "unknown status": (say(KG.status, '"maybe"', "event"), "Add kg:status"),
    "status of a report unknown": (say(KG.status, '"maybe"', "mention"), "Write kg:status of this report"),
    "party that is no actor": (drop(SEM.hasActor), "Repeat every kg:agent"),
    "party as text": (say(KG.agent, '"Trump"'), "Name parties, places and topics"),
    "duration as text": (say(TIME.hasXSDDuration, '"40 minutes"'), "Write time:hasXSDDuration once"),
    "confidence above one": (say(KG.confidence, decimal(1.5)), "Write kg:confidence once"),
    "confidence as text": (say(KG.confidence, '"0.9"'), "Write kg:confidence once as a decimal"),
    "mention without rule": (drop(KG.rule), "Add kg:rule"),
    "mention without target": (drop(OA.hasTarget), "Add oa:hasTarget"),
    "target without selector": (drop(OA.hasSelector), "Add oa:hasSelector"),
    "selector without words": (drop(OA.exact), "the selector has no oa:exact"),
    "span that ends before it starts": (say(OA.end, number(0), "selector"), "smaller than oa:end"),
    "span outside the text": (say(OA.end, number(999_999), "selector"), "Let the span end inside the"),
    "words that do not stand there": (say(OA.exact, '"Putin"'), "Let oa:exact be what stands at"),
    "words that do not stand in the headline": (
        swap(rf"(selector/\w+-t\S+ <{re.escape(OA.exact)}>) .*", r'\1 "Putin"'),
        "of the headline",
    ),
    "span moved": (say(OA.start, number(1), "selector"), "Name the selector after its positions"),
    "other words before": (say(OA.prefix, '"nothing of that kind"'), "Let oa:prefix be what stands at"),
    "other words behind": (say(OA.suffix, '"nothing of that kind"'), "Let oa:suffix be what stands at"),
    "skipped without reason": (drop(KG.skippedBecause), "Add kg:skippedBecause"),
    "office held by nobody": (drop(ORG.member), "Add org:member"),
    "schema.org without s": (
        swap("<https://schema.org/", "<http://schema.org/"),
        "Write schema.org with https",
    ),
    "misspelt property": (swap("ns#agent>", "ns#agnet>"), "Did you mean kg:agent?"),
    "unknown class": (swap("ns#Quotation>", "ns#Quote>"), "Use a term that exists"),
    "blank node": (swap(r"<[^>]*/id/event/[^>]*>", "_:b0"), "Give this node an IRI"),
}

ACROSS = {
    "edge without evidence": ("derived", drop(KG.evidence), "Add kg:evidence"),
    "count of zero": ("derived", say(KG["count"], number(0)), "Add kg:count once"),
    "sign of two": ("derived", say(KG.sign, number(2)), "Add kg:sign once"),
    "edge without its plain statement": (
        "derived",
        lambda lines: [x for x in lines if "/edge/" in x],
        "Add the plain statement",
    ),
    "first date in words": (
        "derived",
        say(KG.firstDate, '"July"'),
        "Write kg:firstDate and kg:lastDate once",
    ),
    "tenure that ends before it begins": ("reference", say(KG.end, day("1900-01-01")), "is not after kg:end"),
    "more sources than articles": (
        "corroboration",
        say(KG.independentSources, number(99)),
        "at most as many as kg:articles",
    ),
    "case that nothing leads": (
        "corroboration",
        drop(KG.leadingEvent, "corroboration"),
        "Add kg:leadingEvent",
    ),
    "difference of one value": ("corroboration", drop(KG.claims), "Add kg:claims with at least two"),
    "link without reason": (
        "corroboration",
        lambda lines: [x for x in lines if KG.reason not in x],
        "Add kg:reason",
    ),
}


def test_the_graphs_themselves_conform(parts: Parts) -> None:
    """Nothing is found in what kg wrote."""
    assert list(find(parts.entry, parts.article)) == []
    for name in ("derived", "corroboration"):
        assert list(find(parts.entry, getattr(parts, name), graph=graph_iri(name))) == []


@pytest.mark.parametrize("name", MUTANTS)
def test_mutant_of_an_article_is_caught(name: str, parts: Parts) -> None:
    """What is broken in an article graph is found, and the message says what to do."""
    mutate, message = MUTANTS[name]
    broken = mutate(parts.article)
    assert broken != parts.article
    found = [v.message for v in find(parts.entry, broken)]
    assert any(message in text for text in found), found


@pytest.mark.parametrize("name", ACROSS)
def test_mutant_across_articles_is_caught(name: str, parts: Parts) -> None:
    """What is broken in a graph across articles is found, and the message says what to do."""
    part, mutate, message = ACROSS[name]
    lines = getattr(parts, part)
    broken = mutate(lines)
    assert broken != lines
    found = [v.message for v in find(parts.entry, broken, graph=graph_iri(part))]
    assert any(message in text for text in found), found


def test_a_violation_names_node_property_and_value(parts: Parts) -> None:
    """A violation says where: the node, the property, and what it says."""
    broken = say(KG.status, '"maybe"', "event")(parts.article)
    found = [v for v in find(parts.entry, broken) if v.path == KG.status]
    assert [(v.check, v.value) for v in found] == [("shapes", '"maybe"')]
    assert found[0].subject.startswith(f"<{DEFAULT_BASE}event/")


def test_another_text_in_the_ledger_is_noticed(parts: Parts) -> None:
    """A text that was changed after reading is not the one that the graph was made of."""
    from dataclasses import replace

    article = replace(parts.entry.article, text="X" + parts.entry.article.text)
    found = list(check_spans("", parts.entry.hash, article, to_facts(parts.article), DEFAULT_BASE))
    assert "no longer the one this graph was made of" in found[0].message
    assert any("Let oa:exact be" in v.message for v in found)
