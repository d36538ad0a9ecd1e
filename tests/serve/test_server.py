"""What a server promises besides the standards: limits that are told, tags, other sites, new states."""

from __future__ import annotations

import json
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from serving import TOKEN, Served, serving

from kg.pipeline import Reader
from kg.store import Store

PEOPLE = "SELECT ?l WHERE { ?p a schema:Person ; rdfs:label ?l } ORDER BY ?l"
EVERYTHING = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


def test_answers_are_those_of_kg_query(served: Served) -> None:
    """The endpoint sees the union of all graphs and knows kg's prefixes."""
    rows = served.query(PEOPLE).json["results"]["bindings"]
    with Store.open(served.store) as store:
        assert [row["l"]["value"] for row in rows] == [row[0].value for row in store.query(PEOPLE).rows]


def test_from_names_what_is_seen(served: Served) -> None:
    """A query that says FROM sees that graph alone."""
    text = "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/newskg/graph/dataset> { ?s ?p ?o }"
    with Store.open(served.store) as store:
        assert served.query(text).json["results"]["bindings"][0]["n"]["value"] == str(store.size("dataset"))


def test_the_same_question_has_the_same_tag(served: Served) -> None:
    """A client that has the answer is told so; another format or question has another tag."""
    first = served.get(PEOPLE, Accept="text/csv")
    tag = first.headers["etag"]
    again = served.get(PEOPLE, Accept="text/csv", **{"If-None-Match": f'"x", W/{tag}'})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert first.headers["x-kg-generation"] == again.headers["x-kg-generation"]
    assert served.get(PEOPLE, Accept="text/tab-separated-values").headers["etag"] != tag
    assert "etag" not in served.get("SELECT (NOW() AS ?n) {}").headers


def test_head_is_get_without_a_body(served: Served) -> None:
    """HEAD has the headers of GET."""
    path = "/sparql?query=ASK%20%7B%7D"
    get, head = served.ask(path), served.ask(path, method="HEAD")
    assert head.body == b""
    assert {k: v for k, v in head.headers.items() if k != "date"} == {
        k: v for k, v in get.headers.items() if k != "date"
    }


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sparql?query=%zz", 400),
        ("/sparql?query=%ff", 400),
        ("/sparql?query=ASK%20%7B%7D&default-graph-uri=relative", 400),
        ("/sparql?query=ASK%20%7B%7D&format=nonsense", 400),
        ("/sparql?query=" + "x" * 17_000, 414),
        ("/graph-store?graph=relative", 400),
        ("/graph-store?graph=urn:a&default", 400),
        ("/graph-store?graph=urn:none", 404),
        ("/graph-store?graph=http://a%3E%20b", 400),
    ],
)
def test_a_bad_request_is_told(path: str, status: int, served: Served) -> None:
    """The answer is a problem with a title, and repeats nothing of the request."""
    reply = served.ask(path)
    assert reply.status == status
    assert reply.media_type == "application/problem+json"
    assert reply.json["title"]
    assert b"nonsense" not in reply.body


def test_a_query_in_error_says_where(served: Served) -> None:
    """Line and column, as kg query does."""
    reply = served.query("SELECT * { ?s foo:bar ?o }")
    assert (reply.status, reply.json["title"]) == (400, "bad query")
    assert "prefix foo: is not declared" in reply.json["detail"]


def test_a_body_that_is_too_large_is_not_read(served: Served) -> None:
    """What is declared counts, and what comes without a declaration."""
    assert served.query("ASK {}" + " " * 1_000_000).status == 413


def test_a_query_that_takes_too_long_is_stopped(served: Served) -> None:
    """It is told that time ran out, and when to try again."""
    began = time.monotonic()
    reply = served.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert (reply.status, reply.json["title"]) == (503, "out of time")
    assert reply.headers["retry-after"]
    assert time.monotonic() - began < 6.5


def _start(served: Served, text: str) -> tuple[socket.socket, bytes]:
    """Ask, and read the first bytes of the answer."""
    connection = socket.create_connection(("127.0.0.1", served.port), timeout=20)
    body = text.encode()
    connection.sendall(
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
        b"Accept: application/json\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
    )
    return connection, connection.recv(4_096)


def _rest(connection: socket.socket) -> tuple[int, bytes]:
    """Read to the end, a good or a bad one; return how much there was, and its last bytes."""
    size, last = 0, b""
    with suppress(ConnectionResetError):
        while part := connection.recv(1 << 20):
            size, last = size + len(part), (last + part)[-16:]
    return size, last


def test_a_long_answer_begins_at_once_and_is_broken_off_when_time_is_up(served: Served) -> None:
    """It comes in chunks; the last chunk, which would say that all is there, never comes."""
    began = time.monotonic()
    connection, first = _start(served, EVERYTHING)
    with connection:
        assert time.monotonic() - began < 2
        assert b"transfer-encoding: chunked" in first
        size, last = _rest(connection)
    assert size > 1_000_000
    assert not last.endswith(b"0\r\n\r\n")


def test_a_client_that_leaves_stops_the_work(served: Served) -> None:
    """With both workers busy for clients that left, the next query is answered at once."""
    for _ in range(2):
        _start(served, EVERYTHING)[0].close()
    time.sleep(0.5)
    began = time.monotonic()
    assert served.query("ASK { ?s ?p ?o }").json["boolean"] is True
    assert time.monotonic() - began < 1.0


def test_a_client_that_leaves_before_the_answer_stops_the_work_too(served: Served) -> None:
    """Queries that would take all their time are ended when nobody waits for them."""
    long = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    for _ in range(2):
        with socket.create_connection(("127.0.0.1", served.port)) as connection:
            connection.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
                b"Content-Length: " + str(len(long)).encode() + b"\r\n\r\n" + long
            )
            time.sleep(0.3)
    began = time.monotonic()
    assert served.query("ASK { ?s ?p ?o }").json["boolean"] is True
    assert time.monotonic() - began < 1.0


def test_an_answer_larger_than_allowed_is_broken_off(example_store: Path, tmp_path: Path) -> None:
    """With a limit of one megabyte a longer answer does not end well, a shorter one does."""
    store = shutil.copytree(example_store, tmp_path / "store.kg")
    with serving(store, "--max-answer", "1") as small:
        connection, _ = _start(small, EVERYTHING)
        with connection:
            size, last = _rest(connection)
        assert size < 3_000_000
        assert not last.endswith(b"0\r\n\r\n")
        assert small.query(PEOPLE).status == 200


# other sites -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200), ("localhost:8080", 200), ("LOCALHOST", 200), ("[::1]:80", 200),
        ("evil.example", 421), ("127.0.0.1.evil.example", 421), ("localhost.evil.example:80", 421), ("", 421),
    ],
)  # fmt: skip
def test_the_name_of_the_server(host: str, status: int, served: Served) -> None:
    """Only names of this machine are answered: a page whose name was bound to it anew learns nothing."""
    assert served.ask("/health", headers={"Host": host}).status == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
def test_a_page_of_another_site_posts_nothing(headers: dict[str, str], status: int, served: Served) -> None:
    """Nor does one of another server on this machine."""
    assert served.query("ASK {}", headers=headers).status == status


def test_other_sites_read_nothing_unless_allowed(served: Served) -> None:
    """Without --cors no answer says that others may read it."""
    reply = served.get("ASK {}", Origin="http://page.example")
    assert "access-control-allow-origin" not in reply.headers
    assert reply.headers["cross-origin-resource-policy"] == "same-origin"


def test_other_sites_may_ask_when_allowed(example_store: Path, tmp_path: Path) -> None:
    """With --cors they may ask the endpoint, without credentials, and nothing else."""
    store = shutil.copytree(example_store, tmp_path / "store.kg")
    origin = {"Origin": "http://page.example"}
    with serving(store, "--cors") as shared:
        reply = shared.query("ASK {}", headers=origin)
        assert (reply.status, reply.headers["access-control-allow-origin"]) == (200, "*")
        assert "access-control-allow-credentials" not in reply.headers
        before = shared.ask("/sparql", method="OPTIONS", headers=origin)
        assert (before.status, before.headers["access-control-allow-methods"]) == (204, "GET, HEAD, POST")
        assert "authorization" not in before.headers["access-control-allow-headers"].lower()
        assert shared.ask("/graph-store?default", method="PUT", body=b"", headers=origin).status == 403
        assert "access-control-allow-origin" not in shared.ask("/health", headers=origin).headers


def test_every_answer_is_guarded(served: Served) -> None:
    """Also one that says no."""
    for reply in (served.ask("/health"), served.ask("/sparql?query=x"), served.ask("/nothing-here")):
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert "unsafe" not in reply.headers["content-security-policy"]
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in reply.headers
        assert "server" not in reply.headers


# slow clients ----------------------------------------------------------------------


def test_clients_that_never_finish_a_request_take_no_place(served: Served) -> None:
    """With hundreds of them, a normal request is answered."""
    idle = []
    try:
        for _ in range(300):
            connection = socket.create_connection(("127.0.0.1", served.port), timeout=5)
            connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
            idle.append(connection)
        for _ in range(5):
            began = time.monotonic()
            assert served.query("ASK {}").status == 200
            assert time.monotonic() - began < 1.0
    finally:
        for connection in idle:
            connection.close()


def _fast(served: Served) -> bool:
    began = time.monotonic()
    return served.query("ASK {}").status == 200 and time.monotonic() - began < 1.0


def test_bodies_that_never_come_take_no_place(served: Served) -> None:
    """As many as there may be connections: whoever has sent a whole request goes before them."""
    slow = []
    for _ in range(70):
        connection = socket.create_connection(("127.0.0.1", served.port), timeout=5)
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: 10\r\n\r\n"
        )
        slow.append(connection)
    assert all(_fast(served) for _ in range(3))
    for connection in slow:
        connection.close()


def test_a_head_has_an_end(served: Served) -> None:
    """One that goes on is cut off."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=5) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ")
        with pytest.raises(OSError):
            for _ in range(200):
                connection.sendall(b"x" * 65_536)
                time.sleep(0.01)
    assert _fast(served)


def test_many_parameters_are_refused(served: Served) -> None:
    """At once, whatever their number."""
    reply = served.ask(
        "/sparql", method="POST", body=b"a&" * 200_000,
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    assert (reply.status, reply.json["title"]) == (400, "too many parameters")
    assert _fast(served)


def test_slow_readers_lose_their_worker_when_others_wait(served: Served) -> None:
    """Two clients that read next to nothing of endless answers do not keep others from asking."""
    slow = [_start(served, EVERYTHING)[0] for _ in range(2)]
    time.sleep(2.5)
    began = time.monotonic()
    assert served.query("ASK {}").status == 200
    assert time.monotonic() - began < 4.0
    for connection in slow:
        connection.close()


@pytest.mark.parametrize("origin", ["http://[", "http://", "//", "\x80"])
def test_an_origin_that_is_none_is_foreign(origin: str, served: Served) -> None:
    """It is refused like any other."""
    assert served.query("ASK {}", headers={"Origin": origin}).status == 403


def test_one_name_is_enough(served: Served) -> None:
    """A second Host header could say something else to whom reads the first."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=5) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: evil.example\r\nHost: 127.0.0.1\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("path", ["/", "/health", "/query", "/assets/explorer.css", "/.well-known/void"])
def test_what_may_be_done_with_a_page(path: str, served: Served) -> None:
    """OPTIONS says it, and nothing else is possible."""
    assert served.ask(path, method="OPTIONS").headers["allow"] == "GET, HEAD, OPTIONS"
    reply = served.ask(path, method="DELETE")
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


# new states ------------------------------------------------------------------------


@pytest.fixture
def own(example_store: Path, tmp_path: Path) -> Iterator[Served]:
    store = shutil.copytree(example_store, tmp_path / "own.kg")
    with serving(store) as running:
        yield running


def _wait(served: Served, generation: int) -> bool:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if served.ask("/health").json["generation"] == generation:
            return True
        time.sleep(0.1)
    return False


def test_a_build_beside_the_server(own: Served, tmp_path: Path, reader: Reader) -> None:
    """The store can be built while it is served; a moment later the new state is seen, with new tags."""
    from kg.build import build

    before = own.get(PEOPLE)
    article = tmp_path / "one.txt"
    article.write_text(
        "Minister aus Kenia in Berlin\n\nDer kenianische Außenminister Barnaby Otieno hat am Freitag in "
        "Berlin Bundeskanzler Friedrich Merz getroffen.\n",
        encoding="utf-8",
    )
    build([str(article)], own.store, reader=reader)
    assert _wait(own, int(before.headers["x-kg-generation"]) + 1)
    after = own.get(PEOPLE)
    assert "Barnaby Otieno" in after.body.decode()
    assert "Barnaby Otieno" not in before.body.decode()
    assert before.headers["etag"] != after.headers["etag"]
    assert [p.name for p in (own.store / "snapshots").iterdir()] == [after.headers["x-kg-generation"]]


def test_two_servers_share_a_snapshot(own: Served) -> None:
    """A second server of the same store finds what the first one published, and takes nothing away."""
    with serving(own.store) as second:
        assert second.get(PEOPLE).body == own.get(PEOPLE).body
    assert own.get(PEOPLE).status == 200


def test_what_is_written_is_read_by_the_next_query(writable: Served) -> None:
    """An update is published before it is acknowledged."""
    for i in range(5):
        before = writable.query("ASK {}").headers["x-kg-generation"]
        reply = writable.update(f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:s> <urn:p> {i} }} }}")
        assert (reply.status, int(reply.headers["x-kg-generation"])) == (204, int(before) + 1)
        assert writable.query(f"ASK {{ <urn:s> <urn:p> {i} }}").json["boolean"] is True


@pytest.mark.parametrize("token", ["", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x"])
def test_writing_needs_the_token(token: str, writable: Served) -> None:
    """Without it nothing is changed."""
    headers = {"Content-Type": "application/sparql-update", "Authorization": token}
    reply = writable.ask("/sparql", method="POST", body=b"CLEAR ALL", headers=headers)
    assert (reply.status, reply.headers["www-authenticate"]) == (401, 'Bearer realm="kg"')


def test_rebuild_keeps_what_was_put_there(example_store: Path, tmp_path: Path, reader: Reader) -> None:
    """Graphs of others survive a rebuild; those of kg are again what the articles say."""
    from kg.build import rebuild

    store = shutil.copytree(example_store, tmp_path / "store.kg")
    with serving(store, writable=True) as running:
        assert (
            running.update("CLEAR NAMED; INSERT DATA { GRAPH <urn:mine> { <urn:s> <urn:p> 1 } }").status
            == 204
        )
        assert running.query("SELECT * { ?s ?p ?o }").json["results"]["bindings"][0]["s"]["value"] == "urn:s"
    with Store.open(store) as opened:
        assert opened.size("urn:mine") == 1
    rebuild(store, reader=reader)
    with Store.open(example_store) as before, Store.open(store) as after:
        assert after.size("urn:mine") == 1
        mine = [line for line in after.dump() if not line.endswith("<urn:mine> .")]
        assert mine == list(before.dump())


# the log, and the end ---------------------------------------------------------------


def test_the_log_holds_no_text(example_store: Path, tmp_path: Path) -> None:
    """A hash, the time, the status and the size of every query."""
    store = shutil.copytree(example_store, tmp_path / "store.kg")
    log = tmp_path / "log.jsonl"
    with serving(store, "--log", str(log)) as running:
        running.query("ASK { ?s rdfs:label 'a secret name' }")
        running.query("nonsense")
        code, said = running.stop()
    rows = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [row["status"] for row in rows] == [200, 400]
    assert {"at", "query", "ms", "bytes", "complete", "generation"} <= set(rows[0])
    assert "secret" not in log.read_text("utf-8")
    assert code == 0
    assert "Traceback" not in said


def test_void_counts_what_sparql_counts(served: Served) -> None:
    """The description's figures are those of queries."""
    from rdflib import Graph, URIRef

    void = Graph().parse(data=served.ask("/.well-known/void").body.decode(), format="turtle")
    me = URIRef(f"{served.url}/.well-known/void#store")
    ns = "http://rdfs.org/ns/void#"
    for term, text in (
        ("triples", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        ("classes", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
        ("properties", "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
    ):
        counted = served.query(text).json["results"]["bindings"][0]["n"]["value"]
        assert str(void.value(me, URIRef(ns + term))) == counted
    parts = list(void.objects(me, URIRef(ns + "propertyPartition")))
    assert sum(int(str(void.value(p, URIRef(ns + "triples")))) for p in parts) == int(
        str(void.value(me, URIRef(ns + "triples")))
    )
