"""Requests to one server: kept connection, credentials, patience with an overloaded server.  *I/O*

In: method, address, body.  Out: the status and the first bytes of the answer, or PushError.  It follows no
redirect, so neither statements nor credentials reach another place than the one that was named.
"""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from kg import __version__
from kg.errors import PushError
from kg.locking import IN_USE
from kg.pushing.auth import Credentials

OVERLOADED = (429, 502, 503, 504)
TRIES = 6  # of one request: waits of 0.5, 1, 2, 4 and 8 seconds, or as long as the server asks for
FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0
READ_AT_MOST = 8_000_000  # bytes of an answer
SHOWN = 300  # characters of a server's own words in a message


class Unreachable(PushError):
    """The server cannot be reached, or is overloaded: the same command may work later."""

    exit_code = IN_USE


class Refused(PushError):
    """The server wants to know who asks, or does not let them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    reason: str
    body: bytes
    headers: Any

    @property
    def fine(self) -> bool:
        """Say whether the request was done."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """Return the body as JSON.  Raises ValueError."""
        return json.loads(self.body)


class Client:
    """Sends requests to the addresses it is given, keeping one connection to each server."""

    def __init__(
        self, credentials: Credentials | None = None, *, timeout: float = 300.0, insecure: bool = False,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self.credentials = credentials or Credentials()
        self._timeout, self._insecure, self._sleep = timeout, insecure, sleep
        self._open: dict[tuple[str, str], http.client.HTTPConnection] = {}
        self._reached: set[str] = set()  # a server that never answered is not waited for

    def close(self) -> None:
        """Close all connections."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def send(
        self, method: str, url: str, body: bytes = b"", *, kind: str = "", accept: str = "*/*"
    ) -> Answer:
        """Send a request; the answer may say that it failed.

        Raises Unreachable after several tries, Refused for credentials, PushError for a redirect.
        """
        where = split(url)
        headers = {"Accept": accept, "User-Agent": f"kg/{__version__}"}
        if kind:
            headers["Content-Type"] = kind
        answer = self._patiently(method, where, body, headers)
        challenges = answer.headers.get_all("WWW-Authenticate") or []
        if answer.status == 401 and self.credentials.answer(challenges):
            answer = self._patiently(method, where, body, headers)
        if answer.status in (401, 403):
            raise Refused(f"{said(url, answer)}. {self._advice()}")
        if 300 <= answer.status < 400:
            place = one_line(answer.headers.get("Location", "(nowhere)"))
            raise PushError(f"{url}: redirects to {place}. If that is right, give that address.")
        return answer

    def _advice(self) -> str:
        if self.credentials:
            return "Check user, password or token, and whether they may write."
        return "Give --user NAME with KG_PUSH_PASSWORD (or netrc), or KG_PUSH_TOKEN."

    def _patiently(self, method: str, where: SplitResult, body: bytes, headers: dict[str, str]) -> Answer:
        """Try again where the server is overloaded or the connection broke: all requests may be repeated."""
        wait, place = FIRST_WAIT, where.netloc
        for left in range(TRIES - 1, -1, -1):
            pause = wait
            try:
                answer = self._once(method, where, body, headers)
            except (OSError, http.client.HTTPException) as error:
                if isinstance(error, ssl.SSLError) or not left or place not in self._reached:
                    raise Unreachable(
                        f"{where.geturl()}: {_why(error)}. Check the address and whether the server runs."
                    ) from error
            else:
                self._reached.add(place)
                if answer.status not in OVERLOADED:
                    return answer
                if not left:
                    what = said(where.geturl(), answer)
                    raise Unreachable(f"{what} ({TRIES} tries). Push again later: it goes on from here.")
                pause = max(wait, _asked_for(answer))
            self._sleep(min(pause, LONGEST_WAIT))
            wait *= 2
        raise AssertionError("the last try returns or raises")

    def _once(self, method: str, where: SplitResult, body: bytes, headers: dict[str, str]) -> Answer:
        """Send once; a kept connection that the server has closed meanwhile is replaced."""
        kept = (where.scheme, where.netloc) in self._open
        try:
            return self._exchange(method, where, body, headers)
        except (OSError, http.client.HTTPException) as error:
            self._forget(where)
            if not kept or isinstance(error, TimeoutError):
                raise
        try:
            return self._exchange(method, where, body, headers)
        except (OSError, http.client.HTTPException):
            self._forget(where)
            raise

    def _exchange(self, method: str, where: SplitResult, body: bytes, headers: dict[str, str]) -> Answer:
        path = (where.path or "/") + (f"?{where.query}" if where.query else "")
        proof = self.credentials.header(method, path)
        if proof:
            self._check_secrecy(where, proof)
            headers = headers | {"Authorization": proof}
        if method in ("PUT", "POST"):
            headers = headers | {"Content-Length": str(len(body))}
        connection = self._connection(where)
        connection.request(method, path, body=body or None, headers=headers)
        response = connection.getresponse()
        found = response.read(READ_AT_MOST)
        if response.read(1) or response.will_close:
            self._forget(where)
        return Answer(response.status, response.reason, found, response.headers)

    def _check_secrecy(self, where: SplitResult, proof: str) -> None:
        secret = where.scheme == "https" or proof.startswith("Digest") or _is_here(where)
        if not secret and not self._insecure:
            raise PushError(
                f"{where.geturl()}: anybody on the way can read a password or token over http. "
                f"Use https, or --insecure where the network is yours."
            )

    def _connection(self, where: SplitResult) -> http.client.HTTPConnection:
        key = (where.scheme, where.netloc)
        if key not in self._open:
            make = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
            self._open[key] = make(where.hostname or "", where.port, timeout=self._timeout)
        return self._open[key]

    def _forget(self, where: SplitResult) -> None:
        if connection := self._open.pop((where.scheme, where.netloc), None):
            connection.close()


def split(url: str) -> SplitResult:
    """Take an address apart.  Raises PushError when it is none, or holds a password."""
    try:
        where = urlsplit(url)
        fine = where.scheme in ("http", "https") and bool(where.hostname) and (where.port or 1) > 0
    except ValueError:
        raise PushError(f"{url!r}: not an address. Give one such as http://127.0.0.1:7878") from None
    if where.username or where.password:
        raise PushError("a password in the address shows in lists of processes: --user and KG_PUSH_PASSWORD")
    if not fine or where.fragment or not url.isascii() or any(c.isspace() for c in url):
        raise PushError(f"{url!r}: not an address. Give one such as http://127.0.0.1:7878")
    return where


def said(url: str, answer: Answer) -> str:
    """What a server answered, in one line: its own words shortened, without what steers a terminal."""
    words = one_line(answer.body[: 4 * SHOWN].decode("utf-8", "replace"))
    return f"{url}: {answer.status} {one_line(answer.reason)}" + (f": {words}" if words else "")


def one_line(text: str) -> str:
    """Shorten what a server says, and leave out what steers a terminal."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return flat if len(flat) <= SHOWN else flat[:SHOWN] + "…"


def _asked_for(answer: Answer) -> float:
    """How many seconds the server asks to wait: a number, or a date."""
    text = answer.headers.get("Retry-After", "")
    if text.strip().isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError):
        return 0.0


def _is_here(where: SplitResult) -> bool:
    try:
        return ip_address(where.hostname or "").is_loopback
    except ValueError:
        return where.hostname == "localhost"


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).strip()
