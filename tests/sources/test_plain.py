"""Text and Markdown files."""

from __future__ import annotations

from datetime import date

import pytest

BODY = "The ministers met on Monday.\n\nThey will meet again."


def test_the_first_line_is_the_title_and_the_rest_the_body(gather):
    """Blank lines between them belong to neither."""
    (article,), _ = gather({"a.txt": f"Talks resume\n\n\n{BODY}\n"})
    assert article.title == "Talks resume"
    assert article.text == BODY + "\n"
    assert article.id == "a.txt"


HEADER = (
    "Date: 2025-07-04\nURL: https://example.org/1\nPublisher: Desk\nLanguage: en\nAuthor: Ann Lee; Bo Ek\n"
)
FRONT = (
    "date: 2025-07-04\nurl: https://example.org/1\n"
    'publisher: "Desk"\nlanguage: en\nauthors: [Ann Lee, "Bo Ek"]\n'
)


@pytest.mark.parametrize(
    "content",
    [
        f"Talks resume\n{HEADER}\n{BODY}",
        f"Title: Talks resume\n{HEADER}\n{BODY}",
        f"{HEADER}\nTalks resume\n\n{BODY}",
        f"---\ntitle: 'Talks resume'\n{FRONT}tags: [a]\n---\n\n{BODY}",
        f"# Talks resume\n{HEADER}\n{BODY}",
        f"Talks resume\n============\n{HEADER}\n{BODY}",
        f"Talks resume\nSection: Politics\n{HEADER}\n{BODY}",
        f"# Talks resume\n\n{HEADER}\n{BODY}",
    ],
)
def test_header_lines_may_stand_before_or_after_the_title(gather, content: str):
    """Key: value lines, front matter, Markdown headings."""
    (article,), problems = gather({"a.md": content})
    assert not problems
    assert article.title == "Talks resume"
    assert article.text == BODY
    assert article.date == date(2025, 7, 4)
    assert article.url == "https://example.org/1"
    assert article.publisher == "Desk"
    assert article.lang == "en"
    assert article.authors == ("Ann Lee", "Bo Ek")


def test_a_line_with_a_colon_is_no_header(gather):
    """Only known keys are."""
    (article,), _ = gather({"a.txt": "Talks resume\nBerlin: The ministers met.\nMore: later."})
    assert article.text == "Berlin: The ministers met.\nMore: later."


def test_one_pair_below_a_blank_line_is_a_sentence(gather):
    """A header there has two known keys, and nothing else in its paragraph."""
    for body in (
        "Date: a word with many meanings.\n\nMore.",
        "Author: A\nDate: 2025-07-04\nThe ministers met.",
    ):
        (article,), _ = gather({"a.txt": f"Talks resume\n\n{body}"})
        assert article.text == body


def test_a_long_first_line_is_a_paragraph(gather):
    """Then there is no title and nothing is lost."""
    text = "The ministers met again. " * 20
    (article,), _ = gather({"a.txt": f"{text}\n\nMore."})
    assert article.title == ""
    assert article.text == f"{text}\n\nMore."


def test_a_single_line_is_the_body(gather):
    """A title without a body would say nothing."""
    (article,), _ = gather({"a.txt": "The ministers met.\n"})
    assert (article.title, article.text) == ("", "The ministers met.\n")


def test_a_file_name_that_begins_with_a_date_gives_the_date(gather):
    """Unless the header has one."""
    files = {
        "2025-07-04-talks.txt": f"T\n\n{BODY}",
        "20250705_x.txt": f"T\nDate: 2025-01-01\n\n{BODY}",
        "2025-13-41.txt": BODY,
    }
    articles, _ = gather(files)
    assert [a.date for a in articles] == [date(2025, 7, 4), date(2025, 1, 1), None]


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_become_newlines(gather, ending: str):
    """Windows and old Mac files."""
    (article,), _ = gather({"a.txt": f"T\n\n{BODY}".replace("\n", ending)})
    assert article.text == BODY


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty file"),
        (b" \n\n\t", "empty file"),
        (b"abc\x00\x01\x02", "a binary file (NUL byte at offset 3)"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04....", "ZIP archive"),
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"\xff\xfe\x00\xd8a\x00", "broken UTF-16-LE at byte 2"),
        (b"\x81\x8d\x8f\x90\x9d" * 3 + b"\x01\x02\x03" * 20, "encoding at byte 0"),
    ],
)
def test_files_that_are_no_text_are_named_and_the_rest_is_read(gather, content: bytes, says: str):
    """One line: the file, the byte, what to try."""
    articles, problems = gather({"a.txt": content, "b.txt": f"T\n\n{BODY}"})
    assert len(articles) == 1
    assert len(problems) == 1
    assert problems[0].startswith("a.txt: ")
    assert says in problems[0]
    assert problems[0].isprintable()


def test_a_file_beyond_the_limit_is_refused(gather):
    """30 MB in one text file is no article."""
    articles, problems = gather({"a.txt": b"word " * 6_000_000})
    assert not articles
    assert problems[0].startswith("a.txt: larger than the limit of 20 MB. Split it into single articles")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Die Präsidentin übergab die Schlüssel. Außenminister Müller würdigte die Übergabe."),
        ("cp1251", "Президент встретился с канцлером и обсудил торговлю между двумя странами."),
        ("utf-16", "Prezydent spotkał się z kanclerzem."),
        ("utf-8-sig", "Die Präsidentin übergab die Schlüssel."),
    ],
)
def test_legacy_encodings_are_recognised(gather, encoding: str, text: str):
    """What is not UTF-8 is guessed, and the guess is told."""
    (article,), _ = gather({"a.txt": f"T\n\n{text}".encode(encoding)})
    assert article.text == text
    assert bool(article.warnings) == encoding.startswith("cp")


def test_a_broken_byte_in_utf8_is_replaced_and_told(gather):
    """One damaged letter does not lose the article, nor turn it into gibberish."""
    content = "T\n\nПрезидент встретился с канцлером.".encode()
    (article,), _ = gather({"a.txt": content[:20] + b"\xff" + content[20:]})
    assert article.text.count("\ufffd") >= 1
    assert "broken UTF-8 at byte 19" in article.warnings[0]
