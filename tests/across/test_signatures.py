"""Copies: cut, reordered and lightly edited texts are recognised, others are not."""

from __future__ import annotations

from datetime import date

from reports import OTHER, PARAGRAPHS

from kg.across.records import Imprint
from kg.across.signatures import are_copies, bands, imprint, resemblance, words_of
from kg.model import Article, Document, Skipped, Span


def _document(text: str, skipped: tuple[Skipped, ...] = ()) -> Document:
    return Document(Article("a", "a.txt", "T", text, date=date(2025, 7, 4), skipped=skipped), "en", skipped)


def _imprint(*paragraphs: str) -> Imprint:
    return imprint(_document("\n".join(paragraphs)))


def test_the_same_words_have_the_same_signature() -> None:
    """Case, punctuation and line breaks leave no trace."""
    assert (
        _imprint(*PARAGRAPHS).signature == _imprint(" ".join(PARAGRAPHS).upper().replace(",", " –")).signature
    )


def test_reordered_cut_and_edited_texts_are_copies() -> None:
    """What an editor does to an agency report."""
    whole = _imprint(*PARAGRAPHS)
    edited = (
        " ".join(PARAGRAPHS).replace("Officials", "Diplomats").replace("frank", "open").replace("badly", "")
    )
    for copy in (PARAGRAPHS[::-1], PARAGRAPHS[:3], [edited], [*PARAGRAPHS[:4], OTHER[:120]]):
        assert are_copies(whole, _imprint(*copy))
        assert are_copies(_imprint(*copy), whole)
        assert set(bands(whole.signature)) & set(bands(_imprint(*copy).signature))


def test_another_text_is_no_copy() -> None:
    """Nor is one that quotes a sentence."""
    whole = _imprint(*PARAGRAPHS)
    assert resemblance(whole.signature, _imprint(OTHER).signature) < 0.1
    assert not are_copies(whole, _imprint(OTHER))
    assert not are_copies(whole, _imprint(OTHER, OTHER.replace("school", "tax"), PARAGRAPHS[4]))


def test_short_texts_have_no_signature() -> None:
    """Twenty words are too few to say that two texts are one."""
    assert _imprint("The ministers met in the port city on Tuesday to discuss the treaty.") == Imprint()
    assert bands(b"") == []
    assert resemblance(b"", b"") == 0.0


def test_what_is_not_the_report_has_no_part() -> None:
    """The teasers of a page do not make its report another text."""
    text = "\n".join(PARAGRAPHS)
    teasers = "\nRead more\nStorm warning for the coast\nThe best fish soup of the season"
    gap = (Skipped(Span(len(text), len(text) + len(teasers)), "teaser"),)
    assert imprint(_document(text + teasers, gap)).signature == _imprint(*PARAGRAPHS).signature
    assert "soup" not in words_of(_document(text + teasers, gap))


def test_a_form_filled_in_again_is_no_copy() -> None:
    """The same words with other numbers are another day's report; edited lightly, a report keeps them."""
    form = (
        "Stocks closed higher on the Ostmark exchange as investors bought banks. The index rose {} points "
        "to {}, its best finish in {} weeks, with {} shares gaining and {} losing. Turnover came to {} "
        "million crowns. Brokers said that the market would now wait for figures on inflation, which are "
        "due on Friday."
    )
    monday = form.format(17, "3,404", 5, 81, 32, 640)
    tuesday = form.format(9, "3,413", 6, 70, 41, 588)
    assert resemblance(_imprint(monday).signature, _imprint(tuesday).signature) > 0.5
    assert not are_copies(_imprint(monday), _imprint(tuesday))
    assert are_copies(_imprint(monday), _imprint(monday.replace("Brokers", "Traders").replace("81", "82")))
