"""RSS, RDF and Atom."""

from __future__ import annotations

import time
from datetime import date

import pytest

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Desk</title><language>en-GB</language><link>https://example.org</link>
<item><title>Talks &amp; tea</title><link>https://example.org/1</link><guid>g-1</guid>
<pubDate>Fri, 04 Jul 2025 22:00:00 +0200</pubDate><media:title>A picture</media:title>
<description>Short.</description>
<content:encoded><![CDATA[<p>The ministers met &amp; talked.</p><script>alert(1)</script>
<p>They will meet again in autumn.</p>]]></content:encoded>
</item>
<item><title>Plain</title><description>They met again.</description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Desk</title>
<entry><id>tag:example.org,2025:1</id><title>Gespräche</title><updated>2025-07-04T10:00:00Z</updated>
<author><name>Ann Lee</name></author>
<link rel="self" href="https://example.org/self"/><link href="https://example.org/1"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>Die Minister trafen sich.</p><p>Sie gingen.</p></div></content>
</entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Desk</title></channel>
<item><title>T</title><link>https://example.org/1</link>
<description>They met.</description><dc:date>2025-07-04</dc:date></item>
</rdf:RDF>"""


def test_rss_entries_become_articles(gather):
    """The full content wins over the description; HTML is cleaned; media are passed over."""
    articles, problems = gather({"a.rss": RSS})
    assert not problems
    first, second = articles
    assert (first.id, first.title, first.lang) == ("g-1", "Talks & tea", "en")
    assert (first.date, first.publisher) == (date(2025, 7, 4), "The Desk")
    assert first.url == "https://example.org/1"
    assert first.text == "The ministers met & talked.\n\nThey will meet again in autumn."
    assert (second.id, second.text) == ("a.rss#2", "They met again.")


def test_atom_entries_become_articles(gather):
    """xhtml content, alternate link, author, language of the feed."""
    (article,), _ = gather({"a.atom": ATOM})
    assert article.text == "Die Minister trafen sich.\n\nSie gingen."
    assert (article.lang, article.authors, article.url) == ("de", ("Ann Lee",), "https://example.org/1")
    assert article.date == date(2025, 7, 4)


def test_rdf_items_become_articles(gather):
    """RSS 1.0."""
    (article,), _ = gather({"a.xml": RDF})
    assert (article.id, article.text, article.date) == (
        "https://example.org/1",
        "They met.",
        date(2025, 7, 4),
    )


LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9)
) + "]><rss><channel><item><title>&j;</title></item></channel></rss>"  # fmt: skip


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "empty file"),
        (LAUGHS, "declares a document type or entities: refused"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><rss/>', "refused"),
        (
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel>&e;</channel></rss>',
            "refused",
        ),
        ("<rss><channel>" + "<a>" * 200 + "</a>" * 200 + "</channel></rss>", "more than 100 nested elements"),
        ("<rss><channel><item><title>T</title>", "not valid XML at line 1"),
        ("<rss><channel/></rss>", "a feed without entries"),
        ("<svg><text>no</text></svg>", "an XML file with <svg>, not a feed"),
        ("<rss><channel><item><title>T</title></item></channel></rss>", "an entry without text"),
        (
            "<rss><channel><item><description>&undeclared;</description></item></channel></rss>",
            "not valid XML",
        ),
    ],
)
def test_hostile_and_broken_feeds_are_refused_at_once(gather, content: str, says: str):
    """Nothing is expanded, opened or fetched."""
    begun = time.perf_counter()
    articles, problems = gather({"a.xml": content})
    assert time.perf_counter() - begun < 1
    assert not articles
    assert says in problems[0]


def test_what_stands_before_a_fault_is_read(gather):
    """A feed cut short gives its first entries and a message."""
    articles, problems = gather({"a.rss": RSS[: RSS.index("<item><title>Plain")]})
    assert len(articles) == 1
    assert "not valid XML at line" in problems[0]


def test_a_declared_encoding_is_honoured(gather):
    """Old feeds are in Windows code pages."""
    item = "<item><description>Министры встретились.</description></item>"
    content = f'<?xml version="1.0" encoding="windows-1251"?><rss><channel>{item}</channel></rss>'
    articles, _ = gather({"a.rss": content.encode("cp1251")})
    assert articles[0].text == "Министры встретились."
