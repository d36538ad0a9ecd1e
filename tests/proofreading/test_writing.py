"""Mistakes in the files of a lexicon: each is found, with file and line, and the message says what to do."""

from __future__ import annotations

import pytest

from kg.errors import OntologyError
from kg.proofreading.files import LexiconFile
from kg.proofreading.writing import check_file, check_together
from kg.vocab import KG, prefixes

HEAD = "\n".join(f"@prefix {name}: <{iri}> ." for name, iri in sorted(prefixes().items())) + "\n"
LINES = HEAD.count("\n")
LANGUAGES = ("aa", "bb")


def lexicon_file(text: str, name: str = "entities/words.aa.ttl", head: str = HEAD) -> LexiconFile:
    """Return a file with the usual prefixes."""
    return LexiconFile(name, head + text)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('country:A kg:metonym "x"@aa .\ncountry:A kg:adjective "y"@aa .', 2, "has a block already in line"),
        (
            'country:B kg:metonym "x"@aa .\ncountry:A kg:metonym "y"@aa .',
            2,
            "country:A stands after country:B",
        ),
        ('country:A kg:metonym "x" .', 1, "'x' has no language tag"),
        ('country:A kg:metonym "x"@zz .', 1, "'x' has the language 'zz', which kg does not know"),
        ('country:A kg:metonym "x"@bb .', 1, "'x'@bb stands in a file of aa: move it"),
        ('country:A kg:adjective "…"@aa .', 1, "the pattern '…' stands for no words"),
        (f'country:A kg:adjective "{" ".join(["a|b|c|d|e"] * 5)}"@aa .', 1, "split it into several"),
    ],
)
def test_a_mistake_in_one_file(text: str, line: int, message: str) -> None:
    """File, line and what is wrong."""
    (fault,) = check_file(lexicon_file(text), LANGUAGES)
    assert fault.where == f"entities/words.aa.ttl:{LINES + line}"
    assert message in fault.message


@pytest.mark.parametrize(
    "text",
    [
        'country:A kg:metonym "x"@mul .\n# ---- More ----\ncountry:A2 kg:metonym "y"@aa .',
        'person:b kg:surname "B"@aa .\ntenure:a-1 kg:verification "verified" .\nperson:c kg:surname "C"@aa .',
        'cue:meet-aa kg:word "m"@aa .\ncue:meet-future-aa kg:word "n"@aa .',
    ],
)
def test_what_is_no_mistake(text: str) -> None:
    """A heading begins anew, a tenure follows its person, the language of a key does not count."""
    assert check_file(lexicon_file(text), LANGUAGES) == []


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("@prefix kg: <https://example.org/> .\n", "prefix kg: means something else here"),
        ("@prefix schema: <http://schema.org/> .\n", "schema.org is written with https"),
        ("@prefix foo: <https://example.org/> .\n", "README.md lists the prefixes"),
    ],
)
def test_prefixes_are_the_usual_ones(head: str, message: str) -> None:
    """A prefix means the same in every file."""
    found = check_file(lexicon_file("", head=head), LANGUAGES)
    assert any(message in fault.message for fault in found)


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (
            "country:A a schema:Country .",
            "country:A a schema:Country .",
            "is introduced in entities/1.ttl already",
        ),
        ("country:A a schema:Country , kg:Office .", "", "is of several kinds"),
        (
            "country:A a schema:Country ;\n kg:surnme 'x'@aa .",
            "",
            "there is no kg:surnme. Did you mean kg:surname?",
        ),
        (
            "country:ABC a schema:Country .",
            "person:x schema:nationality country:ABD .",
            "Did you mean country:ABC?",
        ),
    ],
)
def test_mistakes_that_all_files_show_together(first: str, second: str, message: str) -> None:
    """One file alone may be right."""
    files = [lexicon_file(first, "entities/1.ttl"), lexicon_file(second, "entities/2.ttl")]
    (fault,) = check_together(files, [KG[name] for name in KG])
    assert message in fault.message


def test_what_is_no_turtle_says_where() -> None:
    """The name of the file and what the parser says."""
    with pytest.raises(OntologyError, match=r"entities/words\.aa\.ttl: not valid Turtle"):
        check_file(lexicon_file("country:A kg:metonym"), LANGUAGES)
