"""What goes out in the terms of FollowTheMoney and POLECAT can be read back, with equal counts and values."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ExportError
from kg.exports import export
from kg.exports.codes import countries, plover
from kg.exports.ftm import entity_id
from kg.exports.polecat import COLUMNS, NOTHING
from kg.store import Store

_BODY = "name alias country classification topics wikidataId"
#: What we write of the FollowTheMoney model (4.11): properties by schema, and what a reference leads to.
MODEL_TEXT = {
    "Article": "author fileName keywords language publishedAt publisher sourceUrl title",
    "Company": _BODY,
    "Event": "name date startDate endDate location country summary description keywords important recordId "
    "sourceUrl publisher involved>LegalEntity proof>Document",
    "LegalEntity": _BODY,
    "Mention": "name detectedSchema contextCountry document>Document resolved>LegalEntity",
    "Note": "name description keywords sourceUrl entity>Thing proof>Document",
    "Occupancy": "startDate endDate date status summary holder>Person post>Position proof>Document",
    "Organization": _BODY,
    "Person": "name alias weakAlias nationality topics wikidataId",
    "Position": "name country organization>Organization",
    "PublicBody": _BODY,
    "UnknownLink": "role startDate endDate summary recordId subject>Thing object>Thing",
}
MODEL = {
    schema: {name: leads for name, _, leads in (word.partition(">") for word in text.split())}
    for schema, text in MODEL_TEXT.items()
}
ABOVE = {
    "Person": "LegalEntity", "Organization": "LegalEntity", "Company": "Organization",
    "PublicBody": "Organization", "LegalEntity": "Thing", "Article": "Document", "Document": "Thing",
    "Event": "Thing", "Note": "Thing", "Position": "Thing",
}  # fmt: skip
REQUIRED = {
    "Article": "fileName", "Event": "name", "Mention": "document name", "Occupancy": "holder post",
    "UnknownLink": "subject object",
}  # fmt: skip


def _is_a(schema: str, wanted: str) -> bool:
    return schema == wanted or (schema in ABOVE and _is_a(ABOVE[schema], wanted))


@pytest.fixture(scope="module")
def store(example_store: Path) -> Iterator[Store]:
    """The store of the examples."""
    with Store.open(example_store) as opened:
        yield opened


@pytest.fixture(scope="module")
def entities(store: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The examples as FollowTheMoney entities, by id."""
    file = tmp_path_factory.mktemp("ftm") / "x.ftm.json"
    written = export(store, file, model="ftm")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == sorted({row["id"] for row in rows})
    assert written == len(rows)
    return {row["id"]: row for row in rows}


def _ask(store: Store, query: str) -> list[tuple[str, ...]]:
    base = store.ledger.get("base", "https://w3id.org/newskg/id/")
    return [
        tuple(t.value.removeprefix(base) if t is not None else "" for t in row)
        for row in store.query(query).rows
    ]


def test_every_entity_fits_the_model(entities: dict[str, dict[str, Any]]) -> None:
    """Known schemata and properties, required ones there, references to what may stand there."""
    for entity in entities.values():
        allowed, properties = MODEL[entity["schema"]], entity["properties"]
        assert set(properties) <= set(allowed), entity
        assert all(properties.get(name) for name in REQUIRED.get(entity["schema"], "name").split()), entity
        for name, values in properties.items():
            assert values == sorted(set(values)) and all(values), entity
            if wanted := allowed[name]:
                assert all(_is_a(entities[value]["schema"], wanted) for value in values), entity


def test_the_followthemoney_package_accepts_every_entity(entities: dict[str, dict[str, Any]]) -> None:
    """And finds nothing to correct in any value."""
    followthemoney = pytest.importorskip("followthemoney", reason="pip install followthemoney")
    for entity in entities.values():
        schema = followthemoney.model.get(entity["schema"])
        schema.validate(entity)
        proxy = followthemoney.model.get_proxy(entity, cleaned=False)
        for name, values in entity["properties"].items():
            assert sorted(proxy.get(name)) == values, (entity["id"], name)
            assert MODEL[entity["schema"]][name] == (
                schema.get(name).range.name if schema.get(name).range else ""
            )


def test_the_entities_are_those_of_the_store(store: Store, entities: dict[str, dict[str, Any]]) -> None:
    """As many articles, events, quotations and ties, and each person, country and body that is spoken of."""
    found = Counter(e["schema"] for e in entities.values())
    for schema, kind in (("Article", "schema:NewsArticle"), ("Event", "kg:Event"), ("Note", "kg:Quotation")):
        ((count,),) = _ask(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a {kind} }}")
        assert found[schema] == int(count) > 0
    ties = _ask(
        store,
        "SELECT ?e { ?e a kg:RelationEdge ; rdf:object ?o FILTER (!STRSTARTS(STR(?o), STR(topic:))) }",
    )
    assert {entity_id(edge) for (edge,) in ties} == {i for i in entities if i.startswith("kg-edge-")}
    spoken_of = _ask(store, "SELECT DISTINCT ?x { ?a schema:mentions ?x }")
    assert all(entity_id(ref) in entities for (ref,) in spoken_of)


def test_a_call_is_told_with_its_parties_and_sources(
    store: Store, entities: dict[str, dict[str, Any]]
) -> None:
    """Date, involved, status and every article that reports it."""
    ((event,),) = _ask(
        store,
        "SELECT DISTINCT ?e { ?e kg:mode mode:call ; sem:hasTimeStamp '2025-07-04'^^xsd:date ; "
        "kg:agent person:volodymyr-zelenskyy , person:donald-trump FILTER NOT EXISTS { ?e kg:agent ?o "
        "FILTER (?o NOT IN (person:volodymyr-zelenskyy, person:donald-trump)) } }",
    )
    told = entities[entity_id(event)]["properties"]
    articles = _ask(store, f"SELECT DISTINCT ?a {{ event:{event.partition('/')[2]} prov:wasDerivedFrom ?a }}")
    assert told["date"] == ["2025-07-04"]
    assert {"CONSULT", "call", "happened"} <= set(told["keywords"])
    assert told["involved"] == ["kg-person-donald-trump", "kg-person-volodymyr-zelenskyy"]
    assert told["proof"] == sorted(entity_id(a) for (a,) in articles)
    assert told["description"] == ["agent: Donald Trump, Volodymyr Zelenskyy"]


def test_quotations_keep_speaker_and_words(store: Store, entities: dict[str, dict[str, Any]]) -> None:
    """Word for word, those of several lines too."""
    rows = _ask(
        store, "SELECT DISTINCT ?q ?text ?who { ?q schema:text ?text ; schema:spokenByCharacter ?who }"
    )
    assert rows
    for quotation, text, who in rows:
        note = entities[entity_id(quotation)]["properties"]
        assert (note["description"], note["entity"]) == ([text.strip()], [entity_id(who)])


def test_offices_have_holders_and_dates(store: Store, entities: dict[str, dict[str, Any]]) -> None:
    """The dated tenures of the ontology, and offices as the articles give them."""
    dated = _ask(
        store, "SELECT ?p ?start { GRAPH ?g { ?t kg:start ?start ; org:member ?p } ?p a schema:Person }"
    )
    told = {
        (o["properties"]["holder"][0], o["properties"]["startDate"][0])
        for o in entities.values()
        if o["schema"] == "Occupancy" and "startDate" in o["properties"]
    }
    spoken_of = {(entity_id(p), start) for p, start in dated if entity_id(p) in entities}
    assert told == spoken_of and told
    assert any(o["schema"] == "Occupancy" and "proof" in o["properties"] for o in entities.values())


def test_an_id_is_readable_or_a_hash() -> None:
    """FollowTheMoney takes ASCII letters, digits, dots and hyphens."""
    assert entity_id("person/angela-merkel") == "kg-person-angela-merkel"
    assert entity_id("outlet/українська-правда").startswith("kg-outlet-")
    assert entity_id("outlet/українська-правда").isascii()
    assert entity_id("person/" + "x" * 200) != entity_id("person/" + "x" * 201)


def test_chosen_articles_bring_no_ties(store: Store, tmp_path: Path) -> None:
    """These add up all articles."""
    file = tmp_path / "x.jsonl.gz"
    assert export(store, file, model="ftm", since="2025-07-10") > 0
    rows = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    assert {"Article", "Person", "Event"} <= {row["schema"] for row in rows}
    assert not [row for row in rows if row["schema"] == "UnknownLink"]
    assert (
        min(row["properties"]["publishedAt"][0] for row in rows if row["schema"] == "Article") >= "2025-07-10"
    )


@pytest.fixture(scope="module")
def coded(store: Store, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """The examples as POLECAT's rows, read by splitting at tabs as its own files may be."""
    file = tmp_path_factory.mktemp("polecat") / "x.txt"
    written = export(store, file, model="polecat", raw=True)
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    assert head.split("\t") == list(COLUMNS) and written == len(lines)
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]


def test_every_report_of_what_happened_is_a_row(store: Store, coded: list[dict[str, str]]) -> None:
    """As many as in the store, with the same types and days."""
    rows = _ask(
        store,
        "SELECT DISTINCT ?g ?e ?type ?day { GRAPH ?g { ?e a kg:Event ; sem:eventType ?type ; "
        "kg:status ?s . OPTIONAL { ?e sem:hasTimeStamp ?day } } "
        "FILTER (?s IN ('happened', 'ongoing') && ?type != type:OFFICE) }",
    )
    assert len(coded) == len(rows) == len({row["Event ID"] for row in coded})
    assert Counter(r["Event Type"] for r in coded) == Counter(t.partition("/")[2] for _, _, t, _ in rows)
    days = Counter(r["Event Date"] for r in coded)
    assert all(days[day] >= count for day, count in Counter(d for *_, d in rows if d).items())
    assert [row["Event ID"] for row in coded] == sorted(row["Event ID"] for row in coded)


def test_a_row_says_who_did_what_to_whom(coded: list[dict[str, str]]) -> None:
    """In POLECAT's terms: quad codes in capitals, states by their numbers, `None` for what is not known."""
    call = next(
        r for r in coded
        if r["Event Mode"] == "phone" and r["Actor Name"] == "Donald Trump; Volodymyr Zelenskyy"
    )  # fmt: skip
    assert (call["Event Type"], call["Quad Code"], call["Intensity"]) == (
        "CONSULT",
        "VERBAL COOPERATION",
        "1.5",
    )
    assert (call["Actor Country"], call["Actor COW"], call["Event Date"]) == (
        "USA; UKR",
        "2; 369",
        "2025-07-04",
    )
    assert (call["Primary Actor Sector"], call["Recipient Name"], call["Latitude"]) == (
        "GOV",
        NOTHING,
        NOTHING,
    )
    assert all(cell for row in coded for cell in row.values())


def test_commas_for_those_who_want_them(store: Store, tmp_path: Path, coded: list[dict[str, str]]) -> None:
    """The same cells, and a negative number is no formula."""
    export(store, tmp_path / "x.csv", model="polecat")
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [{k: v.removeprefix("'") for k, v in row.items()} for row in rows] == coded
    assert any(float(row["Intensity"]) < 0 for row in rows)


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("x.ttl", {"model": "ftm"}, r"\.jsonl"),
        ("x.json", {"model": "polecat"}, r"\.txt"),
        ("x.json", {"model": "ftm", "graph": "derived"}, "--since and --topic"),
        ("x.json", {"model": "nif"}, "Known: ftm, polecat"),
    ],
)
def test_a_model_that_cannot_be_written_so_says_what_can(
    store: Store, tmp_path: Path, name: str, more: dict[str, str], said: str
) -> None:
    """And nothing is written."""
    with pytest.raises(ExportError, match=said):
        export(store, tmp_path / name, **more)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_codes_are_one_per_country(lexicon: Any) -> None:
    """Every country of the ontology has two letters of its own; a number of COW belongs to one."""
    known = countries()
    assert {ref[8:] for ref in lexicon.blocks if ref.startswith("country/")} == set(known)
    assert len({c.iso2 for c in known.values()}) == len(known)
    numbers = [c.cow for c in known.values() if c.cow]
    assert len(numbers) == len(set(numbers))


def test_every_mode_of_the_table_is_in_the_ontology(lexicon: Any) -> None:
    """And every type has an intensity, PLOVER's sixteen and no other."""
    types = {ref[5:] for ref in lexicon.blocks if ref.startswith("type/")} - {"OFFICE"}
    assert len(types) == 16 and all(-10 <= float(plover(t, "").intensity) <= 10 for t in types)
    table = Path(__file__).parents[2] / "kg" / "exports" / "plover.csv"
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines()):
        assert not row["mode"] or f"mode/{row['mode']}" in lexicon.blocks, row
