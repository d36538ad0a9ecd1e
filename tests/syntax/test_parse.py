"""Clauses and parties of a sentence: where a clause goes on, what marks a party, whom a noun stands for."""

from __future__ import annotations

from datetime import date

import pytest

from kg.extractors import Context
from kg.model import Article
from kg.ontology import Lexicon
from kg.pipeline import Reader
from kg.syntax import Parsed, Party, parse
from kg.text import segment


def _parse(reader: Reader, text: str, lang: str) -> Parsed:
    article = Article("a", "a.txt", "", text, lang=lang, date=date(2025, 7, 17))
    document = reader.read(article)
    language = reader.lexicon.languages[lang]
    parts = segment(article, language, reader.lexicon.matcher(lang))
    (parsed,) = parse(document, Context(reader.lexicon, language, parts.matches))
    return parsed


def _party(parsed: Parsed, key: str) -> Party:
    return next(p for p in parsed.parties if p.ref.endswith(f"/{key}"))


@pytest.mark.parametrize(
    ("lang", "text", "key", "mark", "attribute"),
    [
        ("de", "Am Montag berieten die Außenminister der Europäischen Union.", "european-union", None, None),
        ("de", "Die Regierung Israels lehnte den Plan ab.", "ISR", None, None),
        (
            "de",
            "Trump sprach über den Erfolg seines Kandidaten Nawrocki.",
            "karol-nawrocki",
            "über",
            "genitive",
        ),
        ("de", "Bei einem Luftangriff wurde Merz verletzt.", "friedrich-merz", None, None),
        ("en", "The army of Israel shelled Lebanon.", "ISR", None, None),
        ("uk", "Завершився візит Зеленського.", "volodymyr-zelenskyy", None, "genitive"),
    ],
)
def test_how_a_party_is_marked(
    reader: Reader, lang: str, text: str, key: str, mark: str | None, attribute: str | None
) -> None:
    """A noun for those who act lets its country act; other genitives stay genitives."""
    party = _party(_parse(reader, text, lang), key)
    assert (party.mark, party.attribute) == (mark, attribute)


@pytest.mark.parametrize(
    ("lang", "text", "key", "oblique"),
    [
        ("de", "Den Iran kritisierte Merz.", "IRN", True),
        ("de", "Der Iran kritisierte Merz.", "IRN", False),
        ("uk", "Зеленського прийняв у Берліні Фрідріх Мерц.", "volodymyr-zelenskyy", True),
        ("uk", "Зеленського прийняв у Берліні Фрідріх Мерц.", "friedrich-merz", False),
        ("pl", "Ukrainę zaatakowała w nocy Rosja.", "UKR", True),
        ("ru", "Украину атаковала ночью Россия.", "RUS", False),
    ],
)
def test_the_form_of_a_party_shows_that_it_is_no_subject(
    reader: Reader, lang: str, text: str, key: str, oblique: bool
) -> None:
    """Articles in German and endings in Slavic languages tell object from subject."""
    assert _party(_parse(reader, text, lang), key).oblique is oblique


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("Er sagte, dass die USA, wenn es dazu kommt, Israel unterstützen.", ("USA", "ISR"), None),
        ("Merz – er regiert seit Mai – traf Macron.", ("friedrich-merz", "emmanuel-macron"), None),
        ("Als Merz ankam, sprach Macron.", ("emmanuel-macron",), "friedrich-merz"),
    ],
)
def test_a_clause_goes_on_behind_what_is_put_into_it(
    reader: Reader, text: str, inside: tuple[str, ...], outside: str | None
) -> None:
    """The parties of one clause stay together, those of another stay apart."""
    parsed = _parse(reader, text, "de")
    clauses = {_party(parsed, key).clause for key in inside}
    assert len(clauses) == 1
    assert outside is None or _party(parsed, outside).clause not in clauses


def test_no_clause_opens_with_als_before_a_bare_noun(reader: Reader) -> None:
    """*Als Reaktion auf …* is no subordinate clause: it ends in no verb."""
    parsed = _parse(reader, "Als Reaktion auf die Gewalt in Syrien berieten die Minister.", "de")
    assert {c.opener for c in parsed.clauses} == {None}


def test_a_verb_in_the_plural_makes_sie_they(reader: Reader) -> None:
    """*Nun fordern sie …* does not mean the woman of the sentence before."""
    article = Article("a", "a.txt", "", "Merkel kam. Nun fordern sie Reformen.", lang="de")
    document = reader.read(article)
    language = reader.lexicon.languages["de"]
    parts = segment(article, language, reader.lexicon.matcher("de"))
    _, second = parse(document, Context(reader.lexicon, language, parts.matches))
    assert second.parties == ()


def test_separated_particles_are_no_verbs(reader: Reader) -> None:
    """In *rief … an* the verb is *rief*."""
    parsed = _parse(reader, "Merz rief am Montag Macron an.", "de")
    assert {parsed.sentence.words[i] for i in parsed.verbs} == {"rief"}


def test_every_language_knows_how_its_subject_looks(lexicon: Lexicon) -> None:
    """Where no article marks the case, the ending does."""
    assert {code for code, language in lexicon.languages.items() if language.marks_case} == {"pl", "ru", "uk"}
