"""CSV and TSV files."""

from __future__ import annotations

from datetime import date

import pytest


def test_the_header_names_the_fields_and_a_text_keeps_its_line_breaks(gather):
    """Quoted cells may hold commas, quotation marks and line breaks."""
    content = 'ID,Title,Text,Date,lang\n1,"A, b","He said ""yes"".\nThen he left.",2025-07-04,en\n'
    (article,), problems = gather({"a.csv": content})
    assert not problems
    assert (article.id, article.title, article.date, article.lang) == ("1", "A, b", date(2025, 7, 4), "en")
    assert article.text == 'He said "yes".\nThen he left.'
    assert article.source == "a.csv:2"


@pytest.mark.parametrize(
    ("name", "separator"), [("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t"), ("a.csv", ",")]
)
def test_the_separator_is_recognised(gather, name: str, separator: str):
    """Spreadsheets of many countries write semicolons."""
    articles, _ = gather({name: f"id{separator}text\n1{separator}They met.\n"})
    assert [(a.id, a.text) for a in articles] == [("1", "They met.")]


def test_a_row_of_the_wrong_length_is_reported_with_its_line(gather):
    """The others are read."""
    articles, problems = gather({"a.csv": "id,title,text\n1,T,One.\n2,Two.\n3,T,Three.\n"})
    assert [a.id for a in articles] == ["1", "3"]
    assert problems == ["a.csv:3: 2 cells where the header has 3. Check quotation marks"]


@pytest.mark.parametrize(
    ("content", "says"),
    [("", "empty file"), ("id,title\n1,T\n", "no column text or html"), ("id,text\n1,\n", "no field text")],
)
def test_a_table_without_texts_is_explained(gather, content: str, says: str):
    """The message names the columns that were found."""
    articles, problems = gather({"a.csv": content})
    assert not articles
    assert says in problems[0]


def test_a_cell_may_be_longer_than_the_csv_module_allows(gather):
    """Its default of 131,072 characters is less than a long report."""
    articles, _ = gather({"a.csv": "id,text\n1," + "word " * 40_000 + "\n"})
    assert len(articles[0].text) == 200_000


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_tables_of_spreadsheets_are_decoded(gather, encoding: str):
    """Byte order marks, UTF-16, legacy encodings."""
    text = "Die Präsidentin übergab die Schlüssel an die Außenministerin."
    articles, problems = gather({"a.csv": f"id,text\n1,{text}\n".encode(encoding)})
    assert not problems
    assert articles[0].text == text
