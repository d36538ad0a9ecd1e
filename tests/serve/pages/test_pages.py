"""The pages over the example store, as somebody who explores it meets them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from asking import asked
from well_formed import addresses, faults, parse

from kg.ontology import Lexicon
from kg.serve.pages import ROUTES, Page, asset, render
from kg.serve.search import build_index
from kg.store import Store
from kg.vocab import DEFAULT_BASE, GRAPH_BASE, KINDS

Get = Callable[..., Page]
OWN_STYLE = ("/map", "/ns")  # pages that also travel as files: their styles are allowed by hash
ZELENSKYY = "/id/person/volodymyr-zelenskyy"


def _first(store: Store, kind: str) -> str:
    start = f"{DEFAULT_BASE}{kind}/"
    return min((q.subject.value for q in store.quads() if q.subject.value.startswith(start)), default="")


@pytest.mark.parametrize("path", ROUTES)
def test_every_route_is_a_page(get: Get, path: str) -> None:
    """The first page and all lists answer with HTML, files of the vocabulary with what their suffix says."""
    page = get(path)
    form = {"json": "application/json", "jsonld": "application/ld+json", "ttl": "text/turtle"}
    assert page.status == 200
    assert page.media_type.startswith(form.get(path.rpartition(".")[2], "text/html"))


@pytest.mark.parametrize("path", [path for path in ROUTES if path not in OWN_STYLE and "." not in path])
def test_routes_are_well_formed(get: Get, path: str) -> None:
    """No list has markup that a browser must mend, doubled ids, or fields without a label."""
    assert faults(parse(get(path).body)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_things_of_every_kind_have_a_page(get: Get, store: Store, kind: str) -> None:
    """Whatever kind a thing is of, its page is well-formed and names it."""
    iri = _first(store, kind)
    if not iri:
        pytest.skip(f"the example store has no {kind}")
    page = get("/id/" + iri.removeprefix(DEFAULT_BASE))
    assert page.status == 200
    assert faults(parse(page.body)) == []


def test_a_crawl_finds_no_dead_link(get: Get) -> None:
    """From the first page, following every link of our own, everything is there and well-formed."""
    todo, seen, wrong = ["/"], {"/"}, []
    served_elsewhere = ("/assets/", "/sparql", "/.well-known/", "/map")
    while todo and len(seen) < 1_500:
        url = todo.pop(0)
        page = get(url)
        if page.status != 200:
            wrong.append(f"{url}: {page.status}")
        if not page.media_type.startswith("text/html"):
            continue
        tree = parse(page.body)
        wrong += [f"{url}: {fault}" for fault in faults(tree) if url not in OWN_STYLE]
        for _, address in addresses(tree):
            local = address.partition("#")[0]
            if local.startswith("/") and not local.startswith(served_elsewhere) and local not in seen:
                seen.add(local)
                todo.append(local)
    assert wrong == []
    assert len(seen) > 500


def test_anchors_of_evidence_exist(get: Get) -> None:
    """A sentence leads to the very place in the article's page."""
    tree = parse(get("/events").body)
    places = [url for _, url in addresses(tree) if "#c" in url or "#t" in url]
    assert len(places) > 20
    for url in places[:20]:
        parts = urlsplit(url)
        ids = {e.get("id") for e in parse(get(parts.path).body).iter()}
        assert parts.fragment in ids, url


def test_the_page_of_a_person_says_who_this_is(get: Get) -> None:
    """Office with dates, names in other scripts, ties, events, words of the evidence, and Wikidata."""
    body = get(ZELENSKYY).body.decode()
    for words in ("Volodymyr Zelenskyy", "president", "20 May 2019", "Selenskyj", "Зеленський", "<mark>",
                  "https://www.wikidata.org/wiki/Q3874799", "supported", "Donald Trump"):  # fmt: skip
        assert words in body, words


@pytest.mark.parametrize("show", ["events", "quotations", "articles", "ties"])
def test_lists_of_a_person_have_pages(get: Get, show: str) -> None:
    """All events, quotations, articles or ties stand on a page of their own, and the next one ends well."""
    assert faults(parse(get(f"{ZELENSKYY}?show={show}").body)) == []
    assert get(f"{ZELENSKYY}?show={show}&page=99").status == 200
    assert get(f"{ZELENSKYY}?show=nothing").status == 404


def test_mutual_ties_stand_once(get: Get) -> None:
    """What two do together is one line, not two."""
    tree = parse(get(f"{ZELENSKYY}?show=ties").body)
    rows = ["".join(row.itertext()) for row in tree.iter("tr")]
    assert len([r for r in rows if "Donald Trump" in r and "consulted" in r]) == 1


def test_the_text_of_an_article_is_whole(get: Get, store: Store) -> None:
    """Between all marks the page has every character of the text, in order."""
    for entry in store.articles():
        tree = parse(get(f"/id/article/{entry.hash}").body)
        text = next(e for e in tree.iter("div") if "text" in e.get("class", "").split())
        shown = "".join("".join(p.itertext()) for p in text.iter("p"))
        for pin in (e for e in text.iter("a") if "pin" in e.get("class", "").split()):
            shown = shown.replace("".join(pin.itertext()), "", 1)
        assert "".join(shown.split()) == "".join(entry.article.text.split())


def test_marks_of_an_article_lead_to_their_things(get: Get) -> None:
    """People, events and quotations of the text link to their pages; a quotation full of names has a pin."""
    body = get("/id/article/050eff0848eb0417f71850af").body.decode()
    assert 'href="/id/person/andrii-yermak"' in body
    assert 'class="m m-sentence m-event "' in body
    assert 'href="/id/quotation/1cf979a3143b8a6f"' in body


def test_the_dossier_shows_where_reports_differ(get: Get) -> None:
    """Forty minutes or forty-five, each with the articles that say so; the first report is marked."""
    body = get("/id/event/367ae125a178a10c").body.decode()
    for words in ("Where reports differ", "40 min", "45 min", "Independent sources", "first report"):
        assert words in body


def test_another_name_of_an_event_leads_to_the_leading_one(get: Get, store: Store) -> None:
    """An event that was joined to a better told one says so, with score and reasons."""
    rows = list(store.query("SELECT ?e ?l { ?x a kg:EventLink ; kg:event ?e ; kg:leadingEvent ?l }").rows)
    name, leading = (term.value.removeprefix(DEFAULT_BASE) for term in rows[0])
    assert f'href="/id/{leading}"' in get(f"/id/{name}").body.decode()
    assert "the same event by a score" in get(f"/id/{leading}").body.decode()


@pytest.mark.parametrize("url", [
    "/nothing", "/id/", "/id/person/", "/id/person/nobody-of-that-name", "/graph/", "/graph/nothing",
    "/id/person/%3Cscript%3Ealert(1)%3C/script%3E", "/graph/https://evil.example/", "/id/../../etc/passwd",
    "/id/person/a b", "/id/" + "x" * 5_000, "/id/\u202e", "/%00",
])  # fmt: skip
def test_what_is_not_here_is_not_repeated(get: Get, url: str) -> None:
    """An unknown address is a 404 whose page holds nothing of what was asked."""
    page = get(url)
    assert page.status == 404
    for words in ("nobody", "alert(1)", "evil", "passwd", "xxxx"):
        assert words not in page.body.decode()


def test_graphs_have_pages(get: Get, store: Store) -> None:
    """Every named graph has a page, and says how many statements it holds."""
    for iri in store.graphs():
        page = get("/graph/" + iri.removeprefix(GRAPH_BASE))
        assert page.status == 200 and b"statements" in page.body


def test_suggestions_are_json(get: Get) -> None:
    """The search box gets names and links, nothing else."""
    page = get("/search?q=selen", form="json")
    rows = json.loads(page.body)
    assert page.media_type == "application/json"
    assert rows[0] == {
        "label": "Volodymyr Zelenskyy",
        "kind": "person",
        "href": ZELENSKYY,
        "name": rows[0]["name"],
    }


@pytest.mark.parametrize(("words", "ref"), [
    ("Selenskyj", "volodymyr-zelenskyy"), ("Зеленський", "volodymyr-zelenskyy"),
    ("Zelensky", "volodymyr-zelenskyy"), ("ZELENSKYY volo", "volodymyr-zelenskyy"),
    ("zelenskj", "volodymyr-zelenskyy"), ("Selensky", "volodymyr-zelenskyy"),
    ("Lula da Silva", "luiz-inacio-lula-da-silva"), ("luiz inacio", "luiz-inacio-lula-da-silva"),
])  # fmt: skip
def test_search_finds_a_name_in_any_spelling(get: Get, words: str, ref: str) -> None:
    """Other scripts, no accents, beginnings of words and one wrong letter find the same person."""
    assert f"/id/person/{ref}" in get(f"/search?q={words}").body.decode()


@pytest.mark.parametrize(
    "words", ["", "zzzzqqqq", '"', "*", "AND", "NEAR(a b)", "col:x", "-", "'", "%", "a" * 5_000]
)
def test_no_search_fails(get: Get, words: str) -> None:
    """Whatever is typed is looked for as words, never as a command."""
    from urllib.parse import quote

    page = get(f"/search?q={quote(words)}")
    assert page.status == 200 and faults(parse(page.body)) == []


@pytest.mark.parametrize("query", [
    "page=0", "page=-1", "page=99999999999", "page=²", "from=2025-99-99", "from=x", "to=2025", "type=%27",
    "type=CONSULT", "country=UKR", "person=nobody", "topic=air-defence&from=2025-07-04&to=2025-07-04",
    "lang=de", "outlet=alpenbote",
])  # fmt: skip
@pytest.mark.parametrize("path", ["/events", "/timeline", "/articles"])
def test_filters_take_anything(get: Get, path: str, query: str) -> None:
    """A filter that makes no sense filters nothing or finds nothing; it never breaks a page."""
    page = get(f"{path}?{query}")
    assert page.status == 200 and faults(parse(page.body)) == []


def test_filters_narrow(get: Get) -> None:
    """The list of events of one day and topic is shorter than that of all."""
    body = get("/events?topic=air-defence&from=2025-07-04&to=2025-07-04").body.decode()
    assert "with" in body and "air defence" in body
    assert body.count('class="card"') < get("/events").body.decode().count('class="card"')


def test_assets_are_a_fixed_table() -> None:
    """Only the files of the table are given out, each with its media type."""
    assert asset("explorer.css") is not None
    for name in ("../pages/__init__.py", "yasgui/LICENSE.txt", "", "/etc/passwd", "explorer.css/", "..\\x"):
        assert asset(name) is None


def test_the_map_brings_the_policy_of_its_page(get: Get) -> None:
    """The header allows what the page's own policy allows: the scripts whose hashes it names."""
    page = get("/map")
    policy = page.policy or ""
    assert "script-src 'sha256-" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert b"Volodymyr Zelenskyy" in page.body


def test_the_query_page_allows_no_foreign_script(get: Get) -> None:
    """Its own policy loosens styles only."""
    directives = dict(part.strip().split(" ", 1) for part in (get("/query").policy or "").split(";"))
    assert directives["script-src"] == "'self'" and directives["connect-src"] == "'self'"
    assert "unsafe" not in str(directives)


def test_a_sample_query_fills_the_form(get: Get) -> None:
    """Without a script, a sample is a link that puts its text into the form."""
    assert "# Who met" in get("/query").body.decode()
    body = get("/query?sample=stories").body.decode()
    tree = parse(body.encode())
    text = next(e.text or "" for e in tree.iter("textarea"))
    assert "kg:Story" in text


def test_a_store_of_one_quiet_article(tmp_path: Path, lexicon: Lexicon) -> None:
    """Without events or quotations the home page says what there is."""
    from tiny import TinyReader, article

    from kg.build import build_articles

    path = tmp_path / "quiet.kg"
    build_articles([article("Nothing happened.", "1")], path, reader=TinyReader(lexicon))  # type: ignore[arg-type]
    with Store.open(path) as store:
        build_index(store, tmp_path / "index.sqlite")
        assert render(store, asked("/"), search=tmp_path / "index.sqlite").status == 200
