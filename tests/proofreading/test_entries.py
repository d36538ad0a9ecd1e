"""Words and entities put into files: at the right place, and nothing else changes."""

from __future__ import annotations

import pytest

from kg.errors import OntologyError
from kg.ontology import Lexicon, ontology_folder
from kg.proofreading import Addition, add_block, add_word, entity_block, home_of, tenure_block
from kg.proofreading.blocks import read_block
from kg.proofreading.files import LexiconFile, read_files

FILES = read_files(ontology_folder())


def word(lexicon: Lexicon, key: str, text: str, lang: str, **more: object) -> Addition:
    """Add a word to the lexicon that ships with kg."""
    return add_word(FILES, lexicon, key=key, text=text, lang=lang, **more)  # type: ignore[arg-type]


def new_lines(addition: Addition) -> list[str]:
    """Return the lines that the file has now and had not before; lines that vanished fail the test."""
    before, after = addition.before.text.splitlines(), addition.after.text.splitlines()
    kept = iter(after)
    assert sum(line not in after for line in before) <= 1  # at most one line became longer
    return [line for line in kept if line not in before]


@pytest.mark.parametrize(
    ("key", "text", "lang", "role", "file", "line"),
    [
        ("country:UKR", "Ucrainozza", "it", None, "entities/countries.it.ttl", ', "Ucrainozza"@it'),
        ("country:UKR", "ucrainesc*", "it", "adjective", "entities/countries.it.ttl", ', "ucrainesc*"@it ;'),
        (
            "person:angela-merkel",
            "Frau Merkel",
            "de",
            None,
            "entities/leaders-europe.ttl",
            '"Frau Merkel"@de',
        ),
        (
            "person:angela-merkel",
            "Angela Merkelowa",
            "pl",
            None,
            "entities/leaders.pl.ttl",
            '"Angela Merkelowa"@pl',
        ),
        (
            "office:president",
            "presidentissim*",
            "it",
            None,
            "entities/offices.it.ttl",
            '"presidentissim*"@it',
        ),
        ("topic:trade", "Handelszwist*", "de", "hint", "topics/triggers.de.ttl", '"Handelszwist*"@de'),
        ("cue:not-de", "mitnichten", "de", None, "cues/status.de.ttl", '"mitnichten"@de'),
        ("frame:call-de", "durchklingel*", "de", None, "events/frames.de/consult.ttl", '"durchklingel*"@de'),
    ],
)
def test_a_word_goes_into_the_file_of_its_language(
    key: str, text: str, lang: str, role: str | None, file: str, line: str, lexicon: Lexicon
) -> None:
    """The block is found, or made in the file of the language; the line number is right."""
    addition = word(lexicon, key, text, lang, role=role)
    assert addition.after.name == file
    assert any(line in one for one in new_lines(addition))
    where = addition.after.text.splitlines()[addition.line - 1]
    assert text in where or key in where


def test_nothing_else_changes(lexicon: Lexicon) -> None:
    """Taking the added characters out gives the file as it was, comments included."""
    addition = word(lexicon, "country:UKR", "Ucrainozza", "it")
    assert addition.after.text.replace(' , "Ucrainozza"@it', "") == addition.before.text
    assert len(addition.after.statements) == len(addition.before.statements) + 1


def test_a_new_block_stands_in_alphabetical_order(lexicon: Lexicon) -> None:
    """Between its neighbours, with an empty line on both sides."""
    addition = word(lexicon, "person:emmanuel-macron", "Emanuel Macron", "pl")
    keys = [key for key, _ in addition.after.blocks]
    assert keys == sorted(keys)
    assert (
        '\n\nperson:emmanuel-macron\n    skos:altLabel "Emanuel Macron"@pl .\n\nperson:'
        in addition.after.text
    )


@pytest.mark.parametrize(
    ("key", "text", "lang", "role", "message"),
    [
        ("person:emanuel-macron", "X", "de", None, "Did you mean person:emmanuel-macron"),
        ("planet:mars", "Mars", "de", None, "is no key"),
        ("country:UKR", "Ukraine", "de", None, "is there already"),
        ("country:UKR", "Polen", "de", None, "is a name of country:POL already"),
        ("country:UKR", "Ukraine", "xx", None, "no language 'xx'"),
        ("country:UKR", "Ukraine", "de", "verb", "a word of country: can be name, adjective"),
        ("country:UKR", " ", "de", None, "must be words on one line"),
        ("country:UKR", "a\nb", "de", None, "must be words on one line"),
        ("country:UKR", "…", "de", "adjective", "stands for no words"),
    ],
)
def test_what_may_not_be_added(
    key: str, text: str, lang: str, role: str | None, message: str, lexicon: Lexicon
) -> None:
    """The message says what to do instead."""
    with pytest.raises(OntologyError) as raised:
        word(lexicon, key, text, lang, role=role)
    assert message in str(raised.value)


def test_a_shared_name_must_be_asked_for(lexicon: Lexicon) -> None:
    """*Congo* may name two countries."""
    addition = word(lexicon, "country:UKR", "Polen", "de", shared=True)
    assert '"Polen"@de' in "".join(new_lines(addition))


def test_quotation_marks_in_a_word(lexicon: Lexicon) -> None:
    """A word with marks and backslashes is written so that Turtle reads it back."""
    addition = word(lexicon, "organisation:al-ahram", 'Al-"Ahram\\', "de")
    assert 'Al-"Ahram\\' in {one.value for one in addition.after.statements}


def test_a_new_person_with_an_office() -> None:
    """The tenure stands right behind the person, unverified."""
    lines = entity_block("person:ana-sol", "Ana Sol", "ESP", None) + tenure_block(
        "person:ana-sol", "health-minister", "ESP", "2025-03-01", "own knowledge"
    )
    addition = add_block(FILES, home_of(FILES, "person", "ESP", None), lines)
    keys = [key for key, _ in addition.after.blocks]
    at = keys.index("person:ana-sol")
    assert keys[at + 1] == "tenure:ana-sol-2025-health-minister"
    assert keys[at - 1] < "person:ana-sol" or keys[at - 1].startswith("tenure:")
    with pytest.raises(OntologyError, match="is there already"):
        add_block([addition.after], addition.after.name, lines)
    with pytest.raises(OntologyError, match=r"Did you mean entities/leaders-europe\.ttl"):
        add_block(FILES, "entities/leader-europe.ttl", lines)


PLAIN = """# above
a:b a c:d ;  # a "comment" ; with . marks
    e:f "x ; y . \\" # no comment"@de , "z"@en ;
    g:h true , 2.5 , <http://x.org/a#b> .
"""


def test_a_block_is_read_with_comments_and_marks_in_texts() -> None:
    """What looks like punctuation inside texts, comments and addresses is none."""
    block = read_block(PLAIN, PLAIN.index("a:b"))
    assert [(name, len(found)) for name, found in block.objects] == [("a", 1), ("e:f", 2), ("g:h", 3)]
    assert PLAIN[block.end - 1 :] == ".\n"
    de = block.place_for("e:f", "de")
    assert de is not None and PLAIN[:de].endswith('no comment"@de')


@pytest.mark.parametrize("text", ["a:b c:d [ e:f 1 ] .", "a:b c:d 1 ;", "a:b .", "a:b c:d ( 1 ) ."])
def test_what_is_no_plain_block_is_refused(text: str) -> None:
    """Rather no change than a wrong one."""
    with pytest.raises(OntologyError, match="add the word by hand"):
        read_block(text, 0)


def test_every_block_of_the_lexicon_can_be_read() -> None:
    """No file uses what the reader of blocks refuses."""
    import re

    for file in FILES:
        for found in re.finditer(r"^[a-z]+:[\w-]+(?=\s)", file.text, re.M):
            block = read_block(file.text, found.start())
            assert file.text[block.end :].partition("\n")[0].strip().startswith(("#", "")), (
                file.name,
                found[0],
            )


def test_line_ends_stay_as_they_are(lexicon: Lexicon) -> None:
    """A file with Windows line ends keeps them."""
    file = next(one for one in FILES if one.name == "entities/leaders.pl.ttl")
    windows = LexiconFile(file.name, file.text.replace("\n", "\r\n"))
    files = [windows if one is file else one for one in FILES]
    addition = add_word(files, lexicon, key="person:emmanuel-macron", text="Emanuel Macron", lang="pl")
    assert addition.after.text.count("\r\n") == addition.after.text.count("\n")
