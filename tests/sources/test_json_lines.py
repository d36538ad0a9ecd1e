"""JSON lines and JSON documents."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article
from kg.sources import read_articles
from kg.sources.json_lines import read_json_lines
from kg.sources.records import MAX_ARTICLE, Place

LINE = {
    "id": "r-1",
    "title": "Talks",
    "text": "They met.",
    "date": "2025-07-04",
    "lang": "en",
    "url": "https://example.org/1",
}


def test_a_line_becomes_an_article_with_all_its_fields(gather):
    """Fields are taken as they stand."""
    record = {**LINE, "publisher": "Desk", "authors": ["Ann Lee", "Bo Ek"]}
    (article,), problems = gather({"a.jsonl": json.dumps(record)})
    assert not problems
    assert article == Article(
        id="r-1",
        source="a.jsonl:1",
        title="Talks",
        text="They met.",
        lang="en",
        date=date(2025, 7, 4),
        url="https://example.org/1",
        publisher="Desk",
        authors=("Ann Lee", "Bo Ek"),
    )


def test_a_record_without_an_id_is_named_after_its_line(gather):
    """The id is the file and the line."""
    articles, _ = gather({"in/a.jsonl": '{"text": "One."}\n\n{"text": "Two."}\n'}, "in")
    assert [a.id for a in articles] == ["a.jsonl#1", "a.jsonl#3"]


def test_a_broken_line_is_reported_with_its_column_and_the_others_are_read(gather):
    """file:line:column."""
    articles, problems = gather({"a.jsonl": '{"text": "One."}\n{"text" "Two."}\n{"text": "Three."}\n'})
    assert [a.text for a in articles] == ["One.", "Three."]
    assert problems[0].startswith("a.jsonl:2:9: not valid JSON")
    assert "Mend this line or delete it" in problems[0]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("[1, 2", "not valid JSON"),
        ('"text"', "holds text, not an object"),
        ("null", "holds null"),
        ("17", "holds a number"),
        ("{}", "no field text or html (fields found: none)"),
        ('{"id": "1", "titel": "x"}', "fields found: id, titel"),
        ('{"text": 5}', "field text is a number, not text"),
        ('{"text": ["a"]}', "field text is a list"),
        ('{"text": "  "}', "field text is empty"),
        ('{"html": 1}', "field html must be text"),
        ('{"text": "x"} trailing', "not valid JSON"),
        ("{" * 100_000, "not valid JSON"),
        ("[" * 100_000, "JSON"),
        ('{"id": ' + "1" * 5000 + ', "text": "x"}', "not valid JSON"),
    ],
)
def test_what_is_no_article_is_explained_and_skipped(gather, line: str, says: str):
    """Wrong types, missing fields, hostile nesting: one line each, and reading goes on."""
    articles, problems = gather({"a.jsonl": f'{{"text": "First."}}\n{line}\n{{"text": "Last."}}\n'})
    assert [a.text for a in articles] == ["First.", "Last."]
    assert len(problems) == 1
    assert problems[0].startswith("a.jsonl:2")
    assert says in problems[0]
    assert problems[0].isprintable()


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({"date": "2025-02-30"}, "field date: 2025-02-30 is not a day of the calendar"),
        ({"date": "13/12/11"}, "field date: 13/12/11 is not understood"),
        ({"date": "9999-12-31"}, "not credible"),
        ({"date": "0000-00-00"}, "not a day"),
        ({"date": ["2025"]}, "field date is a list"),
        ({"url": "javascript:alert(1)"}, "not a web address"),
        ({"url": "file:///etc/passwd"}, "not a web address"),
        ({"lang": 7}, "field lang is a number"),
        ({"title": {"a": 1}}, "field title is an object"),
        ({"authors": [1, "Ann"]}, "not names"),
        ({"id": ["x"]}, "field id is neither"),
    ],
)
def test_a_field_that_cannot_be_used_is_a_warning_and_the_article_is_read(
    gather, fields: dict[str, object], warning: str
):
    """Only the text is indispensable."""
    (article,), problems = gather({"a.jsonl": json.dumps({"text": "They met.", **fields})})
    assert not problems
    assert len(article.warnings) == 1
    assert warning in article.warnings[0]
    assert article.date is None
    assert article.url is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-07-04", date(2025, 7, 4)),
        ("2025-07-04T23:30:00+02:00", date(2025, 7, 4)),
        ("2024-04-22 15:26:46.863186+00:00", date(2024, 4, 22)),
        ("20250704", date(2025, 7, 4)),
        ("4.7.2025", date(2025, 7, 4)),
        ("2025/07/04", date(2025, 7, 4)),
        ("Fri, 04 Jul 2025 10:00:00 GMT", date(2025, 7, 4)),
        (1751623200, date(2025, 7, 4)),
        (1751623200000, date(2025, 7, 4)),
        ("", None),
        (None, None),
    ],
)
def test_the_usual_ways_of_writing_a_date_are_read(gather, written: object, day: date | None):
    """The day is the one that stands there, in its own time zone."""
    (article,), _ = gather({"a.jsonl": json.dumps({"text": "They met.", "date": written})})
    assert article.date == day
    assert not article.warnings


def test_an_unknown_language_code_is_kept(gather):
    """The pipeline says that it does not know it."""
    (article,), _ = gather({"a.jsonl": '{"text": "x.", "lang": "tlh"}'})
    assert article.lang == "tlh"


@pytest.mark.parametrize(
    ("written", "code"), [("de-AT", "de"), ("EN_gb", "en"), ("uk", "uk"), ("German", "German")]
)
def test_a_language_code_loses_its_region(gather, written: str, code: str):
    """Lexicons are by language."""
    (article,), _ = gather({"a.jsonl": json.dumps({"text": "x.", "lang": written})})
    assert article.lang == code


def test_half_surrogate_pairs_are_replaced_one_for_one(gather):
    """No encoding can write them; offsets stay as they were."""
    (article,), _ = gather({"a.jsonl": '{"id": "a\\uD800", "text": "x\\ud800y \\ud83d\\ude00"}'})
    assert article.id == "a\ufffd"
    assert article.text == "x\ufffdy 😀"
    assert "surrogate" in article.warnings[0]


def test_two_articles_with_one_id_stay_two(gather):
    """The second carries a warning; their sources differ."""
    articles, _ = gather({"a.jsonl": '{"id": "1", "text": "One."}\n{"id": "1", "text": "Two."}\n'})
    assert [a.source for a in articles] == ["a.jsonl:1", "a.jsonl:2"]
    assert not articles[0].warnings
    assert "used before" in articles[1].warnings[0]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(gather, ending: str):
    """Old Mac files end lines with a lone CR."""
    content = ending.join(['{"text": "One."}', '{"text": "Two."}', ""])
    articles, problems = gather({"a.jsonl": content.encode()})
    assert [a.text for a in articles] == ["One.", "Two."]
    assert not problems


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_marked_and_wide_encodings_are_read(gather, encoding: str):
    """Byte order marks and UTF-16."""
    content = '{"id": "1", "text": "Grüße"}\n{"id": "2", "text": "Привіт"}\n'.encode(encoding)
    if encoding == "utf-16-le":
        content = b"\xff\xfe" + content
    articles, problems = gather({"a.jsonl": content})
    assert [a.text for a in articles] == ["Grüße", "Привіт"]
    assert not problems


def test_a_line_in_a_legacy_encoding_is_read_with_a_warning(gather):
    """A file may mix encodings; each line is looked at by itself."""
    bad = '{"text": "Die Präsidentin übergab die Schlüssel an die Außenministerin."}'.encode("cp1252")
    articles, _ = gather({"a.jsonl": b'{"text": "Gr\xc3\xbc\xc3\x9fe"}\n' + bad})
    assert articles[1].text == "Die Präsidentin übergab die Schlüssel an die Außenministerin."
    assert "not UTF-8" in articles[1].warnings[0]


def test_a_line_beyond_the_limit_is_skipped(gather):
    """The memory that one line may take is bounded."""
    big = json.dumps({"text": "x" * (MAX_ARTICLE + 1)})
    articles, problems = gather({"a.jsonl": f'{{"text": "One."}}\n{big}\n{{"text": "Two."}}\n'})
    assert [a.text for a in articles] == ["One.", "Two."]
    assert "a.jsonl:2: line longer than 20 MB" in problems[0]


def test_lines_are_streamed():
    """The first article comes before the file has been read to its end."""

    class Endless(io.BytesIO):
        """A file that never ends."""

        def readline(self, limit: int | None = -1, /) -> bytes:
            return b'{"text": "Again."}\n'

    items = read_json_lines(Place("endless", "endless"), Endless())
    assert [next(items).source for _ in range(3)] == ["endless:1", "endless:2", "endless:3"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", '[{"id": "1", "text": "One."}, {"id": "2", "text": "Two."}]'),
        ("a.jsonl", '[{"id": "1", "text": "One."},\n {"id": "2", "text": "Two."}]'),
        ("a.json", '{"articles": [{"id": "1", "text": "One."}, {"id": "2", "text": "Two."}]}'),
        ("a.json", '{"id": "1", "text": "One."}\n{"id": "2", "text": "Two."}\n'),
    ],
)
def test_lists_and_lines_are_recognised_under_either_suffix(gather, name: str, content: str):
    """A list in a .jsonl file and lines in a .json file are common mistakes."""
    articles, problems = gather({name: content})
    assert [a.id for a in articles] == ["1", "2"]
    assert not problems


def test_a_json_document_may_be_one_object(gather):
    """Its id is the file's name."""
    (article,), _ = gather({"a.json": '{\n "text": "One."\n}'})
    assert article.id == "a.json"


def test_a_broken_json_document_names_line_and_column(gather):
    """file:line:column."""
    _, problems = gather({"a.json": '{\n "text": "One.",\n}'})
    assert problems[0].startswith("a.json:3:1: not valid JSON")


def test_other_names_of_fields_are_understood(gather):
    """headline, datePublished, link and the rest of what archives write."""
    record = {
        "headline": "Talks",
        "articleBody": "They met.",
        "datePublished": "2025-07-04T10:00:00Z",
        "link": "http://example.org",
        "publisher": {"name": "The Desk"},
    }
    (article,), _ = gather({"a.jsonl": json.dumps(record)})
    assert (article.title, article.text, article.date) == ("Talks", "They met.", date(2025, 7, 4))
    assert (article.url, article.publisher) == ("http://example.org", "The Desk")


def test_the_field_html_is_cleaned_and_the_record_wins_over_the_page(gather):
    """The record's own date stands."""
    page = (
        "<html lang='en'><title>Page</title><p>The ministers met on Monday in the old town hall.</p></html>"
    )
    record = {"id": "7", "title": "Record", "html": page, "date": "2025-07-04"}
    (article,), _ = gather({"a.jsonl": json.dumps(record)})
    assert article.title == "Record"
    assert article.lang == "en"
    assert article.date == date(2025, 7, 4)
    assert article.text == "The ministers met on Monday in the old town hall."


TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXT, min_size=1, max_size=5), ascii_only=st.booleans())
def test_a_text_comes_back_unchanged(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], ascii_only: bool
):
    """Offsets index the field, so not one character may change."""
    path = tmp_path_factory.mktemp("round") / "a.jsonl"
    path.write_text(
        "".join(json.dumps({"text": t}, ensure_ascii=ascii_only) + "\n" for t in texts),
        encoding="utf-8",
        newline="",
    )
    assert [a.text for a in read_articles([str(path)]) if isinstance(a, Article)] == texts


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=300))
@pytest.mark.parametrize("suffix", ["jsonl", "json", "csv", "txt", "html", "xml", "txt.gz"])
def test_no_bytes_whatever_raise_an_error(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, content: bytes
):
    """Every input gives articles or one-line messages."""
    path = tmp_path_factory.mktemp("any") / f"a.{suffix}"
    path.write_bytes(content)
    for item in read_articles([str(path)]):
        if not isinstance(item, Article):
            assert item.message.isprintable()
