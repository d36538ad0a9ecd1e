"""Requests: who asks, patience, redirects, and what must never leave this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fake_server import FakeServer, Request, is_basic, is_digest, serving

from kg.errors import PushError
from kg.pushing import Target
from kg.pushing.auth import Credentials
from kg.pushing.http import TRIES, Client, Refused, Unreachable, split

Nothing = tuple[int, dict[str, str], str] | None


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with serving(FakeServer()) as running:
        yield running


def _put(client: Client, server: FakeServer) -> int:
    return client.send("PUT", f"{server.url}/store?graph=urn:g", b"<urn:a> <urn:b> <urn:c> .\n").status


@pytest.mark.parametrize("name", ["MD5", "SHA-256"])
def test_a_digest_challenge_is_answered(server: FakeServer, name: str) -> None:
    """By the formula of RFC 7616; the password itself is not sent, and later requests ask at once."""
    challenge = f'Digest realm="S \\"x\\"", nonce="abc", qop="auth", algorithm={name}, opaque="o"'

    def trouble(request: Request) -> Nothing:
        fine = is_digest(
            request.authorization, "dba", "se:cret", method=request.what, name=name.replace("-", "")
        )
        return None if fine else (401, {"WWW-Authenticate": challenge}, "")

    server.trouble = trouble
    client = Client(Credentials("dba", "se:cret"))
    assert [_put(client, server), _put(client, server)] == [204, 204]
    assert len(server.requests) == 3
    assert not [r for r in server.requests if "se:cret" in r.authorization]


def test_basic_and_bearer(server: FakeServer) -> None:
    """A password goes out only after the server has asked for it; a token at once."""
    server.trouble = lambda r: (
        None
        if is_basic(r.authorization, "me", "pä:ss")
        else (401, {"WWW-Authenticate": 'Basic realm="x"'}, "")
    )
    assert _put(Client(Credentials("me", "pä:ss")), server) == 204
    assert [bool(r.authorization) for r in server.requests] == [False, True]
    server.trouble = lambda r: None if r.authorization == "Bearer t0ken" else (401, {}, "")
    assert _put(Client(Credentials(token="t0ken")), server) == 204


@pytest.mark.parametrize("status", [401, 403])
def test_refused_credentials_are_not_tried_forever(server: FakeServer, status: int) -> None:
    """One challenge, one answer, then an error that says what to check."""
    server.trouble = lambda _: (status, {"WWW-Authenticate": 'Digest realm="x", nonce="n", qop="auth"'}, "no")
    with pytest.raises(Refused, match="Check user, password"):
        _put(Client(Credentials("dba", "wrong")), server)
    with pytest.raises(Refused, match="--user NAME"):
        _put(Client(), server)
    assert len(server.requests) <= 3


def test_an_overloaded_server_is_given_time(server: FakeServer) -> None:
    """429 and 503 are waited for: as long as the server asks, or longer each time."""
    troubles = [(503, {"Retry-After": "7"}, "busy"), (429, {}, "slow down"), (503, {}, "busy")]
    server.trouble = lambda _: troubles.pop(0) if troubles else None
    waited: list[float] = []
    assert _put(Client(sleep=waited.append), server) == 204
    assert waited == [7.0, 1.0, 2.0]


def test_patience_ends(server: FakeServer) -> None:
    """After some tries: exit code 75, try again later; no wait is longer than a minute."""
    server.trouble = lambda _: (503, {"Retry-After": "100000"}, "down for repairs")
    waited: list[float] = []
    with pytest.raises(Unreachable, match=r"down for repairs.*Push again later") as caught:
        _put(Client(sleep=waited.append), server)
    assert waited == [60.0] * (TRIES - 1) and caught.value.exit_code == 75


def test_a_broken_connection_is_tried_again(server: FakeServer) -> None:
    """A server that answered before and now hangs up gets another chance."""
    client = Client(sleep=lambda _: None)
    _put(client, server)
    broken = [True, True]

    def trouble(_: Request) -> Nothing:
        if broken:
            broken.pop()
            raise ConnectionError
        return None

    server.trouble = trouble
    assert _put(client, server) == 204


def test_a_server_that_is_not_there_is_not_waited_for() -> None:
    """The first request says at once that nobody answers."""
    waited: list[float] = []
    with pytest.raises(Unreachable, match="Check the address"):
        Client(sleep=waited.append).send("GET", "http://127.0.0.1:9/query")
    assert not waited


def test_no_redirect_is_followed(server: FakeServer) -> None:
    """Neither statements nor credentials reach a place that nobody named."""
    with serving(FakeServer()) as elsewhere:
        server.trouble = lambda _: (307, {"Location": f"{elsewhere.url}/store?graph=urn:g"}, "")
        with pytest.raises(PushError, match=rf"redirects to {elsewhere.url}"):
            _put(Client(Credentials(token="t0ken")), server)
        assert not elsewhere.requests


@pytest.mark.parametrize(
    "address",
    [
        "desk.kg",
        "ftp://127.0.0.1/",
        "http://",
        "http://127.0.0.1:99999",
        "http://x/ y",
        "http://x/#a",
        "http://ü.example/",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    """Before anything is sent."""
    with pytest.raises(PushError, match="not an address"):
        split(address)


def test_a_password_in_the_address_is_refused() -> None:
    """It would show in lists of processes; the message does not repeat it."""
    with pytest.raises(PushError, match="KG_PUSH_PASSWORD") as caught:
        split("http://me:s3cret@127.0.0.1/")
    assert "s3cret" not in str(caught.value)


def test_a_token_does_not_cross_the_network_in_the_open() -> None:
    """Over http only to this machine, or when the user insists; nothing is sent before that is clear."""
    with pytest.raises(PushError, match="--insecure"):
        Client(Credentials(token="t0ken")).send("GET", "http://graphs.invalid/query")
    with pytest.raises(Unreachable):
        Client(Credentials(token="t0ken"), insecure=True).send("GET", "http://graphs.invalid/query")


def test_credentials_do_not_show() -> None:
    """Not even in a traceback."""
    assert "s3cret" not in repr(Credentials("me", "s3cret", token="s3cret"))


@pytest.mark.parametrize("path", ["", "/", "/store", "/update", "/query"])
def test_one_address_leads_to_all(server: FakeServer, path: str) -> None:
    """The server's own, or that of one endpoint."""
    target = Target(server.url + path, Client())
    assert target.query_url() == f"{server.url}/query"
    assert (target.store_url(), target.update_url()) == (f"{server.url}/store", f"{server.url}/update")


def test_endpoints_may_be_named(server: FakeServer) -> None:
    """What is named is not looked for."""
    target = Target(server.url, Client(), query=f"{server.url}/q", update=f"{server.url}/u")
    assert (target.query_url(), target.store_url(), target.update_url()) == (
        f"{server.url}/q",
        None,
        f"{server.url}/u",
    )
    assert not server.requests


def test_a_server_without_queries_cannot_be_counted(server: FakeServer) -> None:
    """The error says how to go on without."""
    server.trouble = lambda r: (404, {}, "<html>") if r.what == "QUERY" else None
    with pytest.raises(PushError, match="--no-verify"):
        Target(server.url, Client()).query_url()


def test_an_answer_that_is_none_is_an_error(server: FakeServer) -> None:
    """A page instead of results, or results of something else."""
    for words in ("<html>welcome</html>", '{"boolean": true}', '{"results": {"bindings": [{"g": 1}]}}'):
        server.trouble = lambda r, w=words: (200, {}, w) if "COUNT" in r.body else None  # type: ignore[misc]
        with pytest.raises(PushError, match="not with results"):
            Target(server.url, Client()).count(["urn:g"])
