"""Sentences, quoted passages, languages, and what is not the report."""

from __future__ import annotations

import pytest

from kg.model import Article
from kg.ontology import Lexicon
from kg.text import identify_language, quoted_passages, segment


def sentences(lexicon: Lexicon, text: str, lang: str = "de") -> list[str]:
    """Return the sentences of a text as strings."""
    article = Article(id="t", source="t", title="", text=text)
    parts = segment(article, lexicon.languages[lang], lexicon.matcher(lang))
    return [article.slice(s.span) for s in parts.sentences]


@pytest.mark.parametrize(
    ("lang", "text", "count"),
    [
        ("de", "Am 4. Juli sprachen sie. Danach reiste er ab.", 2),
        ("de", "Das kostet 20. Das ist viel.", 2),
        ("de", "Dr. Weber kam z.B. am Montag. Er blieb.", 2),
        ("de", "„Wir kommen.“ Das sagte sie.", 2),
        ("de", "„Kommt ihr?“, fragte er.", 1),
        ("de", "Präsident George W. Bush kam. Er ging.", 2),
        ("en", "The U.S. agreed. It signed.", 2),
        ("en", "Mr. Smith paid 3.5 million. He left!", 2),
        ("de", "Erste Zeile ohne Punkt\nZweite Zeile.", 2),
    ],
)
def test_sentence_boundaries(lexicon: Lexicon, lang: str, text: str, count: int) -> None:
    """Abbreviations, ordinals and initials do not end a sentence; line breaks do."""
    assert len(sentences(lexicon, text, lang)) == count


def test_wrapped_lines_do_not_end_a_sentence(lexicon: Lexicon) -> None:
    """In a text wrapped at a fixed width only a blank line ends a paragraph."""
    line = "Die Delegationen sprachen lange über die Lage an der Grenze und"
    text = f"{line}\n{line}\nkamen nicht weiter.\n\n{line}\n{line}\n{line}\nvertagten sich."
    assert len(sentences(lexicon, text)) == 2


@pytest.mark.parametrize(
    ("lang", "text", "inner"),
    [
        ("de", "Er sagte: „Wir sind bereit.“ Dann ging er.", ["Wir sind bereit."]),
        ("de", "Er nannte es 'sehr wichtig' und ging.", ["sehr wichtig"]),
        ("de", "Sie sprach von »großem Glück« heute.", ["großem Glück"]),
        ("en", "“We don’t know,” she said.", ["We don’t know,"]),
        ("en", "It's Trump's plan, isn't it?", []),
        ("fr", "« Nous sommes prêts », a-t-il dit.", ["Nous sommes prêts"]),
        ("de", 'Er sagte "Ja" und "Nein".', ["Ja", "Nein"]),
        ("de", "Ein „nie geschlossenes Zitat bleibt ohne Ende", []),
        ("de", "„Er sagte: ‚Komm!‘ und ging“, schrieb sie.", ["Er sagte: ‚Komm!‘ und ging"]),
    ],
)
def test_quoted_passages(lexicon: Lexicon, lang: str, text: str, inner: list[str]) -> None:
    """Marks of every style pair up; apostrophes and unpaired marks do not."""
    language = lexicon.languages[lang]
    assert [text[q.inner.start : q.inner.end] for q in quoted_passages(text, "text", language)] == inner


def test_quotes_over_paragraphs(lexicon: Lexicon) -> None:
    """Speech that opens again in the next paragraph was not closed in the first."""
    text = "„Wir bleiben hier.\n„Und wir gehen nicht“, sagte sie."
    found = quoted_passages(text, "text", lexicon.languages["de"])
    assert [text[q.inner.start : q.inner.end] for q in found] == ["Wir bleiben hier.", "Und wir gehen nicht"]


def test_many_unclosed_marks_are_read_in_one_pass(lexicon: Lexicon) -> None:
    """A hundred thousand opening marks yield nothing, and do not multiply the work."""
    assert quoted_passages("„" * 100_000, "text", lexicon.languages["de"]) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Der Minister hat am Freitag mit der Kollegin gesprochen und ist dann nach Hause gefahren.", "de"),
        ("The minister spoke with his colleague on Friday and then he went home to his family.", "en"),
        (
            "Le ministre a parlé avec sa collègue vendredi et il est ensuite rentré chez lui dans la soirée.",
            "fr",
        ),
        ("Macron met Scholz in Paris.", "en"),
        ("Merz traf Macron.", "de"),
        ("Meloni ha incontrato Macron a Roma", "it"),
        ("Macron, Scholz", None),
    ],
)
def test_language_is_recognised(lexicon: Lexicon, text: str, code: str | None) -> None:
    """A sentence is enough to tell the languages of the lexicon apart."""
    assert identify_language(Article(id="t", source="t", title="", text=text), lexicon) == code


def test_declared_language_is_believed(lexicon: Lexicon) -> None:
    """`de-AT` means German."""
    assert identify_language(Article(id="t", source="t", title="", text="x", lang="de-AT"), lexicon) == "de"


def test_text_without_known_words_has_no_language(lexicon: Lexicon) -> None:
    """Nothing is guessed where nothing speaks for a language."""
    text = "zzzz qqqq xxxx wwww vvvv " * 20
    assert identify_language(Article(id="t", source="t", title="", text=text), lexicon) is None


def test_teaser_block_is_marked_with_its_lines(lexicon: Lexicon) -> None:
    """`Lesen Sie auch` and the headlines below it are skipped, the report is not."""
    text = (
        "Merz reiste am Freitag nach Paris.\nLesen Sie auch\n- Putin droht dem Westen\n- Neuer Ärger um Zölle"
    )
    article = Article(id="t", source="t", title="", text=text)
    parts = segment(article, lexicon.languages["de"], lexicon.matcher("de"))
    assert [(s.why, article.slice(s.span)) for s in parts.skipped] == [
        ("teaser", text[text.index("Lesen") :])
    ]
    assert [article.slice(s.span) for s in parts.sentences] == ["Merz reiste am Freitag nach Paris."]
