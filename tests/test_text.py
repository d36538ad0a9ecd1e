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


@pytest.mark.parametrize(
    ("language", "line", "why"),
    [
        ("en", "Reporting by Ann Lee in Paris, additional reporting by Bo Ek, writing by Cy Day", "credit"),
        ("en", "Share", "boilerplate"),
        ("en", "We want to keep you informed, so bookmark our homepage and sign up for our newsletters.",
         "newsletter"),
        ("en", "Got a story? Get in touch with our news team at news@example.org.", "boilerplate"),
        ("en", "Share prices fell on Monday after the central bank had raised its key rate.", None),
        ("en", "Updated figures show that exports to the United States fell by a tenth in June.", None),
        ("en", "The commission said that the cookie rules were to change by July.", None),
        ("de", "Dieses Thema im Programm: Nachrichten am Abend, 4. Juli, 18 Uhr", "boilerplate"),
        ("de", "Werbung für Tabak soll nach dem Willen der Regierung bald verboten werden.", None),
        ("de", "Anzeige", "boilerplate"),
        ("de", "Lesetipp: Was bedeutet das neue Abkommen für die Bauern an der Grenze?", "teaser"),
        ("ru", "Подробнее: почему министры двух стран спорят о границе уже десять лет?", "teaser"),
        ("de", "Reuters berichtete am Montag von Gesprächen der beiden Außenminister.", None),
        ("es", "Además, el ministro pidió a los socios que apoyaran el acuerdo con Ucrania.", None),
        ("es", "Lea también", "teaser"),
        ("fr", "La suite est réservée aux abonnés. Déjà abonné ? Se connecter", "boilerplate"),
        ("fr", "Photo de famille à Paris : les ministres ont posé avant de reprendre leurs travaux.", None),
        ("it", "Pubblicità ingannevole: il ministero ha multato tre imprese per i loro annunci.", None),
        ("pl", "Aktualizacja prawa azylowego wejdzie w życie w lipcu, jak zapowiedział minister.", None),
        ("uk", "Коментарі президента пролунали після зустрічі з канцлером у Берліні.", None),
        ("ru", "Подписка на акции банка началась в понедельник в Москве и Лондоне.", None),
        ("ru", "Принять закон депутаты намерены до конца июля этого года.", None),
    ],
)  # fmt: skip
def test_one_word_makes_no_label_of_a_whole_sentence(
    lexicon: Lexicon, language: str, line: str, why: str | None
) -> None:
    """Labels are short; what is said in a sentence is the report."""
    article = Article(id="t", source="t", title="", text=f"{line}\n\n{line[::-1]}", lang=language)
    parts = segment(article, lexicon.languages[language], lexicon.matcher(language))
    assert [s.why for s in parts.skipped if s.span.start == 0] == ([why] if why else [])


def test_a_long_paragraph_about_data_protection_is_the_report(lexicon: Lexicon) -> None:
    """Only where cues stand close together are they a consent dialog."""
    long = (
        "Die Behörde für Datenschutz prüft, ob die Plattform zu viele Angaben sammelt. " + "Sie wartet. " * 30
    )
    dialog = (
        "Wir verwenden Cookies. Mit Ihrer Einwilligung, siehe Datenschutzerklärung: Alle akzeptieren. " * 4
    )
    for text, whys in ((long, []), (dialog, ["boilerplate"])):
        article = Article(id="t", source="t", title="", text=text, lang="de")
        parts = segment(article, lexicon.languages["de"], lexicon.matcher("de"))
        assert [s.why for s in parts.skipped] == whys
