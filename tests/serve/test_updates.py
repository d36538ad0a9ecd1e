"""What is written into updates before the engine runs them."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.serve.updates import with_dataset, with_silent_clear
from kg.store import Dataset

BOTH = Dataset(("urn:a",), ("urn:b",))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
         "INSERT { ?s ?p 1 }  USING <urn:a> USING NAMED <urn:b> WHERE { ?s ?p ?o }"),
        ("DELETE WHERE { ?s ?p ?o }",
         "DELETE  { ?s ?p ?o } USING <urn:a> USING NAMED <urn:b> WHERE { ?s ?p ?o }"),
        ("INSERT DATA { <urn:s> <urn:p> 'WHERE' }", "INSERT DATA { <urn:s> <urn:p> 'WHERE' }"),
        ("INSERT { ?s ?p 1 } WHERE { { SELECT * WHERE { ?s ?p ?o } } } # WHERE",
         "INSERT { ?s ?p 1 }  USING <urn:a> USING NAMED <urn:b> "
         "WHERE { { SELECT * WHERE { ?s ?p ?o } } } # WHERE"),
    ],
)  # fmt: skip
def test_the_dataset_of_the_request(text: str, written: str) -> None:
    """USING clauses come before every WHERE of an operation, and nowhere else."""
    assert with_dataset(text, BOTH) == written


def test_a_dataset_that_the_update_names_itself() -> None:
    """Two datasets are an error, as the protocol says."""
    with pytest.raises(QueryError, match="Leave one out"):
        with_dataset("WITH <urn:g> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", BOTH)


def test_a_prefix_is_no_keyword() -> None:
    """`with:` and `?using` are names."""
    text = "PREFIX with: <urn:> DELETE { ?using with:p 1 } WHERE { ?using with:p 1 }"
    assert "USING <urn:a>" in with_dataset(text, Dataset(("urn:a",)))


def test_clear_is_silent() -> None:
    """A graph that is not there is empty already."""
    assert (
        with_silent_clear("CLEAR GRAPH <urn:g>; clear ALL") == "CLEAR SILENT GRAPH <urn:g>; clear SILENT ALL"
    )
    assert with_silent_clear("CLEAR SILENT ALL") == "CLEAR SILENT ALL"
    assert (
        with_silent_clear("INSERT DATA { <urn:s> <urn:p> 'CLEAR' }")
        == "INSERT DATA { <urn:s> <urn:p> 'CLEAR' }"
    )
