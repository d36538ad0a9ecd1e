"""The Graph Store HTTP Protocol: which graph a request names, and the RDF that it brings.

In: query parameters, content type and body.  Out: a graph (empty text: the default graph; None: all), and
parts as media type and text.  Raises Problem.
"""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from kg.serve.problems import Problem
from kg.serve.protocol import Parameters, check_graph, split_content_type

READ, WRITE = "GET, HEAD, OPTIONS", "GET, HEAD, PUT, POST, DELETE, OPTIONS"


def graph_of(given: Parameters) -> str | None:
    """Return the graph that a request names."""
    if "default" in given and "graph" in given:
        raise Problem(400, "two graphs are named", "Use either default or graph=IRI.")
    if "default" in given:
        return ""
    names = given.get("graph", ())
    if len(names) > 1:
        raise Problem(400, "several graphs are named", "One request is about one graph.")
    for name in names:
        check_graph(name)
    return names[0] if names else None


def parts_of(content_type: str | None, body: bytes) -> list[tuple[str, str]]:
    """Return the parts of a body: one, or those of multipart/form-data."""
    media_type, charset = split_content_type(content_type)
    if media_type == "multipart/form-data":
        head = b"Content-Type: " + (content_type or "").encode("latin-1") + b"\r\n\r\n"
        message = BytesParser(policy=HTTP).parsebytes(head + body)
        if not message.is_multipart():
            raise Problem(400, "bad multipart body", "No part was found in it.")
        return [(p.get_content_type(), _text(_content(p), "utf-8")) for p in message.iter_parts()]
    if not media_type:
        raise Problem(415, "no media type", "Say in Content-Type which RDF format it is.")
    return [(media_type, _text(body, charset))]


def _content(part: Any) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _text(data: bytes, charset: str) -> str:
    if charset not in ("", "utf-8", "utf8"):
        raise Problem(415, "unsupported charset", "Send RDF as UTF-8.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, "not UTF-8", f"Byte {error.start} begins no UTF-8 character.") from error
