"""The test suites of the W3C for SPARQL 1.1 Protocol, Graph Store Protocol and Service Description.

Requests and expected answers stand in `w3c/`.  One request of the protocol suite has a flaw: in
`query_multiple_dataset` the & between two parameters is percent-encoded, so that one graph is named, by an
IRI that does not exist, and no server that decodes once can answer true.  Both forms are tested.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import Graph
from rdflib.compare import isomorphic
from serving import Reply, Served

HERE = Path(__file__).parent / "w3c"
PROTOCOL: dict[str, list[dict[str, Any]]] = yaml.safe_load((HERE / "protocol.yaml").read_text("utf-8"))
GRAPH_STORE: dict[str, Any] = yaml.safe_load((HERE / "graph_store.yaml").read_text("utf-8"))
DATA = "http://kasei.us/2009/09/sparql/data/{}.rdf"
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                "text/tab-separated-values"),
    "RDF": ("application/rdf+xml", "text/turtle", "application/n-triples", "application/ld+json"),
}  # fmt: skip
FLAWED = "query_multiple_dataset"


def is_write(request: dict[str, Any]) -> bool:
    """Say whether a request asks for a change."""
    return "update" in request.get("type", "") or request.get("body", "").startswith("update=")


def _send(served: Served, request: dict[str, Any]) -> Reply:
    path = "/sparql/" + (f"?{request['query']}" if "query" in request else "")
    body = request.get("body")
    encoded = None if body is None else body.encode("utf-16" if request.get("utf16") else "utf-8")
    headers = {"Content-Type": request["type"]} if "type" in request else {}
    return served.ask(path, method=request.get("method", "GET"), body=encoded, headers=headers)


def _check(reply: Reply, request: dict[str, Any]) -> None:
    assert reply.status // 100 == int(request.get("status", "2xx")[0]), reply.body
    kind = "boolean" if "boolean" in request else request.get("format")
    if kind:
        assert reply.media_type in FORMATS[kind]
    if "boolean" in request:
        assert reply.json["boolean"] is request["boolean"]
    if "expectation" in request:
        rows = reply.json["results"]["bindings"]
        assert len(rows) == 1
        assert rows[0]["o"]["type"] == "uri"
        assert rows[0]["o"]["value"] not in ("test", "<test>")


def _prepare(served: Served, request: dict[str, Any]) -> None:
    lines = [
        f"GRAPH <{DATA.format(name)}> {{ <{DATA.format(name)}> a <http://xmlns.com/foaf/0.1/Document> }}"
        for name in request.get("data", ())
    ]
    if lines:
        assert served.update(f"DROP ALL ; INSERT DATA {{ {' '.join(lines)} }}").status == 204


@pytest.mark.parametrize("name", [n for n in PROTOCOL if n != FLAWED])
def test_protocol(name: str, writable: Served) -> None:
    """A server that may be written passes the protocol suite."""
    for request in PROTOCOL[name]:
        _prepare(writable, request)
        _check(_send(writable, request), request)


def test_protocol_dataset_goes_before_from(writable: Served) -> None:
    """The flawed request, mended: graphs that the request names go before those of the query."""
    (request,) = PROTOCOL[FLAWED]
    _prepare(writable, request)
    _check(
        _send(writable, request | {"query": request["query"].replace("%26", "&").replace("uri%3D", "uri=")}),
        request,
    )


def test_percent_encoding_is_decoded_once(writable: Served) -> None:
    """The flawed request as published names one graph, which is not there; the answer is no."""
    (request,) = PROTOCOL[FLAWED]
    _prepare(writable, request)
    reply = _send(writable, request)
    assert (reply.status, reply.json["boolean"]) == (200, False)


@pytest.mark.parametrize("name", sorted(PROTOCOL))
def test_protocol_without_writing(name: str, served: Served) -> None:
    """A server that only reads passes every test of queries, and refuses every change."""
    for request in PROTOCOL[name]:
        reply = _send(served, request)
        if is_write(request) or request.get("status") == "4xx":
            assert 400 <= reply.status < 500
            if is_write(request) and request.get("status") != "4xx":
                return  # what follows asks for what was to be written
        elif request.get("data"):
            assert reply.status == 200  # its data are not in this store
        else:
            _check(reply, request)


def _body(name: str) -> str:
    return GRAPH_STORE["prefixes"] + GRAPH_STORE["bodies"][name]


def _graph_request(served: Served, request: dict[str, Any], location: str) -> Reply:
    headers, body, method = {}, None, request.get("method", "GET")
    if "multipart" in request:
        headers["Content-Type"] = "multipart/form-data; boundary=a6fe4cd636164618814be9f8d3d1a0de"
        parts = [
            "--a6fe4cd636164618814be9f8d3d1a0de\r\n"
            f'Content-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
            f"Content-Type: text/turtle; charset=utf-8\r\n\r\n{GRAPH_STORE['prefixes']}{text}\r\n\r\n"
            for name, text in request["multipart"].items()
        ]
        body = ("".join(parts) + "--a6fe4cd636164618814be9f8d3d1a0de--\r\n").encode()
    elif "body" in request:
        headers["Content-Type"] = "text/turtle; charset=utf-8"
        body = _body(request["body"]).encode()
    if method in ("GET", "HEAD"):
        headers["Accept"] = request.get("accept", "text/turtle")
    query = request["query"].replace("$LOCATION$", location)
    return served.ask(
        f"/graph-store{'?' + query if query else ''}", method=method, body=body, headers=headers
    )


@pytest.mark.parametrize("name", GRAPH_STORE["tests"])
def test_graph_store(name: str, writable: Served) -> None:
    """A server that may be written passes the graph store suite."""
    assert writable.update("DROP ALL").status == 204
    location = ""
    for request in GRAPH_STORE["tests"][name]:
        reply = _graph_request(writable, request, location)
        assert reply.status in request["status"], reply.body
        location = reply.headers.get("location", location)
        if "expect" in request:
            assert reply.headers["content-type"] == "text/turtle; charset=utf-8"
            found = Graph().parse(data=reply.body.decode(), format="turtle")
            assert isomorphic(found, Graph().parse(data=_body(request["expect"]), format="turtle"))
        if request.get("method") == "HEAD":
            assert reply.body == b""
            assert reply.status == 404 or reply.headers["content-type"] == "text/turtle; charset=utf-8"


@pytest.mark.parametrize("name", GRAPH_STORE["tests"])
def test_graph_store_without_writing(name: str, served: Served) -> None:
    """A server that only reads says which methods it has when another one is used."""
    for request in GRAPH_STORE["tests"][name]:
        reply = _graph_request(served, request, "http://www.example/")
        if request.get("method", "GET") in ("GET", "HEAD"):
            assert reply.status in (200, 404)
        else:
            assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_no_write_changes_a_store_that_is_only_read(served: Served) -> None:
    """After every write of both suites was refused, the store says what it said."""
    before = served.ask("/graph-store?format=nq").body
    for request in (r for requests in PROTOCOL.values() for r in requests if is_write(r)):
        assert 400 <= _send(served, request).status < 500
    for requests in GRAPH_STORE["tests"].values():
        for request in requests:
            if request.get("method", "GET") not in ("GET", "HEAD"):
                assert _graph_request(served, request, "http://www.example/").status == 405
    assert sorted(served.ask("/graph-store?format=nq").body.splitlines()) == sorted(before.splitlines())


@pytest.fixture(scope="module")
def description(served: Served) -> Graph:
    """What the endpoint says of itself."""
    reply = served.ask("/sparql", headers={"Accept": "text/turtle"})
    assert reply.status == 200
    assert reply.media_type == "text/turtle"
    return Graph().parse(data=reply.body.decode(), format="turtle")


SD = "http://www.w3.org/ns/sparql-service-description#"


def test_service_description_returns_rdf(description: Graph) -> None:
    """returns-rdf: GET on the endpoint returns RDF."""
    assert len(description) > 10


def test_service_description_has_endpoint_triple(description: Graph, served: Served) -> None:
    """has-endpoint-triple: it names the endpoint that was asked."""
    asked = f"ASK {{ ?s a <{SD}Service> ; <{SD}endpoint> <{served.url}/sparql> }}"
    assert description.query(asked).askAnswer


def test_service_description_conforms_to_schema(description: Graph) -> None:
    """conforms-to-schema: classes and properties are those of the vocabulary, used as it says."""
    wanted = {
        "endpoint": None, "supportedLanguage": None, "feature": None, "resultFormat": None,
        "defaultDataset": "Dataset", "defaultGraph": "Graph", "namedGraph": "NamedGraph", "name": None,
    }  # fmt: skip
    for _, predicate, value in description:
        if str(predicate).startswith(SD):
            name = str(predicate).removeprefix(SD)
            assert name in wanted
            if wanted[name]:
                assert description.query(f"ASK {{ <{value}> a <{SD}{wanted[name]}> }}").askAnswer
    assert not any(type(term).__name__ == "BNode" for triple in description for term in triple)


def test_the_table_in_the_documentation() -> None:
    """docs/conformance.md counts the tests that are here."""
    text = (Path(__file__).parents[2] / "docs" / "conformance.md").read_text("utf-8")
    assert f"| SPARQL 1.1 Protocol | {len(PROTOCOL)} |" in text
    assert f"| Graph Store Protocol, indirect | {len(GRAPH_STORE['tests'])} |" in text
    assert json.dumps(len(PROTOCOL)) == "34"
