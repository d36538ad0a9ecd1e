"""What is sent, what is left out, what is removed, and how a push that was cut off goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_server import FakeServer, Request, serving
from tiny import TinyReader, article

from kg.build import build_articles
from kg.errors import PushError
from kg.ontology import Lexicon
from kg.pushing import Notes, Report, Target, make_plan, push
from kg.pushing.http import Client
from kg.pushing.notes import notes_file, read_notes
from kg.store import Store
from kg.vocab import graph_iri

TEXTS = ("Alder called Birch on 2025-07-04.", "Cedar attacked Birch.", 'Doyle: "We are “grateful”.\\"')
DERIVED = graph_iri("derived")
Nothing = tuple[int, dict[str, str], str] | None


@pytest.fixture
def build(tmp_path: Path, lexicon: Lexicon) -> Callable[..., Path]:
    """Make a store of small articles, or change it."""

    def _build(*texts: str) -> Path:
        articles = [article(text, str(n)) for n, text in enumerate(texts)]
        build_articles(articles, tmp_path / "desk.kg", reader=TinyReader(lexicon))  # type: ignore[arg-type]
        return tmp_path / "desk.kg"

    return _build


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with serving(FakeServer()) as running:
        yield running


def _push(
    path: Path, server: FakeServer, *, only: tuple[str, ...] = (), again: bool = False, **more: object
) -> Report:
    client = Client(sleep=lambda _: None)
    target = Target(server.url, client)
    with Store.open(path) as store, Notes(notes_file(path, server.url), server.url) as notes:
        count = target.count if more.get("verify", True) else None
        plan = make_plan(store, {} if again else notes.known, only=only, count=count)
        return push(store, plan, target, notes, **more)  # type: ignore[arg-type]


def _holds(path: Path, server: FakeServer) -> bool:
    with Store.open(path) as store:
        return sorted(str(quad) for quad in store.quads()) == server.lines()


def _fail_at(number: int, what: str = "PUT") -> Callable[[Request], Nothing]:
    """Close the connection for good, beginning with the request of this number."""
    seen = 0

    def trouble(request: Request) -> Nothing:
        nonlocal seen
        seen += request.what == what
        if seen >= number:
            raise ConnectionError
        return None

    return trouble


def test_the_server_holds_what_the_store_holds(build: Callable[..., Path], server: FakeServer) -> None:
    """Every graph is put once, under its name, with all its statements."""
    path = build(*TEXTS)
    report = _push(path, server)
    assert _holds(path, server)
    with Store.open(path) as store:
        assert sorted(r.graph for r in server.written()) == list(store.graphs())
        assert report == Report(len(store.graphs()), len(server.lines()), 0, 0, "gsp", True)


def test_a_second_push_sends_nothing(build: Callable[..., Path], server: FakeServer) -> None:
    """What has not changed is counted, not sent."""
    path = build(*TEXTS)
    first = _push(path, server)
    server.requests.clear()
    report = _push(path, server)
    assert not server.written()
    assert (report.sent, report.unchanged) == (0, first.sent)


def test_only_what_changed_is_sent(build: Callable[..., Path], server: FakeServer) -> None:
    """A new text of an article: its new graph is sent, the old one removed, other articles left alone."""
    _push(build(*TEXTS), server)
    before = {r.graph for r in server.written()}
    server.requests.clear()
    path = build("Alder attacked Cedar.", *TEXTS[1:])
    report = _push(path, server)
    articles = [(r.what, r.graph in before) for r in server.written() if "/article/" in r.graph]
    assert sorted(articles) == [("DELETE", True), ("PUT", False)]
    assert report.removed == 1 and report.unchanged >= 2
    assert _holds(path, server)


def test_what_others_put_there_stays(build: Callable[..., Path], server: FakeServer) -> None:
    """Only graphs that kg has sent are removed."""
    server.store.update("INSERT DATA { GRAPH <urn:other> { <urn:a> <urn:b> <urn:c> } }")
    _push(build(*TEXTS), server)
    _push(build("Birch called Cedar.", *TEXTS[1:]), server)
    assert server.size("urn:other") == 1


def test_a_push_that_was_cut_off_goes_on(build: Callable[..., Path], server: FakeServer) -> None:
    """The server dies after two graphs: the second push sends the others, and only them."""
    path = build(*TEXTS)
    server.trouble = _fail_at(3)
    with pytest.raises(PushError, match="whether the server runs"):
        _push(path, server)
    arrived = {r.graph for r in server.written()[:2]}
    server.requests.clear()
    server.trouble = lambda _: None
    report = _push(path, server)
    sent = [r.graph for r in server.written()]
    assert not arrived & set(sent) and len(sent) == len(set(sent)) == report.sent
    assert report.unchanged == 2 and _holds(path, server)


def test_a_push_that_was_killed_goes_on(build: Callable[..., Path], server: FakeServer) -> None:
    """`kill -9` while the third graph is on its way: two are noted, the others are sent."""
    path = build(*TEXTS)
    killed: list[subprocess.Popen[bytes]] = []

    def trouble(request: Request) -> Nothing:
        if request.what == "PUT" and len(server.written()) == 3:
            killed[0].kill()
        return None

    server.trouble = trouble
    command = [sys.executable, "-m", "kg", "push", str(path), server.url]
    killed.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))
    assert killed[0].wait(120) == -signal.SIGKILL
    arrived = {r.graph for r in server.written()[:2]}
    server.requests.clear()
    server.trouble = lambda _: None
    assert _push(path, server).unchanged == len(arrived)
    assert not arrived & {r.graph for r in server.written()} and _holds(path, server)


@pytest.mark.parametrize("way", ["gsp", "update"])
def test_a_large_graph_goes_in_parts(build: Callable[..., Path], server: FakeServer, way: str) -> None:
    """No request holds more statements than allowed; together they are the graph."""
    path = build(*TEXTS)
    _push(path, server, way=way, at_once=7)
    parts = [r for r in server.written() if r.what in ("PUT", "POST", "INSERT")]
    assert len(parts) > len({r.graph for r in parts})
    assert all(r.body.count(" .\n") <= 7 for r in parts)
    assert _holds(path, server)


def test_half_a_graph_is_not_taken_for_the_whole(build: Callable[..., Path], server: FakeServer) -> None:
    """The server dies between two parts of a graph that it held before: it is sent anew, as a whole."""
    _push(build(*TEXTS), server, at_once=7)
    path = build("Birch called Cedar on 2025-07-03.", *TEXTS[1:])
    server.trouble = _fail_at(1, "POST")
    with pytest.raises(PushError):
        _push(path, server, at_once=7)
    half = server.written()[-1].graph
    server.requests.clear()
    server.trouble = lambda _: None
    _push(path, server, at_once=7, verify=False)
    assert next(r.what for r in server.written() if r.graph == half) == "PUT"
    assert _holds(path, server)


def test_a_graph_that_somebody_emptied_is_sent_again(build: Callable[..., Path], server: FakeServer) -> None:
    """The notes say that it is there, the count that it is not."""
    path = build(*TEXTS)
    _push(path, server)
    server.store.update(f"DROP GRAPH <{DERIVED}>")
    server.requests.clear()
    assert _push(path, server).sent == 1
    assert [r.graph for r in server.written()] == [DERIVED]


def test_a_server_that_loses_statements_is_found_out(build: Callable[..., Path], server: FakeServer) -> None:
    """The count differs: an error that names the graph; the next push sends it again."""
    path = build(*TEXTS)
    server.trouble = lambda r: (204, {}, "") if r.graph == DERIVED and r.what == "PUT" else None
    with pytest.raises(PushError, match=rf"<{DERIVED}> 0 statements instead of [1-9]"):
        _push(path, server)
    server.trouble = lambda _: None
    assert _push(path, server).sent == 1 and _holds(path, server)


def test_without_counting_the_notes_are_believed(build: Callable[..., Path], server: FakeServer) -> None:
    """No query is asked."""
    path = build(*TEXTS)
    assert not _push(path, server, verify=False).verified
    assert not [r for r in server.requests if "COUNT" in r.body]


def test_everything_can_be_sent_again(build: Callable[..., Path], server: FakeServer) -> None:
    """For a server that was wiped, or that nobody trusts."""
    path = build(*TEXTS)
    first = _push(path, server)
    assert _push(path, server, again=True).sent == first.sent


def test_one_graph_may_be_chosen(build: Callable[..., Path], server: FakeServer) -> None:
    """By its short name; others are neither sent nor removed."""
    path = build(*TEXTS)
    _push(path, server, only=("derived",))
    assert [r.graph for r in server.written()] == [DERIVED]
    _push(path, server)
    build("Birch called Cedar.", *TEXTS[1:])
    assert _push(path, server, only=("derived", "reference")).removed == 0


def test_a_graph_that_is_not_there_is_an_error(build: Callable[..., Path], server: FakeServer) -> None:
    """Before anything is sent."""
    with pytest.raises(PushError, match=r"no graph .*/derivd"):
        _push(build(*TEXTS), server, only=("derivd",))
    assert not server.written()


def test_a_server_without_a_graph_store_is_updated(build: Callable[..., Path], server: FakeServer) -> None:
    """PUT is refused, so SPARQL Update is tried: a graph is dropped, then filled."""
    path = build(*TEXTS)
    server.trouble = lambda r: (405, {}, "no") if r.what == "PUT" else None
    assert _push(path, server).way == "update"
    assert [r.what for r in server.written()][:3] == ["PUT", "DROP", "INSERT"]
    assert _holds(path, server)


def test_a_refused_update_says_what_the_server_said(build: Callable[..., Path], server: FakeServer) -> None:
    """Shortened, and without characters that steer a terminal."""
    words = "Literal \x1b[31mtoo red" + "x" * 5_000
    server.trouble = lambda r: (400, {}, words) if r.what in ("PUT", "INSERT") else None
    for way in ("gsp", "update"):
        with pytest.raises(PushError, match="400") as caught:
            _push(build(*TEXTS), server, way=way)
        assert "\x1b" not in str(caught.value) and "Literal [31mtoo red" in str(caught.value)
        assert len(str(caught.value)) < 1_000


def test_a_server_that_knows_no_n_triples_gets_turtle(build: Callable[..., Path], server: FakeServer) -> None:
    """415 once, then the same statements as Turtle."""
    path, refused = build(*TEXTS), [True]
    server.trouble = lambda r: (415, {}, "what?") if r.what == "PUT" and refused and refused.pop() else None
    _push(path, server)
    assert _holds(path, server)


def test_a_line_that_a_crash_tore_apart_is_no_note(build: Callable[..., Path], server: FakeServer) -> None:
    """The graph it was about is sent again, and the file is whole afterwards."""
    path = build(*TEXTS)
    _push(path, server)
    file = notes_file(path, server.url)
    text = file.read_text(encoding="utf-8")
    file.write_text(text[:-20], encoding="utf-8")
    assert _push(path, server).sent == 1
    assert file.read_text(encoding="utf-8") == text


def test_a_file_that_is_no_notes_is_named(build: Callable[..., Path], server: FakeServer) -> None:
    """With its line, and what to do."""
    path = build(*TEXTS)
    _push(path, server)
    file = notes_file(path, server.url)
    file.write_text('{"target": "x"}\nnonsense\n{"graph": "urn:a", "hash": "b"}\n', encoding="utf-8")
    with pytest.raises(PushError, match="line 2: not a note"):
        read_notes(file)


def test_two_pushes_to_one_server_wait_for_each_other(build: Callable[..., Path], server: FakeServer) -> None:
    """The second one says so instead of mixing its notes with the first one's."""
    path = build(*TEXTS)
    file = notes_file(path, server.url)
    with Notes(file, server.url), pytest.raises(PushError, match="another push"):
        Notes(file, server.url)


def test_the_notes_hold_no_password(build: Callable[..., Path], server: FakeServer) -> None:
    """Names of graphs and hashes, one line each."""
    path = build(*TEXTS)
    report = _push(path, server)
    lines = notes_file(path, server.url).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + report.sent and server.url in lines[0]
