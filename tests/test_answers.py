"""Answers as plain Python values and as tables of pandas."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from tiny import TinyReader, article

from kg.answers import Result, to_plain
from kg.build import build_articles
from kg.errors import QueryError
from kg.ontology import Lexicon
from kg.store import Store

XSD = "http://www.w3.org/2001/XMLSchema#"
VALUES = """VALUES (?n ?d ?day ?yes ?text ?gap ?mixed) {
  (1 1.5 "2025-07-04"^^xsd:date true "ä"@de 7 "2025-07"^^xsd:gYearMonth)
  (2 2.5 "0999-01-01"^^xsd:date false "b" UNDEF "2025-07-04"^^xsd:date)
}"""


@pytest.fixture
def store(tmp_path: Path, lexicon: Lexicon) -> Store:
    """A store of one article."""
    where = tmp_path / "desk.kg"
    build_articles([article("Alder called Birch on 2025-07-04.", "1")], where, reader=TinyReader(lexicon))  # type: ignore[arg-type]
    return Store.open(where)


def _ask(store: Store) -> Result:
    return store.query(f"SELECT ?n ?d ?day ?yes ?text ?gap ?mixed WHERE {{ {VALUES} }} ORDER BY ?n")


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("7", "integer", 7), ("7", "unsignedByte", 7), ("1.50", "decimal", Decimal("1.50")),
        ("1e3", "double", 1000.0),
        ("true", "boolean", True), ("0", "boolean", False), ("2025-07-04", "date", date(2025, 7, 4)),
        ("2025-07-04T01:02:03Z", "dateTime", datetime(2025, 7, 4, 1, 2, 3, tzinfo=UTC)),
        ("2025", "gYear", "2025"), ("PT40M", "duration", "PT40M"), ("soon", "date", "soon"),
        ("x", "decimal", "x"),
        ("maybe", "boolean", "maybe"), ("-0044-03-15", "date", "-0044-03-15"), ("a", "string", "a"),
    ],
)  # fmt: skip
def test_a_literal_becomes_the_python_value_of_its_datatype(text: str, datatype: str, value: object) -> None:
    """Numbers, dates, truth values; what its datatype does not allow, or Python lacks, stays text."""
    found = to_plain(ox.Literal(text, datatype=ox.NamedNode(XSD + datatype)))
    assert (found, type(found)) == (value, type(value))


def test_the_rest_is_text_or_none() -> None:
    """IRIs and texts of any language; UNDEF is None."""
    assert to_plain(ox.NamedNode("https://example.org/")) == "https://example.org/"
    assert to_plain(ox.Literal("ä", language="de")) == "ä"
    assert to_plain(None) is None


def test_an_answer_is_iterated_as_plain_rows(store: Store) -> None:
    """Rows as tuples of Python values, or with names."""
    first, second = _ask(store)
    assert first == (1, Decimal("1.5"), date(2025, 7, 4), True, "ä", 7, "2025-07")
    assert second[5] is None
    assert next(_ask(store).dicts())["day"] == date(2025, 7, 4)


def test_a_construct_gives_triples(store: Store) -> None:
    """With the columns subject, predicate, object."""
    answer = store.query("CONSTRUCT { ?e rdfs:label ?l } WHERE { ?e a kg:Event ; rdfs:label ?l }")
    (row,) = answer.dicts()
    assert list(row) == ["subject", "predicate", "object"] and str(row["subject"]).startswith("https://")


def test_an_ask_has_no_rows(store: Store) -> None:
    """It says where the answer is instead of giving none."""
    with pytest.raises(QueryError, match=r"\.boolean"):
        list(store.query("ASK { ?e a kg:Event }"))


def test_a_table_of_pandas_has_the_types_of_the_values(store: Store) -> None:
    """Whole numbers, numbers, dates, truth values, texts; gaps stay gaps, mixed columns objects."""
    pandas = pytest.importorskip("pandas")
    table = _ask(store).to_pandas()
    assert list(table.columns) == ["n", "d", "day", "yes", "text", "gap", "mixed"]
    kinds = {name: str(kind) for name, kind in table.dtypes.items()}
    assert kinds["n"] == "int64" and kinds["d"] == "float64" and kinds["yes"] == "bool"
    assert kinds["day"] == "datetime64[s]" and kinds["gap"] == "Int64" and kinds["mixed"] == "object"
    assert kinds["text"].startswith("str")
    assert pandas.isna(table["gap"][1]) and table["day"][1].year == 999
    empty = store.query("SELECT ?a ?b WHERE { ?a a kg:Nothing ; rdfs:label ?b }").to_pandas()
    assert list(empty.columns) == ["a", "b"] and empty.empty


def test_without_pandas_it_says_what_to_install(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback of an import."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(QueryError, match=r"newskg\[pandas\]"):
        _ask(store).to_pandas()
