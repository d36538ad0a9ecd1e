"""The body of pages as they are found: boxes in the middle of the text, cards, galleries, tickers."""

from __future__ import annotations

import pytest

from kg.model import Article
from kg.sources.html import page_article

P1 = "The foreign ministers of both countries met in the old town hall on Monday and spoke for two hours."
P2 = "They agreed to reopen the border crossing, closed since the flood, by the end of the month."
P3 = "A spokeswoman said that further talks would follow in the autumn, and that experts would prepare them."
P4 = "The governor of the region called the agreement a good day for everybody who lives along the river."
REPORT = f"{P1}\n\n{P2}\n\n{P3}\n\n{P4}"
TITLE = "Ministers reopen crossing"
OTHER = "What the flood has cost the region"


def read(extra: str, *, head: str = "", above: str = f"<h1>{TITLE}</h1>", behind: str = "") -> Article:
    """Read a page with something between the second paragraph and the third."""
    inner = f"{above}<div><p>{P1}</p><p>{P2}</p>{extra}<p>{P3}</p><p>{P4}</p></div>"
    body = f"<main><article>{inner}</article>{behind}</main>"
    item = page_article(f"<html lang='en'><head>{head}</head><body>{body}</body></html>", "a", "a")
    assert isinstance(item, Article)
    return item


def kept(article: Article) -> str:
    """Return the text without what is skipped."""
    parts, here = [], 0
    for gap in article.skipped:
        parts.append(article.text[here : gap.span.start])
        here = gap.span.end
    text = "".join([*parts, article.text[here:]])
    return "\n\n".join(part for part in text.split("\n\n") if part)


@pytest.mark.parametrize(
    "extra",
    [
        f"<ul><li><strong>Economy:</strong> <a href='/2'>{OTHER}</a></li>"
        f"<li><strong>Too late?</strong> <a href='/3'>{OTHER} again</a></li></ul>",
        f"<p>Read on: <a href='/2'>{OTHER}</a></p>",
        f"<p><strong>More?</strong> <a href='/2'>{OTHER}</a></p>",
        f"<div><h3><a href='/2'>{OTHER}</a></h3><i>4 July</i><div>{OTHER}, and who pays.</div></div>",
        f"<article><h4>{OTHER}</h4><p>{OTHER}, and who pays for it, in a table.</p></article>",
        f"<div class='lire-aussi'><p>{OTHER}, and who pays for it, in a table of all districts.</p></div>",
        f"<div class='noticias-relacionadas relacionadas'><p>{OTHER}, and who pays for it all.</p></div>",
        f"<div class='leggi-anche'><p>{OTHER}, and who pays for it, in a table of all districts.</p></div>",
        f"<div class='czytaj-takze'><p>{OTHER}, and who pays for it, in a table of all districts.</p></div>",
    ],
)
def test_other_articles_in_the_middle_of_the_text_are_teasers(extra: str):
    """Links behind a label, cards of headline and summary, articles inside the article."""
    article = read(extra)
    assert kept(article) == REPORT
    assert {gap.why for gap in article.skipped} == {"teaser"}


@pytest.mark.parametrize(
    "extra",
    [
        f"<ul><li><b>Monday:</b> the ministers <a href='/2'>met</a> in town.</li><li>{P1[:50]}</li></ul>",
        "<p>The ministry has published <a href='/2'>the agreement and its annexes</a> on Tuesday.</p>",
        "<p><strong>Two hours of talks</strong></p>",
        "<h3>Two hours of talks</h3>",
        "<ul><li>The crossing opens on 31 July</li><li>Lorries wait until autumn</li></ul>",
    ],
)
def test_links_lists_and_headings_of_the_report_stay(extra: str):
    """A link inside a sentence is no teaser, a line in bold no label."""
    assert read(extra).skipped == ()


@pytest.mark.parametrize(
    "box",
    [
        "<aside class='image'><p class='caption'>{}</p></aside>",
        "<div class='picBox full'><p>{}</p></div>",
        "<div class='mediaInfo'><span class='mediaSubtitle'>{}</span></div>",
        "<div class='absatzbild__info'><p>{}</p></div>",
        "<p class='wp-caption-text'>{}</p>",
        "<div class='pie-foto'>{}</div>",
        "<div class='photo_legende legende'>{}</div>",
        "<div class='didascalia'>{}</div>",
        "<table><caption>{}</caption></table>",
        "<ul class='gallery'><li><figure><img src='a'><figcaption>{}</figcaption></figure></li></ul>",
    ],
)
def test_words_below_pictures_are_captions(box: str):
    """However the makers of the page call them, and whatever stands around them."""
    article = read(box.format("The town hall in which the ministers met for two hours, on Monday morning"))
    assert kept(article) == REPORT
    assert {gap.why for gap in article.skipped} == {"caption"}


def test_a_film_with_its_length_is_a_caption():
    """The date and the minutes stand at its end."""
    article = read(
        "<div><span>The minister explains the plan to the press. 18.04.2024 | 0:21 min</span></div>"
    )
    assert [gap.why for gap in article.skipped] == ["caption"]


@pytest.mark.parametrize(
    ("extra", "why"),
    [
        (
            "<div class='access-wall'><h2>Enjoying our reports?</h2><p>Log in or open an account.</p></div>",
            None,
        ),
        (
            "<div class='inline-backup-paywall'><span>This story is for subscribers only, now.</span></div>",
            None,
        ),
        (
            "<div class='c-paywall-box'><p>Read all our reports for one pound in the first month.</p></div>",
            None,
        ),
        ("<div class='video-fallback'><div>We apologize, this film has failed to load.</div></div>", None),
        (
            "<div class='subscribe'><p>The best of the week in your mailbox, every Sunday.</p></div>",
            "newsletter",
        ),
    ],
)
def test_offers_and_players_are_marked(extra: str, why: str | None):
    """Paywall boxes, players that do not play, newsletters."""
    article = read(extra)
    assert kept(article) == REPORT
    assert {gap.why for gap in article.skipped} == {why or "boilerplate"}


def test_a_paywall_around_the_report_itself_is_no_reason():
    """Sites name the element after the wall that would stand before it."""
    body = f"<div class='paywall-content paywall'><p>{P1}</p><p>{P2}</p></div>"
    item = page_article(f"<html lang='en'><body><article>{body}</article></body></html>", "a", "a")
    assert isinstance(item, Article)
    assert item.skipped == ()


def test_posts_of_a_live_blog_are_the_report():
    """Articles inside an article that hold most of the text are no teasers."""
    posts = "".join(
        f"<article><h3>{i}.15 p.m.</h3><p>{p}</p></article>" for i, p in enumerate((P1, P2, P3, P4))
    )
    body = f"<article><h1>{TITLE}</h1>{posts}</article>"
    item = page_article(f"<html lang='en'><body>{body}</body></html>", "a", "a")
    assert isinstance(item, Article)
    assert all(p in kept(item) for p in (P1, P2, P3, P4))


@pytest.mark.parametrize(
    "heading",
    [
        f"<h2>{TITLE}</h2>",
        f"<h2><span>Border talks</span> <span>{TITLE}</span></h2>",
        f"<h2>{TITLE}!</h2>",
    ],
)
def test_the_headline_above_the_text_is_no_part_of_it(heading: str):
    """It is the title already; in breadcrumbs stands another wording."""
    head = f'<meta property="og:title" content="{TITLE}">'
    article = read("", head=head, above=heading)
    assert article.title.rstrip("!") == TITLE
    assert article.text == REPORT


@pytest.mark.parametrize("ident", ["ad-hoc-talks", "read-more-2", "block-n1AuAdJlVL", "tags-of-the-day"])
def test_the_id_of_a_paragraph_says_nothing(ident: str):
    """It is made of the words of a heading, or by chance."""
    assert (
        read(f"<h2 id='{ident}'>Two hours of talks</h2><p id='{ident}'>{P1[:-1]} in all.</p>").skipped == ()
    )


def test_teasers_behind_the_report_are_left_out_or_marked():
    """Cards of several articles, each with a summary."""
    card = "<div class='card'><h3><a href='/{0}'>Report {0} of another day</a></h3><p>{1}</p></div>"
    cards = "".join(
        card.format(i, f"What happened on day {i} in the town and who was there to see it.") for i in range(5)
    )
    assert kept(read("", behind=f"<section>{cards}</section>")) == REPORT


LEAD = "After months of talks the two governments have found a way to reopen the crossing."


@pytest.mark.parametrize(
    "above",
    [
        f"<h1>{TITLE}</h1><div>{LEAD}</div><p>By Ann Lee</p>",
        f"<h1>{TITLE}</h1><h2>{LEAD} It had been closed for a year.</h2>",
        f"<header><h2>{TITLE}</h2><p>{LEAD}</p></header><address>Ann Lee</address><p>Share</p>",
        f"<h2><span>Border:</span> {TITLE}</h2><div><div>{LEAD}</div></div><div>4 July 2025, 10:00</div>",
        f"<p>{LEAD}</p>",
    ],
)
def test_the_lead_is_found_however_the_headline_is_made(above: str):
    """It says more than any other sentence; names, dates and buttons between it and the text are not kept."""
    trail = (
        f"<nav><h1>{TITLE} today</h1></nav><p>Menu of the day and of the week, for all who are hungry.</p>"
    )
    text = "".join(f"<p>{p}</p>" for p in (P1, P2, P3, P4))
    body = f"{trail}<main><article>{above}<div class='text'>{text}</div></article></main>"
    head = f'<meta property="og:title" content="{TITLE}">'
    item = page_article(f"<html lang='en'><head>{head}</head><body>{body}</body></html>", "a", "a")
    assert isinstance(item, Article)
    assert kept(item).startswith(LEAD)
    assert kept(item).endswith(REPORT)
    assert "Menu" not in item.text


def test_a_heading_that_leads_to_its_own_place_is_no_teaser():
    """Its link goes to this page, or names the place."""
    assert read("<h3><a href='#talks'>Two hours of talks</a></h3>").skipped == ()
    assert read("<h3><a name='talks'>Two hours of talks</a></h3>").skipped == ()
    (gap,) = read("<p><a href='#behind'>Jump over what stands here now</a></p>").skipped
    assert gap.why == "teaser"


def test_dialogs_over_the_page_are_not_the_report():
    """However much they say."""
    words = "<p>We and our partners store data on your device to make our offers better for you.</p>" * 9
    for box in (
        "<div class='modal fade'>{}</div>",
        "<div role='dialog'>{}</div>",
        "<div id='cmp-modal'>{}</div>",
    ):
        assert kept(read(box.format(words))) == REPORT


def test_the_text_that_stands_there_twice_is_kept_once():
    """Some pages hold it again as one lump, for readers without scripts."""
    paragraphs = [f"{P1[:-1]}, on day {i}. {P2} {P3} {P4}" for i in range(8)]
    lump = f"<div class='o-text'>{' '.join(paragraphs)}</div>"
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    item = page_article(f"<html lang='en'><body><article>{lump}{text}</article></body></html>", "a", "a")
    assert isinstance(item, Article)
    assert item.text == "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    "name", ["l-adaptive", "additional-content", "col-adds-space", "cmp-text", "v-c-cmp"]
)
def test_names_that_only_look_like_a_reason_are_none(name: str):
    """*Adaptive* is no advertisement, and *cmp* in most names a component."""
    assert read(f"<div class='{name}'><p>{P1[:-1]}, it was said.</p></div>").skipped == ()
