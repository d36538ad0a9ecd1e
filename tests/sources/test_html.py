"""HTML pages: what they say about themselves, their body, and what is not the report."""

from __future__ import annotations

import gzip
import json
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Article
from kg.sources.html import page_article

P1 = "The foreign ministers of both countries met in the old town hall on Monday and spoke for two hours."
P2 = "They agreed to reopen the border crossing, closed since the flood, by the end of the month."
P3 = "A spokeswoman said that further talks would follow in the autumn, and that experts would prepare them."
H1 = "Ministers reopen crossing"
DATA = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "Organization", "name": "Other"},
        {
            "@type": "NewsArticle",
            "headline": "Ministers reopen crossing",
            "datePublished": "2025-07-04T22:10:00+02:00",
            "author": [{"@type": "Person", "name": "Ann Lee"}, {"name": "Bo Ek"}],
            "publisher": {"@type": "Organization", "name": "The Desk"},
        },
    ],
}


def page(body: str, head: str = "") -> str:
    """Make a page around a body."""
    head = f"<head><title>Crossing | Desk</title>{head}</head>"
    return f"<!DOCTYPE html><html lang='en-GB'>{head}<body>{body}</body></html>"


def report(extra: str = "") -> str:
    """Make the body of an ordinary page, with something added after the second paragraph."""
    paragraphs = f"<p>{P1}</p><p>{P2}</p>{extra}<p>{P3}</p>"
    return f"<nav>Home</nav><main><article><h1>{H1}</h1>{paragraphs}</article></main>"


def kept(article) -> str:
    """Return the text without what is skipped."""
    text = article.text
    for gap in reversed(article.skipped):
        text = text[: gap.span.start] + text[gap.span.end :]
    return "\n\n".join(part for part in text.split("\n\n") if part)


def test_json_ld_says_what_the_page_is(gather):
    """Title, date, authors, publisher; the address and the language from the page."""
    head = f'<script type="application/ld+json">{json.dumps(DATA)}</script>'
    head += '<link rel="canonical" href="https://example.org/1">'
    (article,), problems = gather({"a.html": page(report(), head)})
    assert not problems
    assert article.title == "Ministers reopen crossing"
    assert article.date == date(2025, 7, 4)
    assert article.authors == ("Ann Lee", "Bo Ek")
    assert (article.publisher, article.url, article.lang) == ("The Desk", "https://example.org/1", "en")
    assert article.text == f"{P1}\n\n{P2}\n\n{P3}"
    assert article.skipped == ()


@pytest.mark.parametrize(
    ("head", "title", "day"),
    [
        ('<meta property="og:title" content="From Open Graph">', "From Open Graph", None),
        ('<meta property="article:published_time" content="2025-07-04T08:00Z">', H1, date(2025, 7, 4)),
        ('<script type="application/ld+json">{broken</script>', H1, None),
        ('<meta name="date" content="2025-02-30"><time datetime="2025-03-01">', H1, date(2025, 3, 1)),
    ],
)  # fmt: skip
def test_each_field_comes_from_the_first_place_that_has_it(gather, head: str, title: str, day: date | None):
    """Open Graph, headings, meta elements; what is broken is passed over."""
    (article,), _ = gather({"a.html": page(report(), head)})
    assert (article.title, article.date) == (title, day)


def test_a_date_that_no_calendar_has_is_a_warning(gather):
    """The article is read without a date."""
    (article,), _ = gather({"a.html": page(report(), '<meta name="date" content="2025-02-30">')})
    assert article.date is None
    assert "2025-02-30" in article.warnings[0]


def test_the_title_of_the_window_loses_the_name_of_the_site(gather):
    """Where there is nothing else."""
    (article,), _ = gather({"a.html": page(f"<p>{P1}</p><p>{P2}</p>")})
    assert article.title == "Crossing"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "/relative", "ftp://example.org"])
def test_only_web_addresses_count(gather, url: str):
    """Anything else is no address."""
    (article,), _ = gather({"a.html": page(report(), f'<link rel="canonical" href="{url}">')})
    assert article.url is None


@pytest.mark.parametrize(
    ("extra", "why"),
    [
        ("<aside><h3>More</h3><p>Earlier: the flood closed the crossing</p></aside>", "teaser"),
        (
            '<div class="c-related-links"><ul><li><a href="/2">The flood of last year</a></li></ul></div>',
            "teaser",
        ),
        ('<div class="ReadMoreBox"><p>Why the bridge collapsed in one night</p></div>', "teaser"),
        ('<p><a href="/3">Read the report on the flood here</a></p>', "teaser"),
        (
            "<figure><img src='x'><figcaption>The bridge on Sunday. Photo: Desk</figcaption></figure>",
            "caption",
        ),
        ('<div id="newsletter-box"><p>Get the best of the Desk every morning.</p></div>', "newsletter"),
        (
            '<div class="author-bio"><p>Ann Lee reports from the border for the Desk since 2019.</p></div>',
            "bio",
        ),
        ('<div class="share-bar"><span>Share this story with everybody you know</span></div>', "boilerplate"),
        (
            '<div class="cookie-consent"><p>We use cookies to make our pages better for you.</p></div>',
            "boilerplate",
        ),
        (
            '<div aria-hidden="true"><p>Invisible words that nobody reads on the page.</p></div>',
            "boilerplate",
        ),
        ("<p>Advertisement</p>", "boilerplate"),
    ],
)
def test_what_is_not_the_report_stays_in_the_text_and_is_marked(gather, extra: str, why: str):
    """The reader of the graph can look at it; nothing is extracted from it."""
    (article,), _ = gather({"a.html": page(report(extra))})
    assert kept(article) == f"{P1}\n\n{P2}\n\n{P3}"
    assert {gap.why for gap in article.skipped} == {why}
    assert all(article.slice(gap.span).strip() for gap in article.skipped)


def test_what_stands_outside_the_report_is_left_out(gather):
    """Navigation, footers, scripts, comments and other articles."""
    outside = f"<footer>Imprint</footer><script>var x = '{P1}';</script><div><p>Short note.</p></div>"
    (article,), _ = gather({"a.html": page(report() + outside)})
    assert article.text == f"{P1}\n\n{P2}\n\n{P3}"


def test_the_lead_above_the_body_belongs_to_the_report(gather):
    """Even where the page calls it a teaser."""
    lead = "After months of talks the two governments have found a way to reopen the crossing."
    header = f"<header><h1>T</h1><p class='article-teaser'>{lead}</p></header>"
    body = f"<article>{header}<div class='body'><p>{P1}</p><p>{P2}</p><p>{P3}</p></div></article>"
    (article,), _ = gather({"a.html": page(body)})
    assert kept(article).startswith(lead)


def test_a_page_that_is_all_ticker_is_read(gather):
    """A cue is not believed where it would take most of the text away."""
    posts = "".join(f"<div class='ticker-list'><p>{p}</p></div>" for p in (P1, P2, P3))
    (article,), _ = gather({"a.html": page(f"<article>{posts}</article>")})
    assert article.skipped == ()


def test_line_breaks_and_inline_elements_are_kept_in_order(gather):
    """`<br>` ends a line, `<b>` does not end a word."""
    (article,), _ = gather(
        {
            "a.html": page(
                f"<p>One<br>two <b>th</b>ree. {P1}</p><div>{P2}<p>{P3}</p>tail of the text here</div>"
            )
        }
    )
    assert article.text.startswith(f"One\ntwo three. {P1}\n\n{P2}\n\n{P3}")


def test_compressed_pages_are_read(gather):
    """.html.gz, and gzip under a plain name."""
    data = gzip.compress(page(report()).encode())
    articles, problems = gather({"a.html.gz": data, "2025-07-05-b.html": data})
    assert not problems
    assert articles[0].text == articles[1].text
    assert articles[1].date == date(2025, 7, 5)


def test_the_declared_charset_is_used(gather):
    """ISO 8859-1 is read as Windows-1252, as browsers do."""
    text = page(f"<article><p>„Grüße“ – {P1}</p><p>{P2}</p></article>", "<meta charset='iso-8859-1'>")
    (article,), _ = gather({"a.html": text.encode("cp1252")})
    assert article.text.startswith("„Grüße“ –")
    assert "cp1252" in article.warnings[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "empty file"),
        ("<html></html>", "no text of an article"),
        (page("<form><input type='password'></form><p>Log in</p>"), "no text of an article"),
        (page("<script>document.write('x')</script>"), "no text of an article"),
        ("<p " + " ".join(f"a{i}=''" for i in range(50_000)) + ">x", "attributes: refused"),
        ("<div>" * 50_000 + "x", "nested elements: refused"),
        ("%PDF-1.4", "a PDF file"),
    ],
)
def test_pages_without_a_report_and_hostile_pages_are_refused(gather, content: str, says: str):
    """One line each, within a second."""
    begun = time.perf_counter()
    articles, problems = gather({"a.html": content})
    assert time.perf_counter() - begun < 2
    assert not articles
    assert says in problems[0]


@pytest.mark.parametrize(
    "body",
    [
        "<p>" * 200_000,
        "<p><b><i>" * 20_000 + P1,
        "<p>" + "x" * 5_000_000,
        f"<p>{P1}</p>" * 20_000,
        "<div>" * 4000 + P1,
        f"<p>{P1 * 30}</p>" * 1500,
        f"<h2><a href='/x'>{P1}</a></h2><p>{P1}</p>" * 8000,
    ],
)
def test_huge_pages_end(gather, body: str):
    """Whatever comes out, it comes out in seconds."""
    begun = time.perf_counter()
    gather({"a.html": page(body)})
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.html.gz"])
def test_a_gzip_bomb_is_stopped(gather, name: str):
    """A hundred times the size is the limit."""
    articles, problems = gather({name: gzip.compress(b"a" * 30_000_000)})
    assert not articles
    assert "unfolds to more than 100 times its size" in problems[0]


@pytest.mark.parametrize("cut", [5, 20, 60])
def test_a_gzip_file_cut_short_is_reported(gather, cut: int):
    """Half an article is no article."""
    articles, problems = gather({"a.txt.gz": gzip.compress(f"T\n\n{P1} {P2}".encode())[:cut]})
    assert not articles
    assert "damaged or cut short gzip file" in problems[0]


TAGS = "<p> </p> <div> </div> <aside> </aside> <br> <h2> </h2> <li> <article> </article> <b> </b> <td>"
LONGER = ["<div class='related'>", "<a href='/x'>", "</a>", "<figure><figcaption>", "</figcaption></figure>"]
PIECES = st.sampled_from(
    [*TAGS.split(), *LONGER, P1, P2, P3, "A word ", "&amp; ", "<script>x</script>", "<!-- -->"]
)


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(PIECES, max_size=40))
def test_skipped_spans_are_paragraphs_of_the_text_in_order(pieces: list[str]):
    """Whatever the markup, each span covers whole paragraphs and none overlap."""
    item = page_article(page("".join([f"<p>{P1}</p>", *pieces])), "x", "x")
    assert isinstance(item, Article)
    here = 0
    for gap in item.skipped:
        assert here <= gap.span.start < gap.span.end <= len(item.text)
        assert item.text[: gap.span.start].endswith("\n\n") or gap.span.start == 0
        assert item.text[gap.span.end :].startswith("\n\n") or gap.span.end == len(item.text)
        here = gap.span.end
