"""Who asks: Basic, Digest (RFC 7616, MD5 and SHA-256) and Bearer.

In: a name with a password, or a token, and the server's challenge.  Out: the header that answers it.
It reads no files and no environment, and keeps no password anywhere.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.request import parse_http_list, parse_keqv_list

_ALGORITHMS = {"MD5": "md5", "SHA-256": "sha256"}


@dataclass(slots=True)
class Credentials:
    """A name and password, or a token; nothing of it is shown when printed."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    nonce_source: Callable[[], str] = field(default=lambda: secrets.token_hex(8), repr=False)
    _digest: dict[str, str] = field(default_factory=dict, repr=False)
    _uses: int = 0
    _basic: bool = False

    def __bool__(self) -> bool:
        return bool(self.user or self.token)

    def answer(self, challenges: list[str]) -> bool:
        """Learn from the server's challenges how to answer; say whether there is a way."""
        if self.token or not self.user:
            return False
        offered = {c.partition(" ")[0].lower(): c.partition(" ")[2] for c in challenges}
        if "digest" in offered:
            fresh = parse_keqv_list(parse_http_list(offered["digest"]))
            if fresh.get("algorithm", "MD5").upper() not in _ALGORITHMS or "nonce" not in fresh:
                return False
            self._digest, self._uses = fresh, 0
            return True
        if "basic" in offered and not self._basic:
            self._basic = True
            return True
        return False

    def header(self, method: str, path: str) -> str | None:
        """Return the value of the header Authorization for a request, or None before a challenge."""
        if self.token:
            return f"Bearer {self.token}"
        if self._basic:
            return "Basic " + b64encode(f"{self.user}:{self.password}".encode()).decode("ascii")
        return self._digested(method, path) if self._digest else None

    def _digested(self, method: str, path: str) -> str:
        given, name = self._digest, self._digest.get("algorithm", "MD5").upper()

        def hashed(text: str) -> str:
            return hashlib.new(_ALGORITHMS[name], text.encode(), usedforsecurity=False).hexdigest()

        self._uses += 1
        uses, nonce = f"{self._uses:08x}", self.nonce_source()
        who = hashed(f"{self.user}:{given.get('realm', '')}:{self.password}")
        what = hashed(f"{method}:{path}")
        parts = {"username": self.user, "realm": given.get("realm", ""), "nonce": given["nonce"], "uri": path}
        if "qop" in given:
            parts["response"] = hashed(f"{who}:{given['nonce']}:{uses}:{nonce}:auth:{what}")
        else:
            parts["response"] = hashed(f"{who}:{given['nonce']}:{what}")
        if "opaque" in given:
            parts["opaque"] = given["opaque"]
        quoted = [f'{key}="{_escaped(value)}"' for key, value in parts.items()]
        bare = [f"algorithm={name}"]
        if "qop" in given:
            bare += ["qop=auth", f"nc={uses}", f'cnonce="{nonce}"']
        return "Digest " + ", ".join(quoted + bare)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
