"""What a page says about itself: headline, authors, publisher, date."""

from __future__ import annotations

import json
from datetime import date

import pytest

from kg.model import Article
from kg.sources.html import page_article

P1 = "The foreign ministers of both countries met in the old town hall on Monday and spoke for two hours."
P2 = "They agreed to reopen the border crossing, closed since the flood, by the end of the month."
P3 = "A spokeswoman said that further talks would follow in the autumn, and that experts would prepare them."
TITLE = "Ministers reopen crossing"


def read(head: str = "", above: str = "", *, inside: str = "", window: str = TITLE) -> Article:
    """Read a page with something in its head, above the article, and at the top of the article."""
    body = f"{above}<main><article>{inside}<p>{P1}</p><p>{P2}</p><p>{P3}</p></article></main>"
    page = f"<html lang='en'><head><title>{window}</title>{head}</head><body>{body}</body></html>"
    item = page_article(page, "a", "a")
    assert isinstance(item, Article)
    return item


def meta(**fields: str) -> str:
    """Make `meta` elements; og__title is og:title."""
    return "".join(f'<meta property="{k.replace("__", ":")}" content="{v}">' for k, v in fields.items())


def data(**fields: object) -> str:
    """Make a JSON-LD block about an article."""
    article = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


@pytest.mark.parametrize(
    ("given", "site"),
    [
        (f"{TITLE} | The Desk", "The Desk"),
        (f"{TITLE} - Politics - The Desk", "The Desk"),
        (f"{TITLE} – DESK – 04.07.2025", "desk.example"),
        (f"{TITLE} * The Desk * by Ann Lee", "The Desk"),
        (f"The Desk | {TITLE}", "The Desk"),
        (f"Border talks: {TITLE}", "The Desk"),
    ],
)
def test_the_heading_stands_alone_in_other_fields(given: str, site: str):
    """Site, section, date or kicker around it do not belong to the headline."""
    article = read(meta(og__title=given, og__site_name=site), f"<h1>{TITLE}</h1>", window=given)
    assert article.title == TITLE


@pytest.mark.parametrize(
    "given", [f"{TITLE} | The Desk", f"{TITLE} - desk", f"{TITLE} – The Daily Desk – 4.7.2025"]
)
def test_the_name_of_the_site_is_cut_where_no_heading_helps(given: str):
    """It is known from og:site_name, from the publisher, or from the host."""
    head = (
        meta(og__title=given, og__site_name="The Daily Desk")
        + '<link rel="canonical" href="https://www.desk.example/1">'
    )
    assert read(head, window=given).title == TITLE


def test_a_dash_inside_a_headline_stays():
    """Only what names the site is cut."""
    title = "Ministers reopen crossing - and argue about the price"
    assert read(meta(og__title=title, og__site_name="The Desk"), window=title).title == title


def test_the_wording_of_most_fields_wins():
    """A headline for search engines stands alone against heading, og:title and name."""
    head = data(headline="Border crossing open: when, where, how", name=TITLE) + meta(og__title=TITLE)
    assert read(head, f"<h1>{TITLE}</h1>").title == TITLE


@pytest.mark.parametrize(
    "trail",
    [
        "<nav><ol><li>Politics</li><li><h1>Border crossing: all answers</h1></li></ol></nav>",
        "<div class='c-breadcrumb'><h1>Border crossing: all answers</h1></div>",
        "<ul><li><h1 data-breadcrumb-headline>Border crossing: all answers</h1></li></ul>",
    ],
)
def test_a_heading_in_a_trail_of_breadcrumbs_is_not_the_headline(trail: str):
    """The one that readers see stands in an h2 behind its kicker."""
    inside = f"<header><h2><span class='kicker'>Border</span> <span>{TITLE}</span></h2></header>"
    head = data(headline="Border crossing: all answers") + meta(og__title=TITLE)
    assert read(head, trail, inside=inside, window="Border crossing: all answers").title == TITLE


@pytest.mark.parametrize("name", ["kicker", "c-overline", "headline__topline", "dachzeile", "eyebrow-text"])
def test_the_kicker_in_a_heading_is_no_part_of_the_headline(name: str):
    """Unless the page's other fields say so, too."""
    heading = f"<h1><span class='{name}'>Border talks</span><span> – </span><span>{TITLE}</span></h1>"
    assert read(above=heading, window=f"{TITLE} - Desk").title == TITLE
    both = f"Border talks: {TITLE}"
    assert read(data(headline=both) + meta(og__title=both), heading).title == both


def test_of_several_main_headings_the_confirmed_one_counts():
    """A logo may be one, and every teaser below."""
    above = f"<h1><a href='/'><img alt='Desk'></a></h1><h1>Weather</h1><h1>{TITLE}</h1><h1>Sport</h1>"
    assert read(meta(og__title=f"{TITLE} | Desk"), above).title == TITLE


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ann Lee", ("Ann Lee",)),
        ("Ann Lee, Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Lee, Ann", ("Lee, Ann",)),
        ("Ann Lee / Bo Ek; Cy Day", ("Ann Lee", "Bo Ek", "Cy Day")),
        ([{"@type": "Person", "name": "Ann Lee"}, "Bo Ek"], ("Ann Lee", "Bo Ek")),
        ("https://desk.example/people/ann-lee", ()),
        ({"@type": "Person", "name": ["Ann Lee"]}, ("Ann Lee",)),
    ],
)
def test_authors_are_names(author: object, names: tuple[str, ...]):
    """Lists are taken apart, addresses are no names."""
    assert read(data(author=author)).authors == names


def test_an_author_may_be_a_reference_into_the_graph():
    """As the plug-ins of many sites write it; the publisher, too."""
    graph = [
        {"@type": "Article", "headline": TITLE, "author": {"@id": "#p1"}, "publisher": {"@id": "#o1"}},
        {"@type": ["Person"], "@id": "#p1", "name": "Ann Lee"},
        {"@type": "Organization", "@id": "#o1", "name": "The Desk"},
    ]
    article = read(f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>')
    assert (article.authors, article.publisher) == (("Ann Lee",), "The Desk")


@pytest.mark.parametrize(
    "byline",
    [
        "<p class='byline'>By <a href='/ann'>Ann Lee</a></p>",
        "<span itemprop='author' itemscope><span itemprop='name'>Ann Lee</span></span>",
        "<div>by <a rel='author' href='/ann'>Ann Lee</a></div>",
        "<div class='article-byline'><span>Ann Lee</span></div>",
    ],
)
@pytest.mark.parametrize("told", [(), "The Desk"])
def test_the_byline_is_asked_where_a_page_names_nobody(byline: str, told: object):
    """Also where it names only itself as the author."""
    head = data(author=told, publisher={"name": "The Desk"})
    assert read(head, inside=byline).authors == ("Ann Lee",)


def test_a_site_that_is_its_own_author_stays_one():
    """When there is no byline."""
    assert read(data(author="The Desk", publisher={"name": "The Desk"})).authors == ("The Desk",)


def test_the_publisher_signs_the_title_of_the_window():
    """Where nothing else names it; the host shows that it is its name."""
    head = '<link rel="canonical" href="https://www.borderdesk.example/1">'
    assert read(head, window=f"{TITLE} | Border Desk").publisher == "Border Desk"


@pytest.mark.parametrize(
    ("head", "window"),
    [
        ('<link rel="canonical" href="https://desk.example/2025/07/04/crossing/">', TITLE),
        ('<link rel="canonical" href="https://desk.example/world/2025-07-04-crossing">', TITLE),
        ("", f"{TITLE} | Desk | 04.07.2025"),
        (data(datePublished="2025-07-04T23:30:00-05:00"), TITLE),
    ],
)
def test_the_day_may_stand_in_the_address_or_title(head: str, window: str):
    """Asked last; a stated day is the one of the page's own time zone."""
    assert read(head, window=window).date == date(2025, 7, 4)


def test_a_stated_date_is_believed_before_the_address():
    """The address may keep the day of an older version."""
    head = '<link rel="canonical" href="https://desk.example/2025/01/01/x/">'
    assert read(head, inside="<time datetime='2025-07-04T10:00'>Friday</time>").date == date(2025, 7, 4)
