"""Prefixes, closed namespaces and the making of IRIs."""

from __future__ import annotations

import pytest

from kg.vocab import DEFAULT_BASE, KG, KINDS, SCHEMA, VOCABULARIES, graph_iri, iri, prefixes, slug


def test_known_term_is_its_iri() -> None:
    """A term is its IRI as text, by attribute and by index."""
    assert KG.agent == KG["agent"] == "https://w3id.org/newskg/ns#agent"


@pytest.mark.parametrize("ask", [lambda: KG.agnet, lambda: KG["agnet"]])
def test_misspelt_term_fails_and_lists_the_known_ones(ask: object) -> None:
    """A misspelt term fails at once."""
    with pytest.raises(AttributeError, match=r"no term 'agnet'; known: .*agent"):
        ask()  # type: ignore[operator]


def test_terms_can_be_listed_and_looked_up() -> None:
    """A namespace lists its terms in order and knows which are its own."""
    terms = list(KG)
    assert terms == sorted(terms)
    assert "agent" in KG
    assert "agnet" not in KG


def test_schema_org_is_https() -> None:
    """schema.org terms use https, the form that data and queries agree on."""
    assert SCHEMA.Person == "https://schema.org/Person"


def test_every_kind_has_a_prefix_that_hides_no_vocabulary() -> None:
    """One prefix per kind, none of them the prefix of a vocabulary."""
    names = prefixes()
    assert all(names[kind] == f"{DEFAULT_BASE}{kind}/" for kind in KINDS)
    assert not set(KINDS) & set(VOCABULARIES)
    assert len(set(names.values())) == len(names)


@pytest.mark.parametrize(
    ("ref", "key"),
    [
        ("person/volodymyr-zelenskyy", "person/volodymyr-zelenskyy"),
        ("person/a b<c>", "person/a%20b%3Cc%3E"),
        ("outlet/südkurier", "outlet/s%C3%BCdkurier"),
        ('event/x"y{z}', "event/x%22y%7Bz%7D"),
    ],
)
def test_what_may_not_stand_in_an_iri_is_encoded(ref: str, key: str) -> None:
    """Whatever a reference holds, its IRI is legal."""
    assert iri(ref) == DEFAULT_BASE + key


def test_base_of_instances_can_be_chosen_and_graphs_keep_their_own() -> None:
    """Instances follow the base; graphs have one of their own."""
    assert iri("country/UKR", "https://example.org/id/") == "https://example.org/id/country/UKR"
    assert graph_iri("article/ab12") == "https://w3id.org/newskg/graph/article/ab12"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Volodymyr Zelenskyy", "volodymyr-zelenskyy"),
        ("Lech Wałęsa", "lech-wałesa"),
        ("Andrés  Manuel", "andres-manuel"),
        ("Süddeutsche Zeitung", "suddeutsche-zeitung"),
        ("Зеленський", "зеленськии"),
        ("…", "unnamed"),
    ],
)
def test_slug(name: str, key: str) -> None:
    """A key is lower case and loses the marks of letters that decompose; it is never empty."""
    assert slug(name) == key
